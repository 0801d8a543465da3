"""The follow-up: response rates first, then what was answered; splits through the gate."""

import datetime as dt
import json
from typing import Any

import plotly.graph_objects as go
import pytest

from samhandling.report.follow_up import Look, follow_up
from samhandling.report.material import Material
from samhandling.report.reports import report
from tests.answered import CONTENT, SERIES, alone, answer, person, room

TODAY = dt.date(2026, 5, 1)


def made(persons: list[dict[str, Any]], rows: list[dict[str, Any]], split: Any = "actor_type") -> dict[str, Any]:
    held = {"room": "KLIPPA", "meeting": SERIES.meetings[0].id, "date": "2026-03-04"}
    material = Material.of_rows(CONTENT, rows, [{**one, **held} for one in persons])
    return json.loads(json.dumps(follow_up(material, Look(split=split, room="KLIPPA"), "sv")))


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


def two_rooms() -> Material:
    """Thirty people at one meeting and at another, of whom six are of one type; they answer the same exercise."""
    persons, rows = room(30, simulated=True)
    for n, one in enumerate(persons):
        one["actor_type"] = "region" if n < 6 else "ideell"
    held = [("KLIPPA", SERIES.meetings[0].id, "2026-03-04"), ("TRAPPA", "another", "2026-04-08")]
    joined, said = [], []
    for code, meeting, date in held:
        joined += [{**one, "room": code, "meeting": meeting, "date": date} for one in persons]
        types = {one["participant"]: one["actor_type"] for one in persons}
        for row in rows:
            who = {"actor_type": types.get(row["participant"], row["actor_type"])}
            said.append({**row, **who, "id": f"{code}{row['id']}", "room": code, "meeting": meeting, "date": date})
    return Material.of_rows(CONTENT, said, joined)


def test_one_group_by_itself() -> None:
    material = two_rooms()
    whole = follow_up(material, Look(room="KLIPPA"), "sv")
    assert {"split": "actor_type", "id": "region", "label": "Region"} in whole["groups"]
    shown = follow_up(material, Look(room="KLIPPA", only=("actor_type", "region")), "sv")
    assert [section["id"] for section in shown["sections"]] == ["E99-1-individual"]
    kinds = {block["id"].removeprefix("E99-1-individual-"): block["n"] for block in shown["sections"][0]["blocks"]}
    assert set(kinds.values()) <= {5, 6}
    assert {"step", "point", "pick"} <= set(kinds)
    assert not {"home", "wall", "cards", "wall-dots"} & set(kinds), "what people wrote is nobody's group's"
    with pytest.raises(KeyError, match="naringsliv"):
        follow_up(material, Look(room="KLIPPA", only=("actor_type", "naringsliv")), "sv")
    with pytest.raises(KeyError):
        follow_up(material, Look(only=("actor_type", "region")), "sv")


def test_an_exercise_over_time() -> None:
    material = two_rooms()
    found = follow_up(material, Look(exercise="E99"), "sv")
    assert [one["id"] for one in found["rooms"]] == ["KLIPPA", "TRAPPA"]
    assert found["rooms"][1]["title"].endswith(", 8 april 2026")
    ids = [section["id"] for section in found["sections"]]
    assert [s["title"] for s in found["sections"]][2] == "Alla slag, var för sig · another, 8 april 2026"
    assert ids == [f"{code}-E99-1-{level}" for code in ("KLIPPA", "TRAPPA") for level in ("individual", "table")]
    assert found["groups"] == [], "a group over all meetings, less the group at each, would be a few"
    with pytest.raises(KeyError, match="E1"):
        follow_up(material, Look(exercise="E1"), "sv")


def test_what_is_compared_is_asked_for_by_itself() -> None:
    material = two_rooms()
    found = follow_up(material, Look(compare=True, exercise="E99"), "sv")
    assert "change" in [section["id"] for section in found["sections"]]
    assert not [section for section in found["sections"] if section["exercise"]]
    here = follow_up(material, Look(room="TRAPPA", compare=True), "sv")
    assert "change" not in [section["id"] for section in here["sections"]]


def test_all_rooms_tell_nothing_of_a_small_one_that_each_room_does_not() -> None:
    """Seventeen in one room and three in another of the same meeting: together they would tell what the three said."""
    held = [("KLIPPA", "2026-03-04", 17), ("TRAPPA", "2026-03-11", 3)]
    joined, said = [], []
    for code, date, size in held:
        persons = [person(n + 100 * (size == 3), "ideell" if n % 2 else "region", 1) for n in range(size)]
        where = {"room": code, "meeting": SERIES.meetings[0].id, "date": date}
        joined += [{**one, **where} for one in persons]
        for round_ in (1, 2):
            for one in persons:
                value = 4 if size == 3 else 1 + (len(said) + round_) % 2
                said.append({**answer(one, "step", value, len(said) + 1, round=round_), **where})
    material = Material.of_rows(CONTENT, said, joined)
    together = follow_up(material, Look(compare=True), "sv")
    here = follow_up(material, Look(room="KLIPPA", compare=True), "sv")
    tables = [
        {block["id"]: block["table"]["rows"] for section in one["sections"] for block in section["blocks"]}
        for one in (together, here)
    ]
    assert tables[0] == tables[1] != {}, "nothing is added by the three"
    assert "response-groups" not in json.dumps(follow_up(material, Look(), "sv"))
    # nor do the two reports
    whole, one = (report(some, TODAY, "sv") for some in (material, material.only(rooms=["KLIPPA"])))
    told = {block.id: block.table for section in one.sections for block in section.blocks}
    again = {block.id: block.table for section in whole.sections for block in section.blocks}
    assert {name for name in again if again[name] != told.get(name)} == {"response-exercises", "in-short-1"}
    assert follow_up(material, Look(room="TRAPPA"), "sv")["groups"] == []


def test_who_answered_dont_know_is_not_told_of_a_group() -> None:
    persons = [person(n, "region" if n < 9 else "ideell", 1) for n in range(18)]
    rows = [answer(one, "step", "unknown" if n in (9, 10) else 2, n + 1) for n, one in enumerate(persons)]
    rows += [answer(one, "pick", "a", n + 100) for n, one in enumerate(persons)]
    held = {"room": "KLIPPA", "meeting": SERIES.meetings[0].id, "date": "2026-03-04"}
    material = Material.of_rows(CONTENT, rows, [{**one, **held} for one in persons])
    for group in ("region", "ideell"):
        shown = follow_up(material, Look(room="KLIPPA", only=("actor_type", group)), "sv")["sections"]
        assert [block["n"] for section in shown for block in section["blocks"]] == (
            [9, 9] if group == "region" else [7, 9]
        )
    # of those who know five and of the whole group eight, but only two of the others know
    few = [answer(one, "step", "unknown" if n > 10 else 2, n + 1) for n, one in enumerate(persons)]
    material = Material.of_rows(CONTENT, few, [{**one, **held} for one in persons])
    assert follow_up(material, Look(room="KLIPPA", only=("actor_type", "region")), "sv")["sections"] == []


def test_an_exercise_without_answers_here_is_empty_and_can_be_left() -> None:
    found = follow_up(two_rooms(), Look(room="NYTT", exercise="E99"), "sv")
    assert found["sections"] == []
    assert [one["id"] for one in found["exercises"]] == ["E99"]
