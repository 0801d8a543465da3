"""A figure of plotly's as a drawing: as plotly lays it out, but with nothing cut off, and no words on others."""

import re
from collections.abc import Sequence
from dataclasses import replace
from math import cos, inf, pi, sin
from typing import Any

from samhandling.figures.layout import Figure
from samhandling.look import tokens
from samhandling.report.drawing.annotations import annotations
from samhandling.report.drawing.axes import Axis
from samhandling.report.drawing.ground import AIR, Frame, Ground, is_axis
from samhandling.report.drawing.legend import legend
from samhandling.report.drawing.letters import clean
from samhandling.report.drawing.marks import Box, Dot, Drawing, Mark, Outline, Words, rectangle
from samhandling.report.drawing.ticks import grids, ticks
from samhandling.report.drawing.traces import Plane, bars, bases, dashes, points

ROUNDS = 8
"""So many times the margins are widened for what has no room, at most; two or three are usual."""
LOWER = 0.85
"""So much lower are rows on paper than on a screen, where there is a page to save and no finger to hit them."""
LEAST = 0.25
"""The share of the width that the margins leave, whatever stands in them."""
_TOKEN = re.compile(r"var\(--([\w-]+)\)")
_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}|[a-zA-Z]+|rgba?\([\d., %]+\)")


def composed(figure: Figure, width: float, tallest: float = inf) -> Drawing:
    """The figure at a width in pixels; its height is as much as it needs, and lower than `tallest` where it can be.

    Raises ValueError for a kind of trace that no figure here has.
    """
    layout = figure["layout"]
    margin = {"l": 80, "r": 80, "t": 100, "b": 80} | layout.get("margin", {})
    tall = layout.get("height", 450) - margin["t"] - margin["b"]
    if not any("scaleanchor" in one for name, one in layout.items() if is_axis(name)):
        tall *= LOWER
    tall = max(20.0, min(float(tall), tallest - margin["t"] - margin["b"]))
    frame = Frame(margin["l"], margin["r"], margin["t"], margin["b"], tall, tall)
    for _ in range(ROUNDS):
        ground = Ground(figure, width, frame)
        marks = _marks(ground)
        left, top, right, bottom = _box(marks, width)
        missing, room = max(0, -left) + max(0, right - width), width - frame.left - frame.right - LEAST * width
        if ground.stretch > 1.01:
            frame.height *= ground.stretch
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


def _marks(ground: Ground) -> list[Mark]:
    shapes = ground.layout.get("shapes") or []
    found: list[Mark] = [*grids(ground)]
    found += [_shape(ground, one) for one in shapes if one.get("layer") == "below"]
    starts = bases(ground.traces, ground.layout.get("barmode", "group"))
    for place, trace in enumerate(ground.traces):
        x, y = ground.axes[trace.get("xaxis", "x")], ground.axes[trace.get("yaxis", "y")]
        plane = Plane(x, y, _between(x, y), ground.font)
        if trace["type"] == "bar":
            drawn = [*bars(trace, starts[place], plane, ground.layout.get("bargap", 0.2))]
            if trace.get("orientation") != "h":
                ground.bars += [one.box() for one in drawn if isinstance(one, Outline)]
            found += drawn
        else:
            found += points(trace, plane)
    found += [_shape(ground, one) for one in shapes if one.get("layer") != "below"]
    said = [*ticks(ground)]
    key = [*legend(ground.traces, ground.layout, ground.font, ground.plot, ground.width, _lowest(said, ground.plot))]
    found += [*said, *key]
    return [*found, *annotations(ground, key)]


def _shape(ground: Ground, shape: Figure) -> Outline:
    xref, yref = shape.get("xref", "x"), shape.get("yref", "y")
    x0, x1 = ground.x(xref, shape["x0"]), ground.x(xref, shape["x1"])
    y0, y1 = ground.y(yref, shape["y0"]), ground.y(yref, shape["y1"])
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


def _between(x: Axis, y: Axis) -> Box:
    """The box between two axes."""
    (left, right), (top, bottom) = sorted((x.near, x.far)), sorted((y.near, y.far))
    return left, top, right, bottom


def _lowest(ticks: Sequence[Words], plot: Box) -> float:
    """Where the words below the axes end."""
    return max((words.box()[3] for words in ticks if words.y >= plot[3]), default=plot[3])


def _ellipse(x: float, y: float, across: float, up: float) -> list[tuple[float, float]]:
    return [(x + across * cos(k * pi / 36), y + up * sin(k * pi / 36)) for k in range(72)]
