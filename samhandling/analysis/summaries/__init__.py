"""The summary of each kind of item, and the results of an exercise as the screens read them."""

from samhandling.analysis.summaries.results import SUMMARIES, picture, results, summary
from samhandling.analysis.summaries.view import Result, View

__all__ = ["SUMMARIES", "Result", "View", "picture", "results", "summary"]
