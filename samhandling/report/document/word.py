"""A report as a Word document: real styles, contents, captions and tables, to go on writing in."""

import io
import zipfile
from collections.abc import Sequence
from typing import Any

import docx as python_docx
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from samhandling.content.language import Language
from samhandling.content.words import say
from samhandling.look import tokens
from samhandling.report.document.model import Block, Document, Section, Table
from samhandling.report.document.word_styles import LISTED, LOCALES, styled
from samhandling.report.document.wording import cell, has_table, in_contents, is_number, named, simulated, stands_on
from samhandling.report.drawing import png
from samhandling.report.drawing.letters import clean

WIDE, TALL = 160, 190
"""A picture's width and its greatest height, in millimetres; the width is that of the text."""
_DAY = (1980, 1, 1, 0, 0, 0)


def docx(document: Document) -> bytes:
    """The report as docx: headings, captions, quotes and tables in styles, pictures at 300 dots an inch with their
    words, the language said, no author's name and no date in it; the same report gives the same bytes."""
    language = document.language
    word = python_docx.Document()
    _page(word, document)
    styled(word, language, WIDE)
    _properties(word, document)
    sections = [*named(document.sections)]
    _cover(word, document)
    if document.summary:
        _heading(word, say("report", "summary", language), 1, new_page=True)
        for sentence in document.summary:
            word.add_paragraph(clean(sentence))
    _contents(word, sections, bool(document.notes), language, new_page=not document.summary)
    for place, (name, section, blocks) in enumerate(sections):
        _bookmarked(_heading(word, section.title, 1, new_page=place == 0), name)
        if section.lead:
            word.add_paragraph(clean(section.lead), "Lead")
        if not blocks:
            word.add_paragraph(say("report", "empty", language), "Basis")
        for one, block in blocks:
            _block(word, one, block, language)
    if document.notes:
        _bookmarked(_heading(word, say("report", "notes", language), 1), "notes")
        for note in document.notes:
            _heading(word, note.title, 2)
            for paragraph in note.paragraphs:
                word.add_paragraph(clean(paragraph))
    file = io.BytesIO()
    word.save(file)
    return _undated(file)


def _page(word: Word, document: Document) -> None:
    """A4, with what the report is called above, and the page's number below, but on the cover."""
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin, section.bottom_margin = Mm(24), Mm(22)
    section.different_first_page_header_footer = True
    title = clean(document.title)
    title = title if len(title) <= 90 else title[:89].rstrip() + "…"
    told = simulated(document)
    section.header.paragraphs[0].add_run(f"{title} · {told}" if told else title)
    before, between, after = say("paper", "page_of", document.language, n="|", of="|").split("|")
    foot = section.footer.paragraphs[0]
    foot.add_run(before)
    _field(foot, "PAGE", "1")
    foot.add_run(between)
    _field(foot, "NUMPAGES", "1")
    foot.add_run(after)


def _properties(word: Word, document: Document) -> None:
    about = word.core_properties
    about.title, about.subject = clean(document.title)[:255], clean(document.subtitle)[:255]
    about.language = LOCALES[document.language]
    about.author = about.comments = about.keywords = about.last_modified_by = ""
    dates = (qn("dcterms:created"), qn("dcterms:modified"))
    for one in [one for one in about._element if one.tag in dates]:
        about._element.remove(one)
    # the template's own picture of itself
    package = word.part.package
    for key, relation in [*package.rels.items()]:
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            package.rels.pop(key)


def _cover(word: Word, document: Document) -> None:
    first = word.add_paragraph(clean(document.organiser), "Lead")
    first.paragraph_format.space_before = Mm(60)
    word.add_paragraph(clean(document.title), "Title")
    if document.subtitle:
        word.add_paragraph(clean(document.subtitle), "Subtitle")
    for label, value in document.facts:
        line = word.add_paragraph(style="Normal")
        line.add_run(f"{clean(label)}: ")
        line.add_run(clean(value)).bold = True
    if told := simulated(document):
        word.add_paragraph(told, "Simulated")


def _heading(word: Word, text: str, level: int, *, new_page: bool = False) -> Paragraph:
    heading = word.add_paragraph(clean(text), f"Heading {level}")
    heading.paragraph_format.keep_with_next = True
    if new_page:
        heading.paragraph_format.page_break_before = True
    return heading


