"""How long until an answer is on disk, and whether any is lost: 200 participants who save every two seconds.

    samhandling bench save                       SQLite, and PostgreSQL where it is installed
    samhandling bench save --store URL           a store of yours, which must be empty
    samhandling bench save --small               a few, to see that it works

Everyone saves every two seconds: first each in their own time, then all at the same instant, then in their own time
while the server is killed (SIGKILL) and started again; an answer that was not acknowledged is sent again under its id.
When the server has ended, every acknowledged answer is looked for in the store.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import postgresql
from crowd import Crowd, Lost
from machine import Tree, storage
from outbox import Outbox, Written, lost
from serving import Served, samhandling
from table import Row, report, spread
from visitors import Visitor

STEP, EXERCISE = "staircase", "E10.1"
"""Thirteen questions on a scale, each with room for a reason."""


@dataclass(frozen=True)
class Store:
    """A store to save in: its name, its URL, and the processes of its server if it has one of its own."""

    name: str
    url: str
    tree: Tree | None = None


@dataclass
class Run:
    """Everyone saving for a while: how, what was written, and CPU-seconds of the server and of the data base."""

    how: str
    written: list[Written] = field(default_factory=list)
    gone: list[Lost] = field(default_factory=list)
    cpu: float | None = None
    database: float | None = None

    def row(self, store: Store, participants: int, missing: set[str]) -> Row:
        """One line of the table; `missing` are the ids that the store should hold and does not."""
        acknowledged = [one for one in self.written if one.acknowledged]

        def each(seconds: float | None) -> float | None:
            return None if seconds is None else 1000 * seconds / max(1, len(acknowledged))

        return {
            "store": store.name, "saving": self.how, "participants": participants, "answers": len(self.written),
            "acknowledged": len(acknowledged),
            **spread((1000 * (one.acknowledged - one.at) for one in acknowledged if one.acknowledged), "ms"),
            "CPU-s per 1000": each(self.cpu), "the data base's": each(self.database),
            "sent again": sum(one.tries > 1 for one in self.written),
            "rejected": sum(bool(one.rejected) for one in self.written),
            "lost": len(self.gone) + sum(one.id in missing for one in self.written),
        }  # fmt: skip


async def come(visitor: Visitor, start: float, code: str) -> str:
    """Join; who one is."""
    return await visitor.join(code, table=1 + visitor.number % 40)


async def save(
    visitor: Visitor, start: float, people: list[str], seconds: float, every: float, together: bool
) -> list[Written]:
    """Write something again and again, and have all of it acknowledged in the end."""
    outbox = Outbox(visitor, people[visitor.number])
    own = 0.0 if together else every * (visitor.number / len(people))
    for turn in range(round(seconds / every)):
        await asyncio.sleep(start + own + turn * every - time.time())
        outbox.write(EXERCISE)
        await outbox.send()
    while outbox.waiting:
        await asyncio.sleep(0.5)
        await outbox.send()
    return outbox.written


def saving(store: Store, place: Path, participants: int, seconds: float, every: float) -> list[Row]:
    """Everyone saves in one store, in each of the ways; the others last a fifth as long as the first."""
    brief = max(4 * every, seconds / 5)
    alone, together, killed = (
        Run("each in their own time"), Run("all at the same instant"), Run("the server killed meanwhile"),
    )  # fmt: skip
    with samhandling(place, store=store.url) as served, Crowd(participants, served.url) as crowd:
        people = [one for one in crowd.all(come, served.code) if isinstance(one, str)]
        assert len(people) == participants, "not everybody could join"
        served.facilitator().post("/api/room", json={"step": STEP, "state": "open"}).raise_for_status()
        for run, lasts in ((alone, seconds), (together, brief)):
            with costs(run, served, store):
                crowd.begin(save, people, lasts, every, run is together, patience=lasts + 60)
                gather(run, crowd)
        crowd.begin(save, people, brief, every, False, patience=brief + 120)
        time.sleep(brief / 2)
        served.process.kill()
        served.process.wait()
        with samhandling(place, store=store.url, port=served.port):
            gather(killed, crowd)
    missing = {one.id for one in lost(store.url, [*alone.written, *together.written, *killed.written])}
    return [run.row(store, participants, missing) for run in (alone, together, killed)]


def gather(run: Run, crowd: Crowd) -> None:
    """Wait for everybody, and take in what they wrote."""
    for result in crowd.results():
        if isinstance(result, Lost):
            print("lost:", result.why, file=sys.stderr)
            run.gone.append(result)
        else:
            run.written += result


@contextmanager
def costs(run: Run, served: Served, store: Store) -> Iterator[None]:
    """Note what the processes use meanwhile."""
    before, database = served.tree.seconds(), store.tree.seconds() if store.tree else 0.0
    yield
    run.cpu = served.tree.seconds() - before
    run.database = store.tree.seconds() - database if store.tree else None


def main() -> int:
    """Run, and print the table. 1 when an answer was lost or rejected."""
    parser = argparse.ArgumentParser(prog="samhandling bench save", description=__doc__.splitlines()[0])
    parser.add_argument("--small", action="store_true", help="a few participants, to see that it works")
    parser.add_argument("--participants", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=300, help="how long they save")
    parser.add_argument("--every", type=float, default=2, help="seconds between two answers of one participant")
    parser.add_argument("--store", help="the URL of a data base, which must be empty")
    options = parser.parse_args()
    if options.small:
        options.participants, options.seconds, options.every = 6, 2, 0.5
    rows: list[Row] = []

    def measure(store: Store, place: str) -> None:
        rows.extend(saving(store, Path(place), options.participants, options.seconds, options.every))

    with tempfile.TemporaryDirectory(prefix="save-") as place:
        disk = storage(Path(place))
        if options.store:
            measure(Store(options.store.partition(":")[0], options.store), place)
        else:
            measure(Store("SQLite", str(Path(place) / "answers.db")), place)
            if postgresql.is_installed():
                with postgresql.cluster() as (url, tree):
                    measure(Store("PostgreSQL", url, tree), place)
            else:
                print("PostgreSQL is not installed here, and is left out.", file=sys.stderr)
    print(report(rows, disk))
    return int(any(one["lost"] or one["rejected"] for one in rows))


if __name__ == "__main__":
    sys.exit(main())
