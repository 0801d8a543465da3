"""Kernels forked from one warm process, for any Jupyter or Voilà server. Imports nothing else of this package."""

from typing import Any

Outputs = list[dict[str, Any]]
"""What a cell prints and shows, as a notebook keeps it."""


class Unfit(Exception):  # said as it is
    """These cells need a kernel of their own to run in."""
