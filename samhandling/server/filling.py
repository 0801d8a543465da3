"""Rendering pages ahead, behind the scenes, for the pool."""

import asyncio
import logging
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from samhandling.server.forking import Unfit
from samhandling.server.kernels import Full
from samhandling.server.rendering import WIDGET, Rendering, run_once
from samhandling.server.shelf import LOOK, Ready, Shelf

if TYPE_CHECKING:
    from samhandling.server.pool import Pool

_log = logging.getLogger("tornado.application")
#: Seconds until a page that does for everybody is made anew.
KEPT = 600.0
#: Seconds of quiet before pages are rendered ahead again, and how long to wait for it at the most.
QUIET, IMPATIENCE = 0.5, 5.0
#: Seconds until a page that could not be rendered is tried again: doubled each time, up to the second.
BACKOFF = (2.0, 120.0)
#: Pages that are made at the same time: one computes in its kernel while another is written down.
AT_ONCE = 2


class Filling:
    """The work of filling a pool, from `start` to `close`."""

    def __init__(self, pool: "Pool") -> None:
        self._pool = pool
        self._is_closing = False
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin, and go on in the background."""
        # tasks of their own, so that nothing of a visitor's request is in the context of a kernel made for the next
        self._tasks = [asyncio.create_task(self._fill()) for _ in range(AT_ONCE)]

    async def close(self) -> None:
        """Stop."""
        self._is_closing = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # --- what is wanted ---

    def wanted(self, notebook: str) -> int:
        """Pages with a kernel that should wait for visitors."""
        expected, shelf = self._pool.expected, self._pool.shelf(notebook)
        variants = next((each for each in self._pool.pages if notebook in each), ())
        if not variants or not expected:
            return 0
        # one that is missing is forked in no time, but takes a second where the notebook has to be run for it
        some = max(2, expected // (50 if shelf.branch else 10))
        # most read Swedish, which comes first; how many do not is not known beforehand
        share = expected if notebook == variants[0] else min(expected, some)
        spare = min(share, some)  # also when all are there: someone reloads, someone comes late
        return max(spare, share - self._pool.live(notebook))

    def lacks(self, notebook: str) -> bool:
        """Whether there is something to do for a notebook."""
        pool = self._pool
        shelf, kernels = pool.shelf(notebook), pool.server.kernel_manager
        if time.monotonic() < shelf.retry_at or shelf.first is not None or not pool.expected:
            return False
        if shelf.has_widgets:
            if self._is_forkable(shelf) and shelf.branch is None:
                return True
            filling = sum(each.filling for each in pool.shelves.values())
            has_room = len(kernels.visits) + filling < kernels.max_kernels - kernels.reserve
            return has_room and len(shelf.waiting) + shelf.filling < self.wanted(notebook)
        return shelf.kept is None or (time.monotonic() - shelf.kept.made > KEPT and not shelf.filling)

    def _is_forkable(self, shelf: Shelf) -> bool:
        return not shelf.is_unfit and self._pool.server.kernel_manager.status == "forked"

    def _known(self) -> Iterator[str]:
        """The notebooks that are expected to be opened, then those that somebody has opened.

        The few of the other languages come first, so that they have their share where there is room for few in all.
        """
        yield from (one for variants in self._pool.pages for one in reversed(variants))
        yield from [one for one, shelf in self._pool.shelves.items() if shelf.has_widgets]

    # --- doing it ---

    async def _fill(self) -> None:
        # nbclient takes a cancellation for a dead kernel, so this is what ends the task
        while not self._is_closing:
            self._pool.wake.clear()
            self._pool.look()
            self.shrink()
            notebook = next((one for one in self._known() if self.lacks(one)), None)
            if notebook is None:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._pool.wake.wait(), 2 * LOOK)
                continue
            await self._quiet()
            if self.lacks(notebook):
                try:
                    await self._render(notebook)
                except Exception:
                    _log.exception("%s could not be rendered ahead", notebook)
                    await asyncio.sleep(LOOK)

    async def _quiet(self) -> None:
        """Let visitors go first."""
        begun = time.monotonic()
        while time.monotonic() - self._pool.visited < QUIET and time.monotonic() - begun < IMPATIENCE:
            await asyncio.sleep(QUIET / 4)

    def shrink(self) -> None:
        """Give back what is too much."""
        for notebook, shelf in self._pool.shelves.items():
            while len(shelf.waiting) > self.wanted(notebook):
                self._pool.drop(shelf.waiting.pop())
                self._pool.changed()

    async def _render(self, notebook: str) -> None:
        shelf = self._pool.shelf(notebook)
        try:
            if shelf.branch is None and self._is_forkable(shelf):
                await self._run(notebook)
            elif shelf.branch:
                version, ready = self._pool.version, await self._pool.fork(notebook, None)
                if version == self._pool.version:
                    shelf.waiting.append(ready)
                else:
                    self._pool.drop(ready)
            else:
                await self._run_for_one(notebook)
            shelf.failures = 0
        except Exception as error:
            shelf.failures += 1
            least, most = BACKOFF
            shelf.retry_at = time.monotonic() + min(most, least * 2 ** (shelf.failures - 1))
            if not isinstance(error, Full):
                _log.warning("%s could not be rendered ahead (%s); it is tried again later", notebook, error)
        finally:
            self._pool.changed()

    async def _run(self, notebook: str) -> None:
        """Run the notebook once for everybody."""
        shelf, version = self._pool.shelf(notebook), self._pool.version
        shelf.first = asyncio.get_running_loop().create_future()
        ready, has_widgets = None, False
        try:
            html, branch = await run_once(self._pool.server, notebook)
            ready, has_widgets = Ready(html, None, version), WIDGET in html
            if has_widgets and version == self._pool.version:
                shelf.branch = branch
            else:
                branch.end()
        except Unfit as unfit:
            _log.info("%s is run for each visitor: %s", notebook, unfit)
            shelf.is_unfit = version == self._pool.version
        finally:
            self._pool.learn(shelf, ready, has_widgets)

    async def _run_for_one(self, notebook: str) -> None:
        """Run the notebook for one visitor to come, in a kernel of their own."""
        shelf = self._pool.shelf(notebook)
        shelf.filling += 1
        rendering = Rendering(self._pool.server, notebook, None)
        try:
            ready = await rendering.whole()
            if ready.kernel is None:
                if not shelf.kept:
                    raise RuntimeError("a cell failed, or the kernel died")
            elif rendering.is_whole and ready.version == self._pool.version:
                shelf.waiting.append(ready)
            else:
                self._pool.drop(ready)
                raise RuntimeError("a cell failed, or the kernel died")
        finally:
            shelf.filling -= 1
