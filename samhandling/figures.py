"""Summaries to plotly figures, as plain `{data, layout}`: one picture a kind, in the look's own colours."""

import html
import math
import textwrap
from collections.abc import Callable, Sequence
from typing import Any

from samhandling.analysis.sentences import number
from samhandling.content.exercise import Gate
from samhandling.content.language import Language
from samhandling.content.words import say
from samhandling.look import tokens
from samhandling.look.palette import diverging, ink_on, sequence

Figure = dict[str, Any]
ROW = 44
"""The height of one row of a figure, in pixels."""


def escaped(text: str, width: int = 34) -> str:
    """Text for a plotly label: broken into lines, and without a meaning as plotly's pseudo-HTML."""
    lines = textwrap.wrap(text, width) or [""]
    return "<br>".join(html.escape(line, quote=False) for line in lines)


def base_layout(language: Language, *, rows: float = 6, alt: str = "") -> Figure:
    """The layout that every figure starts from: the look's type and colours, and nothing that distracts."""
    look = tokens()
    axis: Figure = {"showgrid": False, "zeroline": False, "showline": False, "ticks": ""}
    axis |= {"fixedrange": True, "automargin": True}
    return {
        "height": round(70 + ROW * rows),
        "margin": {"l": 8, "r": 8, "t": 8, "b": 40},
        "paper_bgcolor": look["surface"],
        "plot_bgcolor": look["surface"],
        "font": {"family": look["font"], "size": 15, "color": look["ink"]},
        "separators": ", " if language == "sv" else ".,",
        "showlegend": False,
        "dragmode": False,
        "bargap": 0.28,
        "hoverlabel": {"bgcolor": look["surface"], "bordercolor": look["line"], "font": {"color": look["ink"]}},
        "xaxis": {**axis},
        "yaxis": {**axis},
        "annotations": [],
        "meta": {"alt": alt},
    }


def point_colours(item: Any) -> list[str]:
    """A scale's colours: diverging for agreement (`l5`, or below and above zero), else rising like steps."""
    name = item.scale or ""
    agreement = (name[:1] in ("l", "v") and name[1:].isdigit()) or min(item.values) < 0 < max(item.values)
    return diverging(len(item.points)) if agreement else sequence(len(item.points))


def _note(text: str, **place: Any) -> Figure:
    corner = {"xref": "paper", "yref": "paper", "x": 0, "y": 0, "xanchor": "left", "yanchor": "top", "yshift": -12}
    plain = {"text": text, "showarrow": False, "align": "left", "font": {"color": tokens()["ink-soft"]}}
    return {**plain, **corner, **place}


def _n(result: dict[str, Any], language: Language) -> Figure:
    """How many the picture stands on; *vet ej* beside it."""
    parts = [f"n = {result['n']}"]
    if result["unknown"]:
        parts.append(f"{result['unknown']} {say('analysis', 'unknown', language)}")
    return _note(" · ".join(parts))


def _nothing(result: dict[str, Any], language: Language) -> Figure:
    """An empty figure that says why."""
    layout = base_layout(language, rows=1, alt=result["sentence"])
    layout["xaxis"]["visible"] = layout["yaxis"]["visible"] = False
    layout["annotations"] = [_note(escaped(result["sentence"], 80), y=0.5, yshift=0, yanchor="middle")]
    return {"data": [], "layout": layout}


def _bars(
    rows: Sequence[tuple[str, int, str]],
    result: dict[str, Any],
    language: Language,
    apart: tuple[str, int] | None = None,
) -> Figure:
    """Horizontal bars from the top: label, number, colour; `apart` stands below them in grey."""
    look = tokens()
    places = list(range(len(rows)))
    shown = [*rows]
    if apart:
        places.append(len(rows) + 0.5)  # type: ignore[arg-type]  # half a row of air
        shown.append((*apart, look["unknown"]))
    layout = base_layout(language, rows=max(places, default=0) + 1, alt=result["sentence"])
    labels = [escaped(label) for label, _, _ in shown]
    layout["yaxis"] |= {
        "tickvals": places,
        "ticktext": labels,
        "ticklabelstandoff": 8,
        "range": [max(places, default=0) + 0.6, -0.6],
    }
    layout["xaxis"] |= {"visible": False, "range": [0, max([1, *(n for _, n, _ in shown)]) * 1.12]}
    layout["annotations"] = [_n(result, language)]
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": [n for _, n, _ in shown],
        "y": places,
        "text": [str(n) for _, n, _ in shown],
        "textposition": "outside",
        "cliponaxis": False,
        "width": 0.68,
        "marker": {"color": [colour for _, _, colour in shown], "line": {"width": 0}},
        "hoverinfo": "none",
    }
    return {"data": [bars], "layout": layout}


