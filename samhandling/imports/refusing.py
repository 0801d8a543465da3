"""Why an import stops, and what is wrong in which cell of a file."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from samhandling.content.kinds import Refused
from samhandling.content.language import Language
from samhandling.content.words import say

SHOWN = 60
"""How much of a cell is shown when something is wrong with it."""


class CannotImport(Exception):
    """A file or a wish that nothing can be made of; `reason` is a key of the words, `details` fill it in."""

    def __init__(self, reason: str, **details: Any) -> None:
        super().__init__(f"{reason} {details}")
        self.reason = reason
        self.details = details

    def in_(self, language: Language) -> str:
        """What a person reads."""
        return say("imports", self.reason, language, **self.details)


@dataclass(frozen=True)
class Wrong:
    """A cell that cannot come in: where it is, what was there, and what was expected."""

    file: Path
    row: int
    column: str
    was: str
    reason: str
    details: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def refused(cls, file: Path, row: int, column: str, was: str, refused: Refused) -> "Wrong":
        """What an item says of a value, at its place."""
        return cls(file, row, column, was, f"answer_{refused.reason}", refused.details)

    def in_(self, language: Language) -> str:
        """What a person reads."""
        details = dict(self.details)
        words = "imports"
        if self.reason.startswith("answer_"):
            words = "messages"
            if "expected" in details:
                details["expected"] = say("messages", f"form_{details['expected']}", language)
        was = " ".join(self.was.split())
        was = was if len(was) <= SHOWN else was[: SHOWN - 1] + "…"
        expected = say(words, self.reason, language, **details)
        return say(
            "imports", "wrong", language, name=self.file.name, row=self.row, column=self.column, was=was,
            expected=expected,
        )  # fmt: skip
