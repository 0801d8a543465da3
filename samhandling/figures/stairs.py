"""Figures of several questions on one scale: how far each has come, how it has moved, and each by group."""

from collections.abc import Collection, Sequence
from textwrap import wrap
from typing import Any

from samhandling.analysis.sentences import number
from samhandling.content.language import Language
from samhandling.figures.groups import middle_half, tracks
from samhandling.figures.layout import Figure, annotation, base_layout, escaped
from samhandling.look import tokens
from samhandling.look.palette import ink_on, sequence

SHORT = 24
"""Names of at most so many letters leave room beside them at a phone's width."""
NAME = 26
"""So many letters has a line of a name beside the cells; a name has two lines at most."""
Cell = float | str | None
"""A median, what is said where there is none, or nothing."""


def levels_figure(
    item: Any, rows: Sequence[dict[str, Any]], marked: Collection[int], language: Language, alt: str = ""
) -> Figure:
    """Median and middle half of each row on the item's scale, those `marked` (by their place) in the warm colour.

    A row has `label`, `n` and `quantiles`.
    """
    look = tokens()
    figure = _tracks(item, [(row["label"], f"n = {row['n']}") for row in rows], language, alt)
    for place, row in enumerate(rows):
        figure["data"] += middle_half(row["quantiles"], place, look["warm" if place in marked else "accent"])
    return figure


def movement_figure(
    item: Any, rows: Sequence[tuple[str, Sequence[float | None]]], times: Sequence[str], language: Language, alt: str
) -> Figure:
    """The medians of each row at several times on the item's scale: a ring the first time, a filled dot the last.

    A row is its label and a median for each time, None where there is none.
    """
    look = tokens()
    figure = _tracks(item, [(label, _way(medians, language)) for label, medians in rows], language, alt)
    for place, (_, medians) in enumerate(rows):
        there = [one for one in medians if one is not None]
        path: Figure = {"type": "scatter", "mode": "lines", "x": [min(there), max(there)], "y": [place, place]}
        line = {"color": look["accent"], "width": 3}
        figure["data"].append(path | {"line": line, "opacity": 0.35, "hoverinfo": "none", "showlegend": False})
    for at, name in enumerate(times):
        found = [(medians[at], place) for place, (_, medians) in enumerate(rows) if medians[at] is not None]
        dots: Figure = {"type": "scatter", "mode": "markers", "hoverinfo": "none", "name": escaped(name)}
        dots |= {"x": [x for x, _ in found], "y": [y for _, y in found], "marker": _dot(at, len(times))}
        figure["data"].append(dots)
    layout = figure["layout"] | {"showlegend": True}
    layout["legend"] = {"orientation": "h", "traceorder": "normal", "y": 1, "yanchor": "bottom", "x": 0}
    return figure | {"layout": layout | {"height": layout["height"] + 30}}


def _tracks(item: Any, rows: Sequence[tuple[str, str]], language: Language, alt: str) -> Figure:
    """The tracks, with what each point of the scale is called under its number.

    What is said at the end of a row gives way where names are long: on a phone they would lie on each other, and the
    table has it.
    """
    if max(len(label) for label, _ in rows) > SHORT:
        rows = [(label, "") for label, _ in rows]
    figure = tracks(item, rows, language, alt, width=44)
    texts = [f"{point.value}<br>{escaped(point.label.in_(language), 14)}" for point in item.points]
    figure["layout"]["xaxis"] |= {"ticktext": texts, "tickfont": {"size": 13}, "ticklabeloverflow": "allow"}
    figure["layout"]["height"] += 36
    return figure


def _way(medians: Sequence[float | None], language: Language) -> str:
    there = [number(one, language) for one in medians if one is not None]
    return there[0] if len(there) == 1 else f"{there[0]} → {there[-1]}"


def _dot(at: int, times: int) -> Figure:
    """The first is a ring wide enough to be seen around the others, those between are small, the last is whole."""
    look = tokens()
    if at == 0:
        return {"color": look["surface"], "size": 19, "line": {"color": look["accent"], "width": 2.5}}
    if at == times - 1:
        return {"color": look["accent"], "size": 12, "line": {"color": look["accent"], "width": 0}}
    return {"color": look["step-2"], "size": 9, "line": {"color": look["accent"], "width": 1}}


def heat_figure(
    item: Any,
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Sequence[Sequence[Cell]],
    language: Language,
    alt: str = "",
) -> Figure:
    """A median in each cell, coloured as the item's scale rises; a cell that has none says why, on white."""
    look, points = tokens(), [(point.value, point.label.in_(language)) for point in item.points]
    colours = dict(zip([value for value, _ in points], sequence(len(points)), strict=True))
    broken = [escaped(one, 14) for one in columns]
    heads = max(1 + one.count("<br>") for one in broken)
    layout = base_layout(language, rows=len(rows) * 0.95 + 1.6, alt=alt)
    layout["margin"] = layout["margin"] | {"t": 12 + 20 * heads}
    layout["height"] += 20 * heads
    names = [_two_lines(one) for one in rows]
    layout["yaxis"] |= {"tickvals": list(range(len(rows))), "ticktext": names, "tickfont": {"size": 14}}
    layout["yaxis"] |= {"ticklabelstandoff": 8, "range": [len(rows) - 0.5, -0.5]}
    layout["xaxis"] |= {"visible": False, "range": [-0.5, len(columns) - 0.5]}
    layout["shapes"] = []
    for at, head in enumerate(broken):
        over = {"xref": "x", "yref": "y", "x": at, "y": -0.5, "xanchor": "center", "yanchor": "bottom", "yshift": 4}
        layout["annotations"].append(annotation(head, **over, align="center", font={"color": look["ink"], "size": 13}))
    for place, row in enumerate(cells):
        for at, cell in enumerate(row):
            box: Figure = {"type": "rect", "x0": at - 0.48, "x1": at + 0.48, "y0": place - 0.45, "y1": place + 0.45}
            if isinstance(cell, int | float):
                # a median half-way between two points has the colour of the lower: it has not come further
                colour = colours[max((value for value in colours if value <= cell), default=points[0][0])]
                text, ink, edge = number(cell, language), {"color": ink_on(colour), "size": 15}, 0
            else:
                colour, edge = look["surface"], 1
                text, ink = escaped(cell) if cell else "–", {"color": look["ink-soft"], "size": 13}
            line = {"color": look["line"], "width": edge}
            layout["shapes"].append(box | {"layer": "below", "fillcolor": colour, "line": line})
            middle = {"xref": "x", "yref": "y", "x": at, "y": place, "yshift": 0}
            centred = {"xanchor": "center", "yanchor": "middle", "align": "center"}
            layout["annotations"].append(annotation(text, **middle, **centred, font=ink))
    layout |= {"showlegend": True}
    layout["legend"] = {"orientation": "h", "traceorder": "normal", "y": -0.04, "yanchor": "top", "x": 0}
    key = [
        {"type": "bar", "orientation": "h", "x": [0], "y": [0], "hoverinfo": "none", "name": f"{value}  {label}"}
        | {"marker": {"color": colours[value], "line": {"width": 0}}}
        for value, label in points
    ]
    return {"data": key, "layout": layout}


def _two_lines(name: str) -> str:
    """A name beside its row; the whole of it is in the table."""
    return "<br>".join(escaped(line, NAME) for line in wrap(name, NAME, max_lines=2, placeholder=" …"))
