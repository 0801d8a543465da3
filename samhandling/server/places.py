"""How many participants the server expects, and how far the pages have come that are made ready for them."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Protocol

from samhandling.server.events import Publisher
from samhandling.server.shelf import Progress
from samhandling.store import Store
from samhandling.store import rooms as rooms_table

EXPECTED, MOST = 40, 2000
"""How many are expected when nobody has said how many, and at the most."""
PAUSE = 0.35
"""Seconds that changes wait for others before the facilitators are told."""
SETTING = "expected"


class Pool(Protocol):
    """What is asked of the pool of pages."""

    listeners: list[Callable[[Progress], None]]

    @property
    def progress(self) -> Progress: ...

    def resize(self, expected: int) -> None: ...


class Host(Protocol):
    """What is asked of the server that renders the pages."""

    @property
    def pool(self) -> Pool: ...

    def expect(self, page: str) -> None: ...


class Places:
    """One number for the server, which outlives it: so many are expected at each of its meetings.

    Lives on the event loop. Without a host nothing is made ready.
    """

    def __init__(self, publisher: Publisher, store: Store) -> None:
        self._publisher, self._store = publisher, store
        kept = store.write(partial(rooms_table.setting, key=SETTING, default=str(EXPECTED))).result()
        self.expected = int(kept)
        self._host: Host | None = None
        self._soon: asyncio.TimerHandle | None = None

    def follow(self, host: Host) -> None:
        """Let the facilitators know of this host's pool from now on."""
        self._host = host
        host.pool.listeners.append(lambda _: self._tell_soon())

    @property
    def progress(self) -> Progress:
        """How far it has come."""
        return self._host.pool.progress if self._host else Progress(0, self.expected, 0, "")

    async def expect(self, participants: int) -> None:
        """Expect so many from now on, and after a restart. Raises `StoreError`, and nothing has changed then."""
        keep = partial(rooms_table.keep_setting, key=SETTING, value=str(participants))
        await asyncio.wrap_future(self._store.write(keep))
        self.expected = participants
        if self._host:
            self._host.pool.resize(participants)

    def add(self, meeting: str) -> None:
        """Make places ready at one more meeting."""
        if self._host:
            self._host.expect(f"sessions/{meeting}")

    def close(self) -> None:
        """Tell no more."""
        if self._soon:
            self._soon.cancel()

    def _tell_soon(self) -> None:
        if self._soon is None:
            self._soon = asyncio.get_running_loop().call_later(PAUSE, self._tell)

    def _tell(self) -> None:
        self._soon = None
        for room in tuple(self._publisher.clients):
            self._publisher.publish(room, "pool", self.progress.to_data(), to="facilitators")
