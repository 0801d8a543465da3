"""What became of answers, and one’s own; paper forms."""

from typing import Any

from samhandling.server.api.shapes.base import Level, Option, _Shape


class Rejected(_Shape):
    """An answer that was not taken, and why."""

    id: str
    reason: str
    message: str


class Saved(_Shape):
    """What became of the answers: `late` ones are saved too."""

    saved: list[str]
    rejected: list[Rejected]
    late: list[str]


class PaperForm(_Shape):
    """Someone who answered on paper."""

    participant: str


class PaperForms(_Shape):
    """How many forms have been typed in, and what can be said of whoever filled one in."""

    forms: int
    actor_types: list[Option]
    tables: int


class Answer(_Shape):
    """An answer of one's own."""

    id: str
    exercise: str
    item: str
    value: Any
    round: int
    level: Level
    run: int


class Mine(_Shape):
    """Own newest answers."""

    answers: list[Answer]
