"""The answers as they leave: one row an answer, small groups withheld, free text masked."""

import json
from typing import Any

import pandas as pd

from samhandling.analysis.disclosure import MINIMUM, mask, suppress
from samhandling.content.kinds import UNKNOWN
from samhandling.content.language import Language
from samhandling.content.reading import Content
from samhandling.content.words import say

COLUMNS = (
    "answer", "room", "meeting", "date", "participant", "actor_type", "municipality", "table", "exercise",
    "exercise_version", "item", "kind", "question_sv", "level", "round", "run", "value", "label_sv", "label_en",
    "received_at", "late", "counted", "current", "simulated",
)  # fmt: skip
"""The columns of the export, in order."""


def tidy(
    frame: pd.DataFrame, content: Content, *, include_simulated: bool = False, full: bool = False
) -> list[dict[str, Any]]:
    """The export's rows, with `value` still as data, and `respondent` and `answered` beside the columns.

    Profiles of groups under five are withheld unless `full`; a seat at a table is not a profile.
    """
    if not include_simulated:
        frame = frame[~frame["simulated"]]
    found = {(e.id, item.id): item for e in content.exercises.values() for item in e.items}
    items = [found.get(key) for key in zip(frame["exercise"], frame["item"], strict=True)]
    values = [_masked(value) if _has_words(item) else value for item, value in zip(items, frame["value"], strict=True)]
    columns = {name: _plain(frame[name]) for name in (*COLUMNS, "respondent", "answered") if name in frame}
    columns["answer"] = _plain(frame["id"])
    columns["date"] = _plain(frame["date"].dt.strftime("%Y-%m-%d"))
    columns["actor_type"], columns["municipality"] = _profiles(frame, full)
    columns["question_sv"] = [item.label.sv if item else None for item in items]
    columns["value"] = values
    columns["label_sv"] = [label(item, value, "sv") for item, value in zip(items, values, strict=True)]
    columns["label_en"] = [label(item, value, "en") for item, value in zip(items, values, strict=True)]
    columns["received_at"] = [one.strftime("%Y-%m-%dT%H:%M:%S.%f")[:23] + "Z" for one in frame["received_at"]]
    names = (*COLUMNS, "respondent", "answered")
    return [dict(zip(names, row, strict=True)) for row in zip(*(columns[name] for name in names), strict=True)]


def _plain(column: pd.Series) -> list[Any]:
    """A column as Python's own values, with None for what is missing."""
    return [None if missing else value for value, missing in zip(column.tolist(), column.isna(), strict=True)]


def _profiles(frame: pd.DataFrame, full: bool) -> tuple[list[Any], list[Any]]:
    """Actor type and municipality of each row; values of groups under five replaced, alone and crossed."""
    actor_type, municipality = _plain(frame["actor_type"]), _plain(frame["municipality"])
    if full:
        return actor_type, municipality
    who = list(frame["participant"])
    fewer = say("workbook", "fewer", "sv")
    actor_type = _withheld(actor_type, who, fewer)
    municipality = _withheld(municipality, who, fewer)
    # a big group crossed with a big group can be one person
    both = set(zip(who, actor_type, municipality, strict=True))
    crossed: dict[tuple[Any, Any], int] = {}
    for _, one, other in both:
        crossed[one, other] = crossed.get((one, other), 0) + 1
    pairs = zip(actor_type, municipality, strict=True)
    return actor_type, [m if m is None or crossed[a, m] >= MINIMUM else fewer for a, m in pairs]


def _withheld(values: list[Any], who: list[Any], instead: str) -> list[Any]:
    counts: dict[Any, int] = {}
    for _, value in {(person, value) for person, value in zip(who, values, strict=True) if value is not None}:
        counts[value] = counts.get(value, 0) + 1
    hidden = suppress(counts)
    return [instead if value in hidden else value for value in values]


def _has_words(item: Any) -> bool:
    """Whether an answer may hold words of the person's own; one to an unknown item may."""
    return item is None or item.kind in ("text", "notes", "table")


def _masked(value: Any) -> Any:
    match value:
        case str():
            return mask(value)
        case list():
            return [_masked(one) for one in value]
        case dict():
            return {key: one if key == "id" else _masked(one) for key, one in value.items()}
        case _:
            return value


def label(item: Any, value: Any, language: Language) -> str | None:
    """A value in words, as far as its item has any: the chosen options, the point's name, the cards' texts."""
    if item is None or value is None:
        return None
    if value == UNKNOWN:
        return say("workbook", "unknown", language)
    match item.kind:
        case "scale" | "ladder":
            return str(_points(item, language).get(value, value))
        case "matrix":
            rows = _options(item.rows, language)
            points = _points(item, language) | {UNKNOWN: say("workbook", "unknown", language)}
            return "; ".join(f"{rows.get(row, row)}: {points.get(one, one)}" for row, one in value.items())
        case "choice":
            options = _options(item.options, language)
            chosen: list[str] = value if isinstance(value, list) else [value]
            return "; ".join(options.get(one, one) for one in chosen)
        case "votes" if item.options:
            options = _options(item.options, language)
            return "; ".join(f"{options.get(one, one)}: {dots}" for one, dots in value.items())
        case "notes":
            return "; ".join(str(card["text"]) for card in value)
    return None


def _points(item: Any, language: Language) -> dict[Any, str]:
    return {point.value: point.label.in_(language) for point in item.points}


def _options(options: Any, language: Language) -> dict[str, str]:
    return {option.id: option.label.in_(language) for option in options}


def written(value: Any) -> Any:
    """A value in one cell: scalars as they are, the rest as compact JSON."""
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return value
