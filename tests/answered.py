"""Answers for tests: one exercise with an item of every kind, and rooms of people who answer it."""

import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from samhandling.content.exercise import Exercise
from samhandling.content.reading import Content
from samhandling.content.series import Series
from samhandling.content.simulated import SIMULATED, votes

ACTOR_TYPES = ("region", "naringsliv", "utbildning", "ideell")


def both(text: str) -> dict[str, str]:
    return {"sv": text, "en": f"{text} (en)"}


POINTS = [
    {"value": n, "label": both(label)} for n, label in enumerate(("Samtal", "Samsyn", "Samverkan", "Samhandling"), 1)
]
OPTIONS = [{"id": one, "label": both(one.upper())} for one in ("a", "b", "c")]

EXERCISE = Exercise.model_validate(
    {
        "id": "E99",
        "version": 2,
        "title": both("Alla slag"),
        "aim": both("Att pröva varje slag av fråga."),
        "mode": "table",
        "sections": [{"id": "one", "title": both("Del ett")}, {"id": "two", "title": both("Del två")}],
        "phases": [
            {"level": level, "minutes": 5, "title": both(level), "instruction": both("Svara."), "script": both("Nu.")}
            for level in ("individual", "table", "plenary")
        ],
        "items": [
            {
                "kind": "ladder",
                "id": "step",
                "label": both("Var står vi?"),
                "points": POINTS,
                "unknown": True,
                "section": "one",
            },
            {
                "kind": "scale",
                "id": "point",
                "label": both("Hur långt?"),
                "scale": "l5",
                "points": POINTS,
                "section": "two",
            },
            {
                "kind": "matrix",
                "id": "rows",
                "label": both("Per rad"),
                "points": POINTS,
                "rows": OPTIONS,
                "unknown": True,
            },
            {"kind": "choice", "id": "pick", "label": both("Välj en"), "options": OPTIONS, "unknown": True},
            {"kind": "choice", "id": "some", "label": both("Välj flera"), "options": OPTIONS, "several": True},
            {
                "kind": "text",
                "id": "why",
                "label": both("Varför?"),
                "required": False,
                "beside": "step",
                "section": "one",
            },
            {"kind": "text", "id": "home", "label": both("Vad tar du med dig?"), "shared": True},
            {"kind": "notes", "id": "wall", "label": both("Hinder"), "categories": OPTIONS},
            {"kind": "votes", "id": "dots", "label": both("Rösta"), "options": OPTIONS, "dots": 3, "each": 2},
            {"kind": "votes", "id": "wall-dots", "label": both("Rösta på lappar"), "on": ["wall"], "dots": 3},
            {
                "kind": "table",
                "id": "cards",
                "label": both("Åtaganden"),
                "row": both("åtagande"),
                "columns": [
                    {"id": "what", "label": both("Vad"), "required": True},
                    {"id": "when", "label": both("När"), "type": "date"},
                    {"id": "hours", "label": both("Timmar"), "type": "number", "low": 0, "high": 40},
                    {"id": "with", "label": both("Med"), "type": "choice", "options": OPTIONS},
                ],
            },
            {"kind": "agree", "id": "opinions", "label": both("Håller du med?"), "statements": OPTIONS},
            {
                "kind": "quiz",
                "id": "quiz",
                "label": both("Vad stämmer?"),
                "options": OPTIONS,
                "right": "b",
                "why": both("Därför att b."),
            },
            {
                "kind": "place",
                "id": "map",
                "label": both("Var?"),
                "things": OPTIONS,
                "each": 2,
                "county": "12",
                "municipalities": [{"code": "1281", "name": "Lund"}, {"code": "1280", "name": "Malmö"}],
            },
            {
                "kind": "board",
                "id": "board",
                "label": both("Hur går det?"),
                "cards": OPTIONS,
                "statuses": [{"id": one, "label": both(one.upper())} for one in ("wait", "go", "done")],
                "note": 80,
            },
            {
                "kind": "number",
                "id": "days",
                "label": both("Hur många dagar?"),
                "low": 0,
                "high": 120,
                "step": 5,
                "unit": both("dagar"),
                "high_label": both("120 eller fler"),
                "unknown": True,
            },
            {"kind": "rank", "id": "order", "label": both("I vilken ordning?"), "options": OPTIONS, "top": 2},
            {
                "kind": "position",
                "id": "plane",
                "label": both("Var på planet?"),
                "x": {"label": both("Nytta"), "low": both("Liten"), "high": both("Stor")},
                "y": {"label": both("Säkerhet"), "low": both("Osäkert"), "high": both("Säkert")},
                "corners": {
                    corner: both(corner.upper()) for corner in ("low_low", "high_low", "low_high", "high_high")
                },
                "things": OPTIONS,
                "own": 2,
            },
        ],
        "gate": {"items": ["step", "point"], "median_below": 3, "spread_from": 2},
    }
)

