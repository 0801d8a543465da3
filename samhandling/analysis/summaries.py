"""The summary of each kind of item, and the results of an exercise as the screens read them."""

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from samhandling.analysis.disclosure import MINIMUM, mask
from samhandling.analysis.frame import in_the_picture
from samhandling.analysis.gate import gate
from samhandling.analysis.groups import Split, grouped, groups_present, respondents
from samhandling.analysis.quantiles import quantiles
from samhandling.analysis.sentences import sentence
from samhandling.content.exercise import LEVELS, Exercise, Level
from samhandling.content.kinds import UNKNOWN, Choice, Ladder, Matrix, Notes, Option, Scale, Table, TextItem, Votes
from samhandling.content.language import Language

Rows = pd.DataFrame
Result = dict[str, Any]


@dataclass(frozen=True)
class View:
    """For whom a summary is made: language, level, and whether hidden and unshared words are shown."""

    language: Language = "sv"
    level: Level = "individual"
    show_hidden: bool = False
    hidden: Collection[str] = frozenset()
    cards: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    """The notes that votes are on, by id: `{text, category}`."""

    @property
    def personal(self) -> bool:
        """Whether each answer is one person's, and small numbers therefore are not shown."""
        return self.level == "individual"

    def too_few(self, n: int) -> bool:
        """Whether an answer among `n` could be traced to a person."""
        return self.personal and 0 < n < MINIMUM


def _points(item: Any, values: list[Any], view: View) -> Result:
    """The distribution over the points of a scale; *vet ej* is counted apart."""
    counts = Counter(values)
    unknown = counts.pop(UNKNOWN, 0)
    n = counts.total()
    if view.too_few(n) or view.too_few(n + unknown):
        return {"n": n + unknown, "unknown": 0, "suppressed": True, "counts": [], "quantiles": None}
    # a point that the scale no longer has still counts, under its number
    labels = {point.value: point.label.in_(view.language) for point in item.points}
    labels |= {value: str(value) for value in sorted(set(counts) - set(labels))}
    found = [{"value": value, "label": label, "n": counts[value]} for value, label in labels.items()]
    return {"n": n, "unknown": unknown, "suppressed": False, "counts": found, "quantiles": quantiles(counts)}


def scale(item: Scale | Ladder, rows: Rows, view: View) -> Result:
    """How many answered each point, and the quartiles."""
    return _points(item, list(rows["value"]), view)


def matrix(item: Matrix, rows: Rows, view: View) -> Result:
    """The distribution of each row; `n` is how many rated anything."""
    values = list(rows["value"])
    found = []
    for row in item.rows:
        one = _points(item, [value[row.id] for value in values if row.id in value], view)
        del one["suppressed"]
        found.append({"row": row.id, "label": row.label.in_(view.language), **one})
    return {"n": len(values), "suppressed": view.too_few(len(values)), "rows": found}


def choice(item: Choice, rows: Rows, view: View) -> Result:
    """How many chose each option; with several choices a person counts once in each."""
    values = [value for value in rows["value"] if value != UNKNOWN]
    unknown = len(rows) - len(values)
    if view.too_few(len(values)) or view.too_few(len(rows)):
        return {"n": len(rows), "suppressed": True}
    counts = Counter(one for value in values for one in (value if isinstance(value, list) else [value]))
    labels = {option.id: option.label.in_(view.language) for option in item.options}
    labels |= {value: value for value in sorted(set(counts) - set(labels))}
    found = [{"value": value, "label": label, "n": counts[value]} for value, label in labels.items()]
    return {"n": len(values), "unknown": unknown, "counts": found}


def text(item: TextItem, rows: Rows, view: View) -> Result:
    """The texts, unsigned; only shared ones, except for the facilitator."""
    notes = [
        {"id": answer, "text": mask(value, view.language)}
        for answer, value in zip(rows["id"], rows["value"], strict=True)
    ]
    return {"n": len(rows), "notes": _shown(notes, item.shared, view)}


