"""The gate: attacked by taking what is shown from the total, and with what hides in free text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samhandling.analysis.disclosure import MINIMUM, mask, suppress
from samhandling.analysis.frame import answers_frame, people_frame
from samhandling.analysis.summaries import results
from tests.answered import ACTOR_TYPES, CONTENT, EXERCISE, SERIES, alone

COUNTS = st.dictionaries(st.sampled_from("abcdefghi"), st.integers(0, 12), min_size=1)


@settings(deadline=None)
@given(COUNTS)
def test_nothing_small_is_shown_nor_found_by_subtraction(counts: dict[str, int]) -> None:
    hidden = suppress(counts)
    assert all(n >= MINIMUM for group, n in counts.items() if group not in hidden)
    rest = sum(counts.values()) - sum(n for group, n in counts.items() if group not in hidden)
    assert rest == 0 or rest >= MINIMUM or len(hidden) == len(counts)
    nonempty = [group for group in hidden if counts[group]]
    assert len(nonempty) != 1 or len(hidden) == len(counts)


@settings(deadline=None)
@given(COUNTS, st.data())
def test_groups_shown_in_two_counts_are_safe_in_both(joined: dict[str, int], data: st.DataObject) -> None:
    answered = {group: data.draw(st.integers(0, n)) for group, n in joined.items()}
    hidden = suppress(joined, answered)
    for counts in (joined, answered):
        rest = sum(counts[group] for group in hidden)
        assert rest == 0 or rest >= MINIMUM or len(hidden) == len(counts)
        assert all(counts[group] >= MINIMUM for group in counts if group not in hidden)


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ({"a": 20, "b": 10}, set()),
        ({"a": 20, "b": 3}, {"a", "b"}),
        ({"a": 20, "b": 3, "c": 8}, {"b", "c"}),
        ({"a": 20, "b": 3, "c": 4}, {"b", "c"}),
        ({"a": 20, "b": 1, "c": 2, "d": 6}, {"b", "c", "d"}),
        ({"a": 20, "b": 10, "c": 0}, {"c"}),
        ({"a": 4}, {"a"}),
        ({}, set()),
    ],
)
def test_examples(counts: dict[str, int], hidden: set[str]) -> None:
    assert suppress(counts) == hidden


PEOPLE = st.lists(st.tuples(st.sampled_from((*ACTOR_TYPES, None)), st.integers(1, 4)), max_size=40)


@settings(deadline=None, max_examples=60)
@given(PEOPLE)
def test_the_results_give_no_group_away(people: list[tuple[str | None, int]]) -> None:
    """The attacker takes the groups that are shown from the total."""
    persons, rows = alone(people)
    result = results(
        EXERCISE, answers_frame(rows, CONTENT), people_frame(persons, CONTENT), round=1, level="individual",
        language="sv", state="revealed", run=1, actor_types=SERIES.actor_types,
    )  # fmt: skip
    item = next(one for one in result["items"] if one["item"] == "step")
    groups = item["groups"]["actor_type"]
    shown = [group for group in groups if not group["suppressed"]]
    hidden = [group for group in groups if group["suppressed"]]
    assert all(group["n"] is None and group["quantiles"] is None for group in hidden)
    assert all(group["n"] >= MINIMUM for group in shown)
    rest = item["n"] - sum(group["n"] for group in shown)
    if shown and rest:
        # more than one group could be anyone's, and together they are enough people
        assert rest >= MINIMUM
        assert len({actor_type for actor_type, _ in people} - {group["id"] for group in shown}) > 1
    if 0 < item["n"] < MINIMUM:
        assert item["suppressed"]
        assert not item["counts"]
        assert item["quantiles"] is None


def test_empty_and_suppressed_look_alike() -> None:
    people = [("region", 2)] * 10 + [("utbildning", 2)] * 6 + [("naringsliv", None)] * 4 + [("ideell", 3)] * 2
    persons, rows = alone(people)
    result = results(
        EXERCISE, answers_frame(rows, CONTENT), people_frame(persons, CONTENT), round=1, level="individual",
        language="sv", state="revealed", run=1, actor_types=SERIES.actor_types,
    )  # fmt: skip
    groups = {group["id"]: group for group in result["items"][0]["groups"]["actor_type"]}
    empty, few = groups["naringsliv"], groups["ideell"]
    assert {key: empty[key] for key in ("n", "suppressed", "quantiles")} == {
        key: few[key] for key in ("n", "suppressed", "quantiles")
    }


@pytest.mark.parametrize(
    "secret",
    [
        "19850730-1234", "850730-1234", "8507301234", "850730+1234", "850790-1234", "1985-07-30-1234",
        "070-123 45 67", "0701234567", "08-123 456 78", "+46 70 123 45 67", "0046701234567", "031–7654321",
        "0771-416 416", "070 - 123 45 67", "070.123.45.67",
        "anna.karin@example.se", "a+b@sub.example.com", "å.ö@exämple.se", "kontakt (at) example.se",
    ],
)  # fmt: skip
@pytest.mark.parametrize("around", ["{}", "Ring {} i morgon.", "({})", "se:{},", "Text\n{}\ntext"])
def test_what_identifies_is_masked(secret: str, around: str) -> None:
    masked = mask(around.format(secret))
    assert not any(part in masked for part in (secret, "1234", "4567", "4321", "example", "exämple"))
    assert "[" in masked


@pytest.mark.parametrize(
    "text",
    [
        "2021–2030 satsas 500 000 kr, totalt 3 145 478 kr.", "336 748 invånare 2020-12-31", "kl. 09.00–16.30",
        "2022-05-23 till 2022-09-09", "SSYK 0002 och 2341", "0–4, 25–75 %", "Vi är 12 av 34", "@kommunen", "",
        "Steg 1, 2, 3 och 4", "mat at hemma",
    ],
)  # fmt: skip
def test_what_does_not_identify_stays(text: str) -> None:
    assert mask(text) == text


def test_masking_says_so_in_the_language() -> None:
    assert mask("070-123 45 67", "en") == "[phone]"


def test_a_very_long_word_is_masked_in_no_time() -> None:
    assert mask("a" * 10_000 + " at") == "a" * 10_000 + " at"
    assert len(mask("1" * 10_000)) == 10_000


@settings(deadline=None)
@given(st.text(max_size=300))
def test_masking_twice_changes_nothing_more(text: str) -> None:
    once = mask(text)
    assert mask(once) == once
