"""LimeSurvey: the structure of a survey (.lss), and an archive of it with its responses (.lsa).

The XML has a table for each of `questions`, `subquestions` and `answers`, and since version 4 their words in
`question_l10ns` and `answer_l10ns` (LimeSurvey's export_helper.php and export.php).
"""

import html
import re
from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree
from xml.parsers import expat

from samhandling.imports.refusing import CannotImport
from samhandling.imports.sheets import (
    MOST_CELL,
    Sheet,
    Structure,
    apart,
    digest_of,
    inspect_zip,
    read_bytes,
    table,
    unpack,
)

OWN = ("id", "submitdate", "lastpage", "startlanguage", "seed", "startdate", "datestamp", "refurl")
"""What LimeSurvey itself writes down of a response; `token` and `ipaddr` tell who it was."""
FIVE = {str(n): str(n) for n in range(1, 6)}
YES_NO = {"Y": "Yes", "N": "No"}
FIXED = {
    "5": FIVE, "A": FIVE, "B": {str(n): str(n) for n in range(1, 11)}, "Y": YES_NO, "G": {"F": "Female", "M": "Male"},
    "C": {"Y": "Yes", "U": "Uncertain", "N": "No"}, "E": {"I": "Increase", "S": "Same", "D": "Decrease"},
}  # fmt: skip
"""The answers of the types that bring their own, by code."""
_FIELD = re.compile(r"_?(\d+)X(\d+)X(\d+)(.*)")
_CODE = re.compile(r"([A-Za-z][A-Za-z0-9]*)(?:\[([^\]]+)\]|_([A-Za-z0-9]+))?")

Row = dict[str, str]


def structure_of(path: Path) -> dict[str, Structure]:
    """What an .lss file tells of each column, by the header that LimeSurvey's CSV gives it: `Q1`, `Q1[SQ001]`."""
    return _structure(path, read_bytes(path))[0]


def read_archive(path: Path) -> Sheet:
    """The responses in an .lsa archive, with the structure that lies beside them."""
    data = read_bytes(path)
    archive = inspect_zip(path, data)
    names = archive.namelist()
    survey = next((name for name in names if name.endswith(".lss")), None)
    responses = next((name for name in names if name.endswith("_responses.lsr")), None)
    if survey is None or responses is None:
        raise CannotImport("no_responses", path=path)
    structure, codes = _structure(path, unpack(path, archive, survey))
    root = _parsed(path, unpack(path, archive, responses))
    rows = [_row(one) for one in root.iterfind("./responses/rows/row")]
    fields = list(dict.fromkeys(name for row in rows for name in row))
    named = [_header(name, codes) for name in fields]
    cells = [[row.get(name, "")[: MOST_CELL + 1] for name in fields] for row in rows]
    sheet = table(path, digest_of(data), [named, *cells]) if rows else Sheet(path, digest_of(data), apart(named), [])
    sheet.format, sheet.structure = "limesurvey", structure
    return sheet


def told(sheet: Sheet, structure: dict[str, Structure]) -> None:
    """Give a CSV file's columns the structure of an .lss file; `Q1`, `Q1. Which …?` and `Q1_SQ001` are one question."""
    for header in sheet.headers:
        if found := structure.get(header):
            sheet.structure[header] = found
            continue
        code = _CODE.match(header)
        if code:
            sub = code[2] or code[3]
            named = structure.get(f"{code[1]}[{sub}]" if sub else code[1])
            if named:
                sheet.structure[header] = named


def _structure(path: Path, data: bytes) -> tuple[dict[str, Structure], dict[str, str]]:
    """Structure by header, and the header's parts by question id."""
    root = _parsed(path, data)
    questions = {row["qid"]: row for row in _rows(root, "questions") if row.get("qid")}
    if not questions:
        raise CannotImport("no_survey", path=path)
    words = {row["qid"]: row.get("question", "") for row in reversed(_rows(root, "question_l10ns")) if row.get("qid")}
    phrases = {row["aid"]: row.get("answer", "") for row in reversed(_rows(root, "answer_l10ns")) if row.get("aid")}
    answers: dict[str, dict[str, str]] = {}
    for row in sorted(_rows(root, "answers"), key=lambda one: _number(one.get("sortorder"))):
        label = row.get("answer") or phrases.get(row.get("aid", ""), "") or row.get("code", "")
        answers.setdefault(row.get("qid", ""), {}).setdefault(row.get("code", ""), _plain(label))
    subs: dict[str, list[Row]] = {}
    for row in sorted(_rows(root, "subquestions"), key=lambda one: _number(one.get("question_order"))):
        known = [one["qid"] for one in subs.setdefault(row.get("parent_qid", ""), [])]
        if row.get("scale_id", "0") in ("0", "") and row.get("qid") not in known:
            subs[row.get("parent_qid", "")].append(row)
    found: dict[str, Structure] = {}
    for qid, row in sorted(questions.items(), key=lambda one: _number(one[1].get("question_order"))):
        kind, code = row.get("type", ""), row.get("title", qid)
        label = _plain(row.get("question") or words.get(qid, "")) or code
        options = FIXED.get(kind) or answers.get(qid, {})
        under = subs.get(qid, [])
        for sub in under:
            part = _plain(sub.get("question") or words.get(sub["qid"], "")) or sub.get("title", "")
            found[f"{code}[{sub.get('title', '')}]"] = Structure(part, kind, code, label, options)
        if not under:
            found[code] = Structure(label, kind, code, label, options)
        if row.get("other") == "Y":
            found[f"{code}[other]"] = Structure(f"{label} (other)", "S", f"{code}other", label)
    return found, {qid: row.get("title", qid) for qid, row in questions.items()}


def _parsed(path: Path, data: bytes) -> ElementTree.Element:
    """XML without a document type: with none there are no entities that unfold, and no files that are read in."""

    def refuse(*_: object) -> None:
        raise CannotImport("xml_entities", path=path)

    try:
        scout = expat.ParserCreate()
        scout.StartDoctypeDeclHandler = refuse
        scout.Parse(data, True)
        return ElementTree.fromstring(data)  # noqa: S314  # has no document type, as was just seen
    except (expat.ExpatError, ElementTree.ParseError, ValueError, LookupError) as error:
        raise CannotImport("no_xml", path=path, detail=str(error)[:80]) from None


def _rows(root: ElementTree.Element, name: str) -> list[Row]:
    return [_row(one) for one in root.iterfind(f"./{name}/rows/row")]


def _row(element: ElementTree.Element) -> Row:
    return {child.tag: (child.text or "").strip() for child in element}


def _header(field: str, codes: dict[str, str]) -> str:
    """`_123X4X5SQ001` as the CSV names it: `Q1[SQ001]`."""
    parts = _FIELD.fullmatch(field)
    if parts is None:
        return field
    code = next((codes[parts[3][:n]] for n in range(len(parts[3]), 0, -1) if parts[3][:n] in codes), None)
    if code is None:
        return field
    known = next(parts[3][:n] for n in range(len(parts[3]), 0, -1) if parts[3][:n] in codes)
    rest = parts[3][len(known) :] + parts[4]
    return f"{code}[{rest}]" if rest else code


def _plain(text: str) -> str:
    """Words without markup."""
    return " ".join(html.unescape(re.sub(r"<[^>]{0,500}>", " ", text)).split())


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0


def ids(headers: Iterable[str]) -> list[str]:
    """LimeSurvey's own columns among some headers."""
    return [header for header in headers if header.split(".")[0].casefold() in OWN]
