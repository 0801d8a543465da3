"""A room in progress on this server: its state, who is in it, and how far they have come."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from samhandling.content.exercise import Exercise, Phase
from samhandling.content.language import Language
from samhandling.content.reading import Content
from samhandling.content.series import Meeting, Step
from samhandling.room import Plan, Progress, Room

Key = tuple[str, int, str, int]
"""Exercise, round, level and run: what answers are counted by."""


@dataclass
class Person:
    """A participant: a pseudonym, a secret link, and what they told of themselves."""

    id: str
    resume: str
    language: Language
    actor_type: str | None
    municipality: str | None
    simulated: bool
    joined_at: int
    tables: dict[str, int | None] = field(default_factory=dict)
    """The table in each room that the person has joined."""
    room: str | None = None
    """The room joined last."""
    paper: bool = False
    """Answered on paper only, and has no device: the facilitator types in the answers."""

    def respondents(self, room: str) -> list[str]:
        """Those on whose behalf the person answers in a room: oneself, and one's table."""
        table = self.tables.get(room)
        return [self.id] if table is None else [self.id, f"table:{table}"]


def plans(steps: Iterable[Step], exercises: dict[str, Exercise]) -> tuple[Plan, ...]:
    """A meeting's steps as the room's state machine needs them."""
    return tuple(
        Plan(step.id, step.exercise, step.round, len(exercises[step.exercise].phases) if step.exercise else 1)
        for step in steps
    )


