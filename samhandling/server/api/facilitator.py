"""What the facilitator does during a meeting: sign in, steer, moderate, let people back in."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from pydantic import BaseModel, Field

from samhandling.look.qr import qr_svg
from samhandling.room import Room
from samhandling.server.api import shapes
from samhandling.server.api.base import ApiHandler, No, Operation
from samhandling.server.api.participant import RoomNow
from samhandling.server.live import LiveRoom
from samhandling.store import now_ms
from samhandling.store import rooms as rooms_table


class PinBody(BaseModel):
    """The PIN of a room."""

    pin: str = Field(min_length=1, max_length=40)


class OutBody(BaseModel):
    """Sign out this device, or all the others."""

    others: bool = False


class TimerChange(BaseModel):
    """Add seconds, or stop and start the timer."""

    add: int | None = Field(default=None, ge=-3600, le=3600)
    pause: bool | None = None


class MoveBody(BaseModel):
    """What to change in the room, in this order; what is left out stays as it is."""

    step: str | None = None
    phase: int | None = Field(default=None, ge=0)
    reset: bool = False
    state: str | None = None
    timer: int | TimerChange | None = None
    spotlight: str | None = None
    ended: bool | None = None


class HideBody(BaseModel):
    """A note to hide from the room, or to show again."""

    exercise: str
    note: str = Field(max_length=60)
    hidden: bool


class ReturnBody(BaseModel):
    """Who is to get a new personal link."""

    participant: str


class PrivateBody(BaseModel):
    """The facilitator's own notes."""

    text: str = Field(max_length=20_000)


class OpenBody(BaseModel):
    """The meeting to open a room for."""

    meeting: str


class SignIn(ApiHandler):
    """The PIN makes a browser the facilitator's."""

    OPERATIONS = (Operation("post", "Sign in as facilitator", shapes.SignedIn, PinBody, errors=(403, 422, 429)),)

    def post(self) -> None:
        tries, key = self.workshop.tries, f"pin {self.request.remote_ip}"
        if seconds := tries.wait(key):
            raise No(429, "too_many_tries", retry_after=seconds, seconds=seconds)
        given = "".join(self.body(PinBody).pin.split())
        live = next((room for room in self.workshop.rooms.values() if room.pin == given), None)
        if live is None:
            tries.fail(key)
            raise No(403, "wrong_pin")
        self.remember(replace(self.known(), room=live.code, since=now_ms()))
        self.give({"room": live.code})


class SignOut(ApiHandler):
    """Give up the controls here, or take them from every other device."""

    OPERATIONS = (Operation("post", "Sign devices out", None, OutBody, errors=(401, 403), who="facilitator"),)

    async def post(self) -> None:
        live = self.steering()
        others = self.body(OutBody).others
        visitor = self.known()
        if not others:
            self.remember(replace(visitor, room=None))
            for client in self.workshop.publisher.listening(live.code):
                if client.facilitator and client.visitor == visitor.id:
                    self.workshop.publisher.drop(client)
        else:
            now = now_ms()
            await self.workshop.write(partial(rooms_table.change, code=live.code, signed_out_at=now))
            live.signed_out_at = now
            self.remember(replace(visitor, since=now))
            for client in self.workshop.publisher.listening(live.code):
                if client.facilitator and client.visitor != visitor.id:
                    self.workshop.publisher.drop(client)
        self.workshop.tell.progress(live)
        self.give({})


class RoomSteered(RoomNow):
    """The room; the facilitator moves it."""

    OPERATIONS = (
        Operation("get", "The room as it is", shapes.Room, errors=(401,), who="inside"),
        Operation("post", "Steer the room", shapes.Room, MoveBody, errors=(401, 403, 415, 422), who="facilitator"),
    )

    async def post(self) -> None:
        live = self.steering()
        body = self.body(MoveBody)
        self._check_spotlight(live, body)
        await self.workshop.move(live, lambda room: moved(room, body, self.workshop.clock()))
        self.give(self.workshop.describe(live, self.language))

    def _check_spotlight(self, live: LiveRoom, body: MoveBody) -> None:
        step = live.steps.get(body.step) if body.step else live.step
        exercise = self.workshop.content.exercises[step.exercise] if step and step.exercise else None
        if body.spotlight and exercise and exercise.find(body.spotlight) is None:
            raise No(422, "malformed", where=f"spotlight: {body.spotlight[:40]}")


