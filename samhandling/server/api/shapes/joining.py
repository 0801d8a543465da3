"""Who one is, and the room before and after joining it."""

from pydantic import RootModel

from samhandling.server.api.shapes.base import NearPlace, Option, Place, _Shape


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
