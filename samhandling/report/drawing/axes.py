"""Axes: from a figure's values to pixels, and the ticks with what is said at them."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from samhandling.figures.layout import Figure
from samhandling.report.drawing.letters import Line, lines

TICKS = 6
"""About so many ticks where the figure has not chosen its own: as plotly."""


@dataclass(frozen=True)
class Axis:
    """A line of values from `start` to `end`, which lie at the pixels `near` and `far`."""

    near: float
    far: float
    start: float
    end: float
    said: Figure
    """The axis as the figure's layout describes it."""
    names: Sequence[Any] = field(default_factory=tuple)
    """Where its values are words: they stand at 0, 1, 2 …"""

    def at(self, value: Any) -> float:
        """The pixel of a value."""
        place = self.names.index(value) if value in self.names else float(value)
        return self.near + (place - self.start) / ((self.end - self.start) or 1) * (self.far - self.near)

    @property
    def visible(self) -> bool:
        return bool(self.said.get("visible", True))

    @property
    def step(self) -> float:
        """How many pixels one unit is."""
        return abs(self.far - self.near) / (abs(self.end - self.start) or 1)

    def ticks(self, separators: str) -> list[tuple[float, list[Line]]]:
        """The pixels of the ticks within the axis, and what stands at each."""
        if not self.visible or self.said.get("showticklabels") is False:
            return []
        values = self.said.get("tickvals")
        if values is None:
            values = [*self.names] or _round_values(self.start, self.end, self.said.get("nticks") or TICKS)
        texts = self.said.get("ticktext")
        if texts is None:
            texts = values if self.names else [_number(value, self.said, separators) for value in values]
        low, high = sorted((self.near, self.far))
        found = [(self.at(value), lines(text)) for value, text in zip(values, texts, strict=False)]
        return [one for one in found if low - 0.5 <= one[0] <= high + 0.5]


def axis(said: Figure, values: Iterable[Any], near: float, far: float) -> Axis:
    """An axis over its range, or over the values that are drawn on it, with some air; `near` is where it starts."""
    found = [value for value in values if value is not None]
    names = [*dict.fromkeys(found)] if any(isinstance(value, str) for value in found) else []
    if (ends := said.get("range")) is not None:
        start, end = ends
    elif names:
        start, end = -0.5, len(names) - 0.5
    else:
        start, end = min(found, default=0), max(found, default=1)
        air = 0.05 * (end - start) or 0.5
        start, end = start - air * (start != 0), end + air * (end != 0)
    if said.get("range") is None and said.get("autorange") == "reversed":
        start, end = end, start
    return Axis(near, far, float(start), float(end), said, names)


def _round_values(start: float, end: float, most: int) -> list[float]:
    """At most so many round values between two ends: whole steps of 1, 2 or 5 times a power of ten."""
    low, high = sorted((start, end))
    rough = (high - low) / max(1, most)
    if not rough:
        return [low]
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(k * power for k in (1, 2, 5, 10) if k * power >= rough * (1 - 1e-9))
    return [k * step for k in range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)]


def _number(value: float, said: Figure, separators: str) -> str:
    """A value as plotly's `tickformat` has it, of those in use here: whole, by thousands, in per cent; else as short
    as it is."""
    form = said.get("tickformat", "")
    decimal, thousands = separators[:1] or ".", separators[1:2]
    if form.endswith("%"):
        written = f"{100 * value:.0f}\N{NO-BREAK SPACE}%" if decimal == "," else f"{100 * value:.0f}%"
    elif form.endswith("d"):
        written = f"{value:,.0f}" if "," in form else f"{value:.0f}"
    else:
        written = f"{value:,.10g}"
    mark = thousands if thousands != " " else "\N{NO-BREAK SPACE}"
    suffix = str(said.get("ticksuffix", ""))
    return written.translate({ord(","): mark, ord("."): decimal, ord("-"): "−"}) + suffix
