"""What was answered to an exercise: each question's picture, its groups beside each other, and the gate."""

from typing import Any

from samhandling.analysis.counted import Counted
from samhandling.analysis.groups import Split
from samhandling.analysis.summaries import picture
from samhandling.content.exercise import LEVELS, Exercise, Level
from samhandling.content.language import Language
from samhandling.content.words import say
from samhandling.figures import FIGURES, split_figure
from samhandling.report.document.model import Block, Section
from samhandling.report.material import Material
from samhandling.report.sections.apart import keep_apart, shown_of
from samhandling.report.sections.gates import gate_block
from samhandling.report.sections.tables import group_table, item_table

MOST = 10
"""At most so many groups in a picture, when some of them are not shown."""

_ORDINAL = ("scale", "ladder", "number")


def answered(
    material: Material,
    exercise: Exercise,
    round: int,
    splits: tuple[Split, ...],
    language: Language,
    only: tuple[Split, str] | None = None,
) -> list[Section]:
    """A section for each level of an exercise that has answers at this round.

    With `only`, a split and a group of it, what this group's people answered by themselves, where they may be shown.
    """
    counted = (material.of_group(*only) if only else material).counted(exercise, round, splits)
    sections = []
    for level in (one for one in LEVELS if counted.respondents.get(one)):
        result = picture(
            exercise, counted, material.people, round=round, level=level, language=language,
            actor_types=material.actor_types, municipalities=material.content.municipalities,
        )  # fmt: skip
        name = f"{exercise.id}-{round}-{level}"
        if only:
            shown = shown_of(material, exercise, round, *only)
            result |= {"items": [one for one in result["items"] if one["item"] in shown], "gate": None}
        elif level == "individual":
            keep_apart(material, exercise, round, result)
        blocks = _blocks(exercise, counted, result, name, level, language)
        # whether anyone of a group answered is not told by a title without pictures
        if blocks or not only:
            sections.append(Section(name, exercise_title(exercise, round, level, language), blocks))
    return sections


def exercise_title(exercise: Exercise, round: int, level: Level, language: Language) -> str:
    """An exercise with its round and level, where it has several."""
    parts = [exercise.title.in_(language)]
    if round > 1:
        parts.append(say("analysis", "round", language, n=round))
    if len(exercise.levels) > 1:
        parts.append(say("analysis", f"level_{level}", language))
    return ", ".join(parts)


def _blocks(
    exercise: Exercise, counted: Counted, result: dict[str, Any], section: str, level: Level, language: Language
) -> list[Block]:
    simulated = counted.simulated.get(level, frozenset())
    blocks: list[Block] = []
    for one in result["items"]:
        item = exercise.find(one["item"])
        # what is not shared with the group is not the follow-up's to show either
        if not (one["n"] or one["unknown"]) or not getattr(item, "shared", True):
            continue
        name, synthetic = f"{section}-{item.id}", item.id in simulated
        figure = FIGURES[item.kind](item, one, language)
        table = item_table(one, language)
        blocks.append(Block(name, one["label"], one["sentence"], one["n"], figure, table, synthetic))
        if item.kind not in _ORDINAL or one["suppressed"]:
            continue
        for split, groups in one["groups"].items():
            told = [group for group in groups if not group["suppressed"]]
            if len(groups) < 2 or not told:
                continue
            title = f"{one['label']} · {say('analysis', 'median_title', language)}"
            # many small groups, as municipalities are, stand in the table alone
            drawn = groups if len(groups) <= MOST else told
            figure = split_figure(item, drawn, language, alt=one["sentence"])
            table = group_table(groups, language)
            blocks.append(Block(f"{name}-{split}", title, one["sentence"], one["n"], figure, table, synthetic))
    if (gate := result["gate"]) and any(row["n"] for row in gate["rows"]):
        blocks.append(gate_block(exercise, gate, section, bool(simulated), language))
    return blocks
