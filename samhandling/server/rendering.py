"""Running a notebook for a visitor and rendering it, piece by piece, with Voilà's renderer.

What comes out is the same for everyone, in no language of its own: a page puts its head, its
language and its words around it. That leaves room for notebooks that were run before anyone came.
"""

import asyncio
import re
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from pathlib import Path
from posixpath import dirname
from typing import TYPE_CHECKING, Any

from voila.notebook_renderer import NotebookRenderer

from samhandling.content.language import LANGUAGES, Language
from samhandling.content.words import say

if TYPE_CHECKING:
    from samhandling.server.app import Server

#: What the template writes where a cell failed; the page says it in words.
FAILED = "<!--failed-->"
#: What the template writes for a widget that needs the kernel.
WIDGET = "data-widget-view="
_WAIT = 1.0
_COLOUR = re.compile(r"\x1b\[[\d;]*m")
_PLACE = re.compile(r'<div class="widget" data-widget-view="[^"]*"></div>')
_LANGUAGE = re.compile(r'(\sdata-language=")(?:sv|en)(")')


#: Pages that hold one screen, by its route, with its notebook's stem.
APPS = {"worksheet": "worksheet", "cockpit": "cockpit", "projector": "projector", "follow-up": "follow_up"}


def notebook_of(root: Path, page: str, language: Language) -> tuple[str, Language] | None:
    """The notebook of a page, e.g. ``sessions/1_local_needs``, relative to the content, and its language."""
    if page in APPS:
        candidates = [(f"voila_apps/{APPS[page]}.ipynb", language)]
    elif found := re.fullmatch(r"sessions/(\w[\w-]*)", page):
        # a meeting that exists in one language only is shown in that one
        order: list[Language] = [language, *(other for other in LANGUAGES if other != language)]
        candidates = [(f"sessions/{each}/{found[1]}.ipynb", each) for each in order]
    else:
        candidates = []
    return next((one for one in candidates if (root / one[0]).is_file()), None)


def variants_of(root: Path, page: str) -> list[str]:
    """The notebooks of a page in all languages, without repetition."""
    found = (notebook_of(root, page, language) for language in LANGUAGES)
    return list(dict.fromkeys(one[0] for one in found if one))


class Rendering:
    """One page for its visitor, from the pool or run now; `close` it when it has been sent, or has failed.

    Without an owner it is a page for the pool itself, which then has the kernel.
    """

    def __init__(self, server: "Server", notebook: str, owner: str | None) -> None:
        self._server, self._notebook, self._owner = server, notebook, owner
        self.kernel: str | None = None
        self.has_failed = False
        self.has_widgets = False

    @property
    def is_whole(self) -> bool:
        """Whether every cell ran; Voilà leaves a hole without a word where a kernel died."""
        return not self.has_failed and self.kernel in self._server.kernel_manager

    async def pieces(self) -> AsyncGenerator[str, None]:
        """The rendered notebook, as it gets ready. Raises `Full`, or whatever stops a kernel from starting."""
        pool = self._server.pool
        if self._owner is None:
            async for piece in self._run():
                yield piece
            return
        if ready := await pool.take(self._notebook, self._owner):
            self.kernel, self.has_widgets = ready.kernel, ready.kernel is not None
            yield ready.html
            return
        done, html = pool.begin(self._notebook), ""
        is_whole = False
        try:
            async with aclosing(self._run()) as running:
                async for piece in running:
                    html += piece
                    yield piece
            is_whole = self.is_whole
            if self.has_widgets and self.kernel:
                pool.given(self._notebook, self.kernel)
        finally:
            if done:
                done(html if is_whole else None, self.has_widgets)

    async def _run(self) -> AsyncGenerator[str, None]:
        server = self._server
        kernels = server.kernel_manager
        renderer = NotebookRenderer(
            voila_configuration=server.voila_configuration,
            traitlet_config=server.config,
            notebook_path=self._notebook,
            template_paths=server.template_paths,
            config_manager=server.config_manager,
            contents_manager=server.contents_manager,
            kernel_spec_manager=server.kernel_spec_manager,
            base_url=server.base_url,
            page_config={},
        )
        await renderer.initialize()
        # compiling the template anew would be nearly half of the work
        renderer.exporter = server.exporter = server.exporter or renderer.exporter
        async with kernels.turns:
            self.kernel = await kernels.start_for(
                self._owner, renderer.notebook.metadata.kernelspec.name, dirname(self._notebook)
            )
            rendered = renderer.generate_content_generator(self.kernel, kernels.get_kernel(self.kernel))
            # the template's first piece comes when the kernel answers
            first, _ = await anext(rendered)
        yield self._seen(first)
        async with aclosing(rendered):
            async for piece, _ in rendered:
                yield self._seen(piece)

    def _seen(self, piece: str) -> str:
        self.has_failed = self.has_failed or FAILED in piece
        self.has_widgets = self.has_widgets or WIDGET in piece
        return piece

    async def close(self) -> None:
        """Keep the kernel for its page when there is something on it to use it; else end it."""
        if self.kernel is None:
            return
        if self.has_widgets:
            self._server.kernel_manager.handed_over(self.kernel)
        else:
            await self._server.kernel_manager.end(self.kernel)


async def with_waiting(pieces: AsyncIterator[str], language: Language) -> AsyncGenerator[str, None]:
    """The pieces as they come, and a word about it when one takes more than a second."""
    queue: asyncio.Queue[str | BaseException | None] = asyncio.Queue()

    async def pump() -> None:
        try:
            async for piece in pieces:
                queue.put_nowait(piece)
            queue.put_nowait(None)
        except Exception as error:
            queue.put_nowait(error)

    running, told, begun = asyncio.create_task(pump()), False, False
    try:
        while True:
            try:
                piece = await asyncio.wait_for(queue.get(), _WAIT)
            except TimeoutError:
                if begun and not told:
                    told = True
                    yield f'<p class="wait">{say("pages", "working", language)}</p>'
                continue
            if piece is None:
                return
            if isinstance(piece, BaseException):
                raise piece
            begun = begun or bool(piece.strip())
            told = told and not piece.strip()
            yield piece
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


def in_words(piece: str, language: Language) -> str:
    """A rendered piece as its visitor reads it: screens in the page's language, and calm words where a cell failed."""
    said = f'<p class="failed" role="note">{say("pages", "failed", language)}</p>'
    return _LANGUAGE.sub(rf"\g<1>{language}\g<2>", piece).replace(FAILED, said)


def without_kernel(html: str, language: Language) -> str:
    """A rendered page for someone who gets no kernel: a word in the place of each widget."""
    return _PLACE.sub(f'<p class="failed" role="note">{say("pages", "lite", language)}</p>', html)


def note_cell_error(server: "Server") -> Any:
    """What Voilà's executor calls when a cell fails: the details are for the server's log, not for the page."""

    def note(cell: Any, cell_index: int, execute_reply: Any) -> None:
        content = execute_reply["content"]
        trace = _COLOUR.sub("", "\n".join(content.get("traceback", [])))
        server.log.error("Cell %s of a page failed: %s\n%s", cell_index, content.get("ename"), trace)

    return note
