"""What a group puts first: rankings and votes to a common order, how far people agree on it, and how it lasts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from samhandling.analysis.disclosure import MINIMUM

Ranking = Sequence[str] | Mapping[str, float]
"""One answer: ids, the most important first and maybe only the top of them; or votes by id."""

SEED = 2001
PERMUTATIONS = 9999
FEW = 20
"""With fewer people than this the chi-square of W is too cautious (Legendre 2005), and p is by permutation."""


@dataclass(frozen=True)
class Concordance:
    """Kendall's W from 0 (no common order) to 1 (the same order), its p, and how many answered."""

    w: float
    p: float
    n: int


@dataclass(frozen=True)
class Condorcet:
    """Who wins pair by pair, and the whole order."""

    winner: str | None
    """The option that more people put before than after each other one; None where there is no such option."""
    order: tuple[tuple[str, ...], ...]
    """The options best first; those that cannot be told apart stand together."""
    n: int


@dataclass(frozen=True)
class Stability:
    """What became of a group's order from one round to the next."""

    tau: float | None
    """Kendall's tau-b, −1 to 1; None where a round puts all options even."""
    top: int
    overlap: float
    """The share of the top that is the same; ties at its edge are let in."""
    moved: Mapping[str, float]
    """How many places each option rose (above 0) or fell; options that stand even share their mean place."""


def rank_matrix(rankings: Sequence[Ranking], options: Sequence[str]) -> np.ndarray:
    """Ranks, people × options, 1 for the most important: floats, as those even share the mean of their ranks.

    Options that someone left out share the mean of the remaining ranks; of votes, more is better. Ids that
    are no option are passed over, and so are answers that name no option at all.
    """
    found = [_scores(one, options) for one in rankings if any(option in one for option in options)]
    scores = np.array(found, dtype=float).reshape(len(found), len(options))
    return np.asarray(stats.rankdata(scores, axis=1), dtype=float) if scores.size else scores


def _scores(answer: Ranking, options: Sequence[str]) -> list[float]:
    if isinstance(answer, Mapping):
        return [-float(answer.get(option, 0)) for option in options]
    place = {option: place for place, option in reversed(list(enumerate(answer)))}
    return [float(place.get(option, len(answer))) for option in options]


def kendalls_w(matrix: np.ndarray, *, minimum: int = MINIMUM) -> Concordance | None:
    """How far people agree on an order, from their ranks (people × options); corrected for ties.

    p against everybody ranking at random, by the chi-square of m(n−1)W on n−1 degrees of freedom, and with
    fewer than 20 people by permuting each person's ranks (9 999 times, seeded).
    None with fewer than `minimum` people (or two), with one option, or when everyone has all options even.
    Kendall, M. & Babington Smith, B. (1939). The problem of m rankings. Annals of Mathematical Statistics 10,
    275–287; ties: Kendall (1948), Rank Correlation Methods; permutation: Legendre, P. (2005). Species
    associations: the Kendall coefficient of concordance revisited. JABES 10, 226–245.
    """
    n, options = matrix.shape
    if n < max(minimum, 2) or options < 2:
        return None
    off = np.asarray(stats.rankdata(matrix, axis=1)) - (options + 1) / 2
    # ties make a person's ranks spread less, so the greatest possible spread of the sums is corrected by itself
    greatest = n * float((off**2).sum())
    if not greatest:
        return None
    spread = float((off.sum(axis=0) ** 2).sum())
    w = spread / greatest
    p = float(stats.chi2.sf(n * (options - 1) * w, options - 1)) if n >= FEW else _by_permutation(off, spread)
    return Concordance(w=w, p=p, n=n)


def _by_permutation(off: np.ndarray, spread: float) -> float:
    rng = np.random.default_rng(SEED)
    sums = np.zeros((PERMUTATIONS, off.shape[1]))
    # in a settled order, so that p does not hang on who answered first
    for row in off[np.lexsort(off.T)]:
        sums += rng.permuted(np.tile(row, (PERMUTATIONS, 1)), axis=1)
    as_great = int(((sums**2).sum(axis=1) >= spread - 1e-9).sum())
    return (as_great + 1) / (PERMUTATIONS + 1)


def borda(rankings: Sequence[Ranking], options: Sequence[str], *, minimum: int = MINIMUM) -> dict[str, float] | None:
    """Points by option, best first: from each person one for every option put after it, and a half for each even.

    None with fewer than `minimum` answers.
    De Borda, J.-C. (1781). Mémoire sur les élections au scrutin; options left out share what remains
    (the averaged count of Dummett, M. 1997, Principles of Electoral Reform).
    """
    matrix = rank_matrix(rankings, options)
    if len(matrix) < max(minimum, 1):
        return None
    points = (len(options) - matrix).sum(axis=0)
    return {options[at]: float(points[at]) for at in np.argsort(-points, kind="stable")}


def condorcet(rankings: Sequence[Ranking], options: Sequence[str], *, minimum: int = MINIMUM) -> Condorcet | None:
    """The option that wins against each other, if any, and the order of all of them by their strongest paths.

    The strength of a path is that of its weakest win, and of a win the number of people behind it (winning
    votes). Options that someone left out come after those named, and say nothing of each other.
    None with fewer than `minimum` answers.
    Schulze, M. (2011). A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent
    single-winner election method. Social Choice and Welfare 36, 267–303.
    """
    matrix = rank_matrix(rankings, options)
    if len(matrix) < max(minimum, 1):
        return None
    before = (matrix[:, :, None] < matrix[:, None, :]).sum(axis=0)
    wins = before > before.T
    strength = np.where(wins, before, 0)
    for via in range(len(options)):
        strength = np.maximum(strength, np.minimum(strength[:, [via]], strength[[via], :]))
    beats = strength > strength.T
    order = []
    left = np.arange(len(options))
    while left.size:
        # those that none of the others left beats
        best = ~beats[np.ix_(left, left)].any(axis=0)
        order.append(tuple(options[at] for at in left[best]))
        left = left[~best]
    winner = next((option for option, won in zip(options, wins, strict=True) if won.sum() == len(options) - 1), None)
    return Condorcet(winner=winner, order=tuple(order), n=len(matrix))


def stability(first: Mapping[str, float], second: Mapping[str, float], *, top: int = 3) -> Stability | None:
    """How far a group's order in a second round is that of the first; both as points by option, more is better.

    Only options that are in both rounds count; None with fewer than two. ValueError when `top` is below 1.
    Kendall, M. (1945). The treatment of ties in ranking problems. Biometrika 33, 239–251 (tau-b).
    """
    if top < 1:
        raise ValueError("top: at least 1")
    options = [option for option in first if option in second]
    if len(options) < 2:
        return None
    points = np.array([[one[option] for option in options] for one in (first, second)], dtype=float)
    even = (np.ptp(points, axis=1) == 0).any()
    places = np.asarray(stats.rankdata(-points, axis=1))
    in_top = np.asarray(stats.rankdata(-points, axis=1, method="min")) <= top
    return Stability(
        tau=None if even else float(stats.kendalltau(*points).statistic),
        top=top,
        overlap=float(in_top.all(axis=0).sum() / in_top.sum(axis=1).max()),
        moved=dict(zip(options, (places[0] - places[1]).tolist(), strict=True)),
    )
