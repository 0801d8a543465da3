"""The mapping: which column is the answer to which question, in a small file that a person writes and reads."""

import datetime as dt
import re
from fnmatch import fnmatch
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import Field, StringConstraints, TypeAdapter, ValidationError, field_validator, model_validator

from samhandling.content.exercise import ExerciseId
from samhandling.content.faults import ContentError, Files
from samhandling.content.kinds import KINDS, Id, Item, Point, _Model
from samhandling.content.language import Text
from samhandling.content.series import ActorType, Stem
from samhandling.imports.formats import Format, is_personal

NONE = "none"
_ITEM: TypeAdapter[Any] = TypeAdapter(Item)
_MADE = {
    "choice": "options", "rank": "options", "votes": "options", "quiz": "options", "matrix": "rows",
    "agree": "statements", "scale": "points", "ladder": "points",
}  # fmt: skip
"""What a question of its own may leave out, to be made of the columns or of what stands in them."""
_PATTERN = re.compile(r"regex:/(.*)/", re.DOTALL)


class FileOf(_Model):
    """How the files are to be read; what is not said is found out."""

    format: Format | None = None
    delimiter: Annotated[str, StringConstraints(min_length=1, max_length=1)] | None = None
    encoding: str | None = None
    sheet: str | None = None
    header: int | None = Field(default=None, ge=1)
    """The row that has the headers, in a workbook."""
    empty: tuple[str, ...] = ()
    """What stands in a cell where nothing was answered, e.g. `NA`."""


class Column(_Model):
    """A column, and what its texts mean."""

    column: str
    values: dict[str, str | None] = Field(default_factory=dict)
    optional: bool = False


class Day(_Model):
    """A column of days or times; `format` as in Python's strptime, ISO 8601 without one."""

    column: str
    format: str | None = None


class OwnMeeting(_Model):
    """A meeting of a series that is made of the files."""

    id: Stem | None = None
    title: Text
    aim: Text | None = None


class Part(_Model):
    """Some of the files by their names, and which meeting they are of."""

    match: str
    """A name with `*` for any characters, as in a shell."""
    meeting: Stem | OwnMeeting | None = None
    date: str | None = None
    round: int | None = Field(default=None, ge=1)

    @field_validator("date")
    @classmethod
    def _is_a_day(cls, value: str | None) -> str | None:
        return _day(value)


class OwnExercise(_Model):
    """The exercise that questions of its own are put into."""

    id: ExerciseId = "E1"
    title: Text | None = None
    aim: Text | None = None


class OwnSeries(_Model):
    """The series that is made of the files."""

    title: Text
    organiser: Text | None = None
    actor_types: tuple[ActorType, ...] = ()


class Asked(_Model):
    """Where a question's answers stand: in one column, or in several."""

    column: str | None = None
    columns: str | tuple[str, ...] | dict[str, Id] | None = None
    """A pattern, headers, or headers with the option, row or statement that each stands for."""
    item: Annotated[str, StringConstraints(pattern=r"^[EP]\d+(\.\d+)?/[a-z][a-z0-9_-]*$")] | None = None
    round: int | None = Field(default=None, ge=1)
    values: dict[str, Any] = Field(default_factory=dict)
    """What a text means; null for no answer."""
    many: str | None = None
    """What stands between several choices in one cell."""
    optional: bool = False
    """Some of the files may be without the question."""

    @model_validator(mode="after")
    def _stands_somewhere(self) -> Self:
        if self.column is None and self.columns is None:
            raise ValueError("needs a `column`, or `columns`")
        for text in (self.column, self.columns):
            if isinstance(text, str) and (found := _PATTERN.fullmatch(text)):
                try:
                    re.compile(found[1])
                except re.error as error:
                    raise ValueError(f"{text} is no regular expression: {error}") from None
        return self


class Tidy(_Model):
    """The columns of a file with one row an answer; as the export names them when nothing else is said."""

    question: tuple[str, ...] = ("exercise", "item")
    value: str = "value"
    respondent: str = "participant"
    meeting: str = "meeting"
    date: str = "date"
    round: str = "round"
    level: str = "level"
    table: str = "table"
    actor_type: str = "actor_type"
    municipality: str = "municipality"
    received_at: str = "received_at"


class _Head(_Model):
    """Everything of a mapping but its questions' own items."""

    file: FileOf = FileOf()
    meeting: Stem | OwnMeeting | None = None
    date: str | Day | None = None
    round: int = Field(default=1, ge=1)
    respondent: str | None = None
    """A column that is the same for the same person in every file; it is hashed, never kept."""
    actor_type: Column | None = None
    municipality: Column | None = None
    submitted: Day | None = None
    tidy: Tidy = Tidy()
    questions: tuple[dict[str, Any], ...] = ()
    ignore: tuple[str, ...] = ()
    files: tuple[Part, ...] = ()
    series: OwnSeries | None = None
    exercise: OwnExercise = OwnExercise()
    scales: dict[Id, tuple[Point, ...]] = Field(default_factory=dict)

    @field_validator("date")
    @classmethod
    def _is_a_day(cls, value: str | Day | None) -> str | Day | None:
        return value if isinstance(value, Day) else _day(value)

    @field_validator("respondent")
    @classmethod
    def _or_none(cls, value: str | None) -> str | None:
        return None if value in (None, "", NONE) else value


