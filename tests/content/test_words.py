"""The words: both languages say the same things with the same places to fill in."""

import re
from pathlib import Path

import pytest

from samhandling.content.words import FOLDER, many, say, words

FILES = sorted(path.stem for path in FOLDER.glob("*.yaml"))
PLACE = re.compile(r"\{([a-z_]+)\}")


@pytest.mark.parametrize("file", FILES)
def test_both_languages_fill_in_the_same_places(file: str) -> None:
    for key, text in words(file).items():
        if not key.endswith("_one"):
            assert set(PLACE.findall(text.sv)) == set(PLACE.findall(text.en)), key


def test_filling_in() -> None:
    assert say("analysis", "round", "sv", n=2) == "omgång 2"
    assert many("paper", "minutes", 1, "en") == "1 minute"
    assert many("paper", "minutes", 3, "sv") == "3 minuter"


def test_what_is_filled_in_is_not_read_again() -> None:
    assert say("analysis", "round", "en", n="{n}") == "round {n}"


def test_a_place_without_a_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        say("analysis", "round", "sv")


def test_every_file_is_used() -> None:
    package = FOLDER.parent
    sources = [*package.rglob("*.py"), *(package.parent / "frontend" / "src").rglob("*.ts*")]
    text = "\n".join(Path(path).read_text(encoding="utf-8") for path in sources)
    assert [file for file in FILES if f'"{file}"' not in text and f"{file}.yaml" not in text] == []
