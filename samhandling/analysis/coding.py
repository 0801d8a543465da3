"""Answers coded by themes: what a machine suggests, people change, and every change is a new coding."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
ThemeId = Annotated[str, StringConstraints(min_length=1, max_length=80)]
Word = Annotated[str, StringConstraints(strip_whitespace=True, to_lower=True, min_length=1, max_length=120)]
AnswerId = Annotated[str, StringConstraints(min_length=1, max_length=120)]

OTHER = "other"
"""The name of no theme, in pictures and tables."""
MOST_THEMES = 60
MOST_WORDS = 200
MOST_BY_HAND = 5000


class CannotCode(ValueError):
    """A change that a coding cannot take; `reason` is a key of the words."""

    def __init__(self, reason: str, what: str = "") -> None:
        super().__init__(f"{reason}: {what}")
        self.reason = reason
        self.what = what


class _Kept(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Theme(_Kept):
    """A theme: answers with one of its words belong to it, and those that were put there by hand."""

    id: ThemeId
    label: Label
    includes: tuple[Word, ...] = Field(default=(), max_length=MOST_WORDS)
    """Lemmas, and pairs of lemmas."""
    answers: tuple[AnswerId, ...] = Field(default=(), max_length=MOST_BY_HAND)
    """The answers that were put here by hand."""


class Coding(_Kept):
    """The themes of the answers to an item, as someone in a role left them."""

    exercise: str = Field(max_length=40)
    item: str = Field(max_length=40)
    themes: tuple[Theme, ...] = Field(default=(), max_length=MOST_THEMES)
    other: tuple[AnswerId, ...] = Field(default=(), max_length=MOST_BY_HAND)
    """The answers that were put in no theme by hand."""
    by: Literal["suggestion", "facilitator"] = "suggestion"

    @model_validator(mode="after")
    def _each_theme_once(self) -> Self:
        ids = [theme.id for theme in self.themes]
        if len(set(ids)) != len(ids) or OTHER in ids:
            raise ValueError("two themes have the same id, or one has that of none")
        if set(self.other) & {answer for theme in self.themes for answer in theme.answers}:
            raise ValueError("an answer is both in a theme and in none")
        return self

    def theme(self, theme: str) -> Theme:
        """The theme with an id, or `CannotCode`."""
        found = next((one for one in self.themes if one.id == theme), None)
        if found is None:
            raise CannotCode("unknown_theme", theme)
        return found

    @property
    def by_hand(self) -> frozenset[str]:
        """The answers that were placed by hand."""
        return frozenset(self.other).union(*(theme.answers for theme in self.themes))


def merge(coding: Coding, themes: Sequence[str], label: str | None = None) -> Coding:
    """Two themes or more become the first of them, with the words and answers of all; perhaps by a new name."""
    if len(set(themes)) < 2:
        raise CannotCode("merge_two")
    merged = [coding.theme(one) for one in dict.fromkeys(themes)]
    first = merged[0]
    one = Theme(
        id=first.id, label=label or first.label,
        includes=_once(word for theme in merged for word in theme.includes),
        answers=_once(answer for theme in merged for answer in theme.answers),
    )  # fmt: skip
    gone = {theme.id for theme in merged[1:]}
    return _with(coding, [one if t.id == first.id else t for t in coding.themes if t.id not in gone])


def rename(coding: Coding, theme: str, label: str) -> Coding:
    """A theme gets another name, and keeps its id."""
    found = coding.theme(theme)
    renamed = Theme(id=found.id, label=label, includes=found.includes, answers=found.answers)
    return _with(coding, [renamed if one is found else one for one in coding.themes])


def move(coding: Coding, answer: str, *themes: str) -> Coding:
    """An answer is put by hand in some themes and in no others; in none of them where none is named."""
    wanted = {coding.theme(one).id for one in themes}
    moved = []
    for theme in coding.themes:
        rest = [one for one in theme.answers if one != answer]
        moved.append(theme.model_copy(update={"answers": (*rest, answer) if theme.id in wanted else tuple(rest)}))
    other = [one for one in coding.other if one != answer]
    return _with(coding, moved, other if wanted else [*other, answer])


def add(coding: Coding, label: str, includes: Iterable[str] = ()) -> Coding:
    """A new theme, last; answers with one of its words (lemmas, or pairs of them) belong to it."""
    if len(coding.themes) >= MOST_THEMES:
        raise CannotCode("too_many_themes", str(MOST_THEMES))
    taken = {OTHER, *(theme.id for theme in coding.themes)}
    start = "-".join(re.findall(r"\w+", label.lower()))[:60] or "theme"
    names = (start if n == 1 else f"{start}-{n}" for n in range(1, MOST_THEMES + 2))
    new = Theme(id=next(one for one in names if one not in taken), label=label, includes=_once(includes))
    return _with(coding, [*coding.themes, new])


def remove(coding: Coding, theme: str) -> Coding:
    """A theme goes; answers that were put by hand in it alone are placed by their words again."""
    found = coding.theme(theme)
    return _with(coding, [one for one in coding.themes if one is not found])


def coded(coding: Coding, terms: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """The themes of each answer, in the coding's order; of none: *övrigt*. Also for answers that came later.

    `terms` are the lemmas and pairs of each answer by its id (see `lemmas.terms`). What was set by hand wins;
    otherwise an answer belongs to every theme of which it has a word.
    """
    hand: dict[str, set[str]] = {answer: set() for answer in coding.other}
    for theme in coding.themes:
        for answer in theme.answers:
            hand.setdefault(answer, set()).add(theme.id)
    found = {}
    for answer, words in terms.items():
        said = set(words)
        found[answer] = tuple(
            theme.id
            for theme in coding.themes
            if (theme.id in hand[answer] if answer in hand else not said.isdisjoint(theme.includes))
        )
    return found


def _once(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))


def _with(coding: Coding, themes: Sequence[Theme], other: Sequence[str] | None = None) -> Coding:
    return Coding(
        exercise=coding.exercise, item=coding.item, themes=tuple(themes),
        other=coding.other if other is None else tuple(other), by="facilitator",
    )  # fmt: skip