def _contents(
    word: Word,
    sections: Sequence[tuple[str, Section, list[tuple[str, Block]]]],
    notes: bool,
    language: Language,
    *,
    new_page: bool,
) -> None:
    """The contents as a field, which Word fills in with the numbers of pages, and as lines until it has."""
    # a heading that is not listed itself
    title = word.add_paragraph(say("report", "contents", language), "Heading 1")
    outline = OxmlElement("w:outlineLvl")
    outline.set(qn("w:val"), "9")
    title._p.get_or_add_pPr().append(outline)
    title.paragraph_format.page_break_before = new_page
    whole = in_contents([section for _, section, _ in sections])
    entries = []
    for name, section, blocks in sections:
        entries.append((1, name, section.title))
        entries += [(2, one, block.title) for one, block in blocks if whole]
    if notes:
        entries.append((1, "notes", say("report", "notes", language)))
    lines = [word.add_paragraph(style=f"toc {level}") for level, _, _ in entries] or [word.add_paragraph()]
    begin = lines[0].add_run()
    _mark(begin, "begin").set(qn("w:dirty"), "true")
    _instruction(lines[0].add_run(), f'TOC \\o "1-{2 if whole else 1}" \\h \\z \\u')
    _mark(lines[0].add_run(), "separate")
    for line, (_, name, text) in zip(lines, entries, strict=False):
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), _bookmark(name))
        line._p.append(link)
        run = OxmlElement("w:r")
        link.append(run)
        Run(run, line).text = clean(text)
    _mark(lines[-1].add_run(), "end")


def _block(word: Word, name: str, block: Block, language: Language) -> None:
    _bookmarked(_heading(word, block.title, 2), name)
    if block.sentence:
        word.add_paragraph(clean(block.sentence), "Caption")
    basis = word.add_paragraph(stands_on(block, language), "Basis")
    if block.synthetic:
        basis.add_run(" · ")
        run = basis.add_run(say("report", "simulated", language))
        run.bold = True
        run.font.color.rgb = RGBColor.from_string(tokens()["warm"][1:].upper())
    if block.figure:
        basis.paragraph_format.keep_with_next = True
        _picture(word, block)
    for quote in block.quotes:
        if quote:
            word.add_paragraph(clean(quote), "Quote")
    if has_table(block):
        _table(word, block.title, block.table, language)
    if block.note:
        word.add_paragraph(clean(block.note), "Basis")


def _picture(word: Word, block: Block) -> None:
    figure = block.figure or {}
    pixels = png(figure, WIDE, TALL)
    shape = word.add_paragraph().add_run().add_picture(io.BytesIO(pixels), width=Mm(WIDE))
    if shape.height > Mm(TALL):
        shape.width, shape.height = round(shape.width * Mm(TALL) / shape.height), Mm(TALL)
    alt = clean(figure["layout"].get("meta", {}).get("alt") or block.sentence or block.title)
    about = shape._inline.docPr
    about.set("descr", alt)
    about.set("title", clean(block.title))


def _table(word: Word, title: str, table: Table, language: Language) -> None:
    made = word.add_table(1 + len(table.rows), len(table.columns), LISTED)
    made.autofit = True
    properties = made._tbl.tblPr
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), f"{say('report', 'figures', language)}: {clean(title)}"[:255])
    properties.append(caption)
    rows = [[clean(name) for name in table.columns], *([cell(value, language) for value in row] for row in table.rows)]
    for place, (line, texts) in enumerate(zip(made._tbl.tr_lst, rows, strict=True)):
        about = line.get_or_add_trPr()
        about.append(OxmlElement("w:cantSplit"))
        if place == 0:
            about.append(OxmlElement("w:tblHeader"))
        for column, (box, text) in enumerate(zip(line.tc_lst, texts, strict=False)):
            # by its id: to look the style up for each cell takes longer than all the rest
            box.p_lst[0].style = "Cell"
            paragraph = Paragraph(box.p_lst[0], made)
            paragraph.add_run(text)
            below = table.rows[place - 1 if place else 0]
            if column and column < len(below) and is_number(below[column]):
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    word.add_paragraph(style="Cell")


def _bookmark(name: str) -> str:
    """A name that Word takes for a place: letters, digits and underscores, at most forty."""
    plain = "".join(letter if letter.isalnum() else "_" for letter in name)
    return plain if len(plain) <= 40 else f"{plain[:20]}_{plain[-19:]}"


def _bookmarked(paragraph: Paragraph, name: str) -> None:
    # a number of its own: as many bookmarks as there are before it
    number = str(len(paragraph.part.element.body.findall(f".//{qn('w:bookmarkStart')}")))
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    start.set(qn("w:id"), number)
    start.set(qn("w:name"), _bookmark(name))
    end.set(qn("w:id"), number)
    paragraph._p.insert(1, start)
    paragraph._p.append(end)


def _field(paragraph: Paragraph, instruction: str, shown: str) -> None:
    _mark(paragraph.add_run(), "begin")
    _instruction(paragraph.add_run(), instruction)
    _mark(paragraph.add_run(), "separate")
    paragraph.add_run(shown)
    _mark(paragraph.add_run(), "end")


def _mark(run: Run, kind: str) -> Any:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    run._r.append(mark)
    return mark


def _instruction(run: Run, text: str) -> None:
    instruction = OxmlElement("w:instrText")
    instruction.set(qn("xml:space"), "preserve")
    instruction.text = f" {text} "
    run._r.append(instruction)


def _undated(file: io.BytesIO) -> bytes:
    """The package without the time at which it was made."""
    made = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, _DAY), old.read(name), zipfile.ZIP_DEFLATED)
    return made.getvalue()
