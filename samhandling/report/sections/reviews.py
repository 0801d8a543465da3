"""The measures and pilots that tables have reviewed by the four P: what each is called, and what it was given."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from samhandling.analysis.disclosure import mask
from samhandling.analysis.quantiles import quantiles
from samhandling.content.exercise import Exercise
from samhandling.content.kinds import UNKNOWN
from samhandling.content.language import Language
from samhandling.content.reading import Content
from samhandling.content.words import say
from samhandling.report.material import Material

SCALE = "p4"
"""The scale of the four P: a question or a row that is rated on it is one of them, under its id."""


@dataclass(frozen=True)
class Review:
    """One measure as one table has rated it together, last."""

    label: str
    """What the table calls it, masked."""
    rated: Mapping[str, int | None]
    """P → its points; None for *vet ej*. A P that was left out is missing."""
    simulated: bool

    @property
    def points(self) -> dict[str, int]:
        """The P that have points."""
        return {one: points for one, points in self.rated.items() if points is not None}

    @property
    def quartiles(self) -> dict[str, float] | None:
        """The quartiles of its points over the P that have any."""
        given = [*self.points.values()]
        return quantiles({points: given.count(points) for points in given})


def scale(content: Content) -> Any:
    """The first question on the scale of the four P, for its points; None in a series without one."""
    return next((item for exercise in content.exercises.values() for item in _rating(exercise)), None)


def the_four(content: Content, language: Language) -> dict[str, str]:
    """The labels of the P by id, in the order of the first exercise that asks for them."""
    found: dict[str, str] = {}
    for exercise in content.exercises.values():
        sections = {section.id: section.title.in_(language) for section in exercise.sections}
        for item in _rating(exercise):
            if item.kind == "matrix":
                named = {row.id: row.label.in_(language) for row in item.rows}
            else:
                named = {item.id: sections.get(item.section) or item.label.in_(language)}
            found = named | found
    return found


def reviews(material: Material, language: Language) -> list[Review]:
    """Each measure that a table has rated together: meeting by meeting, table by table."""
    long, content = material.long, material.content
    asked = {(exercise.id, item.id) for exercise in content.exercises.values() for item in _rating(exercise)}
    joint = long[long["level"].eq("table")].sort_values("seq")
    rated = joint[pd.MultiIndex.from_arrays([joint["exercise"], joint["item"]]).isin(asked)]
    # a later round, and a later answer, is of the same measure
    newest = rated.drop_duplicates(["room", "exercise", "respondent", "item", "part"], keep="last")
    found: list[tuple[Any, Review]] = []
    for (room, name, _), rows in newest.groupby(["room", "exercise", "respondent"], observed=True):
        exercise, table = content.exercises[str(name)], rows["table"].iloc[0]
        points = {}
        for item, part, answer, number in zip(rows["item"], rows["part"], rows["answer"], rows["number"], strict=True):
            if isinstance(answer, str):
                points[part or item] = None if answer == UNKNOWN or pd.isna(number) else int(number)
        label = _called(material, exercise, str(room), rows["respondent"].iloc[0], language)
        label = label or _nameless(material, rows["meeting"].iloc[0], table, language)
        when = (rows["date"].min(), str(room), exercise.id, 0 if pd.isna(table) else int(table))
        if points:
            found.append((when, Review(label, points, bool(rows["simulated"].any()))))
    return _told_apart([one for _, one in sorted(found, key=lambda one: one[0])])


def _rating(exercise: Exercise) -> Iterator[Any]:
    return (item for item in exercise.items if getattr(item, "scale", None) == SCALE and not item.retired)


def _called(material: Material, exercise: Exercise, room: str, respondent: str, language: Language) -> str:
    """What a table wrote that it reviews: the title of its entry in a register, else the first text that is shared."""
    shown = material.shown
    mine = shown[shown["room"].eq(room) & shown["exercise"].eq(exercise.id) & shown["respondent"].eq(respondent)]
    said = dict(zip(mine["item"], mine["value"], strict=True))
    titles = {
        source.item: register.shows.title
        for register in material.content.registers.values()
        for source in register.sources
        if source.exercise == exercise.id and register.shows
    }
    entries = [str(row[column]) for item, column in titles.items() for row in said.get(item, ()) if row.get(column)]
    texts = [said[item.id] for item in exercise.items if item.kind == "text" and item.shared and item.id in said]
    return mask(", ".join(entries) or next(iter(texts), ""), language)


def _nameless(material: Material, meeting: str, table: Any, language: Language) -> str:
    """A measure that its table has not named: the table, and the meeting, since tables are others each time."""
    name = say("analysis", "table", language, n=table)
    number = next((one.number for one in material.content.series.meetings if one.id == meeting), None)
    return name if number is None else f"{name}, {say('stairs', 'at_meeting', language, n=number)}"


def _told_apart(found: list[Review]) -> list[Review]:
    """The reviews, numbered where several have the same name."""
    names = [one.label for one in found]
    told = []
    for place, one in enumerate(found):
        again = names[:place].count(one.label) + 1
        told.append(Review(f"{one.label} ({again})", one.rated, one.simulated) if names.count(one.label) > 1 else one)
    return told
