"""Figures of the kinds that choose among options."""

from typing import Any

from samhandling.content.language import Language
from samhandling.content.words import say
from samhandling.figures.layout import (
    Figure,
    annotation,
    bars,
    base_layout,
    escaped,
    n_shown,
    nothing,
    stacks,
    unknown_apart,
)
from samhandling.look import tokens
from samhandling.look.palette import ink_on, sequence


def choice(item: Any, result: dict[str, Any], language: Language) -> Figure:
    """How many chose each option, in the order they were asked."""
    if result["suppressed"] or not result["n"]:
        return nothing(result, language)
    rows = [(count["label"], count["n"], tokens()["accent"]) for count in result["counts"]]
    return bars(rows, result, language, unknown_apart(result, language))


def votes(item: Any, result: dict[str, Any], language: Language) -> Figure:
    """The dots on each thing, most first; at most twelve notes."""
    dots = [(count["label"], count["n"]) for count in result["counts"]]
    dots += [(note["text"], note["dots"] or 0) for note in result["notes"]]
    if result["suppressed"] or not result["n"] or not dots:
        return nothing(result, language)
    first = sorted(dots, key=lambda one: -one[1])[:12]
    return bars([(label, n, tokens()["accent"]) for label, n in first], result, language)


def rank(item: Any, result: dict[str, Any], language: Language) -> Figure:
    """The options by their points, most first; each bar is the places it was given, those that left it out in grey."""
    if result["suppressed"] or not result["n"]:
        return nothing(result, language)
    points = {count["value"]: count["n"] for count in result["counts"]}
    rows = []
    for row in result["rows"]:
        left_out = {"value": "", "label": "", "n": row["unknown"]}
        counts = row["counts"] and [*row["counts"], left_out]
        rows.append(row | {"n": result["n"], "counts": counts})
    colours = [*reversed(sequence(item.places))]
    names: list[tuple[Any, str, str]] = [
        (n, say("analysis", "rank_place", language, n=n), colour) for n, colour in enumerate(colours, 1)
    ]
    names.append(("", say("analysis", "rank_left_out", language), tokens()["unknown"]))
    figure = stacks(result | {"rows": rows}, names, language, few=say("analysis", "fewer", language))
    if figure["data"]:
        # beside a row its points, which the row's n would only repeat, and how they are counted beside n
        *beside, n_of_all = figure["layout"]["annotations"]
        for row, note in zip(rows, beside, strict=True):
            if row["counts"]:
                note["text"] = say("analysis", "points_short", language, n=points[row["row"]])
        n_of_all["text"] += " · " + say("analysis", "rank_points", language, n=item.places)
    return figure


def quiz(item: Any, result: dict[str, Any], language: Language) -> Figure:
    """How many chose each option; the right one says so, and has the accent to itself."""
    if result["suppressed"] or not result["n"]:
        return nothing(result, language)
    look, right = tokens(), result["right"]
    rows = []
    for count in result["counts"]:
        told = f"{say('analysis', 'quiz_mark', language)} " if count["value"] == right else ""
        colour = look["accent" if right in (None, count["value"]) else "line-strong"]
        rows.append((told + count["label"], count["n"], colour))
    return bars(rows, result, language, unknown_apart(result, language))


def agree(item: Any, result: dict[str, Any], language: Language) -> Figure:
    """Those who agree to the right of a middle line, those who do not to the left, as shares; most agreed first."""
    rows = sorted((row for row in result["rows"] if row["counts"]), key=_leaning)
    if result["suppressed"] or not rows:
        return nothing(result, language)
    look, places = tokens(), list(range(len(rows)))
    layout = base_layout(language, rows=len(rows) * 1.5 + 1.2, alt=result["sentence"])
    layout["yaxis"] |= {"visible": False, "range": [len(rows) - 0.3, -0.75]}
    layout["xaxis"] |= {"visible": False, "range": [-1.12, 1.12]}
    layout |= {"barmode": "overlay", "showlegend": True, "shapes": []}
    layout["legend"] = {"orientation": "h", "traceorder": "normal", "y": -0.02, "yanchor": "top", "x": 0}
    for place, row in enumerate(rows):
        over = {"xref": "paper", "yref": "y", "x": 0, "y": place - 0.3, "yanchor": "bottom", "yshift": 0}
        said = f"{escaped(row['label'], 84)} · n = {row['n']}"
        layout["annotations"].append(annotation(said, **over, font={"color": look["ink"]}))
        middle = {"type": "line", "x0": 0, "x1": 0, "yref": "y", "y0": place - 0.27, "y1": place + 0.27}
        layout["shapes"].append({**middle, "line": {"color": look["ink"], "width": 2}})
    layout["annotations"].append(n_shown(result, language))
    counts = [{count["value"]: count["n"] for count in row["counts"]} for row in rows]
    labels = {count["value"]: count["label"] for count in rows[0]["counts"]}
    data = []
    for stance, colour in ((-1, "low"), (0, "unknown"), (1, "high")):
        # those who pass stand astride the middle, half on each side
        starts = [{-1: -one[0] / 2 - one[-1], 0: -one[0] / 2, 1: one[0] / 2}[stance] for one in counts]
        bar: Figure = {"type": "bar", "orientation": "h", "y": places, "width": 0.42, "name": labels[stance]}
        bar |= {"x": [one[stance] / row["n"] for one, row in zip(counts, rows, strict=True)]}
        bar |= {"base": [start / row["n"] for start, row in zip(starts, rows, strict=True)]}
        bar |= {"text": [str(one[stance]) if stance and one[stance] else "" for one in counts]}
        bar |= {"textposition": "inside"}
        bar |= {"insidetextanchor": "middle", "textangle": 0, "hoverinfo": "none"}
        data.append(bar | {"marker": {"color": look[colour]}, "textfont": {"color": ink_on(look[colour])}})
    return {"data": data, "layout": layout}


def _leaning(row: dict[str, Any]) -> float:
    """How far a row leans to disagreement, from -1 (all agree) to 1."""
    counts = {count["value"]: count["n"] for count in row["counts"]}
    return float((counts[-1] - counts[1]) / row["n"])
