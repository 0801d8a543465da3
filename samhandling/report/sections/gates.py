"""The gate of a staircase as a picture: each step's median and spread, and whether to stay."""

from typing import Any, cast

from samhandling.analysis.sentences import number
from samhandling.content.exercise import Exercise, Gate
from samhandling.content.language import Language
from samhandling.content.words import say
from samhandling.figures import gate_figure
from samhandling.report.document.model import Block, Table
from samhandling.report.sections.tables import heads


def gate_block(exercise: Exercise, gate: dict[str, Any], section: str, synthetic: bool, language: Language) -> Block:
    """The block of a gate as `analysis.gate` gives it; `section` begins its id."""
    rule = cast(Gate, exercise.gate)
    rows = []
    for row in gate["rows"]:
        known = row["median"] is not None
        median, spread = (number(row[key], language) if known else "" for key in ("median", "spread"))
        advice = say("analysis", "stay" if row["stay"] else "go", language) if known else ""
        rows.append((row["title"], row["n"], median, spread, advice))
    figure = gate_figure(rule, exercise.find(rule.items[0]), gate["rows"], language, alt=gate["sentence"])
    return Block(
        f"{section}-gate", say("analysis", "gate_title", language), gate["sentence"],
        max(row["n"] for row in gate["rows"]), figure,
        Table(heads(language, "step", "n", "median", "spread", "advice"), rows), synthetic,
    )  # fmt: skip
