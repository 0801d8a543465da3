"""Codings are added and never changed; the newest of an item holds, and a store from before has none."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from samhandling.store import Store
from samhandling.store import codings as codings_table
from samhandling.store.store import MIGRATIONS
from tests.store.test_store import store

__all__ = ["store"]


def coding(at: int, item: str = "q", **more: object) -> dict[str, object]:
    themes = {"themes": [{"id": "å 👩‍🔧", "n": at}]}
    return {"exercise": "E1", "item": item, "room": "KLIPPA", "by": "facilitator", "at": at, "coding": themes} | more


def keep(opened: Store, *rows: dict[str, object]) -> None:
    for row in rows:
        opened.write(lambda c, row=row: codings_table.add(c, row)).result()


def test_the_newest_of_an_item_holds_and_all_are_kept(store: Store) -> None:
    assert store.read(lambda c: codings_table.newest(c, "E1", "q")) is None
    keep(store, coding(2), coding(1), coding(3, item="other"), coding(4, exercise="E2"))
    found = store.read(lambda c: codings_table.newest(c, "E1", "q"))
    assert found is not None and found["at"] == 1 and found["coding"] == coding(1)["coding"]
    assert [one["at"] for one in store.read(lambda c: codings_table.history(c, "E1", "q"))] == [2, 1]


def test_a_coding_belongs_to_a_meeting_that_is_there(store: Store) -> None:
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        keep(store, coding(1, room="NOSUCH"))


def test_a_store_from_before_gets_the_table_and_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "answers.db"
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
    engine.dispose()
    with closing(sqlite3.connect(path)) as file:
        file.execute("INSERT INTO rooms (code, meeting, pin, key, created_at) VALUES ('KLIPPA', 'm', '1', 'k', 1)")
        file.commit()
    with closing(Store(str(path))) as opened:
        keep(opened, coding(1))
    with closing(Store(str(path), read_only=True)) as opened:
        assert opened.read(lambda c: codings_table.newest(c, "E1", "q"))["at"] == 1
