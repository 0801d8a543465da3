"""How soon the room sees it: the facilitator's step on every phone, and an answer in the picture on the projector.

    samhandling bench live                       200 participants, a facilitator and a projector
    samhandling bench live --participants 1000
    samhandling bench live --small               a few, to see that it works

Everyone keeps an event stream. First the facilitator moves the room thirty times, once a second: how long from the
click until each phone has heard of it. Then all answer an exercise, everyone every two seconds; the projector fetches
the picture whenever it hears of new answers: how long from when a phone sent an answer until it stands in the picture.
"""

import argparse
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from crowd import Crowd, Lost
from participant import SHOWN, Attendance, attend
from projector import Watched, watch
from serving import samhandling
from table import Row, report, spread

STEPS = "check-in", "where-we-stand"
STEP = "closing"
"""Where what each one writes is shown as it is."""
EVERY = 2.0
"""Seconds between two answers of a participant."""
LONGEST = 300.0
"""Seconds after which a meeting that has not ended is over."""


@dataclass(frozen=True)
class Met:
    """What a meeting met, and what it cost the server."""

    attended: list[Attendance]
    away: int
    """Those who did not get through."""
    watched: Watched
    sent: dict[int, float]
    """When the facilitator clicked, by the room's version."""
    cost: str

    def rows(self) -> list[Row]:
        """The lines of the table."""
        steps = [one.arrivals(self.sent) for one in self.attended]
        written = [one for each in self.attended for one in each.written]
        return [
            row("step → each phone", [one for each in steps for one in each], self.away * len(self.sent)),
            row("step → the last phone", [max(filter(None, each), default=None) for each in zip(*steps, strict=True)]),
            row("answer → projector", [one for each in self.attended for one in self._until_shown(each)]),
            row("answer → acknowledged", [one.acknowledged and one.acknowledged - one.at for one in written]),
        ]

    def _until_shown(self, one: Attendance) -> list[float | None]:
        """How long until each of someone's answers stood in the picture, or what they replaced it by meanwhile."""
        shown = [answer for answer in one.written if answer.item == SHOWN and answer.acknowledged]
        times: list[float | None] = []
        last: float | None = None
        for answer in reversed(shown):
            last = self.watched.seen.get(answer.value, last)
            times.append(None if last is None else last - answer.at)
        return times


def row(what: str, times: list[float | None], missed: int = 0) -> Row:
    """One line of the table, of seconds; None for what never came."""
    came = [1000 * one for one in times if one is not None]
    return {"from … to": what, "n": len(times), **spread(came, "ms"), "missed": missed + len(times) - len(came)}


def meet(place: Path, participants: int, changes: int, seconds: float) -> Met:
    """A meeting of so many, in which the room is moved so often, and then answers for so long."""
    with samhandling(place) as served, Crowd(participants, served.url) as crowd, Crowd(1, served.url) as wall:
        leader = served.facilitator()

        def move(**change: str | bool) -> int:
            version: int = leader.post("/api/room", json=change).raise_for_status().json()["version"]
            return version

        wall.begin(watch, served.pin, patience=LONGEST)
        crowd.begin(attend, served.code, 1.0, 0, EVERY, LONGEST, patience=LONGEST + 10)
        deadline = time.monotonic() + 60
        while (here := leader.get("/api/progress").json()["here"]) < participants:
            assert time.monotonic() < deadline, f"only {here} came"
            time.sleep(0.2)
        cpu, began, sent = served.tree.seconds(), time.monotonic(), {}
        for number in range(changes):
            clicked = time.time()
            sent[move(step=STEPS[number % 2])] = clicked
            time.sleep(1)
        move(step=STEP, state="open")
        time.sleep(seconds)
        cost = f"the server: {served.tree.seconds() - cpu:.1f} CPU-s in {time.monotonic() - began:.0f} s"
        move(state="closed")
        time.sleep(3)  # until the last answers are in a picture
        move(ended=True)
        results, (watched,) = crowd.results(), wall.results()
    for lost in (one for one in [*results, watched] if isinstance(one, Lost)):
        print("lost:", lost.why, file=sys.stderr)
    attended = [one for one in results if isinstance(one, Attendance)]
    seen = watched if isinstance(watched, Watched) else Watched()
    return Met(attended, participants - len(attended), seen, sent, cost)


def main() -> int:
    """Run, and print the table. 1 when a phone or the projector missed something."""
    parser = argparse.ArgumentParser(prog="samhandling bench live", description=__doc__.splitlines()[0])
    parser.add_argument("--small", action="store_true", help="a few participants, to see that it works")
    parser.add_argument("--participants", type=int, default=200)
    parser.add_argument("--changes", type=int, default=30, help="how often the facilitator moves the room")
    parser.add_argument("--seconds", type=float, default=30, help="how long they answer")
    options = parser.parse_args()
    if options.small:
        options.participants, options.changes, options.seconds = 6, 3, 3
    with tempfile.TemporaryDirectory(prefix="live-") as place:
        met = meet(Path(place), options.participants, options.changes, options.seconds)
    rows = met.rows()
    print(report(rows, f"{options.participants} participants; {met.cost}"))
    return int(any(one["missed"] for one in rows) or not all(one["n"] for one in rows))


if __name__ == "__main__":
    sys.exit(main())
