"""Groups of opinion in votes on statements: who votes alike, what marks each group, and what all groups share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import atan2, sqrt
from typing import Any, Literal

import numpy as np
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.metrics import adjusted_rand_score, silhouette_score
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # ships no types

from samhandling.analysis import opinion_statements as said
from samhandling.analysis.disclosure import MINIMUM
from samhandling.analysis.opinion_statements import Consensus, Count, Divisive, Representative, Shares

VOTES = 7
"""Whoever has voted on fewer statements than this, and not on all, is in no group; as in Polis."""
MOST = 5
"""The most groups that are looked for; as in Polis."""
RESAMPLES = 50
STABLE = 0.8
"""From this mean adjusted Rand index the groups are called stable (*good recovery*; Steinley 2004)."""
CHANCE = 0.6
"""Below this there are no groups: votes drawn at random by 12 to 150 people, without any, reach at most that."""

Reason = Literal["few_people", "few_statements", "small_groups", "no_pattern"]
Labels = np.ndarray[Any, np.dtype[np.int64]]
Array = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True)
class Ellipse:
    """Where a group lies: its middle, half the axes (one standard deviation), and the long axis' angle in radians."""

    x: float
    y: float
    long: float
    short: float
    angle: float


@dataclass(frozen=True)
class Group:
    """People who vote alike: at least five."""

    name: str
    """A letter, from A; the largest group first."""
    n: int
    representative: tuple[Representative, ...]
    ellipse: Ellipse


@dataclass(frozen=True)
class Statement:
    """A statement on the map: the direction in which agreeing with it draws, and its mean vote."""

    id: str
    x: float
    y: float
    mean: float


@dataclass(frozen=True)
class Opinions:
    """The landscape of opinions; nothing in it is about fewer than five people, and nobody's place is in it."""

    n: int
    """Those who have voted on enough statements."""
    groups: tuple[Group, ...]
    consensus: tuple[Consensus, ...]
    divisive: tuple[Divisive, ...]
    shares: Mapping[str, tuple[Shares | None, ...]]
    """By statement, in the groups' order; None where fewer than five voted or it would give them away."""
    statements: tuple[Statement, ...]
    silhouette: float | None
    stability: float | None
    """The mean adjusted Rand index between the groups and those of resampled people; 1 is the same groups."""
    reason: Reason | None
    """Why there are no groups."""

    @property
    def k(self) -> int:
        """How many groups there are; 0 for none."""
        return len(self.groups)

    @property
    def is_stable(self) -> bool:
        return self.stability is not None and self.stability >= STABLE


def vote_table(answers: Mapping[str, Mapping[str, int]], statements: Sequence[str]) -> pd.DataFrame:
    """Answers to an item of kind `agree` as participants × statements: 1, 0, -1, or NaN without a vote."""
    rows = [[float(votes[one]) if one in votes else np.nan for one in statements] for votes in answers.values()]
    cells = np.array(rows, dtype=float).reshape(len(rows), len(statements))
    return pd.DataFrame(cells, index=list(answers), columns=list(statements))


def opinion_groups(votes: pd.DataFrame) -> Opinions:
    """The groups of opinion in votes, what marks them, and what they share.

    `votes` is participants × statements: 1 agrees, 0 passes, -1 disagrees, NaN has not voted. The result depends
    neither on the order of the people nor on their ids. Any other value, or the same id twice, is a ValueError.

    The method is that of Polis (Small, Bjorkegren, Erkkilä, Shaw & Megill 2021, *Polis: Scaling deliberation by
    mapping high dimensional opinion spaces*): those with few votes left out, missing votes as the statement's mean,
    two principal components with whoever has voted on few statements pushed out from the middle, k-means with
    the k of the highest silhouette (Rousseeuw 1987). Otherwise than there, no group is under five, a statement under
    five votes is left out, and groups that do not come back when the people are resampled (Hennig 2007) are none.
    """
    if not votes.index.is_unique:
        raise ValueError("someone is there twice")
    if not votes.isin([-1, 0, 1]).where(votes.notna(), True).to_numpy().all():
        raise ValueError("a vote is 1, 0 or -1, or missing")
    kept = _kept(votes)
    cells = kept.to_numpy(dtype=float)
    n, m = cells.shape
    if n < 2 * MINIMUM:
        return _without(votes, n, "few_people")
    if m < 3:
        return _without(votes, n, "few_statements")
    if len(np.unique(_filled(cells)[0], axis=0)) < 2:
        return _without(votes, n, "no_pattern")
    with threadpool_limits(limits=1):  # threads that wait for each other cost more here than they give
        mean, components, points = _projected(cells)
        found = _clustered(points)
        if found is None:
            return _without(votes, n, "small_groups")
        labels, silhouette = found
        stability = _stability(cells, labels)
    if stability < CHANCE:
        return _without(votes, n, "no_pattern", silhouette, stability)
    names = "ABCDE"[: labels.max() + 1]
    counts = _counts(votes, kept.index, labels)
    shown = {one: said.shown_in(row) for one, row in counts.items()}
    groups = tuple(
        Group(name, int((labels == place).sum()), said.representative(place, counts, shown),
              _ellipse(points[labels == place]))
        for place, name in enumerate(names)
    )  # fmt: skip
    shares = {
        one: tuple(said.shares_of(row[place]) if place in shown[one] else None for place in range(len(names)))
        for one, row in counts.items()
    }
    statements = tuple(
        Statement(str(one), *map(float, (*components[:, place], mean[place]))) for place, one in enumerate(kept.columns)
    )
    everyone = {one: said.total(row) for one, row in counts.items()}
    consensus = said.consensus({one: row[:-1] for one, row in counts.items()}, everyone)
    divisive = said.divisive(counts, shown, names)
    return Opinions(n, groups, consensus, divisive, shares, statements, silhouette, stability, None)


