"""The tidy frame: what is current, and what counts."""

from hypothesis import given, settings
from hypothesis import strategies as st

from samhandling.analysis.frame import answers_frame, in_the_picture, people_frame
from tests.answered import CONTENT, answer, person, room

ANN, BO = person(1), person(2, "naringsliv", 2)


def test_a_change_leaves_the_newest_as_current() -> None:
    frame = answers_frame([answer(ANN, "step", 1, 1), answer(ANN, "step", 3, 3), answer(BO, "step", 2, 2)], CONTENT)
    assert list(frame["seq"]) == [1, 2, 3]
    assert list(frame["current"]) == [False, True, True]


def test_an_answer_taken_back_is_current_and_no_answer() -> None:
    frame = answers_frame([answer(ANN, "step", 1, 1), answer(ANN, "step", None, 2)], CONTENT)
    assert list(frame["current"]) == [False, True]
    assert list(frame["answered"]) == [True, False]
    assert in_the_picture(frame).empty


def test_a_reset_makes_the_old_run_history() -> None:
    rows = [answer(ANN, "step", 1, 1), answer(BO, "step", 2, 2), answer(ANN, "step", 4, 3, run=2)]
    assert list(answers_frame(rows, CONTENT)["current"]) == [False, False, True]


def test_what_came_after_the_reveal_does_not_change_the_picture() -> None:
    rows = [answer(ANN, "step", 1, 1), answer(ANN, "step", 4, 2, counted=False, late=True)]
    frame = answers_frame(rows, CONTENT)
    assert list(frame.loc[frame["current"], "value"]) == [4]
    assert list(in_the_picture(frame, run=1)["value"]) == [1]


def test_types() -> None:
    people, rows = room(12)
    frame = answers_frame(rows, CONTENT)
    assert str(frame["table"].dtype) == "Int64"
    assert str(frame["received_at"].dt.tz) == "UTC"
    assert list(frame["actor_type"].cat.categories)[:2] == ["region", "naringsliv"]
    assert frame["level"].cat.ordered
    assert set(frame["kind"]) == {item.kind for item in CONTENT.exercises["E99"].items}
    assert len(people_frame([*people, people[0]], CONTENT)) == 12


def test_no_answers_at_all() -> None:
    assert answers_frame([], CONTENT).empty
    assert people_frame([], CONTENT).empty


def test_a_table_keeps_its_answer_when_its_writer_has_moved() -> None:
    row = answer(ANN, "step", 1, 1, level="table") | {"table": 7}
    assert list(answers_frame([row], CONTENT)["table"]) == [1]


def test_an_actor_type_that_the_series_has_dropped_stays() -> None:
    assert list(answers_frame([answer(person(1, "gone"), "step", 1, 1)], CONTENT)["actor_type"]) == ["gone"]


KEYS = st.tuples(st.integers(1, 3), st.sampled_from(["step", "point"]), st.integers(1, 2), st.integers(1, 2))


@settings(deadline=None, max_examples=50)
@given(st.lists(KEYS, max_size=40))
def test_one_current_answer_per_question_and_respondent(keys: list[tuple[int, str, int, int]]) -> None:
    rows = [
        answer(person(who), item, 1, seq, round=round, run=run) for seq, (who, item, round, run) in enumerate(keys, 1)
    ]
    frame = answers_frame(rows, CONTENT)
    newest_run = {round: max(run for *_, r, run in keys if r == round) for *_, round, _ in keys}
    wanted = {(f"p{who:03}", item, round) for who, item, round, run in keys if run == newest_run[round]}
    current = frame[frame["current"]]
    assert sorted(zip(current["respondent"], current["item"], current["round"], strict=True)) == sorted(wanted)
