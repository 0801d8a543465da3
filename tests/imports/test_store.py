"""Answers in the store: once, all or nothing, in a room that the server takes for a meeting that has ended."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from samhandling.content.reading import Content
from samhandling.imports import storing
from samhandling.server.live import LiveRoom
from samhandling.server.workshop import Workshop
from samhandling.store import Store
from samhandling.store import people as people_table
from samhandling.store import rooms as rooms_table
from tests.imports.files import QUESTIONS, csv_file, imported, mapping_file, stored

HEAD = "meeting: 2_business_collaboration\ndate: 2026-03-04\n"
ROWS = [["Kod", "Vilket steg?", "Varför?"], ["A", "Samsyn", "x"], ["B", "Samtal", ""], ["C", "", "y"]]


def _everything(store: Path) -> list[object]:
    """All rows but those of what a run itself makes anew."""
    with closing(sqlite3.connect(store)) as connection:
        tables = ("rooms", "moves", "participants", "memberships", "answers", "settings")
        return [connection.execute(f"select * from {table} order by 1, 2").fetchall() for table in tables]


def test_the_same_file_twice_adds_nothing(tmp_path: Path, content: Content) -> None:
    file, store = csv_file(tmp_path / "a.csv", ROWS), tmp_path / "answers.db"
    mapping = mapping_file(tmp_path, HEAD + QUESTIONS)
    first = imported([file], mapping, content, store=str(store))
    before = _everything(store)
    again = imported([file], mapping, content, store=str(store))
    assert first is not None
    assert again is not None
    assert (first.people, first.answers, first.repeated) == (3, 4, 0)
    assert (again.people, again.answers, again.repeated) == (0, 0, 4)
    assert again.rooms == first.rooms
    assert _everything(store) == before


def test_a_person_with_a_code_is_the_same_in_another_file(tmp_path: Path, content: Content) -> None:
    store = tmp_path / "answers.db"
    mapping = mapping_file(tmp_path, "respondent: Kod\n" + HEAD.replace("2026-03-04", "2026-05-06") + QUESTIONS)
    imported([csv_file(tmp_path / "a.csv", ROWS)], mapping, content, store=str(store))
    later = [["Kod", "Vilket steg?", "Varför?"], [" a ", "Samverkan", ""], ["D", "Samtal", ""]]
    done = imported([csv_file(tmp_path / "b.csv", later)], mapping, content, store=str(store))
    assert done is not None
    assert done.people == 1, "only D is new"
    of_a = {row["participant"] for row in stored(store) if row["value"] in (2, 3)}
    assert len(of_a) == 1


def test_without_a_code_every_row_is_someone(tmp_path: Path, content: Content) -> None:
    store = tmp_path / "answers.db"
    mapping = mapping_file(tmp_path, HEAD + QUESTIONS)
    files = [csv_file(tmp_path / name, [*ROWS, [name, "Samsyn", ""]]) for name in ("a.csv", "b.csv")]
    done = imported(files, mapping, content, store=str(store))
    assert done is not None
    assert done.people == 8


def test_all_or_nothing_when_the_store_gives_up_half_way(
    tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "answers.db"
    Store(str(store)).close()
    before = _everything(store)

    def fall(*_: object) -> None:
        raise OSError("the power went")

    monkeypatch.setattr(storing, "_row", fall)
    with pytest.raises(OSError, match="power"):
        imported(
            [csv_file(tmp_path / "a.csv", ROWS)], mapping_file(tmp_path, HEAD + QUESTIONS), content, store=str(store)
        )
    assert _everything(store) == before


def test_a_series_folder_is_as_it_was_when_the_store_gives_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = "meeting: {title: {sv: a, en: a}}\ndate: 2026-03-04\nquestions:\n"
    own += "  - {column: Kod, id: q, kind: text, label: {sv: a, en: b}}\n"
    file = csv_file(tmp_path / "a.csv", ROWS)
    mapping, to = mapping_file(tmp_path, own), tmp_path / "own"

    def fall(*_: object) -> None:
        raise OSError("the power went")

    with monkeypatch.context() as patch, pytest.raises(OSError, match="power"):
        patch.setattr(storing, "_row", fall)
        imported([file], mapping, to=to)
    assert not (to / "series.yaml").exists()


def test_the_server_takes_it_for_a_meeting_that_has_ended(tmp_path: Path, content: Content) -> None:
    store = tmp_path / "answers.db"
    imported([csv_file(tmp_path / "a.csv", ROWS)], mapping_file(tmp_path, HEAD + QUESTIONS), content, store=str(store))
    with closing(Store(str(store))) as opened:
        workshop = Workshop(content, opened)
        try:
            live: LiveRoom = next(iter(workshop.rooms.values()))
            assert live.code.startswith("IMPORT")
            assert live.room.ended_at is not None
            plan = live.room.plan_of("E10.2", 1)
            assert plan is not None
            assert set(live.room.of(plan.step).states) == {"revealed"}
            assert len(live.members) == 3
            assert live.simulated == 0
            assert "a.csv" in live.private
            assert live.describe("sv", "x", 0)["meeting"]
        finally:
            workshop.close()


def test_profiles_come_along_and_nobody_is_overwritten(tmp_path: Path, content: Content) -> None:
    rows = [
        ["Kod", "Aktör", "Kommun", "Vilket steg?", "Varför?"],
        ["A", "Näringsliv", "Lund", "Samsyn", ""],
        ["A", "", "", "Samtal", ""],
    ]
    store = tmp_path / "answers.db"
    text = "respondent: Kod\nactor_type: {column: Aktör}\nmunicipality: {column: Kommun}\n" + HEAD + QUESTIONS
    done = imported([csv_file(tmp_path / "a.csv", rows)], mapping_file(tmp_path, text), content, store=str(store))
    assert done is not None
    with closing(Store(str(store), read_only=True)) as opened:
        people = opened.read(people_table.everyone)
        rooms = opened.read(rooms_table.all_rooms)
    assert [(one["actor_type"], one["municipality"], one["simulated"]) for one in people] == [
        ("business", "1281", False)
    ]
    assert [room["meeting"] for room in rooms] == ["2_business_collaboration"]
    assert [row["value"] for row in stored(store)] == [2, 1], "the newest of the two is the current one"
