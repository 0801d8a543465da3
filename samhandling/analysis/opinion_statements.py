"""What statements say of groups of opinion: those that mark a group, those that all share, those that divide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod, sqrt
from typing import Any

import numpy as np

from samhandling.analysis.disclosure import MINIMUM, suppress

MOST = 5
"""The most statements that any list holds; as in Polis."""
Z90 = 1.2816
"""Significant at 90 per cent, one-sided; as in Polis."""
DIVIDED = 0.3
"""Without groups, a statement divides when at least this share agrees and at least this share disagrees."""
OUTSIDE = "outside"
"""Those in no group: they count in the gate, or the totals less the groups would give them away."""

Votes = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True)
class Shares:
    """How those of a group who voted on a statement did; shares from 0 to 1."""

    agree: float
    passes: float
    disagree: float
    n: int


@dataclass(frozen=True)
class Representative:
    """A statement that marks a group: more of it than of the others agree, or disagree."""

    statement: str
    agrees: bool
    share: float
    """Of those in the group who voted on it."""
    n: int
    others: float | None
    """The same share of all other groups together; None where it would give a small group away."""
    repness: float


@dataclass(frozen=True)
class Consensus:
    """A statement that most of every group agree with, or disagree with."""

    statement: str
    agrees: bool
    share: float
    """Of everyone who voted on it."""
    n: int
    likelihood: float
    """The product over the groups of (k + 1) / (n + 2)."""


@dataclass(frozen=True)
class Divisive:
    """A statement that most of one group agree with and most of another disagree with, or that divides all."""

    statement: str
    gap: float
    """The difference between the two in agreeing less disagreeing, 0 to 2; without groups twice the smaller side."""
    agree: str | None
    """The group that agrees the most; None without groups."""
    disagree: str | None


def proportion_test(k: int, n: int) -> float:
    """z of k of n against one half, with a pseudocount; as in Polis."""
    return 2 * sqrt(n + 1) * ((k + 1) / (n + 1) - 0.5)


def two_proportions_test(k: int, n: int, k_others: int, n_others: int) -> float:
    """z of k of n against k of n among the others, pooled and with pseudocounts; as in Polis."""
    k, n, k_others, n_others = k + 1, n + 1, k_others + 1, n_others + 1
    pooled = (k + k_others) / (n + n_others)
    if pooled == 1:  # everyone on both sides: no difference
        return 0.0
    return (k / n - k_others / n_others) / sqrt(pooled * (1 - pooled) * (1 / n + 1 / n_others))


def repness(k: int, n: int, k_others: int, n_others: int) -> float:
    """How many times likelier the vote is in the group than among the others, with pseudocounts; as in Polis."""
    return _likely(k, n) / _likely(k_others, n_others)


@dataclass(frozen=True)
class Count:
    """The votes of some people on one statement."""

    agree: int
    disagree: int
    n: int

    def of(self, agrees: bool) -> int:
        return self.agree if agrees else self.disagree


def _likely(k: int, n: int) -> float:
    return (k + 1) / (n + 2)


def count(votes: Votes) -> Count:
    """The votes on one statement: 1, 0, -1, or NaN without a vote."""
    return Count(int((votes == 1).sum()), int((votes == -1).sum()), int((~np.isnan(votes)).sum()))


def shares_of(count: Count) -> Shares:
    """Votes as shares of those who voted: at least one."""
    passes = count.n - count.agree - count.disagree
    return Shares(count.agree / count.n, passes / count.n, count.disagree / count.n, count.n)


def shown_in(row: Sequence[Count]) -> set[int]:
    """The groups whose votes on a statement may be shown."""
    n: dict[int | str, int] = {place: count.n for place, count in enumerate(row[:-1])}
    hidden = suppress(n | {OUTSIDE: row[-1].n})
    return {place for place in range(len(row) - 1) if place not in hidden}


def total(counts: Sequence[Count]) -> Count:
    """The votes of several groups together."""
    return Count(sum(one.agree for one in counts), sum(one.disagree for one in counts), sum(one.n for one in counts))


def representative(
    place: int, counts: Mapping[str, list[Count]], shown: Mapping[str, set[int]]
) -> tuple[Representative, ...]:
    """What marks a group: significantly more than half of it, and significantly more than of the others."""
    found = []
    for statement, (*row, _) in counts.items():
        if place not in shown[statement]:
            continue
        own, others = row[place], total([count for other, count in enumerate(row) if other != place])
        for agrees in (True, False):
            sides = own.of(agrees), own.n, others.of(agrees), others.n
            most, more = proportion_test(own.of(agrees), own.n), two_proportions_test(*sides)
            if min(most, more) > Z90:
                times = repness(*sides)
                rest = others.of(agrees) / others.n if len(shown[statement]) == len(row) else None
                told = Representative(statement, agrees, own.of(agrees) / own.n, own.n, rest, times)
                found.append((times * more * _likely(own.of(agrees), own.n) * most, told))
    return tuple(told for _, told in sorted(found, key=lambda one: -one[0])[:MOST])


def consensus(groups: Mapping[str, list[Count]], everyone: Mapping[str, Count]) -> tuple[Consensus, ...]:
    """What most of every group agree on, by group-informed consensus, and significantly most of everyone."""
    found = []
    for statement, row in groups.items():
        every = everyone[statement]
        if min(count.n for count in row) < MINIMUM:
            continue
        for agrees in (True, False):
            likely = [_likely(count.of(agrees), count.n) for count in row]
            if min(likely) > 0.5 and proportion_test(every.of(agrees), every.n) > Z90:
                share = every.of(agrees) / every.n
                found.append(Consensus(statement, agrees, share, every.n, prod(likely)))
    return tuple(sorted(found, key=lambda one: -one.likelihood)[:MOST])


def divisive(counts: Mapping[str, list[Count]], shown: Mapping[str, set[int]], names: str) -> tuple[Divisive, ...]:
    """What most of one group agree with and most of another disagree with, the widest gap first."""
    found = []
    for statement, row in counts.items():
        sides = {place: (_likely(row[place].agree, row[place].n), _likely(row[place].disagree, row[place].n))
                 for place in sorted(shown[statement])}  # fmt: skip
        if len(sides) < 2:
            continue
        balance = {place: yes - no for place, (yes, no) in sides.items()}
        most, least = max(balance, key=lambda one: balance[one]), min(balance, key=lambda one: balance[one])
        if sides[most][0] > 0.5 and sides[least][1] > 0.5:
            found.append(Divisive(statement, balance[most] - balance[least], names[most], names[least]))
    return tuple(sorted(found, key=lambda one: -one.gap)[:MOST])


def divisive_of_all(counts: Mapping[str, Count]) -> tuple[Divisive, ...]:
    """What divides everyone, where there are no groups: many on both sides, the most even first."""
    found = []
    for statement, one in counts.items():
        smaller = min(one.agree, one.disagree) / one.n if one.n >= MINIMUM else 0
        if smaller >= DIVIDED:
            found.append(Divisive(statement, 2 * smaller, None, None))
    return tuple(sorted(found, key=lambda one: -one.gap)[:MOST])
