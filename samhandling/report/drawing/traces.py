"""Traces: bars, lines, areas and marks as outlines, dots and words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from samhandling.figures.layout import Figure
from samhandling.report.drawing.axes import Axis
from samhandling.report.drawing.letters import LINE, lines, widest
from samhandling.report.drawing.marks import Box, Dot, Mark, Outline, Point, Words, rectangle

SMALLEST = 8
"""Letters are not made smaller than this to stand in a bar: what has no room then is left to the table."""
AIR = 3
"""Pixels between a bar and what stands beside it."""


@dataclass(frozen=True)
class Plane:
    """Where a trace lies: its axes, their box, and the figure's letters."""

    x: Axis
    y: Axis
    box: Box
    font: Figure


def each(value: Any, n: int) -> list[Any]:
    """A value for each of `n`: plotly takes one for all, or a list."""
    return [*value] if isinstance(value, Sequence) and not isinstance(value, str) else [value] * n


def dashes(line: Figure) -> tuple[float, ...]:
    """A line's dashes in pixels, as plotly draws them."""
    unit = max(3.0, float(line.get("width", 2)))
    kinds = {"dot": (1, 1), "dash": (3, 3), "longdash": (5, 5), "dashdot": (3, 1, 1, 1), "longdashdot": (5, 2, 1, 2)}
    return tuple(unit * part for part in kinds.get(line.get("dash", "solid"), ()))


def along(trace: Figure) -> tuple[str, str]:
    """The axis that a trace's bars stand on, and the one that they reach along."""
    return ("y", "x") if trace.get("orientation") == "h" else ("x", "y")


def bases(traces: Sequence[Figure], mode: str) -> dict[int, list[float]]:
    """Where each trace's bars start, by its place among the traces; stacked bars start where the one before ends."""
    ends: dict[tuple[Any, ...], float] = {}
    found: dict[int, list[float]] = {}
    for place, trace in enumerate(traces):
        if trace["type"] != "bar":
            continue
        on, to = along(trace)
        lengths = [float(value or 0) for value in trace[to]]
        if mode not in ("stack", "relative") or "base" in trace:
            found[place] = [float(value) for value in each(trace.get("base", 0), len(lengths))]
            continue
        found[place] = []
        for value, length in zip(trace[on], lengths, strict=True):
            key = (trace.get(f"{on}axis", on), value, length < 0)
            found[place].append(ends.get(key, 0))
            ends[key] = ends.get(key, 0) + length
    return found


def bars(trace: Figure, start: Sequence[float], plane: Plane, gap: float) -> Iterator[Mark]:
    """A trace of bars, and what stands in or beside them."""
    on, to = along(trace)
    across, length = (plane.y, plane.x) if on == "y" else (plane.x, plane.y)
    n = len(trace[on])
    marker = trace.get("marker", {})
    colours = each(marker.get("color", "var(--accent)"), n)
    edge = marker.get("line", {})
    widths = each(trace.get("width", (1 - gap) * _apart(across, trace[on])), n)
    texts, inks = each(trace.get("text", ""), n), each(trace.get("textfont", {}).get("color", plane.font["color"]), n)
    for place, value in enumerate(trace[on]):
        size = float(trace[to][place] or 0)
        half = float(widths[place]) * across.step / 2
        middle, one, other = across.at(value), length.at(start[place]), length.at(start[place] + size)
        box = (one, middle - half, other, middle + half) if on == "y" else (middle - half, one, middle + half, other)
        if size:
            stroke = {"stroke": edge.get("color", ""), "thickness": float(edge.get("width", 0))}
            opacity = float(trace.get("opacity", 1))
            yield rectangle(*box, fill=colours[place], opacity=opacity, **stroke if edge.get("width") else {})
        if str(texts[place]):
            yield from _bar_text(str(texts[place]), trace, box, on == "y", inks[place], plane, size < 0)


def _apart(axis: Axis, values: Sequence[Any]) -> float:
    places = sorted({axis.names.index(value) if value in axis.names else float(value) for value in values})
    return min((after - before for before, after in pairwise(places)), default=1)


