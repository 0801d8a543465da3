"""Statements, quizzes, maps and boards: exactly what the group's picture says of them."""

from collections.abc import Sequence
from typing import Any

import pytest

from samhandling.analysis.frame import answers_frame, people_frame
from samhandling.analysis.summaries import results
from samhandling.content.kinds import Refused
from samhandling.report.handout import PAPER
from samhandling.report.sheets import workbook_bytes
from samhandling.report.tidy import tidy
from tests.answered import CONTENT, EXERCISE, answer, person


def made(item: str, values: Sequence[Any], level: str = "individual", **more: Any) -> dict[str, Any]:
    """The result of one item from these people's (or tables', or the room's) answers."""
    persons = [person(n, table=n) for n in range(len(values))]
    rows = [
        answer(who, item, value, n + 1, level=level) for n, (who, value) in enumerate(zip(persons, values, strict=True))
    ]
    given: dict[str, Any] = {"round": 1, "level": level, "language": "sv", "state": "revealed", "run": 1} | more
    found = results(EXERCISE, answers_frame(rows, CONTENT), people_frame(persons, CONTENT), **given)
    one: dict[str, Any] = next(one for one in found["items"] if one["item"] == item)
    return one


def counts(result: dict[str, Any], row: str) -> dict[Any, int]:
    return {c["value"]: c["n"] for one in result["rows"] if one["row"] == row for c in one["counts"]}


def test_statements_name_the_most_agreed_and_the_most_divided() -> None:
    one = made("opinions", [{"a": 1, "b": 1 if n % 2 else -1, "c": 0} for n in range(8)])
    assert (counts(one, "a"), counts(one, "b")) == ({-1: 0, 0: 0, 1: 8}, {-1: 4, 0: 0, 1: 4})
    assert one["sentence"] == (
        "Störst stöd har ”A”: 8 av 8 håller med. Mest delade är svaren om ”B”: 4 håller med och 4 gör det inte."
    )
    joint = made("opinions", [{"a": 1, "b": -1, "c": 0}], "plenary")
    assert joint["sentence"] == "Gemensamt svar: håller med om 1, passar på 1 och håller inte med om 1."


def test_a_statement_that_few_have_answered_is_not_shown() -> None:
    one = made("opinions", [{"a": 1} | ({"b": -1} if n < 4 else {}) for n in range(8)])
    assert counts(one, "a") and not counts(one, "b")
    assert next(row["n"] for row in one["rows"] if row["row"] == "b") == 4
    assert "”B”" not in one["sentence"]
    assert made("opinions", [{"a": 1}] * 4)["suppressed"]
    assert not made("opinions", [{"a": 1}] * 2, "table")["suppressed"]


def test_a_quiz_tells_how_many_were_right_unless_some_have_still_to_answer() -> None:
    values = ["b"] * 5 + ["a"] * 3 + ["unknown"] * 2
    one = made("quiz", values)
    assert (one["n"], one["unknown"], one["right"], one["why"]) == (8, 2, "b", "Därför att b.")
    assert one["sentence"] == "5 av 10 har svarat rätt: ”B”."
    kept = made("quiz", values, keys_kept={"quiz"})
    assert (kept["right"], kept["why"]) == (None, None)
    assert "rätt" not in kept["sentence"] and [c["n"] for c in kept["counts"]] == [3, 5, 0]


def test_things_are_counted_where_they_were_placed() -> None:
    one = made("map", [{"a": ["1280", "1281"]}] * 5 + [{"a": ["1280"], "b": ["1281"]}] * 3)
    assert counts(one, "a") == {"1281": 5, "1280": 8}
    # three have placed the second thing: too few
    assert not counts(one, "b") and not counts(one, "c")
    assert one["sentence"] == "”A” har oftast placerats i Malmö: 8 av 8."


@pytest.mark.parametrize("value", [{"a": ["0180"]}, {"a": ["9999"]}, {"a": ["1282"]}, {"a": "1280"}, {"z": ["1280"]}])
def test_only_the_countys_municipalities_can_be_chosen(value: Any) -> None:
    with pytest.raises(Refused):
        EXERCISE.find("map").check(value)


def test_a_board_has_its_cards_by_status_and_what_was_noted() -> None:
    said = {"status": "go", "note": "Ring 070-123 45 67"}
    one = made("board", [{"a": said, "b": {"status": "wait" if n < 3 else "done"}} for n in range(6)])
    assert counts(one, "a") == {"wait": 0, "go": 6, "done": 0}
    assert {note["text"] for note in one["notes"]} == {"Ring [telefon]"}
    assert {note["category"] for note in one["notes"]} == {"a"}
    assert one["sentence"].startswith("Störst enighet gäller ”A”: 6 av 6 har valt ”GO”.")
    hidden = one["notes"][0]["id"]
    # it stays hidden when its writer changes something else
    changed = [{"a": said, "c": {"status": "wait"}}] * 6
    assert not made("board", changed, hidden={hidden})["notes"]
    assert made("board", changed, hidden={hidden}, show_hidden=True)["notes"][0]["hidden"] is True
    assert hidden not in {note["id"] for note in made("board", [{"a": said}] * 6, hidden={hidden})["notes"]}
    few = made("board", [{"a": said}] * 4)
    assert few["suppressed"] and not few["notes"] and not counts(few, "a")
    joint = made("board", [{"a": said, "b": {"status": "go"}}], "plenary")
    assert joint["sentence"] == "Flest kort finns under ”GO”: 2 av 3."


def test_they_leave_as_typed_rows_with_words_beside() -> None:
    given = {
        "opinions": {"a": 1, "b": -1}, "quiz": "b", "map": {"a": ["1280", "1281"]},
        "board": {"a": {"status": "go", "note": "Mejla a@b.se"}},
    }  # fmt: skip
    persons = [person(1)]
    frame = answers_frame(
        [answer(persons[0], item, value, n + 1) for n, (item, value) in enumerate(given.items())], CONTENT
    )
    rows = {row["item"]: row for row in tidy(frame, CONTENT)}
    assert {item: row["label_sv"] for item, row in rows.items()} == {
        "opinions": "A: Håller med; B: Håller inte med", "quiz": "B", "map": "A: Malmö, Lund", "board": "A: GO",
    }  # fmt: skip
    assert rows["board"]["value"] == {"a": {"status": "go", "note": "Mejla [e-post]"}}
    assert workbook_bytes(frame, people_frame(persons, CONTENT), CONTENT)


def test_paper_does_not_give_the_answer_away() -> None:
    item = EXERCISE.find("quiz")
    form = PAPER["quiz"](item, "sv")
    others = item.model_copy(update={"right": "a"})
    assert form == PAPER["quiz"](others, "sv") and item.why.sv not in form
