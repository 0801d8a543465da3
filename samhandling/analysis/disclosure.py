"""The one gate that every number passes on its way out, so that no person can be found in it."""

import re
from collections.abc import Mapping
from typing import TypeVar

from samhandling.content.language import Language
from samhandling.content.words import say

MINIMUM = 5
"""Groups of fewer people than this are never shown."""

Key = TypeVar("Key")


def suppress(counts: Mapping[Key, int], *more: Mapping[Key, int]) -> set[Key]:
    """The groups that may not be shown, when the total of all groups is known.

    A group under five is suppressed, an empty one too, so that the two look alike. If the suppressed
    ones could be found by taking the shown from the total (they are under five together, or all in
    one group), the smallest shown group is suppressed as well, until they cannot
    (complementary suppression; Willenborg & de Waal 2001).
    `more` are other counts of the same groups, e.g. those invited beside those who answered; a
    group is shown in all of them or in none.
    """
    columns = (counts, *more)
    hidden = {group for group in counts if any(column.get(group, 0) < MINIMUM for column in columns)}
    shown = sorted((group for group in counts if group not in hidden), key=lambda group: counts[group])
    while shown and not all(_safe(column, hidden) for column in columns):
        hidden.add(shown.pop(0))
    return hidden


def _safe(counts: Mapping[Key, int], hidden: set[Key]) -> bool:
    people = [counts.get(group, 0) for group in hidden if counts.get(group, 0)]
    # where no one is in a small group there is no one to protect
    return min(people, default=MINIMUM) >= MINIMUM or (len(people) > 1 and sum(people) >= MINIMUM)


_DASH = r"\-‐‑‒–—−"
# tried at the start of a word only: a long word without an @ must not take quadratic time
_EMAIL = re.compile(
    r"(?<![\w.!#$%&'*+/=?^`{|}~-])[\w.!#$%&'*+/=?^`{|}~-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE
)
_PERSON = re.compile(
    rf"(?<!\d)(?:(?:19|20)\d\d[{_DASH}/ ]?|\d\d)(?:0[1-9]|1[0-2])[{_DASH}/ ]?(?:[0-2]\d|3[01]|[6-8]\d|9[01])"
    rf"\s?[{_DASH}+]?\s?\d{{4}}(?!\d)"
)
# a Swedish number begins with 0, one from abroad with + or 00; years, sums and dates do not
_PHONE = re.compile(
    rf"(?<![\w+])(?<!\d[{_DASH}.,])(?:(?:\+|00)\d(?:[\s()./{_DASH}]{{0,3}}\d){{6,14}}"
    rf"|0\d{{1,3}}(?:\.\d{{2,3}}){{3,4}}|\(?0\d(?:[\s()/{_DASH}]{{0,3}}\d){{5,10}})(?!\d)"
)


def mask(text: str, language: Language = "sv") -> str:
    """Free text with Swedish personal numbers, e-mail addresses and phone numbers taken out."""
    if "@" in text or "at" in text.lower():
        text = _EMAIL.sub(say("analysis", "masked_email", language), text)
    if not any(c.isdigit() for c in text):
        return text
    text = _PERSON.sub(say("analysis", "masked_person", language), text)
    return _PHONE.sub(say("analysis", "masked_phone", language), text)
