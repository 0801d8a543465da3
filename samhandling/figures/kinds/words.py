"""Figures of the kinds that take words of one's own."""

import textwrap
from typing import Any

from samhandling.content.language import Language
from samhandling.figures.layout import Figure, annotation, bars, base_layout, escaped, n_shown, nothing
from samhandling.look import tokens


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
    return bars(rows, result, language)


def text(item: Any, result: dict[str, Any], language: Language) -> Figure:
    """Some of the texts, as quotations."""
    if not result["notes"]:
        return nothing(result, language)
    look = tokens()
    quotes = [textwrap.shorten(note["text"], 240, placeholder=" …") for note in result["notes"][:8]]
    lines = [len(textwrap.wrap(quote, 84)) or 1 for quote in quotes]
    layout = base_layout(language, rows=sum(lines) * 0.5 + len(lines) * 0.4, alt=result["sentence"])
    layout["xaxis"] |= {"visible": False, "range": [0, 1]}
    layout["yaxis"] |= {"visible": False, "range": [sum(lines) + len(lines) * 0.8, 0]}
    layout["shapes"], top = [], 0.0
    for quote, height in zip(quotes, lines, strict=True):
        place = {"xref": "paper", "yref": "y", "x": 0, "y": top, "xshift": 12, "yshift": 0}
        layout["annotations"].append(annotation(escaped(quote, 84), **place, font={"color": look["ink"]}))
        bar = {"type": "line", "xref": "paper", "yref": "y", "x0": 0, "x1": 0, "y0": top + 0.1, "y1": top + height}
        layout["shapes"].append({**bar, "line": {"color": look["accent"], "width": 3}})
        top += height + 0.8
    layout["annotations"].append(n_shown(result, language))
    return {"data": [], "layout": layout}
