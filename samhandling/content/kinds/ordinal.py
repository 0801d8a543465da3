"""Kinds that place something on an ordinal scale."""

from typing import Any, Literal, Self

from pydantic import Field, model_validator

from samhandling.content.kinds.base import UNKNOWN, Id, Option, Refused, _Item, _Model
from samhandling.content.language import Text


class Point(_Model):
    """One point of an ordinal scale."""

    value: int
    label: Text
    help: Text | None = None


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
