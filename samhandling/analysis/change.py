"""Before and after on one ordinal item: of those who answered both times, and of everyone."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from samhandling.analysis.comparison import SEED, Effect, cliffs_delta, interval, mann_whitney, quartiles, resampled
from samhandling.analysis.disclosure import MINIMUM, suppress

EXACT = 200
"""With more people than this who moved, the normal distribution does for the signed ranks."""


@dataclass(frozen=True)
class Paired:
    """The same people both times."""

    n: int
    up: int
    stayed: int
    down: int
    median_before: float
    median_after: float
    effect: Effect
    """The share that went up less the share that went down."""
    p_sign: float
    """Exact sign test of ups against downs: like the effect, it asks only which way."""
    p_wilcoxon: float
    """Wilcoxon signed-rank test: it also asks how far, and so takes the points as equally far apart."""
    points: tuple[float, ...]
    transitions: tuple[tuple[int, ...] | None, ...] | None
    """Before (rows) to after (columns), both over `points`. None for a row of too few people, or that would
    give one away; None for all where so few answered only once that their answers could be found from it."""


@dataclass(frozen=True)
class Unpaired:
    """Everyone who answered before beside everyone who answered after, whether they are the same people or not."""

    n_before: int
    n_after: int
    median_before: float
    median_after: float
    delta: Effect
    """Cliff's delta: above 0 where the answers after are higher."""
    p: float
    """Mann–Whitney. Those who are in both make it too cautious; where there are pairs enough, trust them."""


@dataclass(frozen=True)
class Change:
    """Both views of a change, and who is missing in one of the rounds."""

    n_before: int
    n_after: int
    n_both: int
    only_before: int
    """Answered before and not after: attrition."""
    only_after: int
    paired: Paired | None
    """None with fewer than five who answered both times."""
    unpaired: Unpaired | None
    """None where either round has fewer than five answers."""


def change(before: pd.Series, after: pd.Series, *, points: Sequence[float] = ()) -> Change:
    """What changed between two rounds of an ordinal item: answers as numbers, each indexed by participant.

    Missing values (and thus *vet ej*) count as no answer; a missing participant is nobody's pair. `points`
    are all the points of the scale, of which the transitions otherwise have only those that were chosen.
    Six months later is a call of its own, with before or after. ValueError when a participant has two
    answers in one round.

    Sign test: Dixon & Mood (1946), exact. Wilcoxon (1945), those who stayed left out; exact, ties and all, with
    at most 200 who moved, then by the normal distribution. Effect: the within-person dominance of Cliff (1993),
    with a percentile bootstrap interval of 4 000 samples of people (seeded), or Wilson's bound where all went
    the same way.
    """
    then, now = before.dropna(), after.dropna()
    for round_ in (then, now):
        if round_.index.dropna().has_duplicates:
            raise ValueError("a participant has one answer a round")
    both = then.index.dropna().intersection(now.index)
    only_before, only_after = len(then) - len(both), len(now) - len(both)
    apart = all(n == 0 or n >= MINIMUM for n in (only_before, only_after))
    first, second = (np.sort(each.to_numpy(dtype=float)) for each in (then, now))
    scale = np.unique(np.concatenate([np.asarray(points, dtype=float), first, second]))
    pairs = then.loc[both].to_numpy(dtype=float), now.loc[both].to_numpy(dtype=float)
    return Change(
        n_before=len(then),
        n_after=len(now),
        n_both=len(both),
        only_before=only_before,
        only_after=only_after,
        paired=_paired(*pairs, scale, with_transitions=apart) if len(both) >= MINIMUM else None,
        unpaired=_unpaired(first, second) if min(len(then), len(now)) >= MINIMUM else None,
    )


def _paired(before: np.ndarray, after: np.ndarray, scale: np.ndarray, *, with_transitions: bool) -> Paired:
    n, moved = len(before), np.sort(after - before)
    ways = np.bincount(np.sign(moved).astype(int) + 1, minlength=3)
    down, stayed, up = ways.tolist()
    # drawn with the more frequent way last, so that the change turned round has the same interval turned round
    way = 1 if up >= down else -1
    samples = resampled(ways[::way], np.random.default_rng(SEED))
    moved = moved[moved != 0]
    return Paired(
        n=n,
        up=up,
        stayed=stayed,
        down=down,
        median_before=quartiles(before)[1],
        median_after=quartiles(after)[1],
        effect=interval((up - down) / n, way * (samples[:, 2] - samples[:, 0]) / n, n),
        p_sign=float(stats.binomtest(up, up + down).pvalue) if moved.size else 1.0,
        p_wilcoxon=_signed_rank(moved) if moved.size else 1.0,
        points=tuple(scale.tolist()),
        transitions=_transitions(before, after, scale) if with_transitions else None,
    )


def _signed_rank(moved: np.ndarray) -> float:
    """Two-sided p of Wilcoxon's signed ranks, none of them nought."""
    if len(moved) > EXACT:
        return float(stats.wilcoxon(moved).pvalue)
    # twice the ranks are whole numbers, ties too; scipy permutes where there are ties, at 600 ms for 13 people
    ranks = np.rint(2 * np.asarray(stats.rankdata(np.abs(moved)))).astype(int)
    chance = np.zeros(ranks.sum() + 1)
    chance[0] = 1
    for rank in ranks:
        # this one's rank counts or does not, as likely as not
        chance[rank:] = (chance[rank:] + chance[: len(chance) - rank]) / 2
        chance[:rank] /= 2
    up = int(ranks[moved > 0].sum())
    return min(1.0, 2 * float(min(chance[: up + 1].sum(), chance[up:].sum())))


def _transitions(before: np.ndarray, after: np.ndarray, scale: np.ndarray) -> tuple[tuple[int, ...] | None, ...]:
    table = np.zeros((len(scale), len(scale)), dtype=int)
    np.add.at(table, (np.searchsorted(scale, before), np.searchsorted(scale, after)), 1)
    # those who stood at one point before are a group like any other
    hidden = suppress(dict(enumerate(table.sum(axis=1).tolist())))
    return tuple(None if at in hidden else tuple(row) for at, row in enumerate(table.tolist()))


def _unpaired(before: np.ndarray, after: np.ndarray) -> Unpaired:
    return Unpaired(
        n_before=len(before),
        n_after=len(after),
        median_before=quartiles(before)[1],
        median_after=quartiles(after)[1],
        delta=cliffs_delta(after, before),
        p=mann_whitney(after, before),
    )
