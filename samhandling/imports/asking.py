"""What a mapping asks: each question as an item, and the columns that answer it in each file."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter, ValidationError

from samhandling.analysis.disclosure import mask
from samhandling.content.kinds import KINDS, UNKNOWN, Item, Refused
from samhandling.content.reading import Content
from samhandling.imports.cells import Lookup, columns_of, lookup, parts, pieces_of, plain, value_of, value_of_columns
from samhandling.imports.formats import TOOLS, is_personal
from samhandling.imports.mapping import Mapping, Question, matching
from samhandling.imports.naming import distinct, slug
from samhandling.imports.sheets import Record, Sheet

MOST_MADE = 100
"""How many options are made of what stands in a column, at most; with more it is text."""
_ITEM: TypeAdapter[Any] = TypeAdapter(Item)


@dataclass
class Asking:
    """A question with its item, and where its answers stand."""

    question: Question
    exercise: str
    version: int
    item: Any
    known: Lookup
    round: int | None
    single: dict[str, str] = field(default_factory=dict)
    """The column by the file's digest."""
    several: dict[str, dict[str, str]] = field(default_factory=dict)
    """The option, row or statement by header, by the file's digest."""

    @property
    def name(self) -> str:
        """Exercise and item."""
        return f"{self.exercise}/{self.item.id}"

    def headers(self, sheet: Sheet) -> list[str]:
        """The columns of a file that answer the question."""
        one = self.single.get(sheet.digest)
        return [one] if one is not None else list(self.several.get(sheet.digest, ()))

    def answer(self, sheet: Sheet, record: Record, empty: frozenset[str]) -> tuple[str, str, Any] | None:
        """Header, text and value of what a record answers; None for no answer. Raises `Refused` (with `header`)."""
        cells = [(header, record.cells[header]) for header in self.headers(sheet) if header in record.cells]
        cells = [(header, text) for header, text in cells if plain(text) not in empty]
        if not cells:
            return None
        header, text = cells[0]
        try:
            if sheet.digest in self.single:
                value = value_of(self.item, text, self.known, _many(self.question, sheet))
            else:
                # JSON, as the export writes it, is not spread over columns
                named = {self.several[sheet.digest][one]: (one, said) for one, said in cells}
                value = value_of_columns(self.item, named, self.known)
            return None if value is None else (header, text, self.item.check(value))
        except Refused as refused:
            refused.details.setdefault("header", header)
            raise


def ask(mapping: Mapping, sheets: Sequence[Sheet], content: Content | None) -> list[Asking]:
    """The questions of a mapping for some files. Raises `ContentError` where the mapping does not fit them.

    A question's `item` is one of `content`; a tidy file without questions asks for the items that it names.
    """
    questions = list(mapping.questions)
    if not questions and any(sheet.format == "tidy" for sheet in sheets) and content is not None:
        from samhandling.imports.mapping import Asked

        names = sorted({header for sheet in sheets for header in sheet.headers if _item(content, header) is not None})
        questions = [Question(n, Asked(column=name, item=name), None) for n, name in enumerate(names)]
    asked = [one for one in (_asking(mapping, question, sheets, content) for question in questions) if one is not None]
    if not asked and not mapping.files.found:
        mapping.fault(("questions",), "no question has a column in these files")
    mapping.stop_if_faulty()
    return asked


def _asking(mapping: Mapping, question: Question, sheets: Sequence[Sheet], content: Content | None) -> Asking | None:
    where = ("questions", question.number)
    single, several = _columns(mapping, question, sheets)
    as_written: dict[str, str] = {}
    if not single and not several:
        return None
    if question.asked.item is not None:
        exercise, _, _ = question.asked.item.partition("/")
        item = _item(content, question.asked.item) if content else None
        if item is None or content is None:
            mapping.fault((*where, "item"), f"no item {question.asked.item} in the series")
            return None
        version = content.exercises[exercise].version
    else:
        exercise, version = mapping.head.exercise.id, 1
        item = _made(mapping, question, sheets, single, several, as_written)
        if item is None:
            return None
    means = {**lookup(item, question.asked.values), **as_written}
    asking = Asking(question, exercise, version, item, means, question.asked.round, single)
    if several and not columns_of(item):
        mapping.fault((*where, "columns"), f"an item of kind {item.kind} is answered in one `column`")
        return None
    names = {plain(text): part.id for part in columns_of(item) for text in (part.id, part.label.sv, part.label.en)}
    known = {part.id for part in columns_of(item)}
    for sheet in sheets:
        for header, part in several.get(sheet.digest, {}).items():
            found = part or names.get(plain(header)) or names.get(plain(sheet.label(header)))
            if found not in known:
                mapping.fault((*where, "columns"), f"{header!r} is none of {', '.join(sorted(known)[:20])}")
                return None
            asking.several.setdefault(sheet.digest, {})[header] = str(found)
    codes = {
        plain(code): plain(label)
        for sheet in sheets
        for header in asking.headers(sheet)
        for code, label in (sheet.structure[header].answers if header in sheet.structure else {}).items()
    }
    # LimeSurvey writes codes or words: both mean the same
    asking.known = {
        **{code: asking.known[label] for code, label in codes.items() if label in asking.known},
        **asking.known,
    }
    for text, value in question.asked.values.items():
        # an option that is made of the files may be in none of these
        if not question.makes and not _fits(item, value):
            mapping.fault((*where, "values", text), f"{value!r} is no answer to {asking.name}")
    return asking


