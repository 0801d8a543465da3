"""Simulated answers: the item takes every one, and each is plainly practice."""

import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samhandling.content.folder import find_root
from samhandling.content.kinds import KINDS
from samhandling.content.reading import Content
from samhandling.content.simulated import CELLS, PHRASES, SIMULATED, mood, votes
from tests.answered import EXERCISE

ROOT = find_root(Path(__file__))


@pytest.mark.parametrize("item", EXERCISE.items, ids=lambda item: item.id)
@settings(deadline=None, max_examples=30)
@given(seed=st.integers(0, 10_000), tendency=st.floats(0, 1))
def test_the_item_takes_it(item: Any, seed: int, tendency: float) -> None:
    value = SIMULATED[item.kind](item, random.Random(seed), tendency)
    assert item.check(value) == value


def test_every_item_of_the_series_takes_it() -> None:
    for exercise in Content.read(ROOT).exercises.values():
        for item in exercise.items:
            for seed in range(30):
                value = SIMULATED[item.kind](item, random.Random(seed), seed / 30)
                assert item.check(value) == value, (exercise.id, item.id)


def test_the_same_chance_gives_the_same_answer() -> None:
    for item in EXERCISE.items:
        assert SIMULATED[item.kind](item, random.Random(7), 0.5) == SIMULATED[item.kind](item, random.Random(7), 0.5)


def test_hopeful_people_stand_higher() -> None:
    ladder = EXERCISE.find("step").model_copy(update={"unknown": False})

    def mean(tendency: float) -> float:
        return sum(SIMULATED["ladder"](ladder, random.Random(seed), tendency) for seed in range(300)) / 300

    assert mean(0.1) + 1 < mean(0.9)


def test_votes_on_notes_that_are_there() -> None:
    item = EXERCISE.find("wall-dots")
    laid = votes(item, random.Random(1), 0.5, ["card-1", "card-2", "card-3", "card-4"])
    assert sum(laid.values()) == item.dots
    assert item.check(laid) == laid


def test_moods_stay_within_bounds() -> None:
    assert all(0 <= mood(random.Random(seed), seed % 9) <= 1 for seed in range(200))


def test_words_say_that_they_are_practice() -> None:
    assert all(phrase.startswith("Övning:") for phrase in (*PHRASES, *CELLS))


def test_every_kind_has_one() -> None:
    assert set(SIMULATED) == set(KINDS)
