"""What a drawing is made of: outlines, dots and words, in pixels from the upper left corner."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from samhandling.report.drawing.letters import LINE, Line, widest

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True)
class Outline:
    """Lines through points, or areas within them when they are closed."""

    paths: Sequence[Sequence[Point]]
    closed: bool = True
    fill: str = ""
    stroke: str = ""
    thickness: float = 0
    dash: Sequence[float] = ()
    opacity: float = 1

    def box(self) -> Box:
        xs, ys = zip(*(point for path in self.paths for point in path), strict=True)
        half = self.thickness / 2 if self.stroke else 0
        return min(xs) - half, min(ys) - half, max(xs) + half, max(ys) + half


@dataclass(frozen=True)
class Dot:
    """A round mark."""

    x: float
    y: float
    radius: float
    fill: str = ""
    stroke: str = ""
    thickness: float = 0
    opacity: float = 1

    def box(self) -> Box:
        far = self.radius + self.thickness / 2
        return self.x - far, self.y - far, self.x + far, self.y + far


@dataclass(frozen=True)
class Words:
    """Lines of text; `x` is their start, middle or end, `y` the top of the first, each `LINE` sizes high."""

    x: float
    y: float
    lines: Sequence[Line]
    size: float
    colour: str
    anchor: Literal["start", "middle", "end"] = "start"
    upwards: bool = False
    """Turned to be read from below: `x` is then the left edge, and `y` the middle."""
    opacity: float = 1

    def box(self) -> Box:
        wide, high = widest(list(self.lines), self.size), len(self.lines) * LINE * self.size
        if self.upwards:
            return self.x, self.y - wide / 2, self.x + high, self.y + wide / 2
        left = self.x - {"start": 0, "middle": wide / 2, "end": wide}[self.anchor]
        return left, self.y, left + wide, self.y + high

    def baseline(self, line: int) -> float:
        """Where a line stands: so that its capitals and figures are in the middle of the line's height."""
        return self.y + self.size * (LINE * (line + 0.5) + 0.36)


Mark = Outline | Dot | Words


@dataclass(frozen=True)
class Drawing:
    """All of it, in the order it is painted."""

    width: float
    height: float
    marks: Sequence[Mark]
    alt: str


def rectangle(left: float, top: float, right: float, bottom: float, **look: object) -> Outline:
    """An outline of four corners."""
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    return Outline((corners,), **look)  # type: ignore[arg-type]  # what an outline looks like


def boxes_touch(one: Box, other: Box, air: float = 0) -> bool:
    """Whether two boxes lie over each other, or nearer than `air`."""
    return one[0] < other[2] + air and other[0] < one[2] + air and one[1] < other[3] + air and other[1] < one[3] + air
