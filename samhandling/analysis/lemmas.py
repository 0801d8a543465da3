"""Texts in Swedish and English as lemmas: the words that carry what is said, each in its dictionary form."""

import re
from collections.abc import Sequence
from itertools import pairwise

import simplemma
import stopwordsiso

# what was masked ([namn], [e-post]) is no word of the answer
_MASKED = re.compile(r"\[[^\[\]\n]{1,30}\]")
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*|[^\s\w]")
# the English list is made for searching, and holds words that answers are about
_TELLING = frozenset(
    "work works working group groups member members young help information problem problems place places course "
    "room example examples case cases resource resources goal opening number part parts point points home state "
    "states".split()
)
_COMMON = {
    "sv": (stopwordsiso.stopwords("sv") - {"beslut"})
    | set("vet veta tro tycka känna sätt sak person kunna vilja skulle finnas ha bli göra få ge se hitta".split()),
    "en": (stopwordsiso.stopwords("en") - _TELLING) | set("lot think feel thing etc bit maybe hope expect".split()),
}


def lemmas(text: str) -> list[str]:
    """The lemmas of a text in order, stop words left out, in lower case.

    Each text is read in the language that more of its words are known in, Swedish where that is even. Lemmas by
    simplemma (Barbaresi 2021), stop words by stopwords-iso.
    """
    return [one for one in _read(text) if one is not None]


def terms(text: str) -> set[str]:
    """The lemmas of a text, and the pairs of those that stand side by side, as "one two"."""
    read = _read(text)
    pairs = {f"{a} {b}" for a, b in pairwise(read) if a is not None and b is not None and a != b}
    return {one for one in read if one is not None} | pairs


def _read(text: str) -> Sequence[str | None]:
    """The lemmas, with None for each stop word and mark between them."""
    words = _WORD.findall(_MASKED.sub(" . ", text))
    language = _language(text)
    return [_lemma(word, language) for word in words]


def _language(text: str) -> str:
    shares = dict(simplemma.langdetect(text[:1000], ("sv", "en")))
    return "en" if shares.get("en", 0.0) > shares.get("sv", 0.0) else "sv"


def _lemma(word: str, language: str) -> str | None:
    if not word[0].isalpha() or len(word) < (2 if word.isupper() else 3) or len(word) > 60:
        return None
    common = _COMMON[language]
    lower = word.lower()
    # an acronym is a word of its own, whatever it looks like in small letters
    if word.isupper() and len(word) <= 5:
        return lower
    if lower in common:
        return None
    found = str(simplemma.lemmatize(lower, lang=language)).lower()
    return None if found in common else found
