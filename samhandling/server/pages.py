"""The pages that people open: notebooks rendered by Voilà, and plain ones without a kernel."""

import asyncio
import re
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from jinja2 import Environment, FileSystemLoader
from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import JupyterHandler
from markupsafe import Markup
from tornado.iostream import StreamClosedError
from tornado.web import HTTPError

from samhandling.content.language import Language
from samhandling.content.words import say
from samhandling.look import MARK, TOKENS
from samhandling.server.assets import Static, address
from samhandling.server.kernels import Full
from samhandling.server.rendering import APPS, Rendering, in_words, notebook_of, with_waiting, without_kernel
from samhandling.server.shelf import Ready

if TYPE_CHECKING:
    from samhandling.server.app import Server

TEMPLATES = Path(__file__).parent / "template"
FOLDER = TEMPLATES / "samhandling"

# programs that fetch a link to show what is behind it, and crawlers; the browsers inside such apps say Mozilla
_PREVIEW = re.compile(
    r"^(?:WhatsApp|TelegramBot|Viber|facebookexternalhit|Mastodon|Synapse|curl|Wget|python-requests)\b"
    r"|(?<!cu)bot\b|crawler|spider|Slackbot|SkypeUriPreview|facebookexternalhit|LinkPreview|Iframely|Embedly|BingPreview",
    re.IGNORECASE,
)
PARTICIPANTS = {"worksheet", "exercise", "join"}
#: Seconds a participant waits for the worksheet's kernel before getting the worksheet without one.
PATIENCE = 8.0

# Plotly's own text/html output carries inline scripts, which do not run under this policy; a chart
# on a page is an anywidget or an image. Styles are inline in ipywidgets and plotly alike.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}

_environment = Environment(loader=FileSystemLoader(FOLDER), autoescape=True, trim_blocks=True, lstrip_blocks=True)
_style = Markup("".join(file.read_text(encoding="utf-8") for file in (TOKENS, FOLDER / "page.css")))  # noqa: S704
_environment.globals.update(address=address, say=say, style=_style, mark=MARK.read_text(encoding="utf-8").strip())


def _draw(template: str, language: Language, **context: Any) -> str:
    return _environment.get_template(template).render(language=language, **context)


def is_preview(agent: str) -> bool:
    """Whether a User-Agent is a program that only looks at links, as chat programs do to show a preview."""
    return bool(_PREVIEW.search(agent))


def _bundle(screen: str) -> str:
    return "participant" if screen in PARTICIPANTS else "facilitator"


def _place(screen: str, language: Language, data: dict[str, str]) -> Markup:
    return Markup(_draw("place.html.j2", language, screen=screen, data=data))  # noqa: S704  # the template escapes


def plain_page(screen: str, language: Language, **data: str) -> str:
    """A page without a kernel that holds one screen, e.g. ``plain_page("join", "sv", code="K7QF")``.

    The other arguments become ``data-*`` attributes of the screen's element.
    """
    return _draw(
        "plain.html.j2", language, bundle=_bundle(screen), title=say("pages", f"title_{screen}", language),
        place=_place(screen, language, data),
    )  # fmt: skip


def message_page(language: Language, key: str, to_worksheet: bool = False) -> str:
    """A page that says in calm words what is the matter: `full`, `missing`, `refused` or `trouble`."""
    template = "404.html" if key == "missing" else "error.html"
    return _draw(template, language, bundle="participant", key=key, to_worksheet=to_worksheet)


class Page(JupyterHandler):
    """What every page has: its language, its headers, and calm words instead of a stack trace."""

    @property
    def language(self) -> Language:
        """The visitor's language."""
        return cast(Language, self.settings["samhandling"].language(self))

    @property
    def server(self) -> "Server":
        """The Voilà that hosts the page."""
        return cast("Server", self.settings["voila"])

    def set_default_headers(self) -> None:
        """The same rules on every page, also on one that says what went wrong."""
        for name, value in HEADERS.items():
            self.set_header(name, value)
        self.set_header("Cache-Control", "no-store")

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Say it in the visitor's language; what happened is in the log."""
        key = {403: "refused", 404: "missing", 405: "missing", 503: "full"}.get(status_code, "trouble")
        try:
            language = self.language
        except Exception:  # the fault may be in the state that knows the language
            language = "sv"
        self.finish(message_page(language, key, to_worksheet=status_code == 503))


