"""A figure for each kind of item."""

from collections.abc import Callable
from typing import Any

from samhandling.content.language import Language
from samhandling.figures.kinds.numbers import number, position
from samhandling.figures.kinds.options import agree, choice, quiz, rank, votes
from samhandling.figures.kinds.ordinal import ladder, matrix, point_colours, scale
from samhandling.figures.kinds.places import place
from samhandling.figures.kinds.rows import board, table
from samhandling.figures.kinds.words import notes, text
from samhandling.figures.layout import Figure

__all__ = ["FIGURES", "point_colours"]

FIGURES: dict[str, Callable[[Any, dict[str, Any], Language], Figure]] = {
    "choice": choice, "scale": scale, "matrix": matrix, "ladder": ladder,
    "text": text, "notes": notes, "votes": votes, "table": table,
    "agree": agree, "quiz": quiz, "place": place, "board": board, "number": number, "rank": rank,
    "position": position,
}  # fmt: skip
"""The figure of each kind: the item, its result, the language → `{data, layout}`."""
