"""The words of the screens, sentences and papers: `samhandling/words/<file>.yaml`, in both languages."""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

from pydantic import TypeAdapter

from samhandling.content import plain
from samhandling.content.language import Language, Text

FOLDER = Path(__file__).resolve().parent.parent / "words"

_FILLED = re.compile(r"\{([a-z_]+)\}")
_FILE = TypeAdapter(dict[str, Text])


@cache
def words(file: str) -> Mapping[str, Text]:
    """Every text of a words file by key, e.g. ``words("paper")["name"].sv``; read once."""
    data = plain.load((FOLDER / f"{file}.yaml").read_text(encoding="utf-8"))
    return MappingProxyType(_FILE.validate_python(data or {}))


def say(file: str, key: str, language: Language, **fill: object) -> str:
    """A text with its `{name}` places filled in; a place without a value is a KeyError."""
    return _FILLED.sub(lambda place: str(fill[place[1]]), words(file)[key].in_(language))


def many(file: str, key: str, n: float, language: Language, **fill: object) -> str:
    """The text `<key>_one` for exactly one and `<key>_many` for other numbers; `{n}` is the number."""
    return say(file, f"{key}_one" if n == 1 else f"{key}_many", language, **{"n": n, **fill})


def on_day(day: date, language: Language) -> str:
    """A date as it is written in the language, e.g. 26 november 2026."""
    month = say("dates", f"month_{day.month}", language)
    return f"{day.day} {month} {day.year}"
