"""Summaries of the kinds that take a number, or a place on a plane."""

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from samhandling.analysis.disclosure import mask
from samhandling.analysis.quantiles import quantiles
from samhandling.analysis.sentences import number as written
from samhandling.analysis.summaries.view import Result, View, shown
from samhandling.analysis.tally import Tally
from samhandling.content.kinds import UNKNOWN, Number, Position

BINS = 12
"""At most so many bins; a number with no more steps than this has one for each."""


def number(item: Number, answers: Tally, view: View) -> Result:
    """How many answered within each part of the range, and the quartiles; *vet ej* is counted apart."""
    counts = answers.of()
    unknown = counts.pop(UNKNOWN, 0)
    n = counts.total()
    if view.too_few(n) or view.too_few(n + unknown):
        return {"n": n + unknown, "suppressed": True}
    parts = bins(item, list(counts))
    lows = [low for low, _ in parts]
    inside: Counter[int] = Counter()
    for value, people in counts.items():
        inside[bisect_right(lows, value) - 1] += people
    found = [{"value": low, "label": _label(low, high, view), "n": inside[at]} for at, (low, high) in enumerate(parts)]
    return {"n": n, "unknown": unknown, "counts": found, "quantiles": quantiles(counts)}


def bins(item: Number, values: Sequence[float] = ()) -> list[tuple[float, float]]:
    """The parts of the range, each by its lowest and its highest value.

    All have equally many steps, the last one more if that is what is left. Answers from before the
    range was changed widen it.
    """
    low = min([item.low, *values])
    steps = math.floor((max([item.high, *values]) - low) / item.step + 1e-6)
    least = max(1, math.ceil(steps / BINS))
    # a width that goes into the range leaves no odd part at its end
    each = next((n for n in range(least, 2 * least + 1) if steps % n == 0), least)
    starts = list(range(0, steps + (each == 1), each))
    return [
        (_plain(low + a * item.step), _plain(low + (b - 1) * item.step))
        for a, b in zip(starts, [*starts[1:], steps + 1], strict=True)
    ]


def _plain(value: float) -> float:
    near = round(value, 9)
    return int(near) if near == int(near) else near


def _label(low: float, high: float, view: View) -> str:
    return "–".join(written(end, view.language) for end in sorted({low, high}))


def position(item: Position, answers: Tally, view: View) -> Result:
    """The quartiles of each thing's place along both axes, and people's own things where they put them.

    `n` of a thing is how many placed it. Own things are unsigned and masked, and can be hidden.
    """
    few = view.too_few(answers.n)
    own = [
        one | {"text": mask(one["text"], view.language)} for _, value in answers.said for one in value if "text" in one
    ]
    found = []
    for thing in item.things:
        there = {axis: answers.of(f"{thing.id}:{axis}") for axis in ("x", "y")}
        n = there["x"].total()
        hidden = few or view.too_few(n)
        found.append(
            {"row": thing.id, "label": thing.label.in_(view.language), "n": n}
            | {axis: None if hidden else quantiles(there[axis]) for axis in ("x", "y")}
        )
    columns = [
        {"id": name, "label": axis.label.in_(view.language), "type": "number"}
        for name, axis in (("x", item.x), ("y", item.y))
    ]
    return {
        "n": answers.n, "suppressed": few, "positions": found, "columns": columns,
        "notes": [] if few else shown(own, item.shared, view),
    }  # fmt: skip
