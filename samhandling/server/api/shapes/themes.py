"""Answers in people's own words, and the themes they are sorted into."""

from typing import Literal

from samhandling.server.api.shapes.base import _Shape


class ThemeAnswer(_Shape):
    """Something that was written, masked and unsigned; no themes are *övrigt*."""

    id: str
    text: str
    themes: list[str]
    by_hand: bool


class ThemeNow(_Shape):
    """A theme; `n` is how many speak of it, null for fewer than five, and then there are no quotes either."""

    id: str
    label: str
    includes: list[str]
    n: int | None
    quotes: list[str]


class ThemeKeyword(_Shape):
    """A word or a pair of words, and how many used it; null for fewer than five."""

    word: str
    n: int | None


class ThemeKappa(_Shape):
    """How far the words alone and the hands agree on a theme; null where it cannot be said."""

    theme: str
    kappa: float | None


class ThemeAgreement(_Shape):
    """How far two codings of `n` answers agree, in all and by theme."""

    sentence: str
    n: int
    alpha: float | None
    kappas: list[ThemeKappa]


class Themes(_Shape):
    """What was answered to an item, by theme. `by` is whose coding it is, `changed` when it was kept (null: never).

    `agreement` compares what is kept with what would be suggested now.
    """

    exercise: str
    item: str
    question: str
    n: int | None
    simulated: bool
    by: Literal["suggestion", "facilitator"]
    changed: int | None
    answers: list[ThemeAnswer]
    keywords: list[ThemeKeyword]
    keywords_note: str
    themes: list[ThemeNow]
    other: ThemeNow
    agreement: ThemeAgreement | None


class AskedInWords(_Shape):
    """A question with answers in people's own words, of how many respondents (null: fewer than five)."""

    exercise: str
    title: str
    item: str
    question: str
    n: int | None
    simulated: bool
    shared: bool
    """Whether what was written is shown to the group."""


class QuestionsInWords(_Shape):
    """The questions that somebody has answered in their own words, in all rooms."""

    questions: list[AskedInWords]
