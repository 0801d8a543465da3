"""What has been counted of an exercise at one round: the ground of its picture."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from samhandling.analysis.frame import in_the_picture
from samhandling.analysis.groups import Split, group_ids, respondents
from samhandling.analysis.tally import Tally, tally
from samhandling.content.exercise import LEVELS, Exercise, Level
from samhandling.content.kinds import UNKNOWN

ByGroup = Mapping[Split, Mapping[str, Mapping[str, Tally]]]
"""Split → item → group → what the group's people answered."""


@dataclass(frozen=True)
class Counted:
    """The answers to an exercise at one round that its picture is made of, counted."""

    levels: Mapping[Level, Mapping[str, Tally]]
    """Level → item → its answers; levels and items without answers are missing."""
    groups: ByGroup = field(default_factory=dict)
    """The individual answers by group, of the items whose picture can be split."""
    respondents: Mapping[Level, int] = field(default_factory=dict)
    sections: Mapping[Level, Mapping[str, int]] = field(default_factory=dict)
    """How many have answered any of the gate's items, other than *vet ej*, in each of its rows (see `gate_rows`)."""
    late: Mapping[Level, int] = field(default_factory=dict)
    run: int = 0
    simulated: Mapping[Level, frozenset[str]] = field(default_factory=dict)
    """The items that simulated participants have answered."""


GROUPED = frozenset({"choice", "scale", "matrix", "ladder", "number"})
"""The kinds whose picture can be split by group."""


def gate_rows(exercise: Exercise) -> dict[str, list[str]]:
    """The items of each row of the exercise's gate: of each section, or the item by itself if it stands in none."""
    found: dict[str, list[str]] = {}
    for item in exercise.items:
        if exercise.gate and item.id in exercise.gate.items and not item.retired:
            found.setdefault(item.section or item.id, []).append(item.id)
    return found


def counted(exercise: Exercise, frame: pd.DataFrame, run: int | None, splits: Sequence[Split] = ()) -> Counted:
    """Count the answers of `frame`, which are those to one exercise at one round (see `answers_frame`).

    `run` None takes whatever counts.
    """
    rows = in_the_picture(frame, run)
    kinds = {item.id: item.kind for item in exercise.items}
    by_level = {level: mine for level in LEVELS if len(mine := rows[rows["level"].eq(level)])}
    levels: dict[Level, dict[str, Tally]] = {}
    groups: dict[Split, dict[str, dict[str, Tally]]] = {split: {} for split in splits}
    for level, at_level in by_level.items():
        tallies = levels.setdefault(level, {})
        for item, mine in at_level.groupby("item", observed=True):
            if not isinstance(item, str) or item not in kinds:
                continue
            pairs = list(zip(mine["id"], mine["value"], strict=True))
            tallies[item] = tally(kinds[item], pairs)
            if level == "individual" and kinds[item] in GROUPED:
                for split in splits:
                    groups[split][item] = _by_group(kinds[item], pairs, group_ids(mine[split]))
    current = frame["current"] if run is None else frame["current"] & frame["run"].eq(run)
    late = frame[current & frame["late"] & frame["answered"]]
    return Counted(
        levels,
        groups,
        {level: respondents(mine) for level, mine in by_level.items()},
        {
            level: {row: respondents(_known(mine, items)) for row, items in gate_rows(exercise).items()}
            for level, mine in by_level.items()
        },
        {level: int(late["level"].eq(level).sum()) for level in LEVELS},
        (int(frame["run"].max()) if len(frame) else 0) if run is None else run,
        {level: frozenset(mine.loc[mine["simulated"], "item"]) for level, mine in by_level.items()},
    )


def known(rows: pd.DataFrame) -> pd.DataFrame:
    """The answers other than *vet ej*."""
    return rows[np.array([value != UNKNOWN for value in rows["value"]], dtype=bool)]


def _known(rows: pd.DataFrame, items: Sequence[str]) -> pd.DataFrame:
    return known(rows[rows["item"].isin(items)])


def _by_group(kind: str, pairs: Sequence[tuple[str, object]], groups: Sequence[str]) -> dict[str, Tally]:
    mine: dict[str, list[tuple[str, object]]] = {}
    for pair, group in zip(pairs, groups, strict=True):
        mine.setdefault(group, []).append(pair)
    return {group: tally(kind, some) for group, some in mine.items()}
