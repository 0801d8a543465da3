"""A first mapping, guessed from the columns of a file, for a person to edit."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from samhandling.analysis.disclosure import mask
from samhandling.content.language import LANGUAGES
from samhandling.content.reading import Content
from samhandling.content.words import say
from samhandling.imports.cells import NO, YES, plain
from samhandling.imports.formats import TOOLS, is_personal, own_columns, submitted_column
from samhandling.imports.naming import distinct, slug
from samhandling.imports.series_folder import dumped
from samhandling.imports.sheets import Sheet

FEW, MANY_PARTS = 12, 20
"""How many different answers make a choice, in one column and with several in a cell."""
LONG = 60
"""Answers longer than this on average are text."""
LIKERT: tuple[tuple[str, ...], ...] = (
    ("strongly disagree", "disagree", "neutral", "agree", "strongly agree"),
    ("strongly disagree", "disagree", "neither agree nor disagree", "agree", "strongly agree"),
    ("stämmer inte alls", "stämmer dåligt", "varken eller", "stämmer ganska bra", "stämmer helt"),
    ("instämmer inte alls", "instämmer delvis inte", "varken eller", "instämmer delvis", "instämmer helt"),
    ("tar helt avstånd", "tar delvis avstånd", "neutral", "instämmer delvis", "instämmer helt"),
    ("very dissatisfied", "dissatisfied", "neutral", "satisfied", "very satisfied"),
    ("mycket missnöjd", "missnöjd", "varken eller", "nöjd", "mycket nöjd"),
    ("i mycket låg grad", "i låg grad", "i någon mån", "i hög grad", "i mycket hög grad"),
    ("never", "rarely", "sometimes", "often", "always"),
    ("aldrig", "sällan", "ibland", "ofta", "alltid"),
    ("very poor", "poor", "fair", "good", "very good"),
    ("mycket dåligt", "dåligt", "varken eller", "bra", "mycket bra"),
    ("not at all", "a little", "somewhat", "much", "very much"),
)
"""Words of scales, the lowest first."""
_GRID = re.compile(r"(.+?) \[(.+)\]")
_LIME = {"M": "choice", "P": "choice", "L": "choice", "!": "choice", "O": "choice", "Y": "choice", "G": "choice",
         "F": "matrix", "A": "matrix", "B": "matrix", "C": "matrix", "E": "matrix", "H": "matrix", "5": "scale",
         "N": "number", "T": "text", "S": "text", "U": "text", "Q": "text", "polis": "agree"}  # fmt: skip
"""Our kind by the kind that the tool tells."""

Data = dict[str, Any]


def draft(sheets: Sequence[Sheet], content: Content | None, meeting: str | None = None) -> str:
    """A mapping for some files of the same shape, as YAML with a few words on how to go on."""
    first = sheets[0]
    headers = list(dict.fromkeys(header for sheet in sheets for header in sheet.headers))
    cells = {
        header: [one.cells[header] for s in sheets for one in s.records if header in one.cells] for header in headers
    }
    made: Data = {"file": {"format": first.format}}
    made["meeting"] = meeting or {"title": dict.fromkeys(LANGUAGES, first.path.stem)}
    submitted = submitted_column(first)
    if first.format == "tidy":
        return dumped({"file": made["file"]}, _heading("draft_tidy"))
    if submitted is None:
        made["date"] = "2026-01-31"
    else:
        made["submitted"] = {"column": submitted}
    made["respondent"] = "none"
    own = {header for sheet in sheets for header in own_columns(sheet)}
    left = [header for header in headers if header not in own and not is_personal(header) and header != submitted]
    questions: list[Data] = []
    for names in _groups(first, left):
        question = _question(sheets, names, cells)
        if question is not None:
            questions.append(question)
    for question, name in zip(questions, distinct(str(one["id"]) for one in questions), strict=True):
        question["id"] = name
    made["questions"] = questions
    made["ignore"] = [header for header in left if not cells[header]]
    return dumped(made, _heading("draft_heading"))


def _groups(sheet: Sheet, headers: Sequence[str]) -> list[list[str]]:
    """Columns that belong to one question: by what the tool tells, or as `Question [Row]`."""
    groups: dict[str, list[str]] = {}
    for header in headers:
        known = sheet.structure.get(header)
        grid = _GRID.fullmatch(header)
        several = known is not None and known.kind in ("M", "P", "F", "A", "B", "C", "E", "H", "polis")
        key = f"\0{known.question}" if known and several else f"\0{grid[1]}" if grid and not known else header
        groups.setdefault(key, []).append(header)
    return list(groups.values())


def _question(sheets: Sequence[Sheet], names: list[str], cells: dict[str, list[str]]) -> Data | None:
    sheet, header = sheets[0], names[0]
    texts = [text for name in names for text in cells[name]]
    if not texts:
        return None
    known = sheet.structure.get(header)
    grid = _GRID.fullmatch(header)
    kind = _LIME.get(known.kind) if known else None
    if len(names) > 1:
        label = (known.question_label if known else "") or (grid[1] if grid else header)
        made: Data = {
            "columns": list(names),
            "id": slug((known.question if known else "") or label),
            "kind": kind or "matrix",
        }
        if made["kind"] == "agree":
            made = {"columns": "regex:/^[0-9]+$/", "id": "votes", "kind": "agree"}
        if kind is None and {plain(text) for text in texts} <= YES | NO | {plain(name) for name in names}:
            made |= {"kind": "choice", "several": True}
        if kind == "choice":
            made["several"] = True
        if made["kind"] == "matrix":
            made |= _points(texts, known.answers if known else {}) or _as_points(texts, known.answers if known else {})
        return {**made, "label": _both(label), "required": False}
    label = sheet.label(header)
    made = {"column": header, "id": slug(known.question if known and known.question else header)}
    answers = known.answers if known else {}
    guess: Data = _guess(sheet, texts, answers) if kind is None else {"kind": kind}
    if guess["kind"] == "scale":
        guess |= _points(texts, answers) or _as_points(texts, answers)
    if guess["kind"] == "number":
        numbers = [float(text.replace(",", ".")) for text in texts]
        guess |= {"low": min(0, int(min(numbers))), "high": max(int(max(numbers)) + 1, 10)}
        if any(number != int(number) for number in numbers):
            guess["step"] = 0.01
    if (
        guess["kind"] == "choice"
        and len({plain(text) for text in texts} | {plain(one) for one in answers.values()}) < 2
    ):
        guess = {"kind": "text"}
    if guess["kind"] == "text":
        guess["at_most"] = max(2000, min(10_000, max(map(len, texts))))
    return {**made, **guess, "label": _both(label), "required": False}


def _guess(sheet: Sheet, texts: Sequence[str], answers: dict[str, str]) -> Data:
    """The kind of a question by its answers alone."""
    counts = Counter(plain(text) for text in texts)
    if all(re.fullmatch(r"-?\d{1,3}", text) for text in texts) and len(counts) > 1:
        numbers = [int(text) for text in texts]
        return {"kind": "scale"} if max(numbers) - min(numbers) <= 10 and min(numbers) >= 0 else {"kind": "number"}
    if all(re.fullmatch(r"-?\d{1,12}([.,]\d+)?", text) for text in texts):
        return {"kind": "number"} if len(counts) > 1 else {"kind": "text"}
    if any(set(counts) <= set(words) for words in LIKERT) and len(counts) > 1:
        return {"kind": "scale"}
    many = next((tool.many for name, tool in TOOLS.items() if name == sheet.format), ";")
    for sign in dict.fromkeys((many, ";")):
        parts = Counter(plain(part) for text in texts for part in text.split(sign.strip()) if part.strip())
        # `Lund, May 2018` always has two parts; several choices are now two and now three
        lengths = {len([part for part in text.split(sign.strip()) if part.strip()]) for text in texts}
        if (
            len(lengths) > 1
            and sum(parts.values()) > len(texts)
            and 1 < len(parts) <= MANY_PARTS
            and max(map(len, parts)) <= LONG * 2
        ):
            return {"kind": "choice", "several": True, "many": sign}
    long = sum(map(len, texts)) / len(texts) > LONG
    # the same few answers again and again are a choice, however long they are
    repeated = len(texts) >= 2 * len(counts)
    if 1 < len(counts) <= FEW and (repeated or (not long and len(texts) < 10)):
        return {"kind": "choice"}
    return {"kind": "text"}


def _points(texts: Sequence[str], answers: dict[str, str]) -> Data | None:
    """The points of a scale whose words or numbers are known, the lowest first; None when they are not."""
    said = {plain(answers.get(text, text)) for text in texts}
    words = next((one for one in LIKERT if said <= set(one)), None)
    if words:
        return {"points": [{"value": n, "label": _both(one.capitalize())} for n, one in enumerate(words, 1)]}
    labels = [*answers.values()] or list(said)
    if all(one.isdecimal() for one in labels):
        numbers = [int(one) for one in labels]
        low, high = min(numbers), max(numbers)
        # nobody may have used the ends of a scale from 1 to 5
        low, high = (1, 5) if low >= 1 and high <= 5 else (0, 10) if high > 7 else (low, high)
        return {"points": [{"value": n, "label": _both(str(n))} for n in range(low, high + 1)]}
    return None


def _as_points(texts: Sequence[str], answers: dict[str, str]) -> Data:
    """Points in the order in which the tool, or else the file, has them; to be put right by whoever edits."""
    labels = list(answers.values()) or list(dict.fromkeys(texts))
    labels = labels if len(labels) > 1 else [*labels, "–"]
    return {"points": [{"value": n, "label": _both(one)} for n, one in enumerate(labels, 1)]}


def _both(text: str) -> dict[str, str]:
    return dict.fromkeys(LANGUAGES, mask(text.strip()) or "–")


def _heading(key: str) -> str:
    return "".join(f"# {say('imports', key, language)}\n" for language in LANGUAGES)
