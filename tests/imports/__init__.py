"""Answers collected elsewhere."""
