"""The store keeps its promise: what was acknowledged is there, and nothing is half-written."""

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import uuid
from concurrent.futures import wait
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext

from samhandling.store import Store, StoreError
from samhandling.store import answers as answers_table
from samhandling.store import people as people_table
from samhandling.store import rooms as rooms_table
from samhandling.store.schema import answers, metadata
from samhandling.store.store import MIGRATIONS


@pytest.fixture
def store(tmp_path: Path):
    opened = Store(str(tmp_path / "answers.db"))
    opened.write(add_room).result()
    yield opened
    opened.close()


def add_room(connection: sa.Connection) -> None:
    room = {"code": "KLIPPA", "meeting": "m", "pin": "1", "key": "k", "created_at": 0}
    rooms_table.add(connection, room)
    for name in ("PA", "PB"):
        person = {"id": name, "resume": f"R-{name}", "language": "sv", "created_at": 0, "joined_at": 0}
        people_table.add(connection, person)
        people_table.enter(connection, "KLIPPA", name, 1, 0)


def row(value: object, respondent: str = "PA", item: str = "q1", **more: object) -> dict[str, object]:
    return {
        "id": str(uuid.uuid4()), "room": "KLIPPA", "participant": "PA", "respondent": respondent, "exercise": "E1",
        "exercise_version": 1, "item": item, "round": 1, "level": "individual", "run": 0, "value": value,
        "received_at": 0, "late": False, "counted": True,
    } | more  # fmt: skip


def add(store: Store, *rows: dict[str, object]) -> None:
    store.write(lambda connection: answers_table.add(connection, rows)).result()


def test_the_newest_answer_is_the_current_one_and_repeats_change_nothing(store: Store) -> None:
    first, second = row(1), row(2)
    add(store, first)
    add(store, second)
    add(store, first, second)
    found = store.read(answers_table.newest)
    assert [(one["value"], one["id"]) for one in found] == [(2, second["id"])]
    assert store.read(lambda c: c.scalar(sa.select(sa.func.count()).select_from(answers))) == 2


@pytest.mark.parametrize("value", [None, "å 👩‍🔧 שלום", 0, ["a"], {"r": 1}, [{"id": "c1", "text": "<b>"}], ""])
def test_any_value_comes_back_as_it_was(store: Store, value: object) -> None:
    add(store, row(value))
    assert store.read(answers_table.newest)[0]["value"] == value


def test_a_failing_job_takes_no_other_with_it(store: Store) -> None:
    def fail(connection: sa.Connection) -> None:
        answers_table.add(connection, [row(99)])
        raise RuntimeError("no")

    futures = [
        store.write(lambda c: answers_table.add(c, [row(1, item="a")])),
        store.write(fail),
        store.write(lambda c: answers_table.add(c, [row(2, item="b")])),
    ]
    wait(futures)
    with pytest.raises(RuntimeError, match="no"):
        futures[1].result()
    assert sorted(one["value"] for one in store.read(answers_table.newest)) == [1, 2]


def test_a_full_disk_refuses_and_loses_nothing(store: Store) -> None:
    add(store, row("kept"))
    pages = store.read(lambda c: c.exec_driver_sql("PRAGMA page_count").scalar())
    sa.event.listen(store.engine, "begin", lambda c: c.connection.execute(f"PRAGMA max_page_count = {pages}"))
    with pytest.raises(StoreError) as refused:
        for number in range(200):
            add(store, row("x" * 1000, item=f"i{number}"))
    assert refused.value.reason == "store_full"
    assert store.failure is refused.value
    saved = [one["value"] for one in store.read(answers_table.newest)]
    assert "kept" in saved
    sa.event.listen(store.engine, "begin", lambda c: c.connection.execute("PRAGMA max_page_count = 1000000"))
    add(store, row("after", item="later"))
    assert store.failure is None


