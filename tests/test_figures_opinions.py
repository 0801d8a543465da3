"""The pictures of opinions and contacts: groups and kinds of organisation, never a single person."""

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from samhandling.analysis.network import contacts
from samhandling.analysis.opinions import Opinions, opinion_groups
from samhandling.content.language import LANGUAGES, Language
from samhandling.content.reading import Content
from samhandling.figures import Picture
from samhandling.figures.network import change_picture, network_picture
from samhandling.figures.opinions import opinion_map, opinion_shares
from tests.conftest import ROOT

CONTENT = Content.read(ROOT)
TYPES = {one.id: one.label.sv for one in CONTENT.series.actor_types}


def statements(language: Language) -> dict[str, str]:
    return {one.id: one.label.in_(language) for one in CONTENT.exercises["E12"].find("votes").statements}


def landscape(sizes: tuple[int, ...] = (17, 12, 10)) -> Opinions:
    random = np.random.default_rng(4)
    minds = random.choice([-1.0, 1.0], (len(sizes), 25))
    cells = minds[[group for group, n in enumerate(sizes) for _ in range(n)]]
    astray = random.random(cells.shape) < 0.3
    cells[astray] = random.choice([-1, 0, 1], astray.sum())
    cells[-7:, 3] = np.nan
    return opinion_groups(pd.DataFrame(cells, columns=list(statements("sv"))))


def network(*rows: tuple[str, list[str]]) -> Any:
    return contacts(
        pd.DataFrame([{"respondent": str(k), "actor_type": t, "named": named} for k, (t, named) in enumerate(rows)])
    )


BEFORE = network(*[("region", ["business"])] * 6, *[("business", [])] * 8, *[("state-agency", ["region"])] * 2,
                 *[("civil-society", [])] * 3)  # fmt: skip
AFTER = network(*[("region", ["business"])] * 6, *[("business", ["region"])] * 5, *[("business", [])] * 3)


def pictures(language: Language) -> list[Picture]:
    return [
        opinion_map(landscape(), statements(language), language),
        opinion_shares(landscape(), statements(language), language),
        network_picture(BEFORE, TYPES, language),
        change_picture(BEFORE, AFTER, TYPES, language),
        opinion_map(landscape((4, 3)), statements(language), language),
        opinion_shares(landscape((4, 3)), statements(language), language),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_plotly_takes_them_and_each_says_in_words_what_it_shows(language: Language) -> None:
    for picture in pictures(language):
        go.Figure(picture.figure)
        assert picture.sentence and picture.figure["layout"]["meta"]["alt"] == picture.sentence
        assert {trace["type"] for trace in picture.figure["data"]} <= {"bar", "scatter"}
        assert len({len(row) for row in picture.table}) <= 1


def test_a_group_is_an_outline_and_nobody_is_a_dot() -> None:
    found = landscape()
    outlines = [
        trace for trace in opinion_map(found, statements("sv"), "sv").figure["data"] if trace["mode"] == "lines"
    ]
    assert len(outlines) == found.k == 3
    for outline, group in zip(outlines, found.groups, strict=True):
        assert outline["name"] == f"Grupp {group.name}"
        assert (outline["x"][0], outline["y"][0]) == (outline["x"][-1], outline["y"][-1])
        assert np.mean(outline["x"][:-1]) == pytest.approx(group.ellipse.x, abs=0.01)
        assert np.mean(outline["y"][:-1]) == pytest.approx(group.ellipse.y, abs=0.01)
    points = [
        trace for trace in opinion_map(found, statements("sv"), "sv").figure["data"] if "markers" in trace["mode"]
    ]
    assert points == []


def test_the_numbers_on_the_rim_are_statements_that_the_nearest_group_agrees_with_more() -> None:
    found, labels = landscape(), statements("sv")
    (rim,) = (one for one in opinion_map(found, labels, "sv").figure["data"] if one["mode"] == "text")
    assert rim["text"]
    ids = list(labels)
    for x, y, number in zip(rim["x"], rim["y"], rim["text"], strict=True):
        along = [group.ellipse.x * x + group.ellipse.y * y for group in found.groups]
        balance = [s.agree - s.disagree if s else 0 for s in found.shares[ids[int(number) - 1]]]
        assert balance[int(np.argmax(along))] > balance[int(np.argmin(along))]


def test_the_shares_of_each_bar_are_the_whole_group() -> None:
    found = landscape()
    figure = opinion_shares(found, statements("sv"), "sv").figure
    sums = np.sum([trace["x"] for trace in figure["data"]], axis=0)
    assert len(sums) % found.k == 0 and set(np.round(sums, 9)) <= {0.0, 1.0}
    texts = [one["text"] for one in figure["layout"]["annotations"]]
    assert sum(text.startswith("n = ") for text in texts) == (np.round(sums, 9) == 1).sum()
    assert texts.count("färre än 5") == (np.round(sums, 9) == 0).sum()


def test_what_a_small_group_thinks_is_not_in_the_table() -> None:
    found = landscape()
    table = opinion_shares(found, statements("sv"), "sv").table
    hidden = [one for one, row in found.shares.items() if None in row]
    assert hidden == ["s04"]
    for row in table[1:]:
        statement = list(statements("sv"))[int(row[0]) - 1]
        assert ("färre än 5" in row) == (statement in hidden)


def test_nothing_is_drawn_from_a_type_under_five() -> None:
    picture = network_picture(BEFORE, TYPES, "sv")
    lines = [trace for trace in picture.figure["data"] if trace["mode"] == "lines"]
    assert len(lines) == 1
    nodes = picture.figure["data"][-1]
    colours = dict(zip(BEFORE.types, nodes["marker"]["color"], strict=True))
    assert colours["region"] == colours["business"] != colours["state-agency"] == colours["civil-society"]
    assert [row[0] for row in picture.table[1:]] == ["Region (n = 6)", "Näringsliv (n = 8)"]


def test_before_and_after_have_each_type_in_the_same_place() -> None:
    picture = change_picture(BEFORE, AFTER, TYPES, "sv")
    before, after = (one for one in picture.figure["data"] if isinstance(one.get("marker", {}).get("color"), list))
    apart = {round(one - other, 9) for one, other in zip(before["y"], after["y"], strict=True)}
    assert before["x"] == after["x"] and len(apart) == 1
    rows = picture.table[1:]
    assert rows[1][0] == "Näringsliv (n = 8 → 8)" and rows[1][1] == "0\xa0% → 62\xa0%"
    assert "Nya starka kontakter: Näringsliv → Region." in picture.sentence
