"""Figures of the kinds that take a number, or a place on a plane."""

from collections.abc import Sequence
from typing import Any

from samhandling.analysis.sentences import number as written
from samhandling.content.language import Language
from samhandling.figures.layout import Figure, annotation, base_layout, escaped, n_shown, nothing, one_line
from samhandling.look import tokens
from samhandling.look.palette import ink_on


def number(item: Any, result: dict[str, Any], language: Language) -> Figure:
    """The distribution over the range, with the median and the middle half on a line below."""
    if result["suppressed"] or not result["n"]:
        return nothing(result, language)
    look, counts, half = tokens(), result["counts"], item.step / 2
    low, high = min(item.low, counts[0]["value"]) - half, item.high + half
    wide = (high - low) / len(counts)
    tall = max(count["n"] for count in counts)
    layout = base_layout(language, rows=6.5, alt=result["sentence"])
    layout["xaxis"] |= {"range": [low, high], "tickvals": item.ticks}
    layout["xaxis"] |= {"ticklabeloverflow": "allow"}
    layout["xaxis"]["ticktext"] = [_tick(item, one, language) for one in item.ticks]
    layout["yaxis"] |= {"visible": False, "range": [-0.2 * tall, 1.14 * tall]}
    layout["margin"] |= {"l": 44, "r": 44, "b": 84}
    layout["annotations"] = [n_shown(result, language) | {"yshift": -52}]
    layout["shapes"] = [_line(low, high, -0.11 * tall, look["line"])]
    bar: Figure = {
        "type": "bar",
        "x": [low + (place + 0.5) * wide for place in range(len(counts))],
        "width": wide * 0.92,
    }
    bar |= {"y": [count["n"] for count in counts], "text": [str(count["n"] or "") for count in counts]}
    bar |= {"textposition": "outside", "cliponaxis": False, "hoverinfo": "none", "marker": {"color": look["accent"]}}
    quartiles, under = result["quantiles"], [-0.11 * tall]
    middle: Figure = {"type": "scatter", "mode": "lines", "x": [quartiles["q25"], quartiles["q75"]], "y": under * 2}
    middle |= {"line": {"color": look["accent"], "width": 11}, "opacity": 0.38, "hoverinfo": "none"}
    dot: Figure = {"type": "scatter", "mode": "markers", "x": [quartiles["median"]], "y": under, "hoverinfo": "none"}
    return {"data": [bar, middle, dot | {"marker": {"color": look["accent"], "size": 17}}], "layout": layout}


def _tick(item: Any, value: float, language: Language) -> str:
    """A value on the axis, with what the end of the range means."""
    end = {item.low: item.low_label, item.high: item.high_label}.get(value)
    under = f"<br>{escaped(end.in_(language), 18)}" if end else ""
    return written(value, language) + under


def _line(x0: float, x1: float, y: float, colour: str) -> Figure:
    line: Figure = {"type": "line", "x0": x0, "x1": x1, "y0": y, "y1": y, "layer": "below"}
    return line | {"line": {"color": colour, "width": 3}}


def position(item: Any, result: dict[str, Any], language: Language) -> Figure:
    """The plane: each thing at its median with its middle half, own things as small dots; names in the list below."""
    things = [(place, one) for place, one in enumerate(result["positions"]) if one["x"]]
    own = spots(result["notes"])
    if result["suppressed"] or not (things or own):
        return nothing(result, language)
    look, end = tokens(), item.steps
    names = [f"<b>{letter(place)}</b>  {one_line(one['label'], 60)}" for place, one in things]
    names += [f"<b>{n}</b>  {one_line(' · '.join(texts), 60)}" for n, (_, texts) in enumerate(own, 1)]
    layout = base_layout(language, rows=11 + 0.56 * len(names), alt=result["sentence"])
    plane = 11 * 44
    layout["margin"] = {"l": 8, "r": 8, "t": 8, "b": 96 + 25 * len(names)}
    for name, axis, air in (("xaxis", item.x, 0.06), ("yaxis", item.y, 0.14)):
        # above and below there is room for what the corners are called
        layout[name] |= {"range": [-air * end, (1 + air) * end], "tickvals": [0, end], "mirror": True}
        layout[name] |= {"ticktext": [escaped(side.in_(language), 14) for side in (axis.low, axis.high)]}
        layout[name] |= {"title": {"text": escaped(axis.label.in_(language), 60), "standoff": 6}}
        layout[name] |= {"showline": True, "linecolor": look["line-strong"]}
    cross = {"type": "line", "layer": "below", "line": {"color": look["line"], "width": 2}}
    layout["shapes"] = [
        {**cross, "xref": "paper", "yref": "y", "x0": 0, "x1": 1, "y0": end / 2, "y1": end / 2},
        {**cross, "xref": "x", "yref": "paper", "x0": end / 2, "x1": end / 2, "y0": 0, "y1": 1},
    ]
    if item.corners:
        for x, across in (("low", "left"), ("high", "right")):
            for y, edge in (("low", "bottom"), ("high", "top")):
                text = escaped(getattr(item.corners, f"{x}_{y}").in_(language), 24)
                where: Figure = {"x": 0.02 if x == "low" else 0.98, "y": 0.02 if y == "low" else 0.98, "yshift": 0}
                layout["annotations"].append(annotation(text, **where, xanchor=across, yanchor=edge))
    for line, name in enumerate(names):
        layout["annotations"].append(annotation(name, yshift=-64 - 25 * line, font={"color": look["ink"]}))
    layout["annotations"].append(n_shown(result, language) | {"yshift": -68 - 25 * len(names)})
    layout["height"] = plane + layout["margin"]["b"]
    numbered = [str(n) for n in range(1, len(own) + 1)]
    data = [_mark([spot for spot, _ in own], numbered, look["accent"], 22)] if own else []
    if things:
        medians = [(one["x"]["median"], one["y"]["median"]) for _, one in things]
        marks = _mark(medians, [letter(place) for place, _ in things], look["ink"], 28)
        for side in ("x", "y"):
            up = [one[side]["q75"] - one[side]["median"] for _, one in things]
            down = [one[side]["median"] - one[side]["q25"] for _, one in things]
            error: Figure = {"type": "data", "symmetric": False, "array": up, "arrayminus": down, "width": 0}
            marks[f"error_{side}"] = error | {"color": look["line-strong"], "thickness": 2}
        data.append(marks)
    return {"data": data, "layout": layout}


def _mark(at: Sequence[tuple[float, float]], texts: list[str], colour: str, size: int) -> Figure:
    mark: Figure = {"type": "scatter", "mode": "markers+text", "x": [x for x, _ in at], "y": [y for _, y in at]}
    mark |= {"text": texts, "textposition": "middle center", "textfont": {"color": ink_on(colour), "size": 13}}
    return mark | {"marker": {"color": colour, "size": size, "opacity": 1}, "hoverinfo": "none", "cliponaxis": False}


def letter(place: int) -> str:
    """What a thing is called where its name has no room: A, B, C … AA, AB …"""
    first, last = divmod(place, 26)
    return (letter(first - 1) if first else "") + chr(ord("A") + last)


def spots(notes: list[dict[str, Any]]) -> list[tuple[tuple[int, int], list[str]]]:
    """People's own things by where they lie: those on one spot share a dot."""
    here: dict[tuple[int, int], list[str]] = {}
    for note in notes:
        if not note.get("hidden"):
            here.setdefault((note["x"], note["y"]), []).append(note["text"])
    return sorted(here.items(), key=lambda one: (-one[0][0] - one[0][1], one[0]))
