"""A data set's dictionary, and whether its table keeps to it."""

import csv
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, StringConstraints

from samhandling.content import plain
from samhandling.content.kinds import Id, _Model
from samhandling.content.language import Text, Written

FileName = Annotated[str, StringConstraints(pattern=r"^[\w.-]+$")]


class Allowed(_Model):
    """What a column may hold; `one_for_each` names a column that decides this one."""

    pattern: str | None = None
    values: tuple[str, ...] = ()
    unique: bool = False
    one_for_each: Id | None = None


class DataColumn(_Model):
    """One column: its type, unit, meaning and allowed values."""

    id: Id
    type: Literal["text", "integer", "number", "date"]
    unit: Text | None
    meaning: Text
    allowed: Allowed = Allowed()


class Source(_Model):
    """Where the data comes from; `through` is the package or service that carried it."""

    name: Text
    url: Annotated[str, StringConstraints(pattern=r"^https?://")]
    through: Written | None = None


class Licence(_Model):
    """The data's licence, by its SPDX name."""

    data: Written
    note: Text | None = None


class Dataset(_Model):
    """A table of facts, or a synthetic one: what it holds, whose it is, and how it was made."""

    id: Id
    title: Text
    description: Text
    file: FileName
    rows: int = Field(ge=1)
    key: tuple[Id, ...] = Field(min_length=1)
    columns: tuple[DataColumn, ...] = Field(min_length=1)
    missing: Text
    as_of: Text
    source: Source
    licence: Licence
    recipe: FileName
    synthetic: bool = False

    @classmethod
    def read(cls, path: Path) -> Self:
        """The dictionary in a YAML file; raises pydantic's ValidationError where it is none."""
        return cls.model_validate(plain.load(path.read_text(encoding="utf-8")))

    @property
    def form(self) -> tuple[Any, ...]:
        """What a program relies on: the columns with what they may hold, and the key."""
        return self.key, tuple((column.id, column.type, column.allowed) for column in self.columns)


class Fetched(Dataset):
    """A data set whose table was fetched from its source: when, and for which county."""

    fetched: date
    county: str | None = None


def fetched_folder(root: Path) -> Path:
    """Where the fetched tables of the series in `root` lie: each a CSV, and its dictionary as JSON."""
    return root / "datasets" / "fetched"


@dataclass(frozen=True)
class Table:
    """A data set with its rows: a value of each column by its id, numbers as numbers."""

    dataset: Dataset
    rows: list[dict[str, Any]]

    @classmethod
    def read(cls, root: Path, name: str) -> "Table":
        """The data set `name` of the series in `root`: the fetched table where there is a sound one (its dataset is
        a `Fetched` then), else the one that comes with the series. FileNotFoundError where there is neither."""
        return cls.fetched(root, name) or cls.bundled(root, name)

    @classmethod
    def bundled(cls, root: Path, name: str) -> "Table":
        """The table that comes with the series; it keeps to its dictionary, since `samhandling check` says so."""
        return cls._of(Dataset.read(root / "datasets" / f"{name}.yaml"), root / "datasets")

    @classmethod
    def fetched(cls, root: Path, name: str) -> "Table | None":
        """The fetched table; None where there is none, or it does not keep to the dictionary of the series."""
        folder = fetched_folder(root)
        # whatever is wrong with what was fetched, there is the table that comes with the series
        with suppress(OSError, ValueError, TypeError, csv.Error):
            dataset = Fetched.model_validate_json((folder / f"{name}.json").read_text(encoding="utf-8"))
            own = root / "datasets" / f"{name}.yaml"
            if own.is_file() and Dataset.read(own).form != dataset.form:
                return None
            if next(departures(dataset, folder / dataset.file), None) is None:
                return cls._of(dataset, folder)
        return None

    @classmethod
    def _of(cls, dataset: Dataset, folder: Path) -> "Table":
        read = {column.id: _READ[column.type] for column in dataset.columns}
        with (folder / dataset.file).open(encoding="utf-8", newline="") as file:
            rows = [{key: read[key](value) for key, value in row.items()} for row in csv.DictReader(file)]
        return cls(dataset, rows)


_READ: dict[str, Any] = {"text": str, "integer": int, "number": float, "date": str}


def departures(dataset: Dataset, table: Path) -> Iterator[tuple[int, str, str]]:
    """Where a table departs from its dictionary: line, column, and what was expected."""
    with table.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        wanted = [column.id for column in dataset.columns]
        if reader.fieldnames != wanted:
            yield 1, "", f"expected the columns {', '.join(wanted)}"
            return
        rows = list(reader)
    if len(rows) != dataset.rows:
        yield 1, "", f"expected {dataset.rows} rows, but there are {len(rows)}"
    keys = [tuple(row[one] for one in dataset.key) for row in rows]
    if len(set(keys)) != len(keys):
        yield 1, ".".join(dataset.key), "expected a different key in each row"
    for column in dataset.columns:
        seen: dict[str, int] = {}
        decided: dict[str, str] = {}
        for line, row in enumerate(rows, start=2):
            value, allowed = row[column.id] or "", column.allowed
            if allowed.pattern and not re.fullmatch(allowed.pattern, value):
                yield line, column.id, f"expected {allowed.pattern}, but it is {value!r}"
            if allowed.values and value not in allowed.values:
                yield line, column.id, f"expected one of {', '.join(allowed.values)}, but it is {value!r}"
            if allowed.unique and value in seen:
                yield line, column.id, f"{value!r} stands on line {seen[value]} already"
            if allowed.one_for_each and decided.setdefault(row[allowed.one_for_each] or "", value) != value:
                yield line, column.id, f"expected one value for each {allowed.one_for_each}, but it is {value!r}"
            seen.setdefault(value, line)