def _bar_text(
    text: str, trace: Figure, box: Box, lying: bool, ink: str, plane: Plane, negative: bool
) -> Iterator[Words]:
    font = trace.get("textfont", {})
    size, said = float(font.get("size", plane.font["size"])), lines(text)
    left, right = sorted((box[0], box[2]))
    top, bottom = sorted((box[1], box[3]))
    if trace.get("textposition") in ("outside", None):
        high = len(said) * LINE * size
        if lying:
            x, anchor = (left - AIR, "end") if negative else (right + AIR, "start")
            yield Words(x, (top + bottom - high) / 2, said, size, ink, anchor)  # type: ignore[arg-type]
        else:
            # a line is higher than its figures: they stand nearer the bar than the line's edge would
            y = bottom + AIR if negative else top - high + 0.12 * size
            yield Words((left + right) / 2, y, said, size, ink, "middle")
        return
    if trace.get("textposition") == "none":
        return
    fits = (right - left - 2 * AIR) / (widest(said, 1) or 1)
    size = min(size, fits, (bottom - top) / (len(said) * 1.1))
    if size < SMALLEST:
        return
    high = len(said) * LINE * size
    yield Words((left + right) / 2, (top + bottom - high) / 2, said, size, ink, "middle")


def points(trace: Figure, plane: Plane) -> Iterator[Mark]:
    """A trace of points: areas, lines, spans, marks and words at them."""
    mode = trace.get("mode", "lines+markers")
    places = [
        None if x is None or y is None else (plane.x.at(x), plane.y.at(y))
        for x, y in zip(trace.get("x", ()), trace.get("y", ()), strict=False)
    ]
    paths = [path for path in _paths(places) if path]
    opacity, line = float(trace.get("opacity", 1)), trace.get("line", {})
    colour = line.get("color", trace.get("marker", {}).get("color", "var(--accent)"))
    if paths and trace.get("fill", "none") != "none":
        # each part is an area of its own, so that each is closed
        yield Outline(_areas(paths, trace, plane), fill=trace.get("fillcolor", colour), opacity=opacity)
    if "lines" in mode and line.get("width", 2):
        within = [part for path in paths for part in _clipped(_stepped(path, line), plane.box)]
        if within:
            look = {"stroke": str(colour), "thickness": float(line.get("width", 2)), "dash": dashes(line)}
            yield Outline(within, closed=False, opacity=opacity, **look)  # type: ignore[arg-type]
    yield from _spans(trace, plane)
    if "markers" in mode:
        yield from _marks(trace, places, opacity)
    if "text" in mode:
        yield from _texts(trace, places, plane)


def _paths(places: Sequence[Point | None]) -> list[list[Point]]:
    """The points between the gaps."""
    paths: list[list[Point]] = [[]]
    for place in places:
        if place is None:
            paths.append([])
        else:
            paths[-1].append(place)
    return paths


def _areas(paths: Sequence[Sequence[Point]], trace: Figure, plane: Plane) -> list[list[Point]]:
    if trace["fill"] == "tozeroy":
        zero = plane.y.at(0)
        return [[(path[0][0], zero), *path, (path[-1][0], zero)] for path in paths]
    if trace["fill"] == "tozerox":
        zero = plane.x.at(0)
        return [[(zero, path[0][1]), *path, (zero, path[-1][1])] for path in paths]
    return [[*path] for path in paths]


def _stepped(path: Sequence[Point], line: Figure) -> list[Point]:
    """The points of a line; one that goes in steps has a corner between each."""
    if line.get("shape") not in ("hv", "vh") or not path:
        return [*path]
    found = [path[0]]
    for (x0, y0), (x1, y1) in pairwise(path):
        found += [(x1, y0) if line["shape"] == "hv" else (x0, y1), (x1, y1)]
    return found


def _clipped(path: Sequence[Point], box: Box) -> list[list[Point]]:
    """The parts of a line within a box (Liang & Barsky 1984)."""
    if len(path) == 1:
        return []
    found: list[list[Point]] = []
    for (x0, y0), (x1, y1) in pairwise(path):
        dx, dy, enters, leaves = x1 - x0, y1 - y0, 0.0, 1.0
        for step, room in ((-dx, x0 - box[0]), (dx, box[2] - x0), (-dy, y0 - box[1]), (dy, box[3] - y0)):
            if step < 0:
                enters = max(enters, room / step)
            elif step > 0:
                leaves = min(leaves, room / step)
            elif room < -0.01:
                enters = 2.0
        if enters > leaves:
            continue
        one, other = (x0 + enters * dx, y0 + enters * dy), (x0 + leaves * dx, y0 + leaves * dy)
        if found and enters == 0 and found[-1][-1] == one:
            found[-1].append(other)
        else:
            found.append([one, other])
    return found


