"""The one gate that every number passes on its way out, so that no person can be found in it."""

from collections.abc import Mapping
from typing import TypeVar

# part of the gate: what is written passes it masked
from samhandling.analysis.personal import mask as mask

MINIMUM = 5
"""Groups of fewer people than this are never shown."""

Key = TypeVar("Key")


def suppress(counts: Mapping[Key, int], *more: Mapping[Key, int]) -> set[Key]:
    """The groups that may not be shown, when the total of all groups is known.

    A group under five is suppressed, an empty one too, so that the two look alike. If the suppressed
    ones could be found by taking the shown from the total (they are under five together, or all in
    one group), the smallest shown group is suppressed as well, until they cannot
    (complementary suppression; Willenborg & de Waal 2001).
    `more` are other counts of the same groups, e.g. those invited beside those who answered; a
    group is shown in all of them or in none.
    """
    columns = (counts, *more)
    hidden = {group for group in counts if any(column.get(group, 0) < MINIMUM for column in columns)}
    # of groups of one size always the same one, whoever asks, or two askers would be shown one each
    shown = sorted((group for group in counts if group not in hidden), key=lambda group: (counts[group], str(group)))
    while shown and not all(_safe(column, hidden) for column in columns):
        hidden.add(shown.pop(0))
    return hidden


def _safe(counts: Mapping[Key, int], hidden: set[Key]) -> bool:
    people = [counts.get(group, 0) for group in hidden if counts.get(group, 0)]
    # where no one is in a small group there is no one to protect
    return min(people, default=MINIMUM) >= MINIMUM or (len(people) > 1 and sum(people) >= MINIMUM)
