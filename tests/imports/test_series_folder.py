"""Questions of its own become a small series that checks clean, exports, and grows by further files."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from samhandling.cli import app
from samhandling.content import reading
from samhandling.content.reading import Content
from samhandling.imports.refusing import CannotImport
from tests.imports.files import csv_file, imported, mapping_file, stored, values

OWN = """
respondent: Kod
files:
  - {match: before*, date: 2026-03-04, round: 1, meeting: {id: first, title: {sv: Före, en: Before}}}
  - {match: after*, date: 2026-06-05, round: 2, meeting: {id: second, title: {sv: Efter, en: After}}}
actor_type: {column: Roll, values: {Chef: lead}}
series:
  title: {sv: Min serie, en: My series}
  actor_types:
    - {id: lead, label: {sv: Chefer, en: Managers}}
    - {id: staff, label: {sv: Anställda, en: Staff}}
exercise: {id: E3, title: {sv: Enkäten, en: The survey}}
scales:
  agree3:
    - {value: 1, label: {sv: Nej, en: "No"}}
    - {value: 2, label: {sv: Kanske, en: Maybe}}
    - {value: 3, label: {sv: Ja, en: "Yes"}}
questions:
  - {column: Nöjd, id: content, kind: scale, scale: agree3, label: {sv: Nöjd?, en: Content?}}
  - {column: Yrke, id: job, kind: choice, label: {sv: Yrke, en: Occupation}}
  - {column: Timmar, id: hours, kind: number, low: 0, high: 60, step: 0.5, label: {sv: Timmar, en: Hours}}
  - {column: Betyg, id: grade, kind: scale, label: {sv: Betyg, en: Grade}}
