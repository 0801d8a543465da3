"""Summaries of the kinds that choose among options."""

from collections import Counter
from typing import Any

from samhandling.analysis.disclosure import mask
from samhandling.analysis.quantiles import quantiles
from samhandling.analysis.summaries.view import Result, View, row, shown
from samhandling.analysis.tally import Tally
from samhandling.content.kinds import UNKNOWN, Agree, Choice, Quiz, Rank, Votes
from samhandling.content.words import say


def choice(item: Choice, answers: Tally, view: View) -> Result:
    """How many chose each option; with several choices a person counts once in each."""
    counts = answers.of()
    unknown = counts.pop(UNKNOWN, 0)
    n = answers.n - unknown
    if view.too_few(n) or view.too_few(answers.n):
        return {"n": answers.n, "suppressed": True}
    labels = {option.id: option.label.in_(view.language) for option in item.options}
    labels |= {value: value for value in sorted(set(counts) - set(labels))}
    found = [{"value": value, "label": label, "n": counts[value]} for value, label in labels.items()]
    return {"n": n, "unknown": unknown, "counts": found}


def votes(item: Votes, answers: Tally, view: View) -> Result:
    """The dots on each option, or on each note, most dots first."""
    dots = Counter({part: sum(n * times for n, times in counts.items()) for part, counts in answers.parts.items()})
    few = view.too_few(answers.n)
    result: Result = {"n": answers.n, "suppressed": few}
    if item.options:
        found = [{"value": o.id, "label": o.label.in_(view.language), "n": dots[o.id]} for o in item.options]
        return result | {"counts": [] if few else found}
    cards = [
        {"id": one, "text": mask(card["text"], view.language), "category": card.get("category")}
        | {"dots": None if few else dots[one]}
        for one, card in view.cards.items()
    ]
    return result | {"notes": sorted(shown(cards, True, view), key=lambda card: -(card["dots"] or 0))}


def rank(item: Rank, answers: Tally, view: View) -> Result:
    """The points of each option, most first, and the spread of its places; `unknown` of a row left it out.

    Points after Borda (1784): of k places the first gives k, each later place one less, and an
    option that is left out gets none.
    """
    few = view.too_few(answers.n)
    places = range(1, item.places + 1)
    points: Counter[str] = Counter()
    found: list[Result] = []
    for option in item.options:
        taken = answers.of(option.id)
        points[option.id] = sum(n * (item.places + 1 - place) for place, n in taken.items())
        n, one = taken.total(), {"row": option.id, "label": option.label.in_(view.language)}
        if few or view.too_few(n):
            found.append(one | {"n": n, "unknown": 0, "counts": [], "quantiles": None})
            continue
        counts = [{"value": place, "label": str(place), "n": taken[place]} for place in places]
        found.append(one | {"n": n, "unknown": answers.n - n, "counts": counts, "quantiles": quantiles(taken)})
    found.sort(key=lambda row: -points[row["row"]])
    given = [{"value": row["row"], "label": row["label"], "n": points[row["row"]]} for row in found]
    return {"n": answers.n, "suppressed": few, "counts": [] if few else given, "rows": found}


STANCES = ((-1, "disagree"), (0, "pass"), (1, "agree"))
"""The answers to a statement, and the keys of their words."""


def agree(item: Agree, answers: Tally, view: View) -> Result:
    """How many agree, pass and disagree with each statement; `n` is how many answered any."""
    labels: dict[Any, str] = {stance: say("analysis", key, view.language) for stance, key in STANCES}
    found = [row(one, labels, answers.of(one.id), view) for one in item.statements]
    return {"n": answers.n, "suppressed": view.too_few(answers.n), "rows": found}


def quiz(item: Quiz, answers: Tally, view: View) -> Result:
    """How many chose each option, which one is right, and why; *vet ej* is counted apart."""
    found = choice(Choice(id=item.id, label=item.label, options=item.options, unknown=item.unknown), answers, view)
    return found | ({} if view.key_kept else {"right": item.right, "why": item.why.in_(view.language)})
