"""The generational shift: the share of an occupation's employees who are near retirement, and where it is large."""

from collections.abc import Sequence
from typing import NamedTuple

from samhandling.content.datasets import Table
from samhandling.content.language import Language
from samhandling.content.words import many, say
from samhandling.figures.layout import (
    Figure,
    Picture,
    annotation,
    base_layout,
    counted,
    note,
    one_line,
    percent,
    synthetic_mark,
)

#: Where the axis ends: beyond every limit that may be chosen, with room for the numbers.
AXIS = 46


class _Occupation(NamedTuple):
    name: str
    employed: int
    aged: int

    @property
    def share(self) -> int:
        return round(100 * self.aged / self.employed)


def generations(table: Table, limit: int, language: Language) -> Picture:
    """Occupations by their share of employees aged 55 or older; those at `limit` per cent or above stand out.

    A share is compared as it is shown, in whole per cent. The table has the columns of `generation_shift`.
    """
    name = "name" if language == "sv" else f"name_{language}"
    found = [_Occupation(row[name], row["employed"], row["aged_55"]) for row in table.rows]
    found.sort(key=lambda one: -one.aged / one.employed)
    sentence = _sentence(found, limit, language)
    head = [say("charts", f"generations_{column}", language) for column in ("name", "employed", "aged", "share")]
    rows = [
        (one.name, counted(one.employed, language), counted(one.aged, language), percent(one.share, 100, language))
        for one in found
    ]
    figure = _bars(found, limit, language, sentence)
    figure["layout"]["annotations"] += synthetic_mark(table.dataset, language)
    return Picture(figure, sentence, (head, *rows), note(table.dataset, sum(one.employed for one in found), language))


def _sentence(found: Sequence[_Occupation], limit: int, language: Language) -> str:
    reached = sum(one.share >= limit for one in found)
    fill = {"limit": percent(limit, 100, language), "of": len(found)}
    if reached:
        first = many("charts", "generations", reached, language, **fill)
    else:
        first = say("charts", "generations_none", language, **fill)
    share = percent(found[0].share, 100, language)
    return f"{first} {say('charts', 'generations_highest', language, name=found[0].name, share=share)}"


def _bars(found: Sequence[_Occupation], limit: int, language: Language, alt: str) -> Figure:
    places = list(range(len(found)))
    labels = [percent(one.share, 100, language) for one in found]
    layout = base_layout(language, rows=len(found), alt=alt)
    layout["margin"] = {"l": 0, "r": 0, "t": 28, "b": 8}
    layout["xaxis"] |= {"visible": False, "range": [0, AXIS]}
    layout["yaxis"] |= {"visible": False, "range": [len(found) - 0.7, -0.75]}
    on_row = {"xref": "x", "yref": "y", "yshift": 0}
    above, beside = {"x": 0, "yanchor": "bottom", "yshift": 9}, {"x": AXIS, "xanchor": "right", "yanchor": "middle"}
    for place, (one, label) in enumerate(zip(found, labels, strict=True)):
        name, share = ({**on_row, "y": place, "font": {"color": "var(--ink)"}, **where} for where in (above, beside))
        layout["annotations"] += [annotation(one_line(one.name), **name), annotation(label, **share)]
    top = {"xref": "x", "x": limit, "y": 1, "xanchor": "center", "yanchor": "bottom", "yshift": 4}
    layout["annotations"].append(annotation(percent(limit, 100, language), **top, font={"color": "var(--warm)"}))
    # a mark on each row leaves the names alone, which a line from top to bottom would cross
    line = {"color": "var(--warm)", "width": 2.5}
    layout["shapes"] = [
        {"type": "line", "x0": limit, "x1": limit, "y0": place - 0.2, "y1": place + 0.2, "line": line}
        for place in places
    ]
    bar = {
        "type": "bar",
        "orientation": "h",
        "x": [one.share for one in found],
        "y": places,
        "width": 0.28,
        "marker": {"color": ["var(--accent)" if one.share >= limit else "var(--step-2)" for one in found]},
        "hovertext": [
            say("charts", "generations_of", language, n=counted(one.aged, language), of=counted(one.employed, language))
            for one in found
        ],
        "hoverinfo": "text",
    }
    return {"data": [bar], "layout": layout}