def notes(item: Notes, rows: Rows, view: View) -> Result:
    """All cards, unsigned, in an order that does not say which ones are by the same person."""
    cards = [
        {"id": card["id"], "text": mask(card["text"], view.language), "category": card.get("category")}
        for value in rows["value"]
        for card in value
    ]
    return {
        "n": len(rows),
        "notes": _shown(cards, item.shared, view),
        "categories": [_option(category, view.language) for category in item.categories],
    }


def votes(item: Votes, rows: Rows, view: View) -> Result:
    """The dots on each option, or on each note, most dots first."""
    dots: Counter[str] = Counter()
    for value in rows["value"]:
        dots.update(value)
    few = view.too_few(len(rows))
    result: Result = {"n": len(rows), "suppressed": few}
    if item.options:
        found = [{"value": o.id, "label": o.label.in_(view.language), "n": dots[o.id]} for o in item.options]
        return result | {"counts": [] if few else found}
    cards = [
        {"id": one, "text": mask(card["text"], view.language), "category": card.get("category")}
        | {"dots": None if few else dots[one]}
        for one, card in view.cards.items()
    ]
    shown = _shown(cards, True, view)
    return result | {"notes": sorted(shown, key=lambda card: -(card["dots"] or 0))}


def table(item: Table, rows: Rows, view: View) -> Result:
    """All rows, unsigned, with the labels of what was chosen."""
    kinds = {column.id: column.type for column in item.columns}
    labels = {c.id: {o.id: o.label.in_(view.language) for o in c.options} for c in item.columns}

    def cell(column: str, value: Any) -> Any:
        if kinds.get(column) == "choice":
            return labels[column].get(value, value)
        return mask(value, view.language) if isinstance(value, str) and kinds.get(column) != "date" else value

    entries = [
        {"id": row["id"], "cells": {column: cell(column, value) for column, value in row.items() if column != "id"}}
        for value in rows["value"]
        for row in value
    ]
    columns = [{"id": c.id, "label": c.label.in_(view.language), "type": c.type} for c in item.columns]
    return {"n": len(rows), "entries": _shown(entries, item.shared, view), "columns": columns}


SUMMARIES: dict[str, Callable[[Any, Rows, View], Result]] = {
    "choice": choice, "scale": scale, "matrix": matrix, "ladder": scale,
    "text": text, "notes": notes, "votes": votes, "table": table,
}  # fmt: skip
"""The summary of each kind: the item, its answers, for whom → the parts of its result."""

_GROUPED = {"choice", "scale", "matrix", "ladder"}
_ORDINAL = {"scale", "ladder"}


def _shown(notes: list[Result], shared: bool, view: View) -> list[Result]:
    """The notes that may be shown here, in an order of their own, hidden ones marked or left out."""
    if not shared and not view.show_hidden:
        return []
    if view.show_hidden:
        notes = [note | {"hidden": True} if note["id"] in view.hidden else note for note in notes]
    else:
        notes = [note for note in notes if note["id"] not in view.hidden]
    return sorted(notes, key=lambda note: hashlib.sha1(note["id"].encode(), usedforsecurity=False).digest())


def _option(option: Option, language: Language) -> Result:
    return {"id": option.id, "label": option.label.in_(language)}


def summary(item: Any, rows: Rows, view: View) -> Result:
    """The summary of one item with every part that a result has; sentence, groups and before still empty."""
    blank: Result = {
        "item": item.id, "kind": item.kind, "label": item.label.in_(view.language), "section": item.section,
        "n": 0, "unknown": 0, "suppressed": False, "counts": [], "quantiles": None, "rows": [], "notes": [],
        "categories": [], "columns": [], "entries": [], "groups": {}, "before": None, "sentence": "",
    }  # fmt: skip
    return blank | SUMMARIES[item.kind](item, rows, view)


