"""Answers split by group, through the disclosure gate; and who has answered at all."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Literal

import pandas as pd

from samhandling.analysis.disclosure import suppress
from samhandling.analysis.frame import in_the_picture
from samhandling.analysis.quantiles import quantiles
from samhandling.content.exercise import Exercise, Level
from samhandling.content.kinds import UNKNOWN, Option
from samhandling.content.language import Language
from samhandling.content.words import say

Split = Literal["actor_type", "table"]
SPLITS: tuple[Split, ...] = ("actor_type", "table")
NONE = "none"
"""The group of those who gave no group: it counts in the gate, or the others would give it away."""


def group_ids(column: pd.Series) -> list[str]:
    """Each row's group as text; `none` where it is missing."""
    # as a list of Python's own first: taking one value at a time out of a pandas array is slow
    values = column.astype(object).where(column.notna(), None).tolist()
    return [NONE if value is None else str(value) for value in values]


def groups_present(
    people: pd.DataFrame, split: Split, actor_types: Sequence[Option], language: Language
) -> dict[str, str]:
    """Labels by id of the groups that someone who joined belongs to, in the series' order."""
    present = set(group_ids(people[split]))
    if split == "table":
        tables = sorted(present - {NONE}, key=int)
        labels = {table: say("analysis", "table", language, n=table) for table in tables}
        return labels | ({NONE: say("analysis", "no_table", language)} if NONE in present else {})
    labels = {one.id: one.label.in_(language) for one in actor_types if one.id in present}
    # a type that the series no longer knows keeps its people, under its id
    labels |= {one: one for one in sorted(present - set(labels) - {NONE})}
    return labels | ({NONE: say("analysis", "not_given", language)} if NONE in present else {})


def grouped(rows: pd.DataFrame, split: Split, labels: dict[str, str], *, ordinal: bool) -> list[dict[str, Any]]:
    """The groups of one item's answers: how many, and their quartiles if the item is `ordinal`.

    Small groups are suppressed, with complementary ones; empty and suppressed look alike.
    """
    pairs = [
        (group, value) for group, value in zip(group_ids(rows[split]), rows["value"], strict=True) if value != UNKNOWN
    ]
    n = dict.fromkeys(labels, 0) | Counter(group for group, _ in pairs)
    hidden = suppress(n)
    counts: dict[str, Counter[int]] = {group: Counter() for group in n}
    if ordinal:
        for group, value in pairs:
            counts[group][value] += 1
    return [
        {
            "id": group,
            "label": labels.get(group, group),
            "n": None if group in hidden else n[group],
            "suppressed": group in hidden,
            "quantiles": None if group in hidden else quantiles(counts[group]),
        }
        for group in n
    ]


def expected(people: pd.DataFrame, level: Level) -> int:
    """How many could answer: the people, the tables with people, or the one room."""
    match level:
        case "individual":
            return len(people)
        case "table":
            return int(people["table"].nunique())
        case "plenary":
            return 1


def respondents(rows: pd.DataFrame) -> int:
    """How many different respondents there are among the answers."""
    return int((~rows.duplicated(["room", "respondent"])).sum())


def response_by_group(
    people: pd.DataFrame, rows: pd.DataFrame, split: Split, actor_types: Sequence[Option], language: Language
) -> list[dict[str, Any]]:
    """How many of each group have any answer among `rows`: `{id, label, n, of, suppressed}`.

    Only where both those who joined and those who answered may be shown.
    """
    labels = groups_present(people, split, actor_types, language)
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


def response(
    exercise: Exercise,
    frame: pd.DataFrame,
    people: pd.DataFrame,
    *,
    round: int,
    level: Level,
    language: Language,
    run: int | None = None,
    split: Split = "actor_type",
    actor_types: Sequence[Option] = (),
    items: Iterable[str] | None = None,
) -> dict[str, Any]:
    """Response rates: `{n, of, items: [{item, label, n, of}], groups: [{id, label, n, of, suppressed}]}`.

    Groups only at the individual level.
    """
    mine = frame["exercise"].eq(exercise.id) & frame["round"].eq(round) & frame["level"].eq(level)
    rows = in_the_picture(frame[mine], run)
    of = expected(people, level)
    per_item = rows.groupby("item").size().to_dict()
    wanted = set(items) if items is not None else {item.id for item in exercise.items if not item.retired}
    groups = response_by_group(people, rows, split, actor_types, language) if level == "individual" else []
    return {
        "n": respondents(rows),
        "of": of,
        "items": [
            {"item": item.id, "label": item.label.in_(language), "n": int(per_item.get(item.id, 0)), "of": of}
            for item in exercise.items
            if item.id in wanted
        ],
        "groups": groups,
    }
