"""The event stream: what happens in the room, as it happens (Server-Sent Events)."""

import asyncio
from typing import Any

from tornado.iostream import StreamClosedError

from samhandling.server.api.base import ApiHandler, No, Operation
from samhandling.server.events import Client
from samhandling.server.workshop import dumps
from samhandling.store import now_ms

HEARTBEAT = 15.0
"""Seconds of silence after which the heart beats, so that a browser notices a dead line."""


class Events(ApiHandler):
    """One open stream: the room at once, what was missed, then all that happens."""

    OPERATIONS = (Operation("get", "Events of the room", "text/event-stream", errors=(401,), who="inside"),)

    client: Client | None = None

    async def get(self) -> None:
        workshop, visitor = self.workshop, self.visitor
        tab = self.get_query_argument("tab", "")[:40]
        client = workshop.listen(visitor, lambda: workshop.language(self), tab) if visitor else None
        if client is None:
            raise No(401, "not_joined")
        self.client = client
        live = workshop.rooms[client.room]
        self.set_header("Content-Type", "text/event-stream; charset=utf-8")
        self.set_header("X-Accel-Buffering", "no")
        missed = workshop.publisher.join(client, self.request.headers.get("Last-Event-ID"))
        workshop.tell_progress(live)
        first = [
            "retry: 1500\n\n",
            _event("room", live.describe(self.language, workshop.server, now_ms(), workshop.url)),
        ]
        if client.facilitator:
            first.append(_event("progress", workshop.progress(live, self.language)))
        self.write("".join([*first, *missed]))
        try:
            await self.flush()
            while (text := await self._next(client)) is not None:
                self.write(text)
                await self.flush()
        except (StreamClosedError, asyncio.CancelledError):
            pass  # the browser is gone, or the server is stopping
        finally:
            self.on_connection_close()

    async def _next(self, client: Client) -> str | None:
        try:
            return await asyncio.wait_for(client.queue.get(), HEARTBEAT)
        except asyncio.TimeoutError:
            return _event("beat", {})

    def on_connection_close(self) -> None:
        client, self.client = self.client, None
        if client is not None:
            self.workshop.publisher.leave(client)
            self.workshop.tell_progress(self.workshop.rooms[client.room])


def _event(name: str, data: Any) -> str:
    return f"event: {name}\ndata: {dumps(data)}\n\n"
