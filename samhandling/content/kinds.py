"""The kinds of item: what may be asked, and what counts as an answer.

A kind exists everywhere or not at all. Beside the model here it has a control in the browser
(`frontend/src/kinds/`), a summary (`analysis/summaries.py`), a figure (`figures/kinds.py`), a form on
paper (`report/handout.py`) and a simulated answer (`content/simulated.py`); a test walks them.
"""

import datetime as dt
import math
import re
import unicodedata
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from samhandling.content.language import Text

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*$", max_length=40)]

UNKNOWN = "unknown"
"""The answer *vet ej*: an answer, kept apart from every point of a scale."""

_CARD_ID = re.compile(r"[A-Za-z0-9_-]{4,40}")


class Refused(ValueError):
    """An answer that the item cannot hold; `reason` is a key of the words, `details` fill it in."""

    def __init__(self, reason: str, **details: Any) -> None:
        super().__init__(reason if not details else f"{reason}: {details}")
        self.reason = reason
        self.details = details


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Option(_Model):
    """Something to choose, vote on, rate or sort under."""

    id: Id
    label: Text
    help: Text | None = None


class Point(_Model):
    """One point of an ordinal scale."""

    value: int
    label: Text
    help: Text | None = None


class _Item(_Model):
    """What every kind of item has. An id is stable for ever: retire an item, never reuse its id."""

    id: Id
    label: Text
    help: Text | None = None
    required: bool = True
    retired: bool = False
    section: Id | None = None
    beside: Id | None = None
    """The item on whose screen this one stands, e.g. the evidence beside a rating."""

    def check(self, value: Any) -> Any:
        """The answer as it is stored, or `Refused`."""
        raise NotImplementedError


class _Ordinal(_Item):
    scale: Id | None = None
    points: tuple[Point, ...] = ()
    unknown: bool = False

    @model_validator(mode="after")
    def _has_points(self) -> Self:
        if not self.points:
            raise ValueError("needs either `points` or the name of a `scale`")
        values = [point.value for point in self.points]
        if values != sorted(set(values)):
            raise ValueError("`points` must have rising, different values")
        return self

    @property
    def values(self) -> list[int]:
        """The points' values, lowest first."""
        return [point.value for point in self.points]

    def _point(self, value: Any) -> int | str:
        if value == UNKNOWN and self.unknown:
            return UNKNOWN
        if isinstance(value, bool) or not isinstance(value, int):
            raise Refused("wrong_type", expected="number")
        if value not in self.values:
            raise Refused("out_of_range", low=self.values[0], high=self.values[-1])
        return value


class Choice(_Item):
    """One option, or several. The answer is an option's id, or a list of ids."""

    kind: Literal["choice"] = "choice"
    options: tuple[Option, ...] = Field(min_length=2)
    several: bool = False
    at_most: int | None = Field(default=None, ge=1)
    unknown: bool = False

    def check(self, value: Any) -> str | list[str]:
        ids = [option.id for option in self.options]
        if value == UNKNOWN and self.unknown:
            return UNKNOWN
        chosen = value if self.several else [value]
        if not isinstance(chosen, list) or not all(isinstance(one, str) for one in chosen):
            raise Refused("wrong_type", expected="list" if self.several else "option")
        for one in chosen:
            if one not in ids:
                raise Refused("unknown_option", option=one[:60])
        if len(set(chosen)) != len(chosen):
            raise Refused("repeated")
        if self.at_most is not None and len(chosen) > self.at_most:
            raise Refused("over_limit", at_most=self.at_most)
        return sorted(chosen, key=ids.index) if self.several else str(value)


class Scale(_Ordinal):
    """One point on an ordinal scale. The answer is the point's value, or `unknown`."""

    kind: Literal["scale"] = "scale"

    def check(self, value: Any) -> int | str:
        return self._point(value)


class Matrix(_Ordinal):
    """Several rows rated on one scale. The answer maps a row's id to a point's value."""

    kind: Literal["matrix"] = "matrix"
    rows: tuple[Option, ...] = Field(min_length=1)

    def check(self, value: Any) -> dict[str, int | str]:
        if not isinstance(value, dict):
            raise Refused("wrong_type", expected="rows")
        ids = [row.id for row in self.rows]
        for row in value:
            if row not in ids:
                raise Refused("unknown_row", row=str(row)[:60])
        return {row: self._point(value[row]) for row in ids if value.get(row) is not None}


class Ladder(_Ordinal):
    """A staircase on which one places oneself. The answer is the step's value, or `unknown`."""

    kind: Literal["ladder"] = "ladder"

    def check(self, value: Any) -> int | str:
        return self._point(value)


class TextItem(_Item):
    """Words of one's own. The answer is the text; `shared` texts are shown to the group, unsigned."""

    kind: Literal["text"] = "text"
    at_most: int = Field(default=2000, ge=1, le=10_000)
    lines: int = Field(default=3, ge=1, le=20)
    shared: bool = False

    def check(self, value: Any) -> str:
        return _words(value, self.at_most)


class Notes(_Item):
    """Many short cards, each in a category. The answer is a list of `{id, text, category}`."""

    kind: Literal["notes"] = "notes"
    categories: tuple[Option, ...] = ()
    at_most: int = Field(default=10, ge=1, le=50)
    length: int = Field(default=200, ge=10, le=1000)
    shared: bool = True

    def check(self, value: Any) -> list[dict[str, str]]:
        cards = _rows(value, self.at_most)
        categories = [category.id for category in self.categories]
        kept = []
        for card in cards:
            if set(card) - {"id", "text", "category"}:
                raise Refused("wrong_type", expected="cards")
            text = _words(card.get("text"), self.length)
            if not text:
                raise Refused("empty")
            one = {"id": card["id"], "text": text}
            if categories:
                if card.get("category") not in categories:
                    raise Refused("unknown_category", category=str(card.get("category"))[:60])
                one["category"] = card["category"]
            kept.append(one)
        return kept


