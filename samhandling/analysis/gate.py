"""The rule that suggests staying on a step of the staircase."""

from collections import Counter
from typing import Any

import pandas as pd

from samhandling.analysis.disclosure import MINIMUM
from samhandling.analysis.groups import respondents
from samhandling.analysis.quantiles import quantiles
from samhandling.analysis.sentences import number
from samhandling.content.exercise import Exercise, Gate, Level
from samhandling.content.kinds import UNKNOWN
from samhandling.content.language import Language
from samhandling.content.words import say


def gate(exercise: Exercise, rows: pd.DataFrame, *, level: Level, language: Language) -> dict[str, Any] | None:
    """One row a section (an item without one is a row of its own): its median, spread, and whether to stay.

    The answers to all the gate's items in a section are pooled; `rows` are those of one level. A
    section stays when its median is low or its interquartile range wide.
    """
    rule = exercise.gate
    if rule is None:
        return None
    sections = {section.id: section.title.in_(language) for section in exercise.sections}
    wanted: dict[tuple[str | None, str], list[str]] = {}
    for item in exercise.items:
        if item.id in rule.items and not item.retired:
            key = (item.section, sections[item.section]) if item.section else (None, item.label.in_(language))
            wanted.setdefault(key, []).append(item.id)
    found = []
    for (section, title), items in wanted.items():
        mine = rows[rows["item"].isin(items) & rows["value"].ne(UNKNOWN)]
        found.append(_row(rule, section, title, mine, level))
    return {"rows": found, "sentence": _sentence(rule, found, language)}


def _row(rule: Gate, section: str | None, title: str, rows: pd.DataFrame, level: Level) -> dict[str, Any]:
    n = respondents(rows)
    values = [value.values() if isinstance(value, dict) else [value] for value in rows["value"]]
    counts = Counter(point for some in values for point in some)
    counts.pop(UNKNOWN, None)
    found = None if level == "individual" and n < MINIMUM else quantiles(counts)
    median = found["median"] if found else None
    spread = found["q75"] - found["q25"] if found else None
    stay = median is not None and spread is not None and (median < rule.median_below or spread >= rule.spread_from)
    return {"section": section, "title": title, "median": median, "spread": spread, "n": n, "stay": stay}


def _sentence(rule: Gate, rows: list[dict[str, Any]], language: Language) -> str:
    stay = next((row for row in rows if row["stay"]), None)
    if stay is None:
        certain = bool(rows) and all(row["median"] is not None for row in rows)
        return say("analysis", "gate_go" if certain else "gate_wait", language)
    if stay["median"] < rule.median_below:
        fill = {"median": number(stay["median"], language), "limit": number(rule.median_below, language)}
        return say("analysis", "gate_low", language, title=stay["title"], **fill)
    return say("analysis", "gate_spread", language, title=stay["title"])
