"""An analyst opens a store in a notebook, and goes straight to a frame, a picture, a report."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

import samhandling
from samhandling.cli import app
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory):
    store = tmp_path_factory.mktemp("opened") / "demo.db"
    command = ["simulate", "--store", str(store), "--people", "16", "--series", str(ROOT / "series.yaml")]
    assert CliRunner().invoke(app, command).exit_code == 0
    return samhandling.open(store, series=ROOT / "series.yaml")


def test_the_frame_is_tidy_and_in_both_languages(opened) -> None:
    answers = opened.answers
    assert len(answers) > 3000
    steps = opened.of("E10.2", "step")
    assert steps["answer"].cat.ordered
    assert list(steps["answer"].cat.categories) == ["1", "2", "3", "4", "unknown"]
    assert set(steps["label_sv"].dropna()) <= {"Samtal", "Samsyn", "Samverkan", "Samhandling", "vet ej"}
    assert set(steps["label_en"].dropna()) <= {
        "Conversation",
        "Shared view",
        "Collaboration",
        "Joint action",
        "don’t know",
    }
    assert steps.loc[steps["unknown"], "number"].isna().all()
    # no work from here to a plot: one line of pandas
    table = steps.groupby(["meeting", "answer"], observed=False).size().unstack()
    assert table.to_numpy().sum() == len(steps)
    for name in ("question_sv", "question_en", "label_sv", "label_en"):
        assert answers[name].dtype == "category" and answers[name].notna().all()


def test_pictures_and_the_report_are_one_call_away(opened, tmp_path: Path) -> None:
    charts = opened.charts("E10.2")
    assert len(charts) >= 2
    assert opened.report(tmp_path / "series.html").stat().st_size > 100_000
    with pytest.raises(KeyError):
        opened.charts("E99")
    with pytest.raises(AttributeError):
        _ = samhandling.nothing
