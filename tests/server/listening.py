"""A browser's event stream, read on a thread of its own."""

import http.client
import json
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator
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

    def __init__(
        self, client: httpx.Client, last: str | None = None, tab: str = "", lang: str = "", gzip: bool = False
    ) -> None:
        self.events: list[Heard] = []
        self.ended = threading.Event()
        self.last: str | None = last
        """The id that a browser would come back with."""
        self._news = threading.Condition()
        url = client.base_url
        self._connection = http.client.HTTPConnection(url.host, url.port or 80, timeout=60)
        cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
        headers = {"Cookie": cookies, "Accept-Language": "sv"} | ({"Last-Event-ID": last} if last else {})
        if gzip:
            headers["Accept-Encoding"] = "gzip"
        self._connection.request("GET", f"/api/events?tab={tab}" + (f"&lang={lang}" if lang else ""), headers=headers)
        self._socket = self._connection.sock
        self._response = self._connection.getresponse()
        self.status = self._response.status
        self._thread = threading.Thread(target=self._follow)
        self._thread.start()

    def _follow(self) -> None:
        fields: dict[str, str] = {}
        with suppress(OSError, http.client.HTTPException, ValueError, AttributeError):
            for text in self._lines():
                if text:
                    name, _, value = text.partition(": ")
                    fields[name] = value
                    continue
                self.last = fields.get("id", self.last)
                if "data" in fields:
                    heard = Heard(fields.get("id"), fields.get("event", "message"), json.loads(fields["data"]))
                    with self._news:
                        self.events.append(heard)
                        self._news.notify_all()
                fields = {}
        self.ended.set()

    def _lines(self) -> Iterator[str]:
        packed = self._response.getheader("Content-Encoding") == "gzip"
        unpack = zlib.decompressobj(wbits=31).decompress if packed else bytes
        rest = b""
        while part := self._response.read1():
            *lines, rest = (rest + unpack(part)).split(b"\n")
            yield from (line.decode() for line in lines)

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
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join(20)
        self._response.close()
        self._connection.close()

    def __enter__(self) -> "Listener":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Deaf:
    """A browser that asked for the events and does not read them."""

    def __init__(self, client: httpx.Client) -> None:
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.socket.settimeout(30)
        self.socket.connect((client.base_url.host, client.base_url.port))
        (name, value), *_ = client.cookies.items()
        request = f"GET /api/events?tab=deaf HTTP/1.1\r\nHost: x\r\nCookie: {name}={value}\r\n\r\n"
        self.socket.sendall(request.encode())

    def rest(self) -> str:
        """What had come before the server hung up; only whole events."""
        text = b""
        with suppress(ConnectionResetError):
            while part := self.socket.recv(2**20):
                text += part
        return text.rpartition(b"\n\n")[0].decode()
