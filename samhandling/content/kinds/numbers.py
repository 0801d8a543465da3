"""Kinds that take a number, or a place on a plane."""

from typing import Any, Literal, Self

from pydantic import Field, model_validator

from samhandling.content.kinds.base import UNKNOWN, Option, Refused, _Item, _Model, is_finite, rows_of, words_of
from samhandling.content.language import Text


class Number(_Item):
    """A number in steps between two ends, set with a slider. The answer is the number, or `unknown`."""

    kind: Literal["number"] = "number"
    low: float
    high: float
    step: float = Field(default=1, gt=0)
    unit: Text | None = None
    low_label: Text | None = None
    high_label: Text | None = None
    unknown: bool = False

    @model_validator(mode="after")
    def _has_room(self) -> Self:
        if self.high <= self.low:
            raise ValueError("`high` must be above `low`")
        return self

    @property
    def ticks(self) -> list[float]:
        """Up to five values along the way, ends included, for an axis."""
        steps = round((self.high - self.low) / self.step)
        found = [round(self.low + round(steps * fourth / 4) * self.step, 9) for fourth in range(4)]
        return [int(one) if one == int(one) else one for one in dict.fromkeys([*found, self.high])]

    def check(self, value: Any) -> int | float | str:
        if value == UNKNOWN and self.unknown:
            return UNKNOWN
        if isinstance(value, bool) or not isinstance(value, int | float) or not is_finite(value):
            raise Refused("wrong_type", expected="number")
        if not self.low <= value <= self.high:
            raise Refused("out_of_range", low=self.low, high=self.high)
        steps = round((value - self.low) / self.step)
        near = round(self.low + steps * self.step, 9)
        if abs(near - value) > 1e-6 * self.step:
            raise Refused("wrong_type", expected="number")
        return int(near) if near == int(near) else near


class Axis(_Model):
    """One of two axes: what it measures, and what its ends mean."""

    label: Text
    low: Text
    high: Text


class Corners(_Model):
    """What the four corners of the plane are called; `high_low` is far along x and low on y."""

    low_low: Text
    high_low: Text
    low_high: Text
    high_high: Text


class Position(_Item):
    """Things placed on a plane of two axes. The answer is a list of `{id, x, y}`; things of one's own have a `text`."""

    kind: Literal["position"] = "position"
    x: Axis
    y: Axis
    corners: Corners | None = None
    steps: int = Field(default=10, ge=2, le=100)
    """Both axes run from 0 to this, in whole steps."""
    things: tuple[Option, ...] = ()
    own: int = Field(default=0, ge=0, le=20)
    """How many things of one's own may be placed."""
    length: int = Field(default=80, ge=10, le=400)
    shared: bool = True

    @model_validator(mode="after")
    def _has_something_to_place(self) -> Self:
        if not self.things and not self.own:
            raise ValueError("needs `things`, or room for things of one's `own`")
        return self

    def check(self, value: Any) -> list[dict[str, Any]]:
        ids = [thing.id for thing in self.things]
        kept = []
        for row in rows_of(value, len(ids) + self.own, known=ids):
            one: dict[str, Any] = {"id": row["id"]}
            if row["id"] not in ids:
                if not self.own or set(row) - {"id", "text", "x", "y"}:
                    raise Refused("unknown_option", option=row["id"])
                one["text"] = words_of(row.get("text"), self.length)
                if not one["text"]:
                    raise Refused("empty")
            elif set(row) - {"id", "x", "y"}:
                raise Refused("wrong_type", expected="rows")
            for axis in ("x", "y"):
                at = row.get(axis)
                if isinstance(at, bool) or not isinstance(at, int):
                    raise Refused("wrong_type", expected="number")
                if not 0 <= at <= self.steps:
                    raise Refused("out_of_range", low=0, high=self.steps)
                one[axis] = at
            kept.append(one)
        if sum(row["id"] not in ids for row in kept) > self.own:
            raise Refused("over_limit", at_most=self.own)
        return kept
