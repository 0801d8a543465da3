"""Orders of a group against published examples and scipy, and what must hold whoever ranks what."""

from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from samhandling.analysis.priorities import (
    PERMUTATIONS,
    Ranking,
    borda,
    condorcet,
    kendalls_w,
    rank_matrix,
    stability,
)

SOME = settings(deadline=None, max_examples=60)
OPTIONS = list("ABCDE")
rankings = st.lists(
    st.permutations(OPTIONS).flatmap(lambda one: st.integers(1, 5).map(lambda top: one[:top])), min_size=5, max_size=12
)
whole_rankings = st.lists(st.permutations(OPTIONS), min_size=5, max_size=12)

# where the capital of Tennessee should be: an example of the literature on voting
CITIES = ["Memphis", "Nashville", "Chattanooga", "Knoxville"]
TENNESSEE: list[Ranking] = (
    [["Memphis", "Nashville", "Chattanooga", "Knoxville"]] * 42
    + [["Nashville", "Chattanooga", "Knoxville", "Memphis"]] * 26
    + [["Chattanooga", "Knoxville", "Nashville", "Memphis"]] * 15
    + [["Knoxville", "Chattanooga", "Nashville", "Memphis"]] * 17
)
# Schulze (2011), example 1: 45 voters
SCHULZE: list[Ranking] = [
    list(order)
    for n, order in [
        (5, "ACBED"), (5, "ADECB"), (8, "BEDAC"), (3, "CABED"), (7, "CAEBD"), (2, "CBADE"), (7, "DCEBA"), (8, "EBADC"),
    ]
    for _ in range(n)
]  # fmt: skip


def test_ranks() -> None:
    given: list[Ranking] = [
        ["C", "A"],  # B, D and E share 3, 4 and 5
        list("ABCDE"),
        {"B": 3, "A": 1, "E": 1},  # votes
        ["Z", "D"],  # Z is no option any more
        ["Z"],
        [],
        {},
    ]
    assert rank_matrix(given, OPTIONS).tolist() == [
        [2, 4, 1, 4, 4],
        [1, 2, 3, 4, 5],
        [2.5, 1, 4.5, 4.5, 2.5],
        [3.5, 3.5, 3.5, 1, 3.5],
    ]
    assert rank_matrix([], OPTIONS).shape == (0, 5)


@SOME
@given(rankings)
def test_ranks_always_add_up(answers: list[list[str]]) -> None:
    assert rank_matrix(answers, OPTIONS).sum(axis=1).tolist() == [15] * len(answers)


def test_w_with_ties() -> None:
    # Kendall (1948), Rank Correlation Methods: ten objects, three judges with ties, W = 0.828
    matrix = np.array(
        [
            [1, 4.5, 2, 4.5, 3, 7.5, 6, 9, 7.5, 10],
            [2.5, 1, 2.5, 4.5, 4.5, 8, 9, 6.5, 10, 6.5],
            [2, 1, 4.5, 4.5, 4.5, 4.5, 8, 8, 8, 10],
        ]
    )
    found = kendalls_w(matrix, minimum=3)
    assert found is not None
    assert found.w == pytest.approx(0.828, abs=5e-4)
    assert found.n == 3
    assert found.p < 0.01
    assert kendalls_w(matrix) is None


def test_w_without_ties() -> None:
    # proofwiki.org, Kendall's coefficient of concordance, arbitrary example 1: three competitors, four judges
    found = kendalls_w(np.array([[1, 3, 2], [1, 2, 3], [2, 3, 1], [3, 1, 2]]), minimum=4)
    assert found is not None
    assert found.w == pytest.approx(1 / 16)


def test_the_p_of_few_people() -> None:
    # three judges who agree wholly on three objects: 0.028 in Kendall's (1948) table of S; in full 6/216
    found = kendalls_w(np.array([[1, 2, 3]] * 3), minimum=3)
    assert found is not None
    assert found.w == pytest.approx(1)
    assert found.p == pytest.approx(6 / 216, abs=4 * (0.028 / PERMUTATIONS) ** 0.5)


