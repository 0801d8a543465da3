"""The series: its meetings in order, what happens in each, and who takes part."""

from collections import Counter
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from samhandling.content.exercise import Exercise, ExerciseId
from samhandling.content.kinds import Id, Option, _Model
from samhandling.content.language import Text

Stem = Annotated[str, StringConstraints(pattern=r"^[0-9a-z_]+$")]


class Step(_Model):
    """One line of a meeting's agenda: a talk, a pause, or an exercise."""

    id: Id
    title: Text
    minutes: int = Field(ge=1, le=240)
    exercise: ExerciseId | None = None
    round: int = Field(default=1, ge=1)
    """Which time the exercise is done in the meeting, e.g. 1 before and 2 after."""
    text: Text | None = None
    """What the participants and the projector show while there is no exercise."""
    script: Text | None = None
    private: Text | None = None


def extra_step(exercise: Exercise) -> Step:
    """A step for an exercise that no agenda plans."""
    name = f"extra-{exercise.id.lower().replace('.', '_')}"
    return Step(id=name, title=exercise.title, minutes=min(exercise.minutes, 240), exercise=exercise.id)


class Meeting(_Model):
    """One learning meeting; `id` is the stem of its notebook in `sessions/`."""

    id: Stem
    number: int = Field(ge=1)
    title: Text
    aim: Text
    agenda: tuple[Step, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _steps_differ(self) -> Self:
        ids = Counter(step.id for step in self.agenda)
        if repeated := [one for one, times in ids.items() if times > 1]:
            raise ValueError(f"the agenda has two steps with the id {repeated[0]!r}")
        rounds = Counter((step.exercise, step.round) for step in self.agenda if step.exercise)
        if again := [key for key, times in rounds.items() if times > 1]:
            raise ValueError(f"{again[0][0]} stands twice in the agenda; give the second one `round: 2`")
        return self

    @property
    def minutes(self) -> int:
        """The planned length of the meeting."""
        return sum(step.minutes for step in self.agenda)

    def step(self, step: str) -> Step | None:
        """The step with an id, or None."""
        return next((one for one in self.agenda if one.id == step), None)


class ActorType(Option):
    """A kind of organisation that takes part; `also` are other names it goes by in old files."""

    also: tuple[str, ...] = ()


class Series(_Model):
    """The whole series. `opens` is the meeting that a new server starts with."""

    title: Text
    organiser: Text
    actor_types: tuple[ActorType, ...] = Field(min_length=2)
    county: Annotated[str, StringConstraints(pattern=r"^\d{2}$")] | None = None
    """The county (SCB's two-digit code) whose municipalities come first in lists."""
    tables: int = Field(default=8, ge=1, le=60)
    days_kept: int = Field(default=1000, ge=1)
    """How long a personal link works after the person last joined a meeting."""
    opens: Stem
    meetings: tuple[Meeting, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        ids = [meeting.id for meeting in self.meetings]
        if len(set(ids)) != len(ids):
            raise ValueError("two meetings have the same id")
        if self.opens not in ids:
            raise ValueError(f"`opens` names {self.opens!r}; the meetings are {', '.join(ids)}")
        return self

    def meeting(self, meeting: str) -> Meeting | None:
        """The meeting with an id, or None."""
        return next((one for one in self.meetings if one.id == meeting), None)

    def actor_type(self, name: str) -> ActorType | None:
        """The actor type with this id, label in either language, or other known name."""
        wanted = name.strip().casefold()
        for one in self.actor_types:
            if wanted in {n.casefold() for n in (one.id, one.label.sv, one.label.en, *one.also)}:
                return one
        return None
