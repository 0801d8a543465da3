"""A report as HTML: whole in itself, in order, in its language, and text where people wrote."""

import itertools
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from samhandling.content.words import say
from samhandling.report.document.files import write
from samhandling.report.document.html import html
from tests.report.reported import broken, meeting


def read(page: str) -> BeautifulSoup:
    return BeautifulSoup(page, "html.parser")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_it_says_all_of_the_report_in_its_language(language: str) -> None:
    document = meeting(language, most=12)  # type: ignore[arg-type]
    page = read(html(document))
    assert page.html["lang"] == language
    assert page.h1.get_text() == document.title
    text = page.get_text("\n")
    for section in document.sections:
        assert section.title in text
        for block in section.blocks:
            assert block.title in text and block.sentence in text
    assert say("report", "contents", language) in text  # type: ignore[arg-type]
    assert text.count(say("report", "simulated", language)) == 12  # type: ignore[arg-type]
    assert "40" in page.select_one(".cover .simulated").get_text()


@pytest.mark.parametrize("document", [meeting(most=12), broken()], ids=["meeting", "broken"])
def test_its_parts_are_in_order_and_named(document: object) -> None:
    page = read(html(document))  # type: ignore[arg-type]
    levels = [int(heading.name[1]) for heading in page.find_all(re.compile("^h[1-6]$"))]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    ids = [one["id"] for one in page.select("[id]")]
    assert len(set(ids)) == len(ids)
    assert {link["href"][1:] for link in page.select("nav a")} <= set(ids)
    assert len(page.select("nav a")) == len(page.select("main article, main > section")) - bool(page.select(".summary"))
    assert {one["aria-labelledby"] for one in page.select("[aria-labelledby]")} <= set(ids)
    assert [one.name for one in page.body.find_all(["header", "main", "footer"], recursive=False)] == [
        "header", "main", "footer",
    ]  # fmt: skip


def test_every_picture_has_its_words_and_its_numbers() -> None:
    document = meeting(most=12)
    page = read(html(document))
    blocks = [block for section in document.sections for block in section.blocks]
    assert len(page.select("figure")) == sum(block.figure is not None for block in blocks)
    for article, block in zip(page.select("article"), blocks, strict=True):
        assert block.sentence in article.figcaption.get_text()
        assert f"n = {block.n}" in article.figcaption.get_text()
        wide, narrow = article.select("svg[role=img]")
        assert wide["aria-label"] == narrow["aria-label"] == block.figure["layout"]["meta"]["alt"]
        assert [one.get_text() for one in article.select("thead th[scope=col]")] == [*block.table.columns]
        assert len(article.select("tbody tr")) == len(article.select("tbody th[scope=row]")) == len(block.table.rows)
        assert article.select_one("details > summary")


def test_it_needs_nothing_from_elsewhere() -> None:
    page = html(meeting(most=12))
    assert not re.search(r"<(script|link|img|iframe)|@import|https?://(?!www\.w3\.org/)", page)
    assert set(re.findall(r'url\("(\w+:)', page)) == {"data:"}


def test_what_people_write_is_text() -> None:
    page = html(broken())
    assert "<script" not in page and "\x07" not in page
    assert "</title>" not in page.partition("</title>")[2]
    read_back = read(page)
    assert "<script>alert(1)</script>" in read_back.h1.get_text()
    quotes = [one.get_text() for one in read_back.select("blockquote")]
    assert len(quotes) == 3 and quotes[1] == "الحياة جميلة" and len(quotes[2]) > 5000
    assert {one["dir"] for one in read_back.select("blockquote")} == {"auto"}


def test_nothing_and_too_few_are_said() -> None:
    page = read(html(broken()))
    assert say("report", "empty", "sv") in page.get_text()
    few = next(one for one in page.select("article") if one.h3.get_text() == "Få")
    assert not few.svg and "färre än 5" in few.table.get_text() and "n = 0" in few.get_text()
    bare = next(one for one in page.select("article") if one.h3.get_text() == "Bara en mening")
    assert not bare.table and "n = 1\N{NO-BREAK SPACE}234" in bare.get_text()


def test_the_same_report_is_the_same_file(tmp_path: Path) -> None:
    made = write(meeting(most=6), tmp_path / "report.html")
    assert made == write(meeting(most=6), "html") == (tmp_path / "report.html").read_bytes()


def test_another_kind_of_file_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"html, pdf, docx, xlsx"):
        write(meeting(most=6), "report.odt")
