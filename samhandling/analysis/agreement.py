"""How far people agree on an ordinal scale: two measures, both of the counts alone.

They know nothing of who answered; whoever shows them sees to it that there are enough answers.
"""

from collections.abc import Sequence

import numpy as np


def van_der_eijk(counts: Sequence[float]) -> float | None:
    """Agreement A from how many answered each point, in order: 1 all on one point, 0 even, −1 half at each end.

    It takes the points in order only, not how far apart they are. With two points it goes from 0 to 1.
    None without answers or with one point; ValueError for a negative count.
    Van der Eijk, C. (2001). Measuring agreement in ordered rating scales. Quality & Quantity 35, 325–341.
    """
    found = _counts(counts)
    if found is None:
        return None
    total, reached, agreement = found.sum(), 0.0, 0.0
    # a layer is what every point that reaches so high has in common
    for height in np.unique(found[found > 0]):
        layer = found >= height
        agreement += (height - reached) * layer.sum() / total * _of_layer(layer)
        reached = height
    return float(agreement)


def _of_layer(layer: np.ndarray) -> float:
    """A of one layer, which has each point (True) or not: van der Eijk's equations 1 and 2."""
    points, filled = len(layer), int(layer.sum())
    before = np.cumsum(layer) - layer
    after = filled - before - layer
    # triples of points in order: 1-0-1 speaks against one peak, 1-1-0 and 0-1-1 speak for it
    against = int((~layer * before * after).sum())
    empty_before = np.arange(points) - before
    empty_after = np.arange(points)[::-1] - after
    towards = int((layer * (before * empty_after + empty_before * after)).sum())
    unimodality = 1.0
    if against + towards:
        unimodality = ((points - 2) * towards - (points - 1) * against) / ((points - 2) * (towards + against))
    return unimodality * (1 - (filled - 1) / (points - 1))


def consensus(counts: Sequence[float], values: Sequence[float] | None = None) -> float | None:
    """Consensus from how many answered each point, in order: 1 all on one point, 0 half at each end.

    It measures from the mean, so the points count as equally far apart unless their `values` are given.
    None without answers or with one point; ValueError for a negative count, or values that are not one a
    point and rising.
    Tastle, W. & Wierman, M. (2007). Consensus and dissention: a measure of ordinal dispersion.
    International Journal of Approximate Reasoning 45, 531–545.
    """
    found = _counts(counts)
    if found is None:
        return None
    where = np.arange(len(found), dtype=float) if values is None else np.asarray(values, dtype=float)
    if where.shape != found.shape or (np.diff(where) <= 0).any():
        raise ValueError("values: one for each point, rising")
    share = found / found.sum()
    off = np.abs(where - share @ where) / (where[-1] - where[0])
    # an empty end may lie as far away as can be, and nothing times minus infinity is not a number
    chosen = share > 0
    return float(1 + share[chosen] @ np.log2(1 - off[chosen]))


def _counts(counts: Sequence[float]) -> np.ndarray | None:
    found = np.asarray(counts, dtype=float)
    if (found < 0).any():
        raise ValueError("counts: none is below nought")
    return found if len(found) > 1 and found.sum() > 0 else None
