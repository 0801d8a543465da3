"""Servers in processes of their own: Samhandling as anyone starts it, from a bare folder, and plain Voilà."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from machine import Tree

ROOT = Path(__file__).parent.parent
PATIENCE = 120.0
"""Seconds until a server must answer."""


@dataclass(frozen=True)
class Served:
    """A server that answers."""

    url: str
    process: "subprocess.Popen[bytes]"
    tree: Tree
    """What it costs."""
    code: str = ""
    """With which participants join."""
    pin: str = ""

    @property
    def port(self) -> int:
        return int(self.url.rsplit(":", 1)[1])

    def facilitator(self) -> httpx.Client:
        """A client that steers the meeting."""
        client = httpx.Client(base_url=self.url, timeout=60, headers={"Accept-Language": "sv"})
        client.post("/api/facilitator", json={"pin": self.pin}).raise_for_status()
        return client


@contextmanager
def samhandling(
    place: Path, *, store: str | None = None, pool: int = 0, port: int = 0, series: Path = ROOT / "series.yaml"
) -> Iterator[Served]:
    """A server of ours in a folder, which keeps its store and its log; ended afterwards.

    `store` is a file or a database's URL, `pool` the participants that are expected, 0 finds a free `port`.
    """
    ready = place / "ready.json"
    ready.unlink(missing_ok=True)
    command = [
        sys.executable, "-m", "samhandling", "serve", "--series", str(series), "--host", "127.0.0.1",
        "--port", str(port), "--pool", str(pool), "--store", store or str(place / "answers.db"),
        "--ready-file", str(ready),
    ]  # fmt: skip
    with running(command, place, ready.exists) as process:
        told = json.loads(ready.read_text())
        yield Served(told["url"], process, Tree(process.pid), told["join_code"], told["pin"])


@contextmanager
def plain_voila(place: Path, notebooks: Path) -> Iterator[Served]:
    """The `voila` command on a folder of notebooks, at `/voila/render/<name>.ipynb`; ended afterwards."""
    port = free_port()
    command = [sys.executable, "-m", "voila", str(notebooks), "--no-browser", f"--port={port}", "--Voila.ip=127.0.0.1"]
    with running(command, place, lambda: listens(port)) as process:
        yield Served(f"http://127.0.0.1:{port}", process, Tree(process.pid))


@contextmanager
def running(command: list[str], place: Path, is_ready: Callable[[], bool]) -> Iterator["subprocess.Popen[bytes]"]:
    """A server's process from when it answers; ended afterwards. Its log is in `place`, and shown if it never does."""
    log = place / "server.log"
    paths = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    with log.open("a") as file:
        process = subprocess.Popen(command, cwd=place, stdout=file, stderr=file, env=os.environ | {"PYTHONPATH": paths})
    try:
        deadline = time.monotonic() + PATIENCE
        while not is_ready():
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{command[2]} did not start:\n{log.read_text()[-4000:]}")
            time.sleep(0.02)
        yield process
    finally:
        process.terminate()
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def listens(port: int) -> bool:
    """Whether somebody does."""
    try:
        socket.create_connection(("127.0.0.1", port), 0.2).close()
    except OSError:
        return False
    return True
