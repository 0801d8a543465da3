"""Two thousand participants without kernels on one server: they come, follow the room, and save.

    samhandling bench lite                       2 000 who come within a minute, and 500 who all come at once
    samhandling bench lite --participants 500 --seconds 30
    samhandling bench lite --small               a few, to see that it works

Each joins by the API, opens `/worksheet?lite=1` (every fortieth loads all that the page needs as well), keeps an event
stream, and writes an answer every ten seconds, while the facilitator moves the room every five. When the meeting has
ended, every acknowledged answer is looked for in the store.
"""

import argparse
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from crowd import Crowd, Lost
from outbox import Written, lost
from participant import Attendance, attend
from projector import Watched, watch
from serving import samhandling
from table import Row, report, spread

STEPS = "where-we-stand", "staircase"
FILES = 40
"""Each so-manieth comes for the first time, and loads what the page needs."""
PAUSE = 5.0
"""Seconds between two steps."""


@dataclass(frozen=True)
class Load:
    """So many who join within some seconds, and then answer for some, each `every` so many."""

    participants: int
    joining: float
    seconds: float
    every: float

    @property
    def name(self) -> str:
        return f"{self.participants} within {self.joining:.0f} s" if self.joining else f"{self.participants} at once"


@dataclass(frozen=True)
class Met:
    """What a load met, and what it cost the server: CPU-seconds, and megabytes more than before."""

    load: Load
    attended: list[Attendance]
    away: int
    pictures: list[float]
    sent: dict[int, float]
    """When the facilitator clicked, by the room's version."""
    written: list[Written]
    gone: list[Written]
    """Acknowledged, and not in the store."""
    coming: float
    """Seconds until the last of them had joined."""
    cpu: float
    memory: float

    def rows(self) -> list[Row]:
        """The lines of the table."""
        came, each = self.attended, self.load.participants
        steps = [arrival for one in came for arrival in one.arrivals(self.sent)]
        heard = [arrival for arrival in steps if arrival is not None]
        saved = [one.acknowledged - one.at for one in self.written if one.acknowledged]
        times: list[tuple[str, list[float], int]] = [
            ("join", [one.join for one in came], self.away),
            ("worksheet", [one.page for one in came], self.away),
            ("step → each phone", heard, self.away + len(steps) - len(heard)),
            ("save → acknowledged", saved, len(self.gone) + sum(bool(one.rejected) for one in self.written)),
            ("the projector's picture", self.pictures, 0),
        ]
        whole: dict[str, float | None] = {
            "joins a second": len(came) / self.coming, "CPU-s each": self.cpu / each,
            "kB each (PSS)": 1024 * self.memory / each,
        }  # fmt: skip
        return [
            {
                "participants": self.load.name, "what": what, "n": len(values),
                **spread((1000 * one for one in values), "ms"), **(whole if what == "join" else dict.fromkeys(whole)),
                "lost": missing,
            }
            for what, values, missing in times
        ]  # fmt: skip


def meet(place: Path, load: Load) -> Met:
    """A meeting under a load."""
    store = place / "answers.db"
    with (
        samhandling(place, store=str(store)) as served, Crowd(load.participants, served.url) as crowd,
        Crowd(1, served.url) as wall,
    ):  # fmt: skip
        leader = served.facilitator()
        cpu, memory, sent = served.tree.seconds(), served.tree.megabytes(), {}

        def move(**change: str | bool) -> None:
            clicked = time.time()
            moved = leader.post("/api/room", json=change).raise_for_status().json()
            sent[moved["version"]] = clicked

        whole = load.joining + load.seconds
        wall.begin(watch, served.pin, patience=whole + 60)
        start = crowd.begin(attend, served.code, load.joining, FILES, load.every, whole + 30, patience=whole + 60)
        end = time.monotonic() + whole
        while time.monotonic() < end:
            move(step=STEPS[len(sent) % 2], state="open")
            time.sleep(min(PAUSE, load.seconds / 4))
        memory, cpu = served.tree.megabytes() - memory, served.tree.seconds() - cpu
        move(ended=True)
        results, (watched,) = crowd.results(), wall.results()
    away = [one for one in [*results, watched] if isinstance(one, Lost)]
    attended = [one for one in results if isinstance(one, Attendance)]
    for why in sorted({one.why for one in away} | {f"went on after: {one.fault}" for one in attended if one.fault}):
        print(why, file=sys.stderr)
    written = [one for each in attended for one in each.written]
    gone = lost(str(store), written)
    coming = max((one.joined for one in attended), default=start + load.joining) - start
    pictures = watched.pictures if isinstance(watched, Watched) else []
    return Met(load, attended, load.participants - len(attended), pictures, sent, written, gone, coming, cpu, memory)


def main() -> int:
    """Run, and print the table. 1 when somebody or something was lost."""
    parser = argparse.ArgumentParser(prog="samhandling bench lite", description=__doc__.splitlines()[0])
    parser.add_argument("--small", action="store_true", help="a few participants, to see that it works")
    parser.add_argument("--participants", type=int, default=2000)
    parser.add_argument("--joining", type=float, default=60, help="seconds within which they come")
    parser.add_argument("--storm", type=int, default=500, help="how many come at once to a second server; 0: none")
    parser.add_argument("--seconds", type=float, default=120, help="how long they answer")
    parser.add_argument("--every", type=float, default=10, help="seconds between two answers of one participant")
    options = parser.parse_args()
    if options.small:
        options.participants, options.joining, options.storm, options.seconds, options.every = 8, 1, 5, 2, 0.5
    loads = [Load(options.participants, options.joining, options.seconds, options.every)]
    if options.storm:
        loads.append(Load(options.storm, 0, min(30, options.seconds), options.every))
    rows: list[Row] = []
    for load in loads:
        with tempfile.TemporaryDirectory(prefix="lite-") as place:
            rows += meet(Path(place), load).rows()
    print(report(rows))
    return int(any(one["lost"] for one in rows) or not all(one["n"] for one in rows))


if __name__ == "__main__":
    sys.exit(main())
