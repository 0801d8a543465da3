"""Who is asking: one signed cookie, no account.

The cookie names the browser (the visitor, who owns the kernels it starts), the participant who
joined in it, and the room that it steers.
"""

import json
import secrets
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from jupyter_server.auth import IdentityProvider, User
from tornado.web import RequestHandler

if TYPE_CHECKING:
    from samhandling.server.workshop import Workshop

DAYS = 400
"""How long browsers keep a cookie at most."""


@dataclass(frozen=True)
class Visitor:
    """A browser, and what has been proved in it."""

    id: str
    participant: str | None = None
    room: str | None = None
    """The room that this browser steers."""
    since: int = 0
    """When it signed in as facilitator, in ms."""
    language: str | None = None


def new_visitor() -> Visitor:
    """A browser that has not been seen before."""
    return Visitor(id=secrets.token_urlsafe(12))


def cookie_name(workshop: "Workshop") -> str:
    """The cookie's name: one for each store, since servers on one host share its cookies."""
    return f"samhandling_{workshop.name}"


def visitor_of(handler: RequestHandler) -> Visitor | None:
    """The visitor that the request's cookie proves, or None."""
    workshop: Workshop = handler.settings["samhandling"]
    signed = handler.get_signed_cookie(cookie_name(workshop), max_age_days=DAYS)
    if not signed:
        return None
    try:
        return Visitor(**json.loads(signed))
    except (ValueError, TypeError):
        return None


def remember(handler: RequestHandler, visitor: Visitor) -> None:
    """Set the cookie."""
    workshop: Workshop = handler.settings["samhandling"]
    handler.set_signed_cookie(
        cookie_name(workshop), json.dumps(asdict(visitor)), expires_days=DAYS,
        httponly=True, samesite="Lax", path="/", secure=handler.request.protocol == "https",
    )  # fmt: skip


class Identity(IdentityProvider):
    """Tells the hosting server who a visitor is; there is nothing to log in to."""

    @property
    def auth_enabled(self) -> bool:
        return True

    @property
    def login_available(self) -> bool:
        return False

    def get_handlers(self) -> list[Any]:
        return []

    def get_user(self, handler: Any) -> User | None:
        visitor = visitor_of(handler)
        return User(username=visitor.id) if visitor else None
