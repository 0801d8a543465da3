"""Summaries of the kinds on an ordinal scale."""

from collections import Counter
from typing import Any

from samhandling.analysis.quantiles import quantiles
from samhandling.analysis.summaries.view import Result, View
from samhandling.analysis.tally import Tally
from samhandling.content.kinds import UNKNOWN, Ladder, Matrix, Scale


def points(item: Any, counts: Counter[Any], view: View) -> Result:
    """The distribution over the points of a scale; *vet ej* is counted apart."""
    unknown = counts.pop(UNKNOWN, 0)
    n = counts.total()
    if view.too_few(n) or view.too_few(n + unknown):
        return {"n": n + unknown, "unknown": 0, "suppressed": True, "counts": [], "quantiles": None}
    # a point that the scale no longer has still counts, under its number
    labels = {point.value: point.label.in_(view.language) for point in item.points}
    labels |= {value: str(value) for value in sorted(set(counts) - set(labels))}
    found = [{"value": value, "label": label, "n": counts[value]} for value, label in labels.items()]
    return {"n": n, "unknown": unknown, "suppressed": False, "counts": found, "quantiles": quantiles(counts)}


def scale(item: Scale | Ladder, answers: Tally, view: View) -> Result:
    """How many answered each point, and the quartiles."""
    return points(item, answers.of(), view)


def matrix(item: Matrix, answers: Tally, view: View) -> Result:
    """The distribution of each row; `n` is how many rated anything."""
    found = []
    for row in item.rows:
        one = points(item, answers.of(row.id), view)
        del one["suppressed"]
        found.append({"row": row.id, "label": row.label.in_(view.language), **one})
    return {"n": answers.n, "suppressed": view.too_few(answers.n), "rows": found}
