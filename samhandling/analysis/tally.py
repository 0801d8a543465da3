"""Answers counted: all that a picture is made of, whether they were given in a room or are a million rows."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

PLACED = ":placed"
"""The part that counts who placed each thing at all, where an answer may name several places for it."""

WORDS = frozenset({"text", "notes", "table", "board", "position"})
"""The kinds whose pictures show what people wrote."""

Part = tuple[str, Any]


@dataclass(frozen=True)
class Tally:
    """The answers to one item: how many, how often each value of each part, and what was said in words."""

    n: int = 0
    parts: Mapping[str, Counter[Any]] = field(default_factory=dict)
    """Part (a row, an option, a statement …; empty for the item itself) → value → how many answers."""
    said: Sequence[tuple[str, Any]] = ()
    """The answers as they are, with their ids, of the kinds that show words."""

    def of(self, part: str = "") -> Counter[Any]:
        """How often each value of a part was answered; a counter of its own."""
        return Counter(self.parts.get(part, ()))


def tally(kind: str, rows: Iterable[tuple[str, Any]]) -> Tally:
    """Count the answers to an item of a kind: pairs of an answer's id and its value."""
    rows = list(rows)
    parts: dict[str, Counter[Any]] = {}
    for _, value in rows:
        for part, one in parts_of(kind, value):
            parts.setdefault(part, Counter())[one] += 1
    return Tally(len(rows), parts, rows if kind in WORDS else ())


def parts_of(kind: str, value: Any) -> Iterator[Part]:
    """What of an answer can be counted, as pairs of a part and its value; nothing of mere words."""
    return iter(_PARTS[kind](value))


def _whole(value: Any) -> Iterable[Part]:
    return (("", one) for one in (value if isinstance(value, list) else (value,)))


def _places(value: Mapping[str, Sequence[str]]) -> Iterator[Part]:
    for thing, codes in value.items():
        if codes:
            yield PLACED, thing
        yield from ((thing, code) for code in codes)


def _plane(value: Sequence[Mapping[str, Any]]) -> Iterator[Part]:
    for one in value:
        if "text" not in one:  # people's own things are shown where they stand, and not counted
            yield f"{one['id']}:x", one["x"]
            yield f"{one['id']}:y", one["y"]


_PARTS: dict[str, Callable[[Any], Iterable[Part]]] = {
    "scale": _whole, "ladder": _whole, "number": _whole, "choice": _whole, "quiz": _whole,
    "matrix": dict.items, "agree": dict.items, "votes": dict.items,
    "rank": lambda value: ((option, place) for place, option in enumerate(value, 1)),
    "board": lambda value: ((card, said["status"]) for card, said in value.items()),
    "place": _places, "position": _plane,
    "text": lambda value: (), "notes": lambda value: (), "table": lambda value: (),
}  # fmt: skip
