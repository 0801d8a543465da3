"""A participant through a long meeting: answers, reloads, falls asleep and wakes up, opens the page with sliders."""

import asyncio
import random
import time
from asyncio import IncompleteReadError
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from explorer import meeting
from outbox import Outbox, Written
from visitors import Visitor, kernel_of

BROKEN = (OSError, EOFError, IncompleteReadError)


@dataclass(frozen=True)
class Habits:
    """Seconds between what a participant does, each a least and a most."""

    answer: tuple[float, float] = (15, 25)
    reload: tuple[float, float] = (120, 240)
    wake: tuple[float, float] = (240, 480)
    sleep: tuple[float, float] = (60, 180)
    explore: tuple[float, float] = (30, 90)
    look: tuple[float, float] = (20, 60)
    vanish: int = 4
    """Each so many-th of those who open pages with sliders is cut off from every one; the others close theirs."""


@dataclass
class Stay:
    """What became of a participant."""

    written: list[Written] = field(default_factory=list)
    reloads: int = 0
    differed: list[str] = field(default_factory=list)
    """What was not the same after a reload."""
    sleeps: int = 0
    missed: int = 0
    """Times that the room, once heard of again, was older than it had been."""
    explored: int = 0
    failed: list[str] = field(default_factory=list)
    """Pages that did not come, or whose controls did not."""


async def stay(visitor: Visitor, start: float, code: str, seconds: float, habits: Habits, explores: int) -> Stay:
    """Be there for so long; each `explores`-th participant also opens the page with sliders now and then."""
    own, found = random.Random(visitor.number), Stay()
    await asyncio.sleep(own.uniform(0, min(20, seconds / 10)))
    outbox = Outbox(visitor, await visitor.join(code, table=1 + visitor.number % 40))
    found.written = outbox.written
    person = _Person(visitor, outbox, found, own, habits)
    doing = [person.follow(), person.answer(), person.reload()]
    turn, others = divmod(visitor.number, explores)
    if others == 0:
        doing.append(person.explore(vanishes=bool(habits.vanish) and turn % habits.vanish == 0))
    tasks = [asyncio.create_task(one) for one in doing]
    await asyncio.sleep(start + seconds - time.time())
    # who has a page with sliders open closes it first: a line cut in the middle would keep its kernel for long
    async with person.page:
        for task in tasks:
            task.cancel()
    for outcome in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(outcome, Exception):
            raise outcome
    while outbox.waiting and time.time() < start + seconds + 60:
        async with person.line:
            await outbox.send()
        await asyncio.sleep(0.2)
    visitor.hang_up()
    return found


class _Person:
    def __init__(self, visitor: Visitor, outbox: Outbox, found: Stay, own: random.Random, habits: Habits) -> None:
        self.visitor, self.outbox, self.found, self.own, self.habits = visitor, outbox, found, own, habits
        self.room: dict[str, Any] = {}
        self.awake = asyncio.Event()
        self.awake.set()
        # one connection, one question at a time, as in a browser that waits for its answer
        self.line = asyncio.Lock()
        self.page = asyncio.Lock()

    async def _pause(self, between: tuple[float, float]) -> None:
        await asyncio.sleep(self.own.uniform(*between))
        await self.awake.wait()

    async def follow(self) -> None:
        """Follow the room; fall asleep now and then, and catch up after it."""
        last = None
        while True:
            with suppress(TimeoutError, *BROKEN):
                async with asyncio.timeout(self.own.uniform(*self.habits.wake)):
                    async for event in self.visitor.events(last):
                        last = event.id or last
                        if event.name == "room":
                            self.found.missed += event.data["version"] < self.room.get("version", 0)
                            self.room = event.data
            self.awake.clear()
            async with self.line:
                self.visitor.hang_up()
            self.found.sleeps += 1
            await asyncio.sleep(self.own.uniform(*self.habits.sleep))
            self.awake.set()

    async def answer(self) -> None:
        """Answer something of what is open."""
        while True:
            await self._pause(self.habits.answer)
            if self.room.get("exercise") and self.room["state"] == "open" and self.room["phase"] == 0:
                self.outbox.write(self.room["exercise"], 0, self.room["round"])
                async with self.line:
                    await self.outbox.send()

    async def reload(self) -> None:
        """Load the worksheet anew, and see whether one's own answers are the same."""
        while True:
            await self._pause(self.habits.reload)
            async with self.line:
                try:
                    status, html = await self.visitor.ask("GET", "/worksheet")
                    there = (await self.visitor.get("/api/answers/mine"))["answers"]
                except BROKEN:
                    continue
                if status != 200 or 'data-screen="worksheet"' not in html:
                    self.found.failed.append(f"worksheet: {status}")
                self.found.reloads += 1
                newest = {(one.exercise, one.item, one.round): one for one in self.outbox.written if one.acknowledged}
                waiting = {(one.exercise, one.item, one.round) for one in self.outbox.waiting}
                mine = {(one["exercise"], one["item"], one["round"]): one["id"] for one in there}
                for place, one in newest.items():
                    if place not in waiting and mine.get(place) != one.id:
                        self.found.differed.append(f"{place}: {mine.get(place)} for {one.id}")

    async def explore(self, vanishes: bool) -> None:
        """Open the page with sliders, look at it for a while, and close it, or be cut off if one `vanishes`."""
        while True:
            await self._pause(self.habits.explore)
            async with self.page:
                await self._look(vanishes)

    async def _look(self, vanishes: bool) -> None:
        try:
            async with asyncio.timeout(60), self.line:
                status, html = await self.visitor.ask("GET", f"/sessions/{meeting()}")
            kernel = kernel_of(html)
            if status != 200 or kernel is None:
                self.found.failed.append(f"sliders: {status}")
                return
            async with _opened(self.visitor, kernel, vanishes):
                self.found.explored += 1
                await asyncio.sleep(self.own.uniform(*self.habits.look))
        except Exception as error:
            self.found.failed.append(f"sliders: {type(error).__name__}: {error}")


@asynccontextmanager
async def _opened(visitor: Visitor, kernel: str, vanishes: bool) -> AsyncIterator[None]:
    async with asyncio.timeout(60):
        channels = visitor.channels(kernel)
        socket = await channels.__aenter__()
    try:
        yield
    finally:
        if vanishes:
            socket.transport.abort()
        else:
            await socket.close(1001)
        with suppress(Exception):
            await channels.__aexit__(None, None, None)
