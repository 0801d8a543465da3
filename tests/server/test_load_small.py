"""Many at once: every answer that was acknowledged is stored once, and is the current one."""

import asyncio
import json
import threading
import uuid
from collections import Counter
from collections.abc import Callable
from typing import Any

import httpx

from samhandling.store import answers as answers_table
from tests.server.light import NO_TLS, Light
from tests.server.listening import Deaf

PEOPLE, ANSWERS = 60, 20
PHONES = 150


def test_sixty_who_save_at_the_same_time_lose_nothing(light: Callable[[], Light]) -> None:
    server = light()
    server.facilitator().post("/api/room", json={"step": "staircase", "phase": 0, "state": "open"})
    items = [f"q{number}" for number in range(1, 14)] + [f"q{number}_why" for number in range(1, 8)]
    assert len(items) == ANSWERS
    wanted: dict[tuple[str, str], str] = {}

    async def person(number: int) -> list[str]:
        acknowledged: list[str] = []
        async with httpx.AsyncClient(base_url=server.url, timeout=60, verify=NO_TLS) as client:
            joined = await client.post("/api/join", json={"code": server.code, "profile": {"table": 1 + number % 8}})
            for item in items:
                value: Any = f"{number} {item}" if "why" in item else number % 5
                one = {"id": str(uuid.uuid4()), "exercise": "E10.1", "item": item, "value": value}
                response = await client.post("/api/answers", json={"answers": [one]})
                assert response.status_code == 200, response.text
                acknowledged += response.json()["saved"]
                wanted[joined.json()["participant"], item] = one["id"]
                if number % 10 == 0:  # some phones never hear that it was saved, and send again
                    again = await client.post("/api/answers", json={"answers": [one]})
                    assert again.json()["saved"] == [one["id"]]
        return acknowledged

    async def room() -> list[str]:
        everyone = await asyncio.gather(*map(person, range(PEOPLE)))
        return [one for acknowledged in everyone for one in acknowledged]

    acknowledged = asyncio.run(room())
    assert len(acknowledged) == PEOPLE * ANSWERS
    rows = server.opened.read(answers_table.of_rooms)
    assert Counter(row["id"] for row in rows) == Counter(acknowledged), "each exactly once"
    current = {(row["respondent"], row["item"]): row["id"] for row in server.opened.read(answers_table.newest)}
    assert current == wanted, "and each is its person's current answer"
    assert all(row["participant"] == row["respondent"] for row in rows)
    told = server.facilitator().get("/api/progress").json()
    assert (told["joined"], {one["n"] for one in told["items"] if "why" not in one["item"]}) == (PEOPLE, {PEOPLE})


def test_a_hundred_and_fifty_phones_hear_every_step_and_those_that_do_not_read_hold_nobody_up(
    light: Callable[[], Light],
) -> None:
    server = light()
    facilitator = server.facilitator()
    steps = ["check-in", "where-we-stand", "staircase", "break", "obstacles"]
    deaf = [Deaf(server.join().client) for _ in range(3)]

    async def phone() -> list[str]:
        async with httpx.AsyncClient(base_url=server.url, timeout=60, verify=NO_TLS) as client:
            await client.post("/api/join", json={"code": server.code})
            heard: list[str] = []
            async with client.stream("GET", "/api/events") as stream:
                async for line in stream.aiter_lines():
                    step = json.loads(line[6:]).get("step") if line.startswith("data: ") else None
                    if step and step not in heard:
                        heard.append(step)
                    if step == steps[-1]:
                        break
            return heard

    async def steer() -> None:
        while len(server.call(lambda: server.workshop.publisher.listening(server.code))) < PHONES + len(deaf):
            await asyncio.sleep(0.05)
        for step in steps:
            await asyncio.to_thread(facilitator.post, "/api/room", json={"step": step})

    async def room() -> list[list[str]]:
        heard, _ = await asyncio.gather(asyncio.gather(*(phone() for _ in range(PHONES))), steer())
        return heard

    assert asyncio.run(asyncio.wait_for(room(), 60)) == [steps] * PHONES
    for one in deaf:
        one.socket.close()


def test_a_write_that_is_given_up_does_not_stop_the_store(light: Callable[[], Light]) -> None:
    server = light()
    person = server.join()
    server.facilitator().post("/api/room", json={"step": "where-we-stand", "state": "open"})
    held, free = threading.Event(), threading.Event()

    def hold(_: object) -> None:
        held.set()
        free.wait(30)

    server.opened.write(hold)
    assert held.wait(30)
    given_up = server.opened.write(lambda _: None)
    assert given_up.cancel()
    free.set()
    assert person.answer("E10.2", "step", 3)["saved"]
    assert server.opened.failure is None
