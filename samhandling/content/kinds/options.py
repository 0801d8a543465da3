"""Kinds that choose among options."""

from typing import Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from samhandling.content.kinds.base import CARD_ID, UNKNOWN, Id, Option, Refused, _Item
from samhandling.content.language import Text


class Choice(_Item):
    """One option, or several. The answer is an option's id, or a list of ids."""

    kind: Literal["choice"] = "choice"
    options: tuple[Option, ...] = Field(min_length=2)
    several: bool = False
    at_most: int | None = Field(default=None, ge=1)
    unknown: bool = False

    def check(self, value: Any) -> str | list[str]:
        ids = [option.id for option in self.options]
        if value == UNKNOWN and self.unknown:
            return UNKNOWN
        chosen = value if self.several else [value]
        if not isinstance(chosen, list) or not all(isinstance(one, str) for one in chosen):
            raise Refused("wrong_type", expected="list" if self.several else "option")
        for one in chosen:
            if one not in ids:
                raise Refused("unknown_option", option=one[:60])
        if len(set(chosen)) != len(chosen):
            raise Refused("repeated")
        if self.at_most is not None and len(chosen) > self.at_most:
            raise Refused("over_limit", at_most=self.at_most)
        return sorted(chosen, key=ids.index) if self.several else str(value)


class Votes(_Item):
    """Dots on options, or on the notes of another item. The answer maps an id to its dots."""

    kind: Literal["votes"] = "votes"
    options: tuple[Option, ...] = ()
    on: tuple[Id, ...] = ()
    """The `notes` items of the same exercise whose cards are voted on."""
    dots: int = Field(default=3, ge=1, le=20)
    each: int = Field(default=1, ge=1, le=20)
    """The most dots that one person may put on one thing."""

    @model_validator(mode="after")
    def _has_something_to_vote_on(self) -> Self:
        if bool(self.options) == bool(self.on):
            raise ValueError("needs either `options` or `on`")
        return self

    def check(self, value: Any) -> dict[str, int]:
        if not isinstance(value, dict):
            raise Refused("wrong_type", expected="dots")
        ids = [option.id for option in self.options]
        kept = {}
        for target, dots in value.items():
            if ids and target not in ids:
                raise Refused("unknown_option", option=str(target)[:60])
            if not CARD_ID.fullmatch(str(target)) and not ids:
                raise Refused("unknown_option", option=str(target)[:60])
            if isinstance(dots, bool) or not isinstance(dots, int):
                raise Refused("wrong_type", expected="number")
            if not 0 <= dots <= self.each:
                raise Refused("out_of_range", low=0, high=self.each)
            if dots:
                kept[target] = dots
        if sum(kept.values()) > self.dots:
            raise Refused("over_limit", at_most=self.dots)
        return kept


class Rank(_Item):
    """Options put in order, the most important first. The answer is a list of ids, at most `top` long."""

    kind: Literal["rank"] = "rank"
    options: tuple[Option, ...] = Field(min_length=2)
    top: int | None = Field(default=None, ge=1)
    """How many are put in order; all of them when it is not given."""

    @property
    def places(self) -> int:
        """How many places there are to fill."""
        return min(self.top or len(self.options), len(self.options))

    def check(self, value: Any) -> list[str]:
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise Refused("wrong_type", expected="list")
        ids = {option.id for option in self.options}
        for one in value:
            if one not in ids:
                raise Refused("unknown_option", option=one[:60])
        if len(set(value)) != len(value):
            raise Refused("repeated")
        if len(value) > self.places:
            raise Refused("over_limit", at_most=self.places)
        return value


class Agree(_Item):
    """Statements to agree with, pass or disagree with, one at a time. The answer maps an id to 1, 0 or -1."""

    kind: Literal["agree"] = "agree"
    statements: tuple[Option, ...] = Field(min_length=1)

    def check(self, value: Any) -> dict[str, int]:
        if not isinstance(value, dict):
            raise Refused("wrong_type", expected="rows")
        ids = [statement.id for statement in self.statements]
        for one in value:
            if one not in ids:
                raise Refused("unknown_row", row=str(one)[:60])
        for vote in value.values():
            if isinstance(vote, bool) or not isinstance(vote, int):
                raise Refused("wrong_type", expected="number")
            if vote not in (-1, 0, 1):
                raise Refused("out_of_range", low=-1, high=1)
        return {one: value[one] for one in ids if one in value}


class Quiz(_Item):
    """A question with a right answer, which a participant's browser never gets. The answer is an option's id."""

    KEPT_BACK: ClassVar[frozenset[str]] = frozenset({"right", "why"})

    kind: Literal["quiz"] = "quiz"
    options: tuple[Option, ...] = Field(min_length=2)
    right: Id
    why: Text
    """Shown with the right answer, once the answers are revealed."""
    unknown: bool = True

    @model_validator(mode="after")
    def _has_its_answer(self) -> Self:
        if self.right not in [option.id for option in self.options]:
            raise ValueError("`right` must be the id of one of the `options`")
        return self

    def check(self, value: Any) -> str:
        if value == UNKNOWN and self.unknown:
            return UNKNOWN
        if not isinstance(value, str):
            raise Refused("wrong_type", expected="option")
        if value not in [option.id for option in self.options]:
            raise Refused("unknown_option", option=value[:60])
        return value
