"""What every figure starts from: the look's type and colours, bars, and notes in the margin."""

import html
import textwrap
from collections.abc import Sequence
from typing import Any

from samhandling.content.language import Language
from samhandling.content.words import say
from samhandling.look import tokens

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
    layout = base_layout(language, rows=max(places, default=0) + 1, alt=result["sentence"])
    labels = [escaped(label) for label, _, _ in shown]
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


def unknown_apart(result: dict[str, Any], language: Language) -> tuple[str, int] | None:
    return (say("analysis", "unknown", language), result["unknown"]) if result["unknown"] else None