"""
HEADERS = ["Kod", "Roll", "Nöjd", "Yrke", "Timmar", "Betyg"]
BEFORE = [HEADERS, ["a", "Chef", "Ja", "Svetsare", "37,5", "1"], ["b", "Anställda", "Nej", "Kock", "40", "3"]]
AFTER = [HEADERS, ["a", "Chef", "Ja", "Kock", "20", "3"], ["c", "staff", "kanske", "Svetsare", "10", "1"]]


def run(*arguments: object) -> str:
    result = CliRunner().invoke(app, [str(one) for one in arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_two_files_are_two_meetings_of_one_series(tmp_path: Path) -> None:
    to = tmp_path / "own"
    files = [csv_file(tmp_path / "before.csv", BEFORE, ";"), csv_file(tmp_path / "after.csv", AFTER, ";")]
    done = imported(files, mapping_file(tmp_path, OWN), to=to)
    assert done is not None
    assert (done.people, len(done.rooms)) == (3, 2)
    assert reading.check(to) == []
    series = Content.read(to).series
    assert [(one.id, one.agenda[0].round) for one in series.meetings] == [("first", 1), ("second", 2)]
    assert [one.id for one in series.actor_types] == ["lead", "staff"]
    assert values(to / "answers.db", "E3/hours") == [37.5, 40, 20, 10]
    assert values(to / "answers.db", "E3/job") == ["svetsare", "kock", "kock", "svetsare"]
    points = Content.read(to).exercises["E3"].find("grade").points
    assert [point.value for point in points] == [1, 2, 3], "nobody answered 2, and it is on the scale"


def test_the_series_checks_clean_and_exports(tmp_path: Path) -> None:
    to = tmp_path / "own"
    mapping = mapping_file(tmp_path, OWN)
    said = run("import", csv_file(tmp_path / "before.csv", BEFORE), "--mapping", mapping, "--to", to)
    assert "8 nya svar från 2 nya personer" in said
    assert "inga fel" in run("check", to)
    run("export", tmp_path / "out", "--series", to / "series.yaml", "--store", to / "answers.db")
    rows = (tmp_path / "out" / "answers.csv").read_text(encoding="utf-8").splitlines()
    assert len(rows) == 1 + 8
    assert "IMPORT" in rows[1]


def test_a_later_file_adds_a_meeting_and_options(tmp_path: Path) -> None:
    to, mapping = tmp_path / "own", mapping_file(tmp_path, OWN)
    imported([csv_file(tmp_path / "before.csv", BEFORE)], mapping, to=to)
    more = [*AFTER, ["d", "", "", "Lots", "", ""]]
    imported([csv_file(tmp_path / "after.csv", more)], mapping, to=to)
    assert reading.check(to) == []
    content = Content.read(to)
    assert [one.id for one in content.series.meetings] == ["first", "second"]
    assert [option.id for option in content.exercises["E3"].find("job").options] == ["kock", "svetsare", "lots"]
    assert len({row["participant"] for row in stored(to / "answers.db")}) == 4


def test_a_question_that_means_something_else_is_refused(tmp_path: Path) -> None:
    to = tmp_path / "own"
    imported([csv_file(tmp_path / "before.csv", BEFORE)], mapping_file(tmp_path, OWN), to=to)
    before = {path: path.read_bytes() for path in to.rglob("*.yaml")}
    changed = OWN.replace("Nöjd?, en: Content?", "Missnöjd?, en: Discontent?")
    with pytest.raises(CannotImport, match="question_changed"):
        imported([csv_file(tmp_path / "after.csv", AFTER)], mapping_file(tmp_path, changed), to=to)
    assert {path: path.read_bytes() for path in to.rglob("*.yaml")} == before


def test_an_option_that_would_be_another_in_a_later_file_is_refused(tmp_path: Path) -> None:
    to = tmp_path / "own"
    spelt = {"before": ["C", "C", "C++"], "after": ["C++", "C++", "C"]}
    for name, jobs in spelt.items():
        csv_file(tmp_path / f"{name}.csv", [HEADERS, *([str(n), "", "Ja", job, "", ""] for n, job in enumerate(jobs))])
    text = "\n".join(line for line in OWN.splitlines() if "Betyg" not in line)
    mapping = mapping_file(tmp_path, text)
    imported([tmp_path / "before.csv"], mapping, to=to)
    with pytest.raises(CannotImport, match="question_changed"):
        imported([tmp_path / "after.csv"], mapping, to=to)


def test_an_option_that_tells_of_a_person_is_masked_and_still_counted(tmp_path: Path) -> None:
    to = tmp_path / "own"
    rows = [[*HEADERS], ["1", "", "Ja", "ring 070-123 45 67", "", "1"], ["2", "", "Ja", "Kock", "", "3"]]
    imported([csv_file(tmp_path / "before.csv", rows)], mapping_file(tmp_path, OWN), to=to)
    assert len(set(values(to / "answers.db", "E3/job"))) == 2
    assert "070" not in (to / "exercises" / "E3.yaml").read_text(encoding="utf-8")
    assert "070" not in str(stored(to / "answers.db"))


def test_a_draft_can_be_used_as_it_is(tmp_path: Path) -> None:
    rows = [["Hur nöjd?", "Skriv fritt", "Vilka?", "Hur många?", "E-post", "Tomt"]]
    texts = ["En rätt lång text om hur det gick till när vi började samverka med skolan om platserna", "Kort"]
    for n in range(12):
        grade = ["Stämmer inte alls", "Stämmer helt", "Varken eller"][n % 3]
        rows.append(
            [grade, texts[n % 2] + str(n), "Skolan;Företag" if n % 2 else "Skolan", str(20 + n * 3), f"{n}@x.se", ""]
        )
    file, mapping, to = csv_file(tmp_path / "a.csv", rows), tmp_path / "m.yaml", tmp_path / "own"
    said = run("import", file, "--write-mapping", mapping)
    assert "wide" in said
    text = mapping.read_text(encoding="utf-8")
    assert "E-post" not in text
    assert "12@x.se" not in text
    run("import", file, "--mapping", mapping, "--to", to)
    kinds = {item.id: item.kind for item in Content.read(to).exercises["E1"].items}
    assert kinds == {"hur_nojd": "scale", "skriv_fritt": "text", "vilka": "choice", "hur_manga": "number"}
    assert values(to / "answers.db", "E1/hur_nojd")[:3] == [1, 5, 3]
    assert values(to / "answers.db", "E1/vilka")[:2] == [["skolan"], ["skolan", "foretag"]]
    assert "finns redan" in CliRunner().invoke(app, ["import", str(file), "--write-mapping", str(mapping)]).output


def test_an_import_needs_a_mapping(tmp_path: Path) -> None:
    file = csv_file(tmp_path / "a.csv", BEFORE)
    result = CliRunner().invoke(app, ["import", str(file)])
    assert result.exit_code == 1
    assert "--write-mapping" in result.output
