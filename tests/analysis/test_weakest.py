"""The weakest of several: by median, then by quartiles, and those that are alike together."""

import random

from samhandling.analysis.quantiles import quantiles
from samhandling.analysis.weakest import weakest


def test_the_lowest_median_is_the_weakest_whatever_the_quartiles() -> None:
    assert weakest({"a": {"median": 2, "q25": 2, "q75": 2}, "b": {"median": 3, "q25": 0, "q75": 3}}) == ["a"]


def test_of_the_same_median_the_lower_quartile_decides_and_then_the_upper() -> None:
    high, low, wide = ({"median": 2, "q25": q25, "q75": q75} for q25, q75 in ((2, 3), (1, 3), (1, 4)))
    assert weakest({"high": high, "low": low}) == ["low"]
    assert weakest({"wide": wide, "low": low}) == ["low"]
    assert weakest({"low": low, "high": high, "too": dict(low)}) == ["low", "too"]


def test_of_nothing_there_is_none() -> None:
    assert weakest({}) == []


def test_what_only_loses_points_cannot_stop_being_the_weakest() -> None:
    rng = random.Random(3)
    for _ in range(200):
        answers = {one: [rng.randrange(5) for _ in range(9)] for one in "abc"}
        found = {one: quantiles({n: some.count(n) for n in range(5)}) or {} for one, some in answers.items()}
        lowest = weakest(found)
        lower = [max(0, n - 1) for n in answers[lowest[0]]]
        found[lowest[0]] = quantiles({n: lower.count(n) for n in range(5)}) or {}
        assert lowest[0] in weakest(found)
