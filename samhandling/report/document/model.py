"""What a report is made of. Everything in it has passed the disclosure gate, and is in one language."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from samhandling.content.language import Language
from samhandling.figures.layout import Figure


@dataclass(frozen=True)
class Table:
    """A picture's numbers: the head, and rows of as many cells. The first cell of a row names it."""

    columns: Sequence[str] = ()
    rows: Sequence[Sequence[Any]] = ()


@dataclass(frozen=True)
class Block:
    """One picture: what it says in words, how many it stands on, the figure, and the numbers behind it."""

    id: str
    title: str
    sentence: str
    n: int
    figure: Figure | None = None
    """A figure of plotly's (see `figures`); None where the table or the quotes are the picture."""
    table: Table = field(default_factory=Table)
    synthetic: bool = False
    """Whether simulated participants are among the answers; it is said beside the picture."""
    quotes: Sequence[str] = ()
    """What people wrote, masked and unsigned."""
    note: str = ""
    """How it was worked out, or what is not shown, in small print."""


@dataclass(frozen=True)
class Section:
    """A part of a report with a heading of its own."""

    id: str
    title: str
    blocks: Sequence[Block]
    lead: str = ""


@dataclass(frozen=True)
class Note:
    """A titled paragraph or several: about the method, the data, the disclosure."""

    title: str
    paragraphs: Sequence[str]


@dataclass(frozen=True)
class Document:
    """A report: its cover, its summary in words, its sections, and how it was made."""

    title: str
    subtitle: str
    organiser: str
    language: Language
    facts: Sequence[tuple[str, str]]
    """What the cover says: label and value, as place in time, how many took part."""
    summary: Sequence[str]
    """The report in a few sentences, made by rule from its numbers."""
    sections: Sequence[Section]
    notes: Sequence[Note]
    simulated: int = 0
    """How many of the participants were simulated; said on the cover and on every page."""