class LiveRoom:
    """One meeting in progress."""

    def __init__(self, content: Content, row: dict[str, Any]) -> None:
        self.content = content
        self.code: str = row["code"]
        self.pin: str = row["pin"]
        self.key: str = row["key"]
        self.private: str = row["private"]
        self.signed_out_at: int = row["signed_out_at"]
        self.created_at: int = row["created_at"]
        meeting = content.series.meeting(row["meeting"])
        if meeting is None:
            raise KeyError(row["meeting"])
        self.meeting: Meeting = meeting
        self.steps = {step.id: step for step in content.steps(meeting)}
        """Those of the agenda in their order, and after them the ones that can be brought in."""
        agenda = plans(self.steps.values(), content.exercises)
        self.room = Room.from_data(agenda, row["state"]) if row.get("state") else Room(agenda)
        self.version = 1
        self.members: dict[str, Person] = {}
        self.answered: dict[Key, dict[str, dict[str, bool]]] = {}
        """For each item, the respondents, and whether their newest answer says something."""
        self.late: dict[Key, set[tuple[str, str]]] = {}
        """The items and respondents whose newest answer came late."""
        self.authors: dict[tuple[str, str], str] = {}
        """Who first wrote a card, by exercise and the card's id: nobody else can write over it."""
        self.finished: set[tuple[str, int, int, str]] = set()
        self.hidden: set[tuple[str, str]] = set()
        self.answers_version = 0
        """Rises when an answer or a hidden note may change a picture."""
        self.pictures: dict[tuple[Any, ...], asyncio.Task[str]] = {}
        """The pictures made of the answers of this version."""

    # --- where the room is ---

    @property
    def step(self) -> Step | None:
        """The step that the room stands on."""
        return self.steps.get(self.room.step or "")

    @property
    def exercise(self) -> Exercise | None:
        """The exercise that the room stands in."""
        step = self.step
        return self.content.exercises[step.exercise] if step and step.exercise else None

    @property
    def progress(self) -> Progress:
        """How far the current step has come."""
        return self.room.now or Progress()

    @property
    def phase(self) -> Phase | None:
        """The phase of the exercise that the room stands in."""
        exercise = self.exercise
        return exercise.phases[self.progress.phase] if exercise else None

    @property
    def simulated(self) -> int:
        """How many of the members are simulated."""
        return sum(person.simulated for person in self.members.values())

    def describe(self, language: Language, server: str, now: int, url: str = "") -> dict[str, Any]:
        """The room as the browsers see it; `url` is where phones reach the server."""
        step, phase, progress = self.step, self.phase, self.progress
        timer = self.room.timer
        return {
            "server": server,
            "version": self.version,
            "now": now,
            "code": self.code,
            "join": f"{url}/j/{self.code}",
            "ended": self.room.ended_at is not None,
            "simulated": self.simulated,
            "joined": len(self.members),
            "meeting": {
                "id": self.meeting.id, "number": self.meeting.number, "title": self.meeting.title.in_(language),
            },
            "series": {
                "title": self.content.series.title.in_(language),
                "organiser": self.content.series.organiser.in_(language),
            },
            "step": self.room.step,
            "index": self.meeting.agenda.index(step) if step in self.meeting.agenda else None,
            "count": len(self.meeting.agenda),
            "title": step.title.in_(language) if step else None,
            "minutes": step.minutes if step else None,
            "text": step.text.in_(language) if step and step.text else None,
            "exercise": step.exercise if step else None,
            "round": step.round if step else 1,
            "phase": progress.phase,
            "phases": len(progress.states),
            "level": phase.level if phase else "individual",
            "state": self.room.state,
            "run": progress.run,
            "timer": None if timer is None else {
                "ends_at": timer.ends_at, "left": timer.left, "running": timer.ends_at is not None,
                "total": timer.total,
            },
            "spotlight": self.room.spotlight,
            "steps": {
                step_id: {"state": one.state, "phase": one.phase, "run": one.run}
                for step_id, one in self.room.steps.items()
            },
        }  # fmt: skip

    def agenda(self, language: Language, facilitator: bool, now: int) -> dict[str, Any]:
        """The steps in order; for a facilitator with scripts, planned and actual times, and what can be brought in."""
        start = self.room.started_at
        planned = start
        steps: list[dict[str, Any]] = []
        extra: list[dict[str, Any]] = []
        for step in self.steps.values():
            is_planned = step in self.meeting.agenda
            if not (is_planned or facilitator):
                continue
            one: dict[str, Any] = {
                "step": step.id, "title": step.title.in_(language), "minutes": step.minutes,
                "exercise": step.exercise, "round": step.round,
            }  # fmt: skip
            if facilitator:
                progress = self.room.of(step.id)
                one |= {
                    "script": step.script.in_(language) if step.script else None,
                    "private": step.private.in_(language) if step.private else None,
                    "state": progress.state, "started_at": progress.started_at,
                    "planned_at": planned if is_planned else None,
                }  # fmt: skip
            if planned is not None:
                planned += step.minutes * 60_000
            (steps if is_planned else extra).append(one)
        result: dict[str, Any] = {"steps": steps}
        if facilitator:
            result |= {"extra": extra, "started_at": start, "behind": self.behind(now)}
        return result

    def behind(self, now: int) -> float | None:
        """Minutes behind the plan (ahead: negative), or None before the start.

        A step that is not yet over its minutes counts as taking exactly those.
        """
        if self.room.started_at is None or self.room.step is None:
            return None
        before = 0
        for step in self.meeting.agenda:
            if step.id == self.room.step:
                began = self.room.of(step.id).started_at or now
                began_late = (began - self.room.started_at) / 60_000 - before
                over = max(0.0, (now - began) / 60_000 - step.minutes)
                return round(began_late + over, 1)
            before += step.minutes
        return None

    # --- who has come how far ---

    def count(self, row: dict[str, Any], counted: bool, late: bool) -> None:
        """Take a stored answer into the counts."""
        if row["level"] == "plenary" and row["respondent"] != "room":
            return
        exercise = self.content.exercises.get(row["exercise"])
        for card in cards_of(exercise.find(row["item"]) if exercise else None, row["value"]):
            self.authors.setdefault((row["exercise"], card), row["respondent"])
        key = (row["exercise"], row["round"], row["level"], row["run"])
        says = says_something(row["value"])
        self.answered.setdefault(key, {}).setdefault(row["item"], {})[row["respondent"]] = says
        tardy = self.late.setdefault(key, set())
        (tardy.add if late and says else tardy.discard)((row["item"], row["respondent"]))
        if counted or late:
            self.answers_version += 1

    def uncount(self, respondent: str) -> None:
        """Take a respondent whose answers were deleted out of the counts."""
        self.members.pop(respondent, None)
        self.authors = {card: who for card, who in self.authors.items() if who != respondent}
        self.finished = {mark for mark in self.finished if mark[3] != respondent}
        for items in self.answered.values():
            for said in items.values():
                said.pop(respondent, None)
        for key, late in self.late.items():
            self.late[key] = {one for one in late if one[1] != respondent}
        self.answers_version += 1

    def counted_by(self) -> Key | None:
        """What answers to the current phase are counted by."""
        step, phase = self.step, self.phase
        if step is None or step.exercise is None or phase is None:
            return None
        return step.exercise, step.round, phase.level, self.progress.run


def says_something(value: Any) -> bool:
    """Whether a stored value is an answer, and not one taken back or left empty."""
    return value is not None and value != "" and value != [] and value != {}


def cards_of(item: Any, value: Any) -> list[str]:
    """The ids of the cards and rows of someone's own in a value; things that the item itself names are everyone's."""
    named = {thing.id for thing in getattr(item, "things", ())}
    rows = value if isinstance(value, list) else ()
    return [row["id"] for row in rows if isinstance(row, dict) and row["id"] not in named]


def phases_of(exercise: Exercise, item: str, level: str) -> list[int]:
    """The phases that ask for an item at a level."""
    return [
        number
        for number, phase in enumerate(exercise.phases)
        if phase.level == level and any(one.id == item for one in exercise.items_of(number))
    ]


def level_of(exercise: Exercise, item: str) -> str:
    """The level that an answer without one belongs to: alone if the item is asked alone, else as it is asked."""
    levels: Iterable[str] = (
        phase.level
        for number, phase in enumerate(exercise.phases)
        if any(one.id == item for one in exercise.items_of(number))
    )
    found = list(levels)
    return "individual" if "individual" in found or not found else found[0]
