"""Figures on paper: every figure that there is comes out whole, in its colours, with its words where they have room."""

import io
import json
import re
import threading
from itertools import combinations
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from samhandling.analysis.frame import answers_frame, people_frame
from samhandling.analysis.summaries import results
from samhandling.content.datasets import Table
from samhandling.figures import FIGURES, gate_figure, generations, response_figure, split_figure
from samhandling.figures.education import education
from samhandling.figures.incentive import incentive
from samhandling.figures.niches import niches
from samhandling.figures.nodes import nodes
from samhandling.figures.population import Span, age_ranks, population
from samhandling.figures.shortage import NATION, shortage
from samhandling.figures.transition import Network, transition
from samhandling.look import tokens
from samhandling.report.drawing import PIXEL, png, svg
from samhandling.report.drawing.composition import composed
from samhandling.report.drawing.letters import lines, width, wrapped
from samhandling.report.drawing.marks import Drawing, Words, boxes_touch
from tests.answered import CONTENT, EXERCISE, SERIES, room
from tests.conftest import ROOT
from tests.report.reported import HOSTILE

WIDTHS = (178, 94)


def of_answers(language: Any = "sv") -> dict[str, dict[str, Any]]:
    """A figure of every kind of item, of groups, of the gate and of the response."""
    persons, rows = room(40)
    made = results(
        EXERCISE, answers_frame(rows, CONTENT), people_frame(persons, CONTENT), round=1, level="individual",
        language=language, state="revealed", run=1, actor_types=SERIES.actor_types, splits=("actor_type",),
    )  # fmt: skip
    found = {}
    for one in made["items"]:
        item = EXERCISE.find(one["item"])
        found[item.id] = FIGURES[item.kind](item, one, language)
        if item.kind in ("scale", "ladder", "number"):
            groups = one["groups"]["actor_type"]
            found[f"{item.id}, groups"] = split_figure(item, groups, language, one["sentence"])
    assert EXERCISE.gate
    found["gate"] = gate_figure(EXERCISE.gate, EXERCISE.find("step"), made["gate"]["rows"], language, "alt")
    found["response"] = response_figure([("Var står vi?", 24, 25), ("B", 0, 0)], language, "alt")
    return found


def of_data(language: Any = "sv") -> dict[str, dict[str, Any]]:
    """A figure of every data set."""
    table = {
        name: Table.bundled(ROOT, name)
        for name in (
            "education", "generation_shift", "incentive", "municipality_shapes", "niches", "population", "shortage",
            "transition",
        )
    }  # fmt: skip
    names = {"20": "Dalarnas län"}
    people, barometer, parts = table["population"], table["shortage"], table["niches"].rows
    network = Network(table["transition"], barometer, NATION)
    pictures = {
        "education": education(table["education"], "20", "upper_secondary", language, names=names),
        "generations": generations(table["generation_shift"], 25, language),
        "incentive": incentive(
            table["incentive"], {row["id"]: row["value"] for row in table["incentive"].rows}, language
        ),
        "niches": niches(table["niches"], parts[0]["niche"], "women", [row["ssyk"] for row in parts][1:], language),
        "nodes": nodes(table["municipality_shapes"], people, "20", "care", ["2080"], 50, language, names=names),
        "population": population(people, "20", language, names=names),
        "ages": age_ranks(people, Span(55, 64), "20", language, names=names),
        "shortage": shortage(
            barometer, barometer.rows[0]["yrkesomrade"], "outlook", NATION, language, areas={}, names={}
        ),
        "transition": transition(network, network.starts()[0], 2, 25, language, names={}),
    }
    return {name: picture.figure for name, picture in pictures.items()}


FIGURES_OF = {language: of_answers(language) | of_data(language) for language in ("sv", "en")}
EVERY = [pytest.param(figure, id=name) for name, figure in FIGURES_OF["sv"].items()]


def words(drawing: Drawing) -> list[Words]:
    return [mark for mark in drawing.marks if isinstance(mark, Words)]


def said(one: Words) -> str:
    return " ".join("".join(run.text for run in line) for line in one.lines)


@pytest.mark.parametrize("wide", WIDTHS)
@pytest.mark.parametrize("figure", EVERY)
def test_nothing_is_cut_off(figure: dict[str, Any], wide: float) -> None:
    drawing = composed(figure, wide / PIXEL)
    assert drawing.width == pytest.approx(wide / PIXEL, abs=1)
    for mark in drawing.marks:
        left, top, right, bottom = mark.box()
        assert -0.5 <= left <= right <= drawing.width + 0.5, mark
        assert -0.5 <= top <= bottom <= drawing.height + 0.5, mark


@pytest.mark.parametrize("wide", WIDTHS)
@pytest.mark.parametrize("figure", EVERY)
def test_words_do_not_lie_on_words(figure: dict[str, Any], wide: float, request: pytest.FixtureRequest) -> None:
    name = request.node.callspec.id
    if "plane" in name or "nodes" in name:
        pytest.skip("what people place, and where municipalities lie, may be near")
    for one, other in combinations(words(composed(figure, wide / PIXEL)), 2):
        # the lines of a text are higher than its letters
        assert not boxes_touch(one.box(), other.box(), -5), (said(one), said(other))


