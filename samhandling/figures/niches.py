"""The niche map: a sector cut into niches, and how a niche's picture changes with its basket of occupations."""

from collections.abc import Collection, Sequence
from typing import Any, Literal

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

Measure = Literal["aged_55", "women", "foreign_born", "employees"]
MEASURES: tuple[Measure, ...] = ("aged_55", "women", "foreign_born", "employees")
#: The columns that are shares of the employees.
SHARES = MEASURES[:3]
Row = dict[str, Any]


def niches(table: Table, niche: str, measure: Measure, basket: Collection[str], language: Language) -> Picture:
    """The niches beside each other and the occupations of one, by a measure of those in its basket.

    The table has the columns of `niches`; `niche` is its Swedish name, and `basket` are SSYK codes: those of the
    niche that are not among them are left out of it, and stand in grey.
    """
    parts = {one: [row for row in table.rows if row["niche"] == one] for one in _names(table.rows)}
    whole = parts[niche]
    kept = [row for row in whole if row["ssyk"] in basket]
    sizes = {one: _size(kept if one == niche else rows, measure) for one, rows in parts.items()}
    order = sorted(parts, key=lambda one: -sizes[one])
    occupations = sorted(whole, key=lambda row: -_size([row], measure))
    sentence = _sentence(table.rows, whole, kept, measure, language)
    figure = _bars(parts, order, niche, occupations, kept, measure, language, sentence)
    figure["layout"]["annotations"] += synthetic_mark(table.dataset, language)
    head = [say("niches", one, language) for one in ("name", "employees", *SHARES, "in_basket", "ssyk", "sun")]
    rows = [
        (_own(parts[one][0], "niche", language), *_cells(kept if one == niche else parts[one], language), "", "", "")
        for one in order
    ]
    for row in occupations:
        inside = say("niches", "yes" if row in kept else "no", language)
        education = f"{_own(row, 'sun_name', language)} ({row['sun']})"
        rows.append((_own(row, "name", language), *_cells([row], language), inside, row["ssyk"], education))
    n = sum(row["employees"] for row in table.rows)
    beneath = note(table.dataset, n, language)
    if len(kept) < len(whole):
        beneath = f"{say('niches', 'whole', language, niche=_own(whole[0], 'niche', language))} {beneath}"
    return Picture(figure, sentence, (head, *rows), beneath)


def occupations(table: Table, niche: str, language: Language) -> list[tuple[str, str]]:
    """The occupations of a niche as names and codes, the largest first."""
    rows = [row for row in table.rows if row["niche"] == niche]
    return [(_own(row, "name", language), row["ssyk"]) for row in sorted(rows, key=lambda row: -row["employees"])]


def niche_names(table: Table, language: Language) -> list[tuple[str, str]]:
    """The niches as names in the language and in Swedish, in the table's order."""
    return [(_own(row, "niche", language), one) for one, row in _names(table.rows).items()]


def _names(rows: Sequence[Row]) -> dict[str, Row]:
    """The first row of each niche, by its Swedish name."""
    found: dict[str, Row] = {}
    for row in rows:
        found.setdefault(row["niche"], row)
    return found


def _own(row: Row, column: str, language: Language) -> str:
    text: str = row[column if language == "sv" else f"{column}_{language}"]
    return text


def _size(rows: Sequence[Row], measure: Measure) -> float:
    """The number of employees, or the share of them in per cent; zero where there are none."""
    employees = sum(row["employees"] for row in rows)
    if measure == "employees":
        return float(employees)
    return 100 * sum(row[measure] for row in rows) / employees if employees else 0.0


def _written(size: float, measure: Measure, language: Language) -> str:
    return counted(round(size), language) if measure == "employees" else percent(round(size), 100, language)


def _cells(rows: Sequence[Row], language: Language) -> list[str]:
    employees = sum(row["employees"] for row in rows)
    shares = (percent(sum(row[one] for row in rows), employees, language) for one in SHARES)
    return [counted(employees, language), *shares]


def _sentence(
    sector: Sequence[Row], whole: Sequence[Row], kept: Sequence[Row], measure: Measure, language: Language
) -> str:
    niche = _own(whole[0], "niche", language)
    if not kept:
        return say("niches", "empty", language, niche=niche)
    size = _written(_size(kept, measure), measure, language)
    fill = {"niche": niche, "share": size, "n": _written(_size(kept, "employees"), "employees", language)}
    sentence = say(
        "niches", f"is_{measure}", language, **fill, sector=_written(_size(sector, measure), measure, language)
    )
    return f"{sentence} {_change(whole, kept, measure, language)}".strip()


