"""The same questionnaire in oTree: everybody opens it at once, then everybody sends it in at once.

    samhandling bench peers            40 and 200 participants; installs oTree in a folder of its own the first time
    samhandling bench peers --small    a few, to see that it works

Two questions to choose by, two to write, one number. A participant of oTree opens the session's link, is sent on to
the page, and posts its form; one of ours joins by the API, gets the worksheet, and sends five answers. oTree's
production server runs on SQLite, its default, and where there is one on PostgreSQL, which its documentation advises
for studies; ours on SQLite, its default. CPU and memory are the server's and the database's. What is not compared:
what the page loads besides itself, what a page's timeouts cost, and what each can do that the other cannot.
"""

import argparse
import asyncio
import random
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import otree
import postgresql
from crowd import Crowd, Lost
from machine import Tree
from outbox import questions
from serving import Served, samhandling
from table import Row, report, spread
from visitors import Visitor

from samhandling.content.simulated import SIMULATED

PAUSE = 20.0
"""Seconds from the opening to the sending in."""


async def questionnaire(visitor: Visitor, start: float, link: str, pause: float) -> tuple[float, float]:
    """Open oTree's page, and send its form in; seconds until the page, and until it is taken."""
    status, page = await visitor.ask("GET", link)
    while status in (302, 303, 307):
        here = visitor.location.removeprefix(f"http://{visitor.host}:{visitor.port}")
        status, page = await visitor.ask("GET", here)
    assert status == 200 and "<form" in page, f"{status}: {page[:200]}"
    opened = time.time() - start
    await _write(visitor, start + pause)
    status, page = await visitor.ask("POST", here, otree.FILLED)
    assert status in (302, 303), f"{status}: {page[:200]}"
    return opened, time.time() - start - pause


async def worksheet(
    visitor: Visitor, start: float, code: str, answers: list[dict[str, object]], pause: float
) -> tuple[float, float]:
    """Join, get the worksheet, and save answers; seconds until the page, and until they are acknowledged."""
    await visitor.join(code, table=1 + visitor.number % 40)
    status, page = await visitor.ask("GET", "/worksheet")
    assert status == 200 and 'data-screen="worksheet"' in page, f"{status}: {page[:200]}"
    opened = time.time() - start
    await _write(visitor, start + pause)
    given = [{"id": str(uuid.uuid4()), **one} for one in answers]
    saved = (await visitor.post("/api/answers", {"answers": given}))["saved"]
    assert len(saved) == len(given), saved
    return opened, time.time() - start - pause


async def _write(visitor: Visitor, until: float) -> None:
    """Fill in until then; a connection does not outlive that, with either server."""
    visitor.hang_up()
    await asyncio.sleep(until - time.time())


def measured(
    name: str, n: int, served: Served, act: object, *told: object, pause: float, database: Tree | None = None
) -> list[Row]:
    """Both acts, by so many; the database's processes are named if it is none of the server's own."""
    trees = [served.tree, *([database] if database else [])]

    def cpu() -> float:
        return sum(tree.seconds() for tree in trees)

    def memory() -> float:
        return sum(tree.megabytes() for tree in trees)

    with Crowd(n, served.url) as crowd:
        rested, before = memory(), cpu()
        start = crowd.begin(act, *told, pause, patience=pause + 120)  # type: ignore[arg-type]  # one of the two above
        time.sleep(start + 0.8 * pause - time.time())
        between = cpu()
        found = crowd.results()
        after, grown = cpu(), memory() - rested
    good = [one for one in found if not isinstance(one, Lost)]
    lost = [one.why for one in found if isinstance(one, Lost)]
    if lost:
        print("lost:", lost[0], file=sys.stderr)
    return [
        {
            "server": name, "what": what, "at once": n, **spread((one[i] for one in good), "s"),
            "CPU-s each": used / n, "MB each (PSS)": megabytes, "lost": len(lost),
        }
        for i, (what, used, megabytes) in enumerate(
            (("page open", between - before, None), ("sent in", after - between, grown / n))
        )
    ]  # fmt: skip


def theirs(n: int, place: Path, pause: float) -> Iterator[Row]:
    """OTree, on each database."""
    yield from _theirs("SQLite", n, place / f"otree-sqlite{n}", pause)
    if postgresql.is_installed():
        with postgresql.cluster() as (url, tree):
            yield from _theirs("PostgreSQL", n, place / f"otree-postgresql{n}", pause, url, tree)


def _theirs(
    store: str, n: int, place: Path, pause: float, url: str | None = None, database: Tree | None = None
) -> list[Row]:
    with otree.otree(place, url) as served:
        session = {"session_config_name": "survey", "num_participants": n}
        told = httpx.post(f"{served.url}/api/sessions", json=session, timeout=120).raise_for_status().json()
        link = "/join/" + told["session_wide_url"].rpartition("/join/")[2]
        name = f"oTree {otree.VERSION}, {store}"
        return measured(name, n, served, questionnaire, link, pause=pause, database=database)


def ours(n: int, place: Path, pause: float) -> list[Row]:
    """Samhandling, with five questions of an exercise."""
    with samhandling(place, store=str(place / f"{n}.db"), pool=n) as served:
        served.tree.settle(0)
        with closing(served.facilitator()) as leader:
            leader.post("/api/room", json={"step": "staircase", "state": "open"}).raise_for_status()
        own = random.Random(1)
        answers = [
            {"exercise": "E10.1", "item": item.id, "value": SIMULATED[item.kind](item, own, 0.5)}
            for item in questions("E10.1", 0)[:5]
        ]
        return measured("Samhandling, SQLite", n, served, worksheet, served.code, answers, pause=pause)


def main() -> int:
    """Run, and print the table. 1 when somebody of ours was lost."""
    parser = argparse.ArgumentParser(prog="samhandling bench peers", description=__doc__.splitlines()[0])
    parser.add_argument("--small", action="store_true", help="a few, to see that it works")
    parser.add_argument("--sizes", type=int, nargs="+", default=[40, 200], help="participants at once")
    options = parser.parse_args()
    sizes, pause = ([3], 3.0) if options.small else (options.sizes, PAUSE)
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="peers-") as place:
        for n in sizes:
            rows += theirs(n, Path(place), pause)
            rows += ours(n, Path(place), pause)
    print(report(rows))
    return int(any(one["lost"] for one in rows if str(one["server"]).startswith("Samhandling")))


if __name__ == "__main__":
    sys.exit(main())
