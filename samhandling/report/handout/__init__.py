"""Paper: an exercise as a form to print and fill in by hand."""

from samhandling.report.handout.page import PAPER, handout
from samhandling.report.own_answers import own_answers

__all__ = ["PAPER", "handout", "own_answers"]
