"""Numbers, orders and places on a plane: what is counted, what is said of it, and what is not shown."""

from collections import Counter
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samhandling.analysis.frame import answers_frame, people_frame
from samhandling.analysis.sentences import measured
from samhandling.analysis.summaries import results
from samhandling.analysis.summaries.numbers import BINS, bins
from samhandling.content.kinds import UNKNOWN, Number
from tests.answered import CONTENT, EXERCISE, SERIES, alone, answer, person


def made(persons: list[dict[str, Any]], rows: list[dict[str, Any]], item: str, **more: Any) -> dict[str, Any]:
    given = {"round": 1, "level": "individual", "language": "sv", "state": "revealed", "run": 1}
    frame, people = answers_frame(rows, CONTENT), people_frame(persons, CONTENT)
    found = results(EXERCISE, frame, people, **given | {"actor_types": SERIES.actor_types} | more)
    return next(one for one in found["items"] if one["item"] == item)


def ask(low: float, high: float, step: float) -> Number:
    return Number.model_validate({"id": "n", "label": {"sv": "n", "en": "n"}, "low": low, "high": high, "step": step})


@settings(deadline=None)
@given(st.integers(-50, 50), st.integers(1, 400), st.sampled_from([1, 2, 5, 0.5, 0.1, 15]))
def test_bins_hold_every_step_once(low: int, steps: int, step: float) -> None:
    item = ask(low, round(low + steps * step, 9), step)
    found = bins(item)
    assert len(found) <= BINS + 1
    assert found[0][0] == item.low and found[-1][1] == item.high
    # each begins one step after the one before has ended
    assert all(abs(b[0] - a[1] - step) < 1e-6 for a, b in pairwise(found))


@pytest.mark.parametrize(
    ("low", "high", "step", "first", "last"),
    [(0, 120, 5, (0, 5), (110, 120)), (1, 5, 1, (1, 1), (5, 5)), (0, 480, 15, (0, 45), (420, 480))],
)
def test_bins_are_as_wide_as_goes_into_the_range(low: int, high: int, step: int, first: Any, last: Any) -> None:
    found = bins(ask(low, high, step))
    assert (found[0], found[-1]) == (first, last)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.sampled_from([0, 5, 40, 60, 115, 120, UNKNOWN]), min_size=5, max_size=30))
def test_a_number_counts_everyone_once_and_unknown_apart(values: list[Any]) -> None:
    one = made(*alone([("region", value) for value in values], "days"), "days")
    known = [value for value in values if value != UNKNOWN]
    if one["suppressed"]:
        assert 0 < len(known) < 5 and not one["counts"] and one["quantiles"] is None
    else:
        assert sum(count["n"] for count in one["counts"]) == one["n"] == len(known)
        assert one["unknown"] == len(values) - len(known)


def test_a_number_is_said_with_its_unit_and_compared_by_it() -> None:
    one = made(*alone([("region", 40)] * 6 + [("utbildning", 20)] * 6, "days"), "days")
    assert one["quantiles"]["median"] == 30
    assert (
        one["sentence"]
        == "Medianen är 30\N{NO-BREAK SPACE}dagar. Region ligger 20\N{NO-BREAK SPACE}dagar högre än Utbildning."
    )
    per_cent = ask(0, 100, 1).model_copy(update={"unit": EXERCISE.title.model_copy(update={"sv": "%", "en": "%"})})
    assert (measured(per_cent, 12.5, "sv"), measured(per_cent, 12.5, "en")) == ("12,5\N{NO-BREAK SPACE}%", "12.5%")


def test_an_order_is_counted_by_borda() -> None:
    one = made(
        *alone([("region", ["a", "b"])] * 6 + [("region", ["b"])] * 5 + [("region", ["c", "a"])] * 5, "order"), "order"
    )
    assert [(count["value"], count["n"]) for count in one["counts"]] == [("a", 17), ("b", 16), ("c", 10)]
    first = one["rows"][0]
    assert (first["row"], first["n"], first["unknown"]) == ("a", 11, 5)
    assert {count["value"]: count["n"] for count in first["counts"]} == {1: 6, 2: 5}
    assert one["sentence"].startswith("Främst kommer ”A” med 17 poäng, följt av ”B”.")


def test_shared_first_places_are_said() -> None:
    one = made(*alone([("region", ["a", "b"])] * 3 + [("region", ["b", "a"])] * 3, "order"), "order")
    assert one["sentence"].startswith("A och B delar på första platsen med 9 poäng var.")


def test_the_spread_of_an_option_that_few_chose_is_not_shown() -> None:
    one = made(*alone([("region", ["a", "b"])] * 6 + [("region", ["c"])] * 2, "order"), "order")
    few = next(row for row in one["rows"] if row["row"] == "c")
    assert (few["counts"], few["quantiles"], few["unknown"]) == ([], None, 0)
    assert made(*alone([("region", ["a"])] * 4, "order"), "order")["suppressed"]


def test_a_plane_has_medians_of_things_and_own_things_unsigned_and_masked() -> None:
    mail = "skriv till samordnare@example.org"
    answers = [[{"id": "a", "x": x, "y": 8}, {"id": f"own-{x}", "text": mail, "x": 1, "y": 2}] for x in (6, 7, 8, 8, 9)]
    answers[0].append({"id": "b", "x": 0, "y": 0})
    persons, rows = alone([("region", value) for value in answers], "plane")
    one = made(persons, rows, "plane")
    placed = {each["row"]: each for each in one["positions"]}
    assert placed["a"]["x"] == {"q25": 7, "median": 8, "q75": 8}
    assert placed["b"] | {"label": ""} == {"row": "b", "label": "", "n": 1, "x": None, "y": None}
    assert len(one["notes"]) == 5 and "samordnare" not in str(one["notes"])
    assert {(note["x"], note["y"]) for note in one["notes"]} == {(1, 2)}
    assert "”HIGH_HIGH” ligger ”A”" in one["sentence"]
    hidden = made(persons, rows, "plane", hidden={"own-6"})
    assert Counter(note["id"] for note in hidden["notes"])["own-6"] == 0
    marked = made(persons, rows, "plane", hidden={"own-6"}, show_hidden=True)
    assert [note["id"] for note in marked["notes"] if note.get("hidden")] == ["own-6"]


def test_nothing_on_the_plane_is_shown_of_fewer_than_five() -> None:
    value = [{"id": "a", "x": 1, "y": 1}, {"id": "mine", "text": "Övning", "x": 1, "y": 1}]
    one = made(*alone([("region", value)] * 4, "plane"), "plane")
    assert one["suppressed"] and not one["notes"] and one["positions"][0]["x"] is None


def test_at_a_table_and_in_the_room_small_numbers_are_shown() -> None:
    who = person(1)
    rows = [answer(who, "days", 45, 1, level="plenary"), answer(who, "order", ["c", "a"], 2, level="plenary")]
    rows.append(answer(who, "plane", [{"id": "a", "x": 3, "y": 4}], 3, level="plenary"))
    said = [made([who], rows, item, level="plenary")["sentence"] for item in ("days", "order", "plane")]
    assert said == [
        "Det gemensamma svaret är 45\N{NO-BREAK SPACE}dagar.", "Den gemensamma ordningen börjar med C och A.",
        "1 av 3 har fått en plats.",
    ]  # fmt: skip
