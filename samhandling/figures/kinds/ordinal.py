"""Figures of the kinds on an ordinal scale."""

import math
from typing import Any

from samhandling.content.language import Language
from samhandling.content.words import say
from samhandling.figures.layout import Figure, annotation, bars, base_layout, escaped, n_shown, nothing, unknown_apart
from samhandling.look import tokens
from samhandling.look.palette import diverging, ink_on, sequence


def point_colours(item: Any) -> list[str]:
    """A scale's colours: diverging for agreement (`l5`, or below and above zero), else rising like steps."""
    name = item.scale or ""
    agreement = (name[:1] in ("l", "v") and name[1:].isdigit()) or min(item.values) < 0 < max(item.values)
    return diverging(len(item.points)) if agreement else sequence(len(item.points))


def scale(item: Any, result: dict[str, Any], language: Language) -> Figure:
    """The distribution over the points, lowest first."""
    if result["suppressed"] or not result["n"]:
        return nothing(result, language)
    colours = point_colours(item) + [tokens()["group-9"]] * len(result["counts"])
    rows = [
        (f"{count['value']}  {count['label']}", count["n"], colour)
        for count, colour in zip(result["counts"], colours, strict=False)
    ]
    return bars(rows, result, language, unknown_apart(result, language))


def ladder(item: Any, result: dict[str, Any], language: Language) -> Figure:
    """The staircase with people on it: one dot each, or one for several when there are many."""
    if result["suppressed"] or not result["n"]:
        return nothing(result, language)
    look, counts = tokens(), result["counts"]
    colours = sequence(len(counts))
    each = max(1, math.ceil(max(count["n"] for count in counts) / 36))
    across, rise, dot = 6, 1.0, 0.32
    heights = [(place + 1) * rise for place in range(len(counts))]
    xs, ys = [], []
    for place, count in enumerate(counts):
        for one in range(math.ceil(count["n"] / each)):
            xs.append(place - 0.37 + 0.148 * (one % across))
            ys.append(heights[place] + dot * (one // across + 0.62))
    top = max([*ys, *heights]) + 0.3
    layout = base_layout(language, rows=max(6.0, top * 1.6), alt=result["sentence"])
    layout["xaxis"] |= {"visible": False, "range": [-0.5, len(counts) - 0.5]}
    layout["yaxis"] |= {"visible": False, "range": [0, top]}
    width = 22 if len(counts) < 5 else 14
    for place, (count, colour) in enumerate(zip(counts, colours, strict=True)):
        inside = {"xref": "x", "yref": "y", "x": place - 0.44, "yshift": 0}
        ink = {"color": ink_on(colour), "size": 16}
        label = f"<b>{escaped(count['label'], width)}</b>"
        layout["annotations"] += [
            annotation(label, **inside, y=heights[place] - 0.08, yanchor="top", font=ink),
            annotation(f"<b>{count['n']}</b>", **inside, y=0.06, yanchor="bottom", font={**ink, "size": 22}),
        ]
    corner = n_shown(result, language)
    if each > 1:
        corner["text"] += " · " + say("analysis", "one_dot", language, n=each)
    layout["annotations"].append(corner)
    steps: Figure = {"type": "bar", "x": list(range(len(counts))), "y": heights, "width": 0.97, "hoverinfo": "none"}
    steps["marker"] = {"color": colours, "line": {"width": 0}}
    people: Figure = {"type": "scatter", "mode": "markers", "x": xs, "y": ys, "hoverinfo": "none"}
    people["marker"] = {"color": look["ink"], "size": 11}
    return {"data": [steps, people], "layout": layout}


def matrix(item: Any, result: dict[str, Any], language: Language) -> Figure:
    """A row's distribution beside the others', as shares; n and *vet ej* stand beside the row."""
    rows = result["rows"]
    if result["suppressed"] or not any(row["counts"] for row in rows):
        return nothing(result, language)
    layout = base_layout(language, rows=len(rows) + 1.5, alt=result["sentence"])
    places = list(range(len(rows)))
    labels = [escaped(row["label"]) for row in rows]
    layout["yaxis"] |= {
        "tickvals": places,
        "ticktext": labels,
        "ticklabelstandoff": 8,
        "range": [len(rows) - 0.4, -0.6],
    }
    layout["xaxis"] |= {"visible": False, "range": [0, 1.26]}
    layout |= {"barmode": "stack", "showlegend": True}
    layout["legend"] = {"orientation": "h", "traceorder": "normal", "y": -0.02, "yanchor": "top", "x": 0}
    for place, row in enumerate(rows):
        shown = {"n": row["n"], "unknown": row["unknown"]}
        text = n_shown(shown, language)["text"] if row["counts"] or not row["n"] else say("analysis", "fewer", language)
        side = {"xref": "x", "yref": "y", "x": 1.02, "y": place, "yanchor": "middle", "yshift": 0}
        layout["annotations"].append(annotation(text, **side, font={"color": tokens()["ink-soft"], "size": 13}))
    data = []
    for order, (point, colour) in enumerate(zip(item.points, point_colours(item), strict=True)):
        n = [row["counts"][order]["n"] if row["counts"] else 0 for row in rows]
        bar: Figure = {"type": "bar", "orientation": "h", "y": places, "name": escaped(point.label.in_(language), 24)}
        bar |= {"x": [k / row["n"] if row["n"] else 0 for k, row in zip(n, rows, strict=True)], "width": 0.68}
        bar |= {"text": [str(k) if k else "" for k in n], "textposition": "inside", "insidetextanchor": "middle"}
        bar |= {"textfont": {"color": ink_on(colour)}, "marker": {"color": colour}, "hoverinfo": "none"}
        data.append(bar)
    return {"data": data, "layout": layout}
