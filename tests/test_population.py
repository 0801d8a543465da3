"""The population by age: a place beside the nation, and where a county stands by the share of an age."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pytest

from samhandling.content.datasets import Table
from samhandling.content.language import LANGUAGES, Language
from samhandling.content.reading import Content
from samhandling.explorers import EXPLORERS
from samhandling.figures.population import Span, age_ranks, population, spans
from tests.conftest import ROOT

TABLE = Table.bundled(ROOT, "population")
MUNICIPALITIES = Table.bundled(ROOT, "municipalities").rows
COUNTIES = {row["county"]: row["county_name"] for row in MUNICIPALITIES}
NAMES = COUNTIES | {row["code"]: row["name"] for row in MUNICIPALITIES}
DALARNA = "20"


def table(*rows: tuple[str, str, int, int], synthetic: bool = False) -> Table:
    """People by municipality and age class: women and men."""
    columns = ("municipality", "age", "women", "men")
    dataset = TABLE.dataset.model_copy(update={"synthetic": synthetic})
    return Table(dataset, [dict(zip(columns, row, strict=True)) for row in rows])


SMALL = table(
    ("0101", "15-19", 100, 100), ("0101", "20-24", 100, 100), ("0101", "55-59", 50, 50), ("0101", "85+", 0, 0),
    ("0102", "15-19", 100, 100), ("0102", "20-24", 100, 100), ("0102", "55-59", 0, 0), ("0102", "85+", 0, 0),
    ("0201", "15-19", 50, 50), ("0201", "20-24", 0, 0), ("0201", "55-59", 0, 0), ("0201", "85+", 100, 200),
)  # fmt: skip


def test_the_nation_is_as_many_as_it_was() -> None:
    # Statistics Sweden, 31 December 2019
    assert sum(row["women"] + row["men"] for row in TABLE.rows) == 10_327_589
    assert {row["municipality"] for row in TABLE.rows} == {row["code"] for row in MUNICIPALITIES}
    assert min(min(row["women"], row["men"]) for row in TABLE.rows) >= 5


@pytest.mark.parametrize(("low", "high", "rank"), [(60, 64, 3), (55, 59, 6)])
def test_the_claim_about_dalarna_is_checked_against_the_data(low: int, high: int, rank: int) -> None:
    picture = age_ranks(TABLE, Span(low, high), DALARNA, "sv", names=COUNTIES)
    assert picture.sentence.startswith(f"Dalarnas län ligger på plats {rank} av 21:")
    assert picture.table[rank][0] == "Dalarnas län" and "Gotlands län" in picture.sentence
    bar = picture.figure["data"][0]
    assert bar["marker"]["color"].index("var(--accent)") == rank - 1
    assert bar["x"] == sorted(bar["x"], reverse=True) and len(bar["x"]) == 21


def test_a_rank_follows_from_the_data_and_from_nothing_else() -> None:
    assert age_ranks(SMALL, Span(65, None), "02", "sv", names={"02": "Södra län"}).sentence == (
        "Södra län har den högsta andelen av 2 län: 75,0\xa0% är 65 år eller äldre. I hela landet är det 23,1\xa0%."
    )
    said = age_ranks(SMALL, Span(55, 64), "02", "en", names={"01": "Norra län", "02": "Södra län"}).sentence
    assert said.startswith("Södra län is number 2 of 2: 0.0% are aged 55–64. The highest share is in Norra län, 11.1%")


@pytest.mark.parametrize(
    ("span", "ages"),
    [
        (Span(55, 59), ["55-59"]),
        (Span(55, 64), ["55-59", "60-64"]),
        (Span(80, None), ["80-84", "85+"]),
        (Span(85, None), ["85+"]),
        (Span(80, 84), ["80-84"]),
    ],
)
def test_a_span_covers_whole_classes_and_the_open_one_only_when_it_is_open(span: Span, ages: list[str]) -> None:
    assert [age for age in dict.fromkeys(row["age"] for row in TABLE.rows) if span.covers(age)] == ages


def test_the_spans_to_choose_between_are_the_tables_own_and_those_of_the_meetings() -> None:
    found = spans(TABLE)
    assert len(set(found)) == len(found) and {Span(20, 64), Span(55, 64), Span(65, None)} <= set(found)
    assert Span(60, 64) in found and Span(85, None) in found and min(span.low for span in found) == 20


def test_shares_of_a_place_stand_beside_the_nations() -> None:
    said = population(SMALL, "01", "sv", names={"01": "Norra län"}).sentence
    assert "Norra län har 900 invånare. 56\xa0% är 20–64 år och 0\xa0% är 65 år eller äldre" in said
    assert "i hela landet är det 38\xa0% och 23\xa0%" in said and "55–64 år, 11,1\xa0% av invånarna mot 7,7" in said
    assert "500 invånare" in population(SMALL, "0101", "sv", names={}).sentence


def test_the_pyramid_has_men_to_the_left_youngest_below_and_the_nation_around_it() -> None:
    picture = population(SMALL, "01", "en", names={})
    men, women, *outline = picture.figure["data"]
    assert men["x"] == pytest.approx([-200 / 9, -200 / 9, -50 / 9, 0])
    assert women["x"] == pytest.approx([200 / 9, 200 / 9, 50 / 9, 0])
    assert outline[1]["x"][-1] == pytest.approx(100 * 100 / 1300) and outline[0]["name"] == "Sweden"
    # those near retirement are marked, in both sexes
    assert [colour == "var(--warm)" for colour in men["marker"]["color"]] == [False, False, True, False]
    assert [cells[0] for cells in picture.table] == ["Age", "15–19", "20–24", "55–59", "85+"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_place_can_be_shown(language: Language) -> None:
    for place in [*COUNTIES, "2021", "0980", "0114"]:
        picture = population(TABLE, place, language, names=NAMES)
        assert NAMES[place] in picture.sentence and len(picture.table) == 19
        assert picture.figure["layout"]["meta"]["alt"] == picture.sentence and "2019" in picture.note
    go.Figure(picture.figure).to_json()
    go.Figure(age_ranks(TABLE, Span(20, 64), DALARNA, language, names=COUNTIES).figure).to_json()


def test_made_up_people_are_called_so() -> None:
    made_up = table(("0101", "60-64", 10, 10), synthetic=True)
    for picture in (population(made_up, "01", "sv", names={}), age_ranks(made_up, Span(60, 64), "01", "sv", names={})):
        assert "Syntetiska data" in [one["text"] for one in picture.figure["layout"]["annotations"]]
        assert picture.note.startswith("Syntetiska data")


def test_places_that_the_table_does_not_cover_are_not_offered(tmp_path: Path) -> None:
    datasets = tmp_path / "datasets"
    shutil.copytree(ROOT / "datasets", datasets, ignore=shutil.ignore_patterns("fetched"))
    lines = (datasets / "population.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if line.startswith(("municipality", "0980", "25")) and line[:4] != "2505"]
    (datasets / "population.csv").write_text("".join(kept), encoding="utf-8")
    content = replace(Content.read(ROOT), root=tmp_path)
    county, place, _ = EXPLORERS["population"](content, "sv").children
    assert [name for name, _ in county.options] == ["Gotlands län", "Norrbottens län"]
    county.value = "25"
    assert "Luleå" in dict(place.options) and "Arvidsjaur" not in dict(place.options)
    # Dalarna, which the claim is about, is not there either
    assert "av 2" in EXPLORERS["age_claim"](content, "sv").children[-1].html


def test_another_county_brings_its_own_municipalities_and_is_drawn_once() -> None:
    county, place, chart = EXPLORERS["population"](Content.read(ROOT), "sv").children
    place.value = next(code for _, code in place.options if len(code) == 4)
    drawn: list[Any] = []
    chart.observe(drawn.append, "html")
    county.value = "09"
    assert [code for _, code in place.options] == ["09", "0980"] and place.value == "09"
    assert len(drawn) == 1 and "Gotlands län har" in chart.html
    county.value = "20"
    names = [name for name, _ in place.options][1:]
    assert names[0] == "Avesta" and names[-1] == "Älvdalen" and len(names) == 15
