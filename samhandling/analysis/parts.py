"""Answers in the long: one row for each thing that was answered, of plain types, ready to group, plot or partition."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from samhandling.analysis.counted import GROUPED, Counted, gate_rows
from samhandling.analysis.frame import in_the_picture
from samhandling.analysis.groups import NONE, Split
from samhandling.analysis.tally import WORDS, Tally, parts_of
from samhandling.content.exercise import LEVELS, Exercise, Level
from samhandling.content.kinds import UNKNOWN
from samhandling.content.reading import Content

ONE_OF = ("answers", "in_section", "in_exercise", "in_meeting")
"""Columns that are 1 on one row of each answer, and of each respondent in a section, an exercise and a meeting, so
that their sums count answers and respondents: in a table, over groups, and over partitions that part no meeting."""

_KEYS = ["meeting", "exercise", "round", "level", "item", "part", "answer", "simulated"]
_Integers = np.ndarray[Any, np.dtype[np.int64]]
_NUMERIC = frozenset({"scale", "ladder", "matrix", "number", "agree", "votes", "rank", "position"})


def parts(frame: pd.DataFrame, content: Content) -> pd.DataFrame:
    """The answers that make the pictures (see `answers_frame`), one row for each part that was answered.

    A row of a matrix, a statement, an option that was ranked or voted on is a row of its own; an answer in words is
    one row with its `text`, unmasked. Columns: the answer's own, and `part` (id), `answer` (the value as text, a
    category), `number` (the value where it is one; *vet ej* is missing), `text`, and the columns of `ONE_OF`.
    """
    rows = in_the_picture(frame).reset_index(drop=True)
    known = {(exercise.id, item.id): item.kind for exercise in content.exercises.values() for item in exercise.items}
    at: list[np.ndarray[Any, Any]] = []
    part: list[str] = []
    answer: list[str | None] = []
    said: list[str | None] = []
    for key, places in rows.groupby(["exercise", "item"], observed=True).indices.items():
        kind = known.get(key)  # type: ignore[call-overload]  # the key is the pair of what was grouped by
        if kind is None:
            continue
        values = rows["value"].to_numpy()[places].tolist()
        found = [list(parts_of(kind, value)) or [("", None)] for value in values]
        at.append(np.repeat(places, [len(one) for one in found]))
        part += [one for some in found for one, _ in some]
        answer += [None if one is None else written(one) for some in found for _, one in some]
        words = kind in WORDS
        said += [
            _words(value) if words and not n else None
            for value, some in zip(values, found, strict=True)
            for n in range(len(some))
        ]
    order = np.concatenate(at) if at else np.array([], dtype=int)
    long = rows.take(order).drop(columns=["value", "current", "answered", "counted"]).reset_index(drop=True)
    long["part"] = pd.Categorical(part, categories=sorted(set(part)))
    long["answer"] = pd.Categorical(answer, categories=sorted({one for one in answer if one is not None}))
    numeric = long["kind"].isin(_NUMERIC)
    long["number"] = pd.to_numeric(long["answer"].where(numeric).astype("str"), errors="coerce")
    long["text"] = pd.array(said, dtype="str")
    for name in ("meeting", "exercise", "item", "municipality", "room"):
        long[name] = long[name].astype("category")
    return _ones(long, content).sort_values(["seq"], kind="stable", ignore_index=True)


def written(value: Any) -> str:
    """A value of a part as text, the same for 3 and 3.0."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def read(kind: str, text: str) -> Any:
    """The value of a part from its text."""
    if text == UNKNOWN or kind not in _NUMERIC:
        return text
    number = float(text)
    return int(number) if number.is_integer() else number


def _words(value: Any) -> str:
    """What an answer says in words, its pieces apart by a line break."""
    match value:
        case str():
            return value
        case dict() if "text" in value:
            return str(value["text"])
        case dict():
            return "\n".join(filter(None, (_words(one) for key, one in value.items() if key not in ("id", "status"))))
        case list():
            return "\n".join(filter(None, map(_words, value)))
        case _:
            return ""


def _ones(long: pd.DataFrame, content: Content) -> pd.DataFrame:
    section = {
        item: row for exercise in content.exercises.values() for row, items in _sections(exercise) for item in items
    }
    keys = pd.MultiIndex.from_arrays([long["exercise"].astype("str"), long["item"].astype("str")])
    long["section"] = pd.Categorical(keys.map(section) if len(long) else [])
    known = long["answer"].ne(UNKNOWN) & long["section"].notna()
    who = ["room", "exercise", "round", "level", "respondent"]
    long["answers"] = (~long.duplicated("id")).astype("int8")
    rated = long[known]
    long["in_section"] = np.int8(0)
    long.loc[rated.index[~rated.duplicated([*who, "section"])], "in_section"] = 1
    long["in_exercise"] = (~long.duplicated(who)).astype("int8")
    long["in_meeting"] = (~long.duplicated(["room", "level", "respondent"])).astype("int8")
    return long


