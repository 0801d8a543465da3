"""The running server's state: its rooms, its people, and the one way in and out of the store."""

import asyncio
import hashlib
import json
import random
import secrets
from collections.abc import Callable
from functools import partial
from typing import Any

from tornado.web import RequestHandler

from samhandling.content.language import LANGUAGES, Language
from samhandling.content.reading import Content
from samhandling.room import Room
from samhandling.server import codes
from samhandling.server.events import Publisher
from samhandling.server.identity import Visitor, visitor_of
from samhandling.server.intake import Intake
from samhandling.server.live import LiveRoom, Person
from samhandling.server.places import Places
from samhandling.server.telling import Telling
from samhandling.server.throttle import Throttle
from samhandling.store import Store, StoreError, now_ms
from samhandling.store import answers as answers_table
from samhandling.store import people as people_table
from samhandling.store import rooms as rooms_table

GRACE = 1.5
"""Seconds after a timer's zero before the room closes, so that what phones send at zero is in time."""
FACILITATORS = ("cockpit", "projector", "follow-up")


class Workshop:
    """Everything the handlers share. Lives on the event loop; writes go through the store's writer."""

    def __init__(
        self, content: Content, store: Store, clock: Callable[[], int] = now_ms, chance: random.Random | None = None
    ) -> None:
        """`clock` tells the time (ms since 1970); `chance` names rooms and people, and makes nothing that is secret."""
        self.content = content
        self.store = store
        self.clock = clock
        self.chance = chance or random.SystemRandom()
        self.intake = Intake(store)
        self.server = secrets.token_hex(4)
        """A new id at every start, by which browsers notice a restart."""
        self.publisher = Publisher(self.server)
        self.tell = Telling(self.publisher, store, self.describe)
        self.places = Places(self.publisher, store)
        self.secret = bytes.fromhex(self._setting("cookie_secret", secrets.token_hex(32)))
        self.name = hashlib.sha256(self.secret).hexdigest()[:8]
        self.url = ""
        """Where participants reach the server."""
        self.tries = Throttle(failures=10, seconds=60)
        self.rooms: dict[str, LiveRoom] = {}
        self.people: dict[str, Person] = {}
        self.links: dict[str, str] = {}
        """Participants by personal code."""
        self.entries_version = 0
        """Rises when something is said of an entry of a register."""
        self.shown_entries: dict[tuple[Any, ...], asyncio.Task[str]] = {}
        """The registers as the rooms read them, made of the answers and the changes of this version."""
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._ringing: set[asyncio.Task[None]] = set()
        self._load()

    def _setting(self, key: str, default: str) -> str:
        return self.store.write(partial(rooms_table.setting, key=key, default=default)).result()

    def _load(self) -> None:
        """Bring back everything as it was when the server last stood."""
        for row in self.store.read(rooms_table.all_rooms):
            if self.content.series.meeting(row["meeting"]):
                self.rooms[row["code"]] = LiveRoom(self.content, row)
        for row in self.store.read(people_table.everyone):
            del row["created_at"]
            person = Person(**row)
            self.people[person.id] = person
            self.links[person.resume] = person.id
        for row in self.store.read(people_table.all_memberships):
            if row["room"] in self.rooms:
                self._seat(self.rooms[row["room"]], self.people[row["participant"]], row["table"])
        for (code, exercise, note), is_hidden in self.store.read(rooms_table.hidden_notes).items():
            if is_hidden and code in self.rooms:
                self.rooms[code].hidden.add((exercise, note))
        for row in self.store.read(rooms_table.all_finished):
            if row["room"] in self.rooms:
                mark = (row["step"], row["phase"], row["run"], row["participant"])
                self.rooms[row["room"]].finished.add(mark)
        for row in self.store.read(answers_table.newest):
            if row["room"] in self.rooms:
                self.rooms[row["room"]].count(row, row["counted"], row["late"])

    # --- rooms ---

    async def open_room(self, meeting: str, pin: str | None = None) -> LiveRoom:
        """Open a room for a meeting, with a code and a PIN of its own. KeyError for an unknown meeting."""
        if self.content.series.meeting(meeting) is None:
            raise KeyError(meeting)
        if pin:
            await self._free(pin)
        pins = {room.pin for room in self.rooms.values()}
        row = {
            "code": codes.room_code(self.rooms, self.chance), "meeting": meeting, "pin": pin or codes.pin(pins),
            "key": codes.key(), "private": "", "signed_out_at": 0, "created_at": self.clock(),
        }  # fmt: skip
        await self.write(partial(rooms_table.add, room=row))
        room = LiveRoom(self.content, row)
        self.rooms[room.code] = room
        return room

    async def resume_or_open(self, meeting: str, pin: str | None) -> LiveRoom:
        """The newest room of a meeting that has not ended, else a new one; with `pin` if one is given."""
        going = [room for room in self.rooms.values() if room.meeting.id == meeting and room.room.ended_at is None]
        if not going:
            return await self.open_room(meeting, pin)
        room = going[-1]
        if pin and pin != room.pin:
            await self._free(pin)
            await self.write(partial(rooms_table.change, code=room.code, pin=pin))
            room.pin = pin
        return room

    async def _free(self, pin: str) -> None:
        """Give a room that has this PIN another one: a PIN names one room."""
        for room in self.rooms.values():
            if room.pin == pin:
                other = codes.pin({pin, *(one.pin for one in self.rooms.values())})
                await self.write(partial(rooms_table.change, code=room.code, pin=other))
                room.pin = other

    def describe(self, live: LiveRoom, language: Language) -> dict[str, Any]:
        """The room as the browsers see it now."""
        return live.describe(language, self.server, self.clock(), self.url)

    async def move(self, live: LiveRoom, change: Callable[[Room], Room]) -> None:
        """Change a room's state; tell everyone. Raises `room.Impossible` for a move that cannot be made."""
        before, after = live.room, change(live.room)
        if after == before:
            return
        live.room = after
        live.version += 1
        live.answers_version += 1
        self._set_timer(live)
        writing = self.store.write(partial(rooms_table.move, code=live.code, at=self.clock(), state=after.to_data()))
        try:
            await asyncio.wrap_future(writing)
        except StoreError:
            # the meeting goes on from memory; the cockpit says that the store is in trouble
            self.tell.progress(live)
        self.tell.room(live)
        self.tell.progress(live)

    def watch_timers(self) -> None:
        """Start the clocks of rooms whose timers ran when the server last stood."""
        for live in self.rooms.values():
            self._set_timer(live)

    def _set_timer(self, live: LiveRoom) -> None:
        if handle := self._timers.pop(live.code, None):
            handle.cancel()
        timer = live.room.timer
        if timer is None or timer.ends_at is None:
            return
        loop = asyncio.get_running_loop()

        async def elapse() -> None:
            await self.move(live, lambda room: room.elapse(self.clock()))
            if live.code not in self._timers:  # the clock was set back meanwhile
                self._set_timer(live)

        def ring() -> None:
            self._timers.pop(live.code, None)
            task = loop.create_task(elapse())
            self._ringing.add(task)
            task.add_done_callback(self._ringing.discard)

        delay = timer.seconds(self.clock()) + GRACE
        self._timers[live.code] = loop.call_later(delay, ring)

    # --- people ---

    def member(self, visitor: Visitor | None) -> tuple[Person, LiveRoom] | None:
        """The participant that a visitor is, and the room joined last."""
        person = self.people.get(visitor.participant) if visitor and visitor.participant else None
        if person is None or person.room not in self.rooms:
            return None
        return person, self.rooms[person.room]

    def steers(self, visitor: Visitor | None) -> LiveRoom | None:
        """The room that a visitor steers, unless its device has been signed out."""
        room = self.rooms.get(visitor.room) if visitor and visitor.room else None
        return room if room and visitor and visitor.since >= room.signed_out_at else None

    async def add_person(
        self,
        language: Language,
        actor_type: str | None,
        municipality: str | None,
        simulated: bool = False,
        paper: bool = False,
    ) -> Person:
        """A new participant, with a pseudonym and a personal link."""
        while (resume := codes.personal_code()) in self.links:
            pass
        now = self.clock()
        row = {
            "id": codes.pseudonym(self.chance), "resume": resume, "language": language, "actor_type": actor_type,
            "municipality": municipality, "simulated": simulated, "paper": paper, "joined_at": now,
        }  # fmt: skip
        await self.write(partial(people_table.add, person={**row, "created_at": now}))
        person = Person(**row)  # type: ignore[arg-type]  # a row's values have the types of the columns
        self.people[person.id] = person
        self.links[resume] = person.id
        return person

    async def remove_paper(self, live: LiveRoom, person: Person) -> None:
        """Delete someone who answered on paper, and what was typed in for them."""
        await self.write(partial(people_table.forget, participant=person.id))
        self.people.pop(person.id, None)
        self.links.pop(person.resume, None)
        live.uncount(person.id)
        self.entries_version += 1
        self.tell.progress(live)
        self.tell.joined(live)

    async def change_person(self, person: Person, **values: Any) -> None:
        """Change what a participant told of themselves, or the language."""
        await self.write(partial(people_table.change, participant=person.id, **values))
        for name, value in values.items():
            setattr(person, name, value)
        for code in person.tables:
            if live := self.rooms.get(code):
                live.answers_version += 1
                self.tell.progress(live)

    async def enter(self, live: LiveRoom, person: Person, table: int | None) -> None:
        """Let a person into a room, or change table in it."""
        now = self.clock()
        await self.write(partial(people_table.enter, room=live.code, participant=person.id, table=table, at=now))
        person.joined_at = now
        self._seat(live, person, table)
        live.answers_version += 1
        self.tell.progress(live)
        self.tell.joined(live)

    async def seat(self, live: LiveRoom, seats: dict[str, int]) -> None:
        """Give people who are in a room their tables, and tell them."""
        moved = {who: table for who, table in seats.items() if live.members[who].tables.get(live.code) != table}
        await self.write(partial(people_table.seat, room=live.code, seats=moved))
        for who, table in moved.items():
            self.publisher.seat(live.code, who, table)
            live.members[who].tables[live.code] = table
            self.tell.seated(live, who, table)
        live.answers_version += 1
        self.tell.progress(live)

    def _seat(self, live: LiveRoom, person: Person, table: int | None) -> None:
        self.publisher.seat(live.code, person.id, table)
        person.tables[live.code] = table
        person.room = live.code
        live.members[person.id] = person

    async def new_link(self, person: Person) -> None:
        """Give a person a new personal link; the old one stops working."""
        while (resume := codes.personal_code()) in self.links:
            pass
        old, now = person.resume, self.clock()
        await self.write(partial(people_table.replace_link, participant=person.id, old=old, new=resume, at=now))
        self.links.pop(old, None)
        self.links[resume] = person.id
        person.resume = resume

    def is_expired(self, person: Person) -> bool:
        """Whether a personal link is too old to be used."""
        return self.clock() - person.joined_at > self.content.series.days_kept * 86_400_000

    # --- the store ---

    async def write(self, job: Callable[[Any], Any]) -> Any:
        """Run a job on the store's writer and wait until it is on disk."""
        return await asyncio.wrap_future(self.store.write(job))

    async def read(self, job: Callable[[Any], Any]) -> Any:
        """Run a read-only job on the store, without holding up the event loop."""
        return await asyncio.to_thread(self.store.read, job)

    # --- what the hosting server asks ---

    def may_open(self, handler: RequestHandler, page: str) -> str | None:
        """Whether the visitor may open a page: None, or the address to go to instead."""
        visitor = visitor_of(handler)
        if self.steers(visitor):
            return None if page != "worksheet" or self.member(visitor) else "/"
        if page in FACILITATORS:
            return f"/pin?next=/{page}"
        return None if self.member(visitor) else "/"

    def language(self, handler: RequestHandler) -> Language:
        """The language of a visitor: chosen, else the person's, else the browser's, else Swedish."""
        return self.speaks(handler)()

    def speaks(self, handler: RequestHandler) -> Callable[[], Language]:
        """What tells the language of a visitor, now and later: a person may change it on another device."""
        visitor = visitor_of(handler)
        person = self.people.get(visitor.participant) if visitor and visitor.participant else None
        chosen = handler.get_query_argument("lang", None) or (visitor.language if visitor else None)
        if chosen not in LANGUAGES and person:
            return lambda: person.language
        if chosen not in LANGUAGES:
            preferred = handler.request.headers.get("Accept-Language", "sv").lower()
            first = preferred.split(",")[0].split("-")[0].strip()
            chosen = "sv" if first in ("sv", "nb", "nn", "no", "da", "*", "") else "en"
        return lambda: "en" if chosen == "en" else "sv"

    def close(self) -> None:
        """Stop the clocks and the streams."""
        for handle in self._timers.values():
            handle.cancel()
        self.tell.close()
        self.places.close()
        self.publisher.close()


def dumps(data: Any) -> str:
    """JSON as the API writes it."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
