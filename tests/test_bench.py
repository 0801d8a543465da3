"""The benchmarks, small: that they run, that nobody is lost, and that they say what they were run on."""

import subprocess
import sys

import pytest
from typer.testing import CliRunner

from samhandling.cli import app
from tests.conftest import ROOT


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_joining_runs_small_and_loses_nobody() -> None:
    command = [sys.executable, "-m", "samhandling", "bench", "join", "--small"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=300, cwd=ROOT)
    assert run.returncode == 0, run.stdout + run.stderr
    rows = [line.split("|")[1:-1] for line in run.stdout.splitlines() if line.startswith("|")][2:]
    assert len(rows) == 9 and all(row[-1].strip() == "0" for row in rows)
    assert "cores" in run.stdout and "voila " in run.stdout


def test_an_unknown_benchmark_is_named_with_those_there_are() -> None:
    result = CliRunner().invoke(app, ["bench", "nothing"])
    assert result.exit_code == 1 and "nothing" in result.output and "join" in result.output
