"""Every exercise can be played to its end: asked, answered at every level, shown, and followed up."""

import random
import uuid
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import httpx
import pytest

from samhandling.content.exercise import Exercise
from samhandling.content.kinds import Votes
from samhandling.content.reading import Content
from samhandling.content.simulated import SIMULATED, votes
from tests.conftest import ROOT, Participant, played_series
from tests.server.light import Light

IDS = sorted(path.stem for path in (ROOT / "exercises").glob("[EP]*.yaml"))
PEOPLE, TABLES = 8, 2
UNSHARED = "§¤§"
"""What everyone writes where the words are for nobody else in the room."""


class Played:
    """A room that plays exercises on demand, each once; the answers go over HTTP, as those of browsers do."""

    def __init__(self, server: Light) -> None:
        self.server = server
        self.content = server.content
        self.leader = server.facilitator()
        self.people = self._people()
        self.done: dict[str, dict[str, set[str]]] = {}

    def _people(self) -> list[Participant]:
        types = [one.id for one in self.content.series.actor_types]
        return [
            self.server.join(actor_type=types[number % 2], municipality="Malmö", table=1 + number % TABLES)
            for number in range(PEOPLE)
        ]

    @cached_property
    def steps(self) -> dict[str, Any]:
        """The first step with each exercise: the agenda's, else the one that can be brought in."""
        agenda = self.leader.get("/api/agenda").json()
        every = [*agenda["steps"], *agenda["extra"]]
        return {one["exercise"]: one for one in reversed(every) if one["exercise"]}

    def steer(self, **moves: Any) -> None:
        response = self.leader.post("/api/room", json=moves)
        assert response.status_code == 200, response.text

    def play(self, id: str) -> dict[str, set[str]]:
        """The items that were answered at each level; at the end every phase has been shown."""
        if id not in self.done:
            self.done[id] = {}
            exercise, rng = self.content.exercises[id], random.Random(id)
            for number, phase in enumerate(exercise.phases):
                self.steer(step=self.steps[id]["step"], phase=number, state="open")
                for client in self._clients(phase.level):
                    answered = self._answer(client, exercise, number, rng)
                    self.done[id].setdefault(phase.level, set()).update(answered)
                self.steer(state="closed")
                self.steer(state="revealed")
        return self.done[id]

    def _clients(self, level: str) -> list[httpx.Client]:
        """Who answers: everyone, one of each table, or the facilitator for the room."""
        each = {"individual": self.people, "table": self.people[:TABLES]}
        return [one.client for one in each[level]] if level in each else [self.leader]

    def _answer(self, client: httpx.Client, exercise: Exercise, phase: int, rng: random.Random) -> list[str]:
        level, round_ = exercise.phases[phase].level, self.steps[exercise.id]["round"]
        given = [
            {"id": str(uuid.uuid4()), "exercise": exercise.id, "item": item.id, "value": value, "level": level,
             "round": round_}
            for item in exercise.items_of(phase)
            if (value := self._value(client, exercise.id, item, rng)) not in (None, "", [], {})
        ]  # fmt: skip
        told = client.post("/api/answers", json={"answers": given}).json()
        assert (told["rejected"], told["late"]) == ([], [])
        assert set(told["saved"]) == {one["id"] for one in given}
        return [one["item"] for one in given]

    def _value(self, client: httpx.Client, exercise: str, item: Any, rng: random.Random) -> Any:
        if isinstance(item, Votes) and item.on:
            notes = client.get(f"/api/notes/{exercise}").json()["notes"]
            return votes(item, rng, 0.5, [note["id"] for note in notes if note["item"] in item.on])
        value = SIMULATED[item.kind](item, rng, 0.5)
        return value if getattr(item, "shared", True) else unshared(value)


def unshared(value: Any) -> Any:
    """An answer with other words, which can be looked for."""
    match value:
        case str():
            return UNSHARED if value.startswith("Övning:") else value
        case list():
            return [unshared(one) for one in value]
        case dict():
            return {name: unshared(one) for name, one in value.items()}
        case _:
            return value


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """One room for all exercises."""
    server = Light(tmp_path_factory.mktemp("every"), Content.read(played_series()))
    server.start()
    yield Played(server)
    server.stop()


@pytest.mark.parametrize("id", IDS)
def test_an_exercise_can_be_played_to_its_end(played: Played, id: str) -> None:
    exercise = played.content.exercises[id]
    answered = played.play(id)
    asked: dict[str, set[str]] = {}
    for number, phase in enumerate(exercise.phases):
        asked.setdefault(phase.level, set()).update(item.id for item in exercise.items_of(number))
    assert answered == asked, "everything that is asked can be answered"

    phone = played.people[-1].client
    for client in (played.leader, phone):
        for level, items in answered.items():
            response = client.get(f"/api/results/{id}", params={"level": level, "round": played.steps[id]["round"]})
            assert response.status_code == 200, response.text
            results = response.json()
            people = {"individual": PEOPLE, "table": TABLES, "plenary": 1}[level]
            assert (results["level"], results["state"], results["n"]) == (level, "revealed", people)
            told = {one["item"]: one for one in results["items"]}
            for item in items:
                assert told[item]["n"] + told[item]["unknown"] == people, item
                assert told[item]["n"] > 0, item
                assert told[item]["sentence"].strip(), item
            if client is phone:
                assert UNSHARED not in response.text
            assert not [one.id for one in played.people if one.id in response.text], "nobody is named"


def test_what_is_written_for_oneself_stays_there(played: Played) -> None:
    writing = next(
        exercise
        for exercise in played.content.exercises.values()
        if any(not getattr(item, "shared", True) for item in exercise.items_of(0))
        and exercise.phases[0].level == "individual"
    )
    played.play(writing.id)
    mine = played.people[0].client.get("/api/answers/mine").text
    assert UNSHARED in mine, "one’s own words come back"
    shown = played.leader.get(f"/api/results/{writing.id}", params={"level": "individual"}).text
    assert UNSHARED in shown, "the facilitator may read them"


@pytest.mark.parametrize(("split", "language"), [("actor_type", "sv"), ("table", "en")])
def test_all_of_it_is_followed_up(played: Played, split: str, language: str) -> None:
    levels = {(id, level) for id in IDS for level in played.play(id)}
    response = played.leader.get("/api/follow-up", params={"split": split, "lang": language})
    assert response.status_code == 200, response.text
    sections = response.json()["sections"]
    assert {(one["exercise"], one["level"]) for one in sections if one["exercise"]} >= levels
    for block in (block for section in sections for block in section["blocks"]):
        assert block["title"] and block["sentence"], block["id"]
        assert block["figure"] is not None or block["table"]["rows"], block["id"]
    assert UNSHARED not in response.text
    assert not [one.id for one in played.people if one.id in response.text]


def test_all_of_it_can_be_taken_home(played: Played) -> None:
    for id in IDS:
        played.play(id)
    for name in ("answers.csv", "answers.xlsx"):
        assert played.leader.get(f"/api/export/{name}").status_code == 200
    own = played.people[0].client.get("/api/answers/mine/file")
    assert own.status_code == 200
    answered = [played.content.exercises[id] for id in IDS if "individual" in played.play(id)]
    assert not [one.id for one in answered if one.title.sv not in own.text]
