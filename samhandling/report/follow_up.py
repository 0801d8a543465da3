"""The follow-up, as somebody looks at it: one meeting or all of them, an exercise, a split, one group."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

import pandas as pd

from samhandling.analysis.groups import SPLITS, Split, groups_present
from samhandling.content.exercise import Exercise
from samhandling.content.language import Language
from samhandling.content.words import on_day, say
from samhandling.report.document.model import Section
from samhandling.report.material import Material
from samhandling.report.sections.answered import answered
from samhandling.report.sections.apart import groups_of
from samhandling.report.sections.response import response

Told = Iterator[tuple[Section, dict[str, Any]]]
_NOWHERE: dict[str, Any] = {"exercise": None, "level": None, "round": None}


@dataclass(frozen=True)
class Look:
    """What is looked at; the plain one is everything that one room answered, split by actor type."""

    room: str | None = None
    """One room, or all: then an exercise over time, meeting by meeting."""
    exercise: str | None = None
    split: Split = "actor_type"
    only: tuple[Split, str] | None = None
    """One group by itself."""
    compare: bool = False
    """What is seen only across groups, rounds and meetings, instead of question by question."""


def follow_up(material: Material, look: Look, language: Language) -> dict[str, Any]:
    """Everything that the follow-up shows, ready to draw, and what can be chosen; groups go through the gate.

    `material` is of all rooms. KeyError for an exercise that there is not, or a group that is not shown.
    """
    rooms = _rooms(material, language)
    here = material if look.room is None else material.only(rooms=[look.room])
    exercises = dict.fromkeys(exercise for exercise, _ in here.steps)
    asked = here
    if look.exercise is not None:
        # one that this room has no answers to is empty there, and can be left again
        exercises[material.content.exercises[look.exercise]] = None
        asked = here.only(exercise=look.exercise)
    # what is one group's in all rooms together, less what it is in each, would tell of a few
    groups = [] if look.room is None or look.compare else _groups(here, language)
    if look.only is not None and list(look.only) not in [[one["split"], one["id"]] for one in groups]:
        raise KeyError(look.only[1])
    told = _compared(asked, language) if look.compare else _answered(asked, look, language)
    return {
        "room": look.room,
        "rooms": rooms,
        "exercise": look.exercise,
        "exercises": [{"id": one.id, "title": one.title.in_(language)} for one in exercises],
        "split": look.split,
        "splits": [{"id": one, "label": say("analysis", f"split_{one}", language)} for one in SPLITS],
        "only": None if look.only is None else {"split": look.only[0], "id": look.only[1]},
        "groups": groups,
        "joined": len(here.people),
        "simulated": here.simulated,
        "sections": [{**_NOWHERE, **asdict(section), **where} for section, where in told],
    }


def _answered(material: Material, look: Look, language: Language) -> Told:
    if look.exercise is None and look.only is None:
        yield response(material, look.split, language), {}
    if look.room is not None:
        yield from _of_room(material, look, language)
    elif look.exercise is not None:
        for room in _rooms(material, language):
            for section, where in _of_room(material.only(rooms=[room["id"]]), look, language):
                blocks = [replace(block, id=f"{room['id']}-{block.id}") for block in section.blocks]
                title = f"{section.title} · {room['short']}"
                yield replace(section, id=f"{room['id']}-{section.id}", title=title, blocks=blocks), where


def _of_room(material: Material, look: Look, language: Language) -> Told:
    for exercise, round_ in material.steps:
        splits = () if look.only else (look.split,)
        for section in answered(material, exercise, round_, splits, language, look.only):
            yield section, _where(exercise, section, round_)


def _where(exercise: Exercise, section: Section, round: int) -> dict[str, Any]:
    return {"exercise": exercise.id, "level": section.id.rsplit("-", 1)[1], "round": round}


def _compared(material: Material, language: Language) -> Told:
    # these need libraries that a server starts without
    from samhandling.report.sections.comparing import comparing

    for section in comparing(material, language):
        yield section, {}


def _rooms(material: Material, language: Language) -> list[dict[str, str]]:
    """The rooms, in the order in which they met: each called by its meeting and its day, and by number and day."""
    held = material.held
    known = {one.id: one for one in material.content.series.meetings}
    found = []
    for room, meeting, date in zip(held["room"], held["meeting"], held["date"].dt.date, strict=True):
        one = known.get(meeting)
        fill = {"n": one.number, "title": one.title.in_(language)} if one else {}
        names = [say("sections", key, language, **fill) if one else meeting for key in ("at_meeting", "nth_meeting")]
        day = [] if pd.isna(date) else [on_day(date, language)]
        title, short = (", ".join([name, *day]) for name in names)
        found.append({"id": room, "title": title, "short": short})
    return found


def _groups(material: Material, language: Language) -> list[dict[str, Any]]:
    """The groups that can be looked at by themselves, split by split."""
    found = []
    for split in SPLITS:
        labels = groups_present(material.people, split, material.actor_types, language, material.content.municipalities)
        shown = groups_of(material, split)
        found += [{"split": split, "id": one, "label": label} for one, label in labels.items() if one in shown]
    return found