def own_group(found: Opinions, votes: Mapping[str, int]) -> str | None:
    """The name of the group that someone with these votes is in; None without groups, or with too few votes."""
    on = [one for one in found.statements if one.id in votes]
    if not found.groups or len(on) < min(VOTES, len(found.statements)):
        return None
    out = sqrt(len(found.statements) / len(on))
    x, y = (out * sum((votes[one.id] - one.mean) * getattr(one, axis) for one in on) for axis in ("x", "y"))
    return min(found.groups, key=lambda group: (group.ellipse.x - x) ** 2 + (group.ellipse.y - y) ** 2).name


def _kept(votes: pd.DataFrame) -> pd.DataFrame:
    """Those with enough votes, on the statements with enough: in an order that only the votes decide."""
    columns = sorted(votes.columns[votes.notna().sum() >= MINIMUM], key=str)
    kept = votes[columns]
    while True:
        few = kept.notna().sum(axis=1) < max(1, min(VOTES, kept.shape[1]))
        bare = kept[~few].notna().sum() < MINIMUM
        if not few.any() and not bare.any():
            break
        kept = kept.loc[~few, ~bare]
    order = np.lexsort(kept.fillna(2).to_numpy().T[::-1]) if kept.shape[1] else slice(0)
    return kept.iloc[order]


def _filled(cells: Array) -> tuple[Array, Array]:
    """Missing votes as the mean of the statement, and the means."""
    voted = ~np.isnan(cells)
    mean = np.where(voted, cells, 0).sum(axis=0) / np.maximum(voted.sum(axis=0), 1)
    return np.where(voted, cells, mean), mean


def _projected(cells: Array) -> tuple[Array, Array, Array]:
    """The statements' means, the two components, and the people's places: pushed out as far as votes are missing."""
    filled, mean = _filled(cells)
    pca = PCA(2, svd_solver="full").fit(filled)
    voted = (~np.isnan(cells)).sum(axis=1)
    out = np.sqrt(cells.shape[1] / voted)[:, np.newaxis]
    # rounded, so that those who vote the same lie in the same place
    return mean, pca.components_, ((filled - mean) @ pca.components_.T * out).round(9)


def _means(points: Array, k: int) -> Labels | None:
    """k groups, the largest first, and of two alike the leftmost; None when there are not so many places."""
    if len(np.unique(points, axis=0)) < k:
        return None
    labels = KMeans(k, n_init=10, random_state=0).fit(points).labels_
    ordered = sorted(range(k), key=lambda one: (-(labels == one).sum(), *points[labels == one].mean(axis=0)))
    return np.array([ordered.index(one) for one in labels])


def _clustered(points: Array) -> tuple[Labels, float] | None:
    """The groups of the highest silhouette among those where no group is too small, and the silhouette."""
    found = []
    for k in range(2, min(MOST, 2 + len(points) // 12) + 1):
        labels = _means(points, k)
        if labels is not None and np.bincount(labels).min() >= MINIMUM:
            found.append((labels, float(silhouette_score(points, labels))))
    return max(found, key=lambda one: one[1], default=None)


def _stability(cells: Array, labels: Labels) -> float:
    """How alike the groups are when the people are drawn anew with replacement: the mean adjusted Rand index."""
    random, k = np.random.default_rng(0), int(labels.max()) + 1
    agreed = []
    for _ in range(RESAMPLES):
        drawn = random.integers(0, len(cells), len(cells))
        several = len(np.unique(_filled(cells[drawn])[0], axis=0)) >= k
        again = _means(_projected(cells[drawn])[2], k) if several else None
        once = np.unique(drawn, return_index=True)[1]
        agreed.append(0.0 if again is None else float(adjusted_rand_score(labels[drawn][once], again[once])))
    return float(np.mean(agreed))


def _ellipse(points: Array) -> Ellipse:
    (x, y), covariance = points.mean(axis=0), np.cov(points.T)
    sizes, axes = np.linalg.eigh(covariance)
    short, long = np.sqrt(np.maximum(sizes, 0))
    return Ellipse(float(x), float(y), float(long), float(short), atan2(axes[1, 1], axes[0, 1]))


def _counts(votes: pd.DataFrame, index: pd.Index, labels: Labels) -> dict[str, list[Count]]:
    """The votes of each group on each statement; last those of whoever is in no group."""
    inside = [votes.loc[index[labels == one]] for one in range(labels.max() + 1)]
    parts = [*inside, votes.drop(index=index)]
    return {str(one): [said.count(part[one].to_numpy(dtype=float)) for part in parts] for one in votes.columns}


def _without(
    votes: pd.DataFrame, n: int, reason: Reason, silhouette: float | None = None, stability: float | None = None
) -> Opinions:
    """What everyone agrees on, and what divides all, where there are no groups."""
    counts = {str(one): said.count(votes[one].to_numpy(dtype=float)) for one in votes.columns}
    alone = {one: [count] for one, count in counts.items()}
    return Opinions(
        n, (), said.consensus(alone, counts), said.divisive_of_all(counts), {}, (), silhouette, stability, reason
    )  # fmt: skip
