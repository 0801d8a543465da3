"""The shapes of what the API gives, for its OpenAPI document and for the tests that hold it to it."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, RootModel

from samhandling.room import State

Level = Literal["individual", "table", "plenary"]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Problem(_Shape):
    """What happened, what was kept, and what to do, in the visitor's language."""

    error: str
    message: str
    details: dict[str, str] = {}


class Health(_Shape):
    """The server's state."""

    status: Literal["ok", "storing_fails"]
    server: str
    version: str


class Option(_Shape):
    """Something to choose."""

    id: str
    label: str
    help: str | None


class Place(_Shape):
    """A municipality."""

    code: str
    name: str


class NearPlace(Place):
    """A municipality, and whether it lies in the series' county."""

    near: bool


class Me(_Shape):
    """A participant, as that participant sees it."""

    participant: str
    resume: str
    language: str
    table: int | None
    actor_type: Option | None
    municipality: Place | None
    simulated: bool


class MeNow(RootModel[Me | None]):
    """A participant, or nobody: a facilitator has no profile, only a language."""


class MeetingShort(_Shape):
    """Which meeting."""

    id: str
    number: int
    title: str


class SeriesShort(_Shape):
    """Which series."""

    title: str
    organiser: str


class RoomBefore(_Shape):
    """A room before joining it."""

    code: str
    ended: bool
    simulated: int
    meeting: MeetingShort
    series: SeriesShort
    tables: int
    actor_types: list[Option]
    municipalities: list[NearPlace]
    you: Me | None


class Joined(_Shape):
    """The participant's pseudonym, and the secret of the personal link `/r/<resume>`."""

    participant: str
    resume: str
    room: str


class TimerNow(_Shape):
    """Running until `ends_at` (ms since 1970), or standing with `left` seconds, of `total` given."""

    ends_at: int | None
    left: float | None
    running: bool
    total: float


class StepNow(_Shape):
    """How far a step has come."""

    state: State
    phase: int
    run: int


class Room(_Shape):
    """The room as it is."""

    server: str
    version: int
    now: int
    code: str
    join: str
    ended: bool
    simulated: int
    joined: int
    meeting: MeetingShort
    series: SeriesShort
    step: str | None
    index: int | None
    count: int
    title: str | None
    minutes: int | None
    text: str | None
    exercise: str | None
    round: int
    phase: int
    phases: int
    level: Level
    state: State
    run: int
    timer: TimerNow | None
    spotlight: str | None
    steps: dict[str, StepNow]
    me: Me | None = None


class AgendaStep(_Shape):
    """One step; scripts and times are the facilitator's."""

    step: str
    title: str
    minutes: int
    exercise: str | None
    round: int
    script: str | None = None
    private: str | None = None
    state: State | None = None
    started_at: int | None = None
    planned_at: int | None = None


class Agenda(_Shape):
    """The steps in order; `behind` is in minutes."""

    steps: list[AgendaStep]
    started_at: int | None = None
    behind: float | None = None


class Phase(BaseModel):
    """Who answers, and what to do."""

    level: Level
    minutes: int
    title: str
    instruction: str
    items: list[str]


class Item(BaseModel):
    """A question; what more it has depends on its kind."""

    id: str
    kind: str
    label: str
    required: bool


class Exercise(BaseModel):
    """An exercise as the browser draws it."""

    id: str
    version: int
    title: str
    aim: str
    mode: str
    minutes: int
    sections: list[Any]
    phases: list[Phase]
    items: list[Item]


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
    notes: list[dict[str, Any]]
    categories: list[Category]
    columns: list[dict[str, Any]]
    entries: list[dict[str, Any]]
    groups: dict[str, list[Group]]
    before: Before | None
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


class FollowUp(BaseModel):
    """The meeting's answers, by group: sections of blocks with a figure, a sentence and a table."""

    split: str
    joined: int
    simulated: int
    sections: list[dict[str, Any]]
