"""Shortage occupations: how hard it is to recruit today, the demand over five years, and whose assessment it is."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from samhandling.content.datasets import Table
from samhandling.content.language import Language
from samhandling.content.words import many, say
from samhandling.figures.layout import Figure, Picture, annotation, base_layout, note, one_line, synthetic_mark

Row = dict[str, Any]
NATION = "00"
#: The situations as Arbetsförmedlingen names them, from surplus to shortage; our words, colours and symbols.
SITUATIONS = {"överskott": "surplus", "balans": "balance", "paradox": "paradox", "brist": "shortage"}
COLOURS = {
    "överskott": "var(--low)", "balans": "var(--line-strong)", "paradox": "var(--group-3)", "brist": "var(--high)",
}  # fmt: skip
SYMBOLS = {"överskott": "square", "balans": "circle", "paradox": "diamond", "brist": "circle"}
OUTLOOKS = {"öka": ("↑", "rise"), "vara oförändrad": ("→", "same"), "minska": ("↓", "fall")}
LEVELS = {"län": "county", "nuts2": "nuts2", "nuts1": "nuts1", "nationellt": "nation"}


def shortage(
    table: Table,
    field: str,
    sort: Literal["situation", "outlook"],
    area: str,
    language: Language,
    *,
    areas: Mapping[str, str],
    names: Mapping[str, str],
) -> Picture:
    """The occupations of a field in an area on the line from surplus to shortage, those to look at first on top.

    The table has the columns of `shortage`; `area` is a county's code or 00, `areas` are names by code, and `names`
    are those of occupations and fields in the language: what has none keeps its own.
    """
    rows = [row for row in table.rows if row["lan"] == area and row["yrkesomrade"] == field]
    rows.sort(key=lambda row: (*_urgency(row, sort), names.get(row["yb_yrke"], row["yb_yrke"])))
    sentence = _sentence(rows, names.get(field, field), areas.get(area, area), area, language)
    figure = _lines(rows, names, language, sentence)
    figure["layout"]["annotations"] += synthetic_mark(table.dataset, language)
    head = [say("shortage", column, language) for column in ("name", "situation", "outlook", "basis", "codes")]
    cells = [
        (
            names.get(row["yb_yrke"], row["yb_yrke"]),
            situation_in_words(row["rekryteringssituation"], language),
            outlook_in_words(row["prognos"], language),
            say("shortage", _basis(row), language),
            row["ssyk"].replace(",", ", "),
        )
        for row in rows
    ]
    return Picture(figure, sentence, (head, *cells), note(table.dataset, len(rows), language))


def situation_in_words(situation: str, language: Language) -> str:
    """The recruitment situation in the language; that there is none, where it is empty."""
    return say("shortage", SITUATIONS.get(situation, "not_assessed"), language)


def outlook_in_words(outlook: str, language: Language) -> str:
    """The demand over five years as an arrow and a word."""
    arrow, word = OUTLOOKS.get(outlook, ("", "not_assessed"))
    return f"{arrow} {say('shortage', word, language)}".strip()


def _urgency(row: Row, sort: str) -> tuple[int, int]:
    """Shortage and rising demand first; what is not assessed last."""
    situation = [*reversed(SITUATIONS), ""].index(row["rekryteringssituation"])
    outlook = [*OUTLOOKS, ""].index(row["prognos"])
    return (situation, outlook) if sort == "situation" else (outlook, situation)


def _borrowed(row: Row) -> bool:
    """Whether a county's assessment rests on a larger area, wholly or partly."""
    own = row["hogsta_bedomningsniva"] == "län" and row["delvis_helt"] != "delvis"
    return row["lan"] != NATION and not own


def _basis(row: Row) -> str:
    """The word for what an assessment rests on."""
    if row["lan"] == NATION:
        return "of_nation"
    if not _borrowed(row):
        return "of_county"
    level = LEVELS.get(row["hogsta_bedomningsniva"], "nation")
    return f"{'partly' if row['delvis_helt'] == 'delvis' else 'from'}_{level}"


