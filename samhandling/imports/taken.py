"""What files hold by way of a mapping: people, their answers, and what was wrong."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from samhandling.imports.mapping import OwnMeeting
from samhandling.imports.refusing import Wrong


@dataclass(frozen=True)
class Respondent:
    """Someone who answered: `key` is the stable column's text, or the file and the row."""

    key: str
    actor_type: str | None = None
    municipality: str | None = None
    simulated: bool = False


@dataclass(frozen=True)
class Answer:
    """An answer as it will be stored, but for the room and the pseudonym."""

    id: str
    meeting: str
    day: dt.date
    person: str | None
    """The key of the respondent; None for the room's own answer."""
    exercise: str
    exercise_version: int
    item: str
    round: int
    level: str
    table: int | None
    value: Any
    at: int
    """Milliseconds since 1970."""
    late: bool = False
    counted: bool = True


@dataclass
class Taken:
    """What some files hold by way of a mapping."""

    people: dict[str, Respondent] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)
    meetings: dict[str, OwnMeeting | None] = field(default_factory=dict)
    """The meetings in the order in which the files name them, with their titles where they are new."""
    counts: Counter[str] = field(default_factory=Counter)
    """Answers by question."""
    left: dict[str, list[str]] = field(default_factory=dict)
    """Columns that no question takes, by the file's name."""
    personal: dict[str, list[str]] = field(default_factory=dict)
    """Columns that say who someone is, and are not taken in."""
    records: int = 0