def _spans(trace: Figure, plane: Plane) -> Iterator[Outline]:
    """The lines from a point up and down, or left and right, as far as its errors."""
    for name, axis in (("x", plane.x), ("y", plane.y)):
        if not (error := trace.get(f"error_{name}")) or not error.get("visible", True):
            continue
        up = error["array"]
        down = error.get("arrayminus", up) if error.get("symmetric") is False else up
        paths = []
        for x, y, more, less in zip(trace["x"], trace["y"], up, down, strict=True):
            value = x if name == "x" else y
            ends = (axis.at(value - (less or 0)), axis.at(value + (more or 0)))
            other = plane.y.at(y) if name == "x" else plane.x.at(x)
            paths.append([(end, other) if name == "x" else (other, end) for end in ends])
        yield Outline(paths, False, stroke=error.get("color", "var(--ink)"), thickness=float(error.get("thickness", 2)))


def _marks(trace: Figure, places: Sequence[Point | None], opacity: float) -> Iterator[Mark]:
    marker, n = trace.get("marker", {}), len(places)
    edge = marker.get("line", {})
    looks = [
        each(value, n)
        for value in (
            marker.get("color", "var(--accent)"), marker.get("size", 6), marker.get("symbol", "circle"),
            edge.get("color", "var(--surface)"), edge.get("width", 0), marker.get("opacity", 1),
        )
    ]  # fmt: skip
    for at, colour, size, symbol, stroke, thickness, seen in zip(places, *looks, strict=True):
        if at is None:
            continue
        hollow = str(symbol).endswith("-open")
        look: Mapping[str, Any] = {
            "fill": "" if hollow else colour, "stroke": colour if hollow else stroke,
            "thickness": float(thickness or 2 * hollow), "opacity": opacity * float(seen),
        }  # fmt: skip
        corners = CORNERS.get(str(symbol).removesuffix("-open"))
        if corners:
            yield Outline([[(at[0] + x * size / 2, at[1] + y * size / 2) for x, y in corners]], **look)
        else:
            yield Dot(at[0], at[1], float(size) / 2, **look)


_X = 0.55
CORNERS: Mapping[str, Sequence[Point]] = {
    "square": ((-1, -1), (1, -1), (1, 1), (-1, 1)),
    "diamond": ((0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)),
    "triangle-up": ((0, -1.15), (1.15, 0.85), (-1.15, 0.85)),
    "triangle-down": ((0, 1.15), (-1.15, -0.85), (1.15, -0.85)),
    "x": (
        (0, -_X), (_X, -1.1), (1.1, -_X), (_X, 0), (1.1, _X), (_X, 1.1),
        (0, _X), (-_X, 1.1), (-1.1, _X), (-_X, 0), (-1.1, -_X), (-_X, -1.1),
    ),
}  # fmt: skip
"""The corners of a mark of size 2 around its middle; what is not here is round."""


def _texts(trace: Figure, places: Sequence[Point | None], plane: Plane) -> Iterator[Words]:
    n, font, marker = len(places), trace.get("textfont", {}), trace.get("marker", {})
    texts, positions = each(trace.get("text", ""), n), each(trace.get("textposition", "middle center"), n)
    inks, sizes = each(font.get("color", plane.font["color"]), n), each(font.get("size", plane.font["size"]), n)
    marks = each(marker.get("size", 6) if "markers" in trace["mode"] else 0, n)
    for at, text, position, ink, size, mark in zip(places, texts, positions, inks, sizes, marks, strict=True):
        if at is None or not str(text):
            continue
        said, away = lines(text), float(mark) / 2 + AIR
        high = len(said) * LINE * size
        up, _, side = position.partition(" ")
        y = at[1] + {"top": -away - high + 0.2 * size, "bottom": away - 0.2 * size}.get(up, -high / 2)
        # beside a mark, clear of it; above or below, over its middle
        beside = away if up == "middle" else 0
        x, anchor = {"left": (-beside, "end"), "right": (beside, "start")}.get(side, (0, "middle"))
        yield Words(at[0] + x, y, said, float(size), ink, anchor)  # type: ignore[arg-type]
