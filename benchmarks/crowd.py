"""Visitors in processes of their own, who all begin at the same instant."""

import asyncio
import multiprocessing
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from visitors import Visitor

from samhandling.server.network import allow_connections

T = TypeVar("T")
Act = Callable[..., Coroutine[Any, Any, T]]
"""What a visitor does, as a module's function: `await act(visitor, start, *told)`; what it returns can be pickled."""

PROCESSES = 2
PATIENCE = 240.0
"""Seconds until a visitor who is not done is lost."""


@dataclass(frozen=True)
class Lost:
    """A visitor who did not get through, and why."""

    why: str


class Crowd:
    """So many visitors of a server, who keep their cookies from one act to the next."""

    def __init__(self, visitors: int, url: str, processes: int = PROCESSES) -> None:
        spawn = multiprocessing.get_context("spawn")
        self._lines: list[Connection] = []
        self._processes = []
        for first in range(min(processes, visitors)):
            here, there = spawn.Pipe()
            numbers = range(first, visitors, processes)
            process = spawn.Process(target=_live, args=(there, url, numbers), daemon=True)
            process.start()
            there.close()
            self._lines.append(here)
            self._processes.append(process)
        for line in self._lines:
            line.recv()

    def begin(self, act: Act[Any], *told: Any, patience: float = PATIENCE) -> float:
        """Let every visitor begin an act; the instant, in seconds since 1970, at which all do."""
        start = time.time() + 0.5
        for line in self._lines:
            line.send((act, start, told, patience))
        return start

    def results(self) -> list[Any]:
        """What each visitor's act returned, in the order of their numbers, or `Lost`; waits for all."""
        found: list[tuple[int, Any]] = []
        for line in self._lines:
            found += line.recv()
        return [result for _, result in sorted(found, key=lambda one: one[0])]

    def all(self, act: Act[T], *told: Any, patience: float = PATIENCE) -> list[T | Lost]:
        """Let every visitor do the same, and wait until all have."""
        self.begin(act, *told, patience=patience)
        return self.results()

    def leave(self) -> None:
        """Let all be gone, without a goodbye."""
        for process in self._processes:
            process.kill()
            process.join()

    def __enter__(self) -> "Crowd":
        return self

    def __exit__(self, *_: object) -> None:
        self.leave()


def _live(line: Connection, url: str, numbers: range) -> None:
    """Be some of the visitors, in a process of their own."""
    allow_connections()
    asyncio.run(_act(line, [Visitor(number, url) for number in numbers]))


async def _act(line: Connection, visitors: list[Visitor]) -> None:
    line.send("here")
    while True:
        act, start, told, patience = await asyncio.to_thread(line.recv)
        done = await asyncio.gather(*(_safely(act(visitor, start, *told), start, patience) for visitor in visitors))
        line.send([(visitor.number, result) for visitor, result in zip(visitors, done, strict=True)])


async def _safely(acting: Coroutine[Any, Any, Any], start: float, patience: float) -> Any:
    await asyncio.sleep(start - time.time())
    try:
        async with asyncio.timeout(patience):
            return await acting
    except Exception as error:
        return Lost(f"{type(error).__name__}: {error}")