class Votes(_Item):
    """Dots on options, or on the notes of another item. The answer maps an id to its dots."""

    kind: Literal["votes"] = "votes"
    options: tuple[Option, ...] = ()
    on: tuple[Id, ...] = ()
    """The `notes` items of the same exercise whose cards are voted on."""
    dots: int = Field(default=3, ge=1, le=20)
    each: int = Field(default=1, ge=1, le=20)
    """The most dots that one person may put on one thing."""

    @model_validator(mode="after")
    def _has_something_to_vote_on(self) -> Self:
        if bool(self.options) == bool(self.on):
            raise ValueError("needs either `options` or `on`")
        return self

    def check(self, value: Any) -> dict[str, int]:
        if not isinstance(value, dict):
            raise Refused("wrong_type", expected="dots")
        ids = [option.id for option in self.options]
        kept = {}
        for target, dots in value.items():
            if ids and target not in ids:
                raise Refused("unknown_option", option=str(target)[:60])
            if not _CARD_ID.fullmatch(str(target)) and not ids:
                raise Refused("unknown_option", option=str(target)[:60])
            if isinstance(dots, bool) or not isinstance(dots, int):
                raise Refused("wrong_type", expected="number")
            if not 0 <= dots <= self.each:
                raise Refused("out_of_range", low=0, high=self.each)
            if dots:
                kept[target] = dots
        if sum(kept.values()) > self.dots:
            raise Refused("over_limit", at_most=self.dots)
        return kept


class Column(_Model):
    """A column of a table: words, a number, a date, or one of some options."""

    id: Id
    label: Text
    help: Text | None = None
    type: Literal["text", "number", "date", "choice"] = "text"
    options: tuple[Option, ...] = ()
    required: bool = False
    at_most: int = Field(default=200, ge=1, le=2000)
    low: float | None = None
    high: float | None = None
    unit: Text | None = None

    @model_validator(mode="after")
    def _options_go_with_choice(self) -> Self:
        if (self.type == "choice") != bool(self.options):
            raise ValueError("`options` belong to the type `choice`, and only there")
        return self

    def check(self, value: Any) -> Any:
        """The cell as it is stored, or `Refused`."""
        if value is None or value == "":
            return None
        match self.type:
            case "text":
                return _words(value, self.at_most)
            case "number":
                if isinstance(value, bool) or not isinstance(value, int | float) or not _is_finite(value):
                    raise Refused("wrong_type", expected="number")
                low = -1e12 if self.low is None else self.low
                high = 1e12 if self.high is None else self.high
                if not low <= value <= high:
                    raise Refused("out_of_range", low=low, high=high)
                return value
            case "date":
                try:
                    return dt.date.fromisoformat(value).isoformat()
                except (TypeError, ValueError):
                    raise Refused("wrong_type", expected="date") from None
            case "choice":
                if value not in [option.id for option in self.options]:
                    raise Refused("unknown_option", option=str(value)[:60])
                return value


class Table(_Item):
    """Rows with typed columns. The answer is a list of `{id, <column>: cell}`."""

    kind: Literal["table"] = "table"
    columns: tuple[Column, ...] = Field(min_length=1)
    at_most: int = Field(default=8, ge=1, le=50)
    row: Text | None = None
    """What one row is called, e.g. *åtagande*."""
    shared: bool = True

    def check(self, value: Any) -> list[dict[str, Any]]:
        rows = _rows(value, self.at_most)
        names = {column.id for column in self.columns}
        kept = []
        for row in rows:
            if unknown := set(row) - names - {"id"}:
                raise Refused("unknown_column", column=min(unknown)[:60])
            cells = {column.id: column.check(row.get(column.id)) for column in self.columns}
            cells = {column: cell for column, cell in cells.items() if cell is not None}
            if cells:
                kept.append({"id": row["id"], **cells})
        return kept


Item = Annotated[Choice | Scale | Matrix | Ladder | TextItem | Notes | Votes | Table, Field(discriminator="kind")]


KINDS: dict[str, type[_Item]] = {
    "choice": Choice, "scale": Scale, "matrix": Matrix, "ladder": Ladder,
    "text": TextItem, "notes": Notes, "votes": Votes, "table": Table,
}  # fmt: skip
"""The closed set of kinds, by name."""


def _is_finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:  # a whole number too large to be a float
        return False


def _words(value: Any, at_most: int) -> str:
    """Text without control characters, at most so many characters (code points) long."""
    if not isinstance(value, str):
        raise Refused("wrong_type", expected="text")
    if len(value) > at_most:
        raise Refused("too_long", length=len(value), at_most=at_most)
    # a NUL cannot be stored in PostgreSQL, and a lone surrogate nowhere
    kept = (c for c in value.replace("\r\n", "\n") if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    return "".join(kept).strip()


def _rows(value: Any, at_most: int) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise Refused("wrong_type", expected="rows")
    if len(value) > at_most:
        raise Refused("over_limit", at_most=at_most)
    ids = [row.get("id") for row in value]
    if not all(isinstance(one, str) and _CARD_ID.fullmatch(one) for one in ids):
        raise Refused("wrong_type", expected="row_id")
    if len(set(ids)) != len(ids):
        raise Refused("repeated")
    return value
