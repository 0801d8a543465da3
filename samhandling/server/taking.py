"""Taking answers: each is judged alone, stored once, and acknowledged after the commit."""

import uuid
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from samhandling.content.exercise import Exercise
from samhandling.content.kinds import Refused
from samhandling.content.language import Language
from samhandling.content.words import say
from samhandling.server.live import LiveRoom, Person, cards_of, level_of, phases_of
from samhandling.server.workshop import Workshop


class GivenAnswer(BaseModel):
    """One answer as a browser sends it; the browser makes the id, so that sending twice is harmless."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(max_length=64)
    exercise: str = Field(max_length=20)
    item: str = Field(max_length=60)
    value: Any = None
    round: int | None = Field(default=None, ge=1, le=100)
    level: str | None = Field(default=None, max_length=20)
    run: int | None = Field(default=None, ge=0)


@dataclass
class Taken:
    """What became of some answers."""

    saved: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    rejected: list[dict[str, str]] = field(default_factory=list)


class _No(Exception):
    """An answer that cannot be taken."""

    def __init__(self, reason: str, why: str | None = None, **details: Any) -> None:
        super().__init__(reason)
        self.reason = reason
        self.why = why or reason
        self.details = details


@dataclass(frozen=True)
class Paper:
    """Whose paper form is typed in: someone who answered on paper, a table, or the room."""

    person: Person | None = None
    table: int | None = None


async def take(
    workshop: Workshop,
    live: LiveRoom,
    person: Person | None,
    given: list[GivenAnswer],
    language: Language,
    tab: str,
    paper: Paper | None = None,
) -> Taken:
    """Judge and store answers of a participant, or (without `person`) of the facilitator for the room or from `paper`.

    What was written on paper was written in time, whenever it is typed in: it counts, also after the reveal.

    Raises `StoreError` when nothing could be stored; then nothing was acknowledged, and the browser
    keeps its answers and sends them again.
    """
    taken = Taken()
    rows: list[tuple[str, dict[str, Any]]] = []
    for one in given:
        try:
            rows.append((one.id, _judge(workshop, live, person, one, paper)))
        except _No as no:
            details = {name: _told(name, value, language) for name, value in no.details.items()}
            message = say("messages", f"answer_{no.why}", language, **details)
            taken.rejected.append({"id": one.id, "reason": no.reason, "message": message})
    if not rows:
        return taken
    fates = await workshop.intake.take([row for _, row in rows])
    touched: dict[str, set[str]] = {}
    for (given_id, row), fate in zip(rows, fates, strict=True):
        if fate is None:
            message = say("messages", "answer_id_taken", language)
            taken.rejected.append({"id": given_id, "reason": "id_taken", "message": message})
            continue
        taken.saved.append(given_id)
        if fate.late:
            taken.late.append(given_id)
        if fate.new:
            live.count(row, row["counted"], row["late"])
            touched.setdefault(row["exercise"], set()).add(row["respondent"])
    for exercise, respondents in touched.items():
        workshop.tell.answers(live, exercise, respondents, tab)
    return taken


def _told(name: str, value: Any, language: Language) -> Any:
    """A detail as a person reads it: the form that was expected has words of its own."""
    return say("messages", f"form_{value}", language) if name == "expected" else value


def _judge(
    workshop: Workshop, live: LiveRoom, person: Person | None, one: GivenAnswer, paper: Paper | None
) -> dict[str, Any]:
    """The row to store for an answer, or `_No`."""
    try:
        answer_id = str(uuid.UUID(one.id))
    except ValueError:
        raise _No("bad_id") from None
    exercise = workshop.content.exercises.get(one.exercise)
    plan = live.room.plan_of(one.exercise, one.round)
    if exercise is None or plan is None:
        raise _No("unknown_exercise", exercise=one.exercise)
    item = exercise.find(one.item)
    if item is None or item.retired:
        raise _No("unknown_item", item=one.item)
    level = one.level or level_of(exercise, one.item)
    phases = phases_of(exercise, one.item, level)
    if not phases:
        raise _No("unknown_level", level=level)
    progress = live.room.of(plan.step)
    run = progress.run if one.run is None else min(one.run, progress.run)
    # what was written before a reset is kept, though it no longer counts
    if run == progress.run and paper is None and not live.room.may_answer(plan):
        raise _No("not_open")
    respondent = _respondent(live, person, level) if paper is None else _on_paper(paper, level)
    if paper:
        person = paper.person
    value = _value(exercise, one)
    if any(live.authors.get((exercise.id, card), respondent) != respondent for card in cards_of(item, value)):
        raise _No("id_taken")
    # what a participant says in the plenary is kept; the room's joint answer is the facilitator's to write
    joint = level != "plenary" or person is None
    in_time = paper is not None or not live.room.is_revealed(plan, phases)
    counted = joint and run == progress.run and in_time
    return {
        "id": answer_id, "room": live.code, "participant": person.id if person else None, "respondent": respondent,
        "exercise": exercise.id, "exercise_version": exercise.version, "item": one.item, "round": plan.round,
        "level": level, "run": run, "value": value, "received_at": workshop.clock(),
        "late": paper is None and live.room.is_late(plan, phases), "counted": counted, "paper": paper is not None,
    }  # fmt: skip


def _respondent(live: LiveRoom, person: Person | None, level: str) -> str:
    """On whose behalf an answer is given."""
    if person is None:
        if level != "plenary":
            raise _No("unknown_level", why="facilitator_level")
        return "room"
    if level == "table":
        table = person.tables.get(live.code)
        if table is None:
            raise _No("no_table")
        return f"table:{table}"
    return person.id


def _on_paper(paper: Paper, level: str) -> str:
    """Whose answer a paper form holds."""
    if level == "individual" and paper.person:
        return paper.person.id
    if level == "table" and paper.table is not None:
        return f"table:{paper.table}"
    if level == "plenary" and paper.person is None and paper.table is None:
        return "room"
    raise _No("unknown_level", why="paper_level")


def _value(exercise: Exercise, one: GivenAnswer) -> Any:
    if one.value is None:
        return None
    try:
        return exercise.find(one.item).check(one.value)
    except Refused as refused:
        reason = "too_long" if refused.reason == "too_long" else "invalid"
        raise _No(reason, why=refused.reason, **refused.details) from None