def _columns(
    mapping: Mapping, question: Question, sheets: Sequence[Sheet]
) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """The column, or the columns with the part that each stands for ("" when that is to be found out), by file."""
    asked, where = question.asked, ("questions", question.number)
    single: dict[str, str] = {}
    several: dict[str, dict[str, str]] = {}
    for sheet in sheets:
        found = matching(asked.column, sheet.headers) if asked.column is not None else []
        if len(found) > 1:
            mapping.fault(
                (*where, "column"), f"{len(found)} columns of {sheet.path.name} match: {', '.join(found[:5])}"
            )
        elif found:
            single[sheet.digest] = found[0]
            _impersonal(mapping, question, found)
            continue
        columns: dict[str, str] = {}
        if isinstance(asked.columns, dict):
            given = {" ".join(header.split()): part for header, part in asked.columns.items()}
            columns = {header: given[header] for header in sheet.headers if header in given}
        elif asked.columns is not None:
            patterns = (asked.columns,) if isinstance(asked.columns, str) else asked.columns
            columns = {header: "" for one in patterns for header in matching(one, sheet.headers)}
        if columns:
            several[sheet.digest] = columns
            _impersonal(mapping, question, columns)
        elif not asked.optional and len(found) == 0 and sheet.format != "tidy":
            wanted = asked.column or asked.columns
            key = "column" if asked.column is not None else "columns"
            mapping.fault(
                (*where, key),
                f"{sheet.path.name} has no such column ({wanted}); give `optional: true` if it may lack it",
            )
    listed = asked.columns if isinstance(asked.columns, tuple | dict) else ()
    present = {header for sheet in sheets for header in sheet.headers}
    for header in listed:
        if several and not matching(header, sorted(present)):
            mapping.fault(
                (*where, "columns", header) if isinstance(listed, dict) else (*where, "columns"),
                f"no file has the column {header!r}",
            )
    return single, several


def _impersonal(mapping: Mapping, question: Question, headers: Iterable[str]) -> None:
    for header in headers:
        if is_personal(header):
            where = ("questions", question.number, "column" if question.asked.column else "columns")
            mapping.fault(where, f"{header!r} says who someone is: use it as `respondent`")


def _made(
    mapping: Mapping,
    question: Question,
    sheets: Sequence[Sheet],
    single: dict[str, str],
    several: dict[str, dict[str, str]],
    as_written: dict[str, str],
) -> Any:
    """An own question's item, with what it leaves out made of the files; None with a fault if it cannot be.

    `as_written` gets the option of each text, since what the label says of a person may be masked.
    """
    where = ("questions", question.number)
    data, missing = dict(question.own or {}), question.makes
    kind = data.get("kind")
    if missing in ("rows", "statements") or (missing == "options" and several):
        data[missing] = _parts_of_columns(sheets, several)
    elif missing == "options":
        names = _distinct(mapping, question, sheets, single)
        if len(names) > MOST_MADE:
            mapping.fault(where, f"{len(names)} different answers are no options; give `kind: text`, or `options`")
            return None
        ids = distinct(str(value) if isinstance(value, str) else _id_of(text) for text, value in names)
        as_written |= {plain(text): one for one, (text, value) in zip(ids, names, strict=True) if value is None}
        data["options"] = [{"id": one, "label": _both(text)} for one, (text, _) in zip(ids, names, strict=True)]
        if kind == "choice" and (question.asked.many or several):
            data.setdefault("several", True)
    elif missing == "points":
        numbers = sorted(
            {int(text) for text, _ in _distinct(mapping, question, sheets, single) if text.lstrip("-").isdecimal()}
        )
        if len(numbers) < 2 or numbers[-1] - numbers[0] > 20:
            mapping.fault(where, "the order of these answers is not known: give `points`, or a `scale`")
            return None
        whole = range(numbers[0], numbers[-1] + 1)
        data["points"] = [{"value": n, "label": _both(str(n))} for n in whole]
    try:
        return _ITEM.validate_python(data)
    except ValidationError as error:
        for one in error.errors():
            mapping.fault(
                (*where, *(part for part in one["loc"] if part not in KINDS)), one["msg"].removeprefix("Value error, ")
            )
    return None


