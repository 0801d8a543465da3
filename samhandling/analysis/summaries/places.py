"""Summary of the kind that places things on a map."""

from samhandling.analysis.summaries.view import Result, View, row
from samhandling.analysis.tally import PLACED, Tally
from samhandling.content.kinds import Place


def place(item: Place, answers: Tally, view: View) -> Result:
    """How many placed each thing in each municipality; `n` of a thing is how many placed it at all."""
    names = {one.code: one.name for one in item.municipalities}
    placed = answers.of(PLACED)
    by_thing = [(thing, answers.of(thing.id)) for thing in item.things]
    # a municipality that the item no longer has still counts, under its code
    names |= {code: code for _, counts in by_thing for code in sorted(counts) if code not in names}
    found = []
    for thing, counts in by_thing:
        one = row(thing, names, counts, view)
        n = placed[thing.id]
        found.append(one | {"n": n, "counts": [] if view.too_few(n) else one["counts"]})
    return {"n": answers.n, "suppressed": view.too_few(answers.n), "rows": found}
