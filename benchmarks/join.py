"""How long it takes until everybody has the page, and what it costs: Samhandling beside plain Voilà, in one run.

    python benchmarks/join.py             1, 40, 100 and 200 visitors at once; plain Voilà up to 40
    python benchmarks/join.py --small     a few, to see that it works

Visitors are real protocol clients in processes of their own; each joins by the API, gets `/worksheet` to its last
byte, and then, all at once again, a notebook with sliders up to its first control's state over the kernel's websocket.
"""

import argparse
import json
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from machine import Tree, described

HERE = Path(__file__).parent
ROOT = HERE.parent
CLIENTS = 2
EXPLORER = """import ipywidgets
controls = [ipywidgets.IntSlider(description=f"Antal {i}", max=100, value=i) for i in range(4)]
label = ipywidgets.Label()
def show(change):
    label.value = str(sum(one.value for one in controls))
for one in controls:
    one.observe(show, "value")
ipywidgets.VBox([*controls, label])"""


def notebook(*cells: str) -> str:
    """A notebook of a heading and code cells."""
    made: list[dict[str, Any]] = [{"cell_type": "markdown", "id": "head", "metadata": {}, "source": "# Utforska"}]
    for i, cell in enumerate(cells):
        code = {"cell_type": "code", "id": f"c{i}", "metadata": {}, "outputs": [], "execution_count": None}
        made.append(code | {"source": cell})
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return json.dumps({"cells": made, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5})


