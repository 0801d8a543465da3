"""What every handler of the API shares: who asks, what is in the body, and how a no is said."""

import json
import logging
import re
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel, ValidationError
from tornado.web import HTTPError, RequestHandler

from samhandling.content.language import Language
from samhandling.content.words import say
from samhandling.room import Impossible
from samhandling.server.identity import Visitor, new_visitor, remember, visitor_of
from samhandling.server.live import LiveRoom, Person
from samhandling.server.workshop import Workshop, dumps
from samhandling.store import StoreError

M = TypeVar("M", bound=BaseModel)
MOST = 512 * 1024
"""The largest body that is taken in, in bytes: some thirty long texts at once."""

_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")

log = logging.getLogger(__name__)


class No(Exception):
    """A request that is refused: an HTTP status, and a key of the words with what fills it in."""

    def __init__(self, status: int, error: str, *, retry_after: int | None = None, **details: Any) -> None:
        super().__init__(error)
        self.status = status
        self.error = error
        self.retry_after = retry_after
        self.details = details


@dataclass(frozen=True)
class Operation:
    """One operation of a route, as the OpenAPI document tells it."""

    method: str
    summary: str
    response: Any = None
    """A pydantic model, a media type for anything but JSON, or None for an empty object."""
    body: type[BaseModel] | None = None
    status: int = 200
    errors: tuple[int, ...] = ()
    query: tuple[str, ...] = ()
    who: str = "all"


class ApiHandler(RequestHandler):
    """A handler of the API."""

    OPERATIONS: tuple[Operation, ...] = ()

    @property
    def workshop(self) -> Workshop:
        """The running server's state."""
        found: Workshop = self.settings["samhandling"]
        return found

    @property
    def visitor(self) -> Visitor | None:
        """Who asks, or None for a browser without a cookie."""
        if not hasattr(self, "_visitor"):
            self._visitor = visitor_of(self)
        return self._visitor

    @property
    def language(self) -> Language:
        """The language in which to answer."""
        return self.workshop.language(self)

    @property
    def tab(self) -> str:
        """Which of a browser's tabs asks, so that it is not told what it did itself."""
        return self.request.headers.get("Samhandling-Tab", "")[:40]

    def set_default_headers(self) -> None:
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")

    def prepare(self) -> None:
        if self.request.method != "POST":
            return
        size = int(self.request.headers.get("Content-Length") or len(self.request.body))
        if size > MOST:
            raise No(413, "too_large", kilobytes=size // 1024, at_most=MOST // 1024)
        # a page of another site can neither send JSON nor hide where it comes from
        if self.request.headers.get("Content-Type", "").split(";")[0].strip().lower() != "application/json":
            raise No(415, "not_json")
        origin = self.request.headers.get("Origin")
        if origin and urlsplit(origin).netloc.lower() != self.request.host.lower():
            raise No(403, "wrong_origin")

    def body(self, model: type[M]) -> M:
        """The request's body, checked."""
        try:
            return model.model_validate_json(_whole(self.request.body or b"{}"))
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            raise No(422, "malformed", where=f"{where}: {first['msg']}" if where else first["msg"]) from None

    def member(self) -> tuple[Person, LiveRoom]:
        """The participant who asks, and the room."""
        found = self.workshop.member(self.visitor)
        if found is None:
            raise No(401, "not_joined")
        return found

    def steering(self) -> LiveRoom:
        """The room that the visitor steers."""
        found = self.workshop.steers(self.visitor)
        if found is None:
            raise No(403 if self.visitor else 401, "not_facilitator")
        return found

    def inside(self) -> tuple[LiveRoom, Person | None, bool]:
        """The room that the visitor is in, as whom, and whether it steers it."""
        steered, member = self.workshop.steers(self.visitor), self.workshop.member(self.visitor)
        if steered:
            return steered, member[0] if member and member[1] is steered else None, True
        if member is None:
            raise No(401, "not_joined")
        return member[1], member[0], False

    def known(self) -> Visitor:
        """The visitor, new if the browser has no cookie."""
        return self.visitor or new_visitor()

    def remember(self, visitor: Visitor) -> None:
        """Set the cookie."""
        self._visitor = visitor
        remember(self, visitor)

    def give(self, data: Any, status: int = 200) -> None:
        """Answer with JSON."""
        self.set_status(status)
        self.finish(dumps(data))

    def give_file(self, data: bytes | str, kind: str, name: str) -> None:
        """Answer with a file to keep, of a content type and by a name."""
        self.set_header("Content-Type", kind)
        self.set_header("Content-Disposition", f'attachment; filename="{name}"')
        self.finish(data)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Say what happened, what was kept and what to do, in the visitor's language."""
        error = kwargs.get("exc_info", (None, None, None))[1]
        details: dict[str, Any] = {}
        match error:
            case No():
                status_code, key, details = error.status, error.error, error.details
                if error.retry_after:
                    self.set_header("Retry-After", str(error.retry_after))
            case Impossible():
                status_code, key, details = 422, error.reason, error.details
            case StoreError():
                status_code, key, details = 503, error.reason, error.details
                self.set_header("Retry-After", "3")
            case _ if status_code == 404:
                key = "not_found"
            case _ if status_code == 405:
                key, details = "wrong_method", {"method": self.request.method}
            case _ if status_code == 400:
                key, details = "malformed", {"where": self.request.path[:60]}
            case _:
                key = "internal"
        self.set_status(status_code)
        shown = {name: str(value) for name, value in details.items()}
        self.set_default_headers()
        try:
            language = self.language
        except HTTPError:  # an address that is no text has no language either
            language = "sv"
        self.finish(dumps({"error": key, "message": say("messages", key, language, **details), "details": shown}))

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        if isinstance(value, No | Impossible):
            return
        if isinstance(value, StoreError):
            log.error("%s", value)
            return
        super().log_exception(typ, value, tb)


class NotFound(ApiHandler):
    """Whatever else is asked for under /api."""

    def _no(self, *_: Any) -> None:
        raise No(404, "not_found")

    get = post = put = delete = _no


def _whole(body: bytes) -> bytes:
    """The body without lone surrogates, e.g. half an emoji, where a phone cut a text off."""
    if not _SURROGATE.search(body):
        return body
    try:
        return json.dumps(json.loads(body), ensure_ascii=False).encode("utf-8", "ignore")
    except (ValueError, RecursionError):
        return body


def loads(text: str | bytes) -> Any:
    """JSON as data."""
    return json.loads(text)
