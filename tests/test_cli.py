"""The command line: says what is wrong in both languages, changes nothing then, and does what it says otherwise."""

import csv
import os
import re
import shutil
import signal
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from samhandling.cli import app
from samhandling.store import Store
from samhandling.store import people as people_table
from tests.conftest import ROOT, Serving

COMMANDS = (
    "serve",
    "simulate",
    "check",
    "schema",
    "new",
    "export",
    "report",
    "print",
    "guide",
    "backup",
    "forget",
    "bench",
    "import",
)


def run(*arguments: object) -> tuple[int, str]:
    """Exit code and all that was said; a traceback fails the test."""
    result = CliRunner().invoke(app, [str(one) for one in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


def refused(*arguments: object) -> str:
    """What is said when a command cannot do its work: once in Swedish, once in English."""
    code, said = run(*arguments)
    assert code == 1, said
    assert "Traceback" not in said
    assert len([line for line in said.splitlines() if line.strip()]) >= 2, f"said in one language only: {said}"
    return said


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_help_with_an_example_that_can_be_parsed(command: str) -> None:
    code, said = run(command, "--help")
    assert code == 0
    assert f"Example: samhandling {command}" in said


def test_these_are_all_commands_and_the_version_is_told() -> None:
    known = {one.name or one.callback.__name__ for one in app.registered_commands if one.callback}
    assert known == set(COMMANDS)
    code, said = run("--version")
    assert (code, bool(re.fullmatch(r"\d+\.\d+\.\d+\S*", said.strip()))) == (0, True)


def test_an_unknown_option_is_said_without_a_traceback() -> None:
    code, said = run("serve", "--nonsense")
    assert code == 2
    assert "--nonsense" in said


# --- check ---


def test_the_series_of_the_repository_is_clean() -> None:
    code, said = run("check", ROOT)
    assert code == 0
    assert " träffar, " in said


def test_there_must_be_a_series(tmp_path: Path) -> None:
    assert "series.yaml" in refused("check", tmp_path)
    assert "series.yaml" in refused("check", tmp_path / "nowhere")


SERIES = """\
title: {sv: Serien, en: The series}
organiser: {sv: Regionen, en: The region}
actor_types:
  - {id: region, label: {sv: Region, en: Region}}
  - {id: business, label: {sv: Näringsliv, en: Business}}
opens: 1_only
meetings:
  - id: 1_only
    number: 1
    title: {sv: Träffen, en: The meeting}
    aim: {sv: Att pröva, en: To try}
    agenda:
      - {id: where, title: {sv: Var, en: Where}, minutes: 10, exercise: E10.2}
      - {id: promises, title: {sv: Vad, en: What}, minutes: 20, exercise: E10.3}
      - {id: review, title: {sv: Hur, en: How}, minutes: 30, exercise: E9.1}
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A small series to break: three exercises of the real one, in one meeting."""
    folder = tmp_path / "small"
    (folder / "exercises").mkdir(parents=True)
    for name in ("E10.2", "E10.3", "E9.1", "scales"):
        shutil.copy2(ROOT / "exercises" / f"{name}.yaml", folder / "exercises")
    (folder / "series.yaml").write_text(SERIES, encoding="utf-8")
    return folder


def test_a_small_series_is_clean(small: Path) -> None:
    assert run("check", small)[0] == 0


BROKEN: dict[str, tuple[str, str, str, tuple[str, ...]]] = {
    # what: (file, the text that is replaced, by what, what must be said)
    "wrong type": (
        "exercises/E10.2.yaml",
        "version: ",
        "version: first ",
        ("E10.2.yaml:3:", "version", "integer", "first"),
    ),
    "missing key": ("exercises/E10.2.yaml", "mode: alone\n", "", ("E10.2.yaml", "mode", "is missing")),
    "unknown key": (
        "exercises/E10.2.yaml",
        "mode: alone",
        "mood: alone\nmode: alone",
        ("E10.2.yaml:8:", "mood", "misspelt"),
    ),
    "missing language": (
        "exercises/E10.2.yaml",
        "title: {sv: Var står vi?, en: Where do we stand?}",
        "title: {sv: Var står vi?}",
        ("E10.2.yaml:4:", "title.en", "is missing"),
    ),
    "empty text": (
        "exercises/E10.2.yaml",
        "title: {sv: Var står vi?,",
        "title: {sv: '',",
        ("E10.2.yaml:4:", "title.sv", "at least 1"),
    ),
    "wrong choice": (
        "exercises/E10.2.yaml",
        "mode: alone",
        "mode: lonely",
        ("E10.2.yaml:8:", "mode", "'alone'", "'lonely'"),
    ),
    "unknown kind": (
        "exercises/E10.2.yaml",
        "kind: ladder",
        "kind: elevator",
        ("E10.2.yaml:", "items.0", "'ladder'", "elevator"),
    ),
    "unknown scale": ("exercises/E9.1.yaml", "scale: p4", "scale: p9", ("E9.1.yaml:", "items.1", "'p9'", "p4")),
    "duplicate id": ("exercises/E10.2.yaml", "id: why", "id: step", ("E10.2.yaml", "'step'", "twice")),
    "duplicate key": (
        "exercises/E10.2.yaml",
        "mode: alone",
        "mode: alone\nmode: alone",
        ("E10.2.yaml:9:", "duplicate key"),
    ),
    "id of another file": ("exercises/E10.2.yaml", "id: E10.2", "id: E77", ("E10.2.yaml:2:", "id", "'E10.2'")),
    "unknown exercise": (
        "series.yaml",
        "exercise: E10.2",
        "exercise: E88",
        ("series.yaml:", "agenda.0.exercise", "E88", "E10.3"),
    ),
    "unknown item in a phase": (
        "exercises/E10.3.yaml",
        "items: [commitments]",
        "items: [promises]",
        ("E10.3.yaml", "'promises'"),
    ),
    "tab": ("exercises/E10.2.yaml", "version: ", "version:\n\t- ", ("E10.2.yaml:4:", "expected YAML", "\\t")),
    "unclosed quote": ("exercises/E10.2.yaml", "version: ", 'version: "', ("E10.2.yaml:", "expected YAML")),
    "bad indentation": ("exercises/E10.2.yaml", "version: ", "  version: ", ("E10.2.yaml:3:", "expected YAML")),
    "negative minutes": (
        "exercises/E10.2.yaml",
        "minutes: 10",
        "minutes: -10",
        ("E10.2.yaml:", "phases.0.minutes", "-10"),
    ),
    "opens nothing": ("series.yaml", "opens: 1_only", "opens: 9_party", ("series.yaml", "9_party")),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_fault_names_file_line_key_and_what_was_expected(small: Path, what: str) -> None:
    file, old, new, expected = BROKEN[what]
    path = small / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    code, said = run("check", small)
    assert code == 1
    for part in expected:
        assert part in said, f"{part!r} is not in:\n{said}"


def test_a_broken_series_is_not_served(small: Path, tmp_path: Path) -> None:
    with (small / "exercises" / "E10.2.yaml").open("a", encoding="utf-8") as file:
        file.write("colour: blue\n")
    said = refused("serve", "--series", small / "series.yaml", "--store", tmp_path / "a.db")
    assert "E10.2.yaml" in said
    assert "colour" in said
    assert "inget har startats" in said
    assert "nothing was started" in said
    assert not (tmp_path / "a.db").exists()


@pytest.mark.parametrize(
    ("file", "data", "expected"),
    [
        ("exercises/E10.2.yaml", "id: E10.2\ntitle: \xe5".encode("latin-1"), "UTF-8"),
        ("exercises/E10.2.yaml", b"- a\n- list\n", "E10.2.yaml:1"),
        ("exercises/E10.2.yaml", b"just text", "E10.2.yaml:1"),
        ("exercises/scales.yaml", b"p4: 7\n", "scales.yaml:1"),
        ("series.yaml", b"a: b: c", "series.yaml:1"),
        ("series.yaml", b"\xff\xfe\x00", "UTF-8"),
        pytest.param("exercises/E10.2.yaml", b"id: E10.2\n\x07", "E10.2.yaml"),
        pytest.param("exercises/E10.2.yaml", b"", "E10.2.yaml"),
        pytest.param("series.yaml", b"", "series.yaml"),
        pytest.param("series.yaml", b"# nothing but a remark\n", "series.yaml"),
    ],
)
def test_a_file_that_is_something_else_is_said(small: Path, file: str, data: bytes, expected: str) -> None:
    (small / file).write_bytes(data)
    code, said = run("check", small)
    assert code == 1
    assert expected in said


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        pytest.param("exercise: E10.2}", "exercise: E10.2, text: {sv: bara}}", "agenda.0.text.en"),
        pytest.param(
         "{id: where, title: {sv: Var, en: Where}, minutes: 10, exercise: E10.2}",
         "&first {id: where, title: {sv: Var, en: Where}, minutes: -1}\n      - {<<: *first, id: again}",
         "agenda.0.minutes"),
    ],
)  # fmt: skip
def test_a_key_is_named_in_full_whatever_it_is_called(small: Path, old: str, new: str, key: str) -> None:
    path = small / "series.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    code, said = run("check", small)
    assert code == 1
    assert key in said


def test_all_faults_are_said_at_once(small: Path) -> None:
    for name in ("E10.2", "E10.3"):
        path = small / "exercises" / f"{name}.yaml"
        path.write_text(path.read_text(encoding="utf-8").replace("version: ", "version: x "), encoding="utf-8")
    code, said = run("check", small)
    assert code == 1
    assert "E10.2.yaml:3" in said
    assert "E10.3.yaml:3" in said
    assert "2 fel / faults" in said


# --- new, schema, print ---


def test_a_series_of_ones_own_is_written_and_checks_clean(tmp_path: Path) -> None:
    folder = tmp_path / "min serie åäö"
    code, said = run("new", folder)
    assert code == 0
    assert "samhandling serve --demo" in said
    assert run("check", folder)[0] == 0
    for name in (
        "series.yaml",
        "series.schema.json",
        "registers.yaml",
        "registers.schema.json",
        "exercises/E10.1.yaml",
        "sessions/sv/2_business_collaboration.ipynb",
        "voila_apps/worksheet.ipynb",
        "datasets/municipalities.csv",
        "facilitator_guide/sv/README.md",
    ):
        assert (folder / name).is_file(), name
    assert run("schema", folder)[0] == 0


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    said = refused("new", tmp_path)
    assert "inte tom" in said
    assert "not empty" in said
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    assert "mine.txt" in refused("new", tmp_path / "mine.txt")
    assert "mine.txt" in refused("new", tmp_path / "mine.txt" / "below")


def test_worksheets_are_printed(tmp_path: Path) -> None:
    code, said = run("print", "E10.1", "E10.2", "--out", tmp_path / "paper", "--lang", "en", "--format", "html")
    assert code == 0
    pages = sorted((tmp_path / "paper").iterdir())
    assert [page.name for page in pages] == ["E10.1.en.html", "E10.2.en.html"]
    assert all(str(page) in said for page in pages)
    assert "Where do we stand?" in pages[1].read_text(encoding="utf-8")
    assert "E10.1" in refused("print", "E99", "--out", tmp_path / "paper")
    (tmp_path / "file").write_text("")
    assert "file" in refused("print", "E10.2", "--out", tmp_path / "file")


# --- serve, when it cannot ---


@pytest.fixture
def handlers() -> Iterator[None]:
    """The signal handlers as they were: a server that ran in this process took them."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("handlers")
def test_a_busy_port_is_said(small: Path, tmp_path: Path) -> None:
    store = tmp_path / "a.db"
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        where = ("--host", "127.0.0.1", "--port", port, "--store", store)
        said = refused("serve", "--series", small / "series.yaml", *where)
    assert f"Porten {port} används redan" in said
    assert f"Port {port} is already used" in said
    Store(str(store)).close()  # and the store is free again


@pytest.mark.usefixtures("handlers")
def test_an_address_that_is_not_this_machines_is_said(small: Path, tmp_path: Path) -> None:
    where = ("--host", "192.0.2.77", "--port", 0, "--store", tmp_path / "a.db")
    said = refused("serve", "--series", small / "series.yaml", *where)
    assert "192.0.2.77" in said
    assert "cannot listen" in said


@pytest.mark.usefixtures("handlers")
def test_a_server_that_cannot_open_its_meeting_stops_and_says_why(small: Path, tmp_path: Path) -> None:
    store = tmp_path / "a.db"
    Store(str(store)).close()
    with closing(sqlite3.connect(store)) as broken, broken:
        broken.execute("CREATE TRIGGER no BEFORE INSERT ON rooms BEGIN SELECT * FROM nowhere; END")
    where = ("--host", "127.0.0.1", "--port", 0, "--store", store)
    ready = ("--ready-file", tmp_path / "ready.json")
    assert "nowhere" in refused("serve", "--series", small / "series.yaml", *where, *ready)
    assert not (tmp_path / "ready.json").exists()


def test_an_unknown_meeting_is_said() -> None:
    said = refused("serve", "--meeting", "9_party")
    assert "9_party" in said
    assert "2_business_collaboration" in said


def test_a_store_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for place in (tmp_path / "file" / "answers.db", tmp_path):
        said = refused("serve", "--store", place)
        assert "går inte att skriva" in said
        assert "cannot be written" in said


@pytest.mark.parametrize("command", ["serve", "export", "backup", "forget"])
def test_a_corrupt_store_is_said_and_left_as_it_was(tmp_path: Path, command: str) -> None:
    store = tmp_path / "answers.db"
    junk = os.urandom(50_000)
    store.write_bytes(junk)
    more = {"export": [tmp_path / "out"], "backup": [tmp_path / "copy.db"], "forget": ["K7QF2-M9XPT"]}.get(command, [])
    said = refused(command, *more, "--store", store)
    assert "skadad" in said
    assert "damaged" in said
    assert store.read_bytes() == junk
    assert not (tmp_path / "copy.db").exists()


def test_half_a_store_is_corrupt_too(tmp_path: Path) -> None:
    path = tmp_path / "answers.db"
    Store(str(path)).close()
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert "damaged" in refused("serve", "--store", path)
    assert path.read_bytes() == whole[: len(whole) // 2]


def test_one_store_has_one_server(tmp_path: Path) -> None:
    path = tmp_path / "answers.db"
    first = Store(str(path))
    for command in (["serve"], ["forget", "K7QF2-M9XPT"]):
        said = refused(*command, "--store", path)
        assert "En annan server" in said
        assert "Another server" in said
    first.close()


@pytest.mark.parametrize("url", ["mysql://root:hemligt@localhost/x", "nonsense://x", "://"])
def test_an_address_of_no_store_is_said_without_its_password(url: str) -> None:
    said = refused("serve", "--store", url)
    assert "--store" in said
    assert "hemligt" not in said


@pytest.mark.parametrize("command", [["export"], ["backup", "copy.db"]])
def test_there_must_be_a_store_to_read(tmp_path: Path, command: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "answers.db" in refused(*command, "--store", "answers.db")
    assert not (tmp_path / "answers.db").exists()
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("CREATE TABLE birds (name TEXT)")
    assert "other.db" in refused(*command, "--store", "other.db")


def test_a_place_for_the_ready_file_is_needed(tmp_path: Path) -> None:
    said = refused("serve", "--store", tmp_path / "a.db", "--ready-file", tmp_path / "nowhere" / "ready.json")
    assert "ready.json" in said


def test_a_series_must_be_a_series_yaml(tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text("")
    assert "other.yaml" in refused("serve", "--series", tmp_path / "other.yaml")


# --- beside a meeting that goes on ---


@pytest.fixture(scope="module")
def answered(serving: Serving) -> Serving:
    """A server with a room where three have answered."""
    leader = serving.facilitator()
    leader.post("/api/room", json={"step": "where-we-stand", "state": "open"})
    for number in range(3):
        person = serving.join(actor_type="region", table=1)
        person.answer("E10.2", "step", 1 + number)
        person.answer("E10.2", "why", f"=SUM({number}); åäö 🤝")
    return serving


def test_answers_are_exported_while_serving(answered: Serving, tmp_path: Path) -> None:
    code, said = run("export", tmp_path / "out", "--store", answered.store)
    assert code == 0, said
    data = (tmp_path / "out" / "answers.csv").read_bytes()
    rows = list(csv.DictReader(data.decode("utf-8").splitlines()))
    assert len(rows) == 6
    assert sorted(row["value"] for row in rows if row["item"] == "step") == ["1", "2", "3"]
    assert {row["current"] for row in rows} == {"true"}
    assert "region" not in data.decode().replace("Region", ""), "a group under five is withheld"
    questions = (tmp_path / "out" / "codebook.csv").read_text(encoding="utf-8")
    assert "E10.2" in questions
    assert (tmp_path / "out" / "registers.csv").read_text(encoding="utf-8").startswith("register,entry,meeting,")
    book = load_workbook(tmp_path / "out" / "answers.xlsx")
    assert any("E10.2" in name for name in book.sheetnames)


def test_the_answers_leave_as_parquet_and_tell_no_more_than_the_csv(answered: Serving, tmp_path: Path) -> None:
    for folder, more in (("some", []), ("full", ["--full"])):
        assert run("export", tmp_path / folder, "--store", answered.store, "--format", "parquet", *more)[0] == 0
    some, full = (pd.read_parquet(tmp_path / folder / "answers.parquet") for folder in ("some", "full"))
    steps = some[some["item"].eq("step")]
    assert sorted(steps["number"]) == [1, 2, 3] and some["text"].notna().sum() == 3
    assert set(full["actor_type"]) == {"region"} and "region" not in set(some["actor_type"])
    assert some["table"].isna().all() and full["table"].eq(1).all()


def test_an_export_for_a_swedish_excel(answered: Serving, tmp_path: Path) -> None:
    assert run("export", tmp_path, "--store", answered.store, "--excel", "--full")[0] == 0
    data = (tmp_path / "answers.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(data.decode("utf-8-sig").splitlines(), delimiter=";"))
    assert {row["actor_type"] for row in rows} == {"region"}
    assert all(row["value"].startswith("'=") for row in rows if row["item"] == "why")


def test_a_backup_while_serving_is_whole_and_private(answered: Serving, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    code, said = run("backup", copy, "--store", answered.store)
    assert (code, said.strip()) == (0, str(copy))
    if os.name == "posix":
        assert copy.stat().st_mode & 0o077 == 0, "others on the machine could read the answers"
    assert run("export", tmp_path / "out", "--store", copy)[0] == 0
    assert (tmp_path / "out" / "answers.csv").read_text(encoding="utf-8").count("\n") == 7
    before = copy.read_bytes()
    assert "copy.db" in refused("backup", copy, "--store", answered.store)
    assert copy.read_bytes() == before
    refused("backup", tmp_path / "nowhere" / "copy.db", "--store", answered.store)
    assert sorted(path.name for path in tmp_path.iterdir() if ".db" in path.name) == ["copy.db"]


def test_a_participant_is_forgotten_by_the_code_that_only_they_have(answered: Serving, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    assert run("backup", copy, "--store", answered.store)[0] == 0
    store = Store(str(copy), read_only=True)
    person = store.read(people_table.everyone)[0]
    store.close()
    for wrong in ("AAAAA-AAAAA", person["id"], "", "%"):
        assert "raderats" in refused("forget", wrong, "--store", copy)
    code, said = run("forget", person["resume"].lower().replace("-", ""), "--store", copy)
    assert code == 0
    assert said.startswith("2 svar")
    assert run("export", tmp_path / "out", "--store", copy)[0] == 0
    text = (tmp_path / "out" / "answers.csv").read_text(encoding="utf-8")
    assert person["id"] not in text
    assert text.count("\n") == 5
    refused("forget", person["resume"], "--store", copy)
