"""Figures: plain plotly JSON that plotly takes, with the n in the picture and no markup from people."""

import json
from typing import Any

import plotly.graph_objects as go
import pytest

from samhandling.analysis.frame import answers_frame, people_frame
from samhandling.analysis.summaries import View, results, summary
from samhandling.analysis.tally import Tally
from samhandling.content.kinds import KINDS
from samhandling.figures import (
    FIGURES,
    base_layout,
    escaped,
    gate_figure,
    point_colours,
    response_figure,
    split_figure,
)
from samhandling.look import tokens
from samhandling.look.palette import diverging, ink_on, sequence
from tests.answered import CONTENT, EXERCISE, SERIES, alone, answer, person, room


def made(persons: list[dict[str, Any]], rows: list[dict[str, Any]], language: Any = "sv") -> dict[str, Any]:
    return results(
        EXERCISE, answers_frame(rows, CONTENT), people_frame(persons, CONTENT), round=1, level="individual",
        language=language, state="revealed", run=1, actor_types=SERIES.actor_types, splits=("actor_type", "table"),
    )  # fmt: skip


def texts(figure: dict[str, Any]) -> str:
    return json.dumps(figure, ensure_ascii=False)


@pytest.mark.parametrize("people", [0, 3, 40, 240])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_plotly_takes_every_figure(people: int, language: str) -> None:
    result = made(*room(people), language)
    for one in result["items"]:
        item = EXERCISE.find(one["item"])
        figure = FIGURES[item.kind](item, one, language)
        go.Figure(json.loads(json.dumps(figure))).to_json()
        assert figure["layout"]["meta"]["alt"] == one["sentence"]
        for split, groups in one["groups"].items():
            if item.kind in ("scale", "ladder"):
                go.Figure(json.loads(json.dumps(split_figure(item, groups, language, alt=split))))
    rule = EXERCISE.gate
    assert rule is not None
    go.Figure(gate_figure(rule, EXERCISE.find("step"), result["gate"]["rows"], language))
    go.Figure(response_figure([("A", 3, 5), ("B", 0, 0)], language))


def test_the_staircase_has_a_dot_for_each_person() -> None:
    one = made(*alone([("region", 2)] * 9 + [("region", 4)] * 3))["items"][0]
    steps, people = FIGURES["ladder"](EXERCISE.items[0], one, "sv")["data"]
    assert steps["y"] == sorted(steps["y"])
    assert len(people["x"]) == 12


def test_a_crowd_gets_a_dot_for_several() -> None:
    one = made(*alone([("region", 2)] * 100))["items"][0]
    figure = FIGURES["ladder"](EXERCISE.items[0], one, "en")
    assert len(figure["data"][1]["x"]) == 34
    assert "one dot = 3 people" in texts(figure)


def test_n_and_unknown_are_in_the_picture() -> None:
    one = made(*alone([("region", 2)] * 9 + [("region", "unknown")] * 2))["items"][0]
    assert "n = 9 · 2 vet ej" in texts(FIGURES["ladder"](EXERCISE.items[0], one, "sv"))


def test_unknown_is_grey_and_apart() -> None:
    one = made(*alone([("region", "a")] * 9 + [("region", "unknown")] * 2, "pick"))["items"][3]
    bars = FIGURES["choice"](EXERCISE.find("pick"), one, "sv")["data"][0]
    assert bars["marker"]["color"][-1] == tokens()["unknown"]
    assert bars["y"][-1] - bars["y"][-2] > 1


def test_what_people_write_has_no_meaning_to_plotly() -> None:
    evil = '<a href="javascript:alert(1)">klicka</a><br><b>&amp;'
    persons = [person(n) for n in range(6)]
    rows = [answer(who, "home", evil, n + 1) for n, who in enumerate(persons)]
    card = {"id": "card-1", "text": evil, "category": "a"}
    rows += [answer(persons[0], "wall", [card], 20)]
    rows += [answer(who, "wall-dots", {"card-1": 1}, 30 + n) for n, who in enumerate(persons)]
    for one in made(persons, rows)["items"]:
        drawn = texts(FIGURES[one["kind"]](EXERCISE.find(one["item"]), one, "sv") | {"layout": {"meta": None}})
        assert "<a" not in drawn
    assert "<a" not in escaped(evil)


def test_suppressed_says_so_and_draws_nothing() -> None:
    one = made(*alone([("region", 2)] * 3))["items"][0]
    figure = FIGURES["ladder"](EXERCISE.items[0], one, "sv")
    assert figure["data"] == []
    assert "Färre än fem" in texts(figure)


def test_suppressed_groups_have_no_mark() -> None:
    people = [("region", 4)] * 6 + [("utbildning", 2)] * 7 + [("naringsliv", 1)] * 3 + [("ideell", 1)] * 3
    groups = made(*alone(people))["items"][0]["groups"]["actor_type"]
    figure = split_figure(EXERCISE.items[0], groups, "sv")
    assert len([trace for trace in figure["data"] if trace["mode"] == "markers"]) == 2
    assert texts(figure).count("färre än 5") == 2


def test_agreement_diverges_and_steps_rise() -> None:
    agreement, ladder = EXERCISE.find("point"), EXERCISE.find("step")
    assert point_colours(agreement)[0] == tokens()["low"]
    assert point_colours(agreement)[-1] == tokens()["high"]
    assert point_colours(ladder) == [tokens()[f"step-{n}"] for n in (1, 2, 3, 4)]
    assert diverging(5)[2] == tokens()["mid"]
    assert len(sequence(1)) == 1


@pytest.mark.parametrize("colours", [sequence(4), sequence(5), diverging(5)])
def test_words_can_be_read_on_every_colour(colours: list[str]) -> None:
    def light(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    for colour in colours:
        low, high = sorted((light(colour), light(ink_on(colour))))
        assert (high + 0.05) / (low + 0.05) >= 4.5, colour


def test_swedish_has_a_decimal_comma() -> None:
    assert base_layout("sv")["separators"][0] == ","
    assert base_layout("en")["separators"][0] == "."


def test_every_kind_has_a_figure_even_of_nothing() -> None:
    assert set(FIGURES) == set(KINDS)
    for item in EXERCISE.items:
        FIGURES[item.kind](item, summary(item, Tally(), View()), "sv")
