"""The answers as they leave: one row an answer, small groups withheld, free text masked."""

import json
from typing import Any

import pandas as pd

from samhandling.analysis.disclosure import mask
from samhandling.analysis.sentences import measured
from samhandling.content.kinds import UNKNOWN
from samhandling.content.language import Language
from samhandling.content.reading import Content
from samhandling.content.words import say
from samhandling.report.profiles import plain, shared_by_five

COLUMNS = (
    "answer", "room", "meeting", "date", "participant", "actor_type", "municipality", "table", "exercise",
    "exercise_version", "item", "kind", "question_sv", "level", "round", "run", "value", "label_sv", "label_en",
    "received_at", "late", "counted", "current", "simulated", "paper",
)  # fmt: skip
"""The columns of the export, in order."""


def tidy(
    frame: pd.DataFrame, content: Content, *, include_simulated: bool = False, full: bool = False
) -> list[dict[str, Any]]:
    """The export's rows, with `value` still as data, and `respondent` and `answered` beside the columns.

    Unless `full`, everybody shares what is told of who they are (profile, and their seats) with four others: a
    profile is withheld where fewer have it, seats where fewer have them with the same profile. A joint answer is the
    table's or the room's and does not say who wrote it down, or that person's seat would be told.
    """
    if not include_simulated:
        frame = frame[~frame["simulated"]]
    found = {(e.id, item.id): item for e in content.exercises.values() for item in e.items}
    items = [found.get(key) for key in zip(frame["exercise"], frame["item"], strict=True)]
    values = [_masked(value) if _has_words(item) else value for item, value in zip(items, frame["value"], strict=True)]
    columns = {name: plain(frame[name]) for name in (*COLUMNS, "respondent", "answered") if name in frame}
    columns["answer"] = plain(frame["id"])
    columns["date"] = plain(frame["date"].dt.strftime("%Y-%m-%d"))
    if not full:
        columns |= shared_by_five(frame)
    columns["question_sv"] = [item.label.sv if item else None for item in items]
    columns["value"] = values
    columns["label_sv"] = [label(item, value, "sv") for item, value in zip(items, values, strict=True)]
    columns["label_en"] = [label(item, value, "en") for item, value in zip(items, values, strict=True)]
    columns["received_at"] = [one.strftime("%Y-%m-%dT%H:%M:%S.%f")[:23] + "Z" for one in frame["received_at"]]
    names = (*COLUMNS, "respondent", "answered")
    return [dict(zip(names, row, strict=True)) for row in zip(*(columns[name] for name in names), strict=True)]


def _has_words(item: Any) -> bool:
    """Whether an answer may hold words of the person's own; one to an unknown item may."""
    return item is None or item.kind in ("text", "notes", "table", "board", "position")


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
        case "quiz":
            return _options(item.options, language).get(value, str(value))
        case "agree":
            statements = {one: label.rstrip(".") for one, label in _options(item.statements, language).items()}
            return "; ".join(f"{statements.get(one, one)}: {stance(vote, language)}" for one, vote in value.items())
        case "place":
            things, names = _options(item.things, language), {one.code: one.name for one in item.municipalities}
            where = {thing: ", ".join(names.get(code, code) for code in codes) for thing, codes in value.items()}
            return "; ".join(f"{things.get(thing, thing)}: {names}" for thing, names in where.items())
        case "number":
            return measured(item, value, language)
        case "rank":
            options = _options(item.options, language)
            return "; ".join(f"{place}. {options.get(one, one)}" for place, one in enumerate(value, 1))
        case "position":
            return "; ".join(placing(item, one, language) for one in value)
        case "board":
            cards, statuses = _options(item.cards, language), _options(item.statuses, language)
            status = {card: statuses.get(said["status"], said["status"]) for card, said in value.items()}
            return "; ".join(f"{cards.get(card, card)}: {one}" for card, one in status.items())
    return None


def placing(item: Any, one: dict[str, Any], language: Language) -> str:
    """What somebody has placed on a plane, and where, in words."""
    names = _options(item.things, language)
    x, y = item.x.label.in_(language), item.y.label.in_(language)
    return f"{one.get('text', names.get(one['id'], one['id']))}: {x} {one['x']} · {y} {one['y']}"


def stance(vote: int, language: Language) -> str:
    """What somebody says of a statement, in words."""
    return say("analysis", {1: "agree", 0: "pass"}.get(vote, "disagree"), language)


def _points(item: Any, language: Language) -> dict[Any, str]:
    return {point.value: point.label.in_(language) for point in item.points}


def _options(options: Any, language: Language) -> dict[str, str]:
    return {option.id: option.label.in_(language) for option in options}


def written(value: Any) -> Any:
    """A value in one cell: scalars as they are, the rest as compact JSON."""
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return value
