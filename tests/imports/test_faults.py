"""What is wrong is said with its place: in the mapping by line, in a file by row and column; and nothing is written."""

from pathlib import Path

import pytest

from samhandling.content.faults import ContentError
from samhandling.content.reading import Content
from samhandling.imports.mapping import read_mapping
from samhandling.imports.refusing import CannotImport
from tests.imports.files import QUESTIONS, Said, csv_file, imported, mapping_file, values

HEAD = "meeting: 2_business_collaboration\ndate: 2026-03-04\n"
OWN = "meeting: {title: {sv: Träff, en: Meeting}}\ndate: 2026-03-04\nquestions:\n"


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("meetin: x\n", 1, "misspelt"),
        (HEAD + "file: {format: surveymonkey}\nquestions: []\n", 3, "surveymonkey"),
        ("date: 4 mars\n", 1, "2026-11-22"),
        (HEAD + "questions:\n  - item: E10.2/step\n", 4, "column"),
        (HEAD + "questions:\n  - column: a\n    item: step\n", 5, "pattern"),
        (HEAD + "questions:\n  - column: a\n    item: E10.2/step\n    label: x\n", 6, "misspelt"),
        (HEAD + "questions:\n  - column: 'regex:/(/'\n    item: E10.2/step\n", 4, "regular expression"),
        (OWN + "  - column: a\n    id: q\n", 4, "kind"),
        (OWN + "  - column: a\n    id: q\n    kind: nonsense\n    label: {sv: a, en: a}\n", 4, "kind"),
        (OWN + "  - column: a\n    id: q\n    kind: text\n    label: {sv: a}\n", 7, "required"),
        (OWN + "  - column: a\n    id: q\n    kind: text\n    labell: {sv: a, en: b}\n", 7, "misspelt"),
        (OWN + "  - column: a\n    id: q\n    kind: scale\n    scale: no\n    label: {sv: a, en: b}\n", 7, "no scale"),
        (OWN + "  - column: E-post\n    id: q\n    kind: text\n    label: {sv: a, en: b}\n", 4, "who someone is"),
        (HEAD + QUESTIONS + "  - column: b\n    item: E10.2/step\n", 10, "twice"),
        ("a: [\n", 2, "YAML"),
    ],
)  # fmt: skip
def test_a_fault_in_the_mapping_has_its_line(text: str, line: int, says: str, tmp_path: Path) -> None:
    with pytest.raises(ContentError) as raised:
        read_mapping(mapping_file(tmp_path, text))
    found = [(fault.line, str(fault)) for fault in raised.value.faults]
    assert any(at == line and says in told for at, told in found), found


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (HEAD + "questions:\n  - column: Nej\n    item: E10.2/step\n", 4, "no such column"),
        (HEAD + "questions:\n  - column: Steg\n    item: E10.2/nej\n", 5, "no item E10.2/nej"),
        (HEAD + "questions:\n  - column: Steg\n    item: E10.2/step\n    values: {Samsyn: 9}\n", 6, "9 is no answer"),
        ("meeting: 9_x\ndate: 2026-03-04\nquestions:\n  - {column: Steg, item: E10.2/step}\n", 1, "no meeting 9_x"),
        ("date: 2026-03-04\nquestions:\n  - {column: Steg, item: E10.2/step}\n", 1, "of which meeting"),
        ("meeting: 2_business_collaboration\nquestions:\n  - {column: Steg, item: E10.2/step}\n", 1, "on which day"),
        (HEAD + "round: 7\nquestions:\n  - {column: Steg, item: E10.2/step}\n", 5, "round 7"),
        (HEAD + "respondent: Kod\nquestions:\n  - {column: Steg, item: E10.2/step}\n", 3, "no column 'Kod'"),
        (HEAD + "questions:\n  - {columns: [Steg], item: E10.2/step}\n", 4, "one `column`"),
        (HEAD + "questions:\n  - {column: 'regex:/./', item: E10.2/step}\n", 4, "2 columns"),
        (HEAD + "questions:\n  - {column: Namn, item: E10.2/why}\n", 4, "who someone is"),
    ],
)  # fmt: skip
def test_a_mapping_that_does_not_fit_is_told_of_by_line(
    text: str, line: int, says: str, tmp_path: Path, content: Content
) -> None:
    file = csv_file(tmp_path / "a.csv", [["Steg", "Namn"], ["Samsyn", "Kim"]])
    store = tmp_path / "answers.db"
    with pytest.raises(ContentError) as raised:
        imported([file], mapping_file(tmp_path, text), content, store=str(store))
    found = [(fault.line, str(fault)) for fault in raised.value.faults]
    assert any(at == line and says in told for at, told in found), found
    assert not store.exists()