def _apart(result: dict[str, Any], language: Language) -> tuple[str, int] | None:
    return (say("analysis", "unknown", language), result["unknown"]) if result["unknown"] else None


def scale(item: Any, result: dict[str, Any], language: Language) -> Figure:
    """The distribution over the points, lowest first."""
    if result["suppressed"] or not result["n"]:
        return _nothing(result, language)
    colours = point_colours(item) + [tokens()["group-9"]] * len(result["counts"])
    rows = [
        (f"{count['value']}  {count['label']}", count["n"], colour)
        for count, colour in zip(result["counts"], colours, strict=False)
    ]
    return _bars(rows, result, language, _apart(result, language))


def ladder(item: Any, result: dict[str, Any], language: Language) -> Figure:
    """The staircase with people on it: one dot each, or one for several when there are many."""
    if result["suppressed"] or not result["n"]:
        return _nothing(result, language)
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
            _note(label, **inside, y=heights[place] - 0.08, yanchor="top", font=ink),
            _note(f"<b>{count['n']}</b>", **inside, y=0.06, yanchor="bottom", font={**ink, "size": 22}),
        ]
    corner = _n(result, language)
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
        return _nothing(result, language)
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
        text = _n(shown, language)["text"] if row["counts"] or not row["n"] else say("analysis", "fewer", language)
        side = {"xref": "x", "yref": "y", "x": 1.02, "y": place, "yanchor": "middle", "yshift": 0}
        layout["annotations"].append(_note(text, **side, font={"color": tokens()["ink-soft"], "size": 13}))
    data = []
    for order, (point, colour) in enumerate(zip(item.points, point_colours(item), strict=True)):
        n = [row["counts"][order]["n"] if row["counts"] else 0 for row in rows]
        bar: Figure = {"type": "bar", "orientation": "h", "y": places, "name": escaped(point.label.in_(language), 24)}
        bar |= {"x": [k / row["n"] if row["n"] else 0 for k, row in zip(n, rows, strict=True)], "width": 0.68}
        bar |= {"text": [str(k) if k else "" for k in n], "textposition": "inside", "insidetextanchor": "middle"}
        bar |= {"textfont": {"color": ink_on(colour)}, "marker": {"color": colour}, "hoverinfo": "none"}
        data.append(bar)
    return {"data": data, "layout": layout}


def choice(item: Any, result: dict[str, Any], language: Language) -> Figure:
    """How many chose each option, in the order they were asked."""
    if result["suppressed"] or not result["n"]:
        return _nothing(result, language)
    rows = [(count["label"], count["n"], tokens()["accent"]) for count in result["counts"]]
    return _bars(rows, result, language, _apart(result, language))


def votes(item: Any, result: dict[str, Any], language: Language) -> Figure:
    """The dots on each thing, most first; at most twelve notes."""
    dots = [(count["label"], count["n"]) for count in result["counts"]]
    dots += [(note["text"], note["dots"] or 0) for note in result["notes"]]
    if result["suppressed"] or not result["n"] or not dots:
        return _nothing(result, language)
    first = sorted(dots, key=lambda one: -one[1])[:12]
    return _bars([(label, n, tokens()["accent"]) for label, n in first], result, language)


def notes(item: Any, result: dict[str, Any], language: Language) -> Figure:
    """How many notes each category has; without categories, the notes themselves."""
    if not result["notes"] or not result["categories"]:
        return text(item, result, language)
    look = tokens()
    under = [note["category"] for note in result["notes"]]
    rows = [
        (category["label"], under.count(category["id"]), look[f"group-{1 + k % 9}"])
        for k, category in enumerate(result["categories"])
    ]
    return _bars(rows, result, language)