def _change(whole: Sequence[Row], kept: Sequence[Row], measure: Measure, language: Language) -> str:
    """What the basket has done to the niche's number; with all in it, what leaving one out would do at most."""
    what = say("niches", "the_number" if measure == "employees" else "the_share", language)
    before = _written(_size(whole, measure), measure, language)
    gone = [row for row in whole if row not in kept]
    if gone:
        after = _written(_size(kept, measure), measure, language)
        fill = {"what": what, "before": before, "after": after, "name": _own(gone[0], "name", language)}
        return many("niches", "changed" if after != before else "unchanged", len(gone), language, **fill)
    if len(whole) < 2:
        return ""
    without = {row["ssyk"]: _size([one for one in whole if one is not row], measure) for row in whole}
    most = max(whole, key=lambda row: abs(without[row["ssyk"]] - _size(whole, measure)))
    after = _written(without[most["ssyk"]], measure, language)
    if after == before:
        return say("niches", "would_not_change", language, what=what)
    name = _own(most, "name", language)
    return say("niches", "would_change", language, name=name, what=what, before=before, after=after)


def _bars(
    parts: dict[str, list[Row]],
    order: Sequence[str],
    niche: str,
    occupations: Sequence[Row],
    kept: Sequence[Row],
    measure: Measure,
    language: Language,
    alt: str,
) -> Figure:
    own = _own(parts[niche][0], "niche", language)
    bars: list[tuple[str, float, str]] = []
    for one in order:
        rows = kept if one == niche else parts[one]
        colour = "var(--accent)" if one == niche else "var(--step-2)"
        bars.append((_own(parts[one][0], "niche", language), _size(rows, measure), colour))
    for row in occupations:
        name = _own(row, "name", language)
        inside = row in kept
        label = name if inside else say("niches", "left_out", language, name=name)
        bars.append((label, _size([row], measure), "var(--step-3)" if inside else "var(--unknown)"))
    # a heading stands above the niches, and one above the occupations
    heights = [0.8 + place + (1.0 if place >= len(order) else 0) for place in range(len(bars))]
    end = 1.2 * max(1.0, *(size for _, size, _ in bars), _size(parts[niche], measure))
    layout = base_layout(language, rows=heights[-1] + 0.8, alt=alt)
    layout["margin"] = {"l": 0, "r": 0, "t": 4, "b": 4}
    layout["xaxis"] |= {"visible": False, "range": [0, end]}
    layout["yaxis"] |= {"visible": False, "range": [heights[-1] + 0.95, -0.5]}
    on_row = {"xref": "x", "yref": "y", "font": {"color": "var(--ink)"}}
    headings = {
        heights[0]: say("niches", "niches", language),
        heights[len(order)]: say("niches", "occupations", language, niche=own),
    }
    for y, text in headings.items():
        over = {"x": 0, "y": y - 0.95, "yanchor": "middle", "yshift": 0, "font": {"color": "var(--ink-soft)"}}
        layout["annotations"].append(annotation(f"<b>{text}</b>", **on_row | over))
    for (name, size, _), y in zip(bars, heights, strict=True):
        above = {"x": 0, "y": y, "yanchor": "bottom", "yshift": 8}
        beside = {"x": end, "y": y, "xanchor": "right", "yanchor": "middle", "yshift": 0}
        layout["annotations"] += [
            annotation(one_line(name), **on_row, **above),
            annotation(_written(size, measure, language) if size else "–", **on_row, **beside),
        ]
    if len(kept) < len(parts[niche]):
        x, y = _size(parts[niche], measure), heights[order.index(niche)]
        mark: Figure = {"type": "line", "x0": x, "x1": x, "y0": y - 0.22, "y1": y + 0.22}
        layout["shapes"] = [{**mark, "line": {"color": "var(--warm)", "width": 2.5}}]
    bar: Figure = {"type": "bar", "orientation": "h", "y": heights, "width": 0.28, "hoverinfo": "none"}
    bar |= {"x": [size for _, size, _ in bars], "marker": {"color": [colour for _, _, colour in bars]}}
    return {"data": [bar], "layout": layout}
