"""YAML read quickly is the same as YAML read with its lines, and what is no YAML is refused by both."""

import pytest
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from samhandling.content import plain
from samhandling.content.faults import as_plain
from tests.conftest import ROOT

FILES = sorted([*ROOT.glob("*.yaml"), *ROOT.glob("datasets/*.yaml"), *ROOT.glob("samhandling/words/*.yaml")])
KINDS = """
words: [yes, no, on, off, y, n, True, false, ~, null, 'null']
numbers: [0, -1, +2, 0128, 1.5, .5, 5., 1e3, 2.5e-1, 12:30, 1_000, 0x1F, 0o17]
text: ["12", 2026-11-26, 0.1.2, -, a#b, 'it''s', "tab\\tend"]
merged: {<<: {a: 1, b: 2}, b: 3}
anchors: [&one {x: 1}, *one]
folded: >-
  one
  two
"""


@pytest.mark.parametrize("path", [*FILES, *sorted(ROOT.glob("exercises/*.yaml"))[::6]], ids=lambda path: path.name)
def test_a_file_is_the_same_read_either_way(path: object) -> None:
    text = path.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    assert as_plain(plain.load(text)) == as_plain(YAML(typ="rt").load(text))


def test_words_that_older_yaml_took_for_something_else_stay_words() -> None:
    found = plain.load(KINDS)
    assert found["words"] == ["yes", "no", "on", "off", "y", "n", True, False, None, None, "null"]
    assert found["numbers"][:9] == [0, -1, 2, 128, 1.5, 0.5, 5.0, 1000.0, 0.25]
    assert found["numbers"][9:11] == ["12:30", "1_000"]
    assert found["text"][1] == "2026-11-26" and found["merged"] == {"a": 1, "b": 3}
    assert found["anchors"] == [{"x": 1}, {"x": 1}] and found["folded"] == "one two"


@pytest.mark.parametrize("text", ["a: 1\na: 2\n", "a: b: c", "a: [1, 2", "- a\nb: c", "a: *missing", "\x00"])
def test_what_is_no_yaml_is_refused(text: str) -> None:
    with pytest.raises(plain.YAMLError):
        plain.load(text)
    with pytest.raises(YAMLError):
        YAML(typ="rt").load(text)
