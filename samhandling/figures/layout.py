"""What every figure starts from: the look's type and colours, bars, and notes in the margin."""

import html
import textwrap
from collections.abc import Sequence
from typing import Any, NamedTuple

from samhandling.content.datasets import Dataset, Fetched
from samhandling.content.language import Language
from samhandling.content.words import on_day, say
from samhandling.look import tokens
from samhandling.look.palette import ink_on

Figure = dict[str, Any]
ROW = 44
"""The height of one row of a figure, in pixels."""


class Picture(NamedTuple):
    """A figure for a notebook, with what it says in a sentence or two, and its numbers.

    A colour of the figure may be a token, as ``var(--warm)``: it is looked up where the figure is drawn, in
    light and dark. The table is rows of text, the first of them the head; the note says n and source.
    """

    figure: Figure
    sentence: str
    table: Sequence[Sequence[str]] = ()
    note: str = ""


def escaped(text: str, width: int = 34) -> str:
    """Text for a plotly label: broken into lines, and without a meaning as plotly's pseudo-HTML."""
    lines = textwrap.wrap(text, width) or [""]
    return "<br>".join(html.escape(line, quote=False) for line in lines)


def one_line(text: str, width: int = 46) -> str:
    """Text for a plotly label that has one line to stand on, on a phone too; the whole of it is in the table."""
    return escaped(textwrap.shorten(text, width, placeholder=" …"), width)


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


def annotation(text: str, **place: Any) -> Figure:
    corner = {"xref": "paper", "yref": "paper", "x": 0, "y": 0, "xanchor": "left", "yanchor": "top", "yshift": -12}
    plain = {"text": text, "showarrow": False, "align": "left", "font": {"color": tokens()["ink-soft"]}}
    return {**plain, **corner, **place}


def n_shown(result: dict[str, Any], language: Language) -> Figure:
    """How many the picture stands on; *vet ej* beside it."""
    parts = [f"n = {result['n']}"]
    if result["unknown"]:
        parts.append(f"{result['unknown']} {say('analysis', 'unknown', language)}")
    return annotation(" · ".join(parts))


def nothing(result: dict[str, Any], language: Language) -> Figure:
    """An empty figure that says why."""
    layout = base_layout(language, rows=1, alt=result["sentence"])
    layout["xaxis"]["visible"] = layout["yaxis"]["visible"] = False
    layout["annotations"] = [annotation(escaped(result["sentence"], 80), y=0.5, yshift=0, yanchor="middle")]
    return {"data": [], "layout": layout}


def bars(
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
    labels = [escaped(label) for label, _, _ in shown]
    tall = max(1, *(0.45 * (1 + label.count("<br>")) for label in labels), 0)
    layout = base_layout(language, rows=tall * (max(places, default=0) + 1), alt=result["sentence"])
    layout["yaxis"] |= {
        "tickvals": places,
        "ticktext": labels,
        "ticklabelstandoff": 8,
        "range": [max(places, default=0) + 0.6, -0.6],
    }
    layout["xaxis"] |= {"visible": False, "range": [0, max([1, *(n for _, n, _ in shown)]) * 1.12]}
    layout["annotations"] = [n_shown(result, language)]
    bar = {
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
    return {"data": [bar], "layout": layout}


def stacks(
    result: dict[str, Any],
    names: Sequence[tuple[Any, str, str]],
    language: Language,
    *,
    shares: bool = True,
    few: str = "",
) -> Figure:
    """The result's rows as stacked bars, as shares of the row or as numbers; `names` are value, label, colour.

    A row without counts says `few`.
    """
    rows = result["rows"]
    if result["suppressed"] or not any(row["counts"] for row in rows):
        return nothing(result, language)
    look, places = tokens(), list(range(len(rows)))
    layout = base_layout(language, rows=len(rows) + 0.4 * len(names) + 1, alt=result["sentence"])
    layout["yaxis"] |= {"tickvals": places, "ticktext": [escaped(row["label"]) for row in rows]}
    layout["yaxis"] |= {"ticklabelstandoff": 8, "range": [len(rows) - 0.4, -0.6]}
    full = 1 if shares else max(row["n"] for row in rows)
    layout["xaxis"] |= {"visible": False, "range": [0, full * 1.2]}
    layout |= {"barmode": "stack", "showlegend": True}
    layout["legend"] = {"orientation": "h", "traceorder": "normal", "y": -0.06, "yanchor": "top", "x": 0}
    for place, row in enumerate(rows):
        told = (f"n = {row['n']}" if shares else str(row["n"])) if row["counts"] or not row["n"] else few
        side = {"xref": "x", "yref": "y", "x": full * 1.02, "y": place, "yanchor": "middle", "yshift": 0}
        layout["annotations"].append(annotation(told, **side, font={"color": look["ink-soft"], "size": 13}))
    # the legend stands where other figures say what they stand on
    above = {"x": 1, "xanchor": "right", "y": 1, "yanchor": "bottom", "yshift": 4}
    layout["annotations"].append(n_shown(result, language) | above)
    layout["margin"]["t"] = 28
    data = []
    for value, label, colour in names:
        n = [next((count["n"] for count in row["counts"] if count["value"] == value), 0) for row in rows]
        long = [k / row["n"] if shares and row["n"] else k for k, row in zip(n, rows, strict=True)]
        bar: Figure = {"type": "bar", "orientation": "h", "y": places, "x": long, "name": escaped(label, 34)}
        bar |= {"text": [str(k) if k else "" for k in n], "textposition": "inside", "insidetextanchor": "middle"}
        bar |= {"textfont": {"color": ink_on(colour)}, "textangle": 0, "width": 0.68, "hoverinfo": "none"}
        data.append(bar | {"marker": {"color": colour}})
    return {"data": data, "layout": layout}


def unknown_apart(result: dict[str, Any], language: Language) -> tuple[str, int] | None:
    return (say("analysis", "unknown", language), result["unknown"]) if result["unknown"] else None


def percent(n: int, of: int, language: Language, decimals: int = 0) -> str:
    """A share in per cent, whole or with decimals, as it is written in the language."""
    share = f"{100 * n / of:.{decimals}f}".replace(".", "," if language == "sv" else ".") if of else "–"
    return f"{share}\N{NO-BREAK SPACE}%" if language == "sv" else f"{share}%"


def counted(n: int, language: Language) -> str:
    """A number of people, as it is written in the language: by thousands."""
    return f"{n:,}".replace(",", "\N{NO-BREAK SPACE}") if language == "sv" else f"{n:,}"


def note(dataset: Dataset, n: int, language: Language) -> str:
    """What a chart of a data set stands on: what it holds, how many, from where and when, and whether the table was
    fetched or comes with the kit; or that it is made up."""
    source, as_of = dataset.source.name.in_(language), dataset.as_of.in_(language).rstrip(".")
    description = dataset.description.in_(language)
    fill = {"description": description, "n": counted(n, language), "source": source, "as_of": as_of}
    if isinstance(dataset, Fetched):
        return say("charts", "note_fetched", language, **fill, day=on_day(dataset.fetched, language))
    return say("charts", "note_synthetic" if dataset.synthetic else "note", language, **fill)


def synthetic_mark(dataset: Dataset, language: Language) -> list[Figure]:
    """The word on the picture itself, where the data are made up."""
    corner = {"x": 1, "y": 0, "xanchor": "right", "yanchor": "bottom", "yshift": 0}
    warm = {"font": {"color": "var(--warm)"}}
    return [annotation(say("charts", "synthetic", language), **corner, **warm)] if dataset.synthetic else []
