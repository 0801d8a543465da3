"""Node coverage: distances against a published example; more nodes or kilometres never cover fewer."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samhandling.analysis.coverage import RADIUS, Place, covered, distance, nearest

SOMEWHERE = st.builds(Place, st.floats(10.5, 24.5), st.floats(55, 69.5), st.integers(1, 1_000_000))
PLACES = st.dictionaries(st.from_regex(r"[0-9]{4}", fullmatch=True), SOMEWHERE, min_size=1, max_size=12)


def test_a_published_example() -> None:
    # Nashville (BNA) to Los Angeles (LAX) with a radius of 6372.8 km, as on Rosetta Code
    nashville, los_angeles = Place(-86.67, 36.12, 0), Place(-118.40, 33.94, 0)
    assert distance(nashville, los_angeles) / RADIUS * 6372.8 == pytest.approx(2887.2599506, abs=1e-6)


def test_a_quarter_of_the_way_round_is_a_quarter_of_the_way_round() -> None:
    assert distance(Place(0, 0, 0), Place(90, 0, 0)) == pytest.approx(10007.557, abs=0.001)
    assert distance(Place(0, 90, 0), Place(0, -90, 0)) == pytest.approx(20015.115, abs=0.001)


@given(SOMEWHERE, SOMEWHERE)
def test_there_and_back_is_as_far(one: Place, other: Place) -> None:
    assert distance(one, other) == pytest.approx(distance(other, one))
    assert distance(one, one) == 0


@settings(deadline=None, max_examples=100)
@given(PLACES, st.data())
def test_more_nodes_or_kilometres_never_cover_fewer(places: dict[str, Place], data: st.DataObject) -> None:
    codes = st.sets(st.sampled_from(sorted(places)))
    nodes, more = data.draw(codes), data.draw(codes)
    near, far = sorted(data.draw(st.tuples(st.floats(0, 500), st.floats(0, 500))))
    assert nodes <= covered(places, nodes, near) <= covered(places, nodes, far)
    assert covered(places, nodes, near) <= covered(places, nodes | more, near)


@given(PLACES)
def test_where_all_are_nodes_nobody_has_a_way_to_go(places: dict[str, Place]) -> None:
    assert covered(places, places.keys(), 0) == set(places)
    assert nearest(places, places.keys()) == {code: (code, 0.0) for code in places}


def test_without_nodes_nobody_is_covered() -> None:
    places = {"2080": Place(15.8, 60.8, 100)}
    assert nearest(places, set()) == {} and covered(places, set(), 1000) == set()
