"""Events to browsers: one publisher, a bounded backlog for each stream, and resuming by last event id.

An event is encoded once for each language, and the same bytes go to everyone in its audience. A client that
cannot keep up is dropped; its browser comes back by itself and says what it saw last.
"""

import json
import time
import zlib
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from tornado.ioloop import PeriodicCallback
from tornado.iostream import IOStream, StreamBufferFullError, StreamClosedError

from samhandling.content.language import Language

BACKLOG = 2**20
"""Bytes that may wait for one slow client before it is dropped."""
REMEMBERED, LONG = 10_000, 180.0
"""Events kept for clients that come back, and seconds; the better part of a minute when two thousand write.

Who was away for longer has missed some, and fetches what it shows anew, as every page does that comes back.
"""
STATES = ("room", "progress", "pool")
"""Events of which only the newest counts; it is sent at every start."""
HEARTBEAT = 15.0
"""Seconds between two beats of the heart, by which a browser notices a dead line."""
GZIP = b"\x1f\x8b\x08" + bytes(6) + b"\xff"
"""How a compressed stream begins; it has no end."""


def spell(name: str, data: Any, id: str = "") -> str:
    """An event as text."""
    told = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"id: {id}\nevent: {name}\ndata: {told}\n\n" if id else f"event: {name}\ndata: {told}\n\n"


def pack(text: str, gzip: bool) -> bytes:
    """Text as it goes over the wire.

    Compressed, it refers to nothing before it and ends on a whole byte, so that it fits into any compressed stream.
    """
    if not gzip:
        return text.encode()
    press = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return press.compress(text.encode()) + press.flush(zlib.Z_SYNC_FLUSH)


@dataclass(eq=False)
class Client:
    """One open stream: in which room, for whom, and where it is written to."""

    stream: IOStream
    gzip: bool
    room: str
    participant: str | None
    table: int | None
    facilitator: bool
    tab: str
    visitor: str
    language: Callable[[], Language]

    @property
    def audiences(self) -> Iterable[str]:
        """Those whom the client belongs to: all, the facilitators, respondents."""
        yield "all"
        if self.facilitator:
            yield "facilitators"
        if self.participant:
            yield self.participant
        if self.table is not None:
            yield f"table:{self.table}"


@dataclass(eq=False, slots=True)
class Event:
    """Something that happened in a room, for all in its audience but the tab that did it.

    `data` is JSON, or gives it for a language.
    """

    id: str
    room: str
    audience: str
    name: str
    data: Any
    tab: str | None
    at: float = field(default_factory=time.monotonic)
    _encoded: dict[tuple[Language, bool], bytes] = field(default_factory=dict)

    def is_for(self, client: Client) -> bool:
        """Whether a client may hear it, and has not done it."""
        return self.room == client.room and self.audience in client.audiences and self.tab != client.tab

    def encoded(self, client: Client) -> bytes:
        """The event as it goes to a client; encoded once for all who read the same."""
        key = client.language(), client.gzip
        if key not in self._encoded:
            data = self.data(key[0]) if callable(self.data) else self.data
            self._encoded[key] = pack(spell(self.name, data, self.id), client.gzip)
        return self._encoded[key]


class Publisher:
    """Sends what happens in the rooms to those who listen. Lives on the event loop."""

    def __init__(self, server: str) -> None:
        self.server = server
        self.clients: dict[str, dict[str, set[Client]]] = {}
        """By room and audience."""
        self._number = 0
        self._past: deque[Event] = deque(maxlen=REMEMBERED)
        self._heart = PeriodicCallback(self._beat, HEARTBEAT * 1000)

    def join(self, client: Client, first: bytes, last_event_id: str | None) -> None:
        """Start sending to a client: `first`, what it missed since `last_event_id`, and all that happens."""
        self._enlist(client)
        upto = pack(f"id: {self._newest}\n\n", client.gzip)
        self._send(client, b"".join([first, *self._missed(client, last_event_id), upto]))
        client.stream.max_write_buffer_size = BACKLOG
        if not self._heart.is_running():
            self._heart.start()

    @property
    def _newest(self) -> str:
        """The id of the newest event that is remembered; a state has it too, since all up to there has been told."""
        return f"{self.server}-{self._number}"

    def _missed(self, client: Client, last_event_id: str | None) -> list[bytes]:
        server, _, number = (last_event_id or "").rpartition("-")
        if server != self.server or not number.isdecimal():
            return []
        newest_first = islice(reversed(self._past), max(0, self._number - int(number)))
        return [event.encoded(client) for event in newest_first if event.is_for(client)][::-1]

    def _enlist(self, client: Client) -> None:
        room = self.clients.setdefault(client.room, {})
        for audience in client.audiences:
            room.setdefault(audience, set()).add(client)

    def leave(self, client: Client) -> None:
        """Stop sending to a client."""
        room = self.clients.get(client.room, {})
        for audience in client.audiences:
            room.get(audience, set()).discard(client)

    def seat(self, room: str, participant: str, table: int | None) -> None:
        """Let a participant's streams hear what is said at a table, instead of at the one before."""
        for client in self.listening(room, participant):
            self.leave(client)
            client.table = table
            self._enlist(client)

    def listening(self, room: str, audience: str = "all") -> tuple[Client, ...]:
        """The clients of a room, or of an audience in it."""
        return tuple(self.clients.get(room, {}).get(audience, ()))

    def publish(self, room: str, name: str, data: Any, *, to: str = "all", tab: str | None = None) -> None:
        """Send an event to a room: `to` all, the facilitators, or one respondent, but not to the `tab` that did it.

        `data` may be a function that gives it for a language; it is called for the languages that somebody reads.
        """
        self._number += name not in STATES
        event = Event(self._newest, room, to, name, data, tab)
        if name not in STATES:
            self._past.append(event)
        while self._past and self._past[0].at < event.at - LONG:
            self._past.popleft()
        for client in self.listening(room, to):
            if client.tab != tab:
                self._send(client, event.encoded(client))

    def _send(self, client: Client, data: bytes) -> None:
        try:
            client.stream.write(data)
        except (StreamBufferFullError, StreamClosedError):
            self.drop(client)

    def _beat(self) -> None:
        beats = {gzip: pack(spell("beat", {}), gzip) for gzip in (False, True)}
        for room in tuple(self.clients):
            for client in self.listening(room):
                self._send(client, beats[client.gzip])

    def drop(self, client: Client) -> None:
        """End a client's stream; its browser will come back by itself."""
        self.leave(client)
        client.stream.close()

    def close(self) -> None:
        """End every stream."""
        self._heart.stop()
        for room in tuple(self.clients):
            for client in self.listening(room):
                self.drop(client)
