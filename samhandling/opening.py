"""What an analyst calls in a notebook: `samhandling.open("answers.db")`, and everything that follows from it."""

import datetime as dt
from contextlib import closing
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from samhandling.analysis.disclosure import mask
from samhandling.analysis.groups import Split
from samhandling.analysis.parts import read
from samhandling.analysis.registers import day_of
from samhandling.charts import Chart
from samhandling.content.folder import find_root
from samhandling.content.kinds import UNKNOWN
from samhandling.content.language import LANGUAGES, Language
from samhandling.content.reading import Content
from samhandling.content.words import say
from samhandling.figures.layout import Picture
from samhandling.report.document.files import write
from samhandling.report.document.model import Block, Document
from samhandling.report.material import Material, from_store
from samhandling.report.reports import report
from samhandling.report.sections.answered import answered
from samhandling.store import Store, now_ms


class Answers:
    """The answers of some rooms: a tidy frame, its pictures and its report."""

    def __init__(self, material: Material, language: Language = "sv") -> None:
        self.material = material
        self.language: Language = language

    @cached_property
    def answers(self) -> pd.DataFrame:
        """One row for each thing that was answered, with the question and the answer in words in both languages.

        Columns that have few values are categories. `number` is the value where it is one, and missing for *vet ej*,
        which `unknown` marks. Text is masked. Only what counts in the pictures is here: the newest answer of each.
        """
        long = self.material.long.copy()
        items = {(e.id, i.id): i for e in self.material.content.exercises.values() for i in e.items}
        long["text"] = long["text"].map(mask, na_action="ignore")
        long["unknown"] = long["answer"].eq(UNKNOWN)
        keys = list(zip(long["exercise"], long["item"], long["part"], long["answer"], strict=True))
        named = {key: [_labels(items[key[:2]], key[2], key[3], one) for one in LANGUAGES] for key in set(keys)}
        for at, language in enumerate(LANGUAGES):
            for name, place in (("question", 0), ("part_label", 1), ("label", 2)):
                long[f"{name}_{language}"] = pd.Categorical([named[key][at][place] for key in keys])
        return long

    @property
    def people(self) -> pd.DataFrame:
        """One row for each person who joined: their actor type, municipality and table."""
        return self.material.people

    def of(self, exercise: str, item: str) -> pd.DataFrame:
        """The answers to one item, with `answer` as an ordered category in its scale's order. KeyError if unknown."""
        found = self.material.content.exercises[exercise].find(item)
        mine = self.answers[self.answers["exercise"].eq(exercise) & self.answers["item"].eq(item)].copy()
        values = list(dict.fromkeys(str(one) for one in _values(found)))
        given = [one for one in mine["answer"].dropna().unique() if one not in values and one != UNKNOWN]
        rest = sorted(
            given,
            key=lambda one: (
                isinstance(value := read(found.kind, one), str),
                value if not isinstance(value, str) else 0,
                one,
            ),
        )
        mine["answer"] = pd.Categorical(mine["answer"], [*values, *rest, UNKNOWN], ordered=True)
        return mine.reset_index(drop=True)

    def charts(self, exercise: str, split: Split = "actor_type", round: int = 1) -> list[Any]:
        """The pictures of an exercise, each with its sentence, its n and its table. KeyError if it is unknown."""
        found = self.material.content.exercises[exercise]
        sections = answered(self.material, found, round, (split,), self.language)
        return [self.chart(block) for section in sections for block in section.blocks if block.figure]

    def chart(self, block: Block) -> Any:
        """A block of a report as a chart in the notebook."""
        rows = [list(block.table.columns), *([str(cell) for cell in row] for row in block.table.rows)]
        note = say("report", "n", self.language, n=block.n)
        if block.synthetic:
            note += " · " + say("report", "simulated", self.language)
        return Chart(Picture(block.figure or {}, f"{block.title}. {block.sentence}", rows, note), self.language)

    def document(self, today: dt.date | None = None) -> Document:
        """The report as data: its sections, blocks and sentences."""
        return report(self.material, today or day_of(now_ms()), self.language)

    def report(self, path: str | Path) -> Path:
        """Write the report in the format of the path's suffix: docx, pdf, html or xlsx."""
        target = Path(path)
        write(self.document(), target)
        return target


def open(
    store: str | Path, *, series: str | Path | None = None, rooms: list[str] | None = None, language: Language = "sv"
) -> Answers:
    """The answers of a store (a file, or a database's URL), of all its rooms or of some.

    The series is the one whose folder the notebook lies in, or the one given. Raises `StoreError` for a store that
    is not there or is no store, and `ContentError` for a series with faults.
    """
    content = Content.read(Path(series).parent if series else find_root())
    with closing(Store(str(store), read_only=True)) as opened:
        return Answers(from_store(opened, content, rooms), language)


def _values(item: Any) -> list[Any]:
    """The values of an item in the order of its scale or its options; none for words and numbers."""
    if hasattr(item, "points"):
        return [point.value for point in item.points]
    if item.kind == "agree":
        return [-1, 0, 1]
    return [one.id for name in ("options", "statuses") for one in getattr(item, name, ())]


def _labels(item: Any, part: str, answer: Any, language: Language) -> tuple[str, str, str]:
    """The item, its part and the answer in words."""
    things = {
        one.id: one.label.in_(language)
        for name in ("rows", "statements", "options", "things", "cards")
        for one in getattr(item, name, ())
    }
    if not isinstance(answer, str):
        return item.label.in_(language), things.get(part, part), ""
    if answer == UNKNOWN:
        return item.label.in_(language), things.get(part, part), say("analysis", "unknown", language)
    value = read(item.kind, answer)
    points = {point.value: point.label.in_(language) for point in getattr(item, "points", ())}
    stances = {1: "agree", 0: "pass", -1: "disagree"}
    if item.kind == "agree":
        said = say("analysis", stances[value], language)
    else:
        chosen = {
            one.id: one.label.in_(language) for name in ("options", "statuses") for one in getattr(item, name, ())
        }
        said = points.get(value) or chosen.get(answer) or answer
    return item.label.in_(language), things.get(part, part), str(said)
