"""Answers that come at the same time are written together, and each is judged as if it had come alone."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from samhandling.server.intake import MOST, Fate, Intake
from samhandling.store import Store, StoreError
from samhandling.store import answers as answers_table
from tests.store.test_store import add_room, row

NEW, KNOWN = Fate(new=True, late=False), Fate(new=False, late=False)


@pytest.fixture
def store(tmp_path: Path):
    opened = Store(str(tmp_path / "answers.db"))
    opened.write(add_room).result()
    yield opened
    opened.close()


def together(store: Store, *requests: list[dict[str, Any]]) -> list[Any]:
    """What becomes of requests that come at the same instant."""

    async def come() -> list[Any]:
        intake = Intake(store)
        return await asyncio.gather(*map(intake.take, requests), return_exceptions=True)

    return asyncio.run(come())


def test_all_who_come_at_once_share_commits(store: Store) -> None:
    commits = []
    sa.event.listen(store.engine, "commit", commits.append)
    rows = [row(number, item=f"q{number}") for number in range(MOST + 200)]
    assert together(store, *([one] for one in rows)) == [[NEW]] * len(rows)
    assert len(commits) == 2, "one batch of the greatest size, and one of the rest"
    assert [one["id"] for one in store.read(answers_table.newest)] == [one["id"] for one in rows]


def test_each_request_hears_of_its_own_answers(store: Store) -> None:
    first, second, third = row(1), row(2, item="q2"), row(3, item="q3")
    foreign = first | {"value": 4}
    fates = together(store, [first, second], [first], [foreign, third], [second | {"late": True}])
    assert fates == [[NEW, NEW], [KNOWN], [None, NEW], [KNOWN]]
    assert [one["value"] for one in store.read(answers_table.newest)] == [1, 2, 3]


def test_one_who_is_not_in_the_store_takes_nobody_else_s_answers_along(store: Store) -> None:
    gone = row(2, item="q2", participant="deleted meanwhile", respondent="deleted meanwhile")
    before, refused, after = together(store, [row(1)], [gone], [row(3, item="q3")])
    assert (before, after) == ([NEW], [NEW])
    assert isinstance(refused, sa.exc.IntegrityError)
    assert [one["value"] for one in store.read(answers_table.newest)] == [1, 3]


def test_one_who_gives_up_waiting_stops_nobody_else(store: Store) -> None:
    async def come() -> list[Any]:
        intake = Intake(store)
        impatient = asyncio.create_task(intake.take([row(1)]))
        patient = asyncio.create_task(intake.take([row(2, item="q2")]))
        await asyncio.sleep(0)
        impatient.cancel()
        return [await patient, await intake.take([row(3, item="q3")])]

    assert asyncio.run(come()) == [[NEW], [NEW]]


def test_nobody_is_told_that_anything_is_saved_when_the_store_fails(store: Store) -> None:
    store.close()
    assert [type(one) for one in together(store, [row(1)], [row(2)])] == [StoreError, StoreError]
