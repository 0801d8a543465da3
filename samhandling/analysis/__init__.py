"""Answers to tidy frames, and frames to summaries: pure functions."""
