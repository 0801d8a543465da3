"""Figures of groups beside each other: the spread, the gate, the response rates."""

from collections.abc import Sequence
from typing import Any

from samhandling.analysis.sentences import number
from samhandling.content.exercise import Gate
from samhandling.content.language import Language
from samhandling.content.words import say
from samhandling.figures.layout import Figure, annotation, bars, base_layout, escaped, percent
from samhandling.look import tokens


def tracks(item: Any, rows: Sequence[tuple[str, str]], language: Language, alt: str = "", *, width: int = 60) -> Figure:
    """The item's scale once for each row, from the top, with the row's name over it and what is said at its end.

    A name is broken into lines of at most `width` letters. Row number k lies at y = k; what is to be seen on it is
    added to `data`.
    """
    values = item.ticks if item.kind == "number" else item.values
    look, low, high = tokens(), min(values), max(values)
    room = 0.12 * (high - low)
    names = [escaped(label, width) for label, _ in rows]
    tall = 1.2 + 0.2 * max((name.count("<br>") for name in names), default=0)
    layout = base_layout(language, rows=len(rows) * tall + 0.6, alt=alt)
    layout["xaxis"] |= {"tickvals": values, "ticktext": [number(one, language) for one in values]}
    layout["xaxis"] |= {"range": [low - room / 3, high + (room if item.kind == "number" else room + 0.35)]}
    layout["yaxis"] |= {"visible": False, "range": [len(rows) - 0.4, -0.7]}
    layout["shapes"] = []
    for place, (name, (_, said)) in enumerate(zip(names, rows, strict=True)):
        line = {"type": "line", "x0": low, "x1": high, "y0": place, "y1": place, "layer": "below"}
        layout["shapes"].append({**line, "line": {"color": look["line"], "width": 3}})
        where = {"xref": "x", "yref": "y", "y": place, "yanchor": "bottom", "yshift": 8}
        layout["annotations"].append(annotation(name, **where, x=low, font={"color": look["ink"]}))
        if said:
            layout["annotations"].append(annotation(said, **where, x=high, xanchor="right"))
    return {"data": [], "layout": layout}


def middle_half(quartiles: dict[str, float], place: int, colour: str) -> list[Figure]:
    """The quartiles on a track: a band from the lower to the upper, and a dot at the median."""
    half = {"type": "scatter", "mode": "lines", "x": [quartiles["q25"], quartiles["q75"]], "y": [place, place]}
    dot = {"type": "scatter", "mode": "markers", "x": [quartiles["median"]], "y": [place], "hoverinfo": "none"}
    return [
        {**half, "line": {"color": colour, "width": 11}, "opacity": 0.35, "hoverinfo": "none"},
        {**dot, "marker": {"color": colour, "size": 17}},
    ]


def split_figure(item: Any, groups: Sequence[dict[str, Any]], language: Language, alt: str = "") -> Figure:
    """Median and middle half of each group on the item's scale; suppressed groups say *färre än 5*."""
    few = say("analysis", "fewer", language)
    rows = [(group["label"], few if group["suppressed"] else f"n = {group['n']}") for group in groups]
    figure = tracks(item, rows, language, alt)
    for place, group in enumerate(groups):
        if quartiles := group["quantiles"]:
            figure["data"] += middle_half(quartiles, place, tokens()[f"group-{1 + place % 9}"])
    return figure


def gate_figure(rule: Gate, item: Any, rows: Sequence[dict[str, Any]], language: Language, alt: str = "") -> Figure:
    """The median of each step on the scale of `item`; those to stay on in the warm colour, left of the line or wide."""
    look = tokens()
    groups = [
        {"label": row["title"], "n": row["n"], "suppressed": row["median"] is None, "quantiles": None} for row in rows
    ]
    figure = split_figure(item, groups, language, alt)
    for place, row in enumerate(rows):
        if row["median"] is not None:
            dot: Figure = {
                "type": "scatter",
                "mode": "markers",
                "x": [row["median"]],
                "y": [place],
                "hoverinfo": "none",
            }
            dot |= {"marker": {"color": look["warm" if row["stay"] else "accent"], "size": 17}}
            figure["data"].append(dot)
    limit: Figure = {
        "type": "line",
        "x0": rule.median_below,
        "x1": rule.median_below,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
    }
    line = {"color": look["line-strong"], "width": 1, "dash": "dot"}
    figure["layout"]["shapes"].append({**limit, "line": line, "layer": "below"})
    return figure


def response_figure(rows: Sequence[tuple[str, int, int]], language: Language, alt: str = "") -> Figure:
    """Response rates: label, how many answered, of how many."""
    shown = {"n": max((of for _, _, of in rows), default=0), "unknown": 0, "sentence": alt}
    figure = bars([(label, n, tokens()["accent"]) for label, n, _ in rows], shown, language)
    shares, layout = figure["data"][0], figure["layout"]
    shares["x"] = [n / of if of else 0 for _, n, of in rows]
    shares["text"] = [f"{percent(n, of, language)} ({n}/{of})" for _, n, of in rows]
    layout["xaxis"] |= {"range": [0, 1.8]}
    layout["annotations"] = []  # each bar says of how many it is
    return figure
