"""Each tool's files: recognised, read, and the same answers whatever file they lie in."""

import datetime as dt
from pathlib import Path

import pytest

from samhandling.content.reading import Content
from samhandling.imports.formats import is_personal, own_columns, read
from samhandling.imports.refusing import CannotImport
from tests.imports.files import (
    LIME_CSV,
    LSS,
    QUESTIONS,
    STEP,
    Said,
    archive,
    csv_file,
    imported,
    mapping_file,
    polis_folder,
    stored,
    values,
    xlsx_file,
)  # fmt: skip

MEETING = "meeting: 2_business_collaboration\ndate: 2026-03-04\n"
BODY = [[step, f"Orsak {n}"] for n, step in enumerate(STEP)]
EXPECTED = [2, 3, 1, "unknown", 4]
WHEN = dt.datetime(2026, 3, 4, 10, 15)


def _forms(path: Path) -> Path:
    rows = [["ID", "Starttid", "Slutförandetid", "E-post", "Namn", "Vilket steg?", "Varför?"]]
    rows += [[n, WHEN, WHEN, "anonymous", "", *row] for n, row in enumerate(BODY, 1)]  # type: ignore[list-item]
    return xlsx_file(path / "forms.xlsx", rows)


def _forms_csv(path: Path) -> Path:
    rows = [["ID", "Start time", "Completion time", "Email", "Name", "Vilket steg?", "Varför?"]]
    rows += [[str(n), "2026-03-04", "2026-03-04", "a@b.se", "Kim", *row] for n, row in enumerate(BODY, 1)]
    return csv_file(path / "forms.csv", rows, ";", "utf-8-sig")


def _google(path: Path) -> Path:
    rows = [["Tidsstämpel", "Vilket steg?", "Varför?"], *(["2026/03/04 10:15:00", *row] for row in BODY)]
    return csv_file(path / "google.csv", rows)


def _google_xlsx(path: Path) -> Path:
    return xlsx_file(path / "google.xlsx", [["Timestamp", "Vilket steg?", "Varför?"], *([WHEN, *row] for row in BODY)])


def _mentimeter(path: Path) -> Path:
    rows = [["Presentation"], [], ["Session", "Date", "Voter", "Vilket steg?", "Varför?"]]
    rows += [["1", "2026-03-04", f"Voter {n}", *row] for n, row in enumerate(BODY)]
    return xlsx_file(path / "mentimeter.xlsx", rows, "Voters", before=["Session 1"])


def _indico(path: Path) -> Path:
    rows = [["Submitter", "Submitter Email", "Submission Date", "Enkät: Vilket steg?", "Enkät: Varför?"]]
    rows += [["", "", "2026-03-04 10:15:00.123456+00:00", *row] for row in BODY]
    return csv_file(path / "indico.csv", rows, encoding="utf-8-sig")


def _typeform(path: Path) -> Path:
    rows = [["#", "<strong>Vilket steg?</strong>", "Varför?", "Start Date (UTC)", "Submit Date (UTC)", "Network ID"]]
    rows += [[f"x{n}", *row, "2026-03-04 10:14:00", "2026-03-04 10:15:00", "n"] for n, row in enumerate(BODY)]
    return csv_file(path / "typeform.csv", rows)


def _wide(path: Path) -> Path:
    return csv_file(path / "wide.tsv", [["Vilket steg?", "Varför?"], *BODY], "\t", "cp1252")


TOOLS = {
    "forms": _forms, "google": _google, "mentimeter": _mentimeter, "indico": _indico, "typeform": _typeform,
    "wide": _wide,
}  # fmt: skip
MORE = [*TOOLS.items(), ("forms", _forms_csv), ("google", _google_xlsx)]


@pytest.mark.parametrize(("name", "make"), MORE)
def test_the_same_answers_from_every_tool(name: str, make: object, tmp_path: Path, content: Content) -> None:
    file = make(tmp_path)  # type: ignore[operator]
    assert read(file).format == name
    store = tmp_path / "answers.db"
    done = imported([file], mapping_file(tmp_path, MEETING + QUESTIONS), content, store=str(store))
    assert done is not None
    assert (done.people, done.answers) == (5, 10)
    assert values(store, "E10.2/step") == EXPECTED
    assert values(store, "E10.2/why") == [why for _, why in BODY]
    assert {(row["date"] if "date" in row else row["meeting"]) for row in stored(store)} == {"2_business_collaboration"}


