"""Content files as plain data, and what is wrong in them: the file, the line, the key, and what was expected."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, cast

from pydantic import BaseModel, TypeAdapter, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from samhandling.content import plain
from samhandling.content.kinds import KINDS

T = TypeVar("T")


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


class Files:
    """Reads files, and collects the faults found in them instead of stopping at the first."""

    def __init__(self) -> None:
        self.found: list[Fault] = []
        self._with_lines: dict[Path, Any] = {}

    def load(self, path: Path) -> Any:
        """The data of a file; None with a fault when it has none."""
        try:
            data = as_plain(plain.load(path.read_text(encoding="utf-8")))
        except (OSError, UnicodeDecodeError, plain.YAMLError):
            # with the place of what is wrong
            data = as_plain(self._marked(path, tell=True))
        else:
            if data is None:
                self.whole(path, "the file is empty")
        return data

    def _marked(self, path: Path, tell: bool = False) -> Any:
        """The data of a file with its lines: only those who look for a place need them."""
        if path in self._with_lines and not tell:
            return self._with_lines[path]
        fault = None
        try:
            self._with_lines[path] = YAML(typ="rt").load(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            fault = Fault(self.shown(path), 1, "", "the file is missing")
        except UnicodeDecodeError:
            fault = Fault(self.shown(path), 1, "", "expected text in UTF-8")
        except MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            problem = " ".join(str(error.problem or error.context or "cannot be read").split())
            fault = Fault(self.shown(path), line, "", f"expected YAML, but {problem}")
        except YAMLError as error:  # e.g. a control character, which comes without a place
            problem = " ".join(str(error).split())
            fault = Fault(self.shown(path), 1, "", f"expected YAML, but {problem}")
        if tell and fault:
            self.found.append(fault)
        return self._with_lines.get(path)

    def validated(self, path: Path, data: Any, model: "type[T] | TypeAdapter[T]") -> T | None:
        """The data of a file as a model; None, with its faults, when it is none."""
        try:
            if isinstance(model, TypeAdapter):
                return model.validate_python(data)
            return cast(T, cast(type[BaseModel], model).model_validate(data))
        except ValidationError as error:
            for one in error.errors():
                self.add(path, tuple(one["loc"]), _expected(one))
        return None

    def whole(self, path: Path, expected: str) -> None:
        """Something is wrong with a file as a whole."""
        self.found.append(Fault(self.shown(path), 1, "", expected))

    def add(self, path: Path, where: tuple[int | str, ...], expected: str) -> None:
        """Something is wrong at a key of a file."""
        where = _without_kinds(where)
        key = ".".join(str(part) for part in where)
        self.found.append(Fault(self.shown(path), _line(self._marked(path), where), key, expected))

    def shown(self, path: Path) -> Path:
        """A path as a person writes it."""
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


def as_plain(data: Any) -> Any:
    """The data without its line numbers, so that strict models see dicts, lists and strings."""
    match data:
        case dict():
            return {str(key): as_plain(value) for key, value in data.items()}
        case list():
            return [as_plain(value) for value in data]
        case bool() | None:
            return data
        case int():
            return int(data)
        case float():
            return float(data)
        case _:
            return str(data)