def text(item: Any, result: dict[str, Any], language: Language) -> Figure:
    """Some of the texts, as quotations."""
    if not result["notes"]:
        return _nothing(result, language)
    look = tokens()
    quotes = [textwrap.shorten(note["text"], 240, placeholder=" …") for note in result["notes"][:8]]
    lines = [len(textwrap.wrap(quote, 84)) or 1 for quote in quotes]
    layout = base_layout(language, rows=sum(lines) * 0.5 + len(lines) * 0.4, alt=result["sentence"])
    layout["xaxis"] |= {"visible": False, "range": [0, 1]}
    layout["yaxis"] |= {"visible": False, "range": [sum(lines) + len(lines) * 0.8, 0]}
    layout["shapes"], top = [], 0.0
    for quote, height in zip(quotes, lines, strict=True):
        place = {"xref": "paper", "yref": "y", "x": 0, "y": top, "xshift": 12, "yshift": 0}
        layout["annotations"].append(_note(escaped(quote, 84), **place, font={"color": look["ink"]}))
        bar = {"type": "line", "xref": "paper", "yref": "y", "x0": 0, "x1": 0, "y0": top + 0.1, "y1": top + height}
        layout["shapes"].append({**bar, "line": {"color": look["accent"], "width": 3}})
        top += height + 0.8
    layout["annotations"].append(_n(result, language))
    return {"data": [], "layout": layout}


def table(item: Any, result: dict[str, Any], language: Language) -> Figure:
    """The first column with options, as bars; without one, how many rows have filled in each column."""
    entries = result["entries"]
    if not entries:
        return _nothing(result, language)
    accent = tokens()["accent"]
    column = next((column for column in item.columns if column.type == "choice"), None)
    if column is None:
        filled = {c["id"]: sum(c["id"] in entry["cells"] for entry in entries) for c in result["columns"]}
        return _bars([(c["label"], filled[c["id"]], accent) for c in result["columns"]], result, language)
    labels = [option.label.in_(language) for option in column.options]
    chosen = [entry["cells"].get(column.id) for entry in entries]
    return _bars([(label, chosen.count(label), accent) for label in labels], result, language)


FIGURES: dict[str, Callable[[Any, dict[str, Any], Language], Figure]] = {
    "choice": choice, "scale": scale, "matrix": matrix, "ladder": ladder,
    "text": text, "notes": notes, "votes": votes, "table": table,
}  # fmt: skip
"""The figure of each kind: the item, its result, the language → `{data, layout}`."""


def split_figure(item: Any, groups: Sequence[dict[str, Any]], language: Language, alt: str = "") -> Figure:
    """Median and middle half of each group on the item's scale; suppressed groups say *färre än 5*."""
    look, low, high = tokens(), min(item.values), max(item.values)
    layout = base_layout(language, rows=len(groups) * 1.2 + 0.6, alt=alt)
    layout["xaxis"] |= {"tickvals": item.values, "range": [low - 0.12, high + 0.12 * (high - low) + 0.35]}
    layout["yaxis"] |= {"visible": False, "range": [len(groups) - 0.4, -0.7]}
    layout["shapes"], data = [], []
    for place, group in enumerate(groups):
        colour = look[f"group-{1 + place % 9}"]
        line = {"type": "line", "x0": low, "x1": high, "y0": place, "y1": place, "layer": "below"}
        layout["shapes"].append({**line, "line": {"color": look["line"], "width": 3}})
        where = {"xref": "x", "yref": "y", "y": place, "yanchor": "bottom", "yshift": 8}
        said = say("analysis", "fewer", language) if group["suppressed"] else f"n = {group['n']}"
        name = _note(escaped(group["label"], 60), **where, x=low, font={"color": look["ink"]})
        layout["annotations"] += [name, _note(said, **where, x=high, xanchor="right")]
        if quartiles := group["quantiles"]:
            half = {"type": "scatter", "mode": "lines", "x": [quartiles["q25"], quartiles["q75"]], "y": [place, place]}
            data.append({**half, "line": {"color": colour, "width": 11}, "opacity": 0.35, "hoverinfo": "none"})
            dot = {"type": "scatter", "mode": "markers", "x": [quartiles["median"]], "y": [place], "hoverinfo": "none"}
            data.append({**dot, "marker": {"color": colour, "size": 17}})
    return {"data": data, "layout": layout}


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
    figure = _bars([(label, n, tokens()["accent"]) for label, n, _ in rows], shown, language)
    bars, layout = figure["data"][0], figure["layout"]
    bars["x"] = [n / of if of else 0 for _, n, of in rows]
    bars["text"] = [f"{_percent(n, of, language)} ({n}/{of})" for _, n, of in rows]
    layout["xaxis"] |= {"range": [0, 1.3]}
    return figure


def _percent(n: int, of: int, language: Language) -> str:
    share = number(round(100 * n / of), language) if of else "–"
    return f"{share} %" if language == "sv" else f"{share}%"