def test_the_p_of_few_people_is_that_of_all_orders() -> None:
    matrix = np.array([[1, 2, 3], [1, 3, 2], [1.5, 1.5, 3], [2, 1, 3], [1, 2.5, 2.5]])
    found = kendalls_w(matrix)
    assert found is not None
    spread = ((matrix.sum(axis=0) - 10) ** 2).sum()
    every = [(np.sum(rows, axis=0) - 10) for rows in product(*(list(permutations(row)) for row in matrix.tolist()))]
    exact = float(np.mean([(sums**2).sum() >= spread - 1e-9 for sums in every]))
    assert found.p == pytest.approx(exact, abs=4 * (exact / PERMUTATIONS) ** 0.5)


@SOME
@given(st.lists(st.lists(st.integers(1, 4), min_size=4, max_size=4), min_size=5, max_size=40), st.randoms())
def test_w_is_friedmans_and_no_one_is_first(scores: list[list[int]], random: object) -> None:
    matrix = np.asarray(stats.rankdata(scores, axis=1))
    assume(np.ptp(matrix, axis=1).any())
    found = kendalls_w(matrix)
    assert found is not None
    friedman = stats.friedmanchisquare(*matrix.T)
    assert found.w == pytest.approx(friedman.statistic / (len(matrix) * 3))
    if len(matrix) >= 20:
        assert found.p == pytest.approx(friedman.pvalue)
    assert 0 <= found.w <= 1 + 1e-9
    assert 0 < found.p <= 1
    random.shuffle(scores)  # type: ignore[attr-defined]
    again = kendalls_w(np.asarray(stats.rankdata(scores, axis=1)))
    assert again is not None
    assert (again.w, again.p) == pytest.approx((found.w, found.p))


def test_w_where_there_is_none() -> None:
    assert kendalls_w(np.full((8, 3), 2.0)) is None  # everything even
    assert kendalls_w(np.ones((8, 1))) is None
    assert kendalls_w(rank_matrix([list("ABCDE")] * 4, OPTIONS)) is None
    assert kendalls_w(rank_matrix([], OPTIONS), minimum=0) is None


def test_borda_of_tennessee() -> None:
    found = borda(TENNESSEE, CITIES)
    assert found == {"Nashville": 194, "Chattanooga": 173, "Memphis": 126, "Knoxville": 107}
    assert found is not None
    assert list(found) == ["Nashville", "Chattanooga", "Memphis", "Knoxville"]


def test_the_winner_of_tennessee() -> None:
    found = condorcet(TENNESSEE, CITIES)
    assert found is not None
    assert found.winner == "Nashville"
    assert found.order == (("Nashville",), ("Chattanooga",), ("Knoxville",), ("Memphis",))
    assert found.n == 100


def test_the_order_of_schulze() -> None:
    found = condorcet(SCHULZE, OPTIONS)
    assert found is not None
    assert found.winner is None
    assert found.order == (("E",), ("A",), ("C",), ("B",), ("D",))


def test_what_cannot_be_told_apart_stands_together() -> None:
    circle: list[Ranking] = [list("ABC"), list("BCA"), list("CAB")] * 2
    found = condorcet(circle, list("ABCD"))
    assert found is not None
    assert found.winner is None
    assert found.order == (("A", "B", "C"), ("D",))


@SOME
@given(rankings, st.randoms())
def test_whoever_asks_first_the_order_is_the_same(answers: list[list[str]], random: object) -> None:
    order, points = condorcet(answers, OPTIONS), borda(answers, OPTIONS)
    random.shuffle(answers)  # type: ignore[attr-defined]
    assert condorcet(answers, OPTIONS) == order
    assert borda(answers, OPTIONS) == points
    assert order is not None
    assert sorted(option for tier in order.order for option in tier) == OPTIONS
    if order.winner:
        assert order.order[0] == (order.winner,)
    assert points is not None
    assert sum(points.values()) == pytest.approx(10 * len(answers))
    assert list(points.values()) == sorted(points.values(), reverse=True)


