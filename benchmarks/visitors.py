"""A visitor as a program: HTTP with cookies over a connection of its own, the event stream, the kernel's websocket."""

import asyncio
import gzip
import json
import re
import uuid
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection, connect

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass(frozen=True)
class Event:
    """An event of the room as it came over the stream."""

    id: str | None
    name: str
    data: Any


class Visitor:
    """One browser: its cookies, and a connection that is kept open between what it asks."""

    def __init__(self, number: int, url: str) -> None:
        """`number` tells the visitors of a run apart; `url` is the server's."""
        self.number = number
        address = urlsplit(url)
        self.host, self.port = address.hostname or "", address.port or 80
        self.cookies: dict[str, str] = {}
        self.bytes = 0
        """What has come over the wire, headers included."""
        self.location = ""
        """Where the last answer sent the browser on to."""
        self._streams: Streams | None = None

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    async def ask(self, method: str, path: str, body: Any = None) -> tuple[int, str]:
        """Ask, and read the answer to its last byte: status and text. OSError or EOFError when the line breaks.

        A `body` is sent as JSON, a text as a filled-in form.
        """
        try:
            if self._streams is None:
                self._streams = await asyncio.open_connection(self.host, self.port)
            reader, writer = self._streams
            self._send(writer, method, path, body)
            status, headers = await self._head(reader)
            content = b"".join([part async for part in self._parts(reader, headers)])
        except BaseException:
            # what was asked may still be answered: a line that was given up is of no more use
            self.hang_up()
            raise
        if headers.get("content-encoding") == "gzip":
            content = gzip.decompress(content)
        return status, content.decode()

    async def get(self, path: str) -> Any:
        """What an address of the API answers, which must be 200."""
        status, text = await self.ask("GET", path)
        assert status == 200, f"{path}: {status} {text[:200]}"
        return json.loads(text)

    async def post(self, path: str, body: Any) -> Any:
        """What the API answers to something posted, which must be 2xx."""
        status, text = await self.ask("POST", path, body)
        assert status in (200, 201), f"{path}: {status} {text[:200]}"
        return json.loads(text)

    async def join(self, code: str, **profile: Any) -> str:
        """Join the room with a code; the participant's pseudonym."""
        joined = await self.post("/api/join", {"code": code, "lang": "sv", "profile": profile})
        return str(joined["participant"])

    def hang_up(self) -> None:
        """Drop the connection, as a phone does when its screen goes dark."""
        if self._streams is not None:
            self._streams[1].transport.abort()
            self._streams = None

    async def events(self, last: str | None = None) -> AsyncIterator[Event]:
        """The room's events over a connection of their own, until the server ends it; heartbeats are left out."""
        reader, writer = await asyncio.open_connection(self.host, self.port)
        try:
            self._send(writer, "GET", f"/api/events?tab={self.number}", None, {"Last-Event-ID": last} if last else {})
            status, headers = await self._head(reader)
            assert status == 200, status
            unpack = zlib.decompressobj(wbits=31).decompress if headers.get("content-encoding") == "gzip" else bytes
            text = b""
            async for part in self._parts(reader, headers):
                *blocks, text = (text + unpack(part)).split(b"\n\n")
                for block in blocks:
                    fields = dict(line.split(": ", 1) for line in block.decode().splitlines() if ": " in line)
                    if fields.get("event", "beat") != "beat":
                        yield Event(fields.get("id"), fields["event"], json.loads(fields["data"]))
        finally:
            writer.transport.abort()

    @asynccontextmanager
    async def channels(self, kernel: str) -> AsyncIterator[ClientConnection]:
        """The kernel's websocket, once the first control's state is there, as a page needs it to draw the control."""
        address = f"ws://{self.host}:{self.port}/api/kernels/{kernel}/channels?session_id={uuid.uuid4().hex}"
        headers = {"Cookie": self.cookie} if self.cookies else {}
        async with connect(address, additional_headers=headers, compression=None, max_size=None) as socket:
            comm = uuid.uuid4().hex
            opening = {"comm_id": comm, "target_name": "jupyter.widget.control", "data": {}}
            await socket.send(_message("comm_open", opening))
            await socket.send(_message("comm_msg", {"comm_id": comm, "data": {"method": "request_states"}}))
            async for received in socket:
                self.bytes += len(received)
                if isinstance(received, bytes):
                    count = int.from_bytes(received[:4], "big")
                    ends = [int.from_bytes(received[4 * i : 4 * i + 4], "big") for i in range(1, count + 1)]
                    received = received[ends[0] : ends[1] if count > 1 else None].decode()
                if "update_states" in received and "IntSliderModel" in received:
                    break
            yield socket

    def _send(
        self, writer: asyncio.StreamWriter, method: str, path: str, body: Any, more: dict[str, str] | None = None
    ) -> None:
        is_form = isinstance(body, str)
        content = body.encode() if is_form else json.dumps(body).encode() if body is not None else b""
        headers = {
            "Host": f"{self.host}:{self.port}", "Accept-Encoding": "gzip", "Accept-Language": "sv",
            "User-Agent": "Mozilla/5.0 (benchmark)", "Content-Length": str(len(content)),
            "Samhandling-Tab": str(self.number), **(more or {}),
        }  # fmt: skip
        if content:
            headers["Content-Type"] = "application/x-www-form-urlencoded" if is_form else "application/json"
        if self.cookies:
            headers["Cookie"] = self.cookie
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
        writer.write("\r\n".join(lines).encode() + content)

    async def _head(self, reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
        raw = await reader.readuntil(b"\r\n\r\n")
        self.bytes += len(raw)
        status, *lines = raw.decode("latin-1").split("\r\n")
        headers: dict[str, str] = {}
        for line in filter(None, lines):
            name, _, value = line.partition(":")
            if name.lower() == "set-cookie":
                key, _, content = value.strip().partition(";")[0].partition("=")
                self.cookies[key] = content
            headers[name.lower()] = value.strip()
        self.location = headers.get("location", "")
        return int(status.split()[1]), headers

    async def _parts(self, reader: asyncio.StreamReader, headers: dict[str, str]) -> AsyncIterator[bytes]:
        if headers.get("transfer-encoding") == "chunked":
            while size := int((line := await reader.readuntil(b"\r\n")).split(b";")[0], 16):
                part = await reader.readexactly(size + 2)
                self.bytes += len(line) + len(part)
                yield part[:-2]
            await reader.readuntil(b"\r\n")
        elif headers.get("connection") == "close" and "content-length" not in headers:
            while part := await reader.read(2**16):
                self.bytes += len(part)
                yield part
        else:
            content = await reader.readexactly(int(headers.get("content-length", 0)))
            self.bytes += len(content)
            yield content


def kernel_of(page: str) -> str | None:
    """The kernel behind a page, on a page of ours or of plain Voilà."""
    found = re.search(r'data-kernel="([\w-]+)"|"kernelId": "([\w-]+)"', page)
    return (found[1] or found[2]) if found else None


def _message(kind: str, content: dict[str, Any]) -> str:
    header = {
        "msg_id": uuid.uuid4().hex, "msg_type": kind, "username": "", "session": "b", "version": "5.3", "date": "",
    }  # fmt: skip
    # the version of the widgets' control protocol; without it they hang up
    metadata = {"version": "1.0.0"}
    message = {"header": header, "parent_header": {}, "metadata": metadata, "content": content, "buffers": []}
    return json.dumps(message | {"channel": "shell"})
