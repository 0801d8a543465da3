"""The command line: serve a meeting, check content, take the answers home."""
# ruff: noqa: I001  # each brings its commands to the app, in the order of the help

from samhandling.cli.base import app
from samhandling.cli import meeting, content, paper, answers, data, bench

__all__ = ["answers", "app", "bench", "content", "data", "meeting", "paper"]
