"""Rehearsal: simulated participants who join and answer, so that one can practise alone.

They go the same way as everyone: judged, stored and counted like real ones, and marked as
simulated from the start to the export.
"""

import asyncio
import random
import uuid
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from samhandling.content.kinds import Votes
from samhandling.content.simulated import SIMULATED, mood, votes
from samhandling.server.live import LiveRoom, Person
from samhandling.server.results import group_notes
from samhandling.server.taking import GivenAnswer, take
from samhandling.server.workshop import Workshop
from samhandling.store import StoreError
from samhandling.store import rooms as rooms_table

Sleep = Callable[[float], Awaitable[None]]


class Rehearsal:
    """Simulated participants in every room of a workshop."""

    def __init__(
        self, workshop: Workshop, people: int = 24, seed: int | None = None, sleep: Sleep | None = None
    ) -> None:
        """So many in each room; `sleep` can be replaced, for those who cannot wait."""
        self.workshop = workshop
        self.people = people
        self.random = random.Random(seed)
        self.sleep: Sleep = sleep or asyncio.sleep
        self._answering: set[tuple[str, str, int, int]] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._main: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin; needs a running event loop."""
        self._main = asyncio.get_running_loop().create_task(self._watch())

    def stop(self) -> None:
        """Send everyone home."""
        for task in (self._main, *self._tasks):
            if task:
                task.cancel()

    async def _watch(self) -> None:
        while True:
            for live in tuple(self.workshop.rooms.values()):
                with suppress(StoreError):  # the cockpit says so; they try again
                    await self._join(live)
                self._begin(live)
            await self.sleep(0.5)

    async def _join(self, live: LiveRoom) -> None:
        missing = self.people - live.simulated
        if live.room.ended_at is not None or missing <= 0:
            return
        types = [one.id for one in self.workshop.content.series.actor_types]
        county = self.workshop.content.series.county or ""
        places = [code for code in self.workshop.content.municipalities if code.startswith(county)]
        for number in range(live.simulated, self.people):
            # six at a table, of four kinds, so that groups and tables are large enough to be shown
            actor_type, table = types[number % min(4, len(types))], 1 + number // 6
            place = self.random.choice(places) if places else None
            person = await self.workshop.add_person("sv", actor_type, place, simulated=True)
            await self.workshop.enter(live, person, table)

    def _begin(self, live: LiveRoom) -> None:
        """Let everyone start on what has just been opened."""
        step = live.room.step
        if step is None or live.exercise is None or live.room.state != "open":
            return
        mark = (live.code, step, live.progress.phase, live.progress.run)
        if mark in self._answering:
            return
        self._answering.add(mark)
        for person in self._who(live):
            task = asyncio.get_running_loop().create_task(self._answer(live, person, mark))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def _who(self, live: LiveRoom) -> list[Person]:
        """Everyone alone; at tables one of each table without a real person; never for the room."""
        simulated = [person for person in live.members.values() if person.simulated]
        level = live.phase.level if live.phase else "plenary"
        if level == "individual":
            return simulated
        if level == "plenary":
            return []
        taken = {person.tables.get(live.code) for person in live.members.values() if not person.simulated}
        first = {person.tables.get(live.code): person for person in reversed(simulated)}
        return [person for table, person in first.items() if table is not None and table not in taken]

    async def _answer(self, live: LiveRoom, person: Person, mark: tuple[str, str, int, int]) -> None:
        _, step, phase, run = mark
        exercise = live.exercise
        if exercise is None:
            return
        # a tendency of one's own, the same through the meeting
        types = [one.id for one in self.workshop.content.series.actor_types]
        kind = types.index(person.actor_type) if person.actor_type in types else 0
        tendency = mood(random.Random(person.id), kind)
        items = exercise.items_of(phase)
        pace = 18 / max(len(items), 1)
        for item in items:
            await self.sleep(self.random.uniform(0.3, 1.6) * pace)
            if (live.room.step, live.progress.phase, live.progress.run, live.room.state) != (step, phase, run, "open"):
                self._answering.discard(mark)
                return
            if not item.required and self.random.random() < 0.4:
                continue
            value = await self._value(live, item, tendency)
            if value is None:
                continue
            given = GivenAnswer(
                id=str(uuid.UUID(int=self.random.getrandbits(128), version=4)), exercise=exercise.id, item=item.id,
                value=value, level=exercise.phases[phase].level, run=run,
            )  # fmt: skip
            try:
                await take(self.workshop, live, person, [given], "sv", person.id)
            except StoreError:
                continue
        if self.random.random() < 0.9:
            finished = (step, phase, run, person.id)
            try:
                await self.workshop.write(lambda connection: rooms_table.finish(connection, live.code, *finished, True))
            except StoreError:
                return
            live.finished.add(finished)
            self.workshop.tell.progress(live)

    async def _value(self, live: LiveRoom, item: Any, tendency: float) -> Any:
        if not (isinstance(item, Votes) and item.on):
            return SIMULATED[item.kind](item, self.random, tendency)
        exercise = live.exercise
        notes = await group_notes(self.workshop, live, exercise.id, None, "sv", True) if exercise else []
        ids = [note["id"] for note in notes if note["item"] in item.on and not note["hidden"]]
        return votes(item, self.random, tendency, ids) or None
