"""Power cuts and Ctrl-C: everything is as it was, and nothing is left behind."""

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import psutil
import pytest
from filelock import FileLock, Timeout

from samhandling.store import Store
from samhandling.store import answers as answers_table
from tests.conftest import Serving
from tests.server.light import Light
from tests.server.listening import Listener


def state(client: httpx.Client) -> dict[str, object]:
    room = client.get("/api/room").json()
    return {name: room[name] for name in ("code", "step", "phase", "state", "run", "steps", "spotlight", "joined")}


def is_locked(store: Path) -> bool:
    lock = FileLock(f"{store}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    lock.release()
    return False


def test_after_a_power_cut_everything_is_as_it_was(start: Callable[..., Serving]) -> None:
    serving = start()
    leader, one, mate = serving.facilitator(), serving.join(table=1, actor_type="region"), serving.join(table=1)
    leader.post("/api/room", json={"step": "where-we-stand", "state": "open"})
    one.answer("E10.2", "step", 1)
    leader.post("/api/room", json={"state": "revealed"})
    leader.post("/api/room", json={"step": "staircase", "phase": 1, "state": "open", "spotlight": "q2"})
    one.answer("E10.1", "q1", 4, level="table")
    mate.client.post("/api/presence", json={"done": True})
    leader.post("/api/private", json={"text": "Kaffe kl. 10"})
    leader.post("/api/notes", json={"exercise": "E1.2", "note": "abcd", "hidden": True})
    before = state(leader)
    done = leader.get("/api/progress").json()["done"]
    address, ready = serving.url, serving.ready
    with Listener(one.client, tab="phone") as phone:
        old = phone.wait("room").data["server"]
        serving.kill()
        assert phone.ended.wait(20)
    # what was being written at the very end is in the log beside the store
    serving.start()
    assert serving.url == address
    assert serving.ready == ready, "the same code, PIN and links as before"
    assert state(leader) == before
    assert leader.get("/api/progress").json()["done"] == done
    assert leader.get("/api/private").json() == {"text": "Kaffe kl. 10"}
    assert one.mine() == {("E10.2", "step", "individual"): 1, ("E10.1", "q1", "table"): 4}
    assert mate.mine() == {("E10.1", "q1", "table"): 4}
    me = one.client.get("/api/room").json()["me"]
    assert (me["participant"], me["table"], me["actor_type"]["id"]) == (one.id, 1, "region")
    with Listener(one.client, last=f"{old}-1", tab="phone") as phone:
        assert phone.wait("room").data["server"] != old, "by which a browser knows to fetch everything"
    assert mate.answer("E10.1", "q2", 2, level="table")["saved"]
    phone_two = serving.client()
    assert phone_two.get(f"/r/{one.resume}").headers["location"] == "/worksheet"
    assert serving.client().post("/api/facilitator", json={"pin": ready["pin"]}).status_code == 200


@pytest.mark.skipif(sys.platform == "win32", reason="a console's Ctrl-C cannot be sent to one process there")
def test_ctrl_c_ends_well_and_leaves_nothing_behind(start: Callable[..., Serving]) -> None:
    serving = start()
    assert serving.process
    person, leader = serving.join(), serving.facilitator()
    leader.post("/api/room", json={"step": "where-we-stand", "state": "open"})
    kept = person.answer("E10.2", "step", 3)["id"]
    # a page with a kernel, and a stream, are open
    assert leader.get("/cockpit").status_code == 200
    assert is_locked(serving.store)
    children = psutil.Process(serving.process.pid).children(recursive=True)
    with Listener(person.client) as phone:
        phone.wait("room")
        began = time.monotonic()
        assert serving.stop(signal.SIGINT) == 0
        assert time.monotonic() - began < 15
        assert phone.ended.wait(20)
    _, alive = psutil.wait_procs(children, timeout=10)
    assert not alive, f"left behind: {alive}"
    assert not is_locked(serving.store)
    assert "Traceback" not in serving.said()
    assert "Ctrl-C" in serving.said()
    store = Store(str(serving.store))
    assert [row["id"] for row in store.read(answers_table.of_rooms)] == [kept]
    store.close()
    if os.name == "posix":
        assert serving.store.stat().st_mode & 0o077 == 0, "people's answers are for the one who serves"


def test_a_timer_that_ran_out_while_the_server_was_down_closes(light: Callable[[], Light]) -> None:
    server = light()
    leader, person = server.facilitator(), server.join()
    leader.post("/api/room", json={"step": "where-we-stand", "state": "open", "timer": 1})
    person.answer("E10.2", "step", 2)
    server.stop()
    time.sleep(1.0)
    again = light()
    client = again.client()
    client.cookies = person.client.cookies
    deadline = time.monotonic() + 20
    while client.get("/api/room").json()["state"] != "closed":
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_a_timer_that_still_runs_goes_on(light: Callable[[], Light]) -> None:
    server = light()
    room = (
        server.facilitator().post("/api/room", json={"step": "where-we-stand", "state": "open", "timer": 3000}).json()
    )
    again = light()
    told = again.facilitator().get("/api/room").json()
    assert told["timer"] == room["timer"]
    assert told["state"] == "open"
    assert again.call(lambda: len(again.workshop._timers)) == 1


def test_a_clock_that_is_set_back_does_not_stop_the_timer(
    light: Callable[[], Light], monkeypatch: pytest.MonkeyPatch
) -> None:
    from samhandling.server import workshop

    server = light()
    leader = server.facilitator()
    leader.post("/api/room", json={"step": "where-we-stand", "state": "open", "timer": 1})
    true = workshop.now_ms
    monkeypatch.setattr(workshop, "now_ms", lambda: true() - 3000)
    deadline = time.monotonic() + 20
    while leader.get("/api/room").json()["state"] != "closed":
        assert time.monotonic() < deadline, "the timer was forgotten"
        time.sleep(0.1)


def test_the_counts_are_the_same_after_a_restart(light: Callable[[], Light]) -> None:
    server = light()
    leader = server.facilitator()
    people = [server.join(table=1 + number % 2) for number in range(4)]
    leader.post("/api/room", json={"step": "where-we-stand", "state": "open"})
    for person in people[:3]:
        for value in (1, 2):
            person.answer("E10.2", "step", value)
    people[2].answer("E10.2", "step", None)
    leader.post("/api/room", json={"state": "closed"})
    for value in (3, 4):
        people[3].answer("E10.2", "step", value)

    def counted(one: Light) -> tuple[object, ...]:
        progress, results = (one.facilitator().get(f"/api/{path}").json() for path in ("progress", "results/E10.2"))
        return progress["items"], progress["done"], progress["late"], results["n"], results["late"]

    before = counted(server)
    assert before[0][0]["n"] == 3  # type: ignore[index]
    assert before[2:] == (1, 3, 1)
    assert counted(light()) == before
