"""What the facilitator sees, and the files and rooms of a server."""

from typing import Literal

from samhandling.server.api.shapes.base import _Shape
from samhandling.server.api.shapes.joining import MeetingShort


class SignedIn(_Shape):
    """The room that the browser now steers."""

    room: str


class ItemProgress(_Shape):
    """How many have answered an item."""

    item: str
    label: str
    n: int
    of: int


class PersonNow(_Shape):
    """A participant in the room."""

    participant: str
    state: Literal["done", "writing", "gone"]
    actor_type: str | None
    municipality: str | None
    simulated: bool
    joined_at: int


class TableNow(_Shape):
    """A table and who sits at it."""

    table: int | None
    people: list[PersonNow]


class ActorCount(_Shape):
    """How many of an actor type have joined."""

    id: str | None
    label: str
    n: int


class Storage(_Shape):
    """Whether answers can be stored now."""

    ok: bool
    message: str | None


class Progress(_Shape):
    """Who has joined and how far they have come."""

    joined: int
    here: int
    done: int
    writing: int
    late: int
    simulated: int
    devices: int
    items: list[ItemProgress]
    tables: list[TableNow]
    actor_types: list[ActorCount]
    storage: Storage


class Pool(_Shape):
    """How many places are `ready` of those `wanted`, and how many `kernels` wait for a visitor.

    `start` says `forked`, or why kernels start the ordinary way. Pages with live widgets can have kernels for `most`
    participants; null while there is no such page.
    """

    ready: int
    wanted: int
    kernels: int
    start: str
    most: int | None


class Mix(_Shape):
    """Pairs of people at one table: all of them, of one actor type, of one municipality, and who had met before."""

    pairs: float
    same_kind: float
    same_place: float
    met: float


class Seating(_Shape):
    """How many of those `joined` have one of the `tables`, how that mixes them, and how it would by chance.

    `suggested` is a comfortable number of tables; `met_before` says whether anyone has sat together at another meeting.
    """

    joined: int
    seated: int
    tables: int
    suggested: int
    mix: Mix
    by_chance: Mix | None
    met_before: bool


class Return(_Shape):
    """A new personal link, also as a QR code."""

    resume: str
    url: str
    svg: str


class Private(_Shape):
    """The facilitator's own notes."""

    text: str


class RoomShort(_Shape):
    """A meeting on this server."""

    code: str
    meeting: str
    title: str
    ended: bool
    joined: int
    here: bool


class Rooms(_Shape):
    """The meetings on this server, and those that can be opened."""

    rooms: list[RoomShort]
    meetings: list[MeetingShort]


class Opened(_Shape):
    """A new room, and how to steer it."""

    code: str
    pin: str
    url: str
