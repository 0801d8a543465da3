"""For whom a summary is made, and what may be shown there."""

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from samhandling.analysis.disclosure import MINIMUM
from samhandling.content.exercise import Level
from samhandling.content.kinds import Option
from samhandling.content.language import Language

Result = dict[str, Any]


@dataclass(frozen=True)
class View:
    """For whom a summary is made: language, level, and whether hidden and unshared words are shown."""

    language: Language = "sv"
    level: Level = "individual"
    show_hidden: bool = False
    hidden: Collection[str] = frozenset()
    cards: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    """The notes that votes are on, by id: `{text, category}`."""
    key_kept: bool = False
    """Whether some have still to answer, so that a right answer is not told."""

    @property
    def personal(self) -> bool:
        """Whether each answer is one person's, and small numbers therefore are not shown."""
        return self.level == "individual"

    def too_few(self, n: int) -> bool:
        """Whether an answer among `n` could be traced to a person."""
        return self.personal and 0 < n < MINIMUM


def row(thing: Option, labels: Mapping[Any, str], counts: Counter[Any], view: View) -> Result:
    """One row of a picture: how many gave `thing` each of some values, in the order of their `labels`."""
    n = counts.total()
    shown = [{"value": v, "label": label, "n": counts[v]} for v, label in labels.items()]
    shown = [] if view.too_few(n) or not n else shown
    label = thing.label.in_(view.language)
    return {"row": thing.id, "label": label, "n": n, "unknown": 0, "counts": shown, "quantiles": None}


def shown(notes: list[Result], shared: bool, view: View) -> list[Result]:
    """The notes that may be shown here, in an order of their own, hidden ones marked or left out."""
    if not shared and not view.show_hidden:
        return []
    if view.show_hidden:
        notes = [note | {"hidden": True} if note["id"] in view.hidden else note for note in notes]
    else:
        notes = [note for note in notes if note["id"] not in view.hidden]
    return sorted(notes, key=lambda note: hashlib.sha1(note["id"].encode(), usedforsecurity=False).digest())


def labelled(option: Option, language: Language) -> Result:
    """An option as the browser reads it."""
    return {"id": option.id, "label": option.label.in_(language)}
