"""Tables that mix people."""

import random
from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samhandling.seating import Guest, Mix, by_chance, mix, seat

KINDS = ("kommun", "region", "foretag", "skola", None)


def a_room(people: int, seed: int = 1) -> list[Guest]:
    rng = random.Random(seed)
    return [Guest(f"g{n}", rng.choice(KINDS), rng.choice(("2080", "2081", "2062", None))) for n in range(people)]


@settings(max_examples=40, deadline=None)
@given(people=st.integers(0, 30), tables=st.integers(1, 8), seed=st.integers(0, 3))
def test_everyone_gets_one_table_and_tables_are_even(people: int, tables: int, seed: int) -> None:
    seating = seat(a_room(people), tables, seed=seed)
    assert set(seating) == {f"g{n}" for n in range(people)}
    sizes = [Counter(seating.values())[table] for table in range(1, tables + 1)]
    assert sum(sizes) == people and max(sizes) - min(sizes) <= 1


def test_a_table_for_each_kind_becomes_a_mixed_one() -> None:
    guests = [Guest(f"{kind}{n}", kind) for kind in "abcd" for n in range(4)]
    assert mix(seat(guests, 4), guests) == Mix(24, 0, 0, 0)
    together = {guest.id: "abcd".index(guest.actor_type or "") for guest in guests}
    assert mix(together, guests) == Mix(24, 24, 0, 0)


def test_over_a_series_people_meet_new_people() -> None:
    guests = a_room(40)
    met: Counter[frozenset[str]] = Counter()
    repeated = []
    for meeting in range(4):
        seating = seat(guests, 8, met, seed=meeting)
        repeated.append(mix(seating, guests, met).met)
        assert by_chance(guests, 8, met, times=50).met >= repeated[-1]
        for one, other in combinations(guests, 2):
            if seating[one.id] == seating[other.id]:
                met[frozenset((one.id, other.id))] += 1
    # by chance 80 pairs × 80 × 3 / 780 would meet again in the fourth
    assert repeated[0] == 0 and repeated[3] <= 6


def test_it_mixes_better_than_chance_in_a_full_room() -> None:
    guests = a_room(200)
    found, chance = mix(seat(guests, 33), guests), by_chance(guests, 33, times=50)
    assert found.pairs == chance.pairs
    assert found.same_kind < 0.7 * chance.same_kind and found.same_place < 0.8 * chance.same_place


def test_those_who_are_kept_stay_where_they_are() -> None:
    guests = a_room(20)
    kept = {"g0": 3, "g1": 3, "g2": 1}
    seating = seat(guests, 4, kept=kept)
    assert {guest: seating[guest] for guest in kept} == kept
    sizes = Counter(seating.values())
    assert max(sizes.values()) - min(sizes.values()) <= 1


def test_those_without_a_table_and_what_is_not_told_count_as_nothing() -> None:
    guests = [Guest("a"), Guest("b"), Guest("c", "region"), Guest("d", "region")]
    assert mix({"a": 1, "b": 1, "c": 1, "d": None}, guests) == Mix(3, 0, 0, 0)


def test_no_table_is_refused() -> None:
    with pytest.raises(ValueError, match="table"):
        seat(a_room(3), 0)
