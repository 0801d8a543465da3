"""A quiz: no participant finds the right answer anywhere before everyone has answered."""

import json
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from samhandling.content.exercise import Exercise, Phase
from samhandling.content.kinds import Quiz
from samhandling.content.reading import Content
from samhandling.notebook import definitions
from tests.answered import both
from tests.server.light import Light

EXERCISE = "E6.4"
STEP = "extra-e6_4"
SECRET = "Hemligheten bakom svaret"


@pytest.fixture
def server(tmp_path: Path, content: Content) -> Iterator[Light]:
    """A server whose quiz is asked alone and then at the tables, with reasons that nothing else says."""
    exercise = content.exercises[EXERCISE]
    items = [
        one.model_copy(update={"why": type(one.why)(sv=SECRET, en=SECRET)}) if isinstance(one, Quiz) else one
        for one in exercise.items
    ]
    asked = [one.id for one in items if isinstance(one, Quiz)]
    again = {"title": both("Vid bordet"), "instruction": both("Enas."), "script": both("Nu."), "minutes": 5}
    phases = [
        exercise.phases[0].model_copy(update={"items": tuple(asked)}),
        Phase.model_validate({"level": "table", "items": asked[:1], **again}),
    ]
    changed = Exercise.model_validate({**exercise.model_dump(), "items": items, "phases": phases})
    one = Light(tmp_path, Content(content.root, content.series, {**content.exercises, EXERCISE: changed}))
    one.start()
    yield one
    one.stop()


def steer(leader: httpx.Client, **moves: Any) -> None:
    assert leader.post("/api/room", json=moves).status_code == 200


def answer(who: httpx.Client, item: str, value: Any, level: str = "individual") -> Any:
    one = {"id": str(uuid.uuid4()), "exercise": EXERCISE, "item": item, "value": value, "level": level}
    return who.post("/api/answers", json={"answers": [one]}).json()


def everything(who: httpx.Client) -> str:
    """All that a participant can ask for, in one text."""
    paths = ("room", "agenda", "me", "answers/mine", "answers/mine/file", "openapi.json", "rooms", "progress")
    paths += ("export/codebook.csv", "export/answers.csv", "export/answers.xlsx", "follow-up", "private")
    paths += tuple(
        f"{kind}/{EXERCISE}{query}" for kind in ("exercises", "results", "notes") for query in ("", "?lang=en")
    )
    paths += tuple(f"results/{EXERCISE}?level={level}" for level in ("individual", "table", "plenary"))
    texts = [who.get(f"/api/{path}") for path in paths]
    refused = [one for one in texts if "export" in str(one.url) or "follow-up" in str(one.url)]
    assert all(one.status_code in (401, 403) for one in refused)
    return "\n".join(one.text for one in texts)


def keys_in(text: str) -> bool:
    return SECRET in text or '"right":"' in text.replace(" ", "")


def test_nothing_tells_the_answer_before_the_last_have_answered(server: Light) -> None:
    leader = server.facilitator()
    phones = [server.join(table=1).client for _ in range(6)]
    assert not keys_in(everything(phones[0]))
    steer(leader, step=STEP, state="open")
    first, second, *_ = (one for one in server.content.exercises[EXERCISE].items if isinstance(one, Quiz))
    for phone in phones:
        assert answer(phone, first.id, first.right)["saved"] and answer(phone, second.id, second.right)["saved"]
        assert answer(phone, first.id, "nonsense")["rejected"]
    assert not keys_in(everything(phones[0]))
    # the facilitator prepares with the answer at hand
    assert SECRET in leader.get(f"/api/results/{EXERCISE}").text
    steer(leader, state="closed")
    assert not keys_in(everything(phones[0]))
    steer(leader, state="revealed")
    shown = {one["item"]: one for one in phones[0].get(f"/api/results/{EXERCISE}").json()["items"]}
    # the tables have still to answer the first: neither phones nor the wall tell it
    assert (shown[first.id]["right"], shown[first.id]["why"]) == (None, None)
    assert "rätt" not in shown[first.id]["sentence"]
    assert shown[second.id]["right"] == second.right
    wall = {one["item"]: one for one in leader.get(f"/api/results/{EXERCISE}").json()["items"]}
    assert wall[first.id]["right"] is None and wall[second.id]["why"] == SECRET
    steer(leader, phase=1, state="open")
    assert answer(phones[0], first.id, first.right, "table")["saved"]
    before = phones[0].get(f"/api/results/{EXERCISE}?level=individual").json()["items"]
    assert next(one for one in before if one["item"] == first.id)["right"] is None
    steer(leader, state="revealed")
    for level in ("individual", "table"):
        items = phones[0].get(f"/api/results/{EXERCISE}?level={level}").json()["items"]
        told = next(one for one in items if one["item"] == first.id)
        assert (told["right"], told["why"]) == (first.right, SECRET)
        assert "rätt" in told["sentence"]


def test_definitions_have_no_key_for_anyone(server: Light) -> None:
    for who in (server.facilitator(), server.join().client):
        items = who.get(f"/api/exercises/{EXERCISE}").json()["items"]
        assert not [one for one in items if {"right", "why"} & set(one)]


def test_notebooks_and_kernels_get_no_key(content: Content) -> None:
    for one in (item for exercise in definitions(content, "sv", *content.exercises) for item in exercise["items"]):
        assert not {"right", "why"} & set(one)
    drawn = json.dumps(definitions(content, "sv", EXERCISE), ensure_ascii=False)
    for item in content.exercises[EXERCISE].items:
        if isinstance(item, Quiz):
            assert item.why.sv not in drawn


def test_few_answers_are_not_shown_but_the_right_one_is(light: Callable[[], Light]) -> None:
    server = light()
    leader, phones = server.facilitator(), [server.join().client for _ in range(3)]
    steer(leader, step=STEP, state="open")
    for phone in phones:
        answer(phone, "definition", "exam")
    steer(leader, state="revealed")
    steer(leader, phase=1, state="open")
    steer(leader, state="revealed")
    shown = phones[0].get(f"/api/results/{EXERCISE}").json()["items"][0]
    assert shown["suppressed"] and shown["counts"] == [] and shown["right"] == "regardless"
