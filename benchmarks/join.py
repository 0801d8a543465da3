"""How long it takes until everybody has the page, and what it costs: Samhandling beside plain Voilà, in one run.

    samhandling bench join             1, 40, 100 and 200 visitors at once; plain Voilà up to 40
    samhandling bench join --small     a few, to see that it works

Visitors are real protocol clients in processes of their own; each joins by the API, gets `/worksheet` to its last
byte, and then, all at once again, a notebook with sliders up to its first control's state over the kernel's websocket.
"""

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from crowd import Crowd, Lost
from explorer import SLIDERS, meeting, notebook, series_with_sliders
from serving import ROOT, plain_voila, samhandling
from table import Row, report, spread
from visitors import Visitor, kernel_of


@dataclass(frozen=True)
class Visit:
    """What a visitor got: seconds until the page, and until all of it, its kernel, and the bytes."""

    page: float
    total: float
    kernel: str | None
    bytes: int


async def visit(visitor: Visitor, start: float, path: str, expects: str, control: bool, code: str = "") -> Visit:
    """Join if there is a code, get a page, and its first control if it has one."""
    before = visitor.bytes
    if code:
        await visitor.join(code)
    status, html = await visitor.ask("GET", path)
    page = time.time() - start
    assert status == 200 and expects in html, f"{status}: {html[:300]}"
    kernel = kernel_of(html)
    if control:
        assert kernel, f"no kernel in {html[-400:]}"
        async with visitor.channels(kernel):
            pass
    return Visit(page, time.time() - start, kernel, visitor.bytes - before)


def row(
    server: str, page: str, visits: Sequence[Visit | Lost], cpu: float | None, pss: float | None, until: str = "total"
) -> Row:
    """One line of the table; costs that another line bears are None."""
    good = [visit for visit in visits if isinstance(visit, Visit)]
    lost = [visit.why for visit in visits if isinstance(visit, Lost)]
    if lost:
        print("lost:", lost[0], file=sys.stderr)
    kernels = [visit.kernel for visit in good if visit.kernel]
    assert len(set(kernels)) == len(kernels), "two visitors share a kernel"
    n = len(visits)
    return {
        "server": server, "page": page, "visitors at once": n, **spread((getattr(one, until) for one in good), "s"),
        "CPU-s each": None if cpu is None else cpu / n, "MB each (PSS)": None if pss is None else pss / n,
        "kB each": statistics.mean(one.bytes for one in good) / 1000 if good else 0.0, "lost": len(lost),
    }  # fmt: skip


def ours(n: int, place: Path) -> list[Row]:
    """Samhandling, expecting so many."""
    with samhandling(place, store=str(place / f"{n}.db"), pool=n, series=series_with_sliders(place)) as served:
        tree = served.tree
        cpu, pss = tree.seconds(), tree.megabytes()
        tree.settle(n)
        filled = tree.seconds() - cpu
        with Crowd(n, served.url) as crowd:
            cpu = tree.seconds()
            joined = crowd.all(visit, "/worksheet", 'data-screen="worksheet"', False, served.code)
            join = tree.seconds() - cpu
            cpu = tree.seconds()
            explored = crowd.all(visit, f"/sessions/{meeting()}", "data-widget-view", True)
            explore, pss = tree.seconds() - cpu, tree.megabytes() - pss
    control = f"sliders: first control (CPU of filling: {filled / n:.3f})"
    return [
        row("Samhandling", "join + worksheet", joined, join, None),
        row("Samhandling", "sliders: page", explored, None, None, "page"),
        row("Samhandling", control, explored, explore + filled, pss),
    ]


def plain(n: int, place: Path) -> list[Row]:
    """The same notebooks with the `voila` command."""
    folder = place / "plain"
    folder.mkdir(exist_ok=True)
    shutil.copy2(ROOT / "voila_apps/worksheet.ipynb", folder)
    (folder / "explore.ipynb").write_text(notebook(SLIDERS))
    rows = []
    for page, name, control in (("worksheet", "worksheet", False), ("sliders", "explore", True)):
        with plain_voila(place, folder) as served, Crowd(n, served.url) as crowd:
            tree = served.tree
            tree.settle(0)
            cpu, pss = tree.seconds(), tree.megabytes()
            visits = crowd.all(visit, f"/voila/render/{name}.ipynb", "</html>", control)
            cpu, pss = tree.seconds() - cpu, tree.megabytes() - pss
        if control:
            rows.append(row("plain Voilà", f"{page}: page", visits, None, None, "page"))
            page += ": first control"
        rows.append(row("plain Voilà", page, visits, cpu, pss))
    return rows


def main() -> int:
    """Run, and print the table. 1 when somebody did not get a page."""
    parser = argparse.ArgumentParser(prog="samhandling bench join", description=__doc__.splitlines()[0])
    parser.add_argument("--small", action="store_true", help="a few visitors, to see that it works")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1, 40, 100, 200], help="visitors at once")
    parser.add_argument("--plain-most", type=int, default=40, help="plain Voilà is measured up to so many")
    options = parser.parse_args()
    if options.small:
        options.sizes, options.plain_most = [1, 4], 1
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="join-") as place:
        for n in options.sizes:
            if n <= options.plain_most:
                rows += plain(n, Path(place))
            rows += ours(n, Path(place))
            print(f"{n} done", file=sys.stderr)
    print(report(rows))
    return int(any(one["lost"] for one in rows))


if __name__ == "__main__":
    sys.exit(main())
