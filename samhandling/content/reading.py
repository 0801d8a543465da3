"""Reading content from its files: strict, and with the place of every fault."""

import csv
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar, cast

from pydantic import BaseModel, TypeAdapter, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from samhandling.content.datasets import Dataset, departures
from samhandling.content.exercise import Exercise
from samhandling.content.kinds import KINDS, Id, Point
from samhandling.content.language import LANGUAGES
from samhandling.content.series import Series

PACKAGE = Path(__file__).resolve().parent.parent
T = TypeVar("T")
FOLDERS = ("sessions", "exercises", "datasets", "facilitator_guide", "voila_apps")


@dataclass(frozen=True)
class Fault:
    """Something wrong in a content file: where, at which key, and what was expected."""

    file: Path
    line: int
    key: str
    expected: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.key or 'the file'}: {self.expected}"


class ContentError(Exception):
    """Content that cannot be used; `faults` says what is wrong, and where."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


def find_root(start: Path | None = None) -> Path:
    """The folder of the series: the nearest one upwards from `start` (or here) with a series.yaml,
    else the series that came with the installation."""
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / "series.yaml").is_file() and (folder / "exercises").is_dir():
            return folder
    for folder in (PACKAGE / "bundled", PACKAGE.parent):
        if (folder / "series.yaml").is_file():
            return folder
    raise FileNotFoundError("no series.yaml here, in a folder above, or in the installation")


def write_series(target: Path, source: Path | None = None) -> list[Path]:
    """Copy a whole series into a new or empty folder, for someone to edit; the files written."""
    if target.exists() and any(target.iterdir()):
        raise FileExistsError(f"{target} is not empty")
    source = source or find_root(PACKAGE)
    target.mkdir(parents=True, exist_ok=True)
    for folder in FOLDERS:
        if (source / folder).is_dir():
            ignore = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
            shutil.copytree(source / folder, target / folder, ignore=ignore)
    shutil.copy2(source / "series.yaml", target / "series.yaml")
    write_schemas(target)
    return sorted(path for path in target.rglob("*") if path.is_file())


@dataclass(frozen=True)
class Content:
    """Everything that a series is made of, read from one folder and checked."""

    root: Path
    series: Series
    exercises: dict[str, Exercise]
    municipalities: dict[str, str] = field(default_factory=dict)
    """Names by SCB's four-digit code."""

    @classmethod
    def read(cls, root: Path | None = None) -> "Content":
        """Read and check the series in `root`; raises `ContentError` with every fault found."""
        root = root or find_root()
        reader = _Reader(root)
        content = reader.content()
        if reader.faults or content is None:
            raise ContentError(reader.faults)
        return content

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
    return reader.faults


