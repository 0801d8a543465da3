"""Pages that are rendered before anyone asks for them.

A notebook whose page has no live widget looks the same to everybody, and needs no kernel once it is
rendered: it is rendered once, and that rendering is kept for all. A notebook with live widgets needs
a kernel for each visitor: for those, as many pages wait with their kernel as participants are expected.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from samhandling.server.kernels import Full
from samhandling.server.shelf import Progress, Ready, Shelf, state_of

if TYPE_CHECKING:
    from samhandling.server.app import Server

_log = logging.getLogger("tornado.application")
#: Seconds a look at the files holds, and a kept rendering until it is made anew behind the scenes.
LOOK, KEPT = 1.0, 600.0
#: Seconds of quiet before pages are rendered ahead again, and how long to wait for it at the most.
QUIET, IMPATIENCE = 0.5, 5.0
#: Seconds until a page that could not be rendered is tried again: doubled each time, up to the second.
BACKOFF = (2.0, 120.0)
#: Seconds that someone without a kernel waits for the first rendering of a page.
SAMPLE = 8.0
#: Pages that are rendered ahead at the same time: one computes in its kernel while another is written down.
AT_ONCE = 2


class Pool:
    """The pages that are ready. Lives on the event loop."""

    def __init__(self, server: "Server", expected: int, pages: Sequence[Sequence[str]]) -> None:
        """`expected` participants, each of whom may open one of `pages`; a page is its notebook in each language."""
        self._server, self.expected = server, expected
        self._pages = [tuple(variants) for variants in pages if variants]
        self._shelves: dict[str, Shelf] = {}
        self._given: dict[str, str] = {}
        self.version, self._looked = "", 0.0
        self.titles: dict[str, str] = {}
        """Of notebooks, for as long as nothing changes."""
        self.documents: dict[tuple[str, str], tuple[Ready, str]] = {}
        """Whole pages around what is kept, by page and language."""
        self._wake = asyncio.Event()
        self._is_closing = False
        self._visit = 0.0
        self._told: Progress | None = None
        self.listeners: list[Callable[[Progress], None]] = []
        self._tasks: list[asyncio.Task[None]] = []
        self._ending: set[asyncio.Future[None]] = set()

    # --- from outside ---

    def start(self) -> None:
        """Begin to render pages ahead, until `close`."""
        self._look()
        if self.expected:
            self._server.kernel_manager.warm_up()
        # tasks of their own, so that nothing of a visitor's request is in the context of a kernel made for the next
        self._tasks = [asyncio.create_task(self._fill()) for _ in range(AT_ONCE)]

    async def close(self) -> None:
        """Render no more."""
        self._is_closing = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def resize(self, expected: int) -> None:
        """Expect so many participants from now on."""
        self.expected = max(0, expected)
        self._changed()

    def expect(self, pages: Sequence[Sequence[str]]) -> None:
        """Expect participants on these pages too."""
        self._pages += [tuple(variants) for variants in pages if variants and tuple(variants) not in self._pages]
        self._changed()

    @property
    def progress(self) -> Progress:
        """How far it has come."""
        wanted = self.expected
        ready = min((min(wanted, sum(map(self._places, variants))) for variants in self._pages), default=0)
        kernels = sum(len(shelf.waiting) for shelf in self._shelves.values())
        return Progress(ready, wanted, kernels, self._server.kernel_manager.status)

    async def take(self, notebook: str, owner: str) -> Ready | None:
        """A page that is ready, with its kernel as the visitor's own; None when it has to be rendered now.

        Raises `Full` when the visitor has too many pages open.
        """
        self._visit = time.monotonic()
        self._look()
        shelf = self._shelf(notebook)
        while shelf.has_widgets is None and shelf.first is not None:
            await asyncio.wait([shelf.first])  # somebody, or the pool, is at it: what comes may do for all
        if shelf.kept is not None:
            return shelf.kept
        if shelf.waiting:
            await self._server.kernel_manager.make_room(owner, is_new=False)
        while shelf.waiting:
            found = shelf.waiting.pop(0)
            if found.version == self.version and self._server.kernel_manager.give(found.kernel or "", owner):
                self.given(notebook, found.kernel or "")
                return found
            self._end(found)
        return None

    def has(self, notebook: str) -> bool:
        """Whether a visitor would get a page at once."""
        self._look()
        shelf = self._shelf(notebook)
        return bool(shelf.kept or shelf.waiting)

    def kept(self, notebook: str) -> Ready | None:
        """The rendering that does for everybody, if there is one."""
        self._look()
        return self._shelf(notebook).kept

    def is_coming(self, notebook: str) -> bool:
        """Whether a page is being rendered that may do for every visitor."""
        shelf = self._shelf(notebook)
        return shelf.first is not None and shelf.has_widgets is None

    def given(self, notebook: str, kernel: str) -> None:
        """Note that a visitor has got a page with a kernel."""
        self._given[kernel] = notebook
        self._changed()

    async def sample(self, notebook: str) -> str | None:
        """The page as it looks, for someone who gets no kernel; None when nobody has rendered it yet."""
        self._look()
        shelf = self._shelf(notebook)
        if shelf.first is not None:
            await asyncio.wait([shelf.first], timeout=SAMPLE)
        found = shelf.kept or next(iter(shelf.waiting), None)
        if found:
            shelf.sample = found.html
        return shelf.sample

    def begin(self, notebook: str) -> Callable[[str | None, bool], None] | None:
        """Note that a page is being rendered for a visitor, when that would tell something.

        Call what is returned with the page, or None if it failed, and whether it has widgets.
        """
        shelf = self._shelf(notebook)
        if shelf.has_widgets or shelf.first is not None:
            return None
        version, shelf.first = self.version, asyncio.get_running_loop().create_future()

        def done(html: str | None, has_widgets: bool) -> None:
            self._learn(shelf, Ready(html, None, version) if html is not None else None, has_widgets)

        return done

    def gone(self, kernel: str) -> None:
        """Note that a kernel has ended, or died while it waited."""
        self._given.pop(kernel, None)
        for shelf in self._shelves.values():
            shelf.waiting = [ready for ready in shelf.waiting if ready.kernel != kernel]
        self._changed()

    # --- what is there, and what is wanted ---

    def _shelf(self, notebook: str) -> Shelf:
        return self._shelves.setdefault(notebook, Shelf())

    def _learn(self, shelf: Shelf, ready: Ready | None, has_widgets: bool) -> None:
        if shelf.first is not None and not shelf.first.done():
            shelf.first.set_result(None)
        shelf.first = None
        if ready is None or ready.version != self.version:
            return
        shelf.has_widgets, shelf.sample = has_widgets, ready.html
        if not has_widgets:
            shelf.kept = ready
        self._changed()

    def _live(self, notebook: str) -> int:
        return sum(1 for given in self._given.values() if given == notebook)

    def _places(self, notebook: str) -> int:
        shelf = self._shelf(notebook)
        return self.expected if shelf.kept else len(shelf.waiting) + self._live(notebook)

    def _wanted(self, notebook: str) -> int:
        """Pages with a kernel that should wait for visitors."""
        variants = next((each for each in self._pages if notebook in each), ())
        if not variants or not self.expected:
            return 0
        # most read Swedish, which comes first; how many do not is not known beforehand
        share = self.expected if notebook == variants[0] else max(1, self.expected // 10)
        spare = min(share, max(2, share // 10))  # also when all are there: someone reloads, someone comes late
        return max(spare, share - self._live(notebook))

    def _lacks(self, notebook: str) -> bool:
        shelf = self._shelf(notebook)
        if time.monotonic() < shelf.retry_at or shelf.first is not None or not self.expected:
            return False
        if shelf.has_widgets:
            kernels = self._server.kernel_manager
            has_room = len(kernels.visits) < kernels.max_kernels - kernels.reserve
            return has_room and len(shelf.waiting) + shelf.filling < self._wanted(notebook)
        return shelf.kept is None or (time.monotonic() - shelf.kept.made > KEPT and not shelf.filling)

    def _changed(self) -> None:
        self._wake.set()
        if (progress := self.progress) != self._told:
            self._told = progress
            for listener in self.listeners:
                listener(progress)

    def _look(self) -> None:
        """See whether anything has changed on disk since what is ready was rendered."""
        if time.monotonic() - self._looked < LOOK:
            return
        self._looked, version = time.monotonic(), state_of(self._server.root)
        if version == self.version:
            return
        if self.version:
            _log.info("The content has changed: pages are rendered anew")
            self._server.kernel_manager.cool_down()
            if self.expected:
                self._server.kernel_manager.warm_up()
        self.version = version
        self.titles.clear()
        self.documents.clear()
        self._server.exporter = None
        for shelf in self._shelves.values():
            for ready in shelf.waiting:
                self._end(ready)
            shelf.kept, shelf.waiting, shelf.has_widgets, shelf.sample = None, [], None, None
            shelf.failures, shelf.retry_at = 0, 0.0
        self._changed()

    def _end(self, ready: Ready) -> None:
        if ready.kernel:
            ending = asyncio.ensure_future(self._server.kernel_manager.end(ready.kernel))
            self._ending.add(ending)
            ending.add_done_callback(self._ending.discard)

    # --- rendering ahead ---

    async def _fill(self) -> None:
        # nbclient takes a cancellation for a dead kernel, so this is what ends the task
        while not self._is_closing:
            self._wake.clear()
            self._look()
            self._shrink()
            notebook = next((one for variants in self._pages for one in variants if self._lacks(one)), None)
            if notebook is None:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._wake.wait(), 2 * LOOK)
                continue
            await self._quiet()
            if self._lacks(notebook):
                try:
                    await self._render(notebook)
                except Exception:
                    _log.exception("%s could not be rendered ahead", notebook)
                    await asyncio.sleep(LOOK)

    async def _quiet(self) -> None:
        """Let visitors go first."""
        begun = time.monotonic()
        while time.monotonic() - self._visit < QUIET and time.monotonic() - begun < IMPATIENCE:
            await asyncio.sleep(QUIET / 4)

    def _shrink(self) -> None:
        for notebook, shelf in self._shelves.items():
            while len(shelf.waiting) > self._wanted(notebook):
                self._end(shelf.waiting.pop())
                self._changed()

    async def _render(self, notebook: str) -> None:
        from samhandling.server.rendering import Rendering

        shelf, version = self._shelf(notebook), self.version
        if shelf.has_widgets is None:
            shelf.first = asyncio.get_running_loop().create_future()
        shelf.filling += 1
        rendering, ready, keep = Rendering(self._server, notebook, None), None, False
        try:
            html = "".join([piece async for piece in rendering.pieces()])
            if not rendering.is_whole:
                raise RuntimeError("a cell failed, or the kernel died")
            ready = Ready(html, rendering.kernel if rendering.has_widgets else None, version)
            keep = rendering.has_widgets and version == self.version
            if keep:
                shelf.waiting.append(ready)
            shelf.failures = 0
        except Exception as error:
            shelf.failures += 1
            least, most = BACKOFF
            shelf.retry_at = time.monotonic() + min(most, least * 2 ** (shelf.failures - 1))
            if not isinstance(error, Full):
                _log.warning("%s could not be rendered ahead (%s); it is tried again later", notebook, error)
        finally:
            shelf.filling -= 1
            if not keep and rendering.kernel:
                await self._server.kernel_manager.end(rendering.kernel)
            self._learn(shelf, ready, rendering.has_widgets)
            self._changed()
