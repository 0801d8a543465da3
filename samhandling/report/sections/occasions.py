"""When a question was answered: at a meeting, at a round; and who answered it then."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from samhandling.analysis.disclosure import MINIMUM
from samhandling.content.exercise import Exercise
from samhandling.content.language import Language
from samhandling.content.words import on_day, say
from samhandling.report.material import Material


@dataclass(frozen=True)
class Occasion:
    """One time that a question was answered, in one room."""

    room: str
    meeting: str
    round: int
    rows: pd.DataFrame
    """One row a person: their newest answer then."""

    @property
    def simulated(self) -> bool:
        """Whether simulated participants are among those who answered."""
        return bool(self.rows["simulated"].any())


def asked(
    material: Material, rows: pd.DataFrame, kinds: tuple[str, ...]
) -> Iterator[tuple[Exercise, Any, pd.DataFrame]]:
    """The items of some kinds that single people answered, in the exercises' order, each with its rows.

    An item that is not shared with the group is left out, here as everywhere.
    """
    alone = rows[rows["level"].eq("individual") & rows["kind"].isin(kinds)]
    found = dict(iter(alone.groupby(["exercise", "item"], observed=True)))
    for exercise in material.content.exercises.values():
        for item in exercise.items:
            key = (exercise.id, item.id)
            if key in found and getattr(item, "shared", True):
                yield exercise, item, found[key]


def newest(rows: pd.DataFrame) -> pd.DataFrame:
    """The newest answer of each person; an answer without a person is nobody's double."""
    double = rows.duplicated("participant", keep="last") & rows["participant"].notna()
    return rows[~double]


def occasions(rows: pd.DataFrame, *, minimum: int = MINIMUM) -> list[Occasion]:
    """The times that the rows are of, the first first; those with fewer than `minimum` people are left out.

    Each is of one room, as its own picture is: what rooms answered together, less what each is shown to have answered,
    would be what a small one did.
    """
    found = [
        Occasion(str(room), str(meeting), int(str(round_)), newest(some))
        for (room, meeting, round_), some in rows.sort_values("seq").groupby(
            ["room", "meeting", "round"], observed=True
        )
    ]
    # a series meets in order of its days; on one day the rounds follow each other
    found.sort(key=lambda one: (one.rows["date"].min(), one.meeting, one.room, one.round))
    return [one for one in found if len(one.rows) >= minimum]


def names(material: Material, some: list[Occasion], language: Language) -> list[str]:
    """What each occasion is called: its meeting, its round, its day, or several, whichever tell them apart."""
    titles = {one.id: one.title.in_(language) for one in material.content.series.meetings}
    several = len({one.meeting for one in some}) > 1
    rounds = len({one.round for one in some}) > 1
    called = []
    for one in some:
        parts = [titles.get(one.meeting, one.meeting)] if several else []
        parts += [say("analysis", "round", language, n=one.round)] if rounds or not several else []
        name = ", ".join(parts)
        called.append(name[:1].upper() + name[1:])
    return apart(called, some, language)


def apart(called: list[str], some: Sequence[Occasion], language: Language) -> list[str]:
    """The names of some occasions, with the day where several have the same: a meeting that was held in two rooms."""
    days = [one.rows["date"].min() for one in some]
    return [
        name if called.count(name) == 1 or pd.isna(day) else f"{name}, {on_day(day.date(), language)}"
        for name, day in zip(called, days, strict=True)
    ]
