"""Answers as a tidy frame: one row an answer, the current ones flagged."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from samhandling.content.exercise import LEVELS
from samhandling.content.reading import Content

OF_ONE_QUESTION = ["room", "exercise", "item", "round", "level", "respondent", "run"]
"""What makes two answers to be of the same question by the same respondent."""

_STRINGS = ("id", "room", "meeting", "participant", "respondent", "exercise", "item", "municipality")
_NUMBERS = ("seq", "exercise_version", "round", "run")
_FLAGS = ("late", "counted", "simulated", "paper")


def answers_frame(rows: Iterable[Mapping[str, Any]], content: Content) -> pd.DataFrame:
    """One row an answer, in the order they were stored.

    Beside the store's own columns: `kind` (of the item; missing when the content no longer has it),
    `answered` (the value is not null and not empty), and `current` (the newest of its question and
    respondent, in the newest run). A null value takes an answer back: it is current, and no answer.
    """
    rows = list(rows)
    columns: dict[str, Any] = {name: [row.get(name) for row in rows] for name in (*_STRINGS, *_NUMBERS, *_FLAGS)}
    values = np.empty(len(rows), dtype=object)
    values[:] = [row.get("value") for row in rows]
    kinds = {(e.id, item.id): item.kind for e in content.exercises.values() for item in e.items}
    frame = pd.DataFrame(
        {
            **{name: pd.array(columns[name], dtype="str") for name in _STRINGS},
            **{name: np.array(columns[name], dtype="int64") for name in _NUMBERS},
            **{name: np.array(columns[name], dtype=bool) for name in _FLAGS},
            "date": pd.to_datetime(pd.Series([row.get("date") for row in rows], dtype="str"), errors="coerce"),
            "level": pd.Categorical([row["level"] for row in rows], categories=list(LEVELS), ordered=True),
            "actor_type": _actor_types([row.get("actor_type") for row in rows], content),
            "table": pd.array([_table(row) for row in rows], dtype="Int64"),
            "received_at": pd.to_datetime(
                np.array([row["received_at"] for row in rows], dtype="int64"), unit="ms", utc=True
            ),
            "kind": pd.Categorical([kinds.get((row["exercise"], row["item"])) for row in rows]),
            "value": values,
            "answered": np.array([_is_answer(value) for value in values], dtype=bool),
        }
    )
    frame = frame.sort_values("seq", kind="stable", ignore_index=True)
    frame["current"] = _newest(frame) & frame["run"].eq(_newest_run(frame))
    return frame


def people_frame(rows: Iterable[Mapping[str, Any]], content: Content) -> pd.DataFrame:
    """One row for each person who joined: participant, actor_type, municipality, table, simulated."""
    rows = list(rows)
    return pd.DataFrame(
        {
            "participant": pd.array([row["participant"] for row in rows], dtype="str"),
            "actor_type": _actor_types([row.get("actor_type") for row in rows], content),
            "municipality": pd.array([row.get("municipality") for row in rows], dtype="str"),
            "table": pd.array([row.get("table") for row in rows], dtype="Int64"),
            "simulated": np.array([row.get("simulated", False) for row in rows], dtype=bool),
        }
    ).drop_duplicates("participant", keep="last", ignore_index=True)


def in_the_picture(frame: pd.DataFrame, run: int | None = None) -> pd.DataFrame:
    """The answers that the group's picture is made of: the newest counted one of each respondent.

    An answer that came after the reveal does not count, and then the one before it does.
    `run` keeps only one run; without it, `counted` alone decides.
    """
    counted = frame[frame["counted"] if run is None else frame["counted"] & frame["run"].eq(run)]
    newest = counted[_newest(counted)]
    return newest[newest["answered"]]


def _table(row: Mapping[str, Any]) -> int | None:
    """The table of an answer; a joint answer keeps its own though its writer has moved since."""
    kind, _, number = str(row["respondent"]).partition(":")
    return int(number) if kind == "table" else row.get("table")


def _newest(frame: pd.DataFrame) -> pd.Series:
    return ~frame.duplicated(OF_ONE_QUESTION, keep="last")


def _newest_run(frame: pd.DataFrame) -> pd.Series:
    return frame.groupby(["room", "exercise", "round"], observed=True)["run"].transform("max")


def _actor_types(values: list[Any], content: Content) -> pd.Categorical:
    known = [one.id for one in content.series.actor_types]
    # a type that the series has dropped since must not make its people disappear
    dropped = sorted({value for value in values if value is not None and value not in known})
    return pd.Categorical(values, categories=known + dropped)


def _is_answer(value: Any) -> bool:
    return value is not None and value != "" and value != [] and value != {}
