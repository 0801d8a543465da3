"""The mappings in docs/imports.md are mappings."""

import re
from pathlib import Path

import pytest

from samhandling.imports.formats import FORMATS
from samhandling.imports.mapping import read_mapping
from tests.conftest import ROOT
from tests.imports.files import mapping_file

PAGE = (ROOT / "docs" / "imports.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("text", EXAMPLES)
def test_an_example_is_a_mapping(text: str, tmp_path: Path) -> None:
    assert read_mapping(mapping_file(tmp_path, text)).questions


def test_every_tool_has_an_example() -> None:
    assert {one for one in FORMATS if any(f"format: {one}" in text for text in EXAMPLES)} == set(FORMATS)


@pytest.mark.parametrize("path", sorted((ROOT / "datasets" / "imports").glob("*.yaml")), ids=lambda path: path.stem)
def test_a_mapping_of_the_kit_is_one_and_is_told_of(path: Path) -> None:
    assert read_mapping(path).questions
    assert path.name in PAGE
