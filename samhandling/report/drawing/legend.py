"""The legend: a swatch and a name for each trace, in rows that flow."""

from collections.abc import Iterator, Sequence
from typing import Any

from samhandling.figures.layout import Figure
from samhandling.report.drawing.letters import LINE, Line, lines, widest, wrapped
from samhandling.report.drawing.marks import Box, Dot, Mark, Outline, Words, rectangle
from samhandling.report.drawing.traces import dashes

SWATCH, STRIP = 13, 26
"""The length of a coloured square, and of a piece of line."""
GAP, APART = 7, 18
"""Pixels between a swatch and its name, and from there to the next."""
BELOW = 10


def legend(
    traces: Sequence[Figure], layout: Figure, font: Figure, plot: Box, width: float, lowest: float
) -> Iterator[Mark]:
    """The legend where the layout puts it; one below the picture begins below `lowest`, where its axis's words end."""
    shown = [trace for trace in traces if trace.get("name") and trace.get("showlegend", True)]
    if not layout.get("showlegend", len(shown) > 1) or not shown:
        return
    said: Figure = layout.get("legend", {})
    size, ink = float((font | said.get("font", {}))["size"]), (font | said.get("font", {}))["color"]
    if said.get("traceorder") == "reversed":
        shown.reverse()
    left = float(layout.get("margin", {}).get("l", 8)) if said.get("xref") == "container" else plot[0]
    across = said.get("orientation", "v") == "h"
    room = width - left - 4
    items = [(trace, wrapped(lines(trace["name"]), size, room - STRIP - GAP)) for trace in shown]
    rows = _rows(items, size, room) if across else [[item] for item in items]
    heights = [max(len(name) for _, name in row) * LINE * size for row in rows]
    tall = sum(heights)
    top = _top(said, plot, tall, lowest)
    if not across and "x" not in said:
        # plotly's own place: to the right of the picture
        left = plot[2] + APART
    for row, high in zip(rows, heights, strict=True):
        x = left
        for trace, name in row:
            wide = _swatch_width(trace)
            yield from _swatch(trace, x, top + LINE * size / 2)
            yield Words(x + wide + GAP, top, name, size, ink)
            x += wide + GAP + widest(name, size) + APART
        top += high


def _top(said: Figure, plot: Box, tall: float, lowest: float) -> float:
    y, anchor = float(said.get("y", 1)), said.get("yanchor", "auto")
    if anchor == "auto":
        anchor = "bottom" if y < 1 / 3 else "top" if y > 2 / 3 else "middle"
    if said.get("yref") == "container":
        # along the whole figure, whose upper edge is 0 and whose lower edge is as far down as is needed
        return lowest + BELOW if y < 1 / 2 else 4.0
    at = plot[3] - y * (plot[3] - plot[1])
    if y <= 0:
        return max(at if anchor == "top" else at - tall, lowest + BELOW)
    return at - {"top": 0, "middle": tall / 2, "bottom": tall + 4}[anchor]


Item = tuple[Figure, list[Line]]


def _rows(items: Sequence[Item], size: float, room: float) -> list[list[Item]]:
    """As many beside each other as have room."""
    rows: list[list[Item]] = [[]]
    used = 0.0
    for trace, name in items:
        wide = _swatch_width(trace) + GAP + widest(name, size)
        if rows[-1] and used + wide > room:
            rows.append([])
            used = 0.0
        rows[-1].append((trace, name))
        used += wide + APART
    return rows


def _is_line(trace: Figure) -> bool:
    return trace["type"] == "scatter" and "lines" in trace.get("mode", "lines") and "fill" not in trace


def _swatch_width(trace: Figure) -> float:
    return STRIP if _is_line(trace) else SWATCH


def _swatch(trace: Figure, x: float, y: float) -> Iterator[Mark]:
    marker, line = trace.get("marker", {}), trace.get("line", {})
    if _is_line(trace):
        colour: Any = line.get("color", _first(marker.get("color", "var(--accent)")))
        look = {"stroke": colour, "thickness": float(line.get("width", 2)), "dash": dashes(line)}
        yield Outline([[(x, y), (x + STRIP, y)]], False, opacity=trace.get("opacity", 1), **look)
        if "markers" in trace.get("mode", ""):
            yield Dot(x + STRIP / 2, y, SWATCH / 3, _first(marker.get("color", colour)))
    elif trace["type"] == "scatter" and "fill" not in trace:
        edge = marker.get("line", {})
        look = {"stroke": _first(edge.get("color", "")), "thickness": float(_first(edge.get("width", 0)))}
        yield Dot(x + SWATCH / 2, y, SWATCH / 2.4, _first(marker.get("color", "var(--accent)")), **look)
    else:
        edge = line if "fill" in trace else marker.get("line", {})
        fill = trace.get("fillcolor") or _first(marker.get("color", "var(--accent)"))
        look = {"stroke": _first(edge.get("color", "")), "thickness": min(1.5, float(_first(edge.get("width", 0))))}
        yield rectangle(x, y - SWATCH / 2, x + SWATCH, y + SWATCH / 2, fill=fill, **look)


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, Sequence) and not isinstance(value, str) and value else value
