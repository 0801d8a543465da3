"""Which groups are shown of each question, so that nobody is found between two pictures of it."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from samhandling.analysis.counted import GROUPED, known
from samhandling.analysis.groups import Split, group_ids
from samhandling.analysis.selection import GROUPS, told
from samhandling.analysis.tally import parts_of
from samhandling.content.exercise import Exercise
from samhandling.content.kinds import UNKNOWN
from samhandling.report.material import Material

_WITHOUT_WORDS = GROUPED | {"agree", "quiz", "rank", "votes"}
"""The kinds that are shown of one group; what people wrote, or placed themselves, is never told by group."""
_ROWS = frozenset({"matrix", "agree"})
"""The kinds that some may answer in part."""


def keep_apart(material: Material, exercise: Exercise, round: int, result: dict[str, Any]) -> None:
    """Hide the groups of a picture that would single people out beside those of another split, a click away."""
    rows = _rows(material, exercise, round)
    for one in result["items"]:
        people = known(rows[rows["item"].eq(one["item"])])
        for split, groups in one["groups"].items():
            if split == GROUPS[0]:  # the first loses nothing to the others
                continue
            shown = told(people, split)
            for group in groups:
                if group["id"] not in shown:
                    group |= {"n": None, "suppressed": True, "quantiles": None}


def shown_of(material: Material, exercise: Exercise, round: int, split: Split, group: str) -> frozenset[str]:
    """The questions of an exercise whose answers can be shown of one group: in every part that someone answered."""
    rows = _rows(material, exercise, round)
    return frozenset(
        item.id
        for item in exercise.items
        if item.kind in _WITHOUT_WORDS and getattr(item, "shared", True) and not getattr(item, "on", ())
        if all(group in told(people, split) for people in _parts(item.kind, rows[rows["item"].eq(item.id)]))
    )


def groups_of(material: Material, split: Split) -> list[str]:
    """The groups of those who answered anything by themselves that can be chosen, larger ones first."""
    alone = material.shown[material.shown["level"].eq("individual")].drop_duplicates("participant", keep="last")
    sizes = pd.Series(group_ids(alone[split])).value_counts()
    shown = told(alone, split) if len(alone) else frozenset()
    return [str(group) for group in sizes.index if group in shown]


def _rows(material: Material, exercise: Exercise, round: int) -> pd.DataFrame:
    shown = material.shown
    return shown[shown["exercise"].eq(exercise.id) & shown["round"].eq(round) & shown["level"].eq("individual")]


def _parts(kind: str, rows: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Who answered a question at all, who other than *vet ej*, and of each part of it the same.

    How many answered *vet ej* is told beside a picture, and is someone's answer too.
    """
    yield rows
    yield known(rows)
    if kind not in _ROWS:
        return
    given = [dict(parts_of(kind, answer)) if answer != UNKNOWN else {} for answer in rows["value"]]
    for part in sorted(set().union(*given)):
        yield rows[[part in one for one in given]]
        yield rows[[one.get(part, UNKNOWN) != UNKNOWN for one in given]]
