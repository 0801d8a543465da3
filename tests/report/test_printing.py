"""What is printed opens as a tagged PDF, says everything, and leads to the meeting."""

import io
from pathlib import Path
from typing import Any

import pytest
import segno
from bs4 import BeautifulSoup
from pypdf import PdfReader
from typer.testing import CliRunner

from samhandling import cli
from samhandling.content.folder import find_root
from samhandling.content.reading import Content
from samhandling.report import pdf as pdf_module
from samhandling.report.handout import PAPER
from samhandling.report.handout.cards import item_cards, sorted_things, table_cards
from samhandling.report.handout.joining import Door, join_sheet
from samhandling.report.handout.meeting import meeting_form
from samhandling.report.handout.page import handout
from samhandling.report.handout.stairs import SIZES, poster, steps_of
from samhandling.report.pdf import NoPdf, pdf
from samhandling.report.printing import sheets
from tests.answered import EXERCISE
from tests.conftest import played_series

SERIES = Content.read(find_root(Path(__file__)))
DOOR = Door("http://192.168.1.20:8866", "K7QF2")
A4 = (595, 842)


def opened(html: str) -> PdfReader:
    """The page as a PDF, with what every PDF of ours must have."""
    made = PdfReader(io.BytesIO(pdf(html)))
    root = made.trailer["/Root"]
    page = BeautifulSoup(html, "html.parser")
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == page.html["lang"]
    assert made.metadata.title == page.title.get_text()
    assert made.outline, "headings are bookmarks"
    fonts = {str(font["/BaseFont"]) for one in made.pages for font in map(_get, one["/Resources"]["/Font"].values())}
    assert fonts and all("Inter" in font for font in fonts), fonts
    return made


def _get(reference: Any) -> Any:
    return reference.get_object()


def words(made: PdfReader) -> str:
    return "".join("".join(page.extract_text() for page in made.pages).split())


def size(page: Any) -> tuple[int, int]:
    return round(float(page.mediabox.width)), round(float(page.mediabox.height))


