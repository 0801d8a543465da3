"""Open surveys and conversations come in by the mappings that are part of the kit, and go out again."""

import csv
from pathlib import Path

import pytest

from samhandling.content import reading
from tests.conftest import ROOT
from tests.imports.files import Said, imported, stored, values
from tests.imports.test_series_folder import run

DATA = ROOT.parent / "shared" / "data" / "survey"
MAPPINGS = ROOT / "datasets" / "imports"

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the open data are not here")

SURVEYS = {
    "coderefinery_pre": ("coderefinery/pre/*.csv", 184),
    "coderefinery_post": ("coderefinery/post/*.csv", 210),
    "carpentries_2018": ("carpentries/longterm_2018.csv", 476),
    "carpentries_2020": ("carpentries/2020-12-long-term-other_questions-no-open.csv", 87),
}


def _rows(pattern: str) -> int:
    found = 0
    for path in DATA.glob(pattern):
        with path.open(encoding="utf-8-sig", newline="") as file:
            found += sum(any(row) for row in csv.reader(file)) - 1
    return found


@pytest.mark.parametrize("name", SURVEYS)
def test_a_survey_comes_in_without_a_fault_and_goes_out(name: str, tmp_path: Path) -> None:
    pattern, people = SURVEYS[name]
    files, to, said = sorted(DATA.glob(pattern)), tmp_path / "own", Said()
    done = imported(files, MAPPINGS / f"{name}.yaml", said=said, to=to)
    assert done is not None
    assert said.warned == []
    assert done.people == people == _rows(pattern)
    assert reading.check(to) == []
    again = imported(files, MAPPINGS / f"{name}.yaml", to=to)
    assert again is not None
    assert (again.people, again.answers) == (0, 0)
    run("export", tmp_path / "out", "--series", to / "series.yaml", "--store", to / "answers.db")
    with (tmp_path / "out" / "answers.csv").open(encoding="utf-8", newline="") as file:
        assert sum(1 for _ in csv.DictReader(file)) == done.answers


def test_before_and_after_are_one_series(tmp_path: Path) -> None:
    to = tmp_path / "own"
    for name in ("coderefinery_pre", "coderefinery_post"):
        imported(sorted(DATA.glob(SURVEYS[name][0])), MAPPINGS / f"{name}.yaml", to=to)
    assert reading.check(to) == []
    assert {row["exercise"] for row in stored(to / "answers.db")} == {"E1", "E2"}
    assert len({row["meeting"] for row in stored(to / "answers.db")}) == 12


def test_the_numbers_of_a_survey_are_those_of_its_file(tmp_path: Path) -> None:
    to = tmp_path / "own"
    imported([DATA / "carpentries" / "longterm_2018.csv"], MAPPINGS / "carpentries_2018.yaml", to=to)
    with (DATA / "carpentries" / "longterm_2018.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    recommends = [int(row["Likely-To-Recommend"]) for row in rows if row["Likely-To-Recommend"]]
    assert values(to / "answers.db", "E1/would_recommend") == recommends
    agreed = [one["career"] for one in values(to / "answers.db", "E1/outcomes") if "career" in one]
    assert agreed.count(5) == sum(row["Skills-Advance-Career"] == "Strongly agree" for row in rows)
    git = sum("git" in one for one in values(to / "answers.db", "E1/content"))
    assert git == sum(row["Column14"] == "Git" for row in rows)


@pytest.mark.parametrize("name", ["london.youth.policing", "scoop-hivemind.freshwater"])
def test_a_conversation_has_every_vote_that_was_cast(name: str, tmp_path: Path) -> None:
    folder, to = DATA / "polis" / name, tmp_path / "own"
    imported([folder], MAPPINGS / "polis.yaml", to=to)
    assert reading.check(to) == []
    with (folder / "comments.csv").open(encoding="utf-8-sig", newline="") as file:
        shown = {row["comment-id"] for row in csv.DictReader(file) if row["moderated"] != "-1"}
    with (folder / "participants-votes.csv").open(encoding="utf-8-sig", newline="") as file:
        cast = [int(cell) for row in csv.DictReader(file) for column, cell in row.items() if column in shown and cell]
    votes = [vote for one in values(to / "answers.db", "E1/votes") for vote in one.values()]
    assert sorted(votes) == sorted(cast)
