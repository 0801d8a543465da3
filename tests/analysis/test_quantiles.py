"""Quartiles against a published example and another implementation."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samhandling.analysis.quantiles import quantiles


@settings(deadline=None, max_examples=100)
@given(st.lists(st.integers(-3, 10), min_size=1, max_size=60))
def test_the_same_as_numpy(points: list[int]) -> None:
    wanted = np.percentile(points, [25, 50, 75], method="averaged_inverted_cdf")
    found = quantiles(Counter(points))
    assert found is not None
    assert [found["q25"], found["median"], found["q75"]] == list(wanted)


@pytest.mark.parametrize(
    ("points", "quartiles"),
    [
        # the textbook examples of Moore & McCabe, Introduction to the Practice of Statistics
        ([6, 7, 15, 36, 39, 40, 41, 42, 43, 47, 49], (15, 40, 43)),
        ([7, 15, 36, 39, 40, 41], (15, 37.5, 40)),
        ([3, 6, 7, 8, 8, 10, 13, 15, 16, 20], (7, 9, 15)),
        ([4], (4, 4, 4)),
    ],
)
def test_published_examples(points: list[int], quartiles: tuple[float, float, float]) -> None:
    found = quantiles(Counter(points))
    assert found is not None
    assert (found["q25"], found["median"], found["q75"]) == quartiles


def test_no_answers_have_no_quartiles() -> None:
    assert quantiles({}) is None
    assert quantiles({1: 0, 2: 0}) is None
