"""A report as a workbook: a sheet a section, numbers as numbers, text as text."""

import io
import zipfile
from functools import cache
from typing import Any

import openpyxl
import pytest

from samhandling.report.document.sheet import xlsx
from tests.report.reported import HOSTILE, broken, meeting


@cache
def file(language: str = "sv") -> bytes:
    return xlsx(meeting(language, most=20))  # type: ignore[arg-type]


def opened(of: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(of))


def cells(sheet: Any) -> list[Any]:
    return [cell.value for row in sheet for cell in row if cell.value is not None]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_sheet_a_section_after_read_me_and_summary(language: str) -> None:
    document, book = meeting(language, most=20), opened(file(language))  # type: ignore[arg-type]
    assert len(book.sheetnames) == 3 + len(document.sections)
    assert book.sheetnames[0] == ("Läs mig" if language == "sv" else "Read me")
    for name, section in zip(book.sheetnames[2:], document.sections, strict=False):
        sheet = book[name]
        assert cells(sheet)[0] == section.title
        assert sheet.freeze_panes == "A2" and sheet.column_dimensions["A"].width > 50
        for block in section.blocks:
            assert block.title in cells(sheet) and block.sentence in cells(sheet)
    readme = " ".join(map(str, cells(book.worksheets[0])))
    assert document.title in readme and "40" in readme


def test_numbers_are_real_tables() -> None:
    document, book = meeting(most=20), opened(file())
    tables = [(sheet, table) for sheet in book for table in sheet.tables.values()]
    blocks = [block for section in document.sections for block in section.blocks if block.table.rows]
    assert len({table.name for _, table in tables}) == len(tables) == len(blocks)
    for (sheet, table), block in zip(tables, blocks, strict=True):
        head, *rows = [[cell.value for cell in row] for row in sheet[table.ref]]
        assert head == [*block.table.columns]
        assert [[value if value is not None else "" for value in row] for row in rows] == [
            [value if value is not None else "" for value in row] for row in block.table.rows
        ]


def test_a_simple_table_has_a_chart_with_words() -> None:
    with zipfile.ZipFile(io.BytesIO(file())) as package:
        drawings = [package.read(name).decode() for name in package.namelist() if "drawings/drawing" in name]
    assert drawings and all('descr="' in one for one in drawings)


def test_text_is_never_a_formula_or_a_link() -> None:
    book = opened(xlsx(broken()))
    kinds = {cell.data_type for sheet in book for row in sheet for cell in row}
    assert "f" not in kinds
    clean = HOSTILE.replace("\x07", "")
    sheet = book.worksheets[2]
    assert clean in cells(sheet)
    assert -1.5 in cells(sheet) and "färre än 5" in cells(sheet)
    heads = [cell.value for cell in sheet[next(iter(sheet.tables.values())).ref][0]]
    assert heads == [clean, "Kolumn 2", "Kolumn 3"]


def test_names_of_sheets_are_such_as_a_workbook_takes() -> None:
    names = opened(xlsx(broken())).sheetnames
    assert len({name.lower() for name in names}) == len(names)
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


def test_nothing_is_said() -> None:
    assert "Här finns inget att visa." in cells(opened(xlsx(broken()))["Tomt"])


def test_the_same_report_is_the_same_file() -> None:
    assert xlsx(meeting(most=20)) == file()
