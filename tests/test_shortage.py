"""Shortage occupations: urgent ones first, alike in picture, words and table, and with whose assessment it is."""

from typing import Any, Literal

import plotly.graph_objects as go
import pytest

from samhandling.content.datasets import Table
from samhandling.content.language import LANGUAGES, Language
from samhandling.figures import Picture
from samhandling.figures.shortage import COLOURS, NATION, SITUATIONS, shortage
from tests.conftest import ROOT

TABLE = Table.bundled(ROOT, "shortage")
NAMES = {row["name"]: row["name_en"] for row in Table.bundled(ROOT, "occupation_names").rows}
AREAS = {"00": "Hela landet", "20": "Dalarnas län"}
COUNTY = "20"


def row(name: str, situation: str, outlook: str = "öka", **more: str) -> dict[str, Any]:
    one = dict(TABLE.rows[0]) | {"yrkesomrade": "Vård", "yb_yrke": name, "rekryteringssituation": situation}
    return one | {"prognos": outlook} | more


def own(level: str, how: str) -> dict[str, str]:
    return {"lan": COUNTY, "hogsta_bedomningsniva": level, "delvis_helt": how}


def drawn(
    *rows: dict[str, Any],
    sort: Literal["situation", "outlook"] = "situation",
    area: str = NATION,
    language: Language = "sv",
    synthetic: bool = False,
) -> Picture:
    table = Table(TABLE.dataset.model_copy(update={"synthetic": synthetic}), list(rows))
    return shortage(table, "Vård", sort, area, language, areas=AREAS, names={})


def first_cells(picture: Picture) -> list[str]:
    return [cells[0] for cells in picture.table[1:]]


def test_the_hardest_to_recruit_to_stand_first_or_those_with_the_most_growing_demand() -> None:
    rows = (row("Lugn", "balans"), row("Krympande", "brist", "minska"), row("Svår", "brist"), row("Full", "överskott"))
    rows += (row("Okänd", "", ""), row("Kluven", "paradox"))
    assert first_cells(drawn(*rows)) == ["Svår", "Krympande", "Kluven", "Lugn", "Full", "Okänd"]
    assert first_cells(drawn(*rows, sort="outlook")) == ["Svår", "Kluven", "Lugn", "Full", "Krympande", "Okänd"]


def test_a_situation_is_a_place_on_the_line_a_colour_and_a_word() -> None:
    picture = drawn(*(row(name, name) for name in SITUATIONS))
    dots = picture.figure["data"][0]
    assert dots["x"] == [3, 2, 1, 0] and dots["y"] == [0, 1, 2, 3]
    assert dots["marker"]["color"] == [COLOURS[name] for name in reversed(SITUATIONS)]
    assert [cells[1] for cells in picture.table[1:]] == ["Brist", "Paradox", "Balans", "Överskott"]
    texts = [one["text"] for one in picture.figure["layout"]["annotations"]]
    assert {"Brist ↑", "Paradox ↑", "Balans ↑", "Överskott ↑"} <= set(texts)


def test_what_is_not_assessed_is_said_and_has_no_place_on_the_line() -> None:
    picture = drawn(row("Svår", "brist"), row("Okänd", "", ""))
    assert picture.figure["data"][0]["y"] == [0]
    assert picture.table[2][1:3] == ("ej bedömt", "ej bedömt")


def test_the_sentence_counts_shortages_paradoxes_and_demand() -> None:
    said = drawn(row("A", "brist"), row("B", "brist", "minska"), row("C", "paradox"), row("D", "balans")).sentence
    assert said.startswith("Vård (hela landet): brist i 2 av de 4 yrkena. Ett är en paradox: brist fast")
    assert "öka i 3 av 4 och minska i 1." in said
    assert "inget av de 2 yrkena har brist" in drawn(row("D", "balans"), row("E", "överskott")).sentence
    assert "det finns inga bedömda yrken" in drawn().sentence


def test_the_nations_assessment_is_not_taken_for_the_countys() -> None:
    picture = drawn(row("A", "brist"))
    assert "gäller hela landet; i ert län kan det se annorlunda ut" in picture.sentence
    assert picture.table[1][3] == "hela landet"
    assert picture.figure["data"][0]["marker"]["color"] == [COLOURS["brist"]]


@pytest.mark.parametrize(
    ("level", "how", "basis", "filled"),
    [
        ("län", "helt", "länet", True),
        ("län", "delvis", "länet och ett större område", False),
        ("nuts2", "delvis", "delvis lånad från riksområdet", False),
        ("nuts1", "delvis", "delvis lånad från landsdelen", False),
        ("nationellt", "delvis", "delvis lånad från hela landet", False),
        ("nationellt", "helt", "lånad från hela landet", False),
    ],
)
def test_a_countys_assessment_says_what_it_is_borrowed_from(level: str, how: str, basis: str, filled: bool) -> None:
    picture = drawn(row("A", "brist", **own(level, how)), row("A", "balans"), area=COUNTY)
    assert picture.table[1][3] == basis and len(picture.table) == 2
    assert (picture.figure["data"][0]["marker"]["color"] == [COLOURS["brist"]]) is filled
    said = "Alla bedömningar är länets egna" if filled else "I ett av yrkena är bedömningen helt eller delvis lånad"
    assert said in picture.sentence and "Dalarnas län" in picture.sentence


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_of_the_round_can_be_shown(language: Language) -> None:
    names = NAMES if language == "en" else {}
    for field in {row["yrkesomrade"] for row in TABLE.rows}:
        picture = shortage(TABLE, field, "situation", NATION, language, areas=AREAS, names=names)
        rows = [row for row in TABLE.rows if row["yrkesomrade"] == field]
        assert len(picture.table) == len(rows) + 1 and picture.figure["layout"]["meta"]["alt"] == picture.sentence
        assert f"n\xa0=\xa0{len(rows)}" in picture.note and "2026-1" in picture.note
        go.Figure(picture.figure).to_json()


def test_made_up_assessments_say_so_in_the_picture_and_beneath_it() -> None:
    picture = drawn(row("A", "brist"), synthetic=True)
    assert "Syntetiska data" in [one["text"] for one in picture.figure["layout"]["annotations"]]
    assert picture.note.startswith("Syntetiska data")


def test_the_round_that_comes_with_the_kit_is_whole() -> None:
    rows = TABLE.rows
    assert len(rows) == 205 and {row["lan"] for row in rows} == {NATION}
    counts = {name: sum(row["rekryteringssituation"] == name for row in rows) for name in SITUATIONS}
    # Arbetsförmedlingen, Yrkesbarometern, round 2026-1
    assert counts == {"överskott": 41, "balans": 77, "paradox": 30, "brist": 57}
    several = next(row for row in rows if row["yb_yrke"] == "Jurister")
    assert several["ssyk"] == "2611,2612,2613,2614,2615,2619"
    assert {row["yb_yrke"] for row in rows} | {row["yrkesomrade"] for row in rows} == set(NAMES)
