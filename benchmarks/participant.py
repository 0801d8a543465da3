"""A participant as a program: joins, opens the worksheet, follows the room to its end, and answers what is open."""

import asyncio
import random
import re
import string
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from outbox import Outbox, Written
from visitors import Event, Visitor

RETRY = 1.0, 2.5
"""Seconds until a browser that lost its stream comes back."""
SHOWN = "take_home"
"""A question of which every answer stands in the picture as it is: each is a word that is found again there."""


@dataclass
class Attendance:
    """What one participant met. Times are seconds since 1970, lengths seconds."""

    joined: float
    join: float
    """How long joining took."""
    page: float
    """How long the worksheet took, to its last byte."""
    heard: dict[int, float] = field(default_factory=dict)
    """When each version of the room was heard of first."""
    streams: int = 0
    """How often the stream was opened."""
    written: list[Written] = field(default_factory=list)
    fault: str = ""
    """What went wrong, where it went on."""

    def arrivals(self, sent: dict[int, float]) -> list[float | None]:
        """Seconds until each change of the room since the stream began was heard of, None for one that never was."""
        began = min(self.heard.values(), default=0.0)
        found = [(self.heard.get(version), at) for version, at in sent.items() if at > began]
        return [None if heard is None else heard - at for heard, at in found]


async def attend(
    visitor: Visitor, start: float, code: str, wait: float, files: int, every: float, until: float
) -> Attendance:
    """Join within so many seconds, see the worksheet, and answer `every` so many seconds what the room asks.

    Each `files`-th participant loads all that the page needs, the others have it from before; 0 means nobody.
    Ends with the meeting, or `until` seconds after the start.
    """
    own = random.Random(visitor.number)
    await asyncio.sleep(own.uniform(0, wait))
    began = time.time()
    outbox = Outbox(visitor, await visitor.join(code, table=1 + visitor.number % 40))
    joined = time.time()
    status, html = await visitor.ask("GET", "/worksheet?lite=1")
    assert status == 200 and 'data-screen="worksheet"' in html, f"{status}: {html[:200]}"
    found = Attendance(joined, joined - began, time.time() - joined, written=outbox.written)
    if files and visitor.number % files == 0:
        for path in re.findall(r'(?:src|href)="(/[^"]+\.\w+)"', html):
            status, _ = await visitor.ask("GET", path)
            assert status == 200, f"{path}: {status}"
    room: dict[str, Any] = {}
    answering = asyncio.create_task(answer(outbox, room, own, every))
    with suppress(TimeoutError):
        async with asyncio.timeout(start + until - time.time()):
            async for event in events(visitor, found):
                if event.name == "room":
                    room.update(event.data)
                    found.heard.setdefault(event.data["version"], time.time())
                if room.get("ended"):
                    break
    answering.cancel()
    with suppress(asyncio.CancelledError):
        await answering
    return found


async def events(visitor: Visitor, found: Attendance) -> AsyncIterator[Event]:
    """The room's events without an end: a stream that breaks is opened again, after what was seen last."""
    last = None
    while True:
        found.streams += 1
        try:
            async for event in visitor.events(last):
                last = event.id or last
                yield event
        except (OSError, EOFError, AssertionError) as error:
            found.fault = f"{type(error).__name__}: {error}"
        await asyncio.sleep(random.uniform(*RETRY))


async def answer(outbox: Outbox, room: dict[str, Any], own: random.Random, every: float) -> None:
    """Write something every so many seconds, from some moment on, while an exercise is open."""
    await asyncio.sleep(own.uniform(0, every))
    while True:
        begun = time.monotonic()
        if room.get("exercise") and room["state"] == "open":
            outbox.write(room["exercise"], room["phase"], room["round"])
            if outbox.waiting[-1].item == SHOWN:
                outbox.waiting[-1].value = "".join(own.choices(string.ascii_lowercase, k=12))
            await outbox.send()
        await asyncio.sleep(begun + every - time.monotonic())