def test_the_time_of_an_answer_is_the_tool_s_own(tmp_path: Path, content: Content) -> None:
    store = tmp_path / "answers.db"
    imported([_typeform(tmp_path)], mapping_file(tmp_path, MEETING + QUESTIONS), content, store=str(store))
    at = int(WHEN.replace(tzinfo=dt.UTC).timestamp() * 1000)
    assert {row["received_at"] for row in stored(store)} == {at}


def test_a_tool_s_own_columns_and_who_someone_is_are_no_questions(tmp_path: Path) -> None:
    sheet = read(_forms(tmp_path))
    assert own_columns(sheet) == ["ID", "Starttid", "Slutförandetid"]
    assert [header for header in sheet.headers if is_personal(header)] == ["E-post", "Namn"]


LIME = """
date: 2026-03-04
meeting: {title: {sv: Träff, en: Meeting}}
questions:
  - {column: steg, id: step, kind: choice, label: {sv: Steg, en: Step}}
  - {columns: "regex:/^med/", id: with_whom, kind: choice, several: true, label: {sv: Med, en: With}}
  - columns: "regex:/^grad/"
    id: degree
    kind: matrix
    label: {sv: Grad, en: Degree}
    points: [{value: 1, label: {sv: Låg, en: Low}}, {value: 2, label: {sv: Hög, en: High}}]
  - {column: fri, id: other, kind: text, label: {sv: Annat, en: Other}}
"""


@pytest.mark.parametrize("shape", ["archive", "codes and structure"])
def test_limesurvey_by_archive_or_by_codes_with_the_structure(shape: str, tmp_path: Path) -> None:
    if shape == "archive":
        files = [archive(tmp_path / "survey.lsa")]
    else:
        (tmp_path / "survey.lss").write_text(LSS, encoding="utf-8")
        files = [csv_file(tmp_path / "results.csv", LIME_CSV), tmp_path / "survey.lss"]
    folder = tmp_path / "own"
    imported(files, mapping_file(tmp_path, LIME), to=folder)
    store = folder / "answers.db"
    assert values(store, "E1/step") == ["samtal", "samsyn"]
    assert values(store, "E1/with_whom") == [["med_sq001"], ["med_sq001", "med_sq002"]]
    assert values(store, "E1/degree") == [{"grad_sq001": 2, "grad_sq002": 1}, {"grad_sq001": 1}]
    assert values(store, "E1/other") == ["Mer & mer"]
    exercise = Content.read(folder).exercises["E1"]
    assert [option.label.sv for option in exercise.find("with_whom").options] == ["Skolan", "Företag"]


def test_limesurvey_with_full_answers_needs_no_structure(tmp_path: Path, content: Content) -> None:
    rows = [["Response ID", "Date submitted", "Last page", "Vilket steg?", "Varför?"]]
    rows += [[str(n), "2026-03-04 10:15:00", "1", *row] for n, row in enumerate(BODY)]
    store = tmp_path / "answers.db"
    file = csv_file(tmp_path / "full.csv", rows)
    assert read(file).format == "limesurvey"
    imported([file], mapping_file(tmp_path, MEETING + QUESTIONS), content, store=str(store))
    assert values(store, "E10.2/step") == EXPECTED


def test_a_structure_alone_has_no_answers(tmp_path: Path) -> None:
    (tmp_path / "survey.lss").write_text(LSS, encoding="utf-8")
    with pytest.raises(CannotImport, match="only_structure"):
        imported([tmp_path / "survey.lss"], mapping_file(tmp_path, LIME), to=tmp_path / "own")


POLIS = """
date: 2026-03-04
meeting: {title: {sv: Samtal, en: Conversation}}
questions:
  - {columns: "regex:/^[0-9]+$/", id: votes, kind: agree, label: {sv: Håller du med?, en: Do you agree?}}
"""


