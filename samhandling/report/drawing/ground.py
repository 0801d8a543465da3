"""The ground of a figure's drawing: its room, its axes on it, and where something stands there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from samhandling.figures.layout import Figure
from samhandling.look import tokens
from samhandling.report.drawing.axes import Axis, axis
from samhandling.report.drawing.marks import Box
from samhandling.report.drawing.traces import along, bases

AIR = 6
"""Between what stands beside each other, in pixels."""
_AXIS = re.compile(r"([xy])axis\d*$")


@dataclass
class Frame:
    """The room around and within the axes, in pixels."""

    left: float
    right: float
    top: float
    bottom: float
    height: float
    """Of what lies between the axes."""
    asked: float
    """The same, as the figure asks for it."""


def is_axis(name: str) -> bool:
    """Whether a part of a layout is an axis."""
    return _AXIS.fullmatch(name) is not None


class Ground:
    """The axes of a figure laid in a frame. ValueError for a kind of trace that no figure here has."""

    def __init__(self, figure: Figure, width: float, frame: Frame) -> None:
        self.layout: Figure = figure["layout"]
        self.traces: list[Figure] = [
            {"type": "scatter", **trace} for trace in figure["data"] if trace.get("visible", True) is True
        ]
        for trace in self.traces:
            if trace["type"] not in ("bar", "scatter"):
                raise ValueError(f"a trace of type {trace['type']!r} cannot be drawn")
        self.width, self.frame = width, frame
        self.font: Figure = {"size": 12, "color": tokens()["ink"], **self.layout.get("font", {})}
        self.stretch = 1.0
        """How much taller the figure has to be, for its rows to have room."""
        self.bars: list[Box] = []
        """The upright bars, once they are drawn."""
        self.axes: dict[str, Axis] = {}
        self._lay_axes()

    @property
    def plot(self) -> Box:
        """Where the axes are: left, top, right, bottom."""
        frame = self.frame
        return frame.left, frame.top, self.width - frame.right, frame.top + frame.height

    def needs(self, needed: float, there_is: float) -> None:
        """Stretch the figure upwards where rows have become taller than they are apart."""
        if there_is > 1:
            self.stretch = max(self.stretch, needed / there_is)

    def x(self, ref: str, value: Any) -> float:
        """How far from the left a value stands: on an axis, or as a share of the paper."""
        left, _, right, _ = self.plot
        return left + float(value) * (right - left) if ref == "paper" else self.axes[ref].at(value)

    def y(self, ref: str, value: Any) -> float:
        """How far from the top a value stands: on an axis, or as a share of the paper."""
        _, top, _, bottom = self.plot
        return bottom - float(value) * (bottom - top) if ref == "paper" else self.axes[ref].at(value)

    def _lay_axes(self) -> None:
        if not any(_AXIS.match(name) for name in self.layout):
            self.layout = {**self.layout, "xaxis": {}, "yaxis": {}}
        left, top, right, bottom = self.plot
        for name, said in self.layout.items():
            if not (match := _AXIS.fullmatch(name)):
                continue
            short = name.replace("axis", "")
            start, end = said.get("domain", (0, 1))
            if match[1] == "x":
                near, far = left + start * (right - left), left + end * (right - left)
            else:
                near, far = bottom - start * (bottom - top), bottom - end * (bottom - top)
            self.axes[short] = axis(said, self._values(short), near, far)
        for name in ("x", "y"):
            self.axes.setdefault(name, axis({}, self._values(name), *((left, right) if name == "x" else (bottom, top))))
        for short, one in self.axes.items():
            if (other := self.axes.get(one.said.get("scaleanchor", ""))) is not None:
                self._to_scale(short, one, one.said["scaleanchor"], other)

    def _to_scale(self, name: str, one: Axis, other_name: str, other: Axis) -> None:
        """A unit is as long on both axes: the axis with room left shows more."""
        if one.step > other.step:
            self.axes[name] = _widened(one, one.step / other.step)
        else:
            self.axes[other_name] = _widened(other, other.step / one.step)

    def _values(self, name: str) -> Iterator[Any]:
        """What lies on an axis, where it has no range of its own."""
        side = name[0]
        for trace in self.traces:
            if trace.get(f"{side}axis", side) != name:
                continue
            values = list(trace.get(side) or ())
            if trace["type"] == "bar" and along(trace)[1] == side:
                yield 0
                mine = bases(self.traces, self.layout.get("barmode", "group"))[self.traces.index(trace)]
                values = [start + float(value or 0) for start, value in zip(mine, values, strict=True)]
            yield from values


def _widened(one: Axis, by: float) -> Axis:
    middle, half = (one.start + one.end) / 2, (one.end - one.start) / 2 * by
    return replace(one, start=middle - half, end=middle + half)
