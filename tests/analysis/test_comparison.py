"""Groups beside each other: published examples, scipy, what must always hold, and nothing of small groups."""

import time
from itertools import product
from math import nan

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.multitest import multipletests

from samhandling.analysis.agreement import van_der_eijk
from samhandling.analysis.comparison import benjamini_hochberg, cliffs_delta, compare

SOME = settings(deadline=None, max_examples=30)
answers = st.lists(st.integers(1, 6), min_size=1, max_size=25)
# at least five in each of three groups
three_groups = st.lists(st.lists(st.integers(1, 5), min_size=5, max_size=12), min_size=3, max_size=3)

# Beall (1942), the insects left by six sprays: the example of R's kruskal.test
SPRAYS = {
    "A": [10, 7, 20, 14, 14, 12, 10, 23, 17, 20, 14, 13],
    "B": [11, 17, 21, 11, 16, 14, 17, 17, 19, 21, 7, 13],
    "C": [0, 1, 7, 2, 3, 1, 2, 1, 3, 0, 1, 4],
    "D": [3, 5, 12, 6, 4, 3, 5, 5, 5, 5, 2, 4],
    "E": [3, 5, 3, 5, 3, 6, 1, 1, 3, 2, 6, 4],
    "F": [11, 9, 15, 22, 15, 16, 13, 10, 26, 26, 24, 13],
}


def long(groups: dict[str, list[int]]) -> tuple[pd.Series, pd.Series]:
    rows = [(value, group) for group, values in groups.items() for value in values]
    return pd.Series([float(value) for value, _ in rows]), pd.Series([group for _, group in rows])


@pytest.mark.parametrize(
    ("first", "second", "delta"),
    [
        # the examples of R's effsize (after Hogarty & Kromrey 1999) and reproducer (after Wilcox)
        ([10, 10, 20, 20, 20, 30, 30, 30, 40, 50], [10, 20, 30, 40, 40, 50], -0.25),
        ([1.2, 3, 2.2, 4, 2.5, 3], [3, 4.2, 4, 6, 7, 5.9], -0.861),
    ],
)
def test_published_deltas(first: list[float], second: list[float], delta: float) -> None:
    found = cliffs_delta(first, second)
    assert found.value == pytest.approx(delta, abs=5e-4)
    assert found.low < delta < found.high


@SOME
@given(answers, answers)
def test_delta_is_every_pair_of_answers(first: list[int], second: list[int]) -> None:
    found = cliffs_delta(first, second)
    assert found.value == pytest.approx(np.mean([np.sign(one - other) for one, other in product(first, second)]))
    u = stats.mannwhitneyu(first, second).statistic
    assert found.value == pytest.approx(2 * u / (len(first) * len(second)) - 1)
    assert -1 <= found.low <= found.value + 1e-9
    assert found.value - 1e-9 <= found.high <= 1
    assert found.low < found.high


@SOME
@given(answers, answers, st.randoms())
def test_delta_asks_only_which_is_higher(first: list[int], second: list[int], random: object) -> None:
    found, turned = cliffs_delta(first, second), cliffs_delta(second, first)
    assert turned.value == -found.value
    if sorted(first) != sorted(second):
        assert (turned.low, turned.high) == pytest.approx((-found.high, -found.low))
    # any points in the same order do, and so does any order of people
    assert cliffs_delta([one**3 - 7 for one in first], [one**3 - 7 for one in second]) == found
    random.shuffle(first)  # type: ignore[attr-defined]
    assert cliffs_delta(first, second) == found


def test_the_interval_is_that_of_scipy() -> None:
    rng = np.random.default_rng(7)
    first, second = rng.integers(1, 6, 30), rng.integers(2, 7, 24)

    def delta(one: np.ndarray, other: np.ndarray) -> float:
        return float(np.sign(one[:, None] - other).mean())

    found = cliffs_delta(first, second)
    reference = stats.bootstrap(
        (first, second), delta, vectorized=False, method="percentile", n_resamples=2000, rng=np.random.default_rng(3)
    ).confidence_interval
    assert (found.low, found.high) == pytest.approx((reference.low, reference.high), abs=0.04)


def test_groups_wholly_apart_are_not_certain() -> None:
    found = cliffs_delta([4] * 5, [1, 2, 2, 3, 1, 2])
    assert (found.value, found.high) == (1, 1)
    # Feng & Cliff (2004): (n - z²) / (n + z²), n of the smaller group
    assert found.low == pytest.approx((5 - 1.96**2) / (5 + 1.96**2), abs=1e-4)
    same = cliffs_delta([3] * 20, [3] * 30)
    assert same.value == 0
    assert -same.low == same.high == pytest.approx(1.96**2 / (20 + 1.96**2), abs=1e-4)


def test_the_interval_holds_the_truth() -> None:
    rng = np.random.default_rng(11)
    shares, others = np.array([0.1, 0.1, 0.2, 0.3, 0.3]), np.array([0.3, 0.3, 0.2, 0.1, 0.1])
    truth = sum(shares[i] * others[j] * np.sign(i - j) for i, j in product(range(5), range(5)))
    drawn = [cliffs_delta(rng.choice(5, 20, p=shares), rng.choice(5, 20, p=others)) for _ in range(200)]
    assert np.mean([found.low <= truth <= found.high for found in drawn]) > 0.9


def test_no_answers_no_delta() -> None:
    with pytest.raises(ValueError, match="no answers"):
        cliffs_delta([], [1, 2])