def results(
    exercise: Exercise,
    frame: pd.DataFrame,
    people: pd.DataFrame,
    *,
    round: int,
    level: Level,
    language: Language,
    state: str,
    run: int | None,
    show_hidden: bool = False,
    hidden: Collection[str] = frozenset(),
    actor_types: Sequence[Option] = (),
    splits: Sequence[Split] = ("actor_type",),
) -> dict[str, Any]:
    """The group's picture of an exercise at one level: the `Results` of the browser.

    `run` None takes whatever counts. `actor_types` are the series' own, for labels and their order.
    """
    asked_for = frame[frame["exercise"].eq(exercise.id) & frame["round"].eq(round)]
    counted = in_the_picture(asked_for, run)
    by_level: dict[str, dict[str, Rows]] = {}
    for (one, item), rows in counted.groupby(["level", "item"], observed=True):
        by_level.setdefault(str(one), {})[str(item)] = rows
    here, none = by_level.get(level, {}), counted.iloc[:0]
    view = View(language, level, show_hidden, hidden)
    labels = {split: groups_present(people, split, actor_types, language) for split in splits}
    items = []
    for item in _asked(exercise, level, set(here)):
        rows = here.get(item.id, none)
        if item.kind == "votes" and item.on:
            mine = View(language, level, show_hidden, hidden, _cards(item, by_level))
            categories = {c.id: c for one in item.on for c in exercise.find(one).categories}
            result = summary(item, rows, mine)
            result["categories"] = [_option(category, language) for category in categories.values()]
        else:
            result = summary(item, rows, view)
        if view.personal and item.kind in _GROUPED:
            ordinal = item.kind in _ORDINAL
            result["groups"] = {split: grouped(rows, split, labels[split], ordinal=ordinal) for split in splits}
        if item.kind in _ORDINAL:
            result["before"] = _before(item, level, by_level)
        result["sentence"] = sentence(item, result, level, language)
        items.append(result)
    at_level = asked_for["level"].eq(level)
    current = asked_for["current"] if run is None else asked_for["current"] & asked_for["run"].eq(run)
    rows = counted[counted["level"].eq(level)]
    return {
        "exercise": exercise.id,
        "title": exercise.title.in_(language),
        "round": round,
        "run": int(asked_for["run"].max()) if run is None and len(asked_for) else run or 0,
        "level": level,
        "levels": [one for one in LEVELS if one in by_level or one == level],
        "state": state,
        "n": respondents(rows),
        "joined": len(people),
        "simulated": int(people["simulated"].sum()),
        "late": int((at_level & current & asked_for["late"] & asked_for["answered"]).sum()),
        "items": items,
        "gate": gate(exercise, rows, level=level, language=language),
    }


def _asked(exercise: Exercise, level: Level, answered: set[str]) -> list[Any]:
    """The items that the level's phases ask for, and any other that has answers."""
    numbers = [number for number, phase in enumerate(exercise.phases) if phase.level == level]
    asked = {item.id for number in numbers or range(len(exercise.phases)) for item in exercise.items_of(number)}
    return [item for item in exercise.items if item.id in asked | answered]


def _cards(item: Votes, by_level: dict[str, dict[str, Rows]]) -> dict[str, dict[str, Any]]:
    """The cards that are voted on, whoever wrote them: alone or by the table."""
    rows = [items[one] for items in by_level.values() for one in item.on if one in items]
    return {card["id"]: card for some in rows for value in some["value"] for card in value}


def _before(item: Any, level: Level, by_level: dict[str, dict[str, Rows]]) -> Result | None:
    """The same item's quartiles at the nearest earlier level that has answers."""
    for earlier in reversed(LEVELS[: LEVELS.index(level)]):
        rows = by_level.get(earlier, {}).get(item.id)
        if rows is not None:
            found = _points(item, list(rows["value"]), View(level=earlier))
            return {"level": earlier, "n": found["n"], "quantiles": found["quantiles"]}
    return None
