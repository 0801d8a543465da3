"""The follow-up: response rates first, then what was answered; splits through the gate."""

import json
from typing import Any

import plotly.graph_objects as go
import pytest

from samhandling.report.follow_up import follow_up
from samhandling.report.material import Material
from tests.answered import CONTENT, SERIES, alone, answer, person, room


def made(persons: list[dict[str, Any]], rows: list[dict[str, Any]], split: Any = "actor_type") -> dict[str, Any]:
    held = {"room": "KLIPPA", "meeting": SERIES.meetings[0].id, "date": "2026-03-04"}
    material = Material.of_rows(CONTENT, rows, [{**one, **held} for one in persons])
    return json.loads(json.dumps(follow_up(material, split, "sv")))


@pytest.mark.parametrize("split", ["actor_type", "table"])
def test_response_first_then_every_level_with_answers(split: str) -> None:
    made_of = made(*room(40), split)
    assert [section["id"] for section in made_of["sections"]] == ["response", "E99-1-individual", "E99-1-table"]
    blocks = [block for section in made_of["sections"] for block in section["blocks"]]
    assert len({block["id"] for block in blocks}) == len(blocks)
    for block in blocks:
        assert set(block) == {"id", "title", "sentence", "n", "synthetic", "figure", "table", "quotes", "note"}
        go.Figure(block["figure"])
        assert all(len(row) == len(block["table"]["columns"]) for row in block["table"]["rows"])
    assert f"E99-1-individual-step-{split}" in {block["id"] for block in blocks}


def test_small_groups_say_so() -> None:
    people = [("region", 4)] * 6 + [("utbildning", 2)] * 7 + [("naringsliv", 1)] * 3 + [("ideell", 1)] * 3
    blocks = {block["id"]: block for block in made(*alone(people))["sections"][1]["blocks"]}
    rows = blocks["E99-1-individual-step-actor_type"]["table"]["rows"]
    assert [row[1] for row in rows] == [6, "färre än 5", 7, "färre än 5"]


def test_simulated_is_said() -> None:
    made_of = made(*room(12, simulated=True))
    assert made_of["simulated"] == 12
    assert all(block["synthetic"] for section in made_of["sections"] for block in section["blocks"])
    assert "12 simulerade" in made_of["sections"][0]["blocks"][0]["sentence"]


def test_what_is_not_shared_stays_out() -> None:
    persons = [person(n) for n in range(6)]
    text = json.dumps(made(persons, [answer(who, "why", "En hemlighet", n) for n, who in enumerate(persons, 1)]))
    assert "hemlighet" not in text


def test_an_empty_meeting() -> None:
    made_of = made([], [])
    assert [section["id"] for section in made_of["sections"]] == ["response"]
