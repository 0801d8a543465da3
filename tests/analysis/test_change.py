"""Before and after: a published example, scipy, what must always hold, nothing of few people, and real answers."""

from math import nan
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from samhandling.analysis.change import change

ROOT = Path(__file__).parent.parent.parent
SURVEY = ROOT.parent / "shared" / "data" / "survey" / "carpentries" / "longterm_2018.csv"
SOME = settings(deadline=None, max_examples=25)
POINTS = range(1, 6)
pairs = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=5, max_size=30)


def round_of(values: list[float], start: int = 0) -> pd.Series:
    return pd.Series([float(value) for value in values], index=[f"p{start + at}" for at in range(len(values))])


def test_a_published_example() -> None:
    # depression before and after, nine patients: Hollander & Wolfe (1973), the example of R's wilcox.test
    before = round_of([1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30])
    after = round_of([0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29])
    found = change(before, after).paired
    assert found is not None
    assert (found.n, found.up, found.stayed, found.down) == (9, 2, 0, 7)
    assert found.p_wilcoxon == pytest.approx(0.0390625)  # one-sided 0.01953, exact
    assert found.p_sign == pytest.approx(2 * (1 + 9 + 36) / 2**9)
    assert found.effect.value == pytest.approx(-5 / 9)
    assert (found.median_before, found.median_after) == (1.68, 1.06)


@SOME
@given(pairs, st.randoms())
def test_what_holds_of_every_change(answers: list[tuple[int, int]], random: object) -> None:
    before, after = (round_of([pair[at] for pair in answers]) for at in (0, 1))
    found = change(before, after, points=POINTS)
    paired, unpaired = found.paired, found.unpaired
    assert paired is not None
    assert unpaired is not None
    n = len(answers)
    assert (found.n_before, found.n_after, found.n_both, found.only_before, found.only_after) == (n, n, n, 0, 0)
    assert paired.up + paired.stayed + paired.down == paired.n == n
    assert paired.effect.value == pytest.approx((paired.up - paired.down) / n)
    assert -1 <= paired.effect.low <= paired.effect.value <= paired.effect.high <= 1
    assert paired.effect.low < paired.effect.high
    assert unpaired.p == pytest.approx(stats.mannwhitneyu(after, before).pvalue)
    moved = (after - before)[after != before]
    assert paired.p_sign == pytest.approx(stats.binomtest(paired.up, len(moved)).pvalue if len(moved) else 1)
    table = pd.crosstab(before, after).reindex(index=POINTS, columns=POINTS, fill_value=0)
    assert paired.points == tuple(POINTS)
    assert paired.transitions is not None
    for point, row in zip(POINTS, paired.transitions, strict=True):
        assert row is None or (row == tuple(table.loc[point]) and sum(row) >= 5)
    if (table.sum(axis=1) >= 5).all():
        assert None not in paired.transitions
    # whoever answered first, and on whichever points in the same order
    order = list(before.index)
    random.shuffle(order)  # type: ignore[attr-defined]
    assert change(before[order], after, points=POINTS) == found
    other = change(before**3, after**3).paired
    assert other is not None
    assert (other.effect, other.p_sign) == (paired.effect, paired.p_sign)


@settings(deadline=None, max_examples=15)
@given(st.lists(st.integers(-4, 4), min_size=5, max_size=10))
def test_signed_ranks_with_ties_are_permuted_by_scipy_alike(moved: list[int]) -> None:
    found = change(round_of([0] * len(moved)), round_of(moved)).paired
    assert found is not None
    nonzero = [one for one in moved if one]
    assert found.p_wilcoxon == pytest.approx(stats.wilcoxon(nonzero).pvalue if nonzero else 1)


@SOME
@given(st.permutations(range(1, 31)), st.lists(st.sampled_from([-1, 1]), min_size=30, max_size=30), st.integers(5, 30))
def test_signed_ranks_without_ties_are_scipys(far: list[int], ways: list[int], n: int) -> None:
    moved = [one * way for one, way in zip(far, ways, strict=True)][:n]
    found = change(round_of([0] * n), round_of(moved)).paired
    assert found is not None
    assert found.p_wilcoxon == pytest.approx(stats.wilcoxon(moved, method="exact").pvalue)


@pytest.mark.parametrize("n", [200, 201])
def test_signed_ranks_of_many_are_nearly_normal(n: int) -> None:
    moved = np.random.default_rng(4).choice([-2, -1, 1, 2], n, p=[0.2, 0.24, 0.3, 0.26])
    found = change(round_of([0] * n), round_of(moved.tolist())).paired
    assert found is not None
    assert found.p_wilcoxon == pytest.approx(stats.wilcoxon(moved, method="asymptotic").pvalue, rel=0.15)


@SOME
@given(pairs)
def test_turned_round(answers: list[tuple[int, int]]) -> None:
    before, after = (round_of([pair[at] for pair in answers]) for at in (0, 1))
    there, back = change(before, after), change(after, before)
    assert there.paired is not None
    assert back.paired is not None
    assert (there.paired.up, there.paired.down) == (back.paired.down, back.paired.up)
    assert there.paired.effect.value == -back.paired.effect.value
    if there.paired.up != there.paired.down:
        turned = -back.paired.effect.high, -back.paired.effect.low
        assert (there.paired.effect.low, there.paired.effect.high) == pytest.approx(turned)
    assert (there.paired.p_sign, there.paired.p_wilcoxon) == pytest.approx((back.paired.p_sign, back.paired.p_wilcoxon))
    assert there.unpaired is not None
    assert back.unpaired is not None
    assert there.unpaired.delta.value == -back.unpaired.delta.value
    assert there.unpaired.p == pytest.approx(back.unpaired.p)


