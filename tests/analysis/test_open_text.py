"""What people wrote, piece by piece: masked, the newest only, and whose it is told apart and never shown."""

import pandas as pd
import pytest

from samhandling.analysis.frame import answers_frame
from samhandling.analysis.open_text import is_open, open_texts
from samhandling.content.kinds import Item
from tests.answered import CONTENT, EXERCISE, answer, person, room

ITEMS: dict[str, Item] = {item.id: item for item in EXERCISE.items}


def texts(item: str, *rows: dict, **more: object) -> pd.DataFrame:
    return open_texts(answers_frame(rows, CONTENT), "E99", ITEMS[item], "sv", **more)


@pytest.mark.parametrize(
    ("item", "value", "wanted"),
    [
        ("home", "Ring Erik!", ["Ring [namn]!"]),
        (
            "wall",
            [{"id": "c001", "text": "Ett"}, {"id": "c002", "text": "Två 070-123 45 67"}],
            ["Ett", "Två [telefon]"],
        ),
        ("cards", [{"id": "r001", "what": "Boka möte", "hours": 4, "with": "a"}], ["Boka möte"]),
        ("plane", [{"id": "a", "x": 1, "y": 2}, {"id": "own1", "text": "Eget", "x": 1, "y": 1}], ["Eget"]),
        ("board", {"a": {"status": "go", "note": "Väntar på svar"}, "b": {"status": "done"}}, ["Väntar på svar"]),
        ("home", "  ", []),
        ("home", None, []),
    ],
)
def test_every_kind_with_words_tells_them(item: str, value: object, wanted: list[str]) -> None:
    assert is_open(ITEMS[item])
    assert sorted(texts(item, answer(person(1), item, value, 1))["text"]) == sorted(wanted)


def test_what_is_only_chosen_has_no_words() -> None:
    assert {item.id for item in EXERCISE.items if is_open(item)} == {"why", "home", "wall", "cards", "board", "plane"}


def test_the_newest_counts_and_only_what_was_counted() -> None:
    who, other = person(1), person(2)
    rows = (
        answer(who, "home", "Först", 1), answer(who, "home", "Sist", 2),
        answer(other, "home", "Sent", 3, counted=False), answer(person(3), "home", "Förra omgången", 4, run=0),
        answer(person(4), "why", "Annan fråga", 5),
    )  # fmt: skip
    assert list(texts("home", *rows)["text"]) == ["Sist"]
    assert len(texts("home")) == 0


def test_simulated_answers_stand_aside_for_real_ones() -> None:
    made, real = answer(person(1, simulated=True), "home", "Påhittat", 1), answer(person(2), "home", "Sant", 2)
    assert list(texts("home", made, real)["text"]) == ["Sant"]
    alone = texts("home", made)
    assert list(alone["text"]) == ["Påhittat"] and alone["simulated"].all()


def test_tables_are_told_apart_by_room_and_people_are_the_same_everywhere() -> None:
    rows = [
        answer(person(1), "home", "Ett", 1, room="A"), answer(person(1), "home", "Två", 2, room="B"),
        answer(person(1), "home", "Tre", 3, room="A", level="table"),
        answer(person(1), "home", "Fyra", 4, room="B", level="table"),
    ]  # fmt: skip
    found = texts("home", *rows).set_index("text")["respondent"]
    assert found["Ett"] == found["Två"]
    assert found["Tre"] != found["Fyra"] and found["Tre"] != found["Ett"]


def test_hidden_notes_are_left_out_and_ids_that_two_made_are_told_apart() -> None:
    rows = [answer(person(n), "wall", [{"id": "same", "text": f"Kort {n}"}], n) for n in (1, 2)]
    found = texts("wall", *rows)
    assert found.index.is_unique and sorted(found["text"]) == ["Kort 1", "Kort 2"]
    assert len(texts("wall", *rows, hidden={("KLIPPA", "same")})) == 0
    assert len(texts("wall", *rows, hidden={("ANNAT", "same")})) == 2


def test_the_order_does_not_tell_what_is_by_the_same_person() -> None:
    _, rows = room(40)
    found = open_texts(answers_frame(rows, CONTENT), "E99", ITEMS["wall"], "sv")
    together = (found["respondent"] == found["respondent"].shift()).mean()
    assert len(found) > 60 and together < 0.15
