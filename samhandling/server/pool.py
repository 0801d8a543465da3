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
from dataclasses import replace
from posixpath import dirname
from typing import TYPE_CHECKING

from samhandling.server.filling import Filling
from samhandling.server.kernels import Full
from samhandling.server.rendering import PYTHON, Rendering
from samhandling.server.shelf import LOOK, Progress, Ready, Shelf, state_of

if TYPE_CHECKING:
    from samhandling.server.app import Server

_log = logging.getLogger("tornado.application")
#: Seconds that someone without a kernel waits for the first rendering of a page.
SAMPLE = 8.0


class Pool:
    """The pages that are ready. Lives on the event loop."""

    def __init__(self, server: "Server", expected: int, pages: Sequence[Sequence[str]]) -> None:
        """`expected` participants, each of whom may open one of `pages`; a page is its notebook in each language."""
        self.server, self.expected = server, expected
        self.pages = [tuple(variants) for variants in pages if variants]
        self.shelves: dict[str, Shelf] = {}
        self._given: dict[str, str] = {}
        self.version, self._looked = "", 0.0
        self.tops: dict[tuple[str, str], str] = {}
        """The heads of pages by page and language, for as long as nothing changes."""
        self.documents: dict[tuple[str, str], tuple[str, str]] = {}
        """Pages put together, all but their end: by page and language, what of and what came of it."""
        self.wake = asyncio.Event()
        self.visited = 0.0
        self._told: Progress | None = None
        self.listeners: list[Callable[[Progress], None]] = []
        self._filling = Filling(self)
        self._ending: set[asyncio.Future[None]] = set()

    # --- from outside ---

    def start(self) -> None:
        """Begin to render pages ahead, until `close`."""
        self.look()
        if self.expected:
            self.server.kernel_manager.warm_up()
        self._filling.start()

    async def close(self) -> None:
        """Render no more."""
        await self._filling.close()
        for shelf in self.shelves.values():
            shelf.cut()

    def resize(self, expected: int) -> None:
        """Expect so many participants from now on."""
        self.expected = max(0, expected)
        self.changed()

    def expect(self, pages: Sequence[Sequence[str]]) -> None:
        """Expect participants on these pages too."""
        self.pages += [tuple(variants) for variants in pages if variants and tuple(variants) not in self.pages]
        self.changed()

    @property
    def progress(self) -> Progress:
        """How far it has come."""
        wanted = self.expected
        ready = min((min(wanted, sum(map(self._places, variants))) for variants in self.pages), default=0)
        kernels = sum(len(shelf.waiting) for shelf in self.shelves.values())
        manager = self.server.kernel_manager
        live = sum(any(self.shelf(one).has_widgets for one in variants) for variants in self.pages)
        most = (manager.max_kernels - manager.reserve) // live if live else None
        return Progress(ready, wanted, kernels, manager.status, most)

    async def take(self, notebook: str, owner: str) -> Ready | None:
        """A page that is ready, with its kernel as the visitor's own; None when it has to be rendered now.

        Raises `Full` when the visitor has too many pages open.
        """
        self.visited = time.monotonic()
        self.look()
        shelf = self.shelf(notebook)
        while shelf.has_widgets is None and shelf.first is not None:
            await asyncio.wait([shelf.first])  # somebody, or the pool, is at it: what comes may do for all
        if shelf.kept is not None:
            return shelf.kept
        if shelf.waiting:
            await self.server.kernel_manager.make_room(owner, is_new=False)
        while shelf.waiting:
            found = shelf.waiting.pop(0)
            if found.version == self.version and self.server.kernel_manager.give(found.kernel or "", owner):
                self.given(notebook, found.kernel or "")
                return found
            self.drop(found)
        if shelf.branch:
            try:
                found = await self.fork(notebook, owner)
            except (ConnectionError, TimeoutError):
                return None
            self.given(notebook, found.kernel or "")
            return found
        return None

    def is_coming(self, notebook: str) -> bool:
        """Whether a page is being rendered that may do for every visitor."""
        shelf = self.shelf(notebook)
        return shelf.first is not None and shelf.has_widgets is None

    def given(self, notebook: str, kernel: str) -> None:
        """Note that a visitor has got a page with a kernel."""
        self._given[kernel] = notebook
        self.changed()

    async def sample(self, notebook: str) -> str | None:
        """The page as it looks, for someone who gets no kernel; None when it has not been rendered and cannot be."""
        self.look()
        shelf = self.shelf(notebook)
        if shelf.first is not None:
            await asyncio.wait([shelf.first], timeout=SAMPLE)
        elif shelf.kept is None and shelf.sample is None and not shelf.waiting:
            with suppress(Full):
                self.drop(await Rendering(self.server, notebook, None).whole())
        found = shelf.kept or next(iter(shelf.waiting), None)
        if found:
            shelf.sample = found.html
        return shelf.sample

    def begin(self, notebook: str) -> Callable[[str | None, bool], None]:
        """Note that a page is being rendered; others wait for it while nobody knows whether it does for all.

        Call what is returned with the page, or None if it failed, and whether it has widgets.
        """
        shelf, version = self.shelf(notebook), self.version
        if shelf.has_widgets or shelf.first is not None:
            return lambda html, has_widgets: None
        shelf.first = asyncio.get_running_loop().create_future()

        def done(html: str | None, has_widgets: bool) -> None:
            self.learn(shelf, Ready(html, None, version) if html is not None else None, has_widgets)

        return done

    def gone(self, kernel: str) -> None:
        """Note that a kernel has ended, or died while it waited."""
        self._given.pop(kernel, None)
        for shelf in self.shelves.values():
            shelf.waiting = [ready for ready in shelf.waiting if ready.kernel != kernel]
        self.changed()

    # --- what is there ---

    def shelf(self, notebook: str) -> Shelf:
        """What is known of a notebook."""
        return self.shelves.setdefault(notebook, Shelf())

    def learn(self, shelf: Shelf, ready: Ready | None, has_widgets: bool) -> None:
        """Take down what a rendering has told; None when it failed."""
        if shelf.first is not None and not shelf.first.done():
            shelf.first.set_result(None)
        shelf.first = None
        if ready is None or ready.version != self.version:
            return
        shelf.has_widgets, shelf.sample = has_widgets, ready.html
        if not has_widgets:
            shelf.kept = ready
        self.changed()

    def live(self, notebook: str) -> int:
        """How many visitors have the notebook's page open."""
        return sum(1 for given in self._given.values() if given == notebook)

    def _places(self, notebook: str) -> int:
        shelf = self.shelf(notebook)
        return self.expected if shelf.kept else len(shelf.waiting) + self.live(notebook)

    def changed(self) -> None:
        """Tell those who listen, and whoever fills, that something has changed."""
        self.wake.set()
        if (progress := self.progress) != self._told:
            self._told = progress
            for listener in self.listeners:
                listener(progress)

    def look(self) -> None:
        """See whether anything has changed on disk since what is ready was rendered."""
        if time.monotonic() - self._looked < LOOK:
            return
        self._looked, version = time.monotonic(), state_of(self.server.root)
        if version == self.version:
            return
        if self.version:
            _log.info("The content has changed: pages are rendered anew")
            self.server.kernel_manager.cool_down()
            if self.expected:
                self.server.kernel_manager.warm_up()
        self.version = version
        self.tops.clear()
        self.documents.clear()
        self.server.exporter = None
        for shelf in self.shelves.values():
            for ready in shelf.waiting:
                self.drop(ready)
            shelf.kept, shelf.waiting, shelf.has_widgets, shelf.sample = None, [], None, None
            shelf.failures, shelf.retry_at, shelf.is_unfit = 0, 0.0, False
            shelf.cut()
        self.changed()

    def drop(self, ready: Ready) -> None:
        """End what nobody will get."""
        if ready.kernel:
            ending = asyncio.ensure_future(self.server.kernel_manager.end(ready.kernel))
            self._ending.add(ending)
            ending.add_done_callback(self._ending.discard)

    async def fork(self, notebook: str, owner: str | None) -> Ready:
        """A kernel that has run the notebook already. Raises ConnectionError or TimeoutError: none can be forked."""
        shelf, kernels = self.shelf(notebook), self.server.kernel_manager
        branch, ready = shelf.branch, Ready(shelf.sample or "", None, self.version)
        shelf.filling += 1
        try:
            async with kernels.turns:
                kernel = await kernels.start_for(owner, PYTHON, dirname(notebook), branch)
        except (ConnectionError, TimeoutError):
            if shelf.branch is branch:
                shelf.cut()
            raise
        finally:
            shelf.filling -= 1
        return replace(ready, kernel=kernel)
