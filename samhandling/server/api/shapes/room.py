"""The room as it is, and its agenda."""

from samhandling.room import State
from samhandling.server.api.shapes.base import Level, _Shape
from samhandling.server.api.shapes.joining import Me, MeetingShort, SeriesShort


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
    """The steps in order, and those that a facilitator can bring in; `behind` is in minutes."""

    steps: list[AgendaStep]
    extra: tuple[AgendaStep, ...] = ()
    started_at: int | None = None
    behind: float | None = None
