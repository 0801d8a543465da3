"""Personal data in free text: found, and masked before anything leaves."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from samhandling.analysis.names import names
from samhandling.content.language import Language
from samhandling.content.words import say

Kind = Literal["email", "personal_number", "phone", "address", "name"]

_DASH = r"\-‐‑‒–—−"
# tried at the start of a word only, and never tried again shorter: a long word must not take quadratic time;
# several that are written together are one
_EMAIL = re.compile(
    r"(?<![\w.!#$%&'*+/=?^`{|}~-])(?:[\w.!#$%&'*+/=?^`{|}~-]++\s?(?:@|\(at\)|\[at\])\s?[\w-]++(?:\.[\w-]++)++)+",
    re.IGNORECASE,
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
# a street and a house number; four digits are a year, and a numbered road is no one's home
_ADDRESS = re.compile(
    r"\b(?!(?:Riks|Läns|Europa|Motor|Järn|Lands)väg)"
    r"(?:[A-ZÅÄÖ][^\W\d_]{1,30}(?:gatan?|vägen|väg|gränden?|torget|torg|allén?|stigen?|backen|stranden|kajen|liden)"
    r"|(?:Norra|Södra|Östra|Västra|Stora|Lilla|Gamla|Nya|Övre|Nedre|[A-ZÅÄÖ][^\W\d_]{1,30}s)\ "
    r"(?:[Gg]atan?|[Vv]äg(?:en)?|[Gg]ränd|[Aa]llé|[Tt]org|[Pp]lats|[Ss]tig|[Bb]acke))"
    r"\ \d{1,3}(?!\d|\s?(?:%|procent|år|km|kr|\d))(?:\s?[A-Ha-h]\b)?"
    r"|\b\d{1,4}\ [A-Z][a-z]{1,30}\ (?:Street|Road|Avenue|Lane|Square)\b"
)


@dataclass(frozen=True)
class Finding:
    """Something personal in a text: its kind, and where it stands (`text[start:end]`)."""

    kind: Kind
    start: int
    end: int


def findings(text: str) -> list[Finding]:
    """What in a text may tell who somebody is, in order and apart: for a check before publishing.

    E-mail addresses, Swedish personal and coordination numbers, phone numbers, street addresses, and names of
    persons (see `names`). What rules find is not all there is: whoever publishes reads the text as well.
    """
    found: list[Finding] = []
    for kind, find in _finders(text):
        spans = [Finding(kind, start, end) for start, end in find(text)]
        if spans:
            found += spans
            # later ones look at what is left; it keeps its length, so that places stay what they are
            text = _replace(text, spans, lambda one: "]" * (one.end - one.start))
    return sorted(found, key=lambda one: one.start)


def mask(text: str, language: Language = "sv") -> str:
    """Free text with everything that `findings` finds replaced by what it is, e.g. [telefon]; twice is as once.

    Every card on the wall passes here: a text that can hold nothing personal costs next to nothing.
    """
    found = findings(text)
    return _replace(text, found, lambda one: say("themes", f"masked_{one.kind}", language)) if found else text


def _finders(text: str) -> Iterator[tuple[Kind, Callable[[str], list[tuple[int, int]]]]]:
    """What is worth looking for in a text, in the order in which it takes precedence."""
    lower = text.lower()
    if "@" in text or "at)" in lower or "at]" in lower:
        yield "email", lambda left: [one.span() for one in _EMAIL.finditer(left)]
    if any(c.isdigit() for c in text):
        yield "personal_number", lambda left: [one.span() for one in _PERSON.finditer(left)]
        yield "phone", lambda left: [one.span() for one in _PHONE.finditer(left)]
        if text != lower:
            yield "address", lambda left: [one.span() for one in _ADDRESS.finditer(left)]
    # a capital at the very beginning says nothing
    if text[1:] != lower[1:]:
        yield "name", names


def _replace(text: str, found: list[Finding], by: Callable[[Finding], str]) -> str:
    pieces, at = [], 0
    for one in found:
        pieces += [text[at : one.start], by(one)]
        at = one.end
    return "".join([*pieces, text[at:]])