SERIES = Series.model_validate(
    {
        "title": both("Lärserien"),
        "organiser": both("Regionen"),
        "actor_types": [{"id": one, "label": both(one.capitalize())} for one in ACTOR_TYPES],
        "opens": "2_meeting",
        "meetings": [
            {
                "id": "2_meeting",
                "number": 2,
                "title": both("Samverkan"),
                "aim": both("Att mötas."),
                "agenda": [
                    {"id": "hello", "title": both("Välkommen"), "minutes": 5},
                    {"id": "all", "title": both("Alla slag"), "minutes": 15, "exercise": "E99"},
                ],
            }
        ],
    }
)

CONTENT = Content(Path(), SERIES, {"E99": EXERCISE}, {"1280": "Malmö", "1281": "Lund"})


def person(number: int, actor_type: str | None = "region", table: int | None = 1, **more: Any) -> dict[str, Any]:
    return {
        "participant": f"p{number:03}",
        "actor_type": actor_type,
        "municipality": None,
        "table": table,
        "simulated": False,
        **more,
    }


def answer(who: dict[str, Any], item: str, value: Any, seq: int, **more: Any) -> dict[str, Any]:
    level = more.get("level", "individual")
    respondent = {"individual": who["participant"], "table": f"table:{who['table']}", "plenary": "room"}[level]
    return {
        "id": f"00000000-0000-4000-8000-{seq:012}",
        "seq": seq,
        "room": "KLIPPA",
        "meeting": "2_meeting",
        "date": "2026-03-04",
        "respondent": respondent,
        "exercise": "E99",
        "exercise_version": 2,
        "item": item,
        "round": 1,
        "level": level,
        "run": 1,
        "value": value,
        "received_at": 1_772_620_000_000 + seq,
        "late": False,
        "counted": True,
        **who,
        **more,
    }


def room(
    people: int = 30, *, seed: int = 1, exercise: Exercise = EXERCISE, simulated: bool = False
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """People and their answers to every item, alone and by table, some changed once."""
    rng = random.Random(seed)
    persons = [
        person(n, rng.choice((*ACTOR_TYPES[:3], ACTOR_TYPES[0], None)), 1 + n // 5, simulated=simulated)
        for n in range(people)
    ]
    rows: list[dict[str, Any]] = []
    cards: list[str] = []
    for item in exercise.items:
        for who in persons:
            for level in ("individual", "table"):
                if level == "table" and (int(who["participant"][1:]) % 5 or item.kind == "votes"):
                    continue
                if rng.random() < 0.05:
                    continue
                if item.kind == "votes":
                    value: Any = votes(item, rng, 0.5, cards)
                else:
                    value = SIMULATED[item.kind](item, rng, rng.random())
                if item.kind == "notes":
                    cards += [card["id"] for card in value]
                rows.append(answer(who, item.id, value, len(rows) + 1, level=level, exercise=exercise.id))
    return persons, rows


def alone(
    values: Iterable[tuple[str | None, Any]], item: str = "step"
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """People of some actor types who each give one answer to one item."""
    persons, rows = [], []
    for number, (actor_type, value) in enumerate(values):
        persons.append(person(number, actor_type))
        rows.append(answer(persons[-1], item, value, number + 1))
    return persons, rows
