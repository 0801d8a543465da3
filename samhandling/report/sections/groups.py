"""How differently kinds of organisation see the same thing: the widest gap in each question."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from samhandling.analysis.comparison import Comparison, Effect, Pair, benjamini_hochberg, compare
from samhandling.analysis.sentences import number
from samhandling.content.exercise import Exercise
from samhandling.content.language import Language
from samhandling.content.words import say
from samhandling.figures import split_figure
from samhandling.report.document.model import Block, Section, Table
from samhandling.report.material import Material
from samhandling.report.sections.effects import chance, effect
from samhandling.report.sections.occasions import asked, occasions
from samhandling.report.sections.tables import heads

SURE = 0.05


@dataclass(frozen=True)
class _Gap:
    """The two groups of an item that lie furthest apart, the higher one first."""

    exercise: Exercise
    item: Any
    found: Comparison
    widest: Pair
    simulated: bool


def groups(material: Material, language: Language) -> Section | None:
    """The scales and staircases that two actor types or more can be compared on, the widest gap first."""
    gaps = [gap for one in asked(material, material.long, ("scale", "ladder")) if (gap := _gap(*one))]
    if not gaps:
        return None
    gaps.sort(key=lambda gap: (-gap.widest.gap, -gap.widest.delta.value))
    ps = [p for p in benjamini_hochberg([gap.widest.p_holm for gap in gaps]) if p is not None]
    labels = {one.id: one.label.in_(language) for one in material.actor_types}
    sure = sum(p < SURE for p in ps)
    sentence = " ".join(_said(gaps, sure, labels, language))
    rows = [_row(gap, p, labels, language) for gap, p in zip(gaps, ps, strict=True)]
    columns = [*heads(language, "exercise"), *(say("sections", f"gap_{one}", language) for one in _COLUMNS), "n", "p"]
    block = Block(
        "groups-gaps", say("sections", "gap_title", language), sentence, max(gap.found.n for gap in gaps),
        _figure(gaps[0], labels, sentence, language), Table(columns, rows), any(gap.simulated for gap in gaps),
        note=say("sections", "gap_note", language),
    )  # fmt: skip
    return Section("groups", say("sections", "groups", language), [block])


_COLUMNS = ("item", "points", "between", "delta")


def _gap(exercise: Exercise, item: Any, rows: pd.DataFrame) -> _Gap | None:
    times = occasions(rows[rows["number"].isin(item.values)])
    if not times:
        return None
    last = times[-1].rows
    found = compare(last["number"], last["actor_type"], points=item.values)
    if not found.widest:
        return None
    return _Gap(exercise, item, found, _downwards(found.widest), bool(last["simulated"].any()))


def _downwards(pair: Pair) -> Pair:
    """The pair with the group that answers higher first."""
    if (pair.gap, pair.delta.value) >= (0, 0):
        return pair
    turned = Effect(-pair.delta.value, -pair.delta.high, -pair.delta.low)
    return Pair(pair.second, pair.first, turned, pair.p, pair.p_holm, -pair.gap)


def _said(gaps: list[_Gap], sure: int, labels: dict[str, str], language: Language) -> list[str]:
    top = gaps[0]
    if not top.widest.gap:
        first = say("sections", "gap_none", language)
    else:
        medians = {group.id: number(group.median, language) for group in top.found.groups}
        high, low = top.widest.first, top.widest.second
        fill = {"high": labels.get(high, high), "low": labels.get(low, low)}
        fill |= {"high_median": medians[high], "low_median": medians[low], "item": top.item.label.in_(language)}
        first = say("sections", "gap_widest", language, **fill)
    if len(gaps) == 1:
        return [first, say("sections", "gap_clear" if sure else "gap_unclear", language)]
    return [first, say("sections", "gap_sure" if sure else "gap_unsure", language, k=sure, n=len(gaps))]


def _row(gap: _Gap, p: float, labels: dict[str, str], language: Language) -> list[Any]:
    pair = gap.widest
    between = f"{labels.get(pair.first, pair.first)} – {labels.get(pair.second, pair.second)}"
    points, delta = number(pair.gap, language), effect(pair.delta, language)
    name, item = gap.exercise.title.in_(language), gap.item.label.in_(language)
    return [name, item, points, between, delta, gap.found.n, chance(p, language).removeprefix("= ")]


def _figure(gap: _Gap, labels: dict[str, str], alt: str, language: Language) -> dict[str, Any]:
    """The groups of one item beside each other, in the series' order."""
    found = {group.id: group for group in gap.found.groups}
    order = [*(one for one in labels if one in found), *(one for one in found if one not in labels)]
    rows = []
    for group in (found[one] for one in order):
        quartiles = {"q25": group.q25, "median": group.median, "q75": group.q75}
        label = labels.get(group.id, group.id)
        rows.append({"label": label, "n": group.n, "suppressed": False, "quantiles": quartiles})
    return split_figure(gap.item, rows, language, alt=alt)
