"""The niche map: what a basket does to its niche is the same in the picture, in words and in the table."""

import json
from typing import Any

import plotly.graph_objects as go
import pytest

from samhandling.content.datasets import Table
from samhandling.content.language import LANGUAGES, Language
from samhandling.figures import Picture
from samhandling.figures.niches import MEASURES, Measure, niches
from samhandling.notebook import explore
from tests.conftest import ROOT

TABLE = Table.read(ROOT, "niches")


def made(*people: tuple[str, str, int, int]) -> Table:
    """A sector of niche, occupation's code, employees and how many of them are 55 or older."""
    rows: list[dict[str, Any]] = [
        {
            "niche": niche,
            "niche_en": f"{niche} in English",
            "ssyk": code,
            "name": f"Yrke {code}",
            "name_en": f"Work {code}",
            "sun": "442",
            "sun_name": "Kemi",
            "sun_name_en": "Chemistry",
            "employees": employees,
            "aged_55": aged,
            "women": employees // 2,
            "foreign_born": employees // 4,
        }
        for niche, code, employees, aged in people
    ]
    return Table(TABLE.dataset, rows)


GIVEN = made(("A", "1111", 100, 50), ("A", "2222", 100, 10), ("A", "3333", 200, 60), ("B", "1111", 100, 20))


def picture(*basket: str, measure: Measure = "aged_55", language: Language = "sv") -> Picture:
    return niches(GIVEN, "A", measure, basket, language)


def texts(picture: Picture) -> list[str]:
    return [one["text"] for one in picture.figure["layout"]["annotations"]]


def test_with_the_whole_basket_the_occupation_that_matters_most_is_named() -> None:
    # without 1111 it is 70 of 300, without 2222 110 of 300, without 3333 60 of 200
    one = picture("1111", "2222", "3333")
    assert one.sentence.startswith("A: 30\xa0% av de 400 anställda är 55 år eller äldre, mot 28\xa0% i hela branschen.")
    # 23, 37 and 30 per cent: the first two are as far away, and the first of them in the table is named
    assert "Om ”Yrke 1111” räknas bort går andelen från 30\xa0% till 23\xa0%" in one.sentence
    assert "shapes" not in one.figure["layout"]


@pytest.mark.parametrize(
    ("basket", "sv", "en"),
    [
        (("2222", "3333"), "När ”Yrke 1111” räknas bort går andelen från 30\xa0% till 23\xa0%.", "from 30% to 23%."),
        (("1111",), "När 2 yrken räknas bort går andelen från 30\xa0% till 50\xa0%.", "from 30% to 50%."),
        (("1111", "2222"), "När ”Yrke 3333” räknas bort är andelen oförändrad, 30\xa0%.", "is unchanged, 30%."),
        ((), "korgen är tom", "the basket is empty"),
    ],
)
def test_what_is_left_out_changes_the_niche_in_words(basket: tuple[str, ...], sv: str, en: str) -> None:
    assert sv in picture(*basket).sentence
    assert en in picture(*basket, language="en").sentence


def test_what_is_left_out_stands_in_grey_and_a_mark_shows_the_whole_niche() -> None:
    one = picture("2222", "3333")
    bar, (mark,) = one.figure["data"][0], one.figure["layout"]["shapes"]
    grey = [x for x, colour in zip(bar["x"], bar["marker"]["color"], strict=True) if colour == "var(--unknown)"]
    assert grey == [50] and "Borträknat: Yrke 1111" in texts(one)
    assert mark["x0"] == mark["x1"] == 30 and "Strecket visar A med alla yrken." in one.note


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_has_every_measure_of_niches_and_occupations(language: Language) -> None:
    head, *rows = picture("2222", "3333", language=language).table
    assert len(rows) == 2 + 3 and all(len(row) == len(head) for row in rows)
    share = {"sv": "23\xa0%", "en": "23%"}[language]
    assert next(row for row in rows if row[0] == {"sv": "A", "en": "A in English"}[language])[1:3] == ("300", share)
    left_out = next(row for row in rows if row[0].endswith("1111"))
    assert left_out[5:7] == ({"sv": "nej", "en": "no"}[language], "1111") and "(442)" in left_out[7]


def test_employees_are_counted_and_not_shared() -> None:
    one = picture("2222", "3333", measure="employees")
    assert one.sentence.startswith("A: 300 anställda, av branschens 500.")
    assert "går antalet anställda från 400 till 300" in one.sentence and "300" in texts(one)


@pytest.mark.parametrize(("language", "word"), [("sv", "Syntetiska data"), ("en", "Synthetic data")])
def test_it_says_that_it_is_made_up(language: Language, word: str) -> None:
    one = niches(TABLE, "Läkemedel", "women", [row["ssyk"] for row in TABLE.rows], language)
    assert word in texts(one) and word in one.note


def test_no_number_of_people_is_below_five_and_no_part_is_larger_than_the_whole() -> None:
    for row in TABLE.rows:
        for measure in MEASURES[:3]:
            assert 5 <= row[measure] <= row["employees"] - 5, (row["niche"], row["name"], measure)


def test_plotly_takes_it_and_every_colour_is_the_looks() -> None:
    figure = picture("2222").figure
    go.Figure(figure).to_json()
    tokens = (ROOT / "samhandling" / "look" / "tokens.css").read_text(encoding="utf-8")
    found = [part.split(")")[0] for part in json.dumps(figure).split("var(")[1:]]
    assert found and all(f"{name}:" in tokens for name in found)


def test_a_niche_keeps_its_basket_while_others_are_looked_at() -> None:
    niche, measure, basket, chart = explore("niches", "sv").children
    begun = basket.value
    assert set(begun) == {row["ssyk"] for row in TABLE.rows if row["niche"] == niche.value}
    basket.value = begun[1:]
    measure.value = "women"
    assert "är kvinnor" in chart.html and "räknas bort" in chart.html
    first, niche.value = niche.value, "Digital hälsa"
    assert len(basket.value) == 5
    niche.value = first
    assert basket.value == begun[1:]