class Question:
    """One question of a mapping: where its answers stand, and an item of the series or one of its own."""

    def __init__(self, number: int, asked: Asked, own: dict[str, Any] | None) -> None:
        self.number = number
        self.asked = asked
        self.own = own
        """The data of an item of its own; what `_MADE` names may be missing."""

    @property
    def name(self) -> str:
        """What the question is called in the mapping."""
        return self.asked.item or str((self.own or {}).get("id"))

    @property
    def makes(self) -> str | None:
        """What is to be made of the columns or the cells: `options`, `rows`, `statements` or `points`."""
        wanted = _MADE.get(str((self.own or {}).get("kind")))
        return wanted if wanted and self.own is not None and wanted not in self.own else None


class Mapping:
    """A mapping that has been read and checked."""

    def __init__(self, path: Path, head: _Head, questions: list[Question], files: Files) -> None:
        self.path = path
        self.head = head
        self.questions = questions
        self.files = files
        """Finds the line of what is wrong."""

    @property
    def is_own(self) -> bool:
        """Whether it asks questions of its own, so that a series is to be made."""
        return any(question.own is not None for question in self.questions)

    def part(self, path: Path) -> Part | None:
        """What `files` says of a file, by its name or the name of its folder."""
        names = (path.name, f"{path.parent.name}/{path.name}", path.parent.name)
        return next((one for one in self.head.files if any(fnmatch(name, one.match) for name in names)), None)

    def fault(self, where: tuple[int | str, ...], expected: str) -> None:
        """Something in the mapping does not fit the files or the series."""
        self.files.add(self.path, where, expected)

    def stop_if_faulty(self) -> None:
        """Raise `ContentError` with every fault so far."""
        if self.files.found:
            raise ContentError(self.files.found)


def read_mapping(path: Path) -> Mapping:
    """Read and check a mapping. Raises `ContentError` with file and line of every fault."""
    files = Files()
    data = files.load(path)
    head = None if data is None else files.validated(path, data, _Head)
    if head is None or files.found:
        raise ContentError(files.found)
    questions = [_question(files, path, number, one, head) for number, one in enumerate(head.questions)]
    mapping = Mapping(path, head, [one for one in questions if one is not None], files)
    names = [question.name for question in mapping.questions]
    for question in mapping.questions:
        key = "item" if question.asked.item else "id"
        same = [
            one for one in mapping.questions if one.name == question.name and one.asked.round == question.asked.round
        ]
        if len(same) > 1 and names.count(question.name) > 1 and same[0] is not question:
            mapping.fault(("questions", question.number, key), f"{question.name} stands twice")
    mapping.stop_if_faulty()
    return mapping


def _question(files: Files, path: Path, number: int, data: dict[str, Any], head: _Head) -> Question | None:
    ours = {key: value for key, value in data.items() if key in Asked.model_fields}
    own = {key: value for key, value in data.items() if key not in Asked.model_fields}
    try:
        asked = Asked.model_validate(ours)
    except ValidationError as error:
        for one in error.errors():
            files.add(path, ("questions", number, *one["loc"]), one["msg"].removeprefix("Value error, "))
        return None
    if asked.item is not None:
        for key in own:
            files.add(path, ("questions", number, key), "no such key beside `item`; is it misspelt?")
        return Question(number, asked, None)
    if "id" not in own or "kind" not in own:
        files.add(path, ("questions", number), "needs an `item` of the series, or an `id`, a `kind` and a `label`")
        return None
    for header in (asked.column, *(asked.columns if isinstance(asked.columns, tuple | dict) else ())):
        if header is not None and is_personal(header):
            files.add(path, ("questions", number, "column"), f"{header!r} says who someone is: use it as `respondent`")
    question = Question(number, asked, _with_scale(files, path, number, own, head))
    trial = dict(question.own or {})
    if question.makes:
        # what is made of the files is not there yet; the rest is checked
        trial[question.makes] = _stand_ins(question.makes)
    try:
        _ITEM.validate_python(trial)
    except ValidationError as error:
        for one in error.errors():
            where = tuple(part for part in one["loc"] if part not in KINDS)
            told = "no such key here; is it misspelt?" if one["type"] == "extra_forbidden" else one["msg"]
            files.add(path, ("questions", number, *where), told.removeprefix("Value error, "))
        return None
    return question


def _with_scale(files: Files, path: Path, number: int, own: dict[str, Any], head: _Head) -> dict[str, Any]:
    name = own.get("scale")
    if name is None or "points" in own:
        return own
    if name not in head.scales:
        known = ", ".join(head.scales) or "–"
        files.add(path, ("questions", number, "scale"), f"no scale {name!r} among `scales`; there are {known}")
        return own
    return {**own, "points": [point.model_dump(mode="json", exclude_none=True) for point in head.scales[name]]}


def _stand_ins(what: str) -> list[dict[str, Any]]:
    both = {"sv": "–", "en": "–"}
    if what == "points":
        return [{"value": n, "label": both} for n in (1, 2)]
    return [{"id": one, "label": both} for one in ("a", "b")]


def _day(value: str | None) -> str | None:
    if value is not None:
        try:
            dt.date.fromisoformat(value)
        except ValueError:
            raise ValueError("expected a day such as 2026-11-22") from None
    return value


def matching(pattern: str, headers: list[str]) -> list[str]:
    """The headers that a header, or a pattern `regex:/…/`, names."""
    found = _PATTERN.fullmatch(pattern)
    if found:
        return [header for header in headers if re.search(found[1], header)]
    plain = " ".join(pattern.split())
    return [header for header in headers if header == plain]
