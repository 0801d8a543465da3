"""Export files: tidy, whole, readable in Swedish Excel, and giving no one away."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from samhandling.analysis.frame import answers_frame, people_frame
from samhandling.report.codebook import COLUMNS as CODEBOOK_COLUMNS
from samhandling.report.sheets import workbook_bytes
from samhandling.report.tidy import COLUMNS
from samhandling.report.workbook import codebook_bytes, csv_bytes, replace, write_codebook, write_csv, write_workbook
from tests.answered import CONTENT, EXERCISE, alone, answer, person, room


def lines(persons: list[dict[str, Any]], rows: list[dict[str, Any]], excel: bool = False, **more: Any) -> list[Any]:
    data = csv_bytes(answers_frame(rows, CONTENT), CONTENT, excel, **more)
    text = data.decode("utf-8-sig" if excel else "utf-8")
    return list(csv.DictReader(io.StringIO(text), delimiter=";" if excel else ","))


def book(persons: list[dict[str, Any]], rows: list[dict[str, Any]], **more: Any) -> openpyxl.Workbook:
    data = workbook_bytes(answers_frame(rows, CONTENT), people_frame(persons, CONTENT), CONTENT, **more)
    return openpyxl.load_workbook(io.BytesIO(data))


def test_one_row_an_answer_with_every_column() -> None:
    persons, rows = room(30)
    found = lines(persons, rows)
    assert list(found[0]) == list(COLUMNS)
    assert [row["answer"] for row in found] == [row["id"] for row in rows]
    assert {row["current"] for row in found} <= {"true", "false"}
    assert found[0]["received_at"] == "2026-03-04T10:26:40.001Z"
    assert found[0]["date"] == "2026-03-04"


def test_values_come_back_as_they_were_given() -> None:
    persons, rows = room(30)
    for row, found in zip(rows, lines(persons, rows), strict=True):
        if isinstance(row["value"], list | dict):
            assert json.loads(found["value"]) == row["value"]
        else:
            assert found["value"] == str(row["value"])


def test_labels_in_both_languages() -> None:
    persons = [person(1)]
    rows = [
        answer(persons[0], "step", 2, 1),
        answer(persons[0], "some", ["a", "c"], 2),
        answer(persons[0], "pick", "unknown", 3),
    ]
    rows.append(answer(persons[0], "rows", {"a": 1, "b": "unknown"}, 4))
    found = lines(persons, rows)
    assert [row["label_sv"] for row in found] == ["Samsyn", "A; C", "vet ej", "A: Samtal; B: vet ej"]
    assert found[0]["label_en"] == "Samsyn (en)"


def test_swedish_excel_reads_it_without_formulas() -> None:
    evil = ["=1+1", "+46", "-1+2", "@SUM(A1)", "＝1", "=cmd|' /C calc'!A0"]
    persons = [person(n) for n in range(len(evil))]
    rows = [answer(who, "home", text, n) for n, (who, text) in enumerate(zip(persons, evil, strict=True), 1)]
    raw = csv_bytes(answers_frame(rows, CONTENT), CONTENT, True)
    assert raw.startswith(b"\xef\xbb\xbf")
    assert all(row["value"].startswith("'") for row in lines(persons, rows, True))
    sheet = book(persons, rows)["Svar"]
    assert all(cell.data_type != "f" for line in sheet.iter_rows() for cell in line)
    assert [sheet.cell(row, 1 + COLUMNS.index("value")).value for row in range(2, 8)] == evil


def test_simulated_people_are_left_out_unless_asked_for() -> None:
    persons, rows = room(20, simulated=True)
    assert lines(persons, rows) == []
    assert len(lines(persons, rows, include_simulated=True)) == len(rows)
    assert book(persons, rows).sheetnames == ["Läs mig", "Svar", "Kodbok"]
    assert "E99" in book(persons, rows, include_simulated=True).sheetnames


def test_small_groups_are_withheld_with_a_larger_one() -> None:
    persons, rows = alone([("region", 1)] * 9 + [("utbildning", 2)] * 6 + [("ideell", 3)] * 2)
    shown = {row["actor_type"] for row in lines(persons, rows)}
    assert shown == {"region", "färre än 5"}
    assert {row["actor_type"] for row in lines(persons, rows, full=True)} == {"region", "utbildning", "ideell"}


def test_two_big_groups_crossed_are_not_one_person() -> None:
    persons, rows = alone([("region", 1)] * 6 + [("utbildning", 2)] * 6)
    for number, row in enumerate(rows):
        row["municipality"] = "1280" if number < 7 else "1281"
    pairs = {(row["actor_type"], row["municipality"]) for row in lines(persons, rows)}
    assert ("utbildning", "1280") not in pairs
    assert ("region", "1280") in pairs


def test_free_text_is_masked_everywhere() -> None:
    persons = [person(1)]
    rows = [
        answer(persons[0], "home", "Ring 070-123 45 67", 1),
        answer(persons[0], "wall", [{"id": "card-1", "text": "anna@example.se", "category": "a"}], 2),
        answer(persons[0], "cards", [{"id": "row-1", "what": "850730-1234", "when": "2026-03-04", "hours": 3}], 3),
        answer(persons[0], "removed-item", "08-123 456 78", 4),
    ]
    text = json.dumps(lines(persons, rows), ensure_ascii=False)
    assert not any(secret in text for secret in ("070-123", "example.se", "0730", "08-123"))
    assert "2026-03-04" in text
    cells = [cell.value for sheet in book(persons, rows) for line in sheet.iter_rows() for cell in line]
    assert not any("070-123" in str(cell) or "example.se" in str(cell) for cell in cells)


def test_the_codebook_has_every_question_in_both_languages() -> None:
    found = list(csv.DictReader(io.StringIO(codebook_bytes(CONTENT).decode())))
    assert list(found[0]) == list(CODEBOOK_COLUMNS)
    assert {row["item"] for row in found if row["exercise"]} == {item.id for item in EXERCISE.items}
    assert all(row["question_sv"] and row["question_en"] for row in found)
    assert {row["part"] for row in found if row["item"] == "cards"} == {"what", "when", "hours", "with"}
    values = {row["value"] for row in found if row["item"] == "step"}
    assert values == {"1", "2", "3", "4", "unknown"}
    assert {row["item"] for row in found if not row["exercise"]} >= {"actor_type", "municipality", "table", "level"}


def test_a_sheet_an_exercise_with_respondents_as_rows() -> None:
    persons, rows = room(12)
    sheet = book(persons, rows)["E99"]
    names = [cell.value for cell in sheet[3]]
    assert {"respondent", "step", "rows.a", "some.b", "dots.c", "wall", "cards"} <= set(names)
    given = {(row["respondent"], row["item"]): row["value"] for row in rows}
    seen = 0
    for line in sheet.iter_rows(min_row=4, values_only=True):
        cells = dict(zip(names, line, strict=True))
        if (cells["respondent"], "step") in given and cells["level"] in ("individual", "table"):
            assert cells["step"] == given[cells["respondent"], "step"]
            seen += 1
    assert seen == sum(row["item"] == "step" for row in rows)


def test_odd_characters_do_not_break_the_spreadsheet() -> None:
    persons = [person(1)]
    odd = "emoji 🪜 \x0b\uffff שלום " + "a" * 40_000
    sheet = book(persons, [answer(persons[0], "home", odd, 1)])["Svar"]
    value = sheet.cell(2, 1 + COLUMNS.index("value")).value
    assert value.startswith("emoji 🪜")
    assert "שלום" in value


def test_files_are_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    persons, rows = room(8)
    frame, people = answers_frame(rows, CONTENT), people_frame(persons, CONTENT)
    write_csv(frame, CONTENT, tmp_path / "answers.csv", excel=True)
    write_codebook(CONTENT, tmp_path / "codebook.csv")
    write_workbook(frame, people, CONTENT, tmp_path / "answers.xlsx")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["answers.csv", "answers.xlsx", "codebook.csv"]

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    before = (tmp_path / "answers.csv").read_bytes()
    monkeypatch.setattr("samhandling.report.workbook.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        replace(tmp_path / "answers.csv", b"half")
    assert (tmp_path / "answers.csv").read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 3


def test_no_answers_make_files_too() -> None:
    assert lines([], []) == []
    assert book([], []).sheetnames == ["Läs mig", "Svar", "Kodbok"]
