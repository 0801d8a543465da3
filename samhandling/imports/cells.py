"""Text in cells as answers to an item: options by their labels, points by their words, numbers with a comma."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from samhandling.content.kinds import UNKNOWN, Refused
from samhandling.content.language import LANGUAGES
from samhandling.content.words import say

YES = frozenset("1 y yes true x ja j sant checked selected ✓ vald".split())
NO = frozenset(("0", "n", "no", "false", "nej", "falskt", "unchecked", "not selected", "ej vald", "-", "off"))
_QUOTES = str.maketrans("’‘`´“”\u00a0", "''''\"\" ")
_VOTES = {"1": 1, "0": 0, "-1": -1, "agree": 1, "pass": 0, "disagree": -1}

Lookup = Mapping[str, Any]
"""What a text means, by the text as `plain` has it; None for no answer."""


def plain(text: str) -> str:
    """A text as it is compared: no matter the case, spaces, kind of apostrophe, or a full stop at the end."""
    return " ".join(text.translate(_QUOTES).split()).casefold().rstrip(".")


def lookup(item: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """What texts mean to an item: its options' ids and labels, its points' words, and what the mapping adds."""
    found: dict[str, Any] = {}
    for part in parts(item):
        if item.kind != "matrix" or not hasattr(part, "id"):
            key = part.value if hasattr(part, "value") else part.id
            for text in (str(key), part.label.sv, part.label.en):
                found.setdefault(plain(text), key)
    if item.kind == "agree":
        found = dict(_VOTES)
        for word, vote in (("agree", 1), ("pass", 0), ("disagree", -1)):
            found |= {plain(say("analysis", word, language)): vote for language in LANGUAGES}
    if getattr(item, "unknown", False):
        found.setdefault(UNKNOWN, UNKNOWN)
        for language in LANGUAGES:
            found.setdefault(plain(say("workbook", "unknown", language)), UNKNOWN)
    return {**found, **{plain(text): value for text, value in values.items()}}


def parts(item: Any) -> Sequence[Any]:
    """The options or points that a cell may name."""
    if item.kind in ("choice", "quiz", "rank", "votes"):
        return tuple(item.options)
    return tuple(item.points) if item.kind in ("scale", "ladder", "matrix") else ()


def columns_of(item: Any) -> Sequence[Any]:
    """The options, rows or statements that may each have a column."""
    match item.kind:
        case "matrix":
            return tuple(item.rows)
        case "agree":
            return tuple(item.statements)
        case "choice" | "votes" | "rank":
            return tuple(item.options)
    return ()


def value_of(item: Any, text: str, known: Lookup, many: str) -> Any:
    """The answer that one cell holds; None where it holds none. Raises `Refused`."""
    if plain(text) in known and (known[plain(text)] in (None, UNKNOWN) or item.kind not in ("choice", "rank")):
        return known[plain(text)]
    match item.kind:
        case "choice" if not item.several:
            return _named(text, known)
        case "choice" | "rank":
            pieces = json_of(text) if text.startswith("[") else pieces_of(text, known, many)
            chosen = [_named(str(piece), known) for piece in pieces]
            return list(dict.fromkeys(one for one in chosen if one is not None)) or None
        case "quiz":
            return _named(text, known)
        case "scale" | "ladder":
            return int(number_of(text)) if re.fullmatch(r"[-+]?\d+([.,]0+)?", text) else _named(text, known)
        case "number":
            return number_of(text)
        case "text":
            return text
        case "notes" if not text.startswith("[{"):
            return _cards(item, text, many)
        case _:
            return json_of(text)


def value_of_columns(item: Any, cells: Mapping[str, tuple[str, str]], known: Lookup) -> Any:
    """The answer that several cells hold together: (header, text) by the option, row or statement.

    None where they hold none. Raises `Refused`, with the header as `column` among the details.
    """
    found: dict[str, Any] = {}
    for part, (header, text) in cells.items():
        try:
            value = _of_part(item, part, header, text, known)
        except Refused as refused:
            refused.details["header"] = header
            raise
        if value is not None:
            found[part] = value
    match item.kind:
        case "choice":
            return [part for part, chosen in found.items() if chosen] or None
        case "rank":
            return sorted(found, key=lambda part: found[part]) or None
        case _:
            return found or None


def _of_part(item: Any, part: str, header: str, text: str, known: Lookup) -> Any:
    said = plain(text)
    if known.get(said, "") is None:
        return None
    match item.kind:
        case "choice":
            label = next((one for one in item.options if one.id == part), None)
            names = {plain(header), part, *((plain(label.label.sv), plain(label.label.en)) if label else ())}
            if said in names or said in YES or known.get(said) == part:
                return True
            if said in NO:
                return False
            raise Refused("unknown_option", option=text[:60])
        case "matrix":
            if said in known:
                return known[said]
            return int(number_of(text)) if re.fullmatch(r"[-+]?\d+([.,]0+)?", text) else _named(text, known)
        case "agree":
            return known[said] if said in known else _named(text, known)
        case _:
            return int(number_of(text))


def pieces_of(text: str, known: Lookup, many: str) -> list[str]:
    """The choices in one cell; a choice may itself hold what stands between them, as in `None, but I want to`."""
    sign = many.strip() or many
    names = [name for name in known if sign in name]
    pieces = []
    rest = text.strip()
    while rest:
        whole = next((name for name in sorted(names, key=len, reverse=True) if _begins(rest, name, sign)), None)
        if whole is not None:
            piece, rest = rest[: _length(rest, whole)], rest[_length(rest, whole) :]
            rest = rest.lstrip(" .").removeprefix(sign)
        else:
            piece, _, rest = rest.partition(sign)
        if piece.strip():
            pieces.append(piece.strip())
        rest = rest.strip()
    return pieces


def number_of(text: str) -> float | int:
    """A number with a point or a comma, and spaces between thousands. Raises `Refused`."""
    bare = re.sub(r"[\s\u00a0\u202f]", "", text).replace("−", "-")
    if re.fullmatch(r"[-+]?\d{1,15}", bare):
        return int(bare)
    if re.fullmatch(r"[-+]?\d*[.,]\d+", bare):
        return float(bare.replace(",", "."))
    raise Refused("wrong_type", expected="number")


def json_of(text: str) -> Any:
    """What the export writes in one cell where an answer has several parts."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise Refused("wrong_type", expected="rows") from None


def _named(text: str, known: Lookup) -> Any:
    try:
        return known[plain(text)]
    except KeyError:
        raise Refused("unknown_option", option=text[:60]) from None


def _cards(item: Any, text: str, many: str) -> list[dict[str, str]]:
    pieces = [piece.strip() for line in text.splitlines() for piece in line.split(many.strip() or many)]
    cards = []
    for number, piece in enumerate(piece for piece in pieces if piece):
        # the same card has the same id when the file is read again
        name = hashlib.sha256(f"{item.id}/{number}/{text}".encode()).hexdigest()[:12]
        cards.append({"id": name, "text": piece})
    return cards


def _begins(text: str, name: str, sign: str) -> bool:
    length = _length(text, name)
    after = text[length:].lstrip(" .") if length else "\0"
    return not after or after.startswith(sign.strip())


def _length(text: str, name: str) -> int:
    """How much of a text is a name as `plain` has it; 0 when it does not begin with it."""
    end = len(name)
    # runs of spaces make the text longer than the name; a few more characters are tried
    for length in range(end, min(end + 6, len(text)) + 1):
        if plain(text[:length]) == name and (length == len(text) or text[length] not in "."):
            return length
    return 0
