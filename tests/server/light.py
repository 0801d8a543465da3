"""The API in the tests' own process, on a thread of its own: starts at once, and its inside can be reached."""

import asyncio
import ssl
import threading
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

import httpx
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application

from samhandling.content.reading import Content
from samhandling.server.api import routes
from samhandling.server.live import LiveRoom
from samhandling.server.workshop import Workshop
from samhandling.store import Store
from tests.conftest import Serving

T = TypeVar("T")
MEETING = "2_business_collaboration"
NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Hundreds of clients are made: they share what TLS would need, and leave the certificates unread."""


def quick_client(url: str) -> httpx.Client:
    """A browser without a cookie."""
    return httpx.Client(base_url=url, timeout=30, headers={"Accept-Language": "sv"}, verify=NO_TLS)


class Light(Serving):
    """A server of the API alone, with a room of `MEETING`; the pages and their kernels are left out."""

    workshop: Workshop
    live: LiveRoom

    def __init__(self, folder: Path, content: Content) -> None:
        super().__init__(folder)
        self.content = content
        self.opened = Store(str(self.store))
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever)

    def start(self) -> "Light":
        self.thread.start()
        self.live = self.run(self._begin())
        self.ready = {"url": f"http://127.0.0.1:{self.port}", "join_code": self.live.code, "pin": self.live.pin}
        return self

    def client(self) -> httpx.Client:
        return quick_client(self.url)

    async def _begin(self) -> LiveRoom:
        self.workshop = Workshop(self.content, self.opened)
        app = Application(
            routes.handlers(),  # type: ignore[arg-type]
            samhandling=self.workshop, cookie_secret=self.workshop.secret, log_function=lambda _: None,
        )  # fmt: skip
        sockets = bind_sockets(0, "127.0.0.1")
        self.port = sockets[0].getsockname()[1]
        self.http = HTTPServer(app)
        self.http.add_sockets(sockets)
        self.workshop.watch_timers()
        return await self.workshop.resume_or_open(MEETING, None)

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """What a coroutine gives when the server's event loop runs it."""
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(30)

    def call(self, function: Callable[[], T]) -> T:
        """What a function gives when it is called on the server's event loop."""

        async def called() -> T:
            return function()

        return self.run(called())

    async def _end(self) -> None:
        self.http.stop()
        self.workshop.close()
        await self.http.close_all_connections()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
        await asyncio.sleep(0)

    def stop(self, with_signal: int = 0) -> int:
        """Stop it; harmless when it has stopped."""
        if self.thread.is_alive():
            self.run(self._end())
            self.loop.call_soon_threadsafe(self.loop.stop)
            self.thread.join(20)
            self.loop.close()
        self.opened.close()
        return 0
