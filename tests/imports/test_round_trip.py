"""What goes out comes in the same: by the export, and from wide to tidy and back."""

import csv
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samhandling.content.reading import Content
from samhandling.report.material import from_store
from samhandling.report.workbook import write_csv
from samhandling.server.simulation import simulate
from samhandling.store import Store
from tests.conftest import ROOT, played_series
from tests.imports.files import csv_file, imported, mapping_file, stored

KEY = ("meeting", "exercise", "item", "round", "level", "value", "date")


def _exported(store: Path, content: Content, target: Path, excel: bool = False) -> list[dict[str, Any]]:
    """The current answers as the export writes them."""
    with closing(Store(str(store), read_only=True)) as opened:
        answers = from_store(opened, content).frame
    write_csv(answers, content, target, excel, include_simulated=True, full=True)
    with target.open(encoding="utf-8-sig", newline="") as file:
        return [row for row in csv.DictReader(file, delimiter=";" if excel else ",") if row["current"] == "true"]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the whole series in it."""
    import datetime as dt

    path = tmp_path_factory.mktemp("played") / "demo.db"
    with closing(Store(str(path))) as opened:
        simulate(Content.read(played_series()), opened, 8, 3, dt.date(2026, 2, 3))
    return path


@pytest.mark.parametrize("excel", [False, True])
def test_the_export_comes_in_as_it_went_out(played: Path, excel: bool, tmp_path: Path, content: Content) -> None:
    out = _exported(played, content, tmp_path / "answers.csv", excel)
    store = tmp_path / "again.db"
    imported([tmp_path / "answers.csv"], mapping_file(tmp_path, "file: {format: tidy}\n"), content, store=str(store))
    back = _exported(store, content, tmp_path / "again.csv", excel)
    answered = [row for row in out if row["value"] not in ("", "[]", "{}")]
    assert len(back) == len(answered) > 500
    assert sorted(tuple(row[one] for one in KEY) for row in back) == sorted(
        tuple(row[one] for one in KEY) for row in answered
    )
    assert {row["simulated"] for row in back if row["participant"]} == {"true"}, "a simulated person stays one"
    who = {}
    for row in answered:
        if row["level"] == "individual":
            who.setdefault(row["participant"], []).append((row["actor_type"], row["municipality"]))
    again = {}
    for row in back:
        if row["level"] == "individual":
            again.setdefault(row["participant"], []).append((row["actor_type"], row["municipality"]))
    assert sorted(map(sorted, who.values())) == sorted(map(sorted, again.values())), "the same people, by other names"


def test_the_demonstration_s_answers_come_in_as_they_are(tmp_path: Path, content: Content) -> None:
    file = ROOT / "datasets" / "demo_answers.csv"
    store = tmp_path / "answers.db"
    mapping = mapping_file(tmp_path, "file: {format: tidy}\n")
    with file.open(encoding="utf-8", newline="") as opened:
        meetings = {one.id for one in content.series.meetings}
        rows = list(csv.DictReader(opened))
    known = [row for row in rows if row["meeting"] in meetings and row["current"] == "true" and row["value"]]
    kept = csv_file(
        tmp_path / "demo.csv", [list(rows[0]), *(list(row.values()) for row in rows if row["meeting"] in meetings)]
    )
    done = imported([kept], mapping, content, store=str(store))
    assert done is not None
    assert done.answers == len(known) > 100


ANSWER = st.fixed_dictionaries(
    {},
    optional={
        "step": st.sampled_from([1, 2, 3, 4, "unknown"]),
        "why": st.text(
            st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp")), min_size=1, max_size=40
        ),
    },
)  # fmt: skip
LABELS = {1: "Samtal", 2: "shared view", 3: "3", 4: "Samhandling", "unknown": "Vet ej"}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people=st.lists(ANSWER, min_size=1, max_size=8), delimiter=st.sampled_from(",;\t"))
def test_wide_and_tidy_are_the_same(
    people: list[dict[str, Any]], delimiter: str, tmp_path_factory: pytest.TempPathFactory, content: Content
) -> None:
    folder = tmp_path_factory.mktemp("both")
    if not any(people):
        return
    wide = [["Kod", "S", "V"]]
    tidy = [["id", "fråga", "svar"]]
    for number, one in enumerate(people):
        wide.append([str(number), LABELS.get(one.get("step"), ""), one.get("why", "")])
        tidy += [
            [str(number), f"E10.2/{item}", str(LABELS[value]) if item == "step" else value]
            for item, value in one.items()
        ]
    head = "meeting: 2_business_collaboration\ndate: 2026-03-04\n"
    by_columns = "respondent: Kod\nquestions:\n  - {column: S, item: E10.2/step}\n  - {column: V, item: E10.2/why}\n"
    by_rows = "file: {format: tidy}\ntidy: {question: [fråga], value: svar, respondent: id}\n"
    found = []
    for name, rows, text in (("wide", wide, by_columns), ("tidy", tidy, by_rows)):
        file = csv_file(folder / f"{name}.csv", rows, delimiter)
        mapping = folder / f"{name}.yaml"
        mapping.write_text(head + text, encoding="utf-8")
        imported([file], mapping, content, store=str(folder / f"{name}.db"))
        answers = stored(folder / f"{name}.db")
        found.append(sorted((str(row["item"]), str(row["value"])) for row in answers))
    given_ = sorted((item, str(value).strip()) for one in people for item, value in one.items())
    assert found[0] == found[1] == given_