@SOME
@given(whole_rankings)
def test_turned_round_the_first_is_last(answers: list[list[str]]) -> None:
    points, turned = borda(answers, OPTIONS), borda([one[::-1] for one in answers], OPTIONS)
    assert points is not None
    assert turned is not None
    assert {option: 4 * len(answers) - n for option, n in points.items()} == turned
    # reversal symmetry, Schulze (2011): the only winner is not the winner of the turned order as well
    order, other = condorcet(answers, OPTIONS), condorcet([one[::-1] for one in answers], OPTIONS)
    assert order is not None
    assert other is not None
    if len(order.order[0]) == 1:
        assert order.order[0][0] not in other.order[0]


@SOME
@given(st.permutations(OPTIONS), st.integers(5, 30))
def test_all_of_one_mind(order: list[str], n: int) -> None:
    answers = [order] * n
    found, w = condorcet(answers, OPTIONS), kendalls_w(rank_matrix(answers, OPTIONS))
    assert found is not None
    assert w is not None
    assert found.winner == order[0]
    assert [option for tier in found.order for option in tier] == order
    assert list(borda(answers, OPTIONS) or ()) == order
    assert w.w == pytest.approx(1)


def test_votes() -> None:
    votes: list[Ranking] = [{"A": 3}, {"A": 2, "B": 1}, {"B": 1, "C": 1}, {"A": 1, "B": 2}, {"A": 3}]
    points = borda(votes, list("ABC"))
    assert points is not None
    assert next(iter(points)) == "A"
    assert condorcet(votes, list("ABC")).winner == "A"  # type: ignore[union-attr]


def test_fewer_than_five_have_no_order() -> None:
    assert borda([list("AB")] * 4, OPTIONS) is None
    assert condorcet([list("AB")] * 4, OPTIONS) is None
    # those who named nothing do not make up the five
    assert borda([*[list("AB")] * 4, [], {}], OPTIONS) is None
    # tables are no people
    assert borda([list("AB")] * 4, OPTIONS, minimum=1) is not None
    assert borda([], OPTIONS, minimum=0) is None


def test_how_an_order_lasts() -> None:
    first = {"A": 10, "B": 8, "C": 6, "D": 4, "gone": 3}
    second = {"B": 9, "A": 8, "D": 7, "C": 2, "new": 30}
    found = stability(first, second, top=2)
    assert found is not None
    assert found.moved == {"A": -1, "B": 1, "C": -1, "D": 1}
    assert found.overlap == 1
    assert found.tau == pytest.approx(1 / 3)  # four pairs of six the same way, two the other
    assert stability(first, second, top=1).overlap == 0  # type: ignore[union-attr]


@SOME
@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=2, max_size=9), st.integers(1, 5))
def test_how_an_order_lasts_is_the_same_both_ways(points: list[tuple[int, int]], top: int) -> None:
    first = {str(at): float(one) for at, (one, _) in enumerate(points)}
    second = {str(at): float(one) for at, (_, one) in enumerate(points)}
    there, back, same = (
        stability(first, second, top=top), stability(second, first, top=top), stability(first, first, top=top),
    )  # fmt: skip
    assert there is not None
    assert back is not None
    assert same is not None
    assert there.overlap == back.overlap
    assert 0 <= there.overlap <= 1
    assert there.moved == {option: -n for option, n in back.moved.items()}
    assert sum(there.moved.values()) == pytest.approx(0)
    assert same.overlap == 1
    assert set(same.moved.values()) == {0}
    if len(set(first.values())) > 1:
        assert same.tau == pytest.approx(1)
        turned = stability(first, {option: -n for option, n in first.items()})
        assert turned is not None
        assert turned.tau == pytest.approx(-1)
    else:
        assert same.tau is None


def test_no_stability() -> None:
    assert stability({"A": 1}, {"A": 2}) is None
    assert stability({}, {}) is None
    with pytest.raises(ValueError, match="top"):
        stability({"A": 1, "B": 2}, {"A": 2, "B": 1}, top=0)
