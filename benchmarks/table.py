"""What a run found, as a Markdown table under the machine it ran on."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence

from machine import described

Row = Mapping[str, str | float | None]
"""Cells by the head of their column; None where another line bears it."""


def spread(values: Iterable[float], unit: str) -> dict[str, float | None]:
    """The median, the 95th percentile and the greatest of some values, as cells; percentiles by nearest rank."""
    ordered = sorted(values)

    def at(share: float) -> float | None:
        return ordered[math.ceil(share * len(ordered)) - 1] if ordered else None

    return {f"p50 {unit}": at(0.5), f"p95 {unit}": at(0.95), f"max {unit}": at(1)}


def report(rows: Sequence[Row], *more: str) -> str:
    """The machine, the versions, whatever more there is to say, and a table of the rows.

    All rows have the columns of the first.
    """
    heads = list(rows[0])
    lines = [[_shown(row[head]) for head in heads] for row in rows]
    marks = ["--:" if all(_is_number(line[i]) for line in lines) else "---" for i in range(len(heads))]
    about = "\n".join([described(), *more])
    return f"{about}\n\n" + "\n".join(f"| {' | '.join(one)} |" for one in [heads, marks, *lines])


def _shown(value: str | float | None) -> str:
    """A number with three digits that mean something."""
    if isinstance(value, float):
        return f"{float(f'{value:.3g}'):,.12g}".replace(",", " ")
    return "" if value is None else str(value)


def _is_number(text: str) -> bool:
    return re.fullmatch(r"-?[\d .]*", text) is not None
