"""A figure of plotly's as a drawing: as plotly lays it out, but with nothing cut off, and no words on others."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import cos, inf, pi, sin
from typing import Any

from samhandling.figures.layout import Figure
from samhandling.look import tokens
from samhandling.report.drawing.axes import Axis, axis
from samhandling.report.drawing.legend import legend
from samhandling.report.drawing.letters import LINE, Line, clean, lines, widest, wrapped
from samhandling.report.drawing.marks import (
    Box,
    Dot,
    Drawing,
    Mark,
    Outline,
    Words,
    boxes_touch,
    rectangle,
)
from samhandling.report.drawing.traces import Plane, along, bars, bases, dashes, points

ROUNDS = 8
"""So many times the margins are widened for what has no room, at most; two or three are usual."""
LOWER = 0.85
"""So much lower are rows on paper than on a screen, where there is a page to save and no finger to hit them."""
LEAST = 0.25
"""The share of the width that the margins leave, whatever stands in them."""
LABELS = 0.42
"""The share of the width that the labels of an axis may take, before they are broken into more lines."""
LONG = 0.45
"""A text beside the picture that is wider than this share is broken where it has no room."""
AIR = 6

_AXIS = re.compile(r"([xy])axis\d*$")
_TOKEN = re.compile(r"var\(--([\w-]+)\)")
_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}|[a-zA-Z]+|rgba?\([\d., %]+\)")


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


def composed(figure: Figure, width: float, tallest: float = inf) -> Drawing:
    """The figure at a width in pixels; its height is as much as it needs, and lower than `tallest` where it can be.

    Raises ValueError for a kind of trace that no figure here has.
    """
    layout = figure["layout"]
    margin = {"l": 80, "r": 80, "t": 100, "b": 80} | layout.get("margin", {})
    tall = layout.get("height", 450) - margin["t"] - margin["b"]
    if not any("scaleanchor" in one for name, one in layout.items() if _AXIS.fullmatch(name)):
        tall *= LOWER
    tall = max(20.0, min(float(tall), tallest - margin["t"] - margin["b"]))
    frame = Frame(margin["l"], margin["r"], margin["t"], margin["b"], tall, tall)
    for _ in range(ROUNDS):
        composition = _Composition(figure, width, frame)
        marks = composition.marks()
        left, top, right, bottom = _box(marks, width)
        missing, room = max(0, -left) + max(0, right - width), width - frame.left - frame.right - LEAST * width
        if composition.stretch > 1.01:
            frame.height *= composition.stretch
        elif missing > 0.5 and room > 1:
            share = min(1, room / missing)
            frame.left += share * max(0, -left)
            frame.right += share * max(0, right - width)
        else:
            break
    # upwards and downwards there is as much room as is needed; what is too wide still makes all the rest smaller
    up, aside = max(0, -top), max(0, -left)
    height = max(frame.top + frame.height + min(frame.bottom, AIR), bottom) + up
    alt = clean(layout.get("meta", {}).get("alt", ""))
    return Drawing(max(width, right) + aside, height, [_painted(mark, aside, up) for mark in marks], alt)


def _box(marks: Sequence[Mark], width: float) -> Box:
    """What the marks take, with a little air for what letters reach outside their widths."""
    boxes = [mark.box() for mark in marks] or [(AIR, 0.0, width - AIR, 0.0)]
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts) - 2, min(tops), max(rights) + 2, max(bottoms) + 2


def _painted(mark: Mark, aside: float, up: float) -> Mark:
    """The mark with its colours looked up, so far to the right and down."""
    match mark:
        case Outline():
            paths = [[(x + aside, y + up) for x, y in path] for path in mark.paths]
            return replace(mark, paths=paths, fill=colour(mark.fill), stroke=colour(mark.stroke))
        case Dot():
            return replace(mark, x=mark.x + aside, y=mark.y + up, fill=colour(mark.fill), stroke=colour(mark.stroke))
        case Words():
            return replace(mark, x=mark.x + aside, y=mark.y + up, colour=colour(mark.colour))


def colour(said: str) -> str:
    """A colour as a figure says it, with its token looked up; nothing where it is see-through."""
    if token := _TOKEN.fullmatch(said):
        said = tokens()[token[1]]
    if not _COLOUR.fullmatch(said) or said == "transparent" or re.fullmatch(r"rgba\(.*, *0(\.0*)?\)", said):
        return ""
    return said


class _Composition:
    """One try at laying out a figure in a frame."""

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
        self.bars: list[Box] = []
        self.axes: dict[str, Axis] = {}
        self._lay_axes()

    @property
    def plot(self) -> Box:
        frame = self.frame
        return frame.left, frame.top, self.width - frame.right, frame.top + frame.height

    def marks(self) -> list[Mark]:
        shapes = self.layout.get("shapes") or []
        found: list[Mark] = [*self._grids()]
        found += [self._shape(one) for one in shapes if one.get("layer") == "below"]
        starts = bases(self.traces, self.layout.get("barmode", "group"))
        for place, trace in enumerate(self.traces):
            x, y = self.axes[trace.get("xaxis", "x")], self.axes[trace.get("yaxis", "y")]
            plane = Plane(x, y, _between(x, y), self.font)
            if trace["type"] == "bar":
                drawn = [*bars(trace, starts[place], plane, self.layout.get("bargap", 0.2))]
                if trace.get("orientation") != "h":
                    self.bars += [one.box() for one in drawn if isinstance(one, Outline)]
                found += drawn
            else:
                found += points(trace, plane)
        found += [self._shape(one) for one in shapes if one.get("layer") != "below"]
        ticks = [*self._ticks()]
        key = [*legend(self.traces, self.layout, self.font, self.plot, self.width, _lowest(ticks, self.plot))]
        found += [*ticks, *key]
        return [*found, *self._annotations(key)]

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

    def _grids(self) -> Iterator[Outline]:
        left, top, right, bottom = self.plot
        separators = self.layout.get("separators", ".,")
        for name, one in self.axes.items():
            said, upright = one.said, name[0] == "x"
            if said.get("showgrid", False) and one.visible:
                for at, _ in one.ticks(separators):
                    path = [(at, top), (at, bottom)] if upright else [(left, at), (right, at)]
                    look = {"stroke": said.get("gridcolor", tokens()["line"]), "thickness": said.get("gridwidth", 1)}
                    yield Outline([path], False, **look)
            if said.get("showline") and one.visible:
                edges = [(left, bottom, right, bottom), (left, top, right, top)]
                if not upright:
                    edges = [(left, top, left, bottom), (right, top, right, bottom)]
                for x0, y0, x1, y1 in edges[: 1 + bool(said.get("mirror"))]:
                    look = {"stroke": said.get("linecolor", tokens()["line-strong"]), "thickness": 1}
                    yield Outline([[(x0, y0), (x1, y1)]], False, **look)

    def _ticks(self) -> Iterator[Words]:
        """What stands at the ticks, and what the axes are called."""
        for name, one in self.axes.items():
            if one.visible:
                yield from self._ticks_below(one) if name[0] == "x" else self._ticks_beside(one)

    def _ticks_below(self, one: Axis) -> Iterator[Words]:
        font = self.font | one.said.get("tickfont", {})
        size, bottom = float(font["size"]), self.plot[3]
        top = bottom + one.said.get("ticklabelstandoff", 0) + 4
        found = [
            Words(at, top, said, size, font["color"], "middle")
            for at, said in one.ticks(self.layout.get("separators", ".,"))
        ]
        kept: list[Words] = []
        # the ends first: of those that would lie on each other, what is between them gives way
        for words in [*found[:1], *found[:0:-1]]:
            if not any(boxes_touch(words.box(), other.box(), 4) for other in kept):
                kept.append(words)
        yield from sorted(kept, key=lambda words: words.x)
        if text := self._title(one):
            title, font = text
            below = max((words.box()[3] for words in kept), default=bottom + 4)
            at = one.said["title"] if isinstance(one.said["title"], dict) else {}
            middle = (one.near + one.far) / 2
            yield Words(middle, below + at.get("standoff", 2), title, float(font["size"]), font["color"], "middle")

    def _ticks_beside(self, one: Axis) -> Iterator[Words]:
        font = self.font | one.said.get("tickfont", {})
        size, right = float(font["size"]), self.plot[0] - one.said.get("ticklabelstandoff", 0) - 3
        ticks = [
            (at, wrapped(said, size, LABELS * self.width))
            for at, said in one.ticks(self.layout.get("separators", ".,"))
        ]
        found = [Words(right, at - len(said) * LINE * size / 2, said, size, font["color"], "end") for at, said in ticks]
        yield from found
        for (at, said), (after, below) in pairwise(sorted(ticks, key=lambda tick: tick[0])):
            # neighbours of several lines are told apart by a little air
            air = AIR if len(said) + len(below) > 2 else 0
            self._needs((len(said) + len(below)) / 2 * LINE * size + air, after - at)
        if text := self._title(one):
            title, font = text
            size = float(font["size"])
            edge = min((words.box()[0] for words in found), default=right) - AIR - len(title) * LINE * size
            yield Words(edge, (one.near + one.far) / 2, title, size, font["color"], upwards=True)

    def _needs(self, needed: float, there_is: float) -> None:
        """Stretch the figure upwards where rows have become taller than they are apart."""
        if there_is > 1:
            self.stretch = max(self.stretch, needed / there_is)

    def _title(self, one: Axis) -> tuple[list[Line], Figure] | None:
        title = one.said.get("title")
        text = title.get("text") if isinstance(title, dict) else title
        if not text:
            return None
        font = self.font | (title.get("font", {}) if isinstance(title, dict) else {})
        return lines(text), font

    def _x(self, ref: str, value: Any) -> float:
        left, _, right, _ = self.plot
        return left + float(value) * (right - left) if ref == "paper" else self.axes[ref].at(value)

    def _y(self, ref: str, value: Any) -> float:
        _, top, _, bottom = self.plot
        return bottom - float(value) * (bottom - top) if ref == "paper" else self.axes[ref].at(value)

    def _shape(self, shape: Figure) -> Outline:
        xref, yref = shape.get("xref", "x"), shape.get("yref", "y")
        x0, x1 = self._x(xref, shape["x0"]), self._x(xref, shape["x1"])
        y0, y1 = self._y(yref, shape["y0"]), self._y(yref, shape["y1"])
        line = shape.get("line", {})
        look: dict[str, Any] = {"stroke": line.get("color", tokens()["ink"]), "thickness": line.get("width", 2)}
        look |= {"dash": dashes(line), "opacity": shape.get("opacity", 1)}
        if shape["type"] == "line":
            return Outline([[(x0, y0), (x1, y1)]], False, **look)
        look["fill"] = shape.get("fillcolor", "")
        if shape["type"] == "rect":
            return rectangle(x0, y0, x1, y1, **look)
        if shape["type"] == "circle":
            return Outline([_ellipse((x0 + x1) / 2, (y0 + y1) / 2, abs(x1 - x0) / 2, abs(y1 - y0) / 2)], **look)
        raise ValueError(f"a shape of type {shape['type']!r} cannot be drawn")

    def _annotations(self, key: Sequence[Mark]) -> Iterator[Mark]:
        under = max((mark.box()[3] for mark in key if mark.box()[1] > self.plot[3]), default=0)
        told, pushed = [], 0.0
        for one in self.layout.get("annotations") or []:
            if one.get("visible") is False:
                continue
            words, grown = self._annotation(one)
            if one.get("yref", "y") != "paper":
                told.append((words.y, grown))
            elif one.get("y") == 0 and words.y > self.plot[3]:
                # what stands below the picture stands below the legend, and below what has become taller
                touching = any(boxes_touch(words.box(), mark.box(), 2) for mark in key)
                words = replace(words, y=under + AIR if touching else words.y + pushed)
                pushed += max(0, grown)
            if one.get("bgcolor") or one.get("bordercolor"):
                left, top, right, bottom = words.box()
                pad = float(one.get("borderpad", 1)) + 1
                look = {"fill": one.get("bgcolor", ""), "stroke": one.get("bordercolor", "")}
                yield rectangle(left - pad, top - pad, right + pad, bottom + pad, thickness=1, **look)
            if one.get("showarrow", True):
                yield self._arrow(one)
            yield words
        if grew := max((more for _, more in told), default=0):
            places = sorted({round(y) for y, _ in told})
            there_is = min((after - at for at, after in pairwise(places) if after - at > 4), default=self.frame.height)
            self._needs(there_is * self.frame.asked / self.frame.height + grew, there_is)

    def _annotation(self, one: Figure) -> tuple[Words, float]:
        """An annotation where it stands, and how much taller it has become to have room."""
        font = self.font | one.get("font", {})
        size = float(font["size"])
        xref, yref = one.get("xref", "x"), one.get("yref", "y")
        arrow = one.get("showarrow", True)
        x = self._x(xref, one["x"]) + one.get("xshift", 0) + (one.get("ax", -10) if arrow else 0)
        y = self._y(yref, one["y"]) - one.get("yshift", 0) + (one.get("ay", -30) if arrow else 0)
        across = _anchor(one.get("xanchor", "auto"), one["x"], xref, ("left", "center", "right"))
        up = _anchor(one.get("yanchor", "auto"), one["y"], yref, ("bottom", "middle", "top"))
        text = lines(one.get("text", ""))
        before = len(text)
        size *= self._fits_its_bar(x, y, widest(text, size))
        room = {"left": self.width - x, "right": x, "center": 2 * min(x, self.width - x)}[across] - 2
        if widest(text, size) > max(room, LONG * self.width):
            text = wrapped(text, size, max(room, 0.3 * self.width))
        wide, high = widest(text, size), len(text) * LINE * size
        left = x - {"left": 0, "center": wide / 2, "right": wide}[across]
        top = y - {"top": 0, "middle": high / 2, "bottom": high}[up]
        if float(one.get("textangle", 0)) == -90:
            upright = Words(x - high / 2, y, text, size, font["color"], upwards=True)
            return upright, 0
        align = one.get("align", "center")
        # the box stands as it is anchored, and the lines within it as they are aligned
        inside = {"left": (left, "start"), "center": (left + wide / 2, "middle"), "right": (left + wide, "end")}
        if len(text) == 1:
            align = across
        at, anchor = inside[align]
        words = Words(at, top, text, size, font["color"], anchor, opacity=one.get("opacity", 1))  # type: ignore[arg-type]
        return words, (len(text) - before) * LINE * size

    def _fits_its_bar(self, x: float, y: float, wide: float) -> float:
        """How much smaller a text that begins in an upright bar is, to end in it: not at all, or by a third at most."""
        for left, top, right, bottom in self.bars:
            if left <= x <= right and top <= y <= bottom and x + wide > right:
                return max(0.67, (right - x - 2) / wide)
        return 1

    def _arrow(self, one: Figure) -> Outline:
        """A plain line from the words to what they speak of."""
        x, y = self._x(one.get("xref", "x"), one["x"]), self._y(one.get("yref", "y"), one["y"])
        look = {"stroke": one.get("arrowcolor", self.font["color"]), "thickness": one.get("arrowwidth", 1)}
        return Outline([[(x + one.get("ax", -10), y + one.get("ay", -30)), (x, y)]], False, **look)


def _widened(one: Axis, by: float) -> Axis:
    middle, half = (one.start + one.end) / 2, (one.end - one.start) / 2 * by
    return replace(one, start=middle - half, end=middle + half)


def _between(x: Axis, y: Axis) -> Box:
    """The box between two axes."""
    (left, right), (top, bottom) = sorted((x.near, x.far)), sorted((y.near, y.far))
    return left, top, right, bottom


def _lowest(ticks: Sequence[Words], plot: Box) -> float:
    """Where the words below the axes end."""
    return max((words.box()[3] for words in ticks if words.y >= plot[3]), default=plot[3])


def _anchor(said: str, value: Any, ref: str, sides: tuple[str, str, str]) -> str:
    """The side that a text is anchored by; what is left to plotly goes by its place on the paper."""
    if said != "auto":
        return said
    if ref != "paper":
        return sides[1]
    return sides[0] if value < 1 / 3 else sides[2] if value > 2 / 3 else sides[1]


def _ellipse(x: float, y: float, across: float, up: float) -> list[tuple[float, float]]:
    return [(x + across * cos(k * pi / 36), y + up * sin(k * pi / 36)) for k in range(72)]