class NotFound(Page):
    """Any address that is not ours."""

    @allow_unauthenticated
    async def prepare(self) -> None:  # type: ignore[override]  # Jupyter's returns an awaitable or None
        """Answer at once, whatever the method and whoever asks."""
        raise HTTPError(404)


class NotebookPage(Page):
    """A notebook as a page: `/worksheet`, `/cockpit`, `/projector`, `/follow-up`, `/sessions/<stem>`."""

    @property
    def wants_no_kernel(self) -> bool:
        """Whether a kernel would be wasted."""
        asks = self.get_query_argument("lite", "") not in ("", "0")
        return asks or is_preview(self.request.headers.get("User-Agent", ""))

    def find(self, page: str) -> tuple[str, Language]:
        """The notebook of a page, relative to the content, and its language. Raises HTTPError 404."""
        if found := notebook_of(self.server.root, page, self.language):
            return found
        raise HTTPError(404)

    @allow_unauthenticated  # whether it may be opened is the workshop's to say, which knows where to send a visitor
    async def get(self, page: str) -> None:
        """Send the page as it gets ready; the worksheet comes also when no kernel does."""
        notebook, language = self.find(page)
        elsewhere = self.settings["samhandling"].may_open(self, page)
        if elsewhere is None and self.current_user is None:
            elsewhere = self.get_login_url()
        if elsewhere is not None:
            self.redirect(elsewhere)
            return
        self.opening = self.top(page, notebook, language)
        if self.wants_no_kernel:
            await self.without_kernel(page, notebook, language, "lite")
            return
        try:
            if self.server.pool.is_coming(notebook):
                await self.begin()
            async with asyncio.timeout(PATIENCE if page == "worksheet" else None):
                ready = await self.server.pool.take(notebook, self.current_user.username)
            if ready is None and page != "worksheet":
                await self.server.kernel_manager.make_room(self.current_user.username)
        except TimeoutError:
            ready = None
        except Full:
            await self.without_kernel(page, notebook, language, "lite_full")
            return
        if ready and (page != "worksheet" or 'data-screen="worksheet"' in ready.html):
            self.finish(self.whole(page, language, ready))
            if ready.kernel:
                self.server.kernel_manager.handed_over(ready.kernel)
        elif page == "worksheet":
            await self.worksheet(notebook, language)
        else:
            await self.live(page, notebook, language)

    def whole(self, page: str, language: Language, ready: Ready) -> str:
        """The rest of the page around what is ready; that it is in words is seen to once for everybody."""
        documents = self.server.pool.documents
        of, document = documents.get((page, language), ("", ""))
        if of is not ready.html:
            document = in_words(ready.html, language)
            documents[page, language] = ready.html, document
        return self.opening + document + self.end(page, ready.kernel)

    async def without_kernel(self, page: str, notebook: str, language: Language, why: str) -> None:
        """Send the page without a kernel: to who asks for it, to programs that look at links, and when it is full."""
        if page == "worksheet":
            self.finish(plain_page("worksheet", language))
        elif (sample := await self.server.pool.sample(notebook)) is None:
            self.set_header("Retry-After", "30")
            raise HTTPError(503)
        else:
            still = without_kernel(in_words(sample, language), language, why)
            self.finish(self.opening + still + self.end(page, None))

    async def live(self, page: str, notebook: str, language: Language) -> None:
        """Run the notebook for this visitor, and send the page as it gets ready."""
        rendering = Rendering(self.server, notebook, self.current_user.username)
        try:
            await self.begin()
            async with aclosing(with_waiting(rendering.pieces(), language)) as pieces:
                async for piece in pieces:
                    await self.send(in_words(piece, language))
            await self.send(self.end(page, rendering.kernel if rendering.has_widgets else None))
        except StreamClosedError:
            rendering.has_widgets = False  # the visitor left before the page came
        except Exception as error:
            if not isinstance(error, Full):
                self.log.exception("The page %s could not be rendered", page)
            key = "full" if isinstance(error, Full) else "trouble"
            rendering.has_widgets = False
            await self.send(f'<p class="failed" role="note">{say("pages", key, language)}</p>')
            await self.send(self.end(page, None))
        finally:
            await rendering.close()

    opening = ""
    """The page's head, until it has been sent."""

    async def begin(self) -> None:
        """Send the head as a sign of life, where the rest has to be waited for."""
        opening, self.opening = self.opening, ""
        await self.send(opening)

    def top(self, page: str, notebook: str, language: Language) -> str:
        """The page's head."""
        tops = self.server.pool.tops
        if (page, language) not in tops:
            tops[page, language] = self._top(page, notebook, language)
        return tops[page, language]

    def _top(self, page: str, notebook: str, language: Language) -> str:
        screen = APPS.get(page)
        title = say("pages", f"title_{screen}", language) if screen else self.title(notebook)
        bundle = _bundle(screen or "exercise")
        return _draw("top.html.j2", language, bundle=bundle, title=title, app=bool(screen), waiting=True)

    def end(self, page: str, kernel: str | None) -> str:
        """The page's end, with what draws its widgets when it has a kernel."""
        return _draw("end.html.j2", self.language, page=page, kernel=kernel)

    def title(self, notebook: str) -> str:
        """A notebook's first heading."""
        model = self.server.contents_manager.get(notebook)
        for cell in model["content"]["cells"]:
            if cell["cell_type"] == "markdown" and (found := re.search(r"^#\s+(.+)$", cell["source"], re.MULTILINE)):
                return re.sub(r"[*_`]", "", found[1]).strip()
        return notebook.rpartition("/")[2].removesuffix(".ipynb")

    async def send(self, piece: str) -> None:
        """Send what there is now."""
        if piece:
            self.write(piece)
            await self.flush()

    async def worksheet(self, notebook: str, language: Language) -> None:
        """The worksheet from its notebook, or without a kernel: when there is none, when it fails."""
        rendering = Rendering(self.server, notebook, self.current_user.username)
        content = ""
        try:
            await self.begin()
            async with asyncio.timeout(PATIENCE):
                async for piece in rendering.pieces():
                    content += piece
        except Full:
            self.log.info("No kernel to spare: a worksheet goes out without one")
        except Exception:
            self.log.warning("A worksheet goes out without its kernel", exc_info=True)
        if rendering.has_failed or 'data-screen="worksheet"' not in content:
            rendering.has_widgets, content = False, _place("worksheet", language, {})
        try:
            await self.send(in_words(content, language))
            await self.send(self.end("worksheet", rendering.kernel if rendering.has_widgets else None))
        except StreamClosedError:
            rendering.has_widgets = False
        finally:
            await rendering.close()


