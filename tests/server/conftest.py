"""One real server for all tests of the API, with a meeting of its own for each of them."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from samhandling.content.reading import Content
from tests.conftest import Participant, Serving, played_series
from tests.server.light import MEETING, Light, quick_client

STEPS = {"E1.5": "before", "E10.2": "where-we-stand", "E10.1": "staircase", "E1.2": "obstacles", "E9.1": "four-p",
         "E10.3": "commitments", "E1.6": "closing"}  # fmt: skip
"""The steps of the meeting with exercises, by exercise."""


class Meeting(Serving):
    """A meeting on a server that runs already: its room, its facilitator, its participants."""

    def __init__(self, host: Serving, opened: dict[str, str]) -> None:
        super().__init__(host.folder)
        self.process = host.process
        self.ready = {
            "url": host.url,
            "join_code": opened["code"],
            "pin": opened["pin"],
            "facilitator_url": opened["url"],
        }
        self.steering = self.client()
        assert self.steering.get(opened["url"]).status_code == 302

    def client(self) -> httpx.Client:
        return quick_client(self.url)

    def steer(self, **moves: Any) -> dict[str, Any]:
        """Move the room; the room as it is then."""
        response = self.steering.post("/api/room", json=moves)
        assert response.status_code == 200, response.text
        room: dict[str, Any] = response.json()
        return room

    def open(self, exercise: str, phase: int = 0) -> None:
        """Open a phase of an exercise."""
        self.steer(step=STEPS[exercise], phase=phase, state="open")

    def results(self, exercise: str, client: httpx.Client | None = None, **query: Any) -> dict[str, Any]:
        """The group's picture, as the facilitator or another client gets it."""
        response = (client or self.steering).get(f"/api/results/{exercise}", params=query)
        assert response.status_code == 200, response.text
        found: dict[str, Any] = response.json()
        return found

    def progress(self) -> dict[str, Any]:
        """The counts that the facilitator sees."""
        found: dict[str, Any] = self.steering.get("/api/progress").json()
        return found

    def people(self, number: int, **profile: Any) -> list[Participant]:
        """So many participants who have joined."""
        return [self.join(**profile) for _ in range(number)]


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """One server for all."""
    one = Serving(tmp_path_factory.mktemp("house")).start()
    yield one
    one.stop()


@pytest.fixture(scope="session")
def host(house: Serving) -> httpx.Client:
    """The facilitator of the server's first room, who can open others."""
    return house.facilitator()


@pytest.fixture
def meeting(house: Serving, host: httpx.Client) -> Iterator[Meeting]:
    """A meeting of one's own on the server."""
    response = host.post("/api/rooms", json={"meeting": MEETING})
    assert response.status_code == 201, response.text
    before = len(house.said())
    yield Meeting(house, response.json())
    print(f"--- the server said ---\n{house.said()[before:][-4000:]}")


@pytest.fixture(scope="session")
def content() -> Content:
    """The series that tests play."""
    return Content.read(played_series())


@pytest.fixture
def light(tmp_path: Path, content: Content) -> Iterator[Callable[[], Light]]:
    """Start servers of the API in this process; all on the same store, one after another."""
    started: list[Light] = []

    def begin() -> Light:
        for one in started:
            one.stop()
        started.append(Light(tmp_path, content))
        return started[-1].start()

    yield begin
    for one in started:
        one.stop()
