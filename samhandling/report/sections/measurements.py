"""A staircase as it has been measured: at which times, and what its questions came to then."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from samhandling.analysis.summaries import picture
from samhandling.content.exercise import Exercise
from samhandling.content.language import Language
from samhandling.content.words import say
from samhandling.report.material import Material
from samhandling.report.sections.occasions import Occasion, apart, occasions


@dataclass(frozen=True)
class Measurement:
    """What the questions came to at one time, as their pictures show it."""

    time: str
    """What it is called within a sentence."""
    found: Mapping[str, dict[str, Any]]
    """Question → its result (see `results`), of the questions that five or more answered."""
    gate: dict[str, Any] | None
    simulated: bool

    @property
    def head(self) -> str:
        """What it is called by itself."""
        return self.time[:1].upper() + self.time[1:]

    @property
    def n(self) -> int:
        """How many answered the question that the most answered."""
        return max(int(one["n"]) for one in self.found.values())

    def median(self, question: str) -> float | None:
        """The median of a question; None where fewer than five answered it."""
        return self.found[question]["quantiles"]["median"] if question in self.found else None

    def groups(self, question: str) -> dict[str, dict[str, Any]]:
        """The actor types that the question's picture shows, by id."""
        groups = self.found[question]["groups"]["actor_type"] if question in self.found else []
        return {one["id"]: one for one in groups if not one["suppressed"] and one["quantiles"]}


@dataclass(frozen=True)
class Staircase:
    """The questions of an exercise that are on one scale, and the times that they were answered; one at least."""

    exercise: Exercise
    labels: Mapping[str, str]
    """Question → what it is called, in order; with its number where there are several."""
    measurements: Sequence[Measurement]

    @property
    def scale(self) -> Any:
        """The first question, whose points are those of all."""
        return self.exercise.find(next(iter(self.labels)))

    @property
    def last(self) -> Measurement:
        return self.measurements[-1]

    def number(self, question: str) -> int:
        """The number of a question, from 1."""
        return [*self.labels].index(question) + 1

    def titled(self, key: str, language: Language, *more: str) -> str:
        """The title of a picture: the exercise, what is shown (a key of the words), and more."""
        return " · ".join([self.exercise.title.in_(language), say("stairs", key, language), *more])


def questions(exercise: Exercise) -> list[Any]:
    """The questions of a staircase: those of its gate, or its ladders; of several scales, those on the first one."""
    asked = [item for item in exercise.items if not item.retired and item.kind in ("scale", "ladder")]
    if exercise.gate:
        asked = [item for item in asked if item.id in exercise.gate.items]
    else:
        asked = [item for item in asked if item.kind == "ladder"]
    return [item for item in asked if item.values == asked[0].values]


def staircase(material: Material, exercise: Exercise, language: Language) -> Staircase | None:
    """An exercise's staircase; None where it has none, or fewer than five answered every question of it."""
    items = questions(exercise)
    measurements = [*_measured(material, exercise, {item.id for item in items}, language)] if items else []
    if not measurements:
        return None
    labels = {item.id: item.label.in_(language) for item in items}
    if len(items) > 1:
        for n, (question, label) in enumerate(labels.items(), 1):
            labels[question] = say("stairs", "numbered", language, n=n, label=label)
    return Staircase(exercise, labels, measurements)


def _measured(material: Material, exercise: Exercise, items: set[str], language: Language) -> Iterator[Measurement]:
    """The times that five or more answered any of the questions, the first first."""
    mine = material.only(exercise=exercise.id)
    shown = mine.shown
    times = occasions(shown[shown["level"].eq("individual") & shown["item"].isin(items)])
    called = apart([_called(material, one, times, language) for one in times], times, language)
    for one, name in zip(times, called, strict=True):
        at = mine.only(rooms=[one.room])
        counted = at.counted(exercise, one.round, ("actor_type",))
        # the picture of that time as the report has it, gate and all; other splits give way to actor types
        result = picture(
            exercise, counted, at.people, round=one.round, level="individual", language=language,
            actor_types=material.actor_types,
        )  # fmt: skip
        if found := {row["item"]: row for row in result["items"] if row["item"] in items and row["quantiles"]}:
            simulated = bool(counted.simulated.get("individual", frozenset()) & items)
            yield Measurement(name, found, result["gate"], simulated)


def _called(material: Material, one: Occasion, times: Sequence[Occasion], language: Language) -> str:
    """The meeting, and the round where it has several; of one meeting the round alone."""
    number = next((meeting.number for meeting in material.content.series.meetings if meeting.id == one.meeting), None)
    here = {other.round for other in times if other.meeting == one.meeting}
    round_ = say("analysis", "round", language, n=one.round)
    if len(here) > 1 and all(other.meeting == one.meeting for other in times):
        return round_
    name = one.meeting if number is None else say("stairs", "at_meeting", language, n=number)
    return f"{name}, {round_}" if len(here) > 1 else name
