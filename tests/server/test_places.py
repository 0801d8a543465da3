"""How many are expected: who may say it, that it is kept, and that the facilitators hear how far it has come."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from samhandling.server.places import EXPECTED, PAUSE
from tests.conftest import Serving
from tests.server.listening import Listener
from tests.server.test_voila import SLIDER, write

OTHER = "1_local_needs"


@pytest.fixture
def with_sliders(own_series: Path) -> Path:
    """A series with sliders in a meeting that is not the one a server opens."""
    for language in ("sv", "en"):
        write(own_series.parent / "sessions" / language / f"{OTHER}.ipynb", "# Utforska", SLIDER)
    return own_series


def pool(leader: httpx.Client) -> dict[str, Any]:
    found: dict[str, Any] = leader.get("/api/pool").json()
    return found


def expect(leader: httpx.Client, expected: Any) -> httpx.Response:
    return leader.post("/api/pool", json={"expected": expected})


def until(leader: httpx.Client, when: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """The pool's state, as soon as it is so."""
    deadline = time.monotonic() + 60
    while not when(told := pool(leader)):
        assert time.monotonic() < deadline, told
        time.sleep(0.05)
    return told


def test_the_number_is_the_facilitators_to_say_within_bounds(start: Callable[..., Serving]) -> None:
    serving = start("--pool", "0")
    leader, phone = serving.facilitator(), serving.join().client
    assert pool(leader)["wanted"] == 0
    assert serving.client().get("/api/pool").status_code == 401
    assert phone.get("/api/pool").status_code == 403 and expect(phone, 5).status_code == 403
    for wrong in (-1, 2001, 1.5, "många", None, [3]):
        refused = expect(leader, wrong)
        assert refused.status_code == 422 and refused.json()["error"] == "malformed", wrong
    assert leader.post("/api/pool", json={}).status_code == 422
    assert pool(leader)["wanted"] == 0
    for right in (2000, 0):
        assert expect(leader, right).json()["wanted"] == pool(leader)["wanted"] == right


def test_the_number_outlives_the_server_and_the_command_line_wins_for_one_start(start: Callable[..., Serving]) -> None:
    serving = start()

    def again(*options: str) -> int:
        serving.stop()
        serving.options = options
        wanted: int = pool(serving.start().facilitator())["wanted"]
        return wanted

    leader = serving.facilitator()
    assert pool(leader)["wanted"] == EXPECTED
    assert expect(leader, 3).status_code == 200
    assert [again(), again("--pool", "1"), again()] == [3, 1, 3]


def test_facilitators_hear_how_far_it_has_come_and_not_too_often(start: Callable[..., Serving]) -> None:
    serving = start("--pool", "0")
    leader, person = serving.facilitator(), serving.join()
    with Listener(leader) as cockpit, Listener(person.client) as phone:
        assert cockpit.wait("pool").data == pool(leader), "the present state comes at once"
        before, begun = cockpit.names.count("pool"), time.monotonic()
        for number in range(1, 31):
            expect(leader, number)
        cockpit.wait("pool", lambda told: told["wanted"] == 30)
        heard, seconds = cockpit.names.count("pool") - before, time.monotonic() - begun
        assert heard <= seconds / PAUSE + 2, f"{heard} times in {seconds:.2f} s"
        cockpit.wait("pool", lambda told: told["wanted"] == told["ready"] == 30, seconds=60)
        leader.post("/api/room", json={"step": "check-in"})
        phone.wait("room", lambda room: room["step"] == "check-in")
        assert "pool" not in phone.names
    with Listener(leader, last=next(one.id for one in cockpit.events if one.name == "pool" and one.id)) as back:
        leader.post("/api/room", json={"step": "before"})
        back.wait("room", lambda room: room["step"] == "before")
        heard_again = {one.data["ready"] for one in back.events if one.name == "pool"}
        assert heard_again == {30}, "the state as it is, and nothing of what has been"


def test_another_meeting_has_places_too(start: Callable[..., Serving], with_sliders: Path) -> None:
    serving = start("--pool", "2", series=with_sliders)
    leader = serving.facilitator()
    told = until(leader, lambda told: told["ready"] == 2)
    assert (told["kernels"], told["most"]) == (0, None), "no page of the first meeting needs a kernel"
    assert leader.post("/api/rooms", json={"meeting": OTHER}).status_code == 201
    # two in each language
    told = until(leader, lambda told: told["ready"] == 2 and told["kernels"] == 4)
    assert told["most"] >= 2
    expect(leader, 0)
    until(leader, lambda told: told["kernels"] == 0)
