"""Names of persons in Swedish and English text, by their capitals and by what stands around them.

There is no list of names: a rare name is found as well as a common one.
"""

import re
from dataclasses import dataclass

from samhandling.analysis.capitalised import names_no_person

_TOKEN = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*|\d+|\n|\S")
_ENDS = frozenset(".!?:\n•–—-*(\"”“'[]/;…")
_MOST = 4
"""More capitalised words in a row than this are a title, not a name."""

# --- what tells that a single capitalised word is a name
_ADDRESSED = frozenset(
    "ring ringa kontakta mejla mejl maila fråga träffa träffade hälsa mvh hälsningar hälsn vänligen hej hejsan tjena "
    "kära bästa tack call contact ask email e-mail mail phone met hi hello hey dear regards sincerely cheers "
    "mr mrs ms miss dr prof professor herr fru fröken doktor mister enligt".split()
)
_PHRASES = frozenset({
    ("prata", "med"), ("pratade", "med"), ("pratat", "med"), ("tala", "med"), ("talade", "med"), ("talat", "med"),
    ("hör", "med"), ("höra", "med"), ("kolla", "med"), ("stäm", "med"), ("möte", "med"), ("kontakt", "med"),
    ("ring", "till"), ("mejla", "till"), ("maila", "till"), ("skicka", "till"), ("skriv", "till"), ("tack", "till"),
    ("hälsa", "till"), ("namn", "är"), ("jag", "heter"), ("hon", "heter"), ("han", "heter"), ("hen", "heter"),
    ("jag", "hette"), ("talk", "to"), ("talked", "to"), ("speak", "to"), ("spoke", "to"), ("speak", "with"),
    ("spoke", "with"), ("talk", "with"), ("talked", "with"), ("write", "to"), ("according", "to"), ("thanks", "to"),
    ("name", "is"), ("email", "to"), ("send", "to"), ("call", "to"), ("check", "with"), ("person", "heter"),
    ("det", "var"), ("it", "was"),
})  # fmt: skip
# in compounds too: näringslivschef, studievägledaren
_ROLES = (
    *(role + ending for ending in ("", "n", "en") for role in (
        "chef", "rektor", "kurator", "coach", "mentor", "handläggare", "samordnare", "strateg", "ledare", "lärare",
        "vägledare", "utvecklare", "handledare", "sekreterare", "direktör", "ordförande", "kollega", "kontaktperson",
    )),
    "coordinator", "director", "manager", "teacher", "supervisor", "colleague", "adviser", "advisor",
)  # fmt: skip
_ROLE_WORDS = frozenset("vd boss principal ansvarig ansvarige deltagaren eleven praktikanten lärlingen".split())
_OWN = frozenset(
    "syster bror dotter son fru man granne kompis vän wife husband sister brother friend neighbour".split()
)
_MINE = frozenset("min mitt mina vår vårt våra hans hennes deras my our his her their".split())
_BETWEEN = frozenset("gärna bara också direkt min vår then please also just our my hos".split())
_NAMED = frozenset({"heter", "hette", "är", "is", "named", "called"})
_SAYS = frozenset("sa sade tyckte berättade föreslog said thinks told suggested".split())
_CLOSING = frozenset("mvh hälsningar hälsn vänligen regards sincerely cheers kram wishes".split())
_AND = frozenset({"och", "eller", "samt", "and", "or", "&", ","})
_PARTICLES = frozenset({"von", "af", "de", "van", "der", "la", "el", "al", "bin", "di"})
_COMPANY = frozenset({"AB", "HB", "KB", "Ltd", "Inc", "GmbH", "Oy", "AS", "ASA", "LLC"})


@dataclass(frozen=True)
class _Word:
    text: str
    start: int
    end: int
    lower: str
    nameable: bool


