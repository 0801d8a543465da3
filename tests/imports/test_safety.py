"""Files that are damaged, misleading or meant to harm: refused in words, and nothing is written."""

import datetime as dt
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samhandling.content.reading import Content
from samhandling.imports import sheets
from samhandling.imports.cells import number_of
from samhandling.imports.draft import draft
from samhandling.imports.formats import is_personal, read
from samhandling.imports.refusing import CannotImport
from samhandling.store import Store
from samhandling.store import people as people_table
from tests.imports.files import LSR, LSS, QUESTIONS, Said, archive, csv_file, imported, mapping_file, values, xlsx_file

HEAD = "meeting: 2_business_collaboration\ndate: 2026-03-04\n"
BOMB = '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def test_a_formula_is_no_answer(tmp_path: Path, content: Content) -> None:
    file = xlsx_file(tmp_path / "a.xlsx", [["Vilket steg?", "Varför?"], ["Samsyn", '=HYPERLINK("http://x","x")']])
    said = Said()
    with pytest.raises(CannotImport, match="faulty_cells"):
        imported([file], mapping_file(tmp_path, HEAD + QUESTIONS), content, said, store=str(tmp_path / "answers.db"))
    assert "rad 2, kolumnen Varför?" in said.warned[0]
    assert "formel" in said.warned[0]


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path, content: Content) -> None:
    file = csv_file(tmp_path / "a.csv", [["Vilket steg?", "Varför?"], ["Samsyn", "=1+1"]])
    store = tmp_path / "answers.db"
    imported([file], mapping_file(tmp_path, HEAD + QUESTIONS), content, store=str(store))
    assert values(store, "E10.2/why") == ["=1+1"]


def test_a_huge_cell_is_told_of_by_its_place(tmp_path: Path) -> None:
    sheet = read(csv_file(tmp_path / "a.csv", [["A", "B"], ["x" * 40_000, "kvar"]]))
    assert [(one.row, one.column, one.reason) for one in sheet.wrong] == [(2, "A", "huge_cell")]
    assert len(sheet.wrong[0].in_("sv")) < 300
    assert sheet.records[0].cells == {"B": "kvar"}
    with pytest.raises(CannotImport, match="no_csv"):
        read(csv_file(tmp_path / "b.csv", [["A", "B"], ["x" * 200_000, "kvar"]]))


def test_more_cells_than_headers(tmp_path: Path) -> None:
    sheet = read(csv_file(tmp_path / "a.csv", [["A", "B"], ["1", "2", "3"], ["1", "2", ""]]))
    assert [(one.row, one.column, one.was) for one in sheet.wrong] == [(2, "3", "3")]
    assert [record.row for record in sheet.records] == [3]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters_are_found_out(encoding: str, delimiter: str, tmp_path: Path) -> None:
    rows = [["Åsikt, kort", "Tal"], ["Ja; gärna", "1,5"], ["Nä, tack", "2,5"]]
    sheet = read(csv_file(tmp_path / "a.csv", rows, delimiter, encoding))
    assert sheet.headers == rows[0]
    assert [list(record.cells.values()) for record in sheet.records] == rows[1:]


def test_a_wrong_encoding_is_said(tmp_path: Path, content: Content) -> None:
    file = csv_file(tmp_path / "a.csv", [["Vilket steg?", "Varför?"], ["Samsyn", "Åäö"]], encoding="cp1252")
    mapping = mapping_file(tmp_path, "file: {encoding: utf-8}\n" + HEAD + QUESTIONS)
    with pytest.raises(CannotImport, match="no_text"):
        imported([file], mapping, content, store=str(tmp_path / "answers.db"))
    (tmp_path / "b.csv").write_bytes(b"A,B\n\x00,\x01\n")
    with pytest.raises(CannotImport, match="no_text"):
        read(tmp_path / "b.csv")


@pytest.mark.parametrize("text", [BOMB, OUTSIDE])
@pytest.mark.parametrize("where", ["structure", "responses"])
def test_xml_that_declares_entities_is_refused(text: str, where: str, tmp_path: Path) -> None:
    harmful = lambda xml: xml.replace("<document>", f"{text}<document>", 1)  # noqa: E731
    survey, responses = (harmful(LSS), LSR) if where == "structure" else (LSS, harmful(LSR))
    with pytest.raises(CannotImport, match="xml_entities"):
        read(archive(tmp_path / "a.lsa", survey, responses))


