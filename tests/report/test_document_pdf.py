"""A report as PDF: tagged, with its language and title, a cover, contents with pages, and bookmarks."""

import io
import re
from functools import cache
from typing import Any

import pypdf
import pytest

from samhandling.report.document.model import Document
from samhandling.report.document.pdf import pdf
from tests.report.reported import broken, meeting

pytest.importorskip("weasyprint", exc_type=OSError)


@cache
def made(language: str = "sv") -> tuple[Document, bytes]:
    document = meeting(language, most=10)  # type: ignore[arg-type]
    return document, pdf(document)


def reader(of: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(of))


def tags(of: pypdf.PdfReader) -> list[Any]:
    found, left = [], [of.root_object["/StructTreeRoot"]]
    while left:
        one = left.pop().get_object()
        if isinstance(one, list):
            left += one
        elif isinstance(one, dict):
            found.append(one)
            if "/K" in one:
                left.append(one["/K"])
    return found


@pytest.mark.parametrize(("language", "tag"), [("sv", "sv"), ("en", "en")])
def test_it_says_its_language_and_title_and_is_tagged(language: str, tag: str) -> None:
    document, file = made(language)
    read = reader(file)
    assert read.root_object["/Lang"] == tag
    assert document.title in read.metadata.title
    assert read.root_object["/MarkInfo"]["/Marked"]
    assert b"pdfuaid:part" in read.root_object["/Metadata"].get_object().get_data()
    assert (read.metadata.author or "") == "" and read.metadata.creation_date is None
    kinds = {one.get("/S") for one in tags(read)}
    assert {"/H1", "/H2", "/H3", "/Table", "/TH", "/TD", "/Figure", "/Link"} <= kinds


def test_every_picture_has_its_words() -> None:
    document, file = made()
    alts = {str(one.get("/Alt")) for one in tags(reader(file)) if one.get("/S") == "/Figure"}
    for block in (block for section in document.sections for block in section.blocks):
        assert block.figure is not None
        assert block.figure["layout"]["meta"]["alt"] in alts


def test_contents_and_bookmarks_lead_to_every_part() -> None:
    document, file = made()
    read = reader(file)

    def titles(outline: list[Any]) -> list[str]:
        return [t for one in outline for t in (titles(one) if isinstance(one, list) else [one.title])]

    found = titles(read.outline)
    for section in document.sections:
        assert section.title in found
        assert all(block.title in found for block in section.blocks)
    links = [
        note for page in read.pages[:4] for note in page.get("/Annots", []) if note.get_object()["/Subtype"] == "/Link"
    ]
    assert len(links) >= len(document.sections)


def test_a_cover_and_then_pages_with_numbers() -> None:
    document, file = made()
    pages = [page.extract_text() for page in reader(file).pages]
    assert document.title.split()[0] in pages[0] and "Sida" not in pages[0]
    assert all(float(side) == pytest.approx(size, abs=1) for side, size in zip(
        reader(file).pages[0].mediabox[2:], (595.3, 841.9), strict=True))  # fmt: skip
    for number, text in enumerate(pages[1:], 2):
        assert re.search(rf"Sida {number} av\s+{len(pages)}", text)
        assert "40 simulerade" in text


def test_a_picture_is_never_parted_from_its_words() -> None:
    document, file = made()
    pages = [" ".join(page.extract_text().split()) for page in reader(file).pages]
    for block in (block for section in document.sections[1:] for block in section.blocks):
        sentence = " ".join(block.sentence.split())
        told = [note["text"] for note in block.figure["layout"]["annotations"] if note["text"].startswith("n =")]  # type: ignore[index]
        last = " ".join(told[-1].split()) if told else ""
        assert any(sentence in page and last in page for page in pages[2:])


def test_what_would_break_it_does_not() -> None:
    read = reader(pdf(broken()))
    text = "".join(page.extract_text() for page in read.pages)
    assert "<script>alert(1)" in text and text.count("x") > 15_000


def test_the_same_report_is_the_same_file_but_for_the_day_in_its_fonts() -> None:
    _, file = made()
    one, other = reader(file), reader(pdf(meeting(most=10)))
    assert [page.get_contents().get_data() for page in one.pages] == [
        page.get_contents().get_data() for page in other.pages
    ]
    assert one.metadata == other.metadata and len(one.outline) == len(other.outline)
