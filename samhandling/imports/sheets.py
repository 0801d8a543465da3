"""Files as tables: headers, and cells as text. What is too large, damaged or dangerous is refused before it is read."""

import csv
import datetime as dt
import hashlib
import io
import zipfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from samhandling.imports.refusing import CannotImport, Wrong

MOST_BYTES, MOST_UNPACKED = 50_000_000, 300_000_000
MOST_ROWS, MOST_COLUMNS, MOST_CELL = 200_000, 3_000, 32_767
"""A cell of Excel holds no more characters than that."""
DELIMITERS = ",;\t|"


@dataclass
class Record:
    """What one respondent answered in one file, or in a tidy file at one time; cells by header, empty ones left out."""

    row: int
    cells: dict[str, str]
    said: dict[str, str] = field(default_factory=dict)
    """What a tidy file says beside the answers: `meeting`, `date`, `round`, `level`, `table` …"""
    rows: dict[str, int] = field(default_factory=dict)
    """The row of each cell, where they come from several."""

    def row_of(self, column: str) -> int:
        """The row in which a cell stands, the header being row 1."""
        return self.rows.get(column, self.row)


@dataclass
class Structure:
    """What a tool tells of a column beside its header."""

    label: str = ""
    kind: str = ""
    """As the tool calls it, e.g. LimeSurvey's one-letter type."""
    question: str = ""
    """The question that several columns belong to."""
    question_label: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    """Labels by code."""


@dataclass
class Sheet:
    """A file that has been read."""

    path: Path
    digest: str
    headers: list[str]
    records: list[Record]
    format: str = "wide"
    structure: dict[str, Structure] = field(default_factory=dict)
    wrong: list[Wrong] = field(default_factory=list)

    def label(self, header: str) -> str:
        """A column as the tool words it."""
        known = self.structure.get(header)
        return (known.label if known else "") or header


def read_bytes(path: Path) -> bytes:
    """A file whole. Raises `CannotImport` for one that is missing, empty or too large."""
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise CannotImport("too_large", path=path, at_most=MOST_BYTES // 1_000_000)
        data = path.read_bytes()
    except OSError as error:
        raise CannotImport("cannot_read", path=path, detail=error.strerror or error) from None
    if not data:
        raise CannotImport("empty_file", path=path)
    return data


def digest_of(data: bytes) -> str:
    """What a file is known by: SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def read_csv(path: Path, delimiter: str | None = None, encoding: str | None = None) -> Sheet:
    """A CSV file; delimiter and encoding are found out unless they are given."""
    data = read_bytes(path)
    text = _text(path, data, encoding)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter or _delimiter(text)))
    except csv.Error as error:
        raise CannotImport("no_csv", path=path, detail=error) from None
    return table(path, digest_of(data), [[cell.strip() for cell in row] for row in rows])


def read_xlsx(path: Path, sheet: str | None = None, header: int | None = None, known: Sequence[str] = ()) -> Sheet:
    """A sheet of an Excel workbook: the one named, else the first; `known` are headers that tell the header's row."""
    data = read_bytes(path)
    _inspect(path, data)
    try:
        workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=False)
    except Exception as error:  # whatever a damaged file makes the library raise
        raise CannotImport("no_xlsx", path=path, detail=type(error).__name__) from None
    names = workbook.sheetnames
    if sheet is not None and sheet not in names:
        raise CannotImport("no_sheet", path=path, sheet=sheet, known=", ".join(names))
    page: Any = workbook[sheet] if sheet else workbook.worksheets[0]
    rows: list[list[str]] = []
    formulas: list[tuple[int, int, str]] = []
    try:
        # a sheet may claim a million empty rows
        for number, cells in enumerate(page.iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS + 1), start=1):
            rows.append([written(cell.value) for cell in cells])
            formulas += [(number, n, str(c.value)) for n, c in enumerate(cells) if c.data_type == "f"]
    except Exception as error:
        raise CannotImport("no_xlsx", path=path, detail=type(error).__name__) from None
    start = (header - 1) if header else _header_row(rows, known)
    found = table(path, digest_of(data), rows, start)
    for row, column, formula in formulas:
        if row > start + 1 and column < len(found.headers):
            found.wrong.append(Wrong(path, row, found.headers[column], formula, "formula"))
    return found


