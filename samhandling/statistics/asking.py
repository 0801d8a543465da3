"""What a recipe is asked for, and what it brings home."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from samhandling.content.language import Text
from samhandling.content.words import words
from samhandling.statistics.web import Sources, Web

NATION = "00"


@dataclass(frozen=True)
class Asking:
    """Which county (SCB's two digits, None for the nation only) on which day; `tell` says how far it has come."""

    web: Web
    sources: Sources
    county: str | None
    municipalities: Mapping[str, str]
    """Names by SCB's four-digit code."""
    today: date
    tell: Callable[..., None]
    """Takes the key of a text in words/statistics.yaml, and what fills it in."""


@dataclass(frozen=True)
class Found:
    """The rows of a table in the order of its dictionary's columns, and what its dictionary says of them."""

    rows: list[tuple[Any, ...]]
    changes: dict[str, Any] = field(default_factory=dict)
    """Keys of the dictionary that differ from those of the table that comes with the series; of `source`, those that
    do."""


Recipe = Callable[[Asking], Found]


def text(key: str, **fill: object) -> Text:
    """A text of words/statistics.yaml in both languages, filled in."""
    written = words("statistics")[key]
    return Text(sv=written.sv.format(**fill), en=written.en.format(**fill))


def plain(said: object) -> Text:
    """What reads the same in both languages, such as a year."""
    return Text(sv=str(said), en=str(said))
