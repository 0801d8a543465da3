"""The rule that suggests staying on a step of the staircase."""

from collections import Counter
from typing import Any

from samhandling.analysis.counted import Counted, gate_rows
from samhandling.analysis.disclosure import MINIMUM
from samhandling.analysis.quantiles import quantiles
from samhandling.analysis.sentences import number
from samhandling.analysis.tally import Tally
from samhandling.content.exercise import Exercise, Gate, Level
from samhandling.content.kinds import UNKNOWN
from samhandling.content.language import Language
from samhandling.content.words import say


def gate(exercise: Exercise, answers: Counted, *, level: Level, language: Language) -> dict[str, Any] | None:
    """One row a section (an item without one is a row of its own): its median, spread, and whether to stay.

    The answers to all the gate's items in a section are pooled. A section stays when its median is low
    or its interquartile range wide.
    """
    rule = exercise.gate
    if rule is None:
        return None
    sections = {section.id: section.title.in_(language) for section in exercise.sections}
    found = []
    for row, items in gate_rows(exercise).items():
        title = sections[row] if row in sections else exercise.find(row).label.in_(language)
        counts: Counter[Any] = Counter()
        for item in items:
            for part in answers.levels.get(level, {}).get(item, Tally()).parts.values():
                counts += part
        n = answers.sections.get(level, {}).get(row, 0)
        found.append(_row(rule, row if row in sections else None, title, counts, n, level))
    return {"rows": found, "sentence": _sentence(rule, found, language)}


def _row(rule: Gate, section: str | None, title: str, counts: Counter[Any], n: int, level: Level) -> dict[str, Any]:
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
