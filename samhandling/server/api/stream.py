"""The event stream: what happens in the room, as it happens (Server-Sent Events)."""

import random
import socket

from samhandling.server.api.base import ApiHandler, Operation
from samhandling.server.api.joining import describe_person
from samhandling.server.events import GZIP, Client, pack, spell
from samhandling.server.live import LiveRoom, Person

HEAD = (
    "HTTP/1.1 200 OK", "Content-Type: text/event-stream; charset=utf-8", "Cache-Control: no-store",
    "X-Content-Type-Options: nosniff", "X-Accel-Buffering: no", "Vary: Accept-Encoding", "Connection: close",
)  # fmt: skip
"""How the answer begins; it ends with the connection."""
RETRY = 1000, 2500
"""Milliseconds until a browser that lost its stream comes back: not all of them at the same moment."""
PATIENCE = 40_000
"""Milliseconds without an acknowledgement until the line is dead, where the system can tell: the browser's patience."""


class Events(ApiHandler):
    """One open stream: the room at once, what was missed, then all that happens."""

    OPERATIONS = (Operation("get", "Events of the room", "text/event-stream", errors=(401,), who="inside"),)

    def get(self) -> None:
        live, person, facilitator = self.inside()
        workshop, visitor = self.workshop, self.known()
        gzip = "gzip" in self.request.headers.get("Accept-Encoding", "")
        head = "\r\n".join([*HEAD, *(["Content-Encoding: gzip"] if gzip else []), "", ""]).encode()
        first = head + (GZIP if gzip else b"") + pack(self._first(live, person, facilitator), gzip)
        # the line is the publisher's from here on: nothing waits and no clock runs for each of the streams
        client = Client(
            stream=self.detach(), gzip=gzip, room=live.code, participant=person.id if person else None,
            table=person.tables.get(live.code) if person else None, facilitator=facilitator,
            tab=self.get_query_argument("tab", "")[:40] or visitor.id, visitor=visitor.id,
            language=workshop.speaks(self),
        )  # fmt: skip

        def gone() -> None:
            workshop.publisher.leave(client)
            workshop.tell.progress(live)

        client.stream.set_nodelay(True)
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            client.stream.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, PATIENCE)
        client.stream.set_close_callback(gone)
        workshop.publisher.join(client, first, self.request.headers.get("Last-Event-ID"))
        workshop.tell.progress(live)

    def _first(self, live: LiveRoom, person: Person | None, facilitator: bool) -> str:
        """What every stream begins with: the newest of each state, and who one is."""
        workshop, language = self.workshop, self.language
        room = workshop.describe(live, language)
        if person:
            room["me"] = describe_person(self, person, live)
        told = [f"retry: {random.randint(*RETRY)}\n\n", spell("room", room)]
        if facilitator:
            told.append(spell("progress", workshop.tell.counts(live, language)))
            told.append(spell("pool", workshop.places.progress.to_data()))
        return "".join(told)
