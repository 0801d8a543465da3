"""The results of an exercise as the screens read them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from samhandling.analysis.counted import GROUPED, Counted, counted
from samhandling.analysis.gate import gate
from samhandling.analysis.groups import NO_NAMES, Split, grouped, groups_present
from samhandling.analysis.sentences import sentence
from samhandling.analysis.summaries.numbers import number, position
from samhandling.analysis.summaries.options import agree, choice, quiz, rank, votes
from samhandling.analysis.summaries.ordinal import matrix, scale
from samhandling.analysis.summaries.places import place
from samhandling.analysis.summaries.rows import board, table
from samhandling.analysis.summaries.view import Result, View, labelled
from samhandling.analysis.summaries.words import notes, text
from samhandling.analysis.tally import Tally
from samhandling.content.exercise import LEVELS, Exercise, Level
from samhandling.content.kinds import Option, Votes
from samhandling.content.language import Language

SUMMARIES: dict[str, Callable[[Any, Tally, View], Result]] = {
    "choice": choice, "scale": scale, "matrix": matrix, "ladder": scale,
    "text": text, "notes": notes, "votes": votes, "table": table,
    "agree": agree, "quiz": quiz, "place": place, "board": board, "number": number, "rank": rank,
    "position": position,
}  # fmt: skip
"""The summary of each kind: the item, its answers, for whom → the parts of its result."""

_ORDINAL = {"scale", "ladder", "number"}


def summary(item: Any, answers: Tally, view: View) -> Result:
    """The summary of one item with every part that a result has; sentence, groups and before still empty."""
    blank: Result = {
        "item": item.id, "kind": item.kind, "label": item.label.in_(view.language), "section": item.section,
        "n": 0, "unknown": 0, "suppressed": False, "counts": [], "quantiles": None, "rows": [], "notes": [],
        "positions": [], "categories": [], "columns": [], "entries": [], "groups": {}, "before": None,
        "right": None, "why": None, "sentence": "",
    }  # fmt: skip
    return blank | SUMMARIES[item.kind](item, answers, view)


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
    keys_kept: Collection[str] = frozenset(),
) -> dict[str, Any]:
    """The group's picture of an exercise at one level: the `Results` of the browser.

    `run` None takes whatever counts. `actor_types` are the series' own, for labels and their order.
    `keys_kept` are the items that some have still to answer: their right answers are not told.
    """
    mine = frame[frame["exercise"].eq(exercise.id) & frame["round"].eq(round)]
    return picture(
        exercise, counted(exercise, mine, run, splits if level == "individual" else ()), people,
        round=round, level=level, language=language, state=state, show_hidden=show_hidden, hidden=hidden,
        actor_types=actor_types, keys_kept=keys_kept,
    )  # fmt: skip


def picture(
    exercise: Exercise,
    answers: Counted,
    people: pd.DataFrame,
    *,
    round: int,
    level: Level,
    language: Language,
    state: str = "revealed",
    show_hidden: bool = False,
    hidden: Collection[str] = frozenset(),
    actor_types: Sequence[Option] = (),
    municipalities: Mapping[str, str] = NO_NAMES,
    keys_kept: Collection[str] = frozenset(),
) -> dict[str, Any]:
    """The picture of what has been counted, as `results` gives it, with the groups that were counted."""
    here = answers.levels.get(level, {})
    splits = answers.groups if level == "individual" else ()
    view = View(language, level, show_hidden, hidden)
    labels = {split: groups_present(people, split, actor_types, language, municipalities) for split in splits}
    items = []
    for item in _asked(exercise, level, set(here)):
        mine = here.get(item.id, Tally())
        if item.kind == "votes" and item.on:
            cards = _cards(item, answers.levels)
            categories = {c.id: c for one in item.on for c in exercise.find(one).categories}
            result = summary(item, mine, replace(view, cards=cards))
            result["categories"] = [labelled(category, language) for category in categories.values()]
        else:
            result = summary(item, mine, replace(view, key_kept=item.id in keys_kept))
        if item.kind in GROUPED:
            ordinal = item.kind in _ORDINAL
            result["groups"] = {
                split: grouped(answers.groups[split].get(item.id, {}), labels[split], ordinal=ordinal)
                for split in splits
            }
        if item.kind in _ORDINAL:
            result["before"] = _before(item, level, answers.levels)
        result["sentence"] = sentence(item, result, level, language)
        items.append(result)
    return {
        "exercise": exercise.id,
        "title": exercise.title.in_(language),
        "round": round,
        "run": answers.run,
        "level": level,
        "levels": [one for one in LEVELS if one in answers.levels or one == level],
        "state": state,
        "n": answers.respondents.get(level, 0),
        "joined": len(people),
        "simulated": int(people["simulated"].sum()),
        "late": int(answers.late.get(level, 0)),
        "items": items,
        "gate": gate(exercise, answers, level=level, language=language),
    }


def _asked(exercise: Exercise, level: Level, answered: set[str]) -> list[Any]:
    """The items that the level's phases ask for, and any other that has answers."""
    numbers = [number for number, phase in enumerate(exercise.phases) if phase.level == level]
    asked = {item.id for number in numbers or range(len(exercise.phases)) for item in exercise.items_of(number)}
    return [item for item in exercise.items if item.id in asked | answered]


def _cards(item: Votes, by_level: Mapping[Level, Mapping[str, Tally]]) -> dict[str, dict[str, Any]]:
    """The cards that are voted on, whoever wrote them: alone or by the table."""
    written = [items[one] for items in by_level.values() for one in item.on if one in items]
    return {card["id"]: card for some in written for _, value in some.said for card in value}


def _before(item: Any, level: Level, by_level: Mapping[Level, Mapping[str, Tally]]) -> Result | None:
    """The same item's quartiles at the nearest earlier level that has answers."""
    for earlier in reversed(LEVELS[: LEVELS.index(level)]):
        answers = by_level.get(earlier, {}).get(item.id)
        if answers is not None:
            found = summary(item, answers, View(level=earlier))
            return {"level": earlier, "n": found["n"], "quantiles": found["quantiles"]}
    return None
