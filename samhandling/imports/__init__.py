"""Answers collected elsewhere come in: files of other tools, by way of a mapping that a person can read."""
