"""The four P over the portfolio: which P is the weakest over all measures, and which measure has the least in place."""

from collections.abc import Sequence
from typing import Any

from samhandling.analysis.agreement import van_der_eijk
from samhandling.analysis.quantiles import quantiles
from samhandling.analysis.sentences import listed, number
from samhandling.analysis.weakest import weakest
from samhandling.content.language import Language
from samhandling.content.words import say
from samhandling.figures.stairs import Cell, heat_figure, levels_figure
from samhandling.report.document.model import Block, Section, Table
from samhandling.report.material import Material
from samhandling.report.sections.effects import signed
from samhandling.report.sections.reviews import Review, reviews, scale, the_four
from samhandling.report.sections.stairs import NAMED, middle_said
from samhandling.report.sections.tables import heads, quartiles

MOST = 20
"""At most so many measures in a picture; the table has all."""


def portfolio(material: Material, language: Language) -> Section | None:
    """The P over the measures, and measure by measure; None where no table has rated any together.

    A joint answer is its table's, not a person's, and is shown as tables' answers are elsewhere.
    """
    found, asked = reviews(material, language), scale(material.content)
    if not found:
        return None
    labels = the_four(material.content, language)
    blocks = [_measures(found, asked, labels, language)]
    if len(found) > 1:
        blocks.insert(0, _the_four(found, asked, labels, language))
    return Section("portfolio", say("stairs", "portfolio", language), blocks)


def _the_four(found: Sequence[Review], asked: Any, labels: dict[str, str], language: Language) -> Block:
    """Each P over all measures."""
    given = {one: [review.points[one] for review in found if one in review.points] for one in labels}
    given = {one: points for one, points in given.items() if points}
    spread = {one: quantiles({value: points.count(value) for value in points}) or {} for one, points in given.items()}
    sentence = _weakest_said(spread, labels, len(found), language)
    lowest = weakest(spread)
    rows = [{"label": labels[one], "n": len(points), "quantiles": spread[one]} for one, points in given.items()]
    marked = [place for place, one in enumerate(given) if one in lowest and len(lowest) < len(given)]
    table = []
    for one, points in given.items():
        alike = van_der_eijk([points.count(value) for value in asked.values])
        written = "" if alike is None else signed(alike, language)
        table.append([labels[one], len(points), *quartiles(spread[one], language), written])
    columns = [say("stairs", "p", language), *heads(language, "n", "q25", "median", "q75")]
    return Block(
        "portfolio-p", say("stairs", "p_title", language), sentence, len(found),
        levels_figure(asked, rows, marked, language, alt=sentence),
        Table([*columns, say("stairs", "agreement", language)], table), _synthetic(found),
        note=say("stairs", "p_note", language),
    )  # fmt: skip


def _weakest_said(spread: dict[str, dict[str, float]], labels: dict[str, str], n: int, language: Language) -> str:
    lowest = weakest(spread)
    if not lowest:
        return say("stairs", "p_unknown", language, n=n)
    items, middle = listed([labels[one] for one in lowest], language), middle_said(spread[lowest[0]], language)
    if len(spread) == 1:  # one P alone is not the weakest of anything
        return say("stairs", "p_single", language, n=n, items=items, middle=middle)
    key = "p_weakest" if len(lowest) == 1 else "p_alike" if len(lowest) == len(spread) else "p_tied"
    return say("stairs", key, language, n=n, items=items, middle=middle)


def _measures(found: Sequence[Review], asked: Any, labels: dict[str, str], language: Language) -> Block:
    """Each measure with its P, those with the least in place first; those that lack points in some P last."""
    whole = {place: one.quartiles for place, one in enumerate(found) if set(one.points) >= set(labels)}
    lowest = weakest({place: spread for place, spread in whole.items() if spread})
    medians = [one.quartiles["median"] if one.quartiles else None for one in found]

    def standing(place: int) -> tuple[bool, list[float]]:
        spread = found[place].quartiles
        return place not in whole, [spread[key] for key in ("median", "q25", "q75")] if spread else []

    order = sorted(range(len(found)), key=standing)
    sentence = _measures_said(found, labels, lowest, len(whole), language)
    cells = [[_cell(found[place], one, language) for one in labels] for place in order]
    names = [found[place].label for place in order]
    figure = heat_figure(asked, names[:MOST], [*labels.values()], cells[:MOST], language, sentence)
    table = [
        [found[place].label, *(_written(cell, language) for cell in (*row, medians[place]))]
        for place, row in zip(order, cells, strict=True)
    ]
    note = [say("stairs", "measures_note", language)]
    if len(found) > MOST:
        note.append(say("stairs", "measures_most", language, n=MOST))
    return Block(
        "portfolio-measures", say("stairs", "measures_title", language), sentence, len(found), figure,
        Table([say("stairs", "measure", language), *labels.values(), *heads(language, "median")], table),
        _synthetic(found), note=" ".join(note),
    )  # fmt: skip


def _cell(one: Review, p: str, language: Language) -> Cell:
    points = one.rated.get(p)
    return say("analysis", "unknown", language) if points is None and p in one.rated else points


def _written(cell: Cell, language: Language) -> str:
    return number(cell, language) if isinstance(cell, int | float) else cell or ""


def _measures_said(
    found: Sequence[Review], labels: dict[str, str], lowest: Sequence[int], whole: int, language: Language
) -> str:
    if len(found) == 1:
        (one,) = found
        least = [labels[p] for p, points in one.points.items() if points == min(one.points.values())]
        if not least or len(least) == len(labels):
            return say("stairs", "measures_one", language, label=one.label)
        return say("stairs", "measures_one_p", language, label=one.label, items=listed(least, language))
    spread = found[lowest[0]].quartiles if lowest else None
    if not spread or whole < 2:
        return say("stairs", "measures_incomplete", language, n=len(found))
    median = number(spread["median"], language)
    if len(lowest) == whole:
        return say("stairs", "measures_alike", language, n=whole, median=median)
    if len(lowest) > NAMED:
        return say("stairs", "measures_tied", language, k=len(lowest), n=whole, median=median)
    items = listed([say("stairs", "quoted", language, label=found[one].label) for one in lowest], language)
    return say("stairs", "measures_weakest", language, items=items, n=whole, median=median)


def _synthetic(found: Sequence[Review]) -> bool:
    return any(one.simulated for one in found)
