"""The level of education: the municipalities of a county beside each other, the county and the nation."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from samhandling.content.datasets import Table
from samhandling.content.language import Language
from samhandling.content.words import say
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

LEVELS = ("compulsory", "upper_secondary", "post_secondary_short", "post_secondary_long")
UNKNOWN = "unknown"
#: Where the axis of shares ends: with room for the numbers on a phone.
END = 1.2


class _Place(NamedTuple):
    name: str
    people: Mapping[str, int]

    @property
    def known(self) -> int:
        return sum(self.people[level] for level in LEVELS)

    def share(self, level: str, language: Language) -> str:
        return percent(self.people[level], self.known, language)


def education(table: Table, county: str, level: str, language: Language, *, names: Mapping[str, str]) -> Picture:
    """A county's municipalities by the share who have a level of education, the county and the nation above them.

    The table has the columns of `education`, `level` is one of `LEVELS`, `names` are by SCB's code of two or four
    digits. Shares are of those whose education is known.
    """
    rows = [row for row in table.rows if row["municipality"].startswith(county)]
    nation = _together(say("education", "nation", language), table.rows)
    whole = _together(names.get(county, county), rows)
    places = [_together(names.get(row["municipality"], row["municipality"]), [row]) for row in rows]
    places.sort(key=lambda place: -place.people[level] / place.known)
    sentence = _sentence(whole, nation, places, level, language)
    figure = _stacks([nation, whole, *places], level, language, sentence)
    figure["layout"]["annotations"] += synthetic_mark(table.dataset, language)
    head = [say("education", one, language) for one in ("name", *LEVELS, UNKNOWN, "all")]
    cells = [
        (
            place.name,
            *(place.share(one, language) for one in LEVELS),
            counted(place.people[UNKNOWN], language),
            counted(place.known + place.people[UNKNOWN], language),
        )
        for place in (nation, whole, *places)
    ]
    return Picture(figure, sentence, (head, *cells), note(table.dataset, whole.known, language))


def _together(name: str, rows: Sequence[dict[str, Any]]) -> _Place:
    return _Place(name, {column: sum(row[column] for row in rows) for column in (*LEVELS, UNKNOWN)})


def _sentence(whole: _Place, nation: _Place, places: Sequence[_Place], level: str, language: Language) -> str:
    words = {"county": whole.name, "level": say("education", f"has_{level}", language)}
    said = [
        say(
            "education",
            "summary",
            language,
            **words,
            share=whole.share(level, language),
            nation=nation.share(level, language),
        )
    ]
    if len(places) > 1:
        high, low = places[0], places[-1]
        fill = {"high": high.name, "high_share": high.share(level, language)}
        fill |= {"low": low.name, "low_share": low.share(level, language)}
        said.append(say("education", "apart", language, **fill))
    return " ".join([*said, say("education", "base", language)])


def _stacks(places: Sequence[_Place], chosen: str, language: Language, alt: str) -> Figure:
    # the county and the nation stand a little apart from the municipalities
    heights = [float(place) if place < 2 else place + 0.4 for place in range(len(places))]
    layout = base_layout(language, rows=heights[-1] + 1.5, alt=alt)
    layout["margin"] = {"l": 0, "r": 0, "t": 8, "b": 8}
    layout["xaxis"] |= {"visible": False, "range": [0, END]}
    layout["yaxis"] |= {"visible": False, "range": [heights[-1] + 0.45, -0.75]}
    layout |= {"barmode": "stack", "showlegend": True}
    layout["legend"] = {"orientation": "h", "traceorder": "normal", "x": 0, "y": 1, "yanchor": "bottom"}
    for place, height in zip(places, heights, strict=True):
        on_row = {"xref": "x", "yref": "y", "y": height, "font": {"color": "var(--ink)"}}
        above = {"x": 0, "yanchor": "bottom", "yshift": 9}
        beside = {"x": END, "xanchor": "right", "yanchor": "middle", "yshift": 0}
        share = f"<b>{place.share(chosen, language)}</b>"
        layout["annotations"] += [
            annotation(one_line(place.name), **on_row, **above),
            annotation(share, **on_row, **beside),
        ]
    data = []
    for step, level in enumerate(LEVELS, 1):
        bar: Figure = {"type": "bar", "orientation": "h", "y": heights, "width": 0.3}
        bar |= {"name": say("education", level, language), "hoverinfo": "text"}
        bar["x"] = [place.people[level] / place.known for place in places]
        bar["hovertext"] = [f"{bar['name']}: {place.share(level, language)}" for place in places]
        # the chosen level is the one that the numbers speak of
        edge = {"color": "var(--warm)" if level == chosen else "var(--surface)", "width": 2 if level == chosen else 1}
        bar["marker"] = {"color": f"var(--step-{step})", "line": edge}
        data.append(bar)
    return {"data": data, "layout": layout}
