"""Agreement and consensus against published examples, a count of triples by hand, and what must always hold."""

from itertools import combinations
from math import log2

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samhandling.analysis.agreement import consensus, van_der_eijk

SOME = settings(deadline=None, max_examples=100)
counts = st.lists(st.integers(0, 40), min_size=3, max_size=8).filter(any)


@pytest.mark.parametrize(
    ("layer", "agreement"),
    [
        # the layers of van der Eijk's (2001) own example, p. 331
        ([10, 10, 10, 10, 10, 10, 10], 0),
        ([20, 20, 20, 20, 20, 20, 0], 0.167),
        ([0, 10, 10, 10, 10, 10, 0], 0.333),
        ([0, 0, 10, 10, 10, 10, 0], 0.5),
        ([0, 0, 80, 80, 80, 0, 0], 0.667),
        ([0, 0, 80, 0, 80, 0, 0], 0.467),
        ([0, 0, 0, 0, 320, 0, 0], 1),
    ],
)
def test_the_layers_of_van_der_eijk(layer: list[int], agreement: float) -> None:
    assert van_der_eijk(layer) == pytest.approx(agreement, abs=5e-4)


@pytest.mark.parametrize(
    ("answers", "agreement", "digits"),
    [
        ([30, 40, 210, 130, 530, 50, 10], 0.6113333, 7),  # the whole of that example; to seven digits in R's agrmt
        ([2.4, 2.8, 3.2, 6.2, 13.5, 30.4, 41.6], 0.61, 2),  # two parties placed by voters, per cent: PvdA
        ([1.6, 2.6, 8.2, 21, 29.3, 27, 10.3], 0.48, 2),  # and D66
        ([2, 0, 1, 1], 0.08, 2),  # Ruedin, An introduction to the R package agrmt
    ],
)
def test_published_agreement(answers: list[float], agreement: float, digits: int) -> None:
    assert van_der_eijk(answers) == pytest.approx(agreement, abs=0.6 * 10**-digits)


def by_hand(answers: list[int]) -> float:
    """Agreement as it is defined: layer by layer taken away, every triple of points looked at."""
    left, points, whole = list(answers), len(answers), 0.0
    while any(left):
        height = min(n for n in left if n)
        pattern = "".join("1" if n else "0" for n in left)
        triples = ["".join(triple) for triple in combinations(pattern, 3)]
        against, towards = triples.count("101"), triples.count("110") + triples.count("011")
        unimodality = 1.0
        if against or towards:
            unimodality = ((points - 2) * towards - (points - 1) * against) / ((points - 2) * (towards + against))
        filled = pattern.count("1")
        whole += height * filled / sum(answers) * unimodality * (1 - (filled - 1) / (points - 1))
        left = [max(0, n - height) for n in left]
    return whole


@SOME
@given(counts)
def test_agreement_is_what_its_definition_says(answers: list[int]) -> None:
    assert van_der_eijk(answers) == pytest.approx(by_hand(answers))


@SOME
@given(counts, st.integers(2, 9))
def test_what_holds_of_both(answers: list[int], times: int) -> None:
    for measure, lowest in ((van_der_eijk, -1), (consensus, 0)):
        found = measure(answers)
        assert found is not None
        assert lowest - 1e-9 <= found <= 1 + 1e-9
        assert measure(answers[::-1]) == pytest.approx(found)
        assert measure([n * times for n in answers]) == pytest.approx(found)


@SOME
@given(st.integers(2, 8), st.integers(1, 30), st.data())
def test_all_on_one_point(points: int, n: int, data: st.DataObject) -> None:
    answers = [0] * points
    answers[data.draw(st.integers(0, points - 1))] = n
    assert van_der_eijk(answers) == pytest.approx(1)
    assert consensus(answers) == pytest.approx(1)


@pytest.mark.parametrize("points", range(3, 10))
def test_half_at_each_end_and_even(points: int) -> None:
    ends = [7] + [0] * (points - 2) + [7]
    assert van_der_eijk(ends) == pytest.approx(-1)
    assert consensus(ends) == pytest.approx(0)
    assert van_der_eijk([3] * points) == pytest.approx(0)


def test_two_points() -> None:
    assert van_der_eijk([4, 4]) == 0
    assert consensus([4, 4]) == 0
    assert van_der_eijk([3, 1]) == pytest.approx(0.5)


@pytest.mark.parametrize("apart", range(1, 5))
def test_consensus_of_two_halves(apart: int) -> None:
    # by the formula of Tastle & Wierman (2007): each half is apart/2 from the mean, on a scale four long
    answers = [0] * 5
    answers[0] = answers[apart] = 10
    assert consensus(answers) == pytest.approx(1 + log2(1 - apart / 8))


def test_published_consensus() -> None:
    # the example of R's agrmt for the measure of Tastle & Wierman
    assert consensus([30, 40, 210, 130, 530, 50, 10]) == pytest.approx(0.7256876, abs=5e-8)


@SOME
@given(counts, st.floats(0.1, 50), st.floats(-50, 50))
def test_consensus_knows_distances_and_no_unit(answers: list[int], unit: float, start: float) -> None:
    even = [start + unit * at for at in range(len(answers))]
    assert consensus(answers, even) == pytest.approx(consensus(answers), abs=1e-6)


def test_consensus_with_uneven_points() -> None:
    assert consensus([5, 5, 0], [0, 1, 10]) > consensus([5, 5, 0], [0, 5, 10])  # type: ignore[operator]


@pytest.mark.parametrize("answers", [[], [4], [0, 0, 0]])
def test_nothing_to_agree_on(answers: list[int]) -> None:
    assert van_der_eijk(answers) is None
    assert consensus(answers) is None


def test_what_is_refused() -> None:
    with pytest.raises(ValueError, match="nought"):
        van_der_eijk([3, -1, 2])
    for values in ([1, 2], [1, 3, 2], [1, 1, 2]):
        with pytest.raises(ValueError, match="rising"):
            consensus([1, 1, 1], values)
