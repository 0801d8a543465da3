"""JSON-stat with its codes, in all the shapes that a value and an index may have; the age classes of tables."""

import json
from typing import Any

import pytest

from samhandling.statistics.jsonstat import Cube
from samhandling.statistics.scb import _spans as spans
from samhandling.statistics.scb import cover
from samhandling.statistics.web import FetchError
from tests.conftest import ROOT

SHARED = ROOT.parent / "shared" / "data"


def answer(value: Any, index: Any = None) -> dict[str, Any]:
    index = index if index is not None else {"b": 1, "a": 0}
    two = {"label": "två", "category": {"index": index, "label": {"b": "B", "a": "A"}}}
    one = {"label": "ett", "category": {"label": {"x": "X"}}}
    return {"id": ["one", "two"], "size": [1, 2], "dimension": {"one": one, "two": two}, "value": value}


@pytest.mark.parametrize(
    ("value", "index", "expected"),
    [
        ([1, 2], None, [1, 2]),
        ([1, 2], ["a", "b"], [1, 2]),
        ({"1": 2}, None, [None, 2]),
        ([None, 2], None, [None, 2]),
        (["..", "2"], None, [None, 2]),
        ([1.5, "."], None, [1.5, None]),
    ],
    ids=["list", "index as list", "sparse", "null", "two dots, as text", "decimals"],
)
def test_each_value_has_its_codes(value: Any, index: Any, expected: list[Any]) -> None:
    cells = list(Cube.read(answer(value, index)).cells())
    assert [codes["two"] for codes, _ in cells] == ["a", "b"]
    assert [one for _, one in cells] == expected


@pytest.mark.parametrize(
    "broken",
    [[], "text", {}, {"id": ["x"]}, answer([1]), answer([1, 2, 3]), answer(["many", 2]), {"id": [], "dimension": 1}],
)
def test_something_else_is_no_table(broken: Any) -> None:
    with pytest.raises(FetchError, match="strange"):
        list(Cube.read(broken).cells())


AGES = {
    "065-69": "65-69 år", "16-24": "16-24 år", "-4": "0-4 år", "5-9": "5-9 år", "10-15": "10-15 år",
    "25-54": "25-54 år", "55-64": "55-64 år", "70-99": "70-99 år", "100+10": "100+ år",
    "TotSA": "totalt, samtliga åldrar", "us": "uppgift saknas",
}  # fmt: skip


def test_age_classes_are_known_by_their_ages_and_not_by_the_order_of_their_codes() -> None:
    found = spans(AGES)
    assert found["065-69"] == (65, 69) and found["-4"] == (0, 4) and found["100+10"] == (100, None)
    assert "TotSA" not in found and "us" not in found
    assert cover(found, 55, 69) == ["55-64", "065-69"]
    assert cover(found, 65, None) == ["065-69", "70-99", "100+10"]


def test_ages_without_labels_are_known_by_their_codes() -> None:
    assert spans({"7": "7", "100+": "100+"}) == {"7": (7, 7), "100+": (100, None)}


def test_the_fewest_classes_that_fit_are_taken() -> None:
    found = spans({"25": "25 år", "26": "26 år", "25-26": "25-26 år", "25-99": "25-99 år"})
    assert cover(found, 25, 26) == ["25-26"]


@pytest.mark.parametrize(("low", "high"), [(56, 64), (60, None), (0, 3)])
def test_classes_that_do_not_fit_are_refused(low: int, high: int | None) -> None:
    with pytest.raises(FetchError, match="no_ages"):
        cover(spans(AGES), low, high)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the recordings are not here")
@pytest.mark.parametrize(
    ("file", "cells", "first"),
    [
        ("scb/v2_TAB6471_data.json", 2772, 245284),
        ("scb/yreg54bas_jsonstat2_v1.json", 21500, None),
        ("api_fixtures/scb_v2_TAB638_data.json", 1, None),
    ],
)
def test_recorded_answers_are_read(file: str, cells: int, first: int | None) -> None:
    found = list(Cube.read(json.loads((SHARED / file).read_text(encoding="utf-8"))).cells())
    assert len(found) == cells and (first is None or found[0][1] == first)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the recordings are not here")
def test_the_recorded_ages_of_the_population_make_our_classes() -> None:
    metadata = Cube.read(json.loads((SHARED / "scb/v2_TAB6471_metadata.json").read_text(encoding="utf-8")))
    found = spans(metadata.labels["Alder"])
    assert cover(found, 0, 4) == ["-4"] and len(cover(found, 20, 24)) == 1 and cover(found, 85, None)[-1][:4] == "100+"
