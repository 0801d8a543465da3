"""Reading content from its files: strict, and with the place of every fault."""

import csv
import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from samhandling.content.datasets import Dataset, departures
from samhandling.content.exercise import Exercise
from samhandling.content.faults import ContentError, Fault, Files
from samhandling.content.folder import find_root
from samhandling.content.kinds import Id, Municipality, Place, Point
from samhandling.content.language import LANGUAGES
from samhandling.content.registers import Register, Registers, faults_of
from samhandling.content.series import Meeting, Series, Step, extra_step

_SWEDISH = str.maketrans("ÅÄÖåäö", "[\\]{|}")
"""Places å, ä and ö after z, in this order."""


@dataclass(frozen=True)
class Content:
    """Everything that a series is made of, read from one folder and checked."""

    root: Path
    series: Series
    exercises: dict[str, Exercise]
    municipalities: dict[str, str] = field(default_factory=dict)
    """Names by SCB's four-digit code."""
    registers: dict[str, Register] = field(default_factory=dict)
    """What lives on after the meetings, in the order in which it is shown."""

    @classmethod
    def read(cls, root: Path | None = None) -> "Content":
        """Read and check the series in `root`; raises `ContentError` with every fault found."""
        root = root or find_root()
        reader = _Reader(root)
        content = reader.content()
        if reader.files.found or content is None:
            raise ContentError(reader.files.found)
        return content

    def steps(self, meeting: Meeting) -> tuple[Step, ...]:
        """The agenda of a meeting, and after it a step for every exercise that it leaves out, to be brought in."""
        planned = {step.exercise for step in meeting.agenda}
        extra = [one for one in self.exercises.values() if one.id not in planned]
        return (*meeting.agenda, *(extra_step(one) for one in extra))

    @cached_property
    def municipalities_by_name(self) -> dict[str, str]:
        """Codes by name in lower case."""
        return {name.casefold(): code for code, name in self.municipalities.items()}


def check(root: Path) -> list[Fault]:
    """Every fault in the content of `root`; an empty list means that all is well."""
    reader = _Reader(root)
    content = reader.content()
    reader.datasets()
    if content is not None:
        reader.notebooks(content.series)
    return reader.files.found


