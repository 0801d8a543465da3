"""The follow-up: what is looked at, and what can be chosen."""

from typing import Any

from pydantic import BaseModel

from samhandling.server.api.shapes.base import _Shape


class Named(_Shape):
    """Something that can be chosen."""

    id: str
    title: str


class RoomNamed(Named):
    """A room by its meeting and day, and shorter."""

    short: str


class SplitNamed(_Shape):
    """A way to tell groups apart."""

    id: str
    label: str


class SplitGroup(_Shape):
    """A group of a split."""

    split: str
    id: str


class GroupNamed(SplitGroup):
    """A group that can be looked at by itself."""

    label: str


class FollowUp(BaseModel):
    """The answers afterwards: sections of blocks with a figure, a sentence and a table, and what can be chosen."""

    room: str | None
    """The room that is looked at; all when null."""
    rooms: list[RoomNamed]
    exercise: str | None
    exercises: list[Named]
    split: str
    splits: list[SplitNamed]
    only: SplitGroup | None
    groups: list[GroupNamed]
    joined: int
    simulated: int
    sections: list[dict[str, Any]]
