"""A series played by simulated participants, so that there is something to try the follow-up and the notebooks on.

The time is made up; all else goes the way of a real meeting: rooms are steered, people join and are seated, every
answer is judged and stored by the same code, and everything is marked as simulated.
"""

import asyncio
import datetime as dt
import random
import uuid
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from samhandling.content.kinds import Table, Votes
from samhandling.content.language import Language
from samhandling.content.reading import Content
from samhandling.content.registers import Register
from samhandling.content.series import Meeting, Step
from samhandling.content.simulated import SIMULATED, votes
from samhandling.room import Room
from samhandling.seating import seat
from samhandling.server.api.registers import Change, judged
from samhandling.server.api.seating import COMFORTABLE, guests_of, met_before
from samhandling.server.live import LiveRoom, Person, says_something
from samhandling.server.registers import Telling
from samhandling.server.results import group_notes
from samhandling.server.taking import GivenAnswer, take
from samhandling.server.workshop import Workshop
from samhandling.store import Store
from samhandling.store import registers as registers_table

SECOND, MINUTE = 1000, 60_000
MORNING = dt.time(8, tzinfo=dt.UTC)
APART, HALF_YEAR = 6, 26
"""Weeks between two meetings, and until the follow-up after six months."""
SIX_MONTHS_LATER = "P4"
"""The exercise that a meeting six months later has."""
HOLIDAYS = (7, 8)
RETURNING, ENGLISH = 0.8, 0.1
"""How many come again, and how many read English."""
SKIPPED, LEFT_OUT, LATE, CHANGED = 0.03, 0.35, 0.02, 0.03
"""How many answers are missing where one must and where one may, come after the end, or are given anew."""
BY_MEETING, BY_ROUND = 0.03, 0.06
"""How much more hopeful everyone gets by each meeting, and by the second round of a day, of the way from 0 to 1."""
COMES = {
    "municipality-labour": (3, 0.52), "municipality-business": (2, 0.56), "municipality-education": (3, 0.6),
    "region": (2, 0.5), "state-agency": (2, 0.48), "business": (4, 0.3), "education-provider": (3, 0.45),
}  # fmt: skip
"""How many come of a kind of organisation, beside the others, and how hopeful they are; the story has a gap in it."""
OTHERWISE = (1, 0.45)

Tell = Callable[[LiveRoom], None]


class Clock:
    """The time of what is played: it stands still until it is set."""

    def __init__(self) -> None:
        self.at = 0

    def __call__(self) -> int:
        """The time in milliseconds since 1970."""
        return self.at


@dataclass(frozen=True)
class Said:
    """An answer to be given at a time, by a person, or by the facilitator for the room."""

    at: int
    person: Person | None
    given: GivenAnswer


def days_of(meetings: Sequence[Meeting], start: dt.date) -> list[dt.date]:
    """A day for each meeting: six weeks apart, not in the holidays; the follow-up comes half a year later."""
    days = [start]
    for meeting in meetings[1:]:
        day = days[-1] + dt.timedelta(weeks=HALF_YEAR if _is_later(meeting) else APART)
        while day.month in HOLIDAYS:
            day += dt.timedelta(weeks=1)
        days.append(day)
    return days


def simulate(content: Content, store: Store, people: int, seed: int, start: dt.date, tell: Tell | None = None) -> None:
    """Play every meeting of a series in an empty store; the same `seed` gives the same answers.

    About `people` come to each meeting, the first one on `start`. `tell` hears of each meeting when it has ended.
    Only PINs and personal links, which are secret, differ from one time to another.
    """
    asyncio.run(_Series(content, store, people, seed).play(start, tell or (lambda _: None)))


