"""The generational shift: what is at the limit stands out, in the picture, in words and in the table alike."""

from pathlib import Path

import plotly.graph_objects as go
import pytest

from samhandling.content.datasets import Table
from samhandling.content.language import LANGUAGES, Language
from samhandling.figures import Picture, generations
from tests.conftest import ROOT

TABLE = Table.read(ROOT, "generation_shift")


def table(*aged: int, synthetic: bool = False) -> Table:
    """Occupations of a thousand employees, of whom so many are 55 or older."""
    rows = [
        {"ssyk": f"{n:04}", "name": f"Yrke {n}", "name_en": f"Work {n}", "employed": 1000, "aged_55": older}
        for n, older in enumerate(aged)
    ]
    return Table(TABLE.dataset.model_copy(update={"synthetic": synthetic}), rows)


def standing_out(picture: Picture) -> int:
    return sum(colour == "var(--accent)" for colour in picture.figure["data"][0]["marker"]["color"])


def texts(picture: Picture) -> list[str]:
    return [one["text"] for one in picture.figure["layout"]["annotations"]]


@pytest.mark.parametrize(
    ("limit", "reached", "sv", "en"),
    [
        (10, 3, "I 3 av de 3 yrkena är minst 10\xa0%", "In 3 of the 3 occupations, at least 10%"),
        (25, 2, "I 2 av de 3 yrkena är minst 25\xa0%", "In 2 of the 3 occupations, at least 25%"),
        (40, 1, "I ett av de 3 yrkena är minst 40\xa0%", "In one of the 3 occupations, at least 40%"),
        (41, 0, "I inget av de 3 yrkena är så många som 41\xa0%", "In none of the 3 occupations are as many as 41%"),
    ],
)
def test_those_at_the_limit_stand_out_and_are_counted_in_words(limit: int, reached: int, sv: str, en: str) -> None:
    # 24.6 per cent is shown as 25, and is at a limit of 25
    given = table(246, 120, 400)
    for language, said in (("sv", sv), ("en", en)):
        picture = generations(given, limit, language)
        assert standing_out(picture) == reached
        assert picture.sentence.startswith(said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_picture_words_and_table_say_the_same_largest_first(language: Language) -> None:
    picture = generations(table(246, 120, 400), 25, language)
    name = {"sv": "Yrke", "en": "Work"}[language]
    head, *rows = picture.table
    assert [row[0] for row in rows] == [f"{name} 2", f"{name} 0", f"{name} 1"]
    assert picture.figure["data"][0]["x"] == [40, 25, 12]
    assert {row[0] for row in rows} | {row[3] for row in rows} <= set(texts(picture))
    assert len(head) == len(rows[0])
    assert f"{name} 2" in picture.sentence and rows[0][3] in picture.sentence
    assert picture.figure["layout"]["meta"]["alt"] == picture.sentence


@pytest.mark.parametrize("language", LANGUAGES)
def test_how_many_and_whose_stands_beneath(language: Language) -> None:
    note = generations(TABLE, 25, language).note
    n = {"sv": "n\xa0=\xa01\xa0444\xa0092", "en": "n\xa0=\xa01,444,092"}[language]
    assert n in note and TABLE.dataset.source.name.in_(language) in note and "2024" in note


@pytest.mark.parametrize(("language", "word"), [("sv", "Syntetiska data"), ("en", "Synthetic data")])
def test_made_up_figures_say_so_in_the_picture_and_beneath_it(language: Language, word: str) -> None:
    picture = generations(table(246, synthetic=True), 25, language)
    assert word in texts(picture) and picture.note.startswith(word)
    assert TABLE.dataset.source.name.in_(language) not in picture.note
    assert word not in texts(generations(table(246), 25, language))


def test_a_long_name_has_one_line_in_the_picture_and_is_whole_in_the_table() -> None:
    picture = generations(TABLE, 25, "en")
    longest = max((row["name_en"] for row in TABLE.rows), key=len)
    assert longest in [row[0] for row in picture.table]
    assert max(len(text) for text in texts(picture)) <= 46 and not any("<br>" in text for text in texts(picture))


def test_plotly_takes_the_figure_with_the_colours_by_name() -> None:
    figure = generations(TABLE, 25, "sv").figure
    go.Figure(figure).to_json()
    tokens = (ROOT / "samhandling" / "look" / "tokens.css").read_text(encoding="utf-8")
    named = {one["font"]["color"] for one in figure["layout"]["annotations"] if "font" in one}
    named |= set(figure["data"][0]["marker"]["color"])
    assert all(f"{colour[4:-1]}:" in tokens for colour in named if colour.startswith("var("))
    assert any(colour.startswith("var(") for colour in named)


def test_an_unknown_table_is_missed_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="generation_shift"):
        Table.read(tmp_path, "generation_shift")
