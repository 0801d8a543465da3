"""A series played by simulated participants: whole, the same for the same seed, and never taken for a real one."""

import csv
import datetime as dt
import io
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from typer.testing import CliRunner

from samhandling.cli import app
from samhandling.content.datasets import Table
from samhandling.content.reading import Content
from samhandling.report.material import from_store
from samhandling.report.tidy import COLUMNS
from samhandling.report.workbook import csv_bytes
from samhandling.server.simulation import days_of, simulate
from samhandling.store import Store
from samhandling.store import people as people_table
from samhandling.store import rooms as rooms_table
from tests.conftest import ROOT, played_series

PEOPLE, START = 24, dt.date(2026, 2, 3)


@pytest.fixture(scope="module")
def content() -> Content:
    return Content.read(played_series())


@pytest.fixture(scope="module")
def played(content: Content, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The store of a series that has been played."""
    with closing(Store(str(tmp_path_factory.mktemp("simulated") / "demo.db"))) as store:
        simulate(content, store, PEOPLE, 1, START)
        yield store


@pytest.fixture(scope="module")
def answers(played: Store, content: Content) -> pd.DataFrame:
    return from_store(played, content).frame


def test_every_meeting_is_played_on_its_day(played: Store, content: Content, answers: pd.DataFrame) -> None:
    rooms = played.read(rooms_table.all_rooms)
    assert [room["meeting"] for room in rooms] == [meeting.id for meeting in content.series.meetings]
    assert all(room["state"]["ended_at"] for room in rooms)
    days = dict(zip((room["meeting"] for room in rooms), days_of(content.series.meetings, START), strict=True))
    assert days["1_local_needs"] == START
    assert min(b - a for a, b in zip([*days.values()], [*days.values()][1:], strict=False)) >= dt.timedelta(weeks=6)
    for meeting, rows in answers.groupby("meeting"):
        assert set(rows["received_at"].dt.date) == {days[str(meeting)]}
    asked = {(m.id, step.exercise) for m in content.series.meetings for step in m.agenda if step.exercise}
    assert set(zip(answers["meeting"], answers["exercise"], strict=True)) == asked


def test_everything_is_marked_as_simulated(played: Store, content: Content, answers: pd.DataFrame) -> None:
    assert set(answers["level"]) == {"individual", "table", "plenary"}
    assert answers["simulated"].all(), "what the room said together, too"
    assert all(entry.simulated for entry in from_store(played, content).entries)

    def rows(**options: Any) -> list[dict[str, str]]:
        data = csv_bytes(from_store(played, content).frame, content, **options)
        return list(csv.DictReader(io.StringIO(data.decode())))

    assert rows() == [], "an export is of real answers, unless it is asked for more"
    assert {row["simulated"] for row in rows(include_simulated=True)} == {"true"}


def test_people_come_again_and_sit_with_others(played: Store, answers: pd.DataFrame) -> None:
    came = Counter(row["participant"] for row in played.read(people_table.all_memberships))
    assert max(came.values()) > 1
    assert PEOPLE < len(came) < 2 * PEOPLE, "some are new"
    everyone = played.read(people_table.everyone)
    assert {person["language"] for person in everyone} == {"sv", "en"}
    assert all(person["municipality"].startswith("12") for person in everyone)
    tables = answers[answers["level"].eq("individual")].groupby(["room", "table"], observed=True)["participant"]
    assert tables.nunique().between(3, 6).all()


def test_there_is_a_story_in_it(answers: pd.DataFrame) -> None:
    asked = answers["exercise"].eq("E1.5") & answers["kind"].eq("scale") & answers["value"].map(type).eq(int)
    rated = answers[asked & answers["current"]]
    rated = rated.assign(value=rated["value"].astype(int))
    means = rated.groupby("round")["value"].mean()
    assert means[2] > means[1], "the day makes a difference"
    by_meeting = rated.groupby("room", sort=False)["value"].mean()
    assert by_meeting.iloc[-1] > by_meeting.iloc[0], "the series too"
    kinds = rated.groupby("actor_type", observed=True)["value"].mean()
    assert kinds["municipality-education"] > kinds["business"] + 0.5, "the two see it differently"
    assert answers["value"].eq("unknown").any()
    assert answers["late"].any() and not answers["counted"].all()
    alone = answers[answers["level"].eq("individual") & answers["exercise"].eq("E1.5")]
    assert alone.groupby(["room", "round", "participant"])["item"].nunique().nunique() > 1, "some leave questions out"


def test_what_was_promised_is_followed_up(played: Store, content: Content) -> None:
    promised = [entry for entry in from_store(played, content).entries if entry.register.id == "commitments"]
    assert promised and all(entry.due for entry in promised)
    assert len({entry.status for entry in promised}) > 2
    assert any(len(entry.path) > 1 for entry in promised)
    for entry in promised:
        written = dt.datetime.fromtimestamp(entry.written / 1000, tz=dt.UTC).date()
        assert entry.due and entry.due > written


def test_the_same_seed_gives_the_same_answers(content: Content, tmp_path: Path) -> None:
    short = replace(content, series=content.series.model_copy(update={"meetings": content.series.meetings[2:3]}))

    def files(name: str, seed: int) -> bytes:
        with closing(Store(str(tmp_path / name))) as store:
            simulate(short, store, 12, seed, START)
            return csv_bytes(from_store(store, short).frame, short, include_simulated=True)

    first = files("a.db", 1)
    assert files("b.db", 1) == first
    assert files("c.db", 2) != first


def test_no_meeting_is_in_the_holidays(content: Content) -> None:
    meetings = [*content.series.meetings, *content.series.meetings]
    for month in range(1, 13):
        days = days_of(meetings, dt.date(2026, month, 1))
        assert not [day for day in days[1:] if day.month in (7, 8)]


def test_it_is_never_mixed_with_what_there_is(played: Store) -> None:
    played_before = len(played.read(rooms_table.all_rooms))
    other = Path(str(played.path)).with_name("copy.db")
    with closing(Store(str(other))) as store:
        store.write(
            lambda connection: rooms_table.add(
                connection,
                {"code": "A", "meeting": "1_local_needs", "pin": "1", "key": "k", "private": "", "signed_out_at": 0,
                 "created_at": 1},
            )
        ).result()  # fmt: skip
    told = CliRunner().invoke(
        app, ["simulate", "--store", str(other), "--series", str(played_series() / "series.yaml")]
    )
    assert told.exit_code == 1
    with closing(Store(str(other))) as store:
        assert len(store.read(rooms_table.all_rooms)) == 1
    assert len(played.read(rooms_table.all_rooms)) == played_before


def test_answers_to_try_come_with_the_series() -> None:
    table = Table.bundled(ROOT, "demo_answers")
    assert table.dataset.synthetic
    assert {row["simulated"] for row in table.rows} == {"true"}
    columns = [column.id for column in table.dataset.columns]
    assert columns == [one for one in COLUMNS if one in columns], "they are called as in an export"
    assert (ROOT / "datasets" / table.dataset.file).stat().st_size < 400_000
    answered = {(row["meeting"], row["participant"]) for row in table.rows}
    came = Counter(participant for _, participant in answered)
    assert max(came.values()) == len({meeting for meeting, _ in answered}), "some came to every meeting"
