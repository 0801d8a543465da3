"""A report as a Word document: styles, headings, pictures with their words, tables with their heads, no names."""

import io
import zipfile
from functools import cache

import docx as python_docx
import pytest
from docx.document import Document as Word
from docx.oxml.ns import qn
from lxml import etree

from samhandling.report.document.word import docx
from tests.report.reported import HOSTILE, broken, meeting


@cache
def file(language: str = "sv") -> bytes:
    return docx(meeting(language, most=10))  # type: ignore[arg-type]


def opened(of: bytes) -> Word:
    return python_docx.Document(io.BytesIO(of))


@pytest.mark.parametrize(("language", "locale"), [("sv", "sv-SE"), ("en", "en-GB")])
def test_it_says_its_language_and_no_names(language: str, locale: str) -> None:
    word, document = opened(file(language)), meeting(language, most=10)  # type: ignore[arg-type]
    assert word.core_properties.title == document.title
    assert word.core_properties.language == locale
    assert word.core_properties.author == word.core_properties.last_modified_by == ""
    assert {one.get(qn("w:val")) for one in word.styles.element.iter(qn("w:lang"))} == {locale}
    assert b"python-docx" not in zipfile.ZipFile(io.BytesIO(file(language))).read("docProps/core.xml")


def test_the_headings_are_those_of_the_report() -> None:
    word, document = opened(file()), meeting(most=10)
    found = [(one.style.name, one.text) for one in word.paragraphs if one.style.name.startswith(("Title", "Heading"))]
    assert found[0] == ("Title", document.title)
    wanted = []
    for section in document.sections:
        wanted += [("Heading 1", section.title), *(("Heading 2", block.title) for block in section.blocks)]
    assert found[3 : 3 + len(wanted)] == wanted
    assert [one.text for one in word.paragraphs if one.style.name.startswith("toc")] == [
        title for _, title in wanted
    ] + ["Om rapporten"]


def test_contents_lead_somewhere_and_pages_have_numbers() -> None:
    word = opened(file())
    body = word.element.body
    places = {one.get(qn("w:name")) for one in body.iter(qn("w:bookmarkStart"))}
    links = [one.get(qn("w:anchor")) for one in body.iter(qn("w:hyperlink"))]
    assert links and set(links) <= places
    assert len({one.get(qn("w:id")) for one in body.iter(qn("w:bookmarkStart"))}) == len(places)
    assert any("TOC" in (one.text or "") for one in body.iter(qn("w:instrText")))
    kinds = [one.get(qn("w:fldCharType")) for one in body.iter(qn("w:fldChar"))]
    assert kinds.count("begin") == kinds.count("end") == kinds.count("separate") == 1
    foot = etree.tostring(word.sections[0].footer._element).decode()
    assert "PAGE" in foot and "NUMPAGES" in foot
    assert "40 simulerade" in word.sections[0].header.paragraphs[0].text
    assert word.sections[0].different_first_page_header_footer


def test_every_picture_has_its_words_and_is_within_the_page() -> None:
    word, document = opened(file()), meeting(most=10)
    blocks = [block for section in document.sections for block in section.blocks]
    assert [shape._inline.docPr.get("descr") for shape in word.inline_shapes] == [
        block.figure["layout"]["meta"]["alt"] for block in blocks if block.figure
    ]
    assert len({shape._inline.docPr.get("id") for shape in word.inline_shapes}) == len(blocks)
    assert all(shape.width.mm <= 160.1 and shape.height.mm <= 190.1 for shape in word.inline_shapes)
    captions = [one for one in word.paragraphs if one.style.name == "Caption"]
    assert [one.text for one in captions] == [block.sentence for block in blocks]
    assert all(one.style.paragraph_format.keep_with_next for one in captions)


def test_tables_repeat_their_heads_in_a_style_of_our_own() -> None:
    word, document = opened(file()), meeting(most=10)
    blocks = [block for section in document.sections for block in section.blocks if block.table.rows]
    for table, block in zip(word.tables, blocks, strict=True):
        assert table.style.name == "Samhandling"
        head, *rows = table._tbl.tr_lst
        assert head.trPr.find(qn("w:tblHeader")) is not None
        assert [cell.text for cell in table.rows[0].cells] == [*block.table.columns]
        assert len(rows) == len(block.table.rows)
        assert block.title[:100] in table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))


def test_what_would_break_it_does_not() -> None:
    word = opened(docx(broken()))
    texts = [one.text for one in word.paragraphs]
    clean = HOSTILE.replace("\x07", "")
    assert clean in texts and sum(len(text) > 5000 for text in texts) >= 3
    assert [one.text for one in word.paragraphs if one.style.name == "Quote"][:2] == [clean, "الحياة جميلة"]
    assert "Här finns inget att visa." in texts
    assert any("färre än 5" in cell.text for table in word.tables for cell in table._cells)
    for one in zipfile.ZipFile(io.BytesIO(docx(broken()))).namelist():
        assert not one.startswith(("/", ".."))


def test_the_same_report_is_the_same_file() -> None:
    assert docx(meeting(most=10)) == file()