def test_polis_leaves_out_what_the_moderators_took_away(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    imported([polis_folder(tmp_path / "conversation")], mapping_file(tmp_path, POLIS), to=folder)
    assert values(folder / "answers.db", "E1/votes") == [{"c0": 1, "c1": -1}, {"c1": 1}]
    statements = Content.read(folder).exercises["E1"].find("votes").statements
    assert statements[0].label.sv == "Vi delar behoven"
    assert "070" not in statements[1].label.sv, "a statement goes into a file to share: phone numbers are taken out"


def test_columns_that_are_spelt_alike_stay_apart(tmp_path: Path) -> None:
    own = POLIS.replace("regex:/^[0-9]+$/", "regex:/^C/").replace("kind: agree", "kind: choice, several: true")
    folder = tmp_path / "own"
    imported(
        [csv_file(tmp_path / "a.csv", [["C", "C++", "C#"], ["1", "", ""], ["", "1", "1"]])],
        mapping_file(tmp_path, own),
        to=folder,
    )
    assert values(folder / "answers.db", "E1/votes") == [["c"], ["c_2", "c_3"]]
    labels = {option.id: option.label.sv for option in Content.read(folder).exercises["E1"].find("votes").options}
    assert labels == {"c": "C", "c_2": "C++", "c_3": "C#"}


def test_polis_needs_its_statements(tmp_path: Path) -> None:
    folder = polis_folder(tmp_path / "conversation")
    (folder / "comments.csv").unlink()
    with pytest.raises(CannotImport, match="no_statements"):
        read(folder)


def test_several_choices_in_one_cell_and_over_columns_are_the_same(tmp_path: Path) -> None:
    own = """
date: 2026-03-04
meeting: {title: {sv: Träff, en: Meeting}}
questions:
  - column: Med
    columns: {Skolan: school, "Ingen, men vill": nobody}
    id: who
    kind: choice
    several: true
    many: ","
    label: {sv: Med, en: With}
    options:
      - {id: school, label: {sv: Skolan, en: The school}}
      - {id: nobody, label: {sv: "Ingen, men vill", en: "Nobody, but want to"}}
"""
    one = csv_file(tmp_path / "one.csv", [["Med"], ["Skolan, Ingen, men vill"], ["Ingen, men vill"], ["the school"]])
    two = csv_file(
        tmp_path / "two.csv", [["Skolan", "Ingen, men vill"], ["1", "ja"], ["0", "Ingen, men vill"], ["x", ""]]
    )
    found = []
    for file in (one, two):
        folder = tmp_path / f"own {file.stem}"
        imported([file], mapping_file(tmp_path, own), to=folder)
        found.append(values(folder / "answers.db", "E1/who"))
    assert found[0] == found[1] == [["school", "nobody"], ["nobody"], ["school"]]


def test_the_same_word_may_head_two_columns(tmp_path: Path) -> None:
    sheet = read(csv_file(tmp_path / "twice.csv", [["Annat", "Annat", ""], ["a", "b", ""], ["", "", ""]]))
    assert sheet.headers == ["Annat", "Annat (2)"]
    assert sheet.records[0].cells == {"Annat": "a", "Annat (2)": "b"}
    assert len(sheet.records) == 1, "an empty row is nobody"


def test_files_that_are_none(tmp_path: Path, content: Content) -> None:
    (tmp_path / "image.png").write_bytes(b"\x89PNG")
    for path, reason in (
        (tmp_path / "gone.csv", "cannot_read"),
        (tmp_path, "a_folder"),
        (tmp_path / "image.png", "unknown_file"),
    ):
        with pytest.raises(CannotImport, match=reason) as refused:
            read(path)
        assert refused.value.in_("sv") != refused.value.in_("en")
    with pytest.raises(CannotImport, match="other_format"):
        text = "file: {format: typeform}\n" + MEETING + QUESTIONS
        imported([polis_folder(tmp_path / "votes")], mapping_file(tmp_path, text), content, said=Said())
