"""Samhandling: from talk to joint action. A kit for learning series on regional skills supply."""

__version__ = "0.1.0"