def names(text: str) -> list[tuple[int, int]]:
    """Where names of persons stand in a text, as spans.

    Two to four capitalised words in a row are a name, unless one is known to be something else (a municipality, an
    agency, an organisation, an ordinary word at the beginning of a sentence: see `capitalised`). One such word alone
    is a name only where something tells: *ring*, *kontakta*, *enligt*, *heter*, a title, a role before it, a greeting,
    a signature, or another name beside it. Names without capitals are not found.
    """
    words = [_word(one) for one in _TOKEN.finditer(text)]
    found: list[tuple[int, int]] = []
    after = -1  # the word after the newest name
    at = 0
    while at < len(words):
        if not words[at].nameable:
            at += 1
            continue
        last, count = _run(text, words, at)
        following = words[last + 1].text if last + 1 < len(words) else ""
        is_name = 1 < count <= _MOST or _is_told(words, at, last, after)
        if is_name and following not in _COMPANY:
            found.append((words[at].start, words[last].end))
            after = last + 1
        at = last + 1
    return found


def _word(found: re.Match[str]) -> _Word:
    text = found[0]
    lower = text.lower()
    nameable = (
        len(text) > 1 and text[0].isupper() and text[1:] != text[1:].upper() and not _tells(lower)
        and not names_no_person(text)
    )  # fmt: skip
    return _Word(text, found.start(), found.end(), lower, nameable)


def _tells(lower: str) -> bool:
    return lower in _ADDRESSED or lower in _MINE or _is_role(lower)


def _is_role(lower: str) -> bool:
    return lower in _ROLE_WORDS or lower.endswith(_ROLES)


def _run(text: str, words: list[_Word], at: int) -> tuple[int, int]:
    """The last word of the name that may begin here, and how many words of it are whole names."""
    last, count, here = at, 1, at + 1
    while here < len(words) and text[words[here - 1].end : words[here].start] in (" ", "  ", "\xa0"):
        word = words[here]
        if word.nameable:
            last, count = here, count + 1
        elif len(word.text) == 1 and word.text.isupper():
            # an initial, with or without its point
            last = here
            if here + 1 < len(words) and words[here + 1].text == "." and words[here + 1].start == word.end:
                here += 1
        elif word.lower not in _PARTICLES:
            break
        here += 1
    return last, count


def _is_told(words: list[_Word], at: int, last: int, after: int) -> bool:
    """Whether what stands around a capitalised word tells that it is somebody's name."""
    before = [word.lower for word in words[max(0, at - 4) : at]]
    if not before:
        return False
    if before[-1] == "." and len(before) > 1 and before[-2] in ("mr", "mrs", "ms", "dr", "prof"):
        return True
    if after == at - 1 and before[-1] in _AND:
        return True
    if before[-1] not in _ENDS and last + 1 < len(words) and words[last + 1].lower in _SAYS:
        return True
    while before and before[-1] in _BETWEEN:
        before.pop()
    if before and _directly(before):
        return True
    return _is_signature(words, at, last)


def _directly(before: list[str]) -> bool:
    one, two = before[-1], before[-2] if len(before) > 1 else ""
    if one in _ADDRESSED or (two, one) in _PHRASES:
        return True
    if _is_role(one) or (one in (",", ":") and _is_role(two)) or (one in _OWN and two in _MINE):
        return True
    # "en kollega som heter", "a colleague named", "kontaktperson är"
    return one in _NAMED and any(map(_is_role, before[:-1]))


def _is_signature(words: list[_Word], at: int, last: int) -> bool:
    """A name alone at the end of a line, after a stroke or a closing greeting."""
    if last + 1 < len(words) and words[last + 1].text not in ("\n", ".", "!"):
        return False
    here = at - 1
    if words[here].text == "/":
        # not where it parts two words, as in och/eller
        return here == 0 or words[here - 1].end < words[here].start or not words[here - 1].text.isalnum()
    while here >= 0 and words[here].text in (",", "\n", ".", "!"):
        here -= 1
    return 0 <= here < at - 1 and words[here].lower in _CLOSING