def _id_of(text: str) -> str:
    """The id of an option that is made of a text; one that may tell who somebody is does not stand in it."""
    if mask(text) != text:
        return f"o_{hashlib.sha256(plain(text).encode()).hexdigest()[:8]}"
    return slug(text, "o")


def _parts_of_columns(sheets: Sequence[Sheet], several: dict[str, dict[str, str]]) -> list[dict[str, Any]]:
    """An option, row or statement for each column that the mapping gives none; `several` is filled in with them."""
    labels: dict[str, str] = {}
    given: dict[str, str] = {}
    for sheet in sheets:
        for header, part in several.get(sheet.digest, {}).items():
            labels.setdefault(header, sheet.label(header))
            given[header] = part or given.get(header, "")
    # C and C++ are two columns, though their letters are the same
    ids = dict(zip(labels, distinct(given[header] or slug(header, "c") for header in labels), strict=True))
    ids |= {header: part for header, part in given.items() if part}
    for columns in several.values():
        columns.update({header: ids[header] for header in columns})
    made: dict[str, str] = {}
    for header in labels:
        made.setdefault(ids[header], labels[header])
    return [{"id": one, "label": _both(label)} for one, label in made.items()]


def _distinct(
    mapping: Mapping, question: Question, sheets: Sequence[Sheet], single: dict[str, str]
) -> list[tuple[str, Any]]:
    """What stands in a column, the most common first, each with what the mapping says it means."""
    values = {plain(text): value for text, value in question.asked.values.items()}
    empty = {plain(text) for text in mapping.head.file.empty}
    counts: Counter[str] = Counter()
    shown: dict[str, str] = {}
    for sheet in sheets:
        header = single.get(sheet.digest)
        known = sheet.structure[header].answers if header in sheet.structure else {}
        for label in known.values():
            counts[plain(label)] += 0
            shown.setdefault(plain(label), label)
        for record in sheet.records if header else ():
            cell = record.cells.get(header or "", "")
            pieces = pieces_of(cell, values, question.asked.many) if question.asked.many else [cell]
            for piece in pieces:
                text = known.get(piece, piece)
                if text and plain(text) not in empty and values.get(plain(text), "") is not None:
                    counts[plain(text)] += 1
                    shown.setdefault(plain(text), text)
    ordered = sorted(counts, key=lambda key: (-counts[key], key))
    if all(key.lstrip("-").isdecimal() for key in ordered):
        ordered.sort(key=int)
    found = [(shown[key], values.get(key)) for key in ordered]
    # several texts may mean the same option
    firsts: dict[Any, tuple[str, Any]] = {}
    for text, value in found:
        firsts.setdefault(text if value is None else ("as", value), (text, value))
    return [one for one in firsts.values() if one[1] != UNKNOWN]


def _fits(item: Any, value: Any) -> bool:
    """Whether what the mapping says a text means is an answer, or a part of one."""
    if value is None or (value == UNKNOWN and getattr(item, "unknown", False)):
        return True
    if item.kind == "agree":
        return value in (-1, 0, 1)
    known = [getattr(part, "value", getattr(part, "id", None)) for part in parts(item)]
    return value in known if known else True


def _item(content: Content | None, name: str) -> Any:
    exercise, _, item = name.partition("/")
    found = content.exercises.get(exercise) if content else None
    return found.find(item) if found else None


def _many(question: Question, sheet: Sheet) -> str:
    return question.asked.many or next((tool.many for name, tool in TOOLS.items() if name == sheet.format), ";")


def _both(text: str) -> dict[str, str]:
    """A label that came with the file, the same in both languages; what identifies people is taken out."""
    shown = mask(" ".join(text.split())) or "–"
    return {"sv": shown, "en": shown}