def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_UNPACKED", 1_000_000)
    path = archive(tmp_path / "a.lsa", LSS, LSR + " " * 5_000_000)
    assert path.stat().st_size < 50_000
    with pytest.raises(CannotImport, match="too_large"):
        read(path)


def test_an_archive_that_lies_about_its_size_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_UNPACKED", 100_000)
    path = archive(tmp_path / "a.lsa", LSS, LSR + " " * 500_000)
    with zipfile.ZipFile(path) as one:
        size = one.getinfo("survey_9_responses.lsr").file_size
    data = path.read_bytes().replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    path.write_bytes(data)
    with pytest.raises(CannotImport):
        read(path)


@pytest.mark.parametrize("name", ["a.xlsx", "a.lsa"])
@pytest.mark.parametrize("data", [b"no zip at all", b"PK\x03\x04 cut short"])
def test_what_is_no_archive(name: str, data: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(CannotImport, match="no_archive"):
        read(tmp_path / name)


def test_a_workbook_with_entities_or_without_sheets(tmp_path: Path) -> None:
    good = xlsx_file(tmp_path / "good.xlsx", [["A"], ["1"]])
    for name, change in (("bad.xlsx", BOMB), ("worse.xlsx", "<broken")):
        with zipfile.ZipFile(good) as source, zipfile.ZipFile(tmp_path / name, "w") as target:
            for member in source.namelist():
                text = source.read(member)
                if member.startswith("xl/worksheets/sheet"):
                    text = change.encode() + text
                target.writestr(member, text)
        with pytest.raises(CannotImport, match=r"xml_entities|no_xlsx"):
            read(tmp_path / name)


def test_days_and_times_in_excel(tmp_path: Path) -> None:
    rows = [["Dag", "Tid", "Tal", "Sant"], [dt.datetime(2026, 3, 4), dt.datetime(2026, 3, 4, 9, 5), 4.0, True]]
    sheet = read(xlsx_file(tmp_path / "a.xlsx", rows))
    assert sheet.records[0].cells == {"Dag": "2026-03-04", "Tid": "2026-03-04 09:05:00", "Tal": "4", "Sant": "true"}


def test_numbers_with_a_comma_and_spaces() -> None:
    assert [number_of(text) for text in ("1 234", "1\u00a0234,5", "−3", "+4", "0,25", ".5")] == [
        1234,
        1234.5,
        -3,
        4,
        0.25,
        0.5,
    ]


@pytest.mark.parametrize(
    "header",
    ["Namn", "E-post", "E-postadress", "Email Address", "Name", "IP address", "ipaddr", "Submitter Email", "Network ID",
     "token", "Telefon", "Personnummer", "First name", "2. E-post:", "Email (2)", "Förnamn", "Användarnamn"],
)  # fmt: skip
def test_who_someone_is_is_known_by_the_header(header: str) -> None:
    assert is_personal(header)


@pytest.mark.parametrize("header", ["Vad heter er modell?", "Name one thing you learned", "Namnge ett hinder", "Tip"])
def test_a_question_is_not_taken_for_a_person(header: str) -> None:
    assert not is_personal(header)


def test_a_code_is_hashed_with_a_secret_and_never_kept(tmp_path: Path, content: Content) -> None:
    file = csv_file(tmp_path / "a.csv", [["E-post", "Vilket steg?", "Varför?"], ["kim@exempel.se", "Samsyn", "x"]])
    mapping = mapping_file(tmp_path, "respondent: E-post\n" + HEAD + QUESTIONS)
    names = []
    for name in ("one.db", "two.db"):
        imported([file], mapping, content, store=str(tmp_path / name))
        store = Store(str(tmp_path / name), read_only=True)
        people = store.read(people_table.everyone)
        store.close()
        assert b"kim@exempel" not in (tmp_path / name).read_bytes()
        names.append(people[0]["id"])
        assert people[0]["resume"].startswith("import-"), "no link that anyone could type"
    assert names[0] != names[1], "each store has a secret of its own"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=300), name=st.sampled_from(["a.csv", "a.xlsx", "a.lsa", "a.lss"]))
def test_no_file_makes_it_fall_over(data: bytes, name: str, tmp_path: Path) -> None:
    from samhandling.imports.limesurvey import structure_of

    path = tmp_path / name
    path.write_bytes(data)
    try:
        if name == "a.lss":
            structure_of(path)
        else:
            draft([read(path)], None)
    except CannotImport as error:
        assert error.in_("sv")
