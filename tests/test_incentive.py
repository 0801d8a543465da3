"""The incentive calculation: the same in the picture, in words and in the table, and marked as an example."""

import json
from typing import Any

import plotly.graph_objects as go
import pytest

from samhandling.content.datasets import Table
from samhandling.content.language import LANGUAGES, Language
from samhandling.figures import Picture
from samhandling.figures.incentive import incentive
from samhandling.notebook import explore
from tests.conftest import ROOT

TABLE = Table.read(ROOT, "incentive")
BEGIN = {row["id"]: row["value"] for row in TABLE.rows}


def picture(language: Language = "sv", **values: int) -> Picture:
    return incentive(TABLE, BEGIN | values, language)


def texts(picture: Picture) -> list[str]:
    return [one["text"] for one in picture.figure["layout"]["annotations"]]


def row(picture: Picture, start: str) -> Any:
    return next(row for row in picture.table if row[0].startswith(start))


def test_to_begin_with_the_provider_loses_and_society_gains() -> None:
    one = picture()
    assert "förlorar anordnaren 14\xa0000 kr per deltagare, 280\xa0000 kr för 20 deltagare" in one.sentence
    assert "Utan öronmärkt bidrag är förlusten 34\xa0000 kr." in one.sentence
    assert "Samhället vinner 90\xa0000 kr: 20 veckor tidigare i arbete." in one.sentence
    assert row(one, "Anordnarens resultat utan")[1:] == ("−34\xa0000", "−680\xa0000")
    assert row(one, "Samhällets vinst")[1:] == ("90\xa0000", "1\xa0800\xa0000")
    assert row(one, "Veckor")[1:] == ("20", "400")
    assert row(one, "Hela kursen")[1] == "40" and row(one, "Andel validerat")[1] == "21\xa0%"
    assert {"<b>−34\xa0000</b>", "<b>−14\xa0000</b>", "jämnt upp vid 21\xa0%"} <= set(texts(one))


def test_the_grant_that_is_asked_for_makes_it_break_even() -> None:
    needed = "34\xa0000"
    assert f"Det går jämnt upp med {needed} kr" in picture().sentence
    even = picture(earmarked=34_000)
    assert "varken vinner eller förlorar" in even.sentence
    assert row(even, "Anordnarens resultat med")[1] == "0"


def test_a_grant_that_is_larger_is_a_gain_and_none_is_one_line() -> None:
    assert "vinner anordnaren 6\xa0000 kr" in picture(earmarked=40_000).sentence
    without = picture(earmarked=0)
    lines = [trace for trace in without.figure["data"] if trace["mode"] == "lines"]
    assert len(lines) == 1 and "Utan öronmärkt" not in without.sentence


def test_where_nothing_is_validated_nothing_is_lost() -> None:
    one = picture(share=0)
    assert "valideras inget" in one.sentence
    assert row(one, "Anordnarens resultat med")[1:] == ("0", "0")


def test_a_saving_that_is_larger_than_what_is_lost_needs_no_grant() -> None:
    one = picture(avoided=100, earmarked=0)
    assert "Det går ihop utan öronmärkt bidrag." in one.sentence and "vinner anordnaren 6\xa0000 kr" in one.sentence
    assert row(one, "Öronmärkt bidrag då")[1] == "0"


def test_the_lines_are_what_the_words_say() -> None:
    one = picture(share=75)
    line = next(trace for trace in one.figure["data"] if trace.get("name") == "Utan öronmärkt bidrag")
    loss = line["y"][line["x"].index(75)]
    assert loss == -46_000 and "förlusten 46\xa0000 kr" in one.sentence


@pytest.mark.parametrize(("language", "word"), [("sv", "Exempelvärde"), ("en", "Example value")])
def test_every_value_is_marked_as_an_example_wherever_it_is_shown(language: Language, word: str) -> None:
    one = picture(language)
    assert word.lower() in one.sentence.lower()
    assert any(word in text for text in texts(one))
    assert sum(cells[0].startswith(word) for cells in one.table) == len(TABLE.rows) == 9
    assert {"sv": "inga verkliga bidrag", "en": "not actual grants"}[language] in one.note


def test_what_it_begins_with_can_be_reached_and_left() -> None:
    for one in TABLE.rows:
        assert one["low"] <= one["value"] <= one["high"], one["id"]
        assert (one["value"] - one["low"]) % one["step"] == 0 and (one["high"] - one["low"]) % one["step"] == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_has_a_control_with_its_unit(language: Language) -> None:
    *sliders, chart = explore("incentive", language).children
    assert len(sliders) == 9 and all(", " in slider.description for slider in sliders)
    before = chart.html
    for slider in sliders:
        slider.value = slider.max
    assert chart.html != before


def test_plotly_takes_it_and_every_colour_is_the_looks() -> None:
    figure = picture().figure
    go.Figure(figure).to_json()
    tokens = (ROOT / "samhandling" / "look" / "tokens.css").read_text(encoding="utf-8")
    found = [part.split(")")[0] for part in json.dumps(figure).split("var(")[1:]]
    assert found and all(f"{name}:" in tokens for name in found)