def without_blanks(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_worksheet_has_every_kind_and_every_label(language: Any) -> None:
    made = opened(handout(EXERCISE, language))
    assert {item.kind for item in EXERCISE.items} == set(PAPER)
    assert {size(page) for page in made.pages} == {A4}
    said = words(made)
    for item in EXERCISE.items:
        assert item.retired or without_blanks(item.label.in_(language)) in said
    n = len(made.pages)
    page_of = {"sv": f"Sida1av{n}", "en": f"Page1of{n}"}
    assert page_of[language] in said


def test_the_drawings_have_alternatives() -> None:
    made = opened(handout(EXERCISE, "sv"))
    figures = [one for one in map(_get, _every(made.trailer["/Root"]["/StructTreeRoot"])) if one.get("/S") == "/Figure"]
    assert len(figures) >= 3
    assert all(figure.get("/Alt") for figure in figures)


def _every(element: Any) -> list[Any]:
    below = element.get("/K", [])
    below = below if isinstance(below, list) else [below]
    kept = [one for one in map(_get, below) if isinstance(one, dict)]
    return [element, *(deeper for one in kept for deeper in _every(one))]


def test_a_question_is_not_cut_off_from_its_heading() -> None:
    made = opened(handout(SERIES.exercises["E12"], "sv"))
    assert len(made.pages) <= 2
    assert all(len(page.extract_text()) > 200 for page in made.pages), "no page with a heading alone"


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_meeting_is_one_file_with_its_agenda_and_exercises(language: Any) -> None:
    meeting = SERIES.series.meetings[1]
    page = BeautifulSoup(meeting_form(meeting, SERIES.exercises, language), "html.parser")
    assert page.h1.get_text() == meeting.title.in_(language)
    assert [one.get_text() for one in page.select(".agenda tbody th")] == [
        step.title.in_(language) for step in meeting.agenda
    ]
    planned = [step for step in meeting.agenda if step.exercise]
    forms = page.select("article.exercise")
    assert [form.h2.get_text() for form in forms] == [
        SERIES.exercises[step.exercise].title.in_(language) for step in planned
    ]
    for step, form in zip(planned, forms, strict=True):
        assert step.exercise in form.header.get_text()
        assert form.select_one(".who .blank"), "a place for one's own code"
    assert len(page.find_all("h1")) == 1


def test_a_table_card_stands_on_every_table() -> None:
    steps = steps_of(SERIES.exercises.values(), "sv")
    html = table_cards(3, steps, DOOR, "sv")
    made = opened(html)
    assert [size(page) for page in made.pages] == [A4] * 3
    for n, page in enumerate(made.pages, start=1):
        said = without_blanks(page.extract_text())
        assert f"Bord{n}" in said
        assert said.count("K7QF2") == 2, "from both sides"
        assert all(without_blanks(step.heading) in said for step in steps)
    assert "Vik här" in html


def test_things_to_sort_come_as_cards_once() -> None:
    found = BeautifulSoup(item_cards(EXERCISE, "sv"), "html.parser")
    cards = [one.b.get_text() for one in found.select(".cut li")]
    things = {thing.label.sv for item in EXERCISE.items if not item.retired for thing in sorted_things(item)}
    assert len(cards) == len(set(cards))
    assert set(cards) == things
    assert {item.kind for item in EXERCISE.items if sorted_things(item)} >= {
        "rank",
        "position",
        "place",
        "agree",
        "board",
    }


@pytest.mark.parametrize("paper", SIZES)
def test_the_poster_is_the_staircase_word_for_word(paper: Any) -> None:
    steps = steps_of(SERIES.exercises.values(), "sv")
    assert [step.heading for step in steps] == [
        "Vem vill och varför?", "Vad bör göras?", "Vilka behövs för att göra?", "Hur ska det göras och av vilka?",
    ]  # fmt: skip
    assert [len(step.questions) for step in steps] == [5, 3, 4, 1]
    made = opened(poster(steps, "sv", paper))
    assert len(made.pages) == 1
    wide, high = SIZES[paper]
    assert size(made.pages[0]) == (round(wide * 72 / 25.4), round(high * 72 / 25.4))
    said = words(made)
    for nth, question in enumerate((one for step in steps for one in step.questions), start=1):
        assert f"{nth}{without_blanks(question)}" in said
    assert "/XObject" not in made.pages[0]["/Resources"] or not any(
        _get(one)["/Subtype"] == "/Image" for one in made.pages[0]["/Resources"]["/XObject"].values()
    ), "drawn, not painted"


def test_the_join_sheet_leads_to_the_meeting() -> None:
    html = join_sheet(DOOR, "sv")
    drawn = BeautifulSoup(html, "html.parser").select_one(".qr svg path:last-of-type")["d"]
    code = segno.make("http://192.168.1.20:8866/j/K7QF2", error="m", micro=False)
    buffer = io.BytesIO()
    code.save(buffer, kind="svg", xmldecl=False, border=4, omitsize=True)
    assert f'd="{drawn}"' in buffer.getvalue().decode()
    made = opened(html)
    assert len(made.pages) == 1
    said = words(made)
    assert "192.168.1.20:8866" in said
    assert "K7QF2" in said
    for words_of_it in ("Välj aktörstyp och bord", "Choose your actor type and table"):
        assert without_blanks(words_of_it) in said


def test_without_a_code_there_is_a_line_to_write_it_on() -> None:
    page = BeautifulSoup(join_sheet(Door(), "en"), "html.parser")
    assert len(page.select(".told .empty")) == 2
    assert page.select(".qr") == []
    assert len(opened(str(page)).pages) == 1


def test_all_of_a_meeting() -> None:
    meeting = SERIES.series.meetings[0]
    names = [name for name, _ in sheets(SERIES, "all", (), meeting, DOOR, "sv")]
    assert names == [
        "1_local_needs", "table_cards", "E3.1.cards", "poster_A3", "poster_A4", "join",
    ]  # fmt: skip


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(
        cli.app, ["print", *map(str, arguments), "--series", str(played_series() / "series.yaml")]
    )
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


def test_the_command_writes_pdf(tmp_path: Path) -> None:
    code, said = run("E10.2", "--out", tmp_path, "--lang", "en")
    assert code == 0
    assert str(tmp_path / "E10.2.en.pdf") in said
    assert PdfReader(tmp_path / "E10.2.en.pdf").metadata.title.startswith("Where do we stand?")


def test_where_no_pdf_can_be_made_there_is_html(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise NoPdf("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(pdf_module, "_weasyprint", missing)
    code, said = run("--what", "join", "--url", DOOR.url, "--code", "k7qf2", "--out", tmp_path)
    assert code == 0
    assert "K7QF2" in (tmp_path / "join.sv.html").read_text(encoding="utf-8")
    assert "libpango" in said
    assert "som HTML i stället" in said
    assert "as HTML instead" in said


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--meeting", "6_no_such"), ("Det finns ingen träff 6_no_such", "There is no meeting 6_no_such")),
        (("E99",), ("Det finns ingen övning E99", "There is no exercise E99")),
        (("--url", "192.168.1.20", "--what", "join"), ("går inte att använda", "cannot be used")),
    ],
)
def test_what_cannot_be_printed_is_said(tmp_path: Path, arguments: Any, told: Any) -> None:
    code, said = run(*arguments, "--out", tmp_path)
    assert code == 1
    assert all(one in said for one in told)
    assert list(tmp_path.iterdir()) == []