def test_the_sprays() -> None:
    found = compare(*long(SPRAYS))
    assert found.n == 72
    assert found.overall is not None
    assert found.overall.h == pytest.approx(54.691, abs=5e-4)
    assert found.overall.p == pytest.approx(1.511e-10, rel=1e-3)
    assert {one.id: one.median for one in found.groups} == {"A": 14, "B": 16.5, "C": 1.5, "D": 5, "E": 3, "F": 15}
    assert len(found.pairs) == 15
    assert found.widest is not None
    assert (found.widest.first, found.widest.second, found.widest.gap) == ("B", "C", 15)
    holm = multipletests([pair.p for pair in found.pairs], method="holm")[1]
    assert [pair.p_holm for pair in found.pairs] == pytest.approx(holm.tolist())
    for pair in found.pairs:
        reference = stats.mannwhitneyu(SPRAYS[pair.first], SPRAYS[pair.second]).pvalue
        assert pair.p == pytest.approx(reference)


@SOME
@given(three_groups, st.randoms())
def test_what_holds_of_every_comparison(groups: list[list[int]], random: object) -> None:
    named = dict(zip("abc", groups, strict=True))
    values, labels = long(named)
    found = compare(values, labels, points=range(1, 6))
    assert [one.id for one in found.groups] == list("abc")
    for one in found.groups:
        given_ = named[one.id]
        assert one.n == len(given_)
        assert one.q25 <= one.median <= one.q75
        assert one.agreement == pytest.approx(van_der_eijk([given_.count(point) for point in range(1, 6)]))
    # Holm (1979) by hand: the smallest of three thrice, the next twice, and never falling
    ps = sorted(pair.p for pair in found.pairs)
    by_hand = np.minimum(1, np.maximum.accumulate([p * (3 - at) for at, p in enumerate(ps)]))
    assert sorted(pair.p_holm for pair in found.pairs) == pytest.approx(by_hand.tolist())
    for pair in found.pairs:
        assert pair.delta.value == cliffs_delta(named[pair.first], named[pair.second]).value
        assert pair.gap == np.median(named[pair.first]) - np.median(named[pair.second])
    assert found.widest is not None
    assert abs(found.widest.gap) == max(abs(pair.gap) for pair in found.pairs)
    # whoever answered first
    order = list(range(len(values)))
    random.shuffle(order)  # type: ignore[attr-defined]
    assert compare(values.iloc[order], labels.iloc[order], points=range(1, 6)) == found


def test_all_the_same() -> None:
    found = compare(*long({"a": [3] * 6, "b": [3] * 7}), points=range(1, 6))
    assert found.overall is None
    assert found.pairs[0].p == 1
    assert found.pairs[0].delta.value == found.pairs[0].gap == 0
    assert found.groups[0].agreement == 1


def test_nothing_of_small_groups() -> None:
    big = {"a": [1, 2, 3, 4, 5, 5], "b": [2, 2, 3, 3, 3, 1, 1], "c": [5] * 8}
    found = compare(*long({**big, "small": [1, 1, 5, 5], "tiny": [1]}))
    assert found == compare(*long(big))  # five in two small groups: no one can be found by subtraction
    # one small group could be found by subtraction, and takes the smallest of the others with it
    assert [one.id for one in compare(*long({**big, "small": [1, 1, 5, 5]})).groups] == ["b", "c"]
    assert [one.id for one in compare(*long(big), minimum=7).groups] == ["b", "c"]
    assert compare(*long({"a": [1, 2, 3, 4]})).groups == ()
    with pytest.raises(ValueError, match="minimum"):
        compare(*long(big), minimum=4)


def test_those_without_a_group_or_an_answer() -> None:
    values, labels = long({"a": [1, 2, 3, 4, 5], "b": [5] * 6, "x": [1] * 5})
    labels = labels.replace("x", None)
    found = compare(values, labels)
    assert [one.id for one in found.groups] == ["a", "b"]
    assert found.n == 11
    values.iloc[0] = nan  # and a is four
    # those without a group, who are not compared, are who else it could be
    assert [one.id for one in compare(values, labels).groups] == ["b"]
    assert compare(values.iloc[:-5], labels.iloc[:-5]).groups == ()


def test_what_cannot_be_compared() -> None:
    nobody = compare(pd.Series([], dtype=float), pd.Series([], dtype=object))
    assert (nobody.n, nobody.groups, nobody.overall, nobody.pairs, nobody.widest) == (0, (), None, (), None)
    alone = compare(*long({"a": [1, 2, 3, 4, 5]}), points=range(1, 6))
    assert alone.groups[0].agreement == 0
    assert (alone.overall, alone.pairs, alone.widest) == (None, (), None)
    with pytest.raises(ValueError, match="groups"):
        compare(pd.Series([1.0]), pd.Series([], dtype=object))


@SOME
@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_many_items_are_corrected_as_in_statsmodels(ps: list[float]) -> None:
    found = benjamini_hochberg([None, *ps, None])
    assert found[0] is found[-1] is None
    assert found[1:-1] == pytest.approx(multipletests(ps, method="fdr_bh")[1].tolist())


def test_benjamini_and_hochberg() -> None:
    # their own example (1995, p. 295): at 0.05 four of fifteen are found
    ps = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
          0.7590, 1.0]  # fmt: skip
    assert sum(p is not None and p <= 0.05 for p in benjamini_hochberg(ps)) == 4
    assert benjamini_hochberg([]) == []
    assert benjamini_hochberg([None]) == [None]


def test_two_hundred_people_in_nine_groups_take_no_time() -> None:
    rng = np.random.default_rng(5)
    values, labels = pd.Series(rng.integers(1, 7, 200).astype(float)), pd.Series(np.arange(200) % 9)
    taken = []
    for _ in range(3):
        start = time.perf_counter()
        assert len(compare(values, labels, points=range(1, 7)).pairs) == 36
        taken.append(time.perf_counter() - start)
    assert min(taken) < 1
