"""registers.yaml: what is wrong in it is told with its place, and a series may do without."""

import shutil
from pathlib import Path

import pytest

from samhandling.content.folder import find_root
from samhandling.content.reading import Content, check
from samhandling.content.registers import is_joint
from samhandling.notebook import register
from tests.conftest import ROOT


@pytest.fixture
def series(tmp_path: Path) -> Path:
    """A series whose registers can be changed."""
    for name in ("exercises", "datasets", "sessions", "series.yaml"):
        (tmp_path / name).symlink_to(ROOT / name)
    shutil.copy2(ROOT / "registers.yaml", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("written", "instead", "line_has", "said"),
    [
        ("exercise: E10.3, item: commitments", "exercise: E88, item: commitments", "E88", "no exercise E88"),
        ("exercise: E10.3, item: commitments", "exercise: E10.3, item: nothing", "nothing", "no item 'nothing'"),
        ("exercise: E10.3, item: commitments", "exercise: E10.3, item: follow_up", "follow_up", "but it is a text"),
        ("due: by_when", "due: what", "due: what", "expected a column of the type date"),
        ("lines: [with_whom, needs", "lines: [with_whom, wants", "wants", "no column 'wants'"),
        ("      title: pilot", "      titel: pilot", "shows:", "misspelt"),
        ("{id: idea, label", "{id: thought, label", "statuses:", "has the status 'idea' too"),
        ("{id: under_way, label", "{id: begun, label", "statuses:", "has the status 'under_way' too"),
        ("education: existing_education", "education: fed_back", "education:", "expected a column of the type choice"),
        ("answered_status: fed_back", "answered_status: told", "", "'told', which is not among"),
        ("  - id: nodes", "  - id: mine", "mine", "is the name of everyone"),
        ("  - id: nodes", "  - id: pilots", "", "two registers have the id 'pilots'"),
        ("en: Proposed}}", "en: Proposed}, open: false}", "", "must be open"),
    ],
)
def test_a_fault_is_told_with_its_place(series: Path, written: str, instead: str, line_has: str, said: str) -> None:
    path = series / "registers.yaml"
    text = path.read_text(encoding="utf-8")
    assert written in text
    text = text.replace(written, instead, 1)
    path.write_text(text, encoding="utf-8")
    faults = [fault for fault in check(series) if fault.file.name == "registers.yaml"]
    assert any(said in fault.expected for fault in faults), [str(fault) for fault in faults]
    line = text.splitlines()[faults[0].line - 1]
    assert line_has in line, str(faults[0])


def test_a_series_may_do_without_registers(series: Path) -> None:
    (series / "registers.yaml").unlink()
    assert Content.read(series).registers == {}


def test_every_register_of_the_kit_has_rows_that_can_be_read_in_both_languages() -> None:
    content = Content.read(find_root())
    for one in content.registers.values():
        for source in one.sources:
            item = content.exercises[source.exercise].find(source.item)
            assert is_joint(item) or one.owner, f"{one.id}: nobody would own its entries"
        assert any(not status.open for status in one.statuses), f"{one.id}: its entries would never end"


def test_a_notebook_names_a_register_that_exists() -> None:
    assert register("commitments") is not None
    with pytest.raises(KeyError, match="there are signals"):
        register("nonsense")
