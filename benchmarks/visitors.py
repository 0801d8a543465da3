"""Visitors as programs: HTTP with cookies over a line of their own, and the kernel's websocket up to a control's state.

Run as a process: reads one JSON order from standard input, waits for the start, writes one JSON list of visits.
"""

import asyncio
import gzip
import json
import re
import sys
import time
import uuid
from typing import Any

from websockets.asyncio.client import connect

PATIENCE = 240.0


class Line:
    """One visitor's connection to a server, kept open, with its cookies."""

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        self.cookies: dict[str, str] = {}
        self.bytes = 0
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    async def ask(self, method: str, path: str, body: Any = None) -> tuple[int, str]:
        """Ask, and read the answer to its last byte."""
        if self._streams is None:
            self._streams = await asyncio.open_connection(self.host, self.port)
        reader, writer = self._streams
        sent = json.dumps(body).encode() if body is not None else b""
        head = [
            f"{method} {path} HTTP/1.1", f"Host: {self.host}:{self.port}", "Accept-Encoding: gzip",
            "Accept-Language: sv", "User-Agent: Mozilla/5.0 (benchmark)", f"Content-Length: {len(sent)}",
        ]  # fmt: skip
        if sent:
            head.append("Content-Type: application/json")
        if self.cookies:
            head.append(f"Cookie: {self.cookie}")
        writer.write("\r\n".join([*head, "", ""]).encode() + sent)
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
        content = await self._body(reader, headers)
        if headers.get("content-encoding") == "gzip":
            content = gzip.decompress(content)
        return int(status.split()[1]), content.decode()

    async def _body(self, reader: asyncio.StreamReader, headers: dict[str, str]) -> bytes:
        if headers.get("transfer-encoding") != "chunked":
            content = await reader.readexactly(int(headers.get("content-length", 0)))
            self.bytes += len(content)
            return content
        content = b""
        while size := int((line := await reader.readline()).split(b";")[0], 16):
            content += (await reader.readexactly(size + 2))[:-2]
            self.bytes += len(line) + size + 2
        await reader.readline()
        return content

    async def control(self, kernel: str) -> None:
        """Open the kernel's channels and get the widgets' states, as a page does to draw its first control."""
        address = f"ws://{self.host}:{self.port}/api/kernels/{kernel}/channels?session_id={uuid.uuid4().hex}"
        headers = {"Cookie": self.cookie} if self.cookies else {}
        async with connect(address, additional_headers=headers, compression=None, max_size=None) as socket:
            comm = uuid.uuid4().hex
            await socket.send(
                _message("comm_open", {"comm_id": comm, "target_name": "jupyter.widget.control", "data": {}})
            )
            asking = {"comm_id": comm, "data": {"method": "request_states"}}
            await socket.send(_message("comm_msg", asking))
            async for received in socket:
                self.bytes += len(received)
                if isinstance(received, bytes):
                    count = int.from_bytes(received[:4], "big")
                    ends = [int.from_bytes(received[4 * i : 4 * i + 4], "big") for i in range(1, count + 1)]
                    received = received[ends[0] : ends[1] if count > 1 else None].decode()
                if "update_states" in received and "IntSliderModel" in received:
                    return


def _message(kind: str, content: dict[str, Any]) -> str:
    header = {
        "msg_id": uuid.uuid4().hex,
        "msg_type": kind,
        "username": "",
        "session": "b",
        "version": "5.3",
        "date": "",
    }
    # the version of the widgets' control protocol; without it they hang up
    metadata = {"version": "1.0.0"}
    message = {"header": header, "parent_header": {}, "metadata": metadata, "content": content, "buffers": []}
    return json.dumps(message | {"channel": "shell"})


async def visit(order: dict[str, Any], line: Line, start: float) -> dict[str, Any]:
    """One visit: join if there is a code, get the page, and its first control if it has one."""
    await asyncio.sleep(start - time.time())
    before = line.bytes
    try:
        async with asyncio.timeout(PATIENCE):
            if order["code"] and not line.cookies:
                status, _ = await line.ask("POST", "/api/join", {"code": order["code"], "lang": "sv", "profile": {}})
                assert status == 201, status
            status, html = await line.ask("GET", order["path"])
            page = time.time() - start
            assert status == 200 and order["expects"] in html, f"{status}: {html[:300]}"
            kernel = re.search(r'data-kernel="([\w-]+)"|"kernelId": "([\w-]+)"', html)
            identity = (kernel[1] or kernel[2]) if kernel else None
            if order["control"]:
                assert identity, f"no kernel in {html[-400:]}"
                await line.control(identity)
            total = time.time() - start
        return {"page": page, "total": total, "kernel": identity, "bytes": line.bytes - before, "lost": ""}
    except Exception as error:
        return {"page": 0, "total": 0, "kernel": None, "bytes": 0, "lost": f"{type(error).__name__}: {error}"}


async def main() -> None:
    """Visit each page in turn, all visitors at once; between two pages, wait for the word."""
    order = json.loads(sys.stdin.readline())
    lines = [Line(order["host"], order["port"]) for _ in range(order["visitors"])]
    while word := await asyncio.to_thread(sys.stdin.readline):
        page = order | json.loads(word)
        visits = await asyncio.gather(*(visit(page, line, page["start"]) for line in lines))
        print(json.dumps(visits), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
