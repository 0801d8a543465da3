"""The whole content is checked: dictionaries against their tables, and the notebooks of the meetings."""

from pathlib import Path

import pytest

from samhandling.content.folder import write_series
from samhandling.content.reading import check
from tests.conftest import ROOT


def faults(series: Path) -> list[str]:
    return [str(fault) for fault in check(series.parent)]


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_content_that_ships_is_without_faults() -> None:
    assert check(ROOT) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("municipalities.yaml", "rows: 290", "rows: 291", "expected 291 rows, but there are 290"),
        ("municipalities.yaml", "licence:", "license:", "license: no such key here"),
        ("municipalities.yaml", "recipe: municipalities.py", "recipe: gone.py", "recipe: there is no file gone.py"),
        ("municipalities.yaml", "id: municipalities", "id: places", "expected 'municipalities'"),
        ("municipalities.csv", "1280,", "128,", "code: expected ^[0-9]{4}$, but it is '128'"),
        ("municipalities.csv", "1280,Malmö", "1280,Lund", "'Lund' stands on line"),
        ("municipalities.csv", "code,name", "kod,name", "expected the columns code, name"),
    ],
)
def test_a_data_set_that_departs_from_its_dictionary_is_named(
    own_series: Path, file: str, old: str, new: str, told: str
) -> None:
    change(own_series.parent / "datasets" / file, old, new)
    found = faults(own_series)
    assert any(told in one and "municipalities." in one for one in found), found


def test_a_missing_or_broken_notebook_is_named(own_series: Path) -> None:
    folder = own_series.parent / "sessions"
    (folder / "en" / "4_validation.ipynb").unlink()
    (folder / "sv" / "4_validation.ipynb").write_text("{", encoding="utf-8")
    change(folder / "sv" / "1_local_needs.ipynb", '"outputs": []', '"outputs": [{"output_type": "stream"}]')
    found = "\n".join(faults(own_series))
    assert "4_validation.ipynb:1: the file: the meeting's notebook is missing" in found
    assert "4_validation.ipynb:1: the file: expected a notebook" in found
    assert "1_local_needs.ipynb:1: the file: expected no outputs" in found


def test_a_new_series_does_not_take_along_what_was_fetched_for_another(tmp_path: Path) -> None:
    source = tmp_path / "one"
    write_series(source)
    (source / "datasets" / "fetched").mkdir()
    (source / "datasets" / "fetched" / "shortage.csv").write_text("lan\n12\n", encoding="utf-8")
    written = write_series(tmp_path / "two", source)
    assert written and not (tmp_path / "two" / "datasets" / "fetched").exists()
