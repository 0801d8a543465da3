"""Rehearsal: simulated people join and answer like real ones, and are never taken for them."""

import asyncio
import csv
import io
import time
from collections.abc import Callable, Iterator

import httpx
import pytest

from samhandling.server.exports import export_bytes
from samhandling.server.rehearsal import Rehearsal
from tests.conftest import Serving
from tests.server.light import Light

PEOPLE = 12


async def at_once(_: float) -> None:
    await asyncio.sleep(0.005)


@pytest.fixture
def rehearsed(light: Callable[[], Light]) -> Iterator[tuple[Light, httpx.Client]]:
    """A server with simulated people who do not take their time, and its facilitator."""
    server = light()
    rehearsal = Rehearsal(server.workshop, people=PEOPLE, seed=1, sleep=at_once)
    server.call(rehearsal.start)
    yield server, server.facilitator()
    if server.thread.is_alive():
        server.call(rehearsal.stop)


def until(client: httpx.Client, path: str, when: Callable[[dict], bool]) -> dict:  # type: ignore[type-arg]
    deadline = time.monotonic() + 30
    while not when(told := client.get(path).json()):
        assert time.monotonic() < deadline, told
        time.sleep(0.05)
    return told  # type: ignore[no-any-return]


def test_they_join_and_are_labelled_everywhere(rehearsed: tuple[Light, httpx.Client]) -> None:
    server, leader = rehearsed
    room = until(leader, "/api/room", lambda room: room["joined"] == PEOPLE)
    assert room["simulated"] == PEOPLE
    person = server.join()
    room = person.client.get("/api/room").json()
    assert (room["joined"], room["simulated"], room["me"]["simulated"]) == (PEOPLE + 1, PEOPLE, False)
    assert server.client().get(f"/api/rooms/{server.code}").json()["simulated"] == PEOPLE
    progress = leader.get("/api/progress").json()
    assert progress["simulated"] == PEOPLE
    sitting = [one["simulated"] for table in progress["tables"] for one in table["people"]]
    assert sorted(sitting) == [False] + [True] * PEOPLE
    types = {one["id"] for one in progress["actor_types"]}
    assert len(types) > 2


def test_they_answer_what_is_opened_and_stop_when_it_closes(rehearsed: tuple[Light, httpx.Client]) -> None:
    _, leader = rehearsed
    until(leader, "/api/room", lambda room: room["joined"] == PEOPLE)
    leader.post("/api/room", json={"step": "where-we-stand", "state": "open"})
    until(leader, "/api/progress", lambda told: told["items"][0]["n"] == PEOPLE and told["done"] > PEOPLE / 2)
    leader.post("/api/room", json={"state": "revealed"})
    results = leader.get("/api/results/E10.2").json()
    assert (results["n"], results["simulated"], results["late"]) == (PEOPLE, PEOPLE, 0)
    leader.post("/api/room", json={"reset": True})
    leader.post("/api/room", json={"state": "open"})
    until(leader, "/api/progress", lambda told: told["items"][0]["n"] == PEOPLE)


def test_they_take_part_in_a_whole_exercise(rehearsed: tuple[Light, httpx.Client]) -> None:
    server, leader = rehearsed
    until(leader, "/api/room", lambda room: room["joined"] == PEOPLE)
    mine = server.join(table=1)
    leader.post("/api/room", json={"step": "obstacles", "phase": 0, "state": "open"})
    tables = {table["table"] for table in leader.get("/api/progress").json()["tables"]}
    until(leader, "/api/progress", lambda told: told["items"][0]["n"] == len(tables) - 1)
    assert mine.mine() == {}, "a table with a real person answers for itself"
    leader.post("/api/room", json={"phase": 1, "state": "open"})
    until(leader, "/api/progress", lambda told: told["items"][0]["n"] == PEOPLE)
    leader.post("/api/room", json={"state": "revealed"})
    dots = leader.get("/api/results/E1.2", params={"level": "individual"}).json()["items"][0]
    assert sum(note["dots"] for note in dots["notes"]) > PEOPLE
    leader.post("/api/room", json={"phase": 2, "state": "open"})
    time.sleep(0.3)
    assert leader.get("/api/progress").json()["items"][0]["n"] == 0, "nobody speaks for the room"


def test_they_are_in_an_export_only_when_asked_for(rehearsed: tuple[Light, httpx.Client]) -> None:
    server, leader = rehearsed
    until(leader, "/api/room", lambda room: room["joined"] == PEOPLE)
    person = server.join()
    leader.post("/api/room", json={"step": "where-we-stand", "state": "open"})
    person.answer("E10.2", "step", 4)
    until(leader, "/api/progress", lambda told: told["items"][0]["n"] == PEOPLE + 1)

    def rows(**query: str) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(leader.get("/api/export/answers.csv", params=query).text)))

    assert [(row["participant"], row["simulated"], row["value"]) for row in rows()] == [(person.id, "false", "4")]
    everyone = rows(simulated="1")
    assert {row["participant"] for row in everyone if row["simulated"] == "false"} == {person.id}
    assert len({row["participant"] for row in everyone}) == PEOPLE + 1
    book = server.run(export_bytes(server.workshop, server.live, "answers.xlsx", excel=False, simulated=False))
    assert book.startswith(b"PK")


def test_they_come_back_as_the_same_people_after_a_restart(
    light: Callable[[], Light], rehearsed: tuple[Light, httpx.Client]
) -> None:
    server, leader = rehearsed
    until(leader, "/api/room", lambda room: room["joined"] == PEOPLE)
    before = set(server.live.members)
    again = light()
    rehearsal = Rehearsal(again.workshop, people=PEOPLE, seed=2, sleep=at_once)
    again.call(rehearsal.start)
    time.sleep(0.3)
    again.call(rehearsal.stop)
    assert set(again.live.members) == before
    assert again.live.simulated == PEOPLE


def test_a_real_server_with_demo_fills_the_room(start: Callable[..., Serving]) -> None:
    serving = start("--demo", "--pin", "47 11 00")
    assert serving.ready["pin"] == "471100", "as it can be typed"
    leader = serving.facilitator()
    until(leader, "/api/room", lambda room: room["simulated"] >= 20)
    leader.post("/api/room", json={"step": "where-we-stand", "state": "open"})
    until(leader, "/api/progress", lambda told: told["items"][0]["n"] >= 3)
    assert "övning / rehearsal" in serving.said()
    assert leader.get("/api/export/answers.csv").text.count("\n") == 1, "the heading alone"
    assert "Traceback" not in serving.said()