def _sections(exercise: Exercise) -> Iterable[tuple[str, list[tuple[str, str]]]]:
    return ((row, [(exercise.id, item) for item in items]) for row, items in gate_rows(exercise).items())


def counted_by(split: Split | None = None) -> list[str]:
    """The columns whose values make a row of the table of `counts`."""
    return [*_KEYS, "section" if split is None else split]


def counts(long: pd.DataFrame, split: Split | None = None) -> pd.DataFrame:
    """How many gave each answer: `n`, and the sums of `ONE_OF`, by question, part and value, and by group if split.

    Sums of such tables over partitions of the answers are the table of all of them.
    """
    by = counted_by(split)
    of, first = _numbered([long[name] for name in by])
    table = long[by].iloc[first].reset_index(drop=True)
    for name in ONE_OF:
        table[name] = np.bincount(of, weights=long[name], minlength=len(first)).astype("int64")
    table["n"] = np.bincount(of, minlength=len(first))
    return table


def _numbered(columns: Sequence[pd.Series]) -> tuple[_Integers, _Integers]:
    """The group of each row, by the values of all columns, and the first row of each group.

    One whole number stands for all the values, which is found many times faster than as many columns; as when pandas
    groups, but once for all sums.
    """
    key, size = np.zeros(len(columns[0]), dtype="int64"), 1
    for column in columns:
        codes, n = _codes(column)
        if size * n > np.iinfo("int64").max:
            key, found = pd.factorize(key)
            size = len(found)
        key, size = key * n + codes, size * n
    of, found = pd.factorize(key)
    first = np.empty(len(found), dtype="int64")
    first[of[::-1]] = np.arange(len(of))[::-1]  # of several rows the last that is written stays: the first one
    return of, first


def _codes(column: pd.Series) -> tuple[_Integers, int]:
    """A whole number for each value, a missing one too, and how many there may be."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return column.cat.codes.to_numpy().astype("int64") + 1, len(column.cat.categories) + 1
    codes, found = pd.factorize(column, use_na_sentinel=False)
    return codes, max(len(found), 1)


def counted_from(
    exercise: Exercise, table: pd.DataFrame, groups: Mapping[Split, pd.DataFrame], said: pd.DataFrame | None = None
) -> Counted:
    """What has been counted of an exercise, from the tables of `counts` for it at one round (or several together).

    `said` are the answers in words (`id`, `item`, `level`, `value`), where their pictures are wanted.
    """
    kinds = {item.id: item.kind for item in exercise.items}
    words: dict[tuple[str, str], list[tuple[str, Any]]] = {}
    if said is not None:
        for answer, item, level, value in zip(said["id"], said["item"], said["level"], said["value"], strict=True):
            words.setdefault((level, item), []).append((answer, value))
    levels: dict[Level, dict[str, Tally]] = {}
    for (level, item), one in _tallies(table, ["level", "item"], kinds).items():
        levels.setdefault(level, {})[item] = Tally(one.n, one.parts, words.get((level, item), ()))
    by_group: dict[Split, dict[str, dict[str, Tally]]] = {}
    for split, rows in groups.items():
        alone = rows[
            rows["level"].eq("individual") & rows["item"].isin([one for one, k in kinds.items() if k in GROUPED])
        ]
        found = by_group.setdefault(split, {})
        for (item, group), one in _tallies(alone, ["item", split], kinds).items():
            found.setdefault(item, {})[group] = one
    at = {level: table[table["level"].eq(level)] for level in LEVELS}
    sections = {
        level: {str(row): int(n) for row, n in rows.groupby("section", observed=True)["in_section"].sum().items()}
        for level, rows in at.items()
    }
    return Counted(
        levels,
        by_group,
        {level: int(rows["in_exercise"].sum()) for level, rows in at.items()},
        sections,
        simulated={level: frozenset(rows.loc[rows["simulated"], "item"]) for level, rows in at.items()},
    )


def _tallies(table: pd.DataFrame, by: Sequence[str], kinds: Mapping[str, str]) -> dict[tuple[Any, Any], Tally]:
    n: Counter[tuple[Any, Any]] = Counter()
    made: dict[tuple[Any, Any], dict[str, Counter[Any]]] = {}
    columns = [table[name].astype(object).where(table[name].notna(), NONE).tolist() for name in by]
    rest = [table[name].tolist() for name in ("item", "part", "answer", "answers", "n")]
    for one, other, item, part, answer, answers, times in zip(*columns, *rest, strict=True):
        kind = kinds.get(item)
        if kind is None:
            continue
        key = (one, str(other))
        n[key] += answers
        found = made.setdefault(key, {})
        if isinstance(answer, str):
            found.setdefault(part, Counter())[read(kind, answer)] += times
    return {key: Tally(n[key], found) for key, found in made.items()}