class Renew(NotebookPage):
    """`POST /pages/renew {"page"}`: the page's content once more in a new kernel, for a page whose kernel is gone."""

    @allow_unauthenticated
    async def post(self) -> None:
        """Answer {kernel, html}; 403 when the page is no longer the visitor's to open, 503 when it is full."""
        is_json = self.request.headers.get("Content-Type", "").startswith("application/json")
        body = self.get_json_body() if is_json else None
        if not isinstance(body, dict) or not isinstance(page := body.get("page"), str) or not self.check_origin():
            raise HTTPError(400)
        notebook, language = self.find(page)
        if self.current_user is None or self.settings["samhandling"].may_open(self, page) is not None:
            raise HTTPError(403)
        try:
            ready = await self.server.pool.take(notebook, self.current_user.username)
            if ready is None:
                ready = await Rendering(self.server, notebook, self.current_user.username).whole()
        except Full:
            raise HTTPError(503) from None
        if ready.kernel:
            self.server.kernel_manager.handed_over(ready.kernel)
        self.finish({"kernel": ready.kernel, "html": in_words(ready.html, language)})

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """A program asked: answer it in JSON, with a message for its person."""
        error, key = {403: ("refused", "refused"), 503: ("full", "full")}.get(status_code, ("unavailable", "trouble"))
        self.finish({"error": error, "message": say("pages", key, self.language)})


HANDLERS: list[Any] = [
    (r"/(worksheet|cockpit|projector|follow-up|sessions/[\w-]+)", NotebookPage),
    (r"/pages/renew", Renew),
    (r"/static/([\w.-]+)", Static),
]