def test_the_interval_is_that_of_scipy() -> None:
    rng = np.random.default_rng(2)
    before = rng.integers(1, 5, 40)
    ways = rng.choice([-1, 0, 1], 40, p=[0.15, 0.35, 0.5])
    found = change(round_of(before.tolist()), round_of((before + ways).tolist())).paired
    assert found is not None
    reference = stats.bootstrap(
        (ways,), np.mean, method="percentile", n_resamples=4000, rng=np.random.default_rng(3)
    ).confidence_interval
    assert (found.effect.low, found.effect.high) == pytest.approx((reference.low, reference.high), abs=0.04)


def test_all_the_same_way_is_not_certain() -> None:
    up = change(round_of([1, 2, 3, 1, 2, 3]), round_of([2, 3, 4, 4, 4, 4])).paired
    assert up is not None
    assert (up.effect.value, up.effect.high) == (1, 1)
    low, _ = stats.binomtest(6, 6).proportion_ci(method="wilson")
    assert up.effect.low == pytest.approx(2 * low - 1)
    still = change(round_of([3] * 6), round_of([3] * 6)).paired
    assert still is not None
    assert (still.effect.value, still.stayed, still.p_sign, still.p_wilcoxon) == (0, 6, 1, 1)
    assert -still.effect.low == still.effect.high > 0.3


def test_who_is_missing() -> None:
    before, after = round_of([1, 2, 3, 4, 5, 1, 2, nan]), round_of([5, 5, 5, 5, 5, nan, 4, 4, 4], start=2)
    found = change(before, after)
    # p0 to p6 before; p2 to p6, p8, p9 and p10 after
    assert (found.n_before, found.n_after, found.n_both) == (7, 8, 5)
    assert (found.only_before, found.only_after) == (2, 3)
    assert found.paired is not None
    assert (found.paired.up, found.paired.stayed) == (4, 1)
    assert found.unpaired is not None
    assert (found.unpaired.n_before, found.unpaired.n_after) == (7, 8)


def test_an_answer_of_no_participant_is_nobodys_pair() -> None:
    before, after = round_of([1, 2, 3, 4, 5]), round_of([2, 3, 4, 5, 5])
    for round_ in (before, after):
        round_.index = pd.Index(["p0", "p1", "p2", None, None], dtype=object)
    found = change(before, after)
    assert (found.n_both, found.only_before, found.only_after) == (3, 2, 2)
    assert found.paired is None
    assert found.unpaired is not None


def test_nothing_of_few_people() -> None:
    before = round_of([1, 2, 3, 4, 5, 1, 2])
    four = change(before, round_of([5, 5, 5, 5]))
    assert (four.n_both, four.paired, four.unpaired) == (4, None, None)
    apart = change(before, round_of([5, 5, 5, 5, 5], start=3))
    assert (apart.n_both, apart.paired) == (4, None)
    assert apart.unpaired is not None
    nobody = change(round_of([]), round_of([]))
    assert (nobody.n_before, nobody.paired, nobody.unpaired) == (0, None, None)


def test_transitions_give_no_one_away() -> None:
    before = round_of([2] * 6 + [3] * 5 + [4] * 2)
    after = round_of([3] * 6 + [3, 3, 4, 4, 4] + [5] * 2)
    found = change(before, after, points=POINTS).paired
    assert found is not None
    # those at 4 are two, and could be found from the others: the five at 3 are hidden with them
    assert found.transitions == (None, (0, 0, 6, 0, 0), None, None, None)
    # one who answered only once could be found from what all answered
    for one, other in ((before.iloc[1:], after), (before, after.iloc[:-1])):
        missing = change(one, other, points=POINTS).paired
        assert missing is not None
        assert missing.transitions is None
    many = change(pd.concat([before, round_of([1] * 5, start=50)]), after, points=POINTS).paired
    assert many is not None
    assert many.transitions == found.transitions


def test_one_answer_a_round() -> None:
    twice = pd.Series([1.0, 2.0], index=["p0", "p0"])
    with pytest.raises(ValueError, match="one answer"):
        change(twice, round_of([1, 2]))


@pytest.mark.skipif(not SURVEY.exists(), reason="the survey of the Carpentries is not here")
def test_the_carpentries() -> None:
    # how often people programmed before their workshop and since: one survey, both questions
    often = [
        "I had not been using tools like these", "Less than once per year", "Several times per year", "Monthly",
        "Weekly", "Daily",
    ]  # fmt: skip
    answers = pd.read_csv(SURVEY, encoding="utf-8", encoding_errors="replace", dtype=str)
    before, after = (
        answers[f"Programming-Usage-{when}-Workshop"]
        .str.strip()
        .str.rstrip(".")
        .map({o: i for i, o in enumerate(often)})
        for when in ("Before", "Since")
    )
    found = change(before, after, points=range(6))
    assert found.n_both > 300
    paired, unpaired = found.paired, found.unpaired
    assert paired is not None
    assert unpaired is not None
    # a workshop makes people use it more, and both views say so
    assert paired.up > 3 * paired.down
    assert paired.effect.low > 0.2
    assert unpaired.delta.low > 0
    assert paired.p_sign < 1e-9
    assert paired.p_wilcoxon < 1e-9
    assert paired.median_after > paired.median_before
    # the pairs tell more than the two heaps
    assert paired.p_wilcoxon < unpaired.p