def table(path: Path, digest: str, rows: Sequence[Sequence[str]], start: int = 0) -> Sheet:
    """Rows of text as a sheet: the first from `start` (counted from 0) has the headers; empty rows are left out."""
    while start < len(rows) and not any(rows[start]):
        start += 1
    if start >= len(rows):
        raise CannotImport("no_headers", path=path)
    width = max((n for n, cell in enumerate(rows[start], start=1) if cell), default=0)
    if width > MOST_COLUMNS or len(rows) > MOST_ROWS:
        raise CannotImport("too_many_rows", path=path, rows=MOST_ROWS, columns=MOST_COLUMNS)
    sheet = Sheet(path, digest, apart(rows[start][:width]), [])
    for number, row in enumerate(rows[start + 1 :], start=start + 2):
        if any(row[width:]):
            was = next(cell for cell in row[width:] if cell)
            sheet.wrong.append(Wrong(path, number, str(width + 1), was, "beyond_headers", {"n": width}))
            continue
        cells = {header: cell for header, cell in zip(sheet.headers, row, strict=False) if cell != ""}
        for header in [one for one, cell in cells.items() if len(cell) > MOST_CELL]:
            sheet.wrong.append(Wrong(path, number, header, cells.pop(header), "huge_cell", {"at_most": MOST_CELL}))
        if cells:
            sheet.records.append(Record(number, cells))
    return sheet


def apart(headers: Iterable[str]) -> list[str]:
    """Headers that differ: the second `Other` is `Other (2)`; one without words is named by its place."""
    seen: Counter[str] = Counter()
    found = []
    for number, header in enumerate(headers, start=1):
        name = " ".join(header.split()) or f"column {number}"
        seen[name] += 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return found


def written(value: Any) -> str:
    """A cell of Excel as text: whole numbers without decimals, days and times as ISO 8601."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case dt.datetime() if value.time() == dt.time():
            return value.date().isoformat()
        case dt.datetime():
            return value.isoformat(sep=" ")
        case _:
            return str(value).strip()


def _text(path: Path, data: bytes, encoding: str | None) -> str:
    marks = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
    marked = next((name for mark, name in marks if data.startswith(mark)), None)
    # Excel for Windows saves "CSV" without a mark in the Windows code page
    for name in (marked or encoding,) if marked or encoding else ("utf-8", "cp1252"):
        try:
            text = data.decode(str(name))
        except (UnicodeDecodeError, UnicodeError):
            continue
        except LookupError:
            break
        if "\0" in text:
            break
        return text
    raise CannotImport("no_text", path=path, encoding=marked or encoding or "utf-8")


def _delimiter(text: str) -> str:
    """The delimiter by which most rows have as many cells as the first, and then the one with most cells."""

    def fits(delimiter: str) -> tuple[float, int]:
        widths = []
        try:
            for number, row in enumerate(csv.reader(io.StringIO(text[:200_000], newline=""), delimiter=delimiter)):
                if number >= 50:
                    break
                if row:
                    widths.append(len(row))
        except csv.Error:
            return (0, 0)
        if not widths or widths[0] < 2:
            return (0, 0)
        return (sum(width == widths[0] for width in widths) / len(widths), widths[0])

    return max(DELIMITERS, key=fits)


def inspect_zip(path: Path, data: bytes) -> zipfile.ZipFile:
    """An archive that is what it says: a zip, and not one that unpacks to more than memory holds."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile:
        raise CannotImport("no_archive", path=path) from None
    if sum(member.file_size for member in archive.infolist()) > MOST_UNPACKED:
        raise CannotImport("too_large", path=path, at_most=MOST_UNPACKED // 1_000_000)
    return archive


def unpack(path: Path, archive: zipfile.ZipFile, name: str) -> bytes:
    """A member of an archive, not trusting the size that it states."""
    try:
        with archive.open(name) as member:
            data = member.read(MOST_UNPACKED + 1)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError):
        raise CannotImport("no_archive", path=path) from None
    if len(data) > MOST_UNPACKED:
        raise CannotImport("too_large", path=path, at_most=MOST_UNPACKED // 1_000_000)
    return data


def _inspect(path: Path, data: bytes) -> None:
    """Refuse a workbook that unpacks to too much, or whose XML declares entities."""
    archive = inspect_zip(path, data)
    for name in archive.namelist():
        if name.endswith((".xml", ".rels")):
            try:
                with archive.open(name) as member:
                    if b"<!DOCTYPE" in member.read(2000):
                        raise CannotImport("xml_entities", path=path)
            except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError):
                raise CannotImport("no_archive", path=path) from None


def _header_row(rows: Sequence[Sequence[str]], known: Sequence[str]) -> int:
    """The first of the first ten rows that has one of the known headers, else the first row."""
    for number, row in enumerate(rows[:10] if known else ()):
        if set(known) & {cell.casefold() for cell in row}:
            return number
    return 0
