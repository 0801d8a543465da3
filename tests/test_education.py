"""The level of education: municipalities in order of the chosen level, beside the county and the nation."""

import plotly.graph_objects as go
import pytest

from samhandling.content.datasets import Table
from samhandling.content.language import LANGUAGES, Language
from samhandling.figures.education import LEVELS, education
from tests.conftest import ROOT

TABLE = Table.bundled(ROOT, "education")
MUNICIPALITIES = Table.bundled(ROOT, "municipalities").rows
NAMES = {row["county"]: row["county_name"] for row in MUNICIPALITIES}
NAMES |= {row["code"]: row["name"] for row in MUNICIPALITIES}


def table(*rows: tuple[str, int, int, int, int, int], synthetic: bool = False) -> Table:
    """People by municipality: the four levels, and those whose education is not known."""
    columns = ("municipality", *LEVELS, "unknown")
    dataset = TABLE.dataset.model_copy(update={"synthetic": synthetic})
    return Table(dataset, [dict(zip(columns, row, strict=True)) for row in rows])


SMALL = table(("0101", 10, 50, 20, 20, 900), ("0102", 30, 30, 0, 40, 0), ("0201", 0, 100, 0, 0, 0))
SMALL_NAMES = {"01": "Norra län", "0101": "Ena", "0102": "Andra"}


def test_shares_are_of_those_whose_education_is_known_and_the_others_are_told() -> None:
    picture = education(SMALL, "01", "post_secondary_long", "sv", names=SMALL_NAMES)
    assert picture.sentence.startswith(
        "I Norra län har 30\xa0% av dem som är 25–64 år minst tre års eftergymnasial utbildning, "
        "mot 20\xa0% i hela landet."
    )
    assert "Störst andel: Andra, 40\xa0%. Minst: Ena, 20\xa0%." in picture.sentence
    assert "inte är känd är inte med" in picture.sentence
    assert picture.table[-1] == ("Ena", "10\xa0%", "50\xa0%", "20\xa0%", "20\xa0%", "900", "1\xa0000")


@pytest.mark.parametrize(("level", "order"), [("compulsory", ["Andra", "Ena"]), ("upper_secondary", ["Ena", "Andra"])])
def test_the_chosen_level_sorts_and_is_marked(level: str, order: list[str]) -> None:
    picture = education(SMALL, "01", level, "sv", names=SMALL_NAMES)
    assert [cells[0] for cells in picture.table[1:]] == ["Hela landet", "Norra län", *order]
    marked = [bar["marker"]["line"]["color"] == "var(--warm)" for bar in picture.figure["data"]]
    assert marked == [one == level for one in LEVELS]


def test_the_levels_of_each_place_make_a_whole() -> None:
    picture = education(TABLE, "20", "post_secondary_long", "en", names=NAMES)
    stacks = zip(*(bar["x"] for bar in picture.figure["data"]), strict=True)
    assert [sum(stack) for stack in stacks] == pytest.approx([1] * 17)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("level", LEVELS)
def test_every_county_can_be_shown(level: str, language: Language) -> None:
    for county in {row["county"] for row in MUNICIPALITIES}:
        picture = education(TABLE, county, level, language, names=NAMES)
        assert NAMES[county] in picture.sentence and picture.figure["layout"]["meta"]["alt"] == picture.sentence
    go.Figure(picture.figure).to_json()


def test_a_county_of_one_municipality_is_compared_with_the_nation_only() -> None:
    said = education(TABLE, "09", "compulsory", "sv", names=NAMES).sentence
    assert "Gotlands län" in said and "Störst andel" not in said


def test_made_up_people_are_called_so() -> None:
    picture = education(table(("0101", 10, 10, 10, 10, 10), synthetic=True), "01", "compulsory", "sv", names={})
    assert "Syntetiska data" in [one["text"] for one in picture.figure["layout"]["annotations"]]
    assert picture.note.startswith("Syntetiska data")


def test_the_table_holds_everybody_aged_25_to_64() -> None:
    # Statistics Sweden, 2019
    assert sum(sum(row[level] for level in (*LEVELS, "unknown")) for row in TABLE.rows) == 5_270_793
    assert sum(row["unknown"] for row in TABLE.rows) == 128_196
