"""Running a notebook for a visitor and rendering it, piece by piece, with Voilà's renderer.

What comes out is the same for everyone, in no language of its own: a page puts its head, its
language and its words around it. That leaves room for notebooks that were run before anyone came.
"""

import asyncio
import re
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from posixpath import dirname
from typing import TYPE_CHECKING, Any

from voila.notebook_renderer import NotebookRenderer

from samhandling.content.language import Language
from samhandling.content.words import say

if TYPE_CHECKING:
    from samhandling.server.app import Server

#: What the template writes where a cell failed; the page says it in words.
FAILED = "<!--failed-->"
#: What the template writes for a widget that needs the kernel.
WIDGET = "data-widget-view="
_WAIT = 1.0
_COLOUR = re.compile(r"\x1b\[[\d;]*m")
_LANGUAGE = re.compile(r'(\sdata-language=")(?:sv|en)(")')


class Rendering:
    """One notebook, run in a kernel of its visitor's. `close` it when its page has been sent, or has failed."""

    def __init__(self, server: "Server", notebook: str, owner: str) -> None:
        self._server, self._notebook, self._owner = server, notebook, owner
        self.kernel: str | None = None
        self.has_failed = False
        self.has_widgets = False

    async def pieces(self) -> AsyncGenerator[str, None]:
        """The rendered notebook, as it gets ready. Raises `Full`, or whatever stops a kernel from starting."""
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
        # a kernel that was run ahead would be taken here instead
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


def note_cell_error(server: "Server") -> Any:
    """What Voilà's executor calls when a cell fails: the details are for the server's log, not for the page."""

    def note(cell: Any, cell_index: int, execute_reply: Any) -> None:
        content = execute_reply["content"]
        trace = _COLOUR.sub("", "\n".join(content.get("traceback", [])))
        server.log.error("Cell %s of a page failed: %s\n%s", cell_index, content.get("ename"), trace)

    return note
