"""The facilitator's guide: it builds without a warning, every link leads somewhere, and both languages say the same."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader

from samhandling.content.language import LANGUAGES, Language
from samhandling.content.reading import Content
from samhandling.report import guide
from samhandling.report.guide import pages
from tests.conftest import ROOT

GUIDE = ROOT / "facilitator_guide"

# Sphinx tells MyST of what will go in a later version
pytestmark = pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")


@pytest.fixture(scope="module")
def content() -> Content:
    return Content.read(ROOT)


@pytest.fixture(scope="module")
def site(content: Content, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Swedish site; building it fails on a warning."""
    folder = tmp_path_factory.mktemp("guide")
    guide.build(content, folder, "sv", pdf=False)
    return folder / "sv"


@pytest.fixture(scope="module")
def read(site: Path) -> dict[Path, BeautifulSoup]:
    return {path: BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser") for path in site.rglob("*.html")}


@pytest.fixture(scope="module")
def sources(content: Content, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The pages of both languages, written and made."""
    folders = {}
    for language in LANGUAGES:
        folders[language] = tmp_path_factory.mktemp("pages") / language
        guide.write_pages(content, folders[language], language)
    return folders


def loaded(soup: BeautifulSoup) -> Iterator[str]:
    """The addresses that a page loads by itself."""
    for tag in soup.find_all(["script", "img", "link", "iframe"]):
        if tag.name == "link" and not {"stylesheet", "icon", "preload"} & set(tag.get("rel", [])):
            continue
        if address := tag.get("src") or tag.get("href"):
            yield str(address)


def test_every_link_leads_somewhere(read: dict[Path, BeautifulSoup]) -> None:
    ids = {path: {tag["id"] for tag in soup.find_all(id=True)} for path, soup in read.items()}
    dead = []
    for path, soup in read.items():
        for tag in soup.find_all(["a", "link", "script", "img"]):
            parts = urlsplit(str(tag.get("href") or tag.get("src") or ""))
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            fragment = unquote(parts.fragment)
            if not target.exists() or (fragment and target.suffix == ".html" and fragment not in ids[target]):
                dead.append(f"{path.name}: {parts.geturl()}")
    assert dead == []


def test_nothing_is_loaded_from_elsewhere(site: Path, read: dict[Path, BeautifulSoup]) -> None:
    foreign = [f"{path.name}: {one}" for path, soup in read.items() for one in loaded(soup) if urlsplit(one).netloc]
    styles = [style for path in site.rglob("*.css") for style in re.findall(r"url\(\W?(https?:)?//", path.read_text())]
    assert (foreign, styles) == ([], [])


def test_the_pages_are_in_their_language(read: dict[Path, BeautifulSoup]) -> None:
    assert {soup.html["lang"] for soup in read.values() if soup.html} == {"sv"}


def test_the_search_needs_no_server(site: Path) -> None:
    assert "Search.setIndex(" in (site / "searchindex.js").read_text(encoding="utf-8")


def test_every_exercise_has_a_page_and_a_paper(content: Content, read: dict[Path, BeautifulSoup], site: Path) -> None:
    for exercise in content.exercises.values():
        page = read[site / "exercises" / f"{exercise.id}.html"].get_text()
        for phase in exercise.phases:
            assert " ".join(phase.script.sv.split()) in page, exercise.id
        assert (site / "paper" / f"{exercise.id}.html").is_file()


def test_the_run_sheet_is_the_agenda(content: Content, read: dict[Path, BeautifulSoup], site: Path) -> None:
    for meeting in content.series.meetings:
        page = read[site / f"{meeting.id}.html"]
        table = next(one for one in page.find_all("table") if "Vilka" in one.get_text())
        rows = [[cell.get_text(strip=True) for cell in row.find_all("td")] for row in table.find_all("tr")[1:]]
        at, expected = 9 * 60, []
        for step in meeting.agenda:
            clock = f"{at // 60:02}.{at % 60:02}"
            expected.append([clock, str(step.minutes), step.title.sv, step.exercise or ""])
            at += step.minutes
        assert [row[:4] for row in rows] == expected, meeting.id
        whole = page.get_text()
        assert [step.id for step in meeting.agenda if step.script and step.script.sv not in whole] == []


def headings(page: Path) -> list[int]:
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    return [len(marks) for marks in re.findall(r"^(#+) ", text, re.M)]


def test_both_languages_have_the_same_pages_and_headings() -> None:
    names = {language: sorted(path.name for path in (GUIDE / language).iterdir()) for language in LANGUAGES}
    assert names["sv"] == names["en"]
    for name in names["sv"]:
        assert headings(GUIDE / "sv" / name) == headings(GUIDE / "en" / name), name


def test_every_meeting_has_a_written_chapter(content: Content) -> None:
    assert [one.id for one in content.series.meetings if not (GUIDE / "sv" / f"{one.id}.md").is_file()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_links_and_pictures_of_the_sources_are_there(sources: dict[str, Path], language: Language) -> None:
    folder = sources[language]
    dead = []
    for page in folder.rglob("*.md"):
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if not urlsplit(target).scheme and not (page.parent / target).exists():
                dead.append(f"{page.name}: {target}")
    assert dead == []


def test_a_pdf_is_tagged_and_has_bookmarks_and_page_numbers(content: Content, tmp_path: Path) -> None:
    pytest.importorskip("weasyprint", exc_type=OSError)
    meeting = content.series.meeting("2_business_collaboration")
    assert meeting is not None
    agenda = tuple(step for step in meeting.agenda if step.exercise in (None, "E3.2"))
    # one meeting with one exercise: the whole book takes a minute
    small = replace(
        content,
        series=content.series.model_copy(update={"meetings": (meeting.model_copy(update={"agenda": agenda}),)}),
        exercises={"E3.2": content.exercises["E3.2"]},
    )
    file = tmp_path / "guide.pdf"
    guide.write_pages(small, tmp_path / "pages", "en")
    guide.write_pdf(tmp_path / "pages", file, "en")
    pdf = PdfReader(file)
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in root and root["/Lang"] == "en"
    outline = [one.title for one in pdf.outline if not isinstance(one, list)]
    assert any("Meeting 2" in title for title in outline) and any("E3.2" in title for title in outline)
    contents = pdf.pages[1].extract_text()
    assert re.search(r"\d+\s*$", contents, re.M) and "Contents" in contents


def test_the_table_of_systems_and_files_is_current(content: Content) -> None:
    # renew it with: samhandling guide --catalogue docs/catalogue.md
    assert (ROOT / "docs" / "catalogue.md").read_text(encoding="utf-8") == guide.files(content, "en", up="../")


@pytest.mark.parametrize(
    "written", ["1. Först", "- *Viktigt*", "a | b", "<b>[x](y)</b>", "`x` $y$ {z}", "+ 3", "# Nej"]
)
def test_text_stands_as_it_was_written(written: str) -> None:
    from markdown_it import MarkdownIt

    shown = BeautifulSoup(MarkdownIt().render(pages.text(written)), "html.parser")
    assert shown.get_text().strip() == written and not shown.find(["li", "em", "a", "code", "h1"])
