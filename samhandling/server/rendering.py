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

import nbformat
import zmq
from voila.notebook_renderer import NotebookRenderer

from samhandling.content.language import LANGUAGES, Language
from samhandling.content.words import say
from samhandling.server.forking import Unfit
from samhandling.server.forking.parent import Branch
from samhandling.server.shelf import Ready

if TYPE_CHECKING:
    from samhandling.server.app import Server

#: What the template writes where a cell failed; the page says it in words.
FAILED = "<!--failed-->"
#: The kernel that can be forked.
PYTHON = "python3"
#: What the template writes for a widget that needs the kernel.
WIDGET = "data-widget-view="
_WAIT = 1.0
_COLOUR = re.compile(r"\x1b\[[\d;]*m")
_PLACE = re.compile(r'<div class="widget" data-widget-view="[^"]*">(.*?)</div><!--/widget-->', re.DOTALL)
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


class _Live(NotebookRenderer):  # type: ignore[misc]  # voila is untyped
    """Renders a notebook as its cells are run in a kernel."""

    async def _jinja_kernel_start(self, nb: Any, kernel_id: Any, kernel_future: Any) -> Any:
        started = await super()._jinja_kernel_start(nb, kernel_id, kernel_future)
        channel = self.executor.kc.shell_channel
        plain = channel.send

        def send(message: Any) -> None:
            plain(message)
            # an Output widget is written to while a reply is waited for, and that can swallow the sign that it has come
            channel.socket.get(zmq.EVENTS)

        channel.send = send
        return started


class _Ran(NotebookRenderer):  # type: ignore[misc]  # voila is untyped
    """Renders a notebook whose cells have been run already."""

    async def _jinja_kernel_start(self, nb: Any, kernel_id: Any, kernel_future: Any) -> str:
        return ""

    async def _jinja_cell_generator(self, nb: Any, kernel_id: Any) -> AsyncIterator[Any]:
        for cell in nb.cells:
            yield cell


async def _renderer(server: "Server", notebook: str, kind: type[NotebookRenderer] = _Live) -> Any:
    renderer = kind(
        voila_configuration=server.voila_configuration,
        traitlet_config=server.config,
        notebook_path=notebook,
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
    return renderer


async def run_once(server: "Server", notebook: str) -> tuple[str, Branch]:
    """Run a notebook once for everybody: its page, and from where kernels are forked for those who open it.

    Raises `Unfit` when each page needs a run of its own, and otherwise as `ForkProvisioner.run`.
    """
    renderer = await _renderer(server, notebook, _Ran)
    if renderer.notebook.metadata.kernelspec.name != PYTHON:
        raise Unfit("it is in another language")
    cells = [cell for cell in renderer.notebook.cells if cell.cell_type == "code"]
    branch, outputs = await server.kernel_manager.run([cell.source for cell in cells], dirname(notebook))
    for cell in cells:
        cell.outputs = []
    for cell, shown in zip(cells, outputs, strict=False):
        cell.outputs = [nbformat.from_dict(one) for one in shown]  # type: ignore[no-untyped-call]  # nbformat is untyped
    try:
        html = "".join([piece async for piece, _ in renderer.generate_content_generator()])
        if FAILED in html:
            raise Unfit("a cell fails")
    except BaseException:
        branch.end()
        raise
    return html, branch


class Rendering:
    """One run of a notebook in a kernel of its own, and the page that comes of it; `close` it when that has been sent.

    Without an owner it is made for the pool, and for whoever comes.
    """

    def __init__(self, server: "Server", notebook: str, owner: str | None) -> None:
        self._server, self._notebook, self._owner = server, notebook, owner
        self.kernel: str | None = None
        self.has_failed = self.has_widgets = self.is_whole = False

    async def pieces(self) -> AsyncGenerator[str, None]:
        """The rendered notebook, as it gets ready. Raises `Full`, or whatever stops a kernel from starting."""
        pool = self._server.pool
        done, html = pool.begin(self._notebook), ""
        try:
            async with aclosing(self._run()) as running:
                async for piece in running:
                    html += piece
                    yield piece
            # Voilà leaves a hole without a word where a kernel died
            self.is_whole = not self.has_failed and self.kernel in self._server.kernel_manager
            if self._owner and self.has_widgets and self.kernel:
                pool.given(self._notebook, self.kernel)
        finally:
            done(html if self.is_whole else None, self.has_widgets)

    async def whole(self) -> Ready:
        """The page in one piece, with its kernel if it needs one. Raises as `pieces`."""
        version = self._server.pool.version
        try:
            html = "".join([piece async for piece in self.pieces()])
        except BaseException:
            self.has_widgets = False
            raise
        finally:
            if not self.has_widgets:
                await self.close()
        return Ready(html, self.kernel if self.has_widgets else None, version)

    async def _run(self) -> AsyncGenerator[str, None]:
        kernels = self._server.kernel_manager
        renderer = await _renderer(self._server, self._notebook)
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


def without_kernel(html: str, language: Language, why: str) -> str:
    """A rendered page without a kernel: widgets as pictures where they have one, and a word, `lite` or `lite_full`."""
    word = say("pages", why, language)

    def still(place: re.Match[str]) -> str:
        kind = "still" if place[1] else "failed"
        return f'<div class="widget">{place[1]}<p class="{kind}" role="note">{word}</p></div>'

    return _PLACE.sub(still, html)


def note_cell_error(server: "Server") -> Any:
    """What Voilà's executor calls when a cell fails: the details are for the server's log, not for the page."""

    def note(cell: Any, cell_index: int, execute_reply: Any) -> None:
        content = execute_reply["content"]
        trace = _COLOUR.sub("", "\n".join(content.get("traceback", [])))
        server.log.error("Cell %s of a page failed: %s\n%s", cell_index, content.get("ename"), trace)

    return note
