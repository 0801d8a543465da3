"""Which groups a follow-up shows by themselves, so that no two of its pictures single out a few people."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from samhandling.analysis.disclosure import MINIMUM, suppress
from samhandling.analysis.groups import Split, group_ids

GROUPS: tuple[Split, ...] = ("actor_type", "municipality", "table")
"""The ways to tell groups apart; where two cannot both be shown, the first is."""
_WEIGHTS = (1, -1, 2, -2)
"""What anyone who adds and subtracts answers counts a person's as."""
_ROUNDING = 1e-10


def told(people: pd.DataFrame, split: Split) -> frozenset[str]:
    """The groups of one split that can be shown of those who answered something, also beside the other splits.

    `people` has one row for each person: the columns of `GROUPS`, of one room. A group has to pass the gate of its
    split (see `suppress`). Beyond that the groups are taken in a fixed order (actor types, then municipalities, then
    tables, larger ones first), each unless sums and differences of it and those before it would be about one to four
    people: a table is not shown if it is an actor type but for one or two. One group is chosen at a time, of one
    meeting: what two groups have in common, or what all meetings have but for one, would tell of far fewer.

    It depends on who answered and not on what: what is refused says nothing of the answers, and asking again in
    another order gains nothing. Time is no choice but as meetings and rounds: what had come in before one minute and
    before the next differs by a person.

    Differencing attacks: Denning & Schlörer (1983); auditing sums: Chin & Özsoyoglu (1982).
    """
    return _told(split, *(tuple(group_ids(people[name])) for name in GROUPS))


@lru_cache(maxsize=1024)  # most questions of a meeting are answered by the same people
def _told(split: Split, *columns: tuple[str, ...]) -> frozenset[str]:
    table = pd.DataFrame({name: np.array(ids, dtype=object) for name, ids in zip(GROUPS, columns, strict=True)})
    found = _candidates(table, [split]) if split == GROUPS[0] else _settled(table, split)
    return frozenset(group for name, group in found if name == split)


def _settled(people: pd.DataFrame, last: Split) -> Iterator[tuple[Split, str]]:
    """The groups that can be shown together, of the splits up to one, each tried with those before it."""
    left = list(_candidates(people, GROUPS[: GROUPS.index(last) + 1]))
    lines = np.array([np.ones(len(people), dtype=bool), *(people[name].eq(group) for name, group in left)])
    while left:
        # what is safe with more groups is safe with fewer: the first that is not is found by halving
        at = bisect_left(range(1, len(left) + 1), True, key=lambda n: singles_out(lines[: len(lines) - len(left) + n]))
        yield from left[:at]
        lines = np.delete(lines, len(lines) - len(left) + at, axis=0) if at < len(left) else lines
        left = left[at + 1 :]


def _candidates(people: pd.DataFrame, names: Iterable[Split]) -> Iterator[tuple[Split, str]]:
    for name in names:
        sizes = people.groupby(name).size().sort_values(ascending=False, kind="stable")
        hidden = suppress(sizes.to_dict())  # what the gate hides is not there to be subtracted from
        yield from ((name, str(group)) for group in sizes.index if group not in hidden)


def singles_out(groups: np.ndarray[Any, Any]) -> bool:
    """Whether sums and differences of what is told about some groups tell of one to four people.

    `groups` is of truth values: one row a group, one column a person. True when some combination of the rows counts
    one to four people, each once or twice, as more or as less, and nobody else.
    """
    kinds, sizes = np.unique(groups, axis=1, return_counts=True)
    told = kinds.astype(float)
    # a random direction less what of it the groups tell: a combination of them is at right angles to that, always,
    # and anything else only by a chance of the order of rounding
    aim = np.random.default_rng(1).normal(size=told.shape[1])
    rest = aim - told.T @ np.linalg.lstsq(told.T, aim, rcond=None)[0]
    few = (sizes < MINIMUM) & told.any(axis=0)
    value, size = rest[few], sizes[few]
    # the two halves of such a combination have the same product with what is left: look for those that meet
    one = np.concatenate([weight * value for weight in _WEIGHTS])
    many = np.tile(size, len(_WEIGHTS))
    first, second = np.triu_indices(len(one), k=1)
    product = np.concatenate([[0.0], one, one[first] + one[second]])
    people = np.concatenate([[0], many, many[first] + many[second]])
    # not a person twice
    apart = np.concatenate([np.ones(1 + len(one), dtype=bool), (first - second) % len(value) != 0])
    kept = (people < MINIMUM) & apart
    product, people = product[kept], people[kept]
    order = np.argsort(product)
    met = np.diff(product[order]) <= _ROUNDING
    run = np.concatenate([[0], np.cumsum(~met)])
    # most meet nobody, and need not be put in order
    some = np.flatnonzero(np.concatenate([[False], met]) | np.concatenate([met, [False]]))
    people, run = people[order][some], run[some]
    # the lightest first among those that meet
    people = people[np.lexsort((people, run))]
    return bool(((run[1:] == run[:-1]) & (people[1:] + people[:-1] < MINIMUM)).any())