@contextmanager
def running(command: list[str], folder: Path, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A server, ended afterwards."""
    paths = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    with log.open("w") as file:
        process = subprocess.Popen(
            command, cwd=folder, stdout=file, stderr=file, env=os.environ | {"PYTHONPATH": paths}
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()


class Crowd:
    """Visitors in processes of their own, who keep their cookies from page to page."""

    def __init__(self, visitors: int, host: str, port: int) -> None:
        shares = [visitors // CLIENTS + (i < visitors % CLIENTS) for i in range(CLIENTS)]
        self._processes = [
            subprocess.Popen(
                [sys.executable, str(HERE / "visitors.py")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
            for share in shares
            if share
        ]
        for process, share in zip(self._processes, filter(None, shares), strict=True):
            self._say(process, {"host": host, "port": port, "visitors": share, "code": ""})

    def _say(self, process: subprocess.Popen[str], what: dict[str, Any]) -> None:
        assert process.stdin
        process.stdin.write(json.dumps(what) + "\n")
        process.stdin.flush()

    def visit(self, path: str, expects: str, control: bool, code: str = "") -> list[dict[str, Any]]:
        """All at once."""
        start = time.time() + 1.5
        for process in self._processes:
            what = {"path": path, "expects": expects, "control": control, "code": code, "start": start}
            self._say(process, what)
        found: list[dict[str, Any]] = []
        for process in self._processes:
            assert process.stdout
            found += json.loads(process.stdout.readline())
        return found

    def leave(self) -> None:
        for process in self._processes:
            process.kill()
            process.wait()


def row(
    server: str, page: str, visits: list[dict[str, Any]], cpu: float | None, pss: float | None, until: str = "total"
) -> list[str]:
    """One line of the table; costs that another line bears are None."""
    good = sorted(visit[until] for visit in visits if not visit["lost"])
    lost = [visit["lost"] for visit in visits if visit["lost"]]
    if lost:
        print("lost:", lost[0], file=sys.stderr)
    kernels = [visit["kernel"] for visit in visits if visit["kernel"]]
    assert len(set(kernels)) == len(kernels), "two visitors share a kernel"
    n = len(visits)
    times = [statistics.median(good), good[int(0.95 * (len(good) - 1))], good[-1]] if good else [0.0] * 3
    weight = statistics.mean(visit["bytes"] for visit in visits) / 1000
    costs = ["" if cpu is None else f"{cpu / n:.3f}", "" if pss is None else f"{pss / n:.1f}"]
    cells = [f"{one:.2f}" for one in times] + [*costs, f"{weight:.1f}", str(len(lost))]
    return [server, page, str(n), *cells]


def meeting() -> str:
    """The meeting that a new server opens."""
    found = re.search(r"^opens: *(\S+)", (ROOT / "series.yaml").read_text(encoding="utf-8"), re.MULTILINE)
    assert found
    return found[1]


def settle(tree: Tree, least: int, patience: float = 300.0) -> None:
    """Wait until there are so many kernels, no more come, and nothing computes."""
    end, before = time.monotonic() + patience, -1.0
    while time.monotonic() < end:
        time.sleep(2.0)
        now = tree.kernels() * 1000 + tree.seconds()
        if tree.kernels() >= least and now - before < 0.1:
            return
        before = now


def ours(n: int, place: Path) -> list[list[str]]:
    """Samhandling, expecting so many."""
    series = place / "series"
    if not series.exists():
        series.mkdir()
        for name in ("exercises", "sessions", "datasets", "voila_apps"):
            shutil.copytree(ROOT / name, series / name)
        shutil.copy2(ROOT / "series.yaml", series)
        for language in ("sv", "en"):
            (series / "sessions" / language / f"{meeting()}.ipynb").write_text(notebook(EXPLORER))
    ready = place / f"ready{n}.json"
    command = [
        sys.executable, "-m", "samhandling", "serve", "--series", str(series / "series.yaml"), "--host", "127.0.0.1",
        "--port", "0", "--pool", str(n), "--store", str(place / f"{n}.db"), "--ready-file", str(ready),
    ]  # fmt: skip
    with running(command, place, place / f"ours{n}.log") as process:
        while not ready.exists():
            assert process.poll() is None, (place / f"ours{n}.log").read_text()
            time.sleep(0.02)
        told = json.loads(ready.read_text())
        tree = Tree(process.pid)
        cpu, pss = tree.seconds(), tree.megabytes()
        settle(tree, n)
        filled = tree.seconds() - cpu
        crowd = Crowd(n, "127.0.0.1", int(told["url"].rsplit(":", 1)[1]))
        try:
            cpu = tree.seconds()
            joined = crowd.visit("/worksheet", 'data-screen="worksheet"', False, told["join_code"])
            join = tree.seconds() - cpu
            first = row("Samhandling", "join + worksheet", joined, join, None)
            cpu = tree.seconds()
            explored = crowd.visit(f"/sessions/{meeting()}", "data-widget-view", True)
            explore = tree.seconds() - cpu
            last = row("Samhandling", "sliders: first control", explored, explore + filled, tree.megabytes() - pss)
            last[1] += f" (CPU of filling: {filled / n:.3f})"
        finally:
            crowd.leave()
    return [first, row("Samhandling", "sliders: page", explored, None, None, "page"), last]


def plain(n: int, place: Path) -> list[list[str]]:
    """The same notebooks with the `voila` command."""
    folder = place / "plain"
    folder.mkdir(exist_ok=True)
    shutil.copy2(ROOT / "voila_apps/worksheet.ipynb", folder)
    (folder / "explore.ipynb").write_text(notebook(EXPLORER))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "voila", str(folder), "--no-browser", f"--port={port}", "--Voila.ip=127.0.0.1"]
    rows = []
    for page, path, expects, control in (
        ("worksheet", "/voila/render/worksheet.ipynb", "</html>", False),
        ("sliders", "/voila/render/explore.ipynb", "</html>", True),
    ):
        with running(command, place, place / f"plain{n}.log") as process:
            while True:
                try:
                    socket.create_connection(("127.0.0.1", port), 0.2).close()
                    break
                except OSError:
                    assert process.poll() is None, (place / f"plain{n}.log").read_text()
                    time.sleep(0.1)
            tree = Tree(process.pid)
            time.sleep(1.0)
            crowd = Crowd(n, "127.0.0.1", port)
            try:
                cpu, pss = tree.seconds(), tree.megabytes()
                visits = crowd.visit(path, expects, control)
                if control:
                    rows.append(row("plain Voilà", f"{page}: page", visits, None, None, "page"))
                    page += ": first control"
                rows.append(row("plain Voilà", page, visits, tree.seconds() - cpu, tree.megabytes() - pss))
            finally:
                crowd.leave()
    return rows


def table(rows: list[list[str]]) -> str:
    """The rows as Markdown."""
    head = [
        "server",
        "page",
        "visitors at once",
        "p50 s",
        "p95 s",
        "last s",
        "CPU-s each",
        "MB each (PSS)",
        "kB each",
        "lost",
    ]
    marks = ["---"] * 2 + ["--:"] * (len(head) - 2)
    return "\n".join("| " + " | ".join(one) + " |" for one in [head, marks, *rows])


def main() -> int:
    """Run, and print the table. 1 when somebody did not get a page."""
    parser = argparse.ArgumentParser(prog="samhandling bench join", description=__doc__.splitlines()[0])
    parser.add_argument("--small", action="store_true", help="a few visitors, to see that it works")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1, 40, 100, 200], help="visitors at once")
    parser.add_argument("--plain-most", type=int, default=40, help="plain Voilà is measured up to so many")
    options = parser.parse_args()
    if options.small:
        options.sizes, options.plain_most = [1, 4], 1
    if sys.platform != "linux":
        print("What it costs is read from /proc, so this runs on Linux only.", file=sys.stderr)
        return 2
    rows: list[list[str]] = []
    with tempfile.TemporaryDirectory(prefix="join-") as place:
        for n in options.sizes:
            if n <= options.plain_most:
                rows += plain(n, Path(place))
            rows += ours(n, Path(place))
            print(f"{n} done", file=sys.stderr)
    print(f"{described()}\n\n{table(rows)}")
    return int(any(one[-1] != "0" for one in rows))


if __name__ == "__main__":
    sys.exit(main())
