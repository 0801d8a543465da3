"""The spreadsheet: read me, answers, a sheet an exercise, codebook."""

import io
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from samhandling.content.exercise import Exercise
from samhandling.content.language import LANGUAGES
from samhandling.content.reading import Content
from samhandling.content.words import say
from samhandling.look import tokens
from samhandling.report.codebook import COLUMNS as CODEBOOK_COLUMNS
from samhandling.report.codebook import codebook
from samhandling.report.tidy import COLUMNS, tidy, written

LONGEST = 32_767
"""The most characters that a cell of a spreadsheet holds."""

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ROW = ("room", "date", "round", "level", "respondent", "actor_type", "municipality", "table", "simulated")
"""What tells one row of an exercise's sheet from another, and who it is about."""


def workbook_bytes(
    frame: pd.DataFrame,
    people: pd.DataFrame,
    content: Content,
    *,
    include_simulated: bool = False,
    full: bool = False,
) -> bytes:
    """The spreadsheet as xlsx; text is always text, never a formula or a link."""
    rows = tidy(frame, content, include_simulated=include_simulated, full=full)
    shown = people if include_simulated else people[~people["simulated"]]
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        look = tokens()
        styles = {
            "head": book.add_format(
                {"bold": True, "bg_color": look["accent-wash"], "text_wrap": True, "valign": "top"}
            ),
            "title": book.add_format({"bold": True, "font_size": 16, "font_color": look["accent"]}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
        }
        sheet = book.add_worksheet(say("workbook", "sheet_readme", "sv"))
        _readme(sheet, styles, content, len(rows), len(shown), include_simulated, full)
        _grid(book.add_worksheet(say("workbook", "sheet_answers", "sv")), styles, COLUMNS, rows)
        current = [row for row in rows if row["current"] and row["answered"]]
        for exercise in content.exercises.values():
            if mine := [row for row in current if row["exercise"] == exercise.id]:
                _exercise(book.add_worksheet(exercise.id), styles, exercise, mine)
        _grid(book.add_worksheet(say("workbook", "sheet_codebook", "sv")), styles, CODEBOOK_COLUMNS, codebook(content))
    return file.getvalue()


def put(sheet: Worksheet, row: int, column: int, value: Any, style: Any = None) -> None:
    """Write a cell: numbers as numbers, everything else as text; nothing for None."""
    value = written(value)
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value, style)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, style)
    else:
        sheet.write_string(row, column, _NOT_XML.sub("", str(value))[:LONGEST], style)


def _readme(
    sheet: Worksheet,
    styles: dict[str, Any],
    content: Content,
    answers: int,
    people: int,
    simulated: bool,
    full: bool,
) -> None:
    sheet.set_column(0, 0, 90, styles["text"])
    put(sheet, 0, 0, content.series.title.sv, styles["title"])
    keys = ["counts", "simulated_in" if simulated else "simulated_out", "answers", "sheets", "codebook", "unknown_is"]
    keys += ["ordinal", "withheld_not" if full else "withheld", "masked"]
    row = 1
    for language in LANGUAGES:
        fill = {"title": content.series.title.in_(language), "answers": answers, "people": people}
        for key in ("what", *keys):
            row += 1
            put(sheet, row, 0, say("workbook", key, language, **fill), styles["text"])
        row += 1


def _grid(sheet: Worksheet, styles: dict[str, Any], columns: Sequence[str], rows: Iterable[dict[str, Any]]) -> None:
    for place, name in enumerate(columns):
        put(sheet, 0, place, name, styles["head"])
    last = 0
    for last, row in enumerate(rows, start=1):
        for place, name in enumerate(columns):
            put(sheet, last, place, row.get(name))
    sheet.set_column(0, len(columns) - 1, 16)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, last), len(columns) - 1)


Column = tuple[str, str, Callable[[Any], Any]]


def _columns(item: Any) -> list[Column]:
    """The columns of one item: its name, its question, and its cell from an answer."""
    question = item.label.sv
    match item.kind:
        case "matrix":
            return [(f"{item.id}.{r.id}", f"{question} – {r.label.sv}", _part(r.id)) for r in item.rows]
        case "votes" if item.options:
            return [(f"{item.id}.{o.id}", f"{question} – {o.label.sv}", _part(o.id, 0)) for o in item.options]
        case "choice" if item.several:
            return [(f"{item.id}.{o.id}", f"{question} – {o.label.sv}", _has(o.id)) for o in item.options]
        case "agree":
            return [(f"{item.id}.{s.id}", f"{question} – {s.label.sv}", _part(s.id)) for s in item.statements]
        case "quiz":
            right = say("workbook", "quiz_right", "sv")
            asked: list[Column] = [(item.id, question, lambda value: value)]
            return [*asked, (f"{item.id}.right", f"{question} – {right}", lambda value: int(value == item.right))]
        case "place":
            return [(f"{item.id}.{t.id}", f"{question} – {t.label.sv}", _codes(t.id)) for t in item.things]
        case "board":
            return [(f"{item.id}.{c.id}", f"{question} – {c.label.sv}", _status(c.id)) for c in item.cards]
        case "rank":
            return [(f"{item.id}.{o.id}", f"{question} – {o.label.sv}", _place(o.id)) for o in item.options]
        case "position":
            return [
                (f"{item.id}.{t.id}.{axis}", f"{question} – {t.label.sv}, {about.label.sv}", _at(t.id, axis))
                for t in item.things
                for axis, about in (("x", item.x), ("y", item.y))
            ]
        case "votes":
            return [(item.id, question, lambda value: sum(value.values()))]
        case "notes" | "table":
            return [(item.id, question, len)]
    return [(item.id, question, lambda value: value)]


