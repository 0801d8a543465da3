"""Figures of the kinds that take rows."""

from typing import Any

from samhandling.content.language import Language
from samhandling.content.words import say
from samhandling.figures.layout import Figure, bars, nothing, stacks
from samhandling.look import tokens
from samhandling.look.palette import sequence


def table(item: Any, result: dict[str, Any], language: Language) -> Figure:
    """The first column with options, as bars; without one, how many rows have filled in each column."""
    entries = result["entries"]
    if not entries:
        return nothing(result, language)
    accent = tokens()["accent"]
    column = next((column for column in item.columns if column.type == "choice"), None)
    if column is None:
        filled = {c["id"]: sum(c["id"] in entry["cells"] for entry in entries) for c in result["columns"]}
        return bars([(c["label"], filled[c["id"]], accent) for c in result["columns"]], result, language)
    labels = [option.label.in_(language) for option in column.options]
    chosen = [entry["cells"].get(column.id) for entry in entries]
    return bars([(label, chosen.count(label), accent) for label in labels], result, language)


STEPS = 5
"""So many statuses are steps of one colour; more are told apart by theirs."""


def board(item: Any, result: dict[str, Any], language: Language) -> Figure:
    """How many gave each card each status, as shares of those who gave it one."""
    statuses = result["categories"]
    look = tokens()
    many = [look[f"group-{1 + k % 9}"] for k in range(len(statuses))]
    colours = sequence(len(statuses)) if len(statuses) <= STEPS else many
    names = [(status["id"], status["label"], colour) for status, colour in zip(statuses, colours, strict=True)]
    return stacks(result, names, language, few=say("analysis", "fewer", language))
