"""What every kind of item has, and what they are made of."""

import math
import re
import unicodedata
from collections.abc import Collection
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, StringConstraints

from samhandling.content.language import Text

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*$", max_length=40)]

UNKNOWN = "unknown"
"""The answer *vet ej*: an answer, kept apart from every point of a scale."""

CARD_ID = re.compile(r"[A-Za-z0-9_-]{4,40}")
"""The id that a browser makes for a card or a row of someone's own."""


class Refused(ValueError):
    """An answer that the item cannot hold; `reason` is a key of the words, `details` fill it in."""

    def __init__(self, reason: str, **details: Any) -> None:
        super().__init__(reason if not details else f"{reason}: {details}")
        self.reason = reason
        self.details = details


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Option(_Model):
    """Something to choose, vote on, rate or sort under."""

    id: Id
    label: Text
    help: Text | None = None


class _Item(_Model):
    """What every kind of item has. An id is stable for ever: retire an item, never reuse its id."""

    KEPT_BACK: ClassVar[frozenset[str]] = frozenset()
    """What whoever is asked must not see before the answers are shown."""

    id: Id
    label: Text
    help: Text | None = None
    required: bool = True
    retired: bool = False
    section: Id | None = None
    beside: Id | None = None
    """The item on whose screen this one stands, e.g. the evidence beside a rating."""

    def check(self, value: Any) -> Any:
        """The answer as it is stored, or `Refused`."""
        raise NotImplementedError


def is_finite(value: float) -> bool:
    """Whether a number is one that JSON and the database can hold."""
    try:
        return math.isfinite(value)
    except OverflowError:  # a whole number too large to be a float
        return False


def words_of(value: Any, at_most: int) -> str:
    """Text without control characters, at most so many characters (code points) long."""
    if not isinstance(value, str):
        raise Refused("wrong_type", expected="text")
    if len(value) > at_most:
        raise Refused("too_long", length=len(value), at_most=at_most)
    # a NUL cannot be stored in PostgreSQL, and a lone surrogate nowhere
    kept = (c for c in value.replace("\r\n", "\n") if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    return "".join(kept).strip()


def rows_of(value: Any, at_most: int, known: Collection[str] = ()) -> list[dict[str, Any]]:
    """At most so many rows with an id each: one of the `known`, or one that a browser made."""
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise Refused("wrong_type", expected="rows")
    if len(value) > at_most:
        raise Refused("over_limit", at_most=at_most)
    ids = [row.get("id") for row in value]
    if not all(isinstance(one, str) and (one in known or CARD_ID.fullmatch(one)) for one in ids):
        raise Refused("wrong_type", expected="row_id")
    if len(set(ids)) != len(ids):
        raise Refused("repeated")
    return value
