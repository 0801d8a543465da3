"""The group's picture on its way to the browsers: who may see it, made once for all who ask."""

import asyncio
import hashlib
from typing import Any, cast

from samhandling.analysis.disclosure import mask
from samhandling.analysis.frame import answers_frame, people_frame
from samhandling.analysis.summaries import results
from samhandling.content.exercise import Exercise, Level
from samhandling.content.kinds import Notes
from samhandling.content.language import Language
from samhandling.room import Plan, Progress
from samhandling.server.api.base import No
from samhandling.server.live import LiveRoom
from samhandling.server.workshop import Workshop, dumps
from samhandling.store import answers as answers_table


async def group_results(
    workshop: Workshop, live: LiveRoom, exercise_id: str, round_: int | None, level: str | None,
    language: Language, facilitator: bool,
) -> str:  # fmt: skip
    """The group's picture of an exercise as JSON. 404 unknown, 403 before the reveal, 422 no such level.

    Two hundred phones ask at the same moment: the first one's answer serves all, until an answer
    that counts, a hidden note or a move makes a new one.
    """
    exercise, plan = _find(workshop, live, exercise_id, round_)
    at = _level(live, exercise, plan, level, facilitator)
    key = (exercise.id, plan.round, at, language, facilitator, live.answers_version)
    made = live.pictures
    if key not in made:
        for old in [one for one in made if one[-1] != live.answers_version]:
            del made[old]
        made[key] = asyncio.create_task(_make(workshop, live, exercise, plan, at, language, facilitator))
    try:
        return await asyncio.shield(made[key])
    except Exception:
        made.pop(key, None)
        raise


async def _make(
    workshop: Workshop, live: LiveRoom, exercise: Exercise, plan: Plan, level: Level, language: Language,
    facilitator: bool,
) -> str:  # fmt: skip
    progress = live.room.of(plan.step)
    hidden = {note for where, note in live.hidden if where == exercise.id}
    pending = _still_asked(exercise, progress)
    # the facilitator prepares with the answer at hand; on the wall it is told when everyone has answered
    kept = pending if not facilitator or progress.state == "revealed" else set()

    def make(connection: Any) -> str:
        rows = answers_table.of_exercise(connection, live.code, exercise.id)
        people = answers_table.members(connection, [live.code])
        found = results(
            exercise, answers_frame(tidy(rows), workshop.content), people_frame(people, workshop.content),
            round=plan.round, level=level, language=language, state=progress.state, run=progress.run,
            show_hidden=facilitator, hidden=hidden, actor_types=workshop.content.series.actor_types,
            keys_kept=kept,
        )  # fmt: skip
        if not facilitator:
            _leave_out_unrevealed(found, exercise, progress)
        return dumps(found)

    return cast(str, await workshop.read(make))


def _still_asked(exercise: Exercise, progress: Progress) -> set[str]:
    """The items of which some phase that asks them has not been shown."""
    waiting = (number for number, state in enumerate(progress.states) if state != "revealed")
    return {item.id for number in waiting for item in exercise.items_of(number)}


def _leave_out_unrevealed(found: dict[str, Any], exercise: Exercise, progress: Progress) -> None:
    """Take away what a picture tells of levels that have not been shown themselves."""
    shown = {phase.level for phase, state in zip(exercise.phases, progress.states, strict=True) if state == "revealed"}
    found["levels"] = [level for level in found["levels"] if level in shown]
    for item in found["items"]:
        if item["before"] and item["before"]["level"] not in shown:
            item["before"] = None


async def group_notes(
    workshop: Workshop, live: LiveRoom, exercise_id: str, round_: int | None, language: Language, facilitator: bool
) -> list[dict[str, Any]]:
    """The notes of an exercise that are voted on, those of the facilitator's hiding left out.

    Participants get them when a phase that votes on them has been opened.
    """
    exercise, plan = _find(workshop, live, exercise_id, round_)
    progress = live.room.of(plan.step)
    wanted: set[str] = set()
    for number, state in enumerate(progress.states):
        if facilitator or state != "waiting":
            wanted |= {target for item in exercise.items_of(number) for target in getattr(item, "on", ())}
    if facilitator:
        wanted |= {item.id for item in exercise.items if isinstance(item, Notes)}
    if not wanted:
        raise No(403, "not_revealed")
    rows = await workshop.read(lambda connection: answers_table.of_exercise(connection, live.code, exercise.id))
    newest: dict[tuple[str, str, str], dict[str, Any]] = {}
    for row in rows:
        if row["item"] in wanted and row["round"] == plan.round and row["run"] == progress.run and row["counted"]:
            newest[row["item"], row["level"], row["respondent"]] = row
    notes = [
        {
            "id": card["id"], "item": row["item"], "text": mask(card["text"], language),
            "category": card.get("category"),
            "hidden": (exercise.id, card["id"]) in live.hidden,
        }
        for row in newest.values()
        for card in row["value"] or []
    ]  # fmt: skip
    # an order that does not tell which notes have the same author; ids made in a row would
    shown = (note for note in notes if facilitator or not note["hidden"])
    return sorted(shown, key=lambda note: hashlib.sha256(note["id"].encode()).digest())


def tidy(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of the store as the analysis wants them."""
    for row in rows:
        row["simulated"] = bool(row["simulated"])
    return rows


def _find(workshop: Workshop, live: LiveRoom, exercise_id: str, round_: int | None) -> tuple[Exercise, Plan]:
    exercise, plan = workshop.content.exercises.get(exercise_id), live.room.plan_of(exercise_id, round_)
    if exercise is None or plan is None:
        raise No(404, "unknown_exercise", exercise=exercise_id[:20])
    return exercise, plan


def _level(live: LiveRoom, exercise: Exercise, plan: Plan, level: str | None, facilitator: bool) -> Level:
    """The level to show: the one asked for, else the newest that may be shown."""
    if level is not None and level not in exercise.levels:
        raise No(422, "malformed", where=f"level: {level[:20]}")
    progress = live.room.of(plan.step)
    shown = [
        phase.level
        for phase, state in zip(exercise.phases, progress.states, strict=True)
        if state == "revealed" and level in (None, phase.level)
    ]
    if shown and not facilitator:
        return shown[-1]
    if facilitator:
        return level if level else exercise.phases[progress.phase].level
    raise No(403, "not_revealed")