@pytest.mark.parametrize("language", ["sv", "en"])
def test_what_a_figure_says_is_in_its_drawing(language: str) -> None:
    for name, figure in FIGURES_OF[language].items():
        drawn = re.sub(r"\s+", "", " ".join(said(one) for one in words(composed(figure, 178 / PIXEL))))
        for note in figure["layout"]["annotations"]:
            for line in lines(note["text"]):
                text = "".join(run.text for run in line)
                assert re.sub(r"\s+", "", text) in drawn, name


def test_n_and_unknown_are_seen() -> None:
    drawn = svg(FIGURES_OF["sv"]["step"], 178)
    assert re.search(r">n = \d+ · 1 vet ej<", drawn)


@pytest.mark.parametrize("figure", EVERY)
def test_the_svg_is_an_image_that_says_what_it_shows(figure: dict[str, Any]) -> None:
    root = ElementTree.fromstring(svg(figure, 178))
    assert root.get("role") == "img" and root.get("aria-label") == figure["layout"]["meta"]["alt"]
    assert root.get("width") == "178mm"
    drawn = ElementTree.tostring(root, "unicode")
    looks = " ".join(value for element in root.iter() for name, value in element.items() if name != "aria-label")
    assert "var(" not in looks and "nan" not in looks
    # nothing is named, so that many may stand on one page
    assert not root.findall(".//*[@id]") and "href" not in drawn


def test_colours_are_those_of_the_look() -> None:
    figure = FIGURES_OF["sv"]["population"]
    drawn = svg(figure, 178)
    for token in ("group-1", "group-3", "warm"):
        assert f'fill="{tokens()[token]}"' in drawn


@pytest.mark.parametrize("figure", EVERY)
def test_the_png_is_as_wide_as_it_is_printed(figure: dict[str, Any]) -> None:
    image = Image.open(io.BytesIO(png(figure, 160)))
    assert image.width == pytest.approx(160 / 25.4 * 300, abs=1)
    assert image.info["dpi"] == pytest.approx((300, 300), abs=0.1)
    colours = image.convert("RGB").getcolors(1 << 24)
    assert max(colours)[1] == (255, 255, 255) or len(figure["data"])
    assert len(colours) > 2


def test_bars_are_as_long_as_what_they_show() -> None:
    figure = response_figure([("A", 10, 10), ("B", 5, 10)], "sv")
    pixels = Image.open(io.BytesIO(png(figure, 100))).convert("RGB")
    accent = tuple(bytes.fromhex(tokens()["accent"][1:]))
    near = [[max(abs(a - b) for a, b in zip(pixels.getpixel((x, y)), accent, strict=True)) < 4
             for x in range(pixels.width)] for y in range(pixels.height)]  # fmt: skip
    lengths = sorted({sum(row) for row in near if sum(row) > 40})
    assert lengths[-1] == pytest.approx(2 * lengths[0], abs=4)


def test_the_same_figure_is_the_same_file_in_whatever_thread() -> None:
    figure = json.loads(json.dumps(FIGURES_OF["sv"]["rows"]))
    first, found = (svg(figure, 178), png(figure, 178)), []
    threads = [threading.Thread(target=lambda: found.append((svg(figure, 178), png(figure, 178)))) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert found == [first] * 4


def test_a_kind_of_trace_that_no_figure_has_is_an_error() -> None:
    with pytest.raises(ValueError, match="sankey"):
        svg({"data": [{"type": "sankey"}], "layout": {}}, 100)


def test_what_people_write_is_text() -> None:
    plain = HOSTILE.replace("&", "&amp;").replace("<", "&lt;")
    note = {"text": plain, "x": 0, "y": 0, "xref": "paper", "yref": "paper", "showarrow": False}
    figure = {"data": [], "layout": {"height": 200, "meta": {"alt": HOSTILE}, "annotations": [note]}}
    root = ElementTree.fromstring(svg(figure, 178))
    assert "<script>alert(1)</script>" in "".join(root.itertext())
    assert {element.tag.rpartition("}")[2] for element in root.iter()} == {"svg", "text"}
    assert png(figure, 178)[:4] == b"\x89PNG"


def test_one_too_tall_for_a_page_is_made_lower() -> None:
    figure = response_figure([(f"Övning {n}", n, 40) for n in range(30)], "sv")
    free, kept = composed(figure, 700), composed(figure, 700, 800)
    assert kept.height < free.height
    assert kept.height < 1.05 * 800
    assert len(words(kept)) == len(words(free))


@given(st.text(max_size=300), st.floats(60, 400))
@settings(max_examples=60, deadline=None)
def test_broken_text_has_room_and_keeps_its_letters(text: str, room: float) -> None:
    whole = lines(text)
    broken = wrapped(whole, 15, room)
    assert all(width(line, 15) <= room + 1 for line in broken)

    def letters(found: list[Any]) -> str:
        return "".join("".join(run.text for line in found for run in line).split())

    assert letters(broken) == letters(whole)
