"""A report writes itself from the answers: of a meeting and of a series, by one command, in both languages."""

import datetime as dt
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from samhandling.cli import app
from samhandling.content.language import LANGUAGES
from samhandling.report.document.files import write
from samhandling.report.material import Material
from samhandling.report.reports import SUMMARY, report
from tests.answered import CONTENT, SERIES, answer, person, room
from tests.conftest import ROOT

TODAY = dt.date(2026, 4, 1)


def material(persons: list, rows: list, meeting: str = "") -> Material:
    held = {"room": "KLIPPA", "meeting": meeting or SERIES.meetings[0].id, "date": "2026-03-04"}
    return Material.of_rows(CONTENT, rows, [{**one, **held} for one in persons])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_meetings_report_has_a_cover_a_summary_and_every_picture(language: str) -> None:
    made = report(material(*room(30)), TODAY, language)
    assert made.title == SERIES.meetings[0].title.in_(language)
    assert [value for _, value in made.facts][2] == "30"
    assert 0 < len(made.summary) <= SUMMARY
    assert [section.id for section in made.sections][:3] == ["response", "E99-1-individual", "E99-1-table"]
    assert len(made.notes) == 3 and made.simulated == 0
    page = write(made, "html").decode()
    for block in (block for section in made.sections for block in section.blocks):
        assert block.sentence, block.id
    assert page.count("<figure") >= 20
    assert f'lang="{language}"' in page


def test_too_few_to_show_are_in_no_part_of_a_report() -> None:
    persons = [person(n, "region") for n in range(8)] + [person(n, "ideell") for n in range(8, 11)]
    rows = [answer(who, "step", 1 + n % 4, n + 1) for n, who in enumerate(persons)]
    made = report(material(persons, rows), TODAY, "sv")
    groups = [
        row for section in made.sections for block in section.blocks for row in block.table.rows if row[0] == "Ideell"
    ]
    assert groups and all(row[1] == "färre än 5" for row in groups)


def test_simulated_people_are_said_on_the_cover() -> None:
    made = report(material(*room(12, simulated=True)), TODAY, "sv")
    assert made.simulated == 12
    assert "12 simulerade" in write(made, "html").decode()


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A series that simulated participants have played."""
    store = tmp_path_factory.mktemp("played") / "demo.db"
    done = CliRunner().invoke(
        app, ["simulate", "--store", str(store), "--people", "12", "--series", str(ROOT / "series.yaml")]
    )
    assert done.exit_code == 0, done.output
    return store


def test_one_command_writes_the_series_report_in_four_formats(played: Path, tmp_path: Path) -> None:
    command = ["report", str(tmp_path), "--store", str(played), "--series", str(ROOT / "series.yaml")]
    nothing = CliRunner().invoke(app, command)
    assert nothing.exit_code == 1 and "--simulated" in nothing.output
    assert list(tmp_path.iterdir()) == []
    done = CliRunner().invoke(app, [*command, "--simulated", "--format", "html", "--format", "xlsx"])
    assert done.exit_code == 0, done.output
    assert sorted(path.name for path in tmp_path.iterdir()) == ["series.sv.html", "series.sv.xlsx"]
    page = (tmp_path / "series.sv.html").read_text(encoding="utf-8")
    assert "Träff 1: " in page and "Träff 4: " in page
    assert not re.findall(r"""(?:src|href)="https?://""", page), "a report asks no one for anything"


def test_one_meeting_of_a_series(played: Path, tmp_path: Path) -> None:
    rooms = CliRunner().invoke(
        app,
        ["report", str(tmp_path), "--store", str(played), "--room", "NOSUCH", "--series", str(ROOT / "series.yaml")],
    )
    assert rooms.exit_code == 1
    code = re.findall(r"\b[A-ZÅÄÖ]{4,8}\d*\b", rooms.output.split("NOSUCH", 1)[1])[0]
    command = ["report", str(tmp_path), "--store", str(played), "--room", code, "--simulated", "--format", "html"]
    done = CliRunner().invoke(app, [*command, "--lang", "en", "--series", str(ROOT / "series.yaml")])
    assert done.exit_code == 0, done.output
    (made,) = tmp_path.iterdir()
    assert made.name.endswith(".en.html") and made.name != "series.en.html"
