"""Quartiles of ordinal answers."""

from bisect import bisect_right
from collections.abc import Mapping
from itertools import accumulate


def quantiles(counts: Mapping[int, int]) -> dict[str, float] | None:
    """The quartiles of a distribution (point of the scale → number of answers); None without answers.

    Hyndman & Fan (1996), type 2: the inverse of the empirical distribution, averaged where it jumps.
    A quartile is thus always a point that someone chose, or half-way between two such points.
    """
    points = sorted(point for point, n in counts.items() if n)
    if not points:
        return None
    reached = list(accumulate(counts[point] for point in points))
    n = reached[-1]

    def at(fourths: int) -> float:
        rank, rest = divmod(n * fourths, 4)
        upper = points[bisect_right(reached, rank)]
        # in whole numbers, since 0.75 * n is not exact for every n
        return float(upper) if rest else (points[bisect_right(reached, rank - 1)] + upper) / 2

    return {"q25": at(1), "median": at(2), "q75": at(3)}