def test_what_was_acknowledged_survives_kill_9(tmp_path: Path) -> None:
    path = tmp_path / "answers.db"
    writer = textwrap.dedent(
        """
        import sys, uuid
        sys.path.insert(0, sys.argv[2])
        from test_store import add_room, row
        from samhandling.store import Store, answers as answers_table
        store = Store(sys.argv[1])
        store.write(add_room).result()
        print("ready", flush=True)
        number = 0
        while True:
            rows = [row(number, item=f"i{number}")]
            store.write(lambda c: answers_table.add(c, rows)).result()
            print(number, flush=True)
            number += 1
        """
    )
    process = subprocess.Popen(
        [sys.executable, "-c", writer, str(path), str(Path(__file__).parent)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    acknowledged = -1
    for line in process.stdout:
        if line.strip().isdigit():
            acknowledged = int(line)
        if acknowledged >= 40:
            os.kill(process.pid, signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
            break
    rest = process.stdout.read().split()
    process.wait()
    acknowledged = max([acknowledged, *(int(one) for one in rest if one.isdigit())])
    again = Store(str(path))
    found = {one["value"] for one in again.read(answers_table.newest)}
    again.close()
    assert set(range(acknowledged + 1)) <= found
    assert len(found) <= acknowledged + 2


def test_a_second_server_on_the_same_store_is_refused(store: Store) -> None:
    with pytest.raises(StoreError) as refused:
        Store(str(store.path))
    assert refused.value.reason == "store_in_use"
    reader = Store(str(store.path), read_only=True)
    reader.close()


def test_a_damaged_store_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "answers.db"
    path.write_bytes(b"this is no database" * 400)
    before = path.read_bytes()
    with pytest.raises(StoreError) as refused:
        Store(str(path))
    assert refused.value.reason == "store_corrupt"
    assert path.read_bytes() == before


def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError) as refused:
        Store(str(tmp_path / "file" / "answers.db"))
    assert refused.value.reason == "store_unwritable"


def test_a_store_from_a_newer_version_is_refused(store: Store, tmp_path: Path) -> None:
    store.write(lambda c: c.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")).result()
    store.close()
    with pytest.raises(StoreError) as refused:
        Store(str(store.path))
    assert refused.value.reason == "store_newer"


def test_a_store_from_an_older_version_can_be_read_and_nothing_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "answers.db"
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with closing(sqlite3.connect(path)) as file:
        engine = sa.create_engine(f"sqlite:///{path}")
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "0001")
        engine.dispose()
        file.execute("INSERT INTO rooms (code, meeting, pin, key, created_at) VALUES ('EK', 'm', '1', 'k', 1)")
        file.execute(
            "INSERT INTO participants (id, resume, language, created_at, joined_at) VALUES ('PA', 'r', 'sv', 1, 1)"
        )
        file.execute(
            "INSERT INTO answers (id, room, participant, respondent, exercise, exercise_version, item, round, level,"
            " run, value, received_at, late, counted) VALUES"
            " (?, 'EK', 'PA', 'PA', 'E1', 1, 'one', 1, 'individual', 0, '3', 1, 0, 1)",
            (uuid.uuid4().hex,),
        )
        file.commit()
    with closing(Store(str(path), read_only=True)) as opened:
        found = opened.read(answers_table.newest)
    assert [(one["participant"], one["value"], one["paper"]) for one in found] == [("PA", 3, False)]
    with closing(Store(str(path), read_only=True)) as opened:
        assert opened.read(people_table.everyone)[0]["paper"] is False


def test_the_migrations_make_the_tables_of_the_schema(store: Store) -> None:
    def differences(connection: sa.Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return compare_metadata(context, metadata)

    assert store.read(differences) == []


def test_forgetting_a_person_deletes_what_is_theirs_alone(store: Store) -> None:
    add(store, row("mine"), row("ours", respondent="table:1", level="table"), row("yours", "PB", participant="PB"))
    assert store.write(lambda c: people_table.forget(c, "PA")).result() == 1
    left = {one["value"]: one["participant"] for one in store.read(answers_table.newest)}
    assert left == {"ours": None, "yours": "PB"}
    assert [one["participant"] for one in store.read(answers_table.members)] == ["PB"]


def test_a_setting_is_what_it_was_first_until_it_is_given_another_value(store: Store) -> None:
    def read(default: str) -> str:
        return store.write(lambda c: rooms_table.setting(c, "expected", default)).result()

    assert (read("40"), read("50")) == ("40", "40")
    for value in ("12", "0"):
        store.write(lambda c, value=value: rooms_table.keep_setting(c, "expected", value)).result()
        assert read("40") == value
    store.write(lambda c: rooms_table.keep_setting(c, "other", "first")).result()
    assert store.write(lambda c: rooms_table.setting(c, "other", "")).result() == "first"
    assert read("40") == "0"


def test_closing_finishes_what_was_asked_for(tmp_path: Path) -> None:
    opened = Store(str(tmp_path / "a.db"))
    opened.write(add_room).result()
    futures = [opened.write(lambda c, n=n: answers_table.add(c, [row(n, item=f"i{n}")])) for n in range(300)]
    opened.close()
    assert all(future.done() and future.exception() is None for future in futures)
    with pytest.raises(StoreError):
        opened.write(add_room).result()