def _part(part: str, otherwise: Any = None) -> Callable[[Any], Any]:
    return lambda value: value.get(part, otherwise)


def _codes(thing: str) -> Callable[[Any], Any]:
    return lambda value: " ".join(value.get(thing, ())) or None


def _place(option: str) -> Callable[[Any], Any]:
    return lambda value: value.index(option) + 1 if option in value else None


def _at(thing: str, axis: str) -> Callable[[Any], Any]:
    return lambda value: next((one[axis] for one in value if one["id"] == thing), None)


def _status(card: str) -> Callable[[Any], Any]:
    return lambda value: value.get(card, {}).get("status")


def _has(option: str) -> Callable[[Any], Any]:
    return lambda value: int(option in value) if isinstance(value, list) else None


def _exercise(sheet: Worksheet, styles: dict[str, Any], exercise: Exercise, records: list[dict[str, Any]]) -> None:
    """Respondents as rows, items as columns; what a person may give many of stands in blocks below."""
    respondents: dict[tuple[Any, ...], dict[str, Any]] = {}
    answers: dict[tuple[Any, ...], dict[str, Any]] = {}
    for record in records:
        key = tuple(record[name] for name in ("room", "round", "level", "respondent"))
        about = {name: record[name] for name in _ROW}
        if record["level"] != "individual":
            # a joint answer has the profile of no one, whoever wrote it down
            about |= {"actor_type": None, "municipality": None}
        if record["level"] == "plenary":
            about["table"] = None
        respondents.setdefault(key, about)
        answers.setdefault(key, {})[record["item"]] = record["value"]
    answered = {record["item"] for record in records}
    items = [item for item in exercise.items if item.id in answered]
    columns = [(item.id, *column) for item in items for column in _columns(item)]
    put(sheet, 0, 0, f"{exercise.id} {exercise.title.sv}", styles["title"])
    for place, name in enumerate(_ROW):
        put(sheet, 2, place, name, styles["head"])
    for place, (_, name, question, _cell) in enumerate(columns, start=len(_ROW)):
        put(sheet, 1, place, question, styles["head"])
        put(sheet, 2, place, name, styles["head"])
    line = 2
    for line, (key, about) in enumerate(respondents.items(), start=3):
        for place, name in enumerate(_ROW):
            put(sheet, line, place, about[name])
        for place, (asked, _, _, cell) in enumerate(columns, start=len(_ROW)):
            if asked in answers[key]:
                put(sheet, line, place, cell(answers[key][asked]))
    sheet.set_column(0, len(_ROW) + len(columns) - 1, 18)
    sheet.freeze_panes(3, 5)
    line += 3
    for item in items:
        if item.kind in ("notes", "table", "place", "board", "position") or (item.kind == "votes" and item.on):
            line = _block(sheet, styles, item, [r for r in records if r["item"] == item.id], line)


_BLOCK = {
    "notes": ["category", "text"], "votes": ["note", "dots"],
    "place": ["thing", "code", "name"], "board": ["card", "status", "note"],
    "position": ["text", "x", "y"],
}  # fmt: skip
"""What stands in a block, beside who answered."""


def _block(sheet: Worksheet, styles: dict[str, Any], item: Any, records: list[dict[str, Any]], line: int) -> int:
    """The cards, dots or rows of one item, one a line; the line after the block."""
    name = say("workbook", f"block_{item.kind}", "sv")
    put(sheet, line, 0, f"{name}: {item.label.sv}", styles["title"])
    own = [column.id for column in item.columns] if item.kind == "table" else _BLOCK[item.kind]
    head = ["room", "round", "level", "respondent", "id", *own]
    for place, title in enumerate(head):
        put(sheet, line + 1, place, title, styles["head"])
    line += 2
    for record in records:
        value = record["value"]
        if item.kind == "votes":
            value = [{"note": note, "dots": dots} for note, dots in value.items()]
        if item.kind == "place":
            names = {one.code: one.name for one in item.municipalities}
            pairs = [(thing, code) for thing, codes in value.items() for code in codes]
            value = [{"thing": thing, "code": code, "name": names.get(code)} for thing, code in pairs]
        if item.kind == "board":
            value = [{"card": card, **said} for card, said in value.items()]
        for one in value:
            cells = {**one, **{key: record[key] for key in head[:4]}}
            for place, title in enumerate(head):
                put(sheet, line, place, cells.get(title))
            line += 1
    return line + 2
