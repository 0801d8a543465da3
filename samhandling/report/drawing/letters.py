"""Letters: plotly's pseudo-HTML as lines of text, how wide they are, and where they break."""

import html
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # it has no stubs

INTER = Path(__file__).parents[2] / "server" / "static" / "inter.woff2"
LINE = 1.3
"""From one line to the next, in the size of the letters: plotly's."""
WEIGHTS = {False: 400, True: 700}

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_TAG = re.compile(r"(<br ?/?>|</?(?:b|i|em|strong|sup|sub)>)")
_BETWEEN = re.compile(r"(?<= )")


class Run(NamedTuple):
    """Letters of one weight."""

    text: str
    bold: bool = False


Line = tuple[Run, ...]


def clean(text: object) -> str:
    """Text without the characters that XML has no place for."""
    return _NOT_XML.sub("", str(text))


def lines(text: object) -> list[Line]:
    """The lines of a text for plotly: `<br>` breaks it, `<b>` is bold, entities are characters, all else is text."""
    found: list[list[Run]] = [[]]
    bold = False
    for part in _TAG.split(clean(text)):
        if part.startswith("<br"):
            found.append([])
        elif _TAG.fullmatch(part):
            bold = part in ("<b>", "<strong>") or (bold and part not in ("</b>", "</strong>"))
        elif part:
            found[-1].append(Run(clean(html.unescape(part)).replace("\n", " "), bold))
    return [tuple(line) for line in found]


def width(line: Line, size: float) -> float:
    """How wide a line is, in the unit of `size`."""
    return size * sum(_advance(letter, run.bold) for run in line for letter in run.text)


def widest(text: list[Line], size: float) -> float:
    return max((width(line, size) for line in text), default=0)


def wrapped(text: list[Line], size: float, room: float) -> list[Line]:
    """The lines broken between words, and within a word that has no other place, so that none is wider than `room`."""
    found: list[Line] = []
    # lines that were broken for another width are joined first
    whole = [run for line in text for run in (*line, Run(" "))][:-1] if widest(text, size) > room else None
    for line in text if whole is None else [whole]:
        here: list[Run] = []
        for run in line:
            for word in _BETWEEN.split(run.text):
                for part in _pieces(Run(word, run.bold), size, room):
                    if here and width((*here, Run(part.text.rstrip(), part.bold)), size) > room:
                        found.append(_trimmed(here))
                        here = []
                    here.append(part)
        found.append(_trimmed(here))
    return found


def _trimmed(line: list[Run]) -> Line:
    """The line with neighbours of one weight as one run, and without space at its end."""
    runs = [Run("".join(run.text for run in same), bold) for bold, same in groupby(line, key=lambda run: run.bold)]
    return (*runs[:-1], Run(runs[-1].text.rstrip(), runs[-1].bold)) if runs else ()


def _pieces(word: Run, size: float, room: float) -> Iterator[Run]:
    """A word in pieces that each have room."""
    start, length = 0, 0.0
    for place, letter in enumerate(word.text):
        step = size * _advance(letter, word.bold)
        if length + step > room and letter != " " and place > start:
            yield Run(word.text[start:place], word.bold)
            start, length = place, 0.0
        length += step
    yield Run(word.text[start:], word.bold)


@cache
def _advance(letter: str, bold: bool) -> float:
    """How far a letter moves on, in ems."""
    letters, units = glyphs(bold)
    if letter in letters:
        return float(letters[letter].width) / units
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0.0
    return 1.0 if unicodedata.east_asian_width(letter) in "WF" else 0.65


@cache
def glyphs(bold: bool) -> tuple[dict[str, Any], int]:
    """Inter's glyphs by letter at a weight, and its units an em; none where its file cannot be read."""
    try:
        font = TTFont(INTER)
    except (ImportError, OSError):  # brotli, which the file is packed with, is missing, or the file is
        return {}, 1
    outlines = font.getGlyphSet(location={"wght": WEIGHTS[bold]})
    found = {chr(code): outlines[name] for code, name in font.getBestCmap().items()}
    return found, int(font["head"].unitsPerEm)
