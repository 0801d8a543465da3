"""The ways in: by the room's code, by a personal link, by the facilitator's link or PIN."""

from dataclasses import replace
from typing import Any

from jupyter_server.auth.decorator import allow_unauthenticated
from tornado.web import RequestHandler

from samhandling.server import codes
from samhandling.server.identity import new_visitor, remember, visitor_of
from samhandling.server.pages import Page, plain_page
from samhandling.server.workshop import FACILITATORS, Workshop
from samhandling.store import now_ms
from samhandling.store import people as people_table


class Door(Page):
    """A page that anyone may open."""

    @property
    def workshop(self) -> Workshop:
        """The running server's state."""
        found: Workshop = self.settings["samhandling"]
        return found


class Join(Door):
    """`/` and `/j/<code>`: join a meeting."""

    @allow_unauthenticated
    def get(self, code: str = "") -> None:
        told = {name: "1" for name in ("expired", "ended") if self.get_query_argument(name, None)}
        self.finish(plain_page("join", self.language, code=codes.tidy_room_code(code)[:20], **told))


class PersonalLink(Door):
    """`/r/<token>`: the same person on another device, or at the next meeting."""

    @allow_unauthenticated
    async def get(self, token: str) -> None:
        workshop = self.workshop
        resume = codes.tidy_personal_code(token[:40])
        # the address of a whole room is one and the same, so wrong links are counted by themselves
        person = workshop.people.get(workshop.links.get(resume, ""))
        if person is None or workshop.is_expired(person):
            known = person is not None or await workshop.read(lambda c: people_table.is_retired(c, resume))
            self.redirect("/?expired=1" if known else "/?unknown=1")
            return
        visitor = visitor_of(self) or new_visitor()
        remember(self, replace(visitor, participant=person.id, language=None))
        live = workshop.rooms.get(person.room or "")
        ended = live is None or live.room.ended_at is not None
        lite = "?lite=1" if self.get_query_argument("lite", None) else ""
        self.redirect("/?ended=1" if ended else f"/worksheet{lite}")


class FacilitatorLink(Door):
    """`/facilitator/<key>`: straight to the cockpit."""

    @allow_unauthenticated
    def get(self, key: str) -> None:
        live = next((room for room in self.workshop.rooms.values() if room.key == key), None)
        if live is None:
            self.redirect("/pin?next=/cockpit")
            return
        visitor = visitor_of(self) or new_visitor()
        remember(self, replace(visitor, room=live.code, since=now_ms()))
        self.redirect("/cockpit")


class Pin(Door):
    """`/pin`: ask for the PIN, then go on."""

    @allow_unauthenticated
    def get(self) -> None:
        wanted = self.get_query_argument("next", "/cockpit").lstrip("/")
        following = wanted if wanted in FACILITATORS else "cockpit"
        self.finish(plain_page("pin", self.language, next=f"/{following}"))


def handlers() -> list[tuple[str, type[RequestHandler]] | tuple[str, type[RequestHandler], dict[str, Any]]]:
    """The routes of the doors."""
    return [
        (r"/", Join),
        (r"/j/([^/]+)/?", Join),
        (r"/r/([^/]+)/?", PersonalLink),
        (r"/facilitator/([^/]+)/?", FacilitatorLink),
        (r"/pin", Pin),
    ]