class _Reader:
    """Reads the files of one series and collects faults instead of stopping at the first."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.faults: list[Fault] = []

    def content(self) -> Content | None:
        scales = self._scales()
        exercises: dict[str, Exercise] = {}
        for path in sorted((self.root / "exercises").glob("*.yaml")):
            if path.name == "scales.yaml":
                continue
            data = self._yaml(path)
            if data is None:
                continue
            self._fill_in_scales(path, data, scales)
            exercise = self._validated(path, data, Exercise)
            if exercise is None:
                continue
            if path.stem != exercise.id:
                self._fault(path, data, ("id",), f"expected {path.stem!r}, the name of the file")
            exercises[exercise.id] = exercise
        path = self.root / "series.yaml"
        data = self._yaml(path)
        series = None if data is None else self._validated(path, data, Series)
        if series is None:
            return None
        for m, meeting in enumerate(series.meetings):
            for s, step in enumerate(meeting.agenda):
                if step.exercise and step.exercise not in exercises and not self.faults:
                    known = ", ".join(exercises)
                    where = ("meetings", m, "agenda", s, "exercise")
                    self._fault(path, data, where, f"no exercise {step.exercise}; there are {known}")
        return Content(self.root, series, exercises, self._municipalities())

    def datasets(self) -> None:
        """The dictionaries of the data sets, and the tables they speak of."""
        for path in sorted((self.root / "datasets").glob("*.yaml")):
            data = self._yaml(path)
            dataset = None if data is None else self._validated(path, data, Dataset)
            if dataset is None:
                continue
            if path.stem != dataset.id:
                self._fault(path, data, ("id",), f"expected {path.stem!r}, the name of the file")
            for key, name in (("file", dataset.file), ("recipe", dataset.recipe)):
                if not (path.parent / name).is_file():
                    self._fault(path, data, (key,), f"there is no file {name}")
            table = path.parent / dataset.file
            if table.is_file():
                shown = self._shown(table)
                self.faults += [Fault(shown, *departure) for departure in departures(dataset, table)]

    def notebooks(self, series: Series) -> None:
        """A series that has notebooks has one for each meeting, in both languages."""
        folder = self.root / "sessions"
        for meeting in series.meetings if folder.is_dir() else ():
            for language in LANGUAGES:
                path = folder / language / f"{meeting.id}.ipynb"
                try:
                    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
                except FileNotFoundError:
                    self.faults.append(Fault(self._shown(path), 1, "", "the meeting's notebook is missing"))
                except (ValueError, KeyError, TypeError):
                    self.faults.append(Fault(self._shown(path), 1, "", "expected a notebook"))
                else:
                    if any(cell.get("outputs") for cell in cells):
                        self.faults.append(Fault(self._shown(path), 1, "", "expected no outputs; clear them"))

    def _municipalities(self) -> dict[str, str]:
        path = self.root / "datasets" / "municipalities.csv"
        if not path.is_file():
            return {}
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            if not {"code", "name"} <= set(reader.fieldnames or ()):
                self.faults.append(Fault(self._shown(path), 1, "", "expected the columns code and name"))
                return {}
            return {row["code"]: row["name"] for row in reader}

    def _scales(self) -> dict[str, Any]:
        path = self.root / "exercises" / "scales.yaml"
        data = self._yaml(path)
        if data is None:
            return {}
        parsed = self._validated(path, data, TypeAdapter(dict[Id, tuple[Point, ...]]))
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
                self._fault(path, data, where, f"no scale {name!r} in scales.yaml; there are {', '.join(scales)}")

    def _yaml(self, path: Path) -> Any:
        try:
            data = YAML(typ="rt").load(path.read_text(encoding="utf-8"))
            if data is None:
                self.faults.append(Fault(self._shown(path), 1, "", "the file is empty"))
            return data
        except FileNotFoundError:
            self.faults.append(Fault(self._shown(path), 1, "", "the file is missing"))
        except UnicodeDecodeError:
            self.faults.append(Fault(self._shown(path), 1, "", "expected text in UTF-8"))
        except MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            problem = " ".join(str(error.problem or error.context or "cannot be read").split())
            self.faults.append(Fault(self._shown(path), line, "", f"expected YAML, but {problem}"))
        except YAMLError as error:  # e.g. a control character, which comes without a place
            problem = " ".join(str(error).split())
            self.faults.append(Fault(self._shown(path), 1, "", f"expected YAML, but {problem}"))
        return None

    def _validated(self, path: Path, data: Any, model: "type[T] | TypeAdapter[T]") -> T | None:
        plain = _plain(data)
        try:
            if isinstance(model, TypeAdapter):
                return model.validate_python(plain)
            return cast(T, cast(type[BaseModel], model).model_validate(plain))
        except ValidationError as error:
            for one in error.errors():
                self._fault(path, data, tuple(one["loc"]), _expected(one))
        return None

    def _fault(self, path: Path, data: Any, where: tuple[int | str, ...], expected: str) -> None:
        where = _without_kinds(where)
        key = ".".join(str(part) for part in where)
        self.faults.append(Fault(self._shown(path), _line(data, where), key, expected))

    def _shown(self, path: Path) -> Path:
        try:
            return path.relative_to(Path.cwd())
        except ValueError:
            return path


def _expected(error: Any) -> str:
    message: str = error["msg"].removeprefix("Value error, ")
    given = error.get("input")
    if error["type"] == "extra_forbidden":
        return "no such key here; is it misspelt?"
    if error["type"] == "missing":
        return "is missing"
    if isinstance(given, str | int | float | bool) or given is None:
        return f"{message}, but it is {given!r}"
    return message


def _without_kinds(where: tuple[int | str, ...]) -> tuple[int | str, ...]:
    """A place as it is in the file: pydantic names the kind between an item's number and its keys."""
    if where[:1] == ("items",) and len(where) > 2 and where[2] in KINDS:
        return where[:2] + where[3:]
    return where


def _line(data: Any, where: tuple[int | str, ...]) -> int:
    """The line of the deepest key of `where` that exists in the file."""
    line = 1
    for part in where:
        if isinstance(data, CommentedMap) and part in data:
            # what is merged in (`<<`) or filled in has no line of its own
            line = data.lc.key(part)[0] + 1 if part in (data.lc.data or ()) else line
        elif isinstance(data, CommentedSeq) and isinstance(part, int) and part < len(data):
            line = data.lc.item(part)[0] + 1
        else:
            break
        data = data[part]
    return line


def _plain(data: Any) -> Any:
    """The data without its line numbers, so that strict models see dicts, lists and strings."""
    match data:
        case dict():
            return {str(key): _plain(value) for key, value in data.items()}
        case list():
            return [_plain(value) for value in data]
        case bool() | None:
            return data
        case int():
            return int(data)
        case float():
            return float(data)
        case _:
            return str(data)


def schemas() -> Iterator[tuple[str, dict[str, Any]]]:
    """JSON Schemas by the file's place in a series: editors complete and check the YAML with them."""
    scales: TypeAdapter[Any] = TypeAdapter(dict[Id, tuple[Point, ...]])
    yield "series.schema.json", Series.model_json_schema()
    yield "exercises/exercise.schema.json", Exercise.model_json_schema()
    yield "exercises/scales.schema.json", scales.json_schema()


def write_schemas(root: Path) -> None:
    """Write the JSON Schemas beside the files of the series in `root`."""
    for name, schema in schemas():
        text = json.dumps(schema, indent=1, ensure_ascii=False) + "\n"
        (root / name).write_text(text, encoding="utf-8")
