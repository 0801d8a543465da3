"""What tests share: a real server in a process of its own, and people who talk to it."""

import atexit
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import pytest

ROOT = Path(__file__).parent.parent
PARTS = ("exercises", "sessions", "datasets", "voila_apps")


@cache
def played_series() -> Path:
    """The series that tests play: the repository's exercises and pages with meetings that do not change; its root."""
    root = Path(tempfile.mkdtemp(prefix="series-"))
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    for name in PARTS:
        (root / name).symlink_to(ROOT / name)
    for file in ROOT.glob("*.yaml"):
        if file.name != "series.yaml":
            shutil.copy2(file, root)
    shutil.copy2(ROOT / "tests" / "series.yaml", root)
    return root


class Serving:
    """A server in a process of its own."""

    def __init__(self, folder: Path, *options: str, series: Path | None = None) -> None:
        self.folder = folder
        self.options = options
        self.series = series or played_series() / "series.yaml"
        self.store = folder / "answers.db"
        self.log = folder / "server.log"
        self.process: subprocess.Popen[bytes] | None = None
        self.port = 0
        self.ready: dict[str, str] = {}

    def start(self) -> "Serving":
        """Start it, on the same port as before, and wait until it answers."""
        ready_file = self.folder / "ready.json"
        ready_file.unlink(missing_ok=True)
        command = [
            sys.executable, "-m", "samhandling", "serve", "--series", str(self.series), "--host", "127.0.0.1",
            "--port", str(self.port), "--store", str(self.store), "--ready-file", str(ready_file), *self.options,
        ]  # fmt: skip
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, stdout=log, stderr=log, cwd=self.folder, env=os.environ | {"PYTHONUTF8": "1"}
            )
        deadline = time.monotonic() + 60
        while not ready_file.exists():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"the server did not start:\n{self.said()}")
            time.sleep(0.05)
        self.ready = json.loads(ready_file.read_text())
        self.port = int(self.ready["url"].rsplit(":", 1)[1])
        return self

    @property
    def url(self) -> str:
        return self.ready["url"]

    @property
    def code(self) -> str:
        return self.ready["join_code"]

    def kill(self) -> None:
        """End it as a power cut does."""
        assert self.process
        self.process.kill()
        self.process.wait()

    def stop(self, with_signal: int = signal.SIGINT) -> int:
        """Stop it as Ctrl-C does; its exit code."""
        assert self.process
        if self.process.poll() is None:
            self.process.send_signal(with_signal)
        try:
            return self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""

    def client(self) -> httpx.Client:
        """A browser without a cookie."""
        return httpx.Client(base_url=self.url, timeout=30, headers={"Accept-Language": "sv"})

    def join(self, **profile: Any) -> "Participant":
        """Someone new in the room."""
        return Participant(self, profile)

    def facilitator(self) -> httpx.Client:
        """A client that has given the PIN."""
        client = self.client()
        assert client.post("/api/facilitator", json={"pin": self.ready["pin"]}).status_code == 200
        return client


class Participant:
    """A participant as a program sees one."""

    def __init__(self, serving: Serving, profile: dict[str, Any]) -> None:
        self.client = serving.client()
        response = self.client.post("/api/join", json={"code": serving.code, "lang": "sv", "profile": profile})
        assert response.status_code == 201, response.text
        self.id: str = response.json()["participant"]
        self.resume: str = response.json()["resume"]

    def answer(self, exercise: str, item: str, value: Any, **more: Any) -> dict[str, Any]:
        """Send one answer; what became of it."""
        given = {"id": str(uuid.uuid4()), "exercise": exercise, "item": item, "value": value, **more}
        response = self.client.post("/api/answers", json={"answers": [given]})
        assert response.status_code == 200, response.text
        result: dict[str, Any] = response.json()
        return result | {"id": given["id"]}

    def mine(self) -> dict[tuple[str, str, str], Any]:
        """Own newest answers by exercise, item and level."""
        answers = self.client.get("/api/answers/mine").json()["answers"]
        return {(one["exercise"], one["item"], one["level"]): one["value"] for one in answers}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest file first: of two that work, none waits for the other at the end."""
    items.sort(key=lambda item: "test_bench" not in item.nodeid)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Serving]]:
    """Start servers; each is stopped afterwards, and its log is shown when the test fails."""
    started: list[Serving] = []

    def begin(*options: str, series: Path | None = None) -> Serving:
        folder = tmp_path / f"server{len(started)}"
        folder.mkdir()
        serving = Serving(folder, *options, series=series)
        started.append(serving)
        return serving.start()

    yield begin
    for serving in started:
        if serving.process and serving.process.poll() is None:
            serving.stop()
        print(f"--- {serving.log} ---\n{serving.said()[-6000:]}")


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """One server for the tests of a module that do not mind each other."""
    one = Serving(tmp_path_factory.mktemp("server")).start()
    yield one
    one.stop()
    print(f"--- server ---\n{one.said()[-6000:]}")


@pytest.fixture
def own_series(tmp_path: Path) -> Path:
    """A copy of the series, to change; its series.yaml."""
    target = tmp_path / "series"
    target.mkdir()
    for name in PARTS:
        shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    for file in played_series().glob("*.yaml"):
        shutil.copy2(file, target)
    return target / "series.yaml"
