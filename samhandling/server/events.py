"""Events to browsers: one publisher, a bounded queue for each stream, and resuming by last event id.

A client that cannot keep up is dropped; its browser comes back by itself and says what it saw last.
"""

import asyncio
import json
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

QUEUE = 64
"""Events that may wait for one slow client before it is dropped."""
REMEMBERED = 1000
"""Events kept for clients that come back."""


@dataclass(eq=False)
class Client:
    """One open stream: in which room, for whom, and what waits to be sent."""

    room: str
    participant: str | None
    facilitator: bool
    tab: str
    visitor: str
    language: Callable[[], str]
    table: Callable[[], int | None]
    queue: asyncio.Queue[str | None] = field(default_factory=lambda: asyncio.Queue(QUEUE))

    def may_hear(self, audience: str) -> bool:
        """Whether an event for `audience` is for this client: all, facilitators, a respondent."""
        if audience == "all":
            return True
        if audience == "facilitators":
            return self.facilitator
        return audience == self.participant or audience == f"table:{self.table()}"


@dataclass(frozen=True)
class Event:
    """Something that happened in a room. `data` is text by language, or the same for all under ``""``."""

    number: int
    room: str
    audience: str
    name: str
    data: dict[str, str]

    def text(self, server: str, language: str) -> str:
        """The event as it goes over the wire."""
        data = self.data.get(language) or self.data.get("", "")
        return f"id: {server}-{self.number}\nevent: {self.name}\ndata: {data}\n\n"


class Publisher:
    """Sends what happens in the rooms to those who listen."""

    def __init__(self, server: str) -> None:
        self.server = server
        self.clients: dict[str, set[Client]] = {}
        self._number = 0
        self._past: deque[Event] = deque(maxlen=REMEMBERED)

    def join(self, client: Client, last_event_id: str | None) -> list[str]:
        """Start sending to a client; what it missed since `last_event_id`, oldest first."""
        self.clients.setdefault(client.room, set()).add(client)
        server, _, number = (last_event_id or "").rpartition("-")
        if server != self.server or not number.isdigit():
            return []
        missed = [event for event in self._past if event.number > int(number) and event.room == client.room]
        # the newest state of the room is sent at every start anyway
        wanted = (event for event in missed if event.name not in ("room", "progress"))
        return [event.text(self.server, client.language()) for event in wanted if client.may_hear(event.audience)]

    def leave(self, client: Client) -> None:
        """Stop sending to a client."""
        self.clients.get(client.room, set()).discard(client)

    def listening(self, room: str) -> Iterable[Client]:
        """The clients of a room."""
        return tuple(self.clients.get(room, ()))

    def publish(self, room: str, name: str, data: Any = None, *, to: str = "all", by_language: bool = False) -> None:
        """Send an event to a room: `to` all, the facilitators, or one respondent.

        With `by_language`, `data` maps each language to what its readers get.
        """
        self._number += 1
        texts = {lang: _json(one) for lang, one in data.items()} if by_language else {"": _json(data)}
        event = Event(self._number, room, to, name, texts)
        if name not in ("room", "progress"):
            self._past.append(event)
        for client in self.listening(room):
            if client.may_hear(to):
                self._put(client, event.text(self.server, client.language()))

    def _put(self, client: Client, text: str) -> None:
        try:
            client.queue.put_nowait(text)
        except asyncio.QueueFull:
            self.drop(client)

    def drop(self, client: Client) -> None:
        """End a client's stream; its browser will come back by itself."""
        self.leave(client)
        while not client.queue.empty():
            client.queue.get_nowait()
        client.queue.put_nowait(None)

    def close(self) -> None:
        """End every stream."""
        for clients in tuple(self.clients.values()):
            for client in tuple(clients):
                self.drop(client)


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
