"""What lives on after the meetings."""

from typing import Literal

from samhandling.server.api.shapes.answers import Rejected
from samhandling.server.api.shapes.base import Level, _Shape
from samhandling.server.api.shapes.joining import MeetingShort


class StatusCount(_Shape):
    """A status, and how many entries have it."""

    id: str
    label: str
    help: str | None
    open: bool
    n: int


class RegisterShort(_Shape):
    """A register, with counts of entries."""

    id: str
    title: str
    entry: str
    shown_to_room: bool
    statuses: list[StatusCount]
    n: int
    overdue: int
    simulated: int


class Registers(_Shape):
    """All registers that the visitor may read; `mine` is the number of own open entries that have a date."""

    registers: list[RegisterShort]
    mine: int


class EntryLine(_Shape):
    """A line under an entry's title."""

    label: str
    text: str


class EntryEvent(_Shape):
    """Something said of an entry; null is what was left as it was, empty what was taken away."""

    at: int
    by: Literal["meeting", "facilitator"]
    status: str | None
    owner: str | None
    due: str | None
    note: str | None


class RegisterEntry(_Shape):
    """An entry, unsigned. `actor_type` is told to the facilitator where it can be no one person's."""

    entry: str
    title: str
    cells: list[EntryLine]
    meeting: MeetingShort | None
    written: str
    level: Level
    actor_type: str | None
    status: str
    owner: str | None
    due: str | None
    overdue: bool
    simulated: bool
    hidden: bool
    history: list[EntryEvent]


class Figures(_Shape):
    """A table of figures."""

    columns: list[str]
    rows: list[list[str | int]]


class ChainFigures(_Shape):
    """What the signal chain says."""

    sentences: list[str]
    table: Figures


class Register(RegisterShort):
    """A register with its entries; sentences, table and chain are the facilitator's."""

    entries: list[RegisterEntry]
    sentences: list[str]
    table: Figures | None
    chain: ChainFigures | None


class ChangesSaved(_Shape):
    """What became of the changes, and the entries as they are now."""

    saved: list[str]
    rejected: list[Rejected]
    entries: list[RegisterEntry]
