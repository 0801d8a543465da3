"""The group’s picture, and its notes."""

from typing import Any

from pydantic import BaseModel

from samhandling.room import State
from samhandling.server.api.shapes.base import Level, _Shape


class Quantiles(_Shape):
    """Quartiles of an ordinal scale (Hyndman and Fan 1996, type 2)."""

    q25: float
    median: float
    q75: float


class Count(_Shape):
    """How many gave an answer."""

    value: str | int
    label: str
    n: int


class Group(_Shape):
    """One group of a split; too small a group says nothing."""

    id: str
    label: str
    n: int | None
    suppressed: bool
    quantiles: Quantiles | None


class RowResult(_Shape):
    """One row of a matrix."""

    row: str
    label: str
    n: int
    unknown: int
    counts: list[Count]
    quantiles: Quantiles | None


class PositionResult(_Shape):
    """One thing on a plane; without quartiles where too few placed it."""

    row: str
    label: str
    n: int
    x: Quantiles | None
    y: Quantiles | None


class Before(_Shape):
    """The same item one level earlier."""

    level: Level
    n: int
    quantiles: Quantiles | None


class Category(_Shape):
    """What notes are sorted under."""

    id: str
    label: str


class ItemResult(BaseModel):
    """The group's answers to one item."""

    item: str
    kind: str
    label: str
    section: str | None
    n: int
    unknown: int
    suppressed: bool
    counts: list[Count]
    quantiles: Quantiles | None
    rows: list[RowResult]
    positions: list[PositionResult]
    notes: list[dict[str, Any]]
    categories: list[Category]
    columns: list[dict[str, Any]]
    entries: list[dict[str, Any]]
    groups: dict[str, list[Group]]
    before: Before | None
    right: str | None
    why: str | None
    sentence: str


class Results(_Shape):
    """The group's picture of an exercise."""

    exercise: str
    title: str
    round: int
    run: int
    level: Level
    levels: list[Level]
    state: State
    n: int
    joined: int
    simulated: int
    late: int
    items: list[ItemResult]
    gate: dict[str, Any] | None


class GroupNote(_Shape):
    """A note that is voted on."""

    id: str
    item: str
    text: str
    category: str | None
    hidden: bool


class GroupNotes(_Shape):
    """The notes that are voted on."""

    notes: list[GroupNote]
