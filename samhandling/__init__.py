"""Samhandling: from talk to joint action. A kit for learning series on regional skills supply."""

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from samhandling.opening import open as open


def __getattr__(name: str) -> Any:
    """`samhandling.open`, which brings the analysis with it, is loaded when it is asked for."""
    if name == "open":
        from samhandling.opening import open

        return open
    raise AttributeError(f"module 'samhandling' has no attribute {name!r}")
