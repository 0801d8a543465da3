"""A long meeting: whether memory stays flat, every kernel is given back, and nothing is lost.

    samhandling bench soak                 200 participants for an hour, then until the last kernel must be gone
    samhandling bench soak --minutes 10    shorter
    samhandling bench soak --small         half a minute with a few, to see that it works

Everyone follows the room, answers, reloads the worksheet, and falls asleep for a minute or three; a fifth also open the
meeting's page with sliders again and again, and close it, or are cut off from it: who is cut off soon has as many
kernels as one may have, so that the load is the same from then on. The facilitator goes from one exercise to another.
Memory after seventeen minutes is compared with memory at the end, each as the median of a twelfth of the time.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

import httpx
import psutil
from crowd import Crowd, Lost
from explorer import series_with_sliders
from outbox import lost
from serving import ROOT, Served, samhandling
from stay import Habits, Stay, stay
from table import report

from samhandling.content.reading import Content
from samhandling.server.kernels import CUT_OFF

EXPLORES = 5
"""Each so many-th participant opens the page with sliders."""
MOST = 5.0
"""Per cent by which memory may grow."""


@dataclass(frozen=True)
class Sample:
    """How the server stands at a moment."""

    second: float
    server: float
    whole: float
    """Megabytes as proportional set size: the server's process, and all it has started."""
    kernels: int
    files: int
    cpu: float


def sample(served: Served, began: float) -> Sample:
    """Look at the server."""
    process = psutil.Process(served.process.pid)
    return Sample(
        time.monotonic() - began, process.memory_full_info().pss / 2**20, served.tree.megabytes(),
        served.tree.kernels(), process.num_fds(), served.tree.seconds(),
    )  # fmt: skip


def steps(facilitator: httpx.Client) -> Iterator[str]:
    """The agenda's exercises that begin with everyone answering alone, over and over."""
    exercises = Content.read(ROOT).exercises
    agenda = facilitator.get("/api/agenda").json()["steps"]
    alone = [
        one["step"] for one in agenda if one["exercise"] and exercises[one["exercise"]].phases[0].level == "individual"
    ]
    return cycle(alone)


def compared(samples: list[Sample], what: str) -> tuple[float, float]:
    """Memory after the warm-up, and at the end; each is the median of a twelfth of the time.

    It is warm when the first pages that were cut off have been given up, and as many go as come.
    """
    settled = sum(one.second < CUT_OFF + 120 for one in samples)
    warm = settled if settled < len(samples) / 2 else len(samples) // 6
    window = max(1, len(samples) // 12)

    def middle(some: list[Sample]) -> float:
        return statistics.median(getattr(one, what) for one in some)

    return middle(samples[warm : warm + window]), middle(samples[-window:])


def emptied(served: Served, facilitator: httpx.Client, patience: float) -> int:
    """Kernels that are left over when everybody has been gone for as long as a page may be cut off."""
    end = time.monotonic() + patience
    while True:
        # the first is looked at last: what has just been forked waits in the pool a moment later
        left = served.tree.kernels() - facilitator.get("/api/pool").json()["kernels"]
        if left <= 0 or time.monotonic() > end:
            return max(0, left)
        time.sleep(2)


def remaining(place: Path) -> int:
    """Processes that work in a folder, as all that a server starts do."""
    return sum((one.info["cwd"] or "").startswith(str(place)) for one in psutil.process_iter(["cwd"]))


def main() -> int:
    """Run, and print what was found. 1 when something was lost or left over, or memory has grown."""
    parser = argparse.ArgumentParser(prog="samhandling bench soak", description=__doc__.splitlines()[0])
    parser.add_argument("--small", action="store_true", help="a few participants, to see that it works")
    parser.add_argument("--participants", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=60)
    options = parser.parse_args()
    seconds, every, habits, patience = 60 * options.minutes, 60.0, Habits(), CUT_OFF + 60
    if options.small:
        # none vanishes: its kernel would be kept for a quarter of an hour
        options.participants, seconds, every, patience = 6, 20.0, 2.0, 60.0
        habits = Habits((0.5, 1), (2, 4), (5, 7), (1, 2), (1, 2), (1, 2), vanish=0)
    samples: list[Sample] = []
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        place = Path(folder)
        store = str(place / "answers.db")
        with samhandling(place, store=store, pool=options.participants, series=series_with_sliders(place)) as served:
            served.tree.settle(options.participants)
            with closing(served.facilitator()) as facilitator, Crowd(options.participants, served.url) as crowd:
                onward = steps(facilitator)
                crowd.begin(stay, served.code, seconds, habits, EXPLORES, patience=seconds + 180)
                began = time.monotonic()
                while time.monotonic() - began < seconds:
                    facilitator.post("/api/room", json={"step": next(onward), "state": "open"}).raise_for_status()
                    time.sleep(max(0, min(every, began + seconds - time.monotonic())))
                    samples.append(sample(served, began))
                    print(samples[-1], file=sys.stderr, flush=True)
                stays = crowd.results()
                left = emptied(served, facilitator, patience)
            calm = sample(served, began)
        left += remaining(place)
        people = [one for one in stays if isinstance(one, Stay)]
        gone = [one.why for one in stays if isinstance(one, Lost)]
        written = [answer for one in people for answer in one.written]
        missing = lost(store, written)
    unsaid = [one for one in written if not one.acknowledged]
    memory = {what: compared(samples, what) for what in ("server", "whole")}
    grown = {what: 100 * (late / early - 1) for what, (early, late) in memory.items()}
    failed = [why for one in people for why in one.failed]
    differed = [why for one in people for why in one.differed]
    for why in (*gone[:3], *failed[:3], *differed[:3]):
        print(why, file=sys.stderr)
    found = {
        "participants": options.participants, "minutes": round(seconds / 60, 1),
        "answers acknowledged": sum(bool(one.acknowledged) for one in written),
        "of these not in the store": len(missing),
        "answers not acknowledged": len(unsaid),
        "participants who fell out": len(gone),
        "reloads": sum(one.reloads for one in people), "reloads with other answers": len(differed),
        "phones that slept": sum(one.sleeps for one in people),
        "rooms heard of that were old": sum(one.missed for one in people),
        "pages with sliders opened": sum(one.explored for one in people), "pages that failed": len(failed),
        "kernels left over": left,
        "server, MB after the warm-up": memory["server"][0],
        "server's growth since, %": grown["server"], "growth with kernels and all, %": grown["whole"],
        "server, MB when all had left": calm.server,
        "open files at the most": max(one.files for one in samples),
        "kernels at the most": max(one.kernels for one in samples),
        "CPU, % of one core": 100 * (samples[-1].cpu - samples[0].cpu) / (samples[-1].second - samples[0].second),
    }  # fmt: skip
    print(report([{"what": what, "found": value} for what, value in found.items()]))
    wrong = sum(map(len, (missing, unsaid, gone, differed, failed))) + left + sum(one.missed for one in people)
    has_grown = not options.small and max(grown.values()) > MOST  # less than a minute says nothing of memory
    return int(bool(wrong or has_grown))


if __name__ == "__main__":
    sys.exit(main())