BESIDE = """
actor_type: {column: Aktör, values: {Kommunen: municipality-labour}}
municipality: {column: Kommun}
submitted: {column: Tid, format: "%d/%m/%Y"}
questions:
  - {column: Steg, item: E10.2/step}
  - {column: Varför, item: E10.2/why}
"""
HEADERS = ["Steg", "Varför", "Aktör", "Kommun", "Tid"]
GOOD = ["Samsyn", "Därför", "Kommunen", "Lund", "04/03/2026"]


@pytest.mark.parametrize(
    ("column", "was", "says"),
    [
        ("Steg", "Samråd", "Samråd finns inte"),
        ("Steg", "9", "mellan 1 och 4"),
        ("Varför", "x" * 500, "högst 400"),
        ("Aktör", "Kören", "aktörstyperna"),
        ("Kommun", "Atlantis", "kommun"),
        ("Tid", "2026-03-04", "%d/%m/%Y"),
    ],
)
def test_a_faulty_cell_has_its_row_and_column_and_stops_all(
    column: str, was: str, says: str, tmp_path: Path, content: Content
) -> None:
    faulty = [was if header == column else cell for header, cell in zip(HEADERS, GOOD, strict=True)]
    file = csv_file(tmp_path / "a.csv", [HEADERS, GOOD, faulty, GOOD])
    said, store = Said(), tmp_path / "answers.db"
    mapping = mapping_file(tmp_path, HEAD + BESIDE)
    with pytest.raises(CannotImport, match="faulty_cells"):
        imported([file], mapping, content, said, store=str(store))
    assert len(said.warned) == 1
    assert f"a.csv, rad 3, kolumnen {column}" in said.warned[0]
    assert f"a.csv, row 3, column {column}" in said.warned[0]
    assert says in said.warned[0]
    assert not store.exists(), "all or nothing"
    done = imported([file], mapping, content, store=str(store), skip_faulty=True)
    assert done is not None
    assert len(values(store, "E10.2/why")) == (3 if column == "Steg" else 2)


def test_a_preview_says_what_would_come_and_writes_nothing(tmp_path: Path, content: Content) -> None:
    file = csv_file(tmp_path / "a.csv", [[*HEADERS, "E-post", "Sko"], [*GOOD, "a@b.se", "42"], [*GOOD, "c@d.se", "43"]])
    said, store = Said(), tmp_path / "answers.db"
    mapping = mapping_file(tmp_path, HEAD + BESIDE)
    assert imported([file], mapping, content, said, store=str(store), preview=True) is None
    text = "\n".join(said.told)
    assert "2 personer, 4 svar" in text
    assert "2  E10.2/step" in text
    assert "kolumner som ingen fråga använder: Sko" in text
    assert "inte läses in: E-post" in text
    assert "a@b.se" not in text
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["a.csv", "mapping.yaml"]


def test_own_questions_need_a_folder_of_their_own(tmp_path: Path, content: Content) -> None:
    file = csv_file(tmp_path / "a.csv", [["Steg"], ["Samsyn"]])
    mapping = mapping_file(tmp_path, OWN + "  - {column: Steg, id: q, kind: text, label: {sv: a, en: b}}\n")
    with pytest.raises(CannotImport, match="needs_folder"):
        imported([file], mapping, content, store=str(tmp_path / "answers.db"))
    other = tmp_path / "other"
    other.mkdir()
    (other / "thesis.txt").write_text("mine")
    with pytest.raises(CannotImport, match="folder_not_empty"):
        imported([file], mapping, to=other)
    assert [path.name for path in other.iterdir()] == ["thesis.txt"]


def test_an_item_that_only_tables_answer_takes_no_one_person_s_answer(tmp_path: Path, content: Content) -> None:
    exercise, item = next(
        (exercise.id, item.id)
        for exercise in content.exercises.values()
        for item in exercise.items
        if item.kind == "text" and "individual" not in exercise.levels
    )
    file = csv_file(tmp_path / "a.csv", [["Text"], ["Så här"]])
    text = HEAD + f"questions:\n  - {{column: Text, item: {exercise}/{item}}}\n"
    with pytest.raises(ContentError, match="together at the tables"):
        imported([file], mapping_file(tmp_path, text), content, store=str(tmp_path / "answers.db"))
