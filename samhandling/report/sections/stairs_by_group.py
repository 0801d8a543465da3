"""The staircase by actor type: the medians of the groups that each question's own picture shows, and no others."""

from collections.abc import Mapping, Sequence
from typing import Any

from samhandling.analysis.sentences import listed, number
from samhandling.analysis.weakest import weakest
from samhandling.content.language import Language
from samhandling.content.words import say
from samhandling.figures.stairs import heat_figure
from samhandling.report.document.model import Block, Table
from samhandling.report.sections.measurements import Measurement, Staircase

_Shown = Mapping[str, Mapping[str, dict[str, Any]]]
"""Column (a question, or a time) → actor type → the group as the picture shows it."""


def questions_by_group(found: Staircase, language: Language) -> Block | None:
    """Each question and actor type at the last measurement; None where no group may be shown."""
    last = found.last
    shown = {one: last.groups(one) for one in found.labels if one in last.found}
    groups = _groups([last], shown)
    if not groups:
        return None
    names = [_with_n(label, [one[group]["n"] for one in shown.values() if group in one], language)
             for group, label in groups.items()]  # fmt: skip
    sentence = _weakest_said(found, shown, groups, language)
    figure = heat_figure(
        found.scale, names, [str(found.number(one)) for one in shown], _cells(shown, groups), language, sentence
    )
    table = [[found.labels[one], *(_written(row.get(group), language) for group in groups)]
             for one, row in shown.items()]  # fmt: skip
    return Block(
        f"stairs-{found.exercise.id}-groups", found.titled("groups", language, last.head), sentence, last.n, figure,
        Table([say("stairs", "question", language), *names], table), last.simulated,
        note=say("stairs", "groups_note", language),
    )  # fmt: skip


def times_by_group(found: Staircase, language: Language) -> Block | None:
    """The one question by actor type, from time to time; None where no group may be shown."""
    (question,) = found.labels
    times = [time for time in found.measurements if time.groups(question)]
    shown = {time.head: time.groups(question) for time in times}
    groups = _groups(times, shown)
    if not groups:
        return None
    sentence = _apart_said(times[-1], question, language)
    cells = _cells(shown, groups)
    figure = heat_figure(found.scale, [*groups.values()], [*shown], cells, language, sentence)
    table = [[label, *(_written(row.get(group), language, with_n=True) for row in shown.values())]
             for group, label in groups.items()]  # fmt: skip
    return Block(
        f"stairs-{found.exercise.id}-groups", found.titled("groups", language), sentence, times[-1].n, figure,
        Table([say("stairs", "actor_type", language), *shown], table), any(time.simulated for time in times),
        note=say("stairs", "groups_note_times", language),
    )  # fmt: skip


def _groups(times: Sequence[Measurement], shown: _Shown) -> dict[str, str]:
    """Labels by id of the groups that are shown anywhere, in the order in which the pictures have them."""
    order = {group["id"]: group["label"] for time in times for row in time.found.values()
             for group in row["groups"]["actor_type"]}  # fmt: skip
    told = {group for row in shown.values() for group in row}
    return {group: label for group, label in order.items() if group in told}


def _with_n(label: str, n: Sequence[int], language: Language) -> str:
    """A group with how many of it answered: from the question that the fewest did to that which the most did."""
    few, many = min(n), max(n)
    return say("stairs", "with_n", language, label=label, n=few if few == many else f"{few}–{many}")


def _cells(shown: _Shown, groups: Mapping[str, str]) -> list[list[float | None]]:
    return [[row[group]["quantiles"]["median"] if group in row else None for row in shown.values()] for group in groups]


def _written(group: dict[str, Any] | None, language: Language, *, with_n: bool = False) -> str:
    if group is None:
        return say("analysis", "fewer", language)
    median = number(group["quantiles"]["median"], language)
    return say("stairs", "with_n", language, label=median, n=group["n"]) if with_n else median


def _weakest_said(found: Staircase, shown: _Shown, groups: Mapping[str, str], language: Language) -> str:
    """Which question is the weakest in each group that every question is shown for."""
    lowest = {}
    for group, label in groups.items():
        if all(group in row for row in shown.values()):
            some = weakest({one: row[group]["quantiles"] for one, row in shown.items()})
            lowest[label] = listed([str(found.number(one)) for one in some], language)
    if not lowest:
        return say("stairs", "groups_medians", language)
    if len(lowest) > 1 and len(set(lowest.values())) == 1:
        return say("stairs", "groups_same", language, items=next(iter(lowest.values())))
    each = [say("stairs", "group_weakest", language, group=group, items=items) for group, items in lowest.items()]
    return say("stairs", "groups_differ", language, each="; ".join(each))


def _apart_said(time: Measurement, question: str, language: Language) -> str:
    """Which actor types lie highest and lowest at one time."""
    medians = {group["label"]: group["quantiles"]["median"] for group in time.groups(question).values()}
    high, low = max(medians.values()), min(medians.values())
    if high == low:
        key = "apart_not" if len(medians) > 1 else "apart_single"
        fill = {"median": number(high, language), "label": next(iter(medians))}
        return say("stairs", key, language, time=time.time, **fill)
    ends = {
        # a type may have a comma in its name
        key: "; ".join(label for label, median in medians.items() if median == end)
        for key, end in (("high", high), ("low", low))
    }
    fill = {"high_median": number(high, language), "low_median": number(low, language)}
    return say("stairs", "apart", language, time=time.time, **ends, **fill)
