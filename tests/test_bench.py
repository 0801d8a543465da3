"""The benchmarks, small: that they run, that nothing and nobody is lost, and that they say what they were run on."""

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from samhandling.cli import app
from tests.conftest import ROOT

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def small(benchmark: str) -> list[dict[str, str]]:
    """The rows of the table that a benchmark prints."""
    command = [sys.executable, "-m", "samhandling", "bench", benchmark, "--small"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=300, cwd=ROOT)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "cores" in run.stdout and "voila " in run.stdout
    lines = [line.split("|")[1:-1] for line in run.stdout.splitlines() if line.startswith("|")]
    heads, _, *rows = [[cell.strip() for cell in line] for line in lines]
    return [dict(zip(heads, row, strict=True)) for row in rows]


@on_linux
def test_joining_runs_small_and_loses_nobody() -> None:
    assert [row["lost"] for row in small("join")] == ["0"] * 9


@on_linux
def test_saving_runs_small_and_loses_nothing_when_the_server_is_killed() -> None:
    rows = small("save")
    has_postgresql = any(Path("/usr").glob("lib/postgresql/*/bin/initdb")) or Path("/usr/bin/initdb").exists()
    assert [row["store"] for row in rows] == ["SQLite"] * 3 + ["PostgreSQL"] * 3 * has_postgresql
    for row in rows:
        assert int(row["acknowledged"]) == int(row["answers"]) > 0 and row["lost"] == row["rejected"] == "0"
        assert (int(row["sent again"]) > 0) == ("killed" in row["saving"])


@on_linux
def test_ten_thousand_answers_give_the_medians_of_bare_pandas() -> None:
    (row,) = small("analysis")
    assert row["answers"] == "10000" and int(row["medians the same"]) > 100
    assert float(row["every picture, s"]) > 0 and float(row["bare pandas, s"]) > 0


@on_linux
def test_a_long_meeting_runs_small_and_leaves_nothing_over() -> None:
    found = {row["what"]: row["found"] for row in small("soak")}
    none = ("of these not in the store", "reloads with other answers", "pages that failed", "kernels left over")
    assert {found[what] for what in none} == {"0"}
    some = ("answers acknowledged", "reloads", "phones that slept", "pages with sliders opened")
    assert all(int(found[what]) > 0 for what in some), found


@on_linux
def test_a_meeting_runs_small_and_every_phone_and_the_projector_see_it_all() -> None:
    rows = small("live")
    assert [(row["from … to"], row["missed"]) for row in rows] == [
        ("step → each phone", "0"), ("step → the last phone", "0"), ("answer → projector", "0"),
        ("answer → acknowledged", "0"),
    ]  # fmt: skip
    assert [row["n"] for row in rows[:2]] == ["18", "3"] and int(rows[3]["n"]) >= int(rows[2]["n"]) > 0


@on_linux
def test_participants_without_kernels_come_small_spread_and_at_once_and_lose_nothing() -> None:
    rows = small("lite")
    assert len(rows) == 10 and {row["lost"] for row in rows} == {"0"} and all(int(row["n"]) > 0 for row in rows)
    came = [row["n"] for row in rows if row["what"] in ("join", "worksheet")]
    assert came == ["8", "8", "5", "5"]


@on_linux
@pytest.mark.browser
def test_first_visits_run_small_and_are_as_light_as_promised() -> None:
    rows = [row for row in small("first_load") if row["server"] == "Samhandling"]
    assert len(rows) == 8 and {row["elsewhere"] for row in rows} == {"0"}
    # brotli where browsers take it, and gzip where they do not
    assert {row["sent packed as"] for row in rows[:4]} == {"br, gzip"} and {
        row["sent packed as"] for row in rows[4:]
    } == {"gzip"}
    for row in rows:
        most = {"worksheet": (300, 8), "worksheet, lite": (100, 6)}.get(row["page"])
        if most:
            assert float(row["kB"]) <= most[0] and int(row["requests"]) <= most[1], row


@on_linux
@pytest.mark.skipif(
    not any(ROOT.glob("benchmarks/.cache/otree-*/bin/otree")), reason="oTree is not installed: samhandling bench peers"
)
def test_the_same_questionnaire_runs_small_in_otree_and_here() -> None:
    rows = small("peers")
    assert {row["lost"] for row in rows} == {"0"} and {row["at once"] for row in rows} == {"3"}
    servers = [row["server"].split()[0].strip(",") for row in rows]
    assert servers[:2] == ["oTree"] * 2 and servers[-2:] == ["Samhandling"] * 2


def test_an_unknown_benchmark_is_named_with_those_there_are() -> None:
    result = CliRunner().invoke(app, ["bench", "nothing"])
    assert result.exit_code == 1 and "nothing" in result.output and "join" in result.output