class _Series:
    """The series while it is played."""

    def __init__(self, content: Content, store: Store, people: int, seed: int) -> None:
        self.content, self.store, self.people = content, store, people
        self.rng = random.Random(seed)
        self.clock = Clock()
        self.moods: dict[str, float] = {}
        """Everybody's tendency from 0 (doubtful) to 1 (hopeful), when the series begins."""
        county = content.series.county or ""
        self.places = [code for code in content.municipalities if county and code.startswith(county)]
        self.deck = [one.id for one in content.series.actor_types for _ in range(COMES.get(one.id, OTHERWISE)[0])]
        self.rng.shuffle(self.deck)

    async def play(self, start: dt.date, tell: Tell) -> None:
        """Play all meetings, and half a year later say what became of what was promised."""
        self.clock.at = _ms(start)
        self.workshop = Workshop(self.content, self.store, self.clock, self.rng)
        meetings = self.content.series.meetings
        try:
            live = None
            for number, (meeting, day) in enumerate(zip(meetings, days_of(meetings, start), strict=True)):
                live = await self._meeting(meeting, day, number)
                tell(live)
            if live and not _is_later(live.meeting):
                self.clock.at += HALF_YEAR * 7 * 24 * 60 * MINUTE
                await self._follow_up(live)
        finally:
            self.workshop.close()

    async def _meeting(self, meeting: Meeting, day: dt.date, number: int) -> LiveRoom:
        begins = _ms(day)
        self.clock.at = begins - 30 * MINUTE
        live = await self.workshop.open_room(meeting.id)
        await self._arrive(live, begins)
        self.clock.at = begins
        await self._follow_up(live)
        for step in meeting.agenda:
            self.clock.at = begins
            await self.workshop.move(live, partial(Room.go, step=step.id, now=begins))
            for phase in range(len(self.content.exercises[step.exercise].phases) if step.exercise else 0):
                await self._phase(live, step, phase, number)
            begins = max(begins + step.minutes * MINUTE, self.clock.at)
        self.clock.at = begins
        await self.workshop.move(live, lambda room: room.end(True, self.clock.at))
        return live

    async def _arrive(self, live: LiveRoom, begins: int) -> None:
        """Most of those who have been here before come again, and some who are new; then tables are made that mix."""
        known = list(self.workshop.people.values())
        coming = [person for person in known if self.rng.random() < RETURNING][: self.people]
        # those who stay away are made up for by half
        missing = self.people - len(coming)
        new = range(len(known), len(known) + (missing if not known else (missing + 1) // 2))
        coming += await asyncio.gather(*(self._new_person(number) for number in new))
        self.rng.shuffle(coming)

        async def enter(number: int, person: Person) -> None:
            self.clock.at = begins - 15 * MINUTE + 15 * MINUTE * number // len(coming)
            await self.workshop.enter(live, person, None)

        await asyncio.gather(*(enter(number, person) for number, person in enumerate(coming)))
        tables = max(1, -(-len(coming) // COMFORTABLE))
        guests, met = guests_of(live), met_before(self.workshop, live)
        await self.workshop.seat(live, seat(guests, tables, met, seed=self.rng.randrange(2**32)))

    async def _new_person(self, number: int) -> Person:
        kind = self.deck[number % len(self.deck)]
        place = self.rng.choice(self.places) if self.places else None
        language: Language = "en" if self.rng.random() < ENGLISH else "sv"
        mood = self.rng.gauss(COMES.get(kind, OTHERWISE)[1], 0.13)
        person = await self.workshop.add_person(language, kind, place, simulated=True)
        self.moods[person.id] = mood
        return person

    # --- answers ---

    async def _phase(self, live: LiveRoom, step: Step, number: int, meeting: int) -> None:
        """Open a phase, let everyone answer, close it, and show it."""
        phase = self.content.exercises[step.exercise or ""].phases[number]
        begins, ends = self.clock.at, self.clock.at + phase.minutes * MINUTE
        await self.workshop.move(live, lambda room: room.to_phase(number).set_state("open", begins))
        said = await self._answers(live, step, number, meeting, begins, ends)
        await self._say(live, (one for one in said if one.at < ends))
        self.clock.at = ends
        await self.workshop.move(live, Room.close)
        await self._say(live, (one for one in said if ends <= one.at < ends + MINUTE))
        self.clock.at = ends + MINUTE
        await self.workshop.move(live, lambda room: room.set_state("revealed", self.clock.at))
        await self._say(live, (one for one in said if one.at >= ends + MINUTE))
        self.clock.at = max(self.clock.at, ends + MINUTE)

    async def _say(self, live: LiveRoom, said: Iterable[Said]) -> None:
        """Give answers at their times, in order; they are written together."""

        async def give(one: Said) -> None:
            # nothing comes between the setting of the clock and the judging
            self.clock.at = one.at
            taken = await take(self.workshop, live, one.person, [one.given], "sv", "")
            if taken.rejected:
                raise ValueError(f"{one.given.exercise} {one.given.item}: {taken.rejected[0]['message']}")

        waiting: list[Awaitable[None]] = [give(one) for one in sorted(said, key=lambda one: one.at)]
        await asyncio.gather(*waiting)

    async def _answers(
        self, live: LiveRoom, step: Step, number: int, meeting: int, begins: int, ends: int
    ) -> list[Said]:
        exercise = self.content.exercises[step.exercise or ""]
        items, level = exercise.items_of(number), exercise.phases[number].level
        notes: list[dict[str, Any]] = []
        if any(isinstance(item, Votes) and item.on for item in items):
            notes = await group_notes(self.workshop, live, exercise.id, step.round, "sv", True)
        drift = BY_MEETING * meeting + (BY_ROUND if step.round == 2 else 0)
        said = []
        for person, mood in self._respondents(live, level):
            times = sorted(self.rng.randrange(begins + 15 * SECOND, ends - 20 * SECOND) for _ in items)
            for item, at in zip(items, times, strict=True):
                missing = self.rng.random() < (SKIPPED if item.required else LEFT_OUT)
                tardy, anew = self.rng.random() < LATE, self.rng.random() < CHANGED
                for when in (at, at + 12 * SECOND) if anew else (at,):
                    value = self._value(item, min(1.0, max(0.0, mood + drift)), notes)
                    if missing or not says_something(value):
                        continue
                    given = GivenAnswer(
                        id=self._id(), exercise=exercise.id, item=item.id, value=value, round=step.round, level=level
                    )
                    # a table answers in time: it is asked until it has
                    after = ends + self.rng.randrange(5 * SECOND, 100 * SECOND)
                    said.append(Said(after if tardy and level == "individual" else when, person, given))
        return said

    def _respondents(self, live: LiveRoom, level: str) -> list[tuple[Person | None, float]]:
        """Who answers, and in which mood: each one, one of each table, or the facilitator, who answers for all."""
        people = sorted(live.members.values(), key=lambda one: one.id)
        if level == "individual":
            return [(person, self.moods[person.id]) for person in people]
        if level == "plenary":
            return [(None, self._mean(people))]
        tables: dict[int, list[Person]] = {}
        for person in people:
            tables.setdefault(person.tables.get(live.code) or 0, []).append(person)
        return [(sitting[0], self._mean(sitting)) for _, sitting in sorted(tables.items())]

    def _mean(self, people: Sequence[Person]) -> float:
        return sum(self.moods[person.id] for person in people) / max(len(people), 1)

    def _value(self, item: Any, mood: float, notes: Sequence[dict[str, Any]]) -> Any:
        if isinstance(item, Votes) and item.on:
            return votes(item, self.rng, mood, [note["id"] for note in notes if note["item"] in item.on])
        value = SIMULATED[item.kind](item, self.rng, mood)
        if isinstance(item, Table):
            for row, column in ((row, column) for row in value for column in item.columns):
                if column.type == "date" and column.id in row:
                    row[column.id] = self._date(14, 150)
        return value

    def _date(self, soonest: int, latest: int) -> str:
        """A day that many days from now."""
        today = dt.datetime.fromtimestamp(self.clock.at / 1000, tz=dt.UTC).date()
        return (today + dt.timedelta(days=self.rng.randint(soonest, latest))).isoformat()

    def _id(self) -> str:
        return str(uuid.UUID(int=self.rng.getrandbits(128), version=4))

    # --- what became of it ---

    async def _follow_up(self, live: LiveRoom) -> None:
        """Say of some of the open entries of each register how far they have come."""
        telling = Telling(self.workshop, "sv", leads=True)
        for register in self.content.registers.values():
            found = {entry.id: entry for entry in (await telling.read([register]))[register.id]}
            today = dt.datetime.fromtimestamp(self.clock.at / 1000, tz=dt.UTC).date()
            rows = []
            for entry in found.values():
                if not entry.is_open or self.rng.random() > (0.7 if entry.is_overdue(today) else 0.35):
                    continue
                status = self._next(register, entry.status, entry.is_overdue(today))
                due = self._date(30, 90) if status == entry.status else None
                change = Change(id=self._id(), entry=entry.id, status=None if due else status, due=due)
                rows.append(judged(change, register, found, live, self.clock.at))
            if rows:
                await self.workshop.write(partial(registers_table.add, rows=rows))

    def _next(self, register: Register, status: str, overdue: bool) -> str:
        """The status that an entry has come to: the next one, or one at the end; a few are put off."""
        ids = [one.id for one in register.statuses]
        ends = [one.id for one in register.statuses if not one.open]
        if overdue and ends and self.rng.random() < 0.6:
            return self.rng.choices(ends, [3, *[1] * (len(ends) - 1)])[0]
        if status not in ids or self.rng.random() < 0.15:
            return status
        return ids[min(ids.index(status) + 1, len(ids) - 1)]


def _is_later(meeting: Meeting) -> bool:
    """Whether a meeting is the follow-up after six months."""
    return any(step.exercise == SIX_MONTHS_LATER for step in meeting.agenda)


def _ms(day: dt.date) -> int:
    """The morning of a day, in milliseconds since 1970."""
    return round(dt.datetime.combine(day, MORNING).timestamp() * 1000)
