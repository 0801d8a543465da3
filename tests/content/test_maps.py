"""Maps: the county's municipalities, and no others; small enough for a phone."""

import gzip
import json
import re
from pathlib import Path

import pytest

from samhandling.content.folder import find_root, write_series
from samhandling.content.kinds import Place
from samhandling.content.maps import WIDE, county_map
from samhandling.content.reading import Content, check

ROOT = find_root(Path(__file__))
CONTENT = Content.read(ROOT)


@pytest.mark.parametrize("county", sorted({code[:2] for code in CONTENT.municipalities}))
def test_every_county_has_a_map_of_its_municipalities(county: str) -> None:
    drawn = county_map(ROOT, county)
    assert drawn
    places = drawn["places"]
    assert {one["code"]: one["name"] for one in places} == {
        code: name for code, name in CONTENT.municipalities.items() if code.startswith(county)
    }
    assert max(drawn["width"], drawn["height"]) == WIDE
    for one in places:
        assert re.fullmatch(r"(M\d+ \d+(L\d+ \d+)+Z)+", one["path"])
        assert 0 <= one["x"] <= drawn["width"] and 0 <= one["y"] <= drawn["height"]
    assert len(gzip.compress(json.dumps(drawn).encode())) < 12_000


def test_there_is_no_map_of_what_is_no_county(tmp_path: Path) -> None:
    assert county_map(ROOT, "99") is None
    assert county_map(tmp_path, "12") is None


def test_a_place_gets_the_seriess_county_and_its_municipalities() -> None:
    items = [item for exercise in CONTENT.exercises.values() for item in exercise.items if isinstance(item, Place)]
    assert items
    for item in items:
        assert item.county
        names = [one.name for one in item.municipalities]
        assert {one.code[:2] for one in item.municipalities} == {item.county}
        # in Swedish order: å, ä, ö
        assert names == sorted(
            names, key=lambda name: ["åäö".find(c) + 200 if c in "åäö" else ord(c) for c in name.lower()]
        )


def test_a_county_that_is_none_is_told_where_it_stands(tmp_path: Path) -> None:
    root = tmp_path / "series"
    write_series(root, ROOT)
    path = root / "exercises" / "E6.2.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("  - kind: place\n", '  - kind: place\n    county: "99"\n'), encoding="utf-8")
    (fault,) = check(root)
    assert fault.key.endswith("county") and "no county 99" in fault.expected
    assert fault.line == text[: text.index("  - kind: place\n")].count("\n") + 2
