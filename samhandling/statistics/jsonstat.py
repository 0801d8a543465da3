"""Reading JSON-stat 2.0 with its codes: the format of Statistics Sweden's tables."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any, Self

from samhandling.statistics.web import FetchError

#: How a value that is missing, secret or not yet known is written.
MISSING = (None, "", ".", "..", "...")


@dataclass(frozen=True)
class Cube:
    """A table of any number of dimensions: the labels of each by code, in the order of the values."""

    labels: dict[str, dict[str, str]]
    names: dict[str, str]
    values: list[int | float | None]

    @classmethod
    def read(cls, data: Any) -> Self:
        """From an answer, with all its values or, as metadata are, without any; FetchError if it is something else.

        The values may be a list or, where most are missing, an object by place; a dimension's index may be an object
        or a list, or left out where there is one category. https://json-stat.org/full/
        """
        try:
            dimensions = {code: data["dimension"][code] for code in data["id"]}
            labels = {code: _categories(dimension["category"]) for code, dimension in dimensions.items()}
            names = {code: str(dimension.get("label") or code) for code, dimension in dimensions.items()}
            size = prod(len(one) for one in labels.values())
            values = data.get("value")
            if isinstance(values, dict):
                values = [values.get(str(place)) for place in range(size)]
            if not labels or (values and len(values) != size):
                raise ValueError("as many values as there are combinations")
            return cls(labels, names, [_number(value) for value in values or ()])
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise FetchError("strange", host="SCB") from error

    def cells(self) -> Iterator[tuple[dict[str, str], int | float | None]]:
        """Each value with its code in each dimension; the last dimension changes fastest."""
        for codes, value in zip(product(*self.labels.values()), self.values, strict=True):
            yield dict(zip(self.labels, codes, strict=True)), value


def _categories(category: Any) -> dict[str, str]:
    index, labels = category.get("index"), category.get("label", {})
    if isinstance(index, dict):
        index = sorted(index, key=index.__getitem__)
    return {code: str(labels.get(code, code)) for code in (index if index is not None else labels)}


def _number(value: Any) -> int | float | None:
    if value in MISSING:
        return None
    number = float(value)
    return int(number) if number.is_integer() else number
