"""The wheel is enough to run a meeting: the content, the pages and the words ship inside it."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, unpacked as an installer would."""
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    subprocess.run(command, check=True, cwd=ROOT, capture_output=True)
    wheel = next(out.glob("*.whl"))
    target = out / "site"
    with zipfile.ZipFile(wheel) as file:
        file.extractall(target)
    return target


def run(installed: Path, folder: Path, *arguments: str) -> str:
    environment = os.environ | {"PYTHONPATH": str(installed), "PYTHONUTF8": "1"}
    # -P: the folder one stands in is not where modules come from
    command = [sys.executable, "-P", "-m", "samhandling", *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_content_ships_and_checks_clean(installed: Path, tmp_path: Path) -> None:
    assert " träffar, " in run(installed, tmp_path, "check")


def test_a_series_of_ones_own_is_written_out(installed: Path, tmp_path: Path) -> None:
    run(installed, tmp_path, "new", "mine")
    assert " träffar, " in run(installed, tmp_path / "mine", "check")
    ours = {path.relative_to(ROOT) for path in (ROOT / "exercises").glob("*")}
    assert ours <= {path.relative_to(tmp_path / "mine") for path in (tmp_path / "mine").rglob("*")}


@pytest.mark.parametrize(
    "needed",
    [
        "samhandling/server/static/participant.js",
        "samhandling/server/static/participant.js.br",
        "samhandling/server/static/inter.woff2",
        "samhandling/server/static/LICENSE-Inter.txt",
        "samhandling/server/template/samhandling/index.html.j2",
        "samhandling/store/migrations/env.py",
        "samhandling/words/messages.yaml",
        "samhandling/report/paper.css",
        "samhandling/look/tokens.css",
        "samhandling/bundled/voila_apps/worksheet.ipynb",
        "samhandling/bundled/facilitator_guide/sv/README.md",
    ],
)
def test_what_is_read_at_run_time_is_there(installed: Path, needed: str) -> None:
    assert (installed / needed).is_file()
