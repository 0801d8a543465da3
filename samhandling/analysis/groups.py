"""Answers split by group, through the disclosure gate; and who has answered at all."""

from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Literal

import pandas as pd

from samhandling.analysis.disclosure import suppress
from samhandling.analysis.quantiles import quantiles
from samhandling.analysis.tally import Tally
from samhandling.content.kinds import UNKNOWN, Option
from samhandling.content.language import Language
from samhandling.content.words import say

Split = Literal["actor_type", "municipality", "table"]
SPLITS: tuple[Split, ...] = ("actor_type", "municipality", "table")
NO_NAMES: Mapping[str, str] = MappingProxyType({})
NONE = "none"
"""The group of those who gave no group: it counts in the gate, or the others would give it away."""


def group_ids(column: pd.Series) -> list[str]:
    """Each row's group as text; `none` where it is missing."""
    # as a list of Python's own first: taking one value at a time out of a pandas array is slow
    values = column.astype(object).where(column.notna(), None).tolist()
    return [NONE if value is None else str(value) for value in values]


def groups_present(
    people: pd.DataFrame,
    split: Split,
    actor_types: Sequence[Option],
    language: Language,
    municipalities: Mapping[str, str] = NO_NAMES,
) -> dict[str, str]:
    """Labels by id of the groups that someone who joined belongs to, in the series' order."""
    present = set(group_ids(people[split]))
    if split == "table":
        tables = sorted(present - {NONE}, key=int)
        labels = {table: say("analysis", "table", language, n=table) for table in tables}
        return labels | ({NONE: say("analysis", "no_table", language)} if NONE in present else {})
    if split == "municipality":
        labels = {code: name for code, name in municipalities.items() if code in present}
    else:
        labels = {one.id: one.label.in_(language) for one in actor_types if one.id in present}
    # a group that the series no longer knows keeps its people, under its id
    labels |= {one: one for one in sorted(present - set(labels) - {NONE})}
    return labels | ({NONE: say("analysis", "not_given", language)} if NONE in present else {})


def grouped(answers: Mapping[str, Tally], labels: dict[str, str], *, ordinal: bool) -> list[dict[str, Any]]:
    """The groups of one item's answers (group → its answers): how many, and their quartiles if the item is `ordinal`.

    Small groups are suppressed, with complementary ones; empty and suppressed look alike.
    """
    counts = {group: one.of() for group, one in answers.items()}
    n = dict.fromkeys(labels, 0)
    for group, one in answers.items():
        if known := one.n - counts[group].pop(UNKNOWN, 0):
            n[group] = known
    hidden = suppress(n)
    return [
        {
            "id": group,
            "label": labels.get(group, group),
            "n": None if group in hidden else n[group],
            "suppressed": group in hidden,
            "quantiles": quantiles(counts.get(group, {})) if ordinal and group not in hidden else None,
        }
        for group in n
    ]


def respondents(rows: pd.DataFrame) -> int:
    """How many different respondents there are among the answers."""
    return int((~rows.duplicated(["room", "respondent"])).sum())


def response_by_group(
    people: pd.DataFrame,
    rows: pd.DataFrame,
    split: Split,
    actor_types: Sequence[Option],
    language: Language,
    municipalities: Mapping[str, str] = NO_NAMES,
) -> list[dict[str, Any]]:
    """How many of each group have any answer among `rows`: `{id, label, n, of, suppressed}`.

    Only where both those who joined and those who answered may be shown.
    """
    labels = groups_present(people, split, actor_types, language, municipalities)
    joined = dict.fromkeys(labels, 0) | Counter(group_ids(people[split]))
    answered = dict.fromkeys(joined, 0) | Counter(group_ids(rows.drop_duplicates(["room", "respondent"])[split]))
    joined = dict.fromkeys(answered, 0) | joined
    hidden = suppress(joined, answered)
    return [
        {
            "id": group,
            "label": labels.get(group, group),
            "n": None if group in hidden else answered[group],
            "of": None if group in hidden else joined[group],
            "suppressed": group in hidden,
        }
        for group in joined
    ]
