"""The codebook: every question and value of the export, in both languages."""

from collections.abc import Iterator
from typing import Any

from samhandling.content.exercise import LEVELS
from samhandling.content.kinds import UNKNOWN
from samhandling.content.language import Text
from samhandling.content.reading import Content
from samhandling.content.words import words

COLUMNS = (
    "exercise", "version", "exercise_sv", "exercise_en", "section_sv", "section_en", "item", "kind", "question_sv",
    "question_en", "part", "part_sv", "part_en", "type", "required", "retired", "value", "label_sv", "label_en",
    "right",
)  # fmt: skip
"""The columns of the codebook; `part` is e.g. a matrix row or a table column, `right` a quiz's."""

Row = dict[str, Any]


def codebook(content: Content) -> list[Row]:
    """One row for each value that an answer may have, or one for a question without fixed values."""
    rows = [*_profile(content)]
    for exercise in content.exercises.values():
        titles = {section.id: section.title for section in exercise.sections}
        about = {"exercise": exercise.id, "version": exercise.version, **_both("exercise", exercise.title)}
        for item in exercise.items:
            question = {
                **about,
                **(_both("section", titles[item.section]) if item.section else {}),
                "item": item.id,
                "kind": item.kind,
                **_both("question", item.label),
                "required": item.required,
                "retired": item.retired,
            }
            rows += [question | part for part in _parts(item)]
    return rows


def _both(name: str, text: Text) -> Row:
    return {f"{name}_sv": text.sv, f"{name}_en": text.en}


def _values(options: Any, unknown: bool = False) -> Iterator[Row]:
    for one in options:
        yield {"value": getattr(one, "value", getattr(one, "id", None)), **_both("label", one.label)}
    if unknown:
        yield {"value": UNKNOWN, **_both("label", words("workbook")["unknown"])}


def _parts(item: Any) -> Iterator[Row]:
    match item.kind:
        case "scale" | "ladder":
            yield from ({"type": "ordinal", **value} for value in _values(item.points, item.unknown))
        case "choice":
            kind = "options" if item.several else "option"
            yield from ({"type": kind, **value} for value in _values(item.options, item.unknown))
        case "matrix":
            for row in item.rows:
                part = {"part": row.id, **_both("part", row.label), "type": "ordinal"}
                yield from (part | value for value in _values(item.points, item.unknown))
        case "votes" if item.options:
            yield from ({"type": "dots", **value} for value in _values(item.options))
        case "votes":
            yield {"type": "dots", "value": "on: " + ", ".join(item.on)}
        case "notes":
            yield from ({"type": "category", **value} for value in _values(item.categories))
            if not item.categories:
                yield {"type": "text"}
        case "table":
            for column in item.columns:
                part = {"part": column.id, **_both("part", column.label), "type": column.type}
                part["required"] = column.required
                yield from (part | value for value in (_values(column.options) if column.options else [{}]))
        case "quiz":
            for value in _values(item.options, item.unknown):
                yield {"type": "option", "right": value["value"] == item.right, **value}
        case "agree":
            for statement in item.statements:
                part = {"part": statement.id, **_both("part", statement.label), "type": "stance"}
                for stance, key in ((1, "agree"), (0, "pass"), (-1, "disagree")):
                    yield part | {"value": stance, **_both("label", words("analysis")[key])}
        case "place":
            for thing in item.things:
                part = {"part": thing.id, **_both("part", thing.label), "type": "municipalities"}
                for one in item.municipalities:
                    yield part | {"value": one.code, "label_sv": one.name, "label_en": one.name}
                if not item.municipalities:
                    yield part
        case "number":
            steps = f"{item.low:g} – {item.high:g}, {item.step:g}"
            yield {"type": "number", "value": steps} | (_both("label", item.unit) if item.unit else {})
            yield from ({"type": "number", **value} for value in _values((), item.unknown))
        case "rank":
            yield from ({"type": "order", **value} for value in _values(item.options))
        case "position":
            for axis, about in (("x", item.x), ("y", item.y)):
                ends = {"sv": f"{about.low.sv} – {about.high.sv}", "en": f"{about.low.en} – {about.high.en}"}
                part = {"part": axis, **_both("part", about.label), "type": "number", "value": f"0 – {item.steps}"}
                yield part | {"label_sv": ends["sv"], "label_en": ends["en"]}
            yield from ({"type": "thing", **value} for value in _values(item.things))
            if item.own:
                yield {"type": "text", "part": "text", "required": False}
        case "board":
            for card in item.cards:
                part = {"part": card.id, **_both("part", card.label)}
                yield from (part | {"type": "option", **value} for value in _values(item.statuses))
                if item.note:
                    yield part | {"part": f"{card.id}.note", "type": "text", "required": False}
        case _:
            yield {"type": "text"}


def _profile(content: Content) -> Iterator[Row]:
    """The columns that are about who, when and how rather than about a question."""
    said = words("workbook")

    def about(column: str, kind: str) -> Row:
        return {"item": column, "kind": "profile", "type": kind, **_both("question", said[f"profile_{column}"])}

    yield about("participant", "text")
    yield from (about("actor_type", "option") | value for value in _values(content.series.actor_types))
    for code, name in content.municipalities.items():
        yield about("municipality", "option") | {"value": code, "label_sv": name, "label_en": name}
    if not content.municipalities:
        yield about("municipality", "option")
    yield about("table", "number")
    for level in LEVELS:
        yield about("level", "option") | {"value": level, **_both("label", said[f"level_{level}"])}
    yield about("round", "number")
    yield about("run", "number")
    for flag in ("late", "counted", "current", "simulated", "paper"):
        yield about(flag, "true or false")
