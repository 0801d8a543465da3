"""What is said of entries: stored once, kept apart for each register, and gone with whom it is about."""

import uuid

import pytest

from samhandling.store import Store
from samhandling.store import answers as answers_table
from samhandling.store import people as people_table
from samhandling.store import registers as registers_table
from tests.store.test_store import add, row, store

__all__ = ["store"]


def change(entry: str, **told: object) -> dict[str, object]:
    blank = dict.fromkeys(("participant", "status", "owner", "due", "note"))
    where = {"id": str(uuid.uuid4()), "register": "commitments", "entry": entry, "room": "KLIPPA"}
    return where | blank | {"by": "facilitator", "at": 0} | told


def say(opened: Store, *changes: dict[str, object]) -> None:
    opened.write(lambda connection: registers_table.add(connection, changes)).result()


def test_a_repeated_change_is_stored_once_and_as_it_was_first(store: Store) -> None:
    first = change("a", status="done", note="å 👩‍🔧", due="")
    say(store, first, change("b", register="signals"))
    say(store, first | {"status": "planned"}, first | {"entry": "c"})
    (kept,) = store.read(lambda c: registers_table.changes(c, "commitments"))
    assert {name: kept[name] for name in first} == first
    assert len(store.read(registers_table.changes)) == 2
    known = store.read(lambda c: registers_table.known(c, [first["id"], str(uuid.uuid4())]))
    assert known == {first["id"]: ("commitments", "a")}


def test_forgetting_takes_along_what_was_said_of_a_persons_entries(store: Store) -> None:
    say(store, change("a", participant="PA"), change("b", participant="PB"), change("c"))
    store.write(lambda c: people_table.forget(c, "PA")).result()
    assert [one["entry"] for one in store.read(registers_table.changes)] == ["b", "c"]
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        say(store, change("d", participant="PA"))


def test_the_answers_to_some_items_come_from_all_rooms_with_whose_they_are(store: Store) -> None:
    add(store, row([1]), row([2], item="q2"), row([3], respondent="table:1"), row([4], exercise="E2"))
    found = store.read(lambda c: answers_table.of_items(c, [("E1", "q1")]))
    assert [(one["value"], one["respondent"], one["meeting"]) for one in found] == [
        ([1], "PA", "m"),
        ([3], "table:1", "m"),
    ]
    assert store.read(lambda c: answers_table.of_items(c, [])) == []