def _sentence(rows: Sequence[Row], field: str, area_name: str, area: str, language: Language) -> str:
    # a name in running text begins with a small letter, unless it is a place's
    place = area_name if area != NATION or language == "en" else area_name.lower()
    if not rows:
        return say("shortage", "none", language, field=field, area=place)
    situations, outlooks = ([row[of] for row in rows] for of in ("rekryteringssituation", "prognos"))
    short, paradox, rise, fall = *map(situations.count, ("brist", "paradox")), *map(outlooks.count, ("öka", "minska"))
    said = [
        many("shortage", "summary", short, language, field=field, area=place, of=len(rows))
        if short
        else say("shortage", "summary_none", language, field=field, area=place, of=len(rows))
    ]
    if paradox:
        said.append(many("shortage", "paradox", paradox, language))
    key = "rising_falling" if fall else "rising"
    said.append(say("shortage", key, language, rise=rise, fall=fall, of=len(rows)))
    borrowed = sum(map(_borrowed, rows))
    if area == NATION:
        said.append(say("shortage", "national", language))
    elif borrowed:
        said.append(many("shortage", "borrowed", borrowed, language))
    else:
        said.append(say("shortage", "borrowed_none", language))
    return " ".join(said)


def _lines(rows: Sequence[Row], names: Mapping[str, str], language: Language, alt: str) -> Figure:
    last = len(SITUATIONS) - 1
    layout = base_layout(language, rows=max(1, len(rows)), alt=alt)
    # room to the right for the words
    layout["margin"] = {"l": 10, "r": 112, "t": 30, "b": 8}
    layout["xaxis"] |= {"visible": False, "range": [-0.06, last + 0.06]}
    layout["yaxis"] |= {"visible": False, "range": [len(rows) - 0.6, -0.75]}
    layout["shapes"] = []
    on_row = {"xref": "x", "yref": "y"}
    # the ends of the line; what lies between them is said on each row
    for end, anchor, situation in ((0, "left", "överskott"), (last, "right", "brist")):
        corner = {"xref": "x", "x": end, "y": 1, "xanchor": anchor, "yanchor": "bottom", "yshift": 6}
        corner["font"] = {"color": "var(--ink-soft)"}
        layout["annotations"].append(annotation(situation_in_words(situation, language), **corner))
    for place, row in enumerate(rows):
        name = one_line(names.get(row["yb_yrke"], row["yb_yrke"]))
        above = {"x": 0, "xshift": -6, "y": place, "yanchor": "bottom", "yshift": 10, "font": {"color": "var(--ink)"}}
        arrow = OUTLOOKS.get(row["prognos"], ("", ""))[0]
        words = f"{situation_in_words(row['rekryteringssituation'], language)} {arrow}".strip()
        beside = {"xref": "paper", "yref": "y", "x": 1, "xshift": 12, "y": place, "yanchor": "middle", "yshift": 0}
        colour = {"font": {"color": "var(--ink)"}}
        layout["annotations"] += [annotation(name, **on_row, **above), annotation(words, **beside, **colour)]
        line = {"color": "var(--line)", "width": 3}
        layout["shapes"].append(
            {"type": "line", "x0": 0, "x1": last, "y0": place, "y1": place, "layer": "below", "line": line}
        )
    shown = [(place, row) for place, row in enumerate(rows) if row["rekryteringssituation"]]
    order, colours = list(SITUATIONS), [COLOURS[row["rekryteringssituation"]] for _, row in shown]
    fills = ["var(--surface)" if _borrowed(row) else COLOURS[row["rekryteringssituation"]] for _, row in shown]
    dots = {
        "type": "scatter",
        "mode": "markers",
        "x": [order.index(row["rekryteringssituation"]) for _, row in shown],
        "y": [place for place, _ in shown],
        "cliponaxis": False,
        "marker": {
            "size": 15,
            "color": fills,
            "symbol": [SYMBOLS[row["rekryteringssituation"]] for _, row in shown],
            "line": {"color": colours, "width": 2.5},
        },
        "hovertext": [outlook_in_words(row["prognos"], language) for _, row in shown],
        "hoverinfo": "text",
    }
    return {"data": [dots], "layout": layout}
