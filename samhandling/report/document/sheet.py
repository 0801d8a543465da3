"""A report as a workbook: a sheet a section, with each picture's words, its numbers as a table, and a simple chart."""

import datetime as dt
import io
import re
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from samhandling.content.words import say
from samhandling.look import tokens
from samhandling.report.document.model import Block, Document, Section, Table
from samhandling.report.document.wording import has_table, simulated, stands_on
from samhandling.report.drawing.letters import clean
from samhandling.report.sheets import put

LONGEST_NAME, LONGEST_HEAD = 31, 255
"""The most characters of a sheet's name, and of a table's head."""
FIRST, OTHERS = 64, 16
"""The widths of the first column, which the words stand in, and of the others; in characters."""
CHARTED = range(2, 21)
"""A table of two columns, with so many rows, has a chart beside it."""
ROW = 20
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")


def xlsx(document: Document) -> bytes:
    """The report as xlsx: read me, summary, a sheet a section, notes; text is always text, never a formula or a link.

    It says nothing of who made it; the same report gives the same bytes.
    """
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": clean(document.title)[: LONGEST_NAME * 8], "created": dt.datetime(2000, 1, 1)})
        book.set_size(1920, 1200)
        _Writing(book, document).write()
    return file.getvalue()


class _Writing:
    """A workbook while it is written."""

    def __init__(self, book: Any, document: Document) -> None:
        self.book, self.document, self.language = book, document, document.language
        look = tokens()
        text = {"text_wrap": True, "valign": "top", "font_color": look["ink"]}
        self.styles = {
            "title": book.add_format({"bold": True, "font_size": 16, "font_color": look["accent"], "valign": "top"}),
            "heading": book.add_format({**text, "bold": True, "font_size": 12}),
            "text": book.add_format(text),
            "bold": book.add_format({**text, "bold": True}),
            "soft": book.add_format({**text, "font_color": look["ink-soft"]}),
            "warm": book.add_format({**text, "bold": True, "font_color": look["warm"]}),
            "quote": book.add_format({**text, "indent": 1, "left": 5, "left_color": look["accent"]}),
            "head": book.add_format({**text, "bold": True, "bg_color": look["accent-wash"]}),
            "link": book.add_format({"font_color": look["accent"], "underline": 1, "valign": "top"}),
        }
        self.names: list[str] = []
        self.tables = 0

    def write(self) -> None:
        say_ = self._say
        readme = self._sheet(say_("sheet_readme"))
        summary = self._sheet(say_("summary")) if self.document.summary else None
        sections = [(self._sheet(section.title), section) for section in self.document.sections]
        notes = self._sheet(say_("notes")) if self.document.notes else None
        self._readme(readme)
        if summary:
            self._paragraphs(summary, say_("summary"), [("text", one) for one in self.document.summary])
        for sheet, section in sections:
            self._section(sheet, section)
        if notes:
            lines = [
                line
                for note in self.document.notes
                for line in (("heading", note.title), *(("text", one) for one in note.paragraphs))
            ]
            self._paragraphs(notes, say_("notes"), lines)

    def _say(self, key: str, **fill: object) -> str:
        return say("report", key, self.language, **fill)

    def _sheet(self, title: str) -> Worksheet:
        """A sheet by a name that Excel takes and no other has."""
        plain = _NOT_IN_NAMES.sub(" ", clean(title)).strip().strip("'").strip() or self._say("sheet")
        name, nth = plain[:LONGEST_NAME].strip(), 1
        # a name that Excel keeps for itself
        taken = {one.lower() for one in self.names} | {"history"}
        while name.lower() in taken:
            nth += 1
            end = f" {nth}"
            name = plain[: LONGEST_NAME - len(end)].strip() + end
        self.names.append(name)
        sheet = self.book.add_worksheet(name)
        sheet.set_column(0, 0, FIRST)
        sheet.set_column(1, 30, OTHERS)
        sheet.hide_gridlines(2)
        sheet.ignore_errors({"number_stored_as_text": "A1:AE5000"})
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        return sheet

    def _put(self, sheet: Worksheet, row: int, value: Any, style: str, column: int = 0) -> int:
        """Write a cell; the next row."""
        put(sheet, row, column, clean(value) if isinstance(value, str) else value, self.styles[style])
        return row + 1

    def _readme(self, sheet: Worksheet) -> None:
        document = self.document
        row = self._put(sheet, 0, document.title, "title")
        row = self._put(sheet, row, document.subtitle, "soft")
        row = self._put(sheet, row, document.organiser, "soft") + 1
        for label, value in document.facts:
            row = self._put(sheet, row, f"{label}: {value}", "text")
        if told := simulated(document):
            row = self._put(sheet, row, told, "warm")
        row = self._put(sheet, row + 1, self._say("readme"), "text") + 1
        row = self._put(sheet, row, self._say("contents"), "heading")
        for name in self.names[1:]:
            quoted = name.replace("'", "''")
            sheet.write_url(row, 0, f"internal:'{quoted}'!A1", self.styles["link"], name)
            row += 1

    def _paragraphs(self, sheet: Worksheet, title: str, lines: list[tuple[str, str]]) -> None:
        sheet.set_column(0, 0, 100)
        row = self._put(sheet, 0, title, "title") + 1
        for style, text in lines:
            row = self._put(sheet, row, text, style)
        sheet.freeze_panes(1, 0)

    def _section(self, sheet: Worksheet, section: Section) -> None:
        row = self._put(sheet, 0, section.title, "title")
        if section.lead:
            row = self._put(sheet, row, section.lead, "soft")
        if not section.blocks:
            self._put(sheet, row + 1, self._say("empty"), "soft")
        widest = max((len(block.table.columns) for block in section.blocks), default=1)
        for block in section.blocks:
            row = self._block(sheet, block, row + 1, widest + 1)
        sheet.freeze_panes(1, 0)

    def _block(self, sheet: Worksheet, block: Block, row: int, aside: int) -> int:
        """A picture's words, numbers and chart; the row after them."""
        first = row
        row = self._put(sheet, row, block.title, "heading")
        if block.sentence:
            row = self._put(sheet, row, block.sentence, "text")
        row = self._put(sheet, row, stands_on(block, self.language), "soft")
        if block.synthetic:
            row = self._put(sheet, row, self._say("simulated"), "warm")
        for quote in block.quotes:
            if quote:
                row = self._put(sheet, row, quote, "quote")
        if has_table(block):
            head = row
            row = self._table(sheet, block.table, row)
            if _is_simple(block.table):
                high = ROW * (len(block.table.rows) + 3)
                self._chart(sheet, block, head, (first, aside), high)
                row = max(row, first + high // ROW + 1)
        if block.note:
            row = self._put(sheet, row, block.note, "soft")
        return row

    def _table(self, sheet: Worksheet, table: Table, row: int) -> int:
        """The numbers as a table that can be sorted and filtered; the row after it."""
        self.tables += 1
        last, across = row + len(table.rows), len(table.columns) - 1
        heads = [{"header": head, "header_format": self.styles["head"]} for head in self._heads(table)]
        options = {"name": f"Tabell{self.tables}", "columns": heads, "style": "Table Style Light 1", "autofilter": True}
        sheet.add_table(row, 0, last, across, options)
        for line, cells in enumerate(table.rows, row + 1):
            for column, value in enumerate(cells):
                self._put(sheet, line, value, "text", column)
        return last + 1

    def _heads(self, table: Table) -> list[str]:
        """A table's heads as Excel wants them: none is empty, and none twice."""
        found: list[str] = []
        for place, name in enumerate(table.columns, 1):
            plain = clean(name).strip()[: LONGEST_HEAD - 4] or self._say("column", n=place)
            head, nth = plain, 1
            while head.lower() in (one.lower() for one in found):
                nth += 1
                head = f"{plain} {nth}"
            found.append(head)
        return found

    def _chart(self, sheet: Worksheet, block: Block, head: int, at: tuple[int, int], high: int) -> None:
        """Lying bars in the table's order, beside it."""
        last = head + len(block.table.rows)
        chart = self.book.add_chart({"type": "bar"})
        series = {
            "name": clean(block.table.columns[1])[:LONGEST_HEAD],
            "categories": [sheet.name, head + 1, 0, last, 0],
            "values": [sheet.name, head + 1, 1, last, 1],
            "fill": {"color": tokens()["accent"]}, "gap": 45, "data_labels": {"value": True},
        }  # fmt: skip
        chart.add_series(series)
        chart.set_legend({"none": True})
        chart.set_title({"none": True})
        chart.set_y_axis({"reverse": True, "line": {"none": True}, "major_tick_mark": "none"})
        chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
        chart.set_chartarea({"border": {"none": True}})
        chart.set_size({"width": 520, "height": high})
        alt = clean(block.sentence or block.title)
        sheet.insert_chart(*at, chart, {"description": alt, "object_position": 2})


def _is_simple(table: Table) -> bool:
    """Whether a table is names and numbers, few enough for a chart."""
    return (
        len(table.columns) == 2
        and len(table.rows) in CHARTED
        and all(len(row) == 2 and isinstance(row[0], str) and _counts(row[1]) for row in table.rows)
    )


def _counts(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
