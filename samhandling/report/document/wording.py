"""What every file of a report says alike: a cell, what a picture stands on, and the names of its parts."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from samhandling.analysis.sentences import number
from samhandling.content.language import Language
from samhandling.content.words import many, say
from samhandling.report.document.model import Block, Document, Section
from samhandling.report.drawing.letters import clean

_NUMBER = re.compile(r"[-−]?\d[\d\s.,]*%?|–")
LISTED = 40
"""At most so many pictures in the contents."""

_NOT_ID = re.compile(r"[^\w-]+")


def cell(value: Any, language: Language) -> str:
    """A table's cell in words: numbers as they are written in the language, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return number(value, language).replace("-", "−")
    return clean(value)


def is_number(value: Any) -> bool:
    """Whether a cell holds a number, or a text that is one, as a share: it stands to the right."""
    if isinstance(value, str):
        return bool(_NUMBER.fullmatch(value))
    return isinstance(value, int | float) and not isinstance(value, bool)


def stands_on(block: Block, language: Language) -> str:
    """How many a picture stands on."""
    return say("report", "n", language, n=number(block.n, language))


def simulated(document: Document) -> str:
    """That simulated participants are among those who answered, for the cover and every page; empty when none are."""
    return many("report", "simulated", document.simulated, document.language) if document.simulated else ""


def has_table(block: Block) -> bool:
    """Whether there are numbers to show as a table."""
    return bool(block.table.columns and block.table.rows)


def named(sections: Sequence[Section]) -> Iterator[tuple[str, Section, list[tuple[str, Block]]]]:
    """The sections and their blocks, each with a name of its own to link to."""
    taken: set[str] = set()
    for section in sections:
        name = _own(section.id, taken)
        yield name, section, [(_own(f"{block.id}", taken), block) for block in section.blocks]


def in_contents(sections: Sequence[Section]) -> bool:
    """Whether the contents name each picture too; with many, the sections are enough."""
    return sum(len(section.blocks) for section in sections) <= LISTED


def _own(name: str, taken: set[str]) -> str:
    """A name that no other has, of letters, digits and hyphens, with a letter first."""
    plain = "r-" + (_NOT_ID.sub("-", name).strip("-") or "part")
    found, nth = plain, 1
    while found in taken:
        nth += 1
        found = f"{plain}-{nth}"
    taken.add(found)
    return found
