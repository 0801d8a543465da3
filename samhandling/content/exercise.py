"""An exercise: what is asked, in which phases, and what the facilitator says."""

from collections import Counter
from typing import Annotated, Any, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from samhandling.content.kinds import Id, Item, Notes, _Model, _Ordinal
from samhandling.content.language import Text

Level = Literal["individual", "table", "plenary"]
LEVELS: tuple[Level, ...] = ("individual", "table", "plenary")
ExerciseId = Annotated[str, StringConstraints(pattern=r"^[EP]\d+(\.\d+)?$")]


class Section(_Model):
    """A heading over some of the items, e.g. one step of the staircase."""

    id: Id
    title: Text
    help: Text | None = None


class Phase(_Model):
    """A part of an exercise: who answers (alone, the table, the room), which items, how long."""

    level: Level
    minutes: int = Field(ge=1, le=180)
    title: Text
    instruction: Text
    """What the participant reads."""
    script: Text
    """What the facilitator says."""
    private: Text | None = None
    """What only the facilitator needs to know."""
    items: tuple[Id, ...] = ()
    """The items of this phase; none named means all."""


class Gate(_Model):
    """The rule that suggests staying on a step: a low median or a wide spread."""

    items: tuple[Id, ...] = Field(min_length=1)
    median_below: float
    spread_from: float
    """An interquartile range of at least this much."""


class Exercise(_Model):
    """One exercise. `version` rises when a question changes its meaning; an answer records it."""

    id: ExerciseId
    version: int = Field(default=1, ge=1)
    title: Text
    aim: Text
    mode: Literal["alone", "pairs", "table", "plenary"]
    source: str | None = None
    """The example that it comes from, e.g. `S10`; docs/catalogue.md lists them."""
    sections: tuple[Section, ...] = ()
    phases: tuple[Phase, ...] = Field(min_length=1)
    items: tuple[Item, ...] = Field(min_length=1)
    gate: Gate | None = None
    debrief: tuple[Text, ...] = ()
    """Questions for the talk afterwards."""
    feeds: tuple[Text, ...] = ()
    """What the answers are used for later."""

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        ids = Counter(item.id for item in self.items)
        if repeated := [one for one, times in ids.items() if times > 1]:
            raise ValueError(f"item id {repeated[0]!r} is used twice")
        sections = {section.id for section in self.sections}
        for item in self.items:
            if item.section is not None and item.section not in sections:
                raise ValueError(f"item {item.id!r} names the section {item.section!r}, which is not among `sections`")
            if item.beside is not None and item.beside not in ids:
                raise ValueError(f"item {item.id!r} stands beside {item.beside!r}, which is not an item")
            for target in getattr(item, "on", ()):
                if not isinstance(self.find(target), Notes):
                    raise ValueError(f"item {item.id!r} votes on {target!r}, which is not an item of kind notes")
        for number, phase in enumerate(self.phases, start=1):
            for one in phase.items:
                if one not in ids:
                    raise ValueError(f"phase {number} names the item {one!r}, which is not among `items`")
        for one in self.gate.items if self.gate else ():
            if not isinstance(self.find(one), _Ordinal):
                raise ValueError(f"the gate names {one!r}, which is not an item with a scale")
        return self

    @property
    def minutes(self) -> int:
        """The planned length of all phases together."""
        return sum(phase.minutes for phase in self.phases)

    @property
    def levels(self) -> tuple[Level, ...]:
        """Who answers, in the order of the phases, each level once."""
        return tuple(dict.fromkeys(phase.level for phase in self.phases))

    def find(self, item: str) -> Any:
        """The item with an id, or None."""
        return next((one for one in self.items if one.id == item), None)

    def to_draw(self) -> dict[str, Any]:
        """The exercise as browsers and kernels may have it: plain data, without the answer keys."""
        data = self.model_dump(mode="json") | {"minutes": self.minutes}
        for item, drawn in zip(self.items, data["items"], strict=True):
            for name in item.KEPT_BACK:
                del drawn[name]
        return data

    def items_of(self, phase: int) -> tuple[Any, ...]:
        """The items that phase number `phase` (from 0) asks for, retired ones left out."""
        wanted = self.phases[phase].items
        return tuple(item for item in self.items if not item.retired and (not wanted or item.id in wanted))
