"""A browser's event stream, read on a thread of its own."""

import http.client
import json
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import httpx


@dataclass
class Heard:
    """One event."""

    id: str | None
    name: str
    data: Any


class Listener:
    """Follows `/api/events` as the browser does; use it as a context manager."""

    def __init__(self, client: httpx.Client, last: str | None = None, tab: str = "", lang: str = "") -> None:
        self.events: list[Heard] = []
        self.ended = threading.Event()
        self._news = threading.Condition()
        url = client.base_url
        self._connection = http.client.HTTPConnection(url.host, url.port or 80, timeout=60)
        cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
        headers = {"Cookie": cookies, "Accept-Language": "sv"} | ({"Last-Event-ID": last} if last else {})
        self._connection.request("GET", f"/api/events?tab={tab}" + (f"&lang={lang}" if lang else ""), headers=headers)
        self._response = self._connection.getresponse()
        self.status = self._response.status
        self._thread = threading.Thread(target=self._follow)
        self._thread.start()

    def _follow(self) -> None:
        fields: dict[str, str] = {}
        with suppress(OSError, http.client.HTTPException, ValueError, AttributeError):
            while line := self._response.readline():
                text = line.decode().rstrip("\n")
                if text:
                    name, _, value = text.partition(": ")
                    fields[name] = value
                    continue
                if "data" in fields:
                    heard = Heard(fields.get("id"), fields.get("event", "message"), json.loads(fields["data"]))
                    with self._news:
                        self.events.append(heard)
                        self._news.notify_all()
                fields = {}
        self.ended.set()

    @property
    def names(self) -> list[str]:
        """The names of all events so far."""
        return [event.name for event in self.events]

    def wait(self, name: str, when: Callable[[Any], bool] = lambda _: True, seconds: float = 20) -> Heard:
        """The first event with this name and such data, as soon as it has come."""
        deadline = time.monotonic() + seconds
        with self._news:
            while True:
                found = next((one for one in self.events if one.name == name and when(one.data)), None)
                if found is not None:
                    return found
                left = deadline - time.monotonic()
                if left <= 0:
                    raise AssertionError(f"no such event {name!r}; heard {[(e.name, e.data) for e in self.events]}")
                self._news.wait(left)

    def close(self) -> None:
        """Leave, as a browser does that goes away."""
        if self._connection.sock is not None:
            with suppress(OSError):
                self._connection.sock.shutdown(socket.SHUT_RDWR)
        self._thread.join(20)
        self._connection.close()

    def __enter__(self) -> "Listener":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
