"""A kind of item exists everywhere or not at all."""

import re
from pathlib import Path
from typing import get_args

import pytest

from samhandling.analysis.sentences import sentence
from samhandling.analysis.summaries import SUMMARIES
from samhandling.content.kinds import KINDS, Item
from samhandling.content.simulated import SIMULATED
from samhandling.figures import FIGURES
from samhandling.report.handout import PAPER
from tests.answered import EXERCISE

FRONTEND = Path(__file__).parents[1] / "frontend" / "src"


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_has_all_its_parts(kind: str) -> None:
    model = KINDS[kind]
    assert model.model_fields["kind"].default == kind
    assert model in get_args(get_args(Item)[0]), "model: not one of the kinds that content may use"
    assert kind in SUMMARIES, "summary"
    assert kind in FIGURES, "figure"
    assert kind in PAPER, "paper form"
    assert kind in SIMULATED, "simulated answer"
    assert (FRONTEND / "kinds" / f"{kind}.tsx").is_file(), "control in the browser"
    registered = (FRONTEND / "kinds" / "index.ts").read_text(encoding="utf-8")
    assert re.search(rf'from "\./{kind}(\.tsx)?"', registered), "control in the browser: not registered"
    known = re.findall(r'kind: "(\w+)"', (FRONTEND / "types.ts").read_text(encoding="utf-8"))
    assert kind in known, "the browser's types"


def test_no_part_is_of_a_kind_that_does_not_exist() -> None:
    for parts in (SUMMARIES, FIGURES, PAPER, SIMULATED):
        assert set(parts) == set(KINDS)


def test_the_tests_own_exercise_has_every_kind() -> None:
    assert {item.kind for item in EXERCISE.items} == set(KINDS)


def test_every_kind_has_a_sentence() -> None:
    for item in EXERCISE.items:
        blank = {"suppressed": False, "n": 0, "unknown": 0}
        assert sentence(item, blank, "individual", "sv")