def moved(room: Room, body: MoveBody, now: int) -> Room:
    """The room after what the facilitator asked for."""
    told = body.model_fields_set
    moves: list[Callable[[Room], Room]] = []
    if body.step is not None:
        step = body.step
        moves.append(lambda room: room.go(step, now))
    if body.phase is not None:
        phase = body.phase
        moves.append(lambda room: room.to_phase(phase))
    if body.reset:
        moves.append(lambda room: room.reset())
    if body.state is not None:
        state: Any = body.state
        moves.append(lambda room: room.set_state(state, now))
    if "timer" in told:
        match body.timer:
            case TimerChange(add=int() as add):
                moves.append(lambda room: room.add_time(add, now))
            case TimerChange(pause=bool() as pause):
                moves.append(lambda room: room.pause(pause, now))
            case int() as seconds:
                moves.append(lambda room: room.set_timer(seconds or None, now))
            case _:
                moves.append(lambda room: room.set_timer(None, now))
    if "spotlight" in told:
        moves.append(lambda room: room.show(body.spotlight))
    if body.ended is not None:
        ended = body.ended
        moves.append(lambda room: room.end(ended, now))
    for move in moves:
        room = move(room)
    return room


class ProgressNow(ApiHandler):
    """Who has joined and how far they have come: counts, nobody's answers."""

    OPERATIONS = (Operation("get", "How far the room has come", shapes.Progress, errors=(401, 403), who="facilitator"),)

    def get(self) -> None:
        self.give(self.workshop.tell.counts(self.steering(), self.language))


class Notes(ApiHandler):
    """Hide an unsuitable note, or show it again."""

    OPERATIONS = (Operation("post", "Hide or show a note", None, HideBody, errors=(401, 403, 422), who="facilitator"),)

    async def post(self) -> None:
        live, body = self.steering(), self.body(HideBody)
        if body.exercise not in self.workshop.content.exercises:
            raise No(422, "unknown_exercise", exercise=body.exercise)
        at = self.workshop.clock()
        await self.workshop.write(
            lambda connection: rooms_table.hide(connection, live.code, body.exercise, body.note, body.hidden, at)
        )
        mark = (body.exercise, body.note)
        (live.hidden.add if body.hidden else live.hidden.discard)(mark)
        live.answers_version += 1
        self.workshop.tell.hidden(live, body.exercise)
        self.give({})


class Returns(ApiHandler):
    """A new personal link for someone who lost theirs; the old one stops working."""

    OPERATIONS = (
        Operation("post", "Let a lost participant back in", shapes.Return, ReturnBody, errors=(401, 403, 404),
                  who="facilitator"),
    )  # fmt: skip

    async def post(self) -> None:
        live = self.steering()
        person = live.members.get(self.body(ReturnBody).participant)
        if person is None:
            raise No(404, "unknown_participant")
        await self.workshop.new_link(person)
        link = f"{self.workshop.url}/r/{person.resume}"
        self.give({"resume": person.resume, "url": link, "svg": qr_svg(link)})


class Private(ApiHandler):
    """The facilitator's own notes."""

    OPERATIONS = (
        Operation("get", "Own notes", shapes.Private, errors=(401, 403), who="facilitator"),
        Operation("post", "Keep own notes", None, PrivateBody, errors=(401, 403, 422), who="facilitator"),
    )

    def get(self) -> None:
        self.give({"text": self.steering().private})

    async def post(self) -> None:
        live, text = self.steering(), self.body(PrivateBody).text
        await self.workshop.write(partial(rooms_table.change, code=live.code, private=text))
        live.private = text
        self.give({})


class Rooms(ApiHandler):
    """The meetings on this server; open another."""

    OPERATIONS = (
        Operation("get", "The meetings on this server", shapes.Rooms, errors=(401, 403), who="facilitator"),
        Operation("post", "Open another meeting", shapes.Opened, OpenBody, status=201, errors=(401, 403, 422),
                  who="facilitator"),
    )  # fmt: skip

    def get(self) -> None:
        here, language = self.steering(), self.language
        rooms = [
            {
                "code": live.code, "meeting": live.meeting.id, "title": live.meeting.title.in_(language),
                "ended": live.room.ended_at is not None, "joined": len(live.members), "here": live is here,
            }
            for live in self.workshop.rooms.values()
        ]  # fmt: skip
        meetings = [
            {"id": one.id, "number": one.number, "title": one.title.in_(language)}
            for one in self.workshop.content.series.meetings
        ]
        self.give({"rooms": rooms, "meetings": meetings})

    async def post(self) -> None:
        self.steering()
        meeting = self.body(OpenBody).meeting
        if self.workshop.content.series.meeting(meeting) is None:
            raise No(422, "unknown_meeting", meeting=meeting)
        live = await self.workshop.open_room(meeting)
        self.workshop.places.add(live.meeting.id)
        url = f"{self.workshop.url}/facilitator/{live.key}"
        self.give({"code": live.code, "pin": live.pin, "url": url}, 201)
