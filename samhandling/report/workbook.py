"""The answers as files: tidy CSV, codebook, and a spreadsheet with a sheet an exercise."""

import csv
import datetime as dt
import io
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from samhandling.analysis.registers import Entry
from samhandling.content.reading import Content
from samhandling.report.codebook import COLUMNS as CODEBOOK_COLUMNS
from samhandling.report.codebook import codebook
from samhandling.report.registers import COLUMNS as REGISTER_COLUMNS
from samhandling.report.registers import register_rows
from samhandling.report.sheets import workbook_bytes
from samhandling.report.tidy import COLUMNS, tidy, written

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_bytes(
    frame: pd.DataFrame,
    content: Content,
    excel: bool = False,
    *,
    include_simulated: bool = False,
    full: bool = False,
) -> bytes:
    """One row an answer, UTF-8; `excel` is for a Swedish Excel: BOM, semicolons, decimal commas, no formulas."""
    return _csv(COLUMNS, tidy(frame, content, include_simulated=include_simulated, full=full), excel)


def codebook_bytes(content: Content, excel: bool = False) -> bytes:
    """Every question and value in both languages, as CSV."""
    return _csv(CODEBOOK_COLUMNS, codebook(content), excel)


def registers_bytes(
    entries: Iterable[Entry], today: dt.date, excel: bool = False, *, include_simulated: bool = False
) -> bytes:
    """One row an entry of the registers, as CSV."""
    return _csv(REGISTER_COLUMNS, register_rows(entries, today, include_simulated=include_simulated), excel)


def write_csv(
    frame: pd.DataFrame,
    content: Content,
    path: Path,
    excel: bool = False,
    *,
    include_simulated: bool = False,
    full: bool = False,
) -> None:
    """Write the tidy CSV; an existing file is replaced whole or not at all."""
    data = csv_bytes(frame, content, excel, include_simulated=include_simulated, full=full)
    replace(path, data)


def write_codebook(content: Content, path: Path, excel: bool = False) -> None:
    """Write the codebook as CSV; an existing file is replaced whole or not at all."""
    replace(path, codebook_bytes(content, excel))


def write_registers(
    entries: Iterable[Entry], today: dt.date, path: Path, excel: bool = False, *, include_simulated: bool = False
) -> None:
    """Write the registers as CSV; an existing file is replaced whole or not at all."""
    replace(path, registers_bytes(entries, today, excel, include_simulated=include_simulated))


def write_workbook(
    frame: pd.DataFrame,
    people: pd.DataFrame,
    content: Content,
    path: Path,
    *,
    include_simulated: bool = False,
    full: bool = False,
) -> None:
    """Write the spreadsheet; an existing file is replaced whole or not at all."""
    replace(path, workbook_bytes(frame, people, content, include_simulated=include_simulated, full=full))


def replace(path: Path, data: bytes) -> None:
    """Put `data` in a file by way of a temporary one beside it, so that no reader meets half a file."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp makes a file that only its owner may read, and that stays so: these are people's answers
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]], excel: bool) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";" if excel else ",", lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_cell(row.get(column), excel) for column in columns] for row in rows)
    return text.getvalue().encode("utf-8-sig" if excel else "utf-8")


def _cell(value: Any, excel: bool) -> str:
    match written(value):
        case None:
            return ""
        case bool() as flag:
            return "true" if flag else "false"
        case float() as number if excel:
            return repr(number).replace(".", ",")
        case str() as text if excel and text.startswith(_FORMULA):
            return f"'{text}"
        case other:
            return str(other)