class _Reader:
    """Reads the files of one series and collects faults instead of stopping at the first."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.files = Files()

    def content(self) -> Content | None:
        scales = self._scales()
        exercises: dict[str, Exercise] = {}
        for path in sorted((self.root / "exercises").glob("*.yaml"), key=_in_order):
            if path.name == "scales.yaml":
                continue
            data = self.files.load(path)
            if data is None:
                continue
            self._fill_in_scales(path, data, scales)
            exercise = self.files.validated(path, data, Exercise)
            if exercise is None:
                continue
            if path.stem != exercise.id:
                self.files.add(path, ("id",), f"expected {path.stem!r}, the name of the file")
            exercises[exercise.id] = exercise
        path = self.root / "series.yaml"
        data = self.files.load(path)
        series = None if data is None else self.files.validated(path, data, Series)
        if series is None:
            return None
        for m, meeting in enumerate(series.meetings):
            for s, step in enumerate(meeting.agenda):
                if step.exercise and step.exercise not in exercises and not self.files.found:
                    known = ", ".join(exercises)
                    where = ("meetings", m, "agenda", s, "exercise")
                    self.files.add(path, where, f"no exercise {step.exercise}; there are {known}")
        municipalities = self._municipalities()
        exercises = {key: self._on_its_map(one, series.county, municipalities) for key, one in exercises.items()}
        return Content(self.root, series, exercises, municipalities, self._registers(exercises))

    def datasets(self) -> None:
        """The dictionaries of the data sets, and the tables they speak of."""
        for path in sorted((self.root / "datasets").glob("*.yaml")):
            data = self.files.load(path)
            dataset = None if data is None else self.files.validated(path, data, Dataset)
            if dataset is None:
                continue
            if path.stem != dataset.id:
                self.files.add(path, ("id",), f"expected {path.stem!r}, the name of the file")
            for key, name in (("file", dataset.file), ("recipe", dataset.recipe)):
                if not (path.parent / name).is_file():
                    self.files.add(path, (key,), f"there is no file {name}")
            table = path.parent / dataset.file
            if table.is_file():
                shown = self.files.shown(table)
                self.files.found += [Fault(shown, *departure) for departure in departures(dataset, table)]

    def notebooks(self, series: Series) -> None:
        """A series that has notebooks has one for each meeting, in both languages."""
        folder = self.root / "sessions"
        for meeting in series.meetings if folder.is_dir() else ():
            for language in LANGUAGES:
                path = folder / language / f"{meeting.id}.ipynb"
                try:
                    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
                except FileNotFoundError:
                    self.files.whole(path, "the meeting's notebook is missing")
                except (ValueError, KeyError, TypeError):
                    self.files.whole(path, "expected a notebook")
                else:
                    if any(cell.get("outputs") for cell in cells):
                        self.files.whole(path, "expected no outputs; clear them")

    def _registers(self, exercises: dict[str, Exercise]) -> dict[str, Register]:
        """A series may have no registers at all."""
        path = self.root / "registers.yaml"
        data = self.files.load(path) if path.is_file() else None
        found = None if data is None else self.files.validated(path, data, Registers)
        broken = bool(self.files.found)
        for number, register in enumerate(found.registers if found else ()):
            for where, expected in faults_of(register, exercises):
                # an exercise that cannot be read has been told of already
                if not broken:
                    self.files.add(path, ("registers", number, *where), expected)
        return {register.id: register for register in found.registers} if found else {}

    def _municipalities(self) -> dict[str, str]:
        path = self.root / "datasets" / "municipalities.csv"
        if not path.is_file():
            return {}
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            if not {"code", "name"} <= set(reader.fieldnames or ()):
                self.files.whole(path, "expected the columns code and name")
                return {}
            # a code that is none is told of with its data set
            return {row["code"]: row["name"] for row in reader if re.fullmatch(r"\d{4}", row["code"] or "")}

    def _on_its_map(self, exercise: Exercise, county: str | None, municipalities: dict[str, str]) -> Exercise:
        """The exercise, with the county and its municipalities filled in where something is placed on a map."""
        items = list(exercise.items)
        for number, item in enumerate(items):
            if not isinstance(item, Place) or item.municipalities or not municipalities:
                continue
            where = item.county or county
            there = tuple(
                Municipality(code=code, name=name)
                for code, name in sorted(municipalities.items(), key=lambda one: one[1].translate(_SWEDISH))
                if where and code.startswith(where)
            )
            if not there:
                path = self.root / "exercises" / f"{exercise.id}.yaml"
                expected = f"no county {where} in municipalities.csv" if where else "needed here, or in series.yaml"
                self.files.add(path, ("items", number, "county"), expected)
            items[number] = item.model_copy(update={"county": where, "municipalities": there})
        return exercise.model_copy(update={"items": tuple(items)})

    def _scales(self) -> dict[str, Any]:
        path = self.root / "exercises" / "scales.yaml"
        data = self.files.load(path)
        if data is None:
            return {}
        parsed = self.files.validated(path, data, TypeAdapter(dict[Id, tuple[Point, ...]]))
        return {} if parsed is None else dict(data)

    def _fill_in_scales(self, path: Path, data: Any, scales: dict[str, Any]) -> None:
        items = data.get("items") if isinstance(data, dict) else None
        for number, item in enumerate(items if isinstance(items, list) else []):
            name = item.get("scale") if isinstance(item, dict) else None
            if name is None:
                continue
            if name in scales and "points" not in item:
                item["points"] = scales[name]
            elif name not in scales:
                where = ("items", number, "scale")
                self.files.add(path, where, f"no scale {name!r} in scales.yaml; there are {', '.join(scales)}")


def _in_order(path: Path) -> tuple[tuple[bool, int, str], ...]:
    """The place of a file among others: E2.1 before E11."""
    parts = re.findall(r"\d+|\D+", path.stem)
    return tuple((part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in parts)
