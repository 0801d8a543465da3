"""The tools whose files are known: how each is recognised, its own columns, and how it writes several choices."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, get_args

from samhandling.imports import limesurvey, polis
from samhandling.imports.refusing import CannotImport
from samhandling.imports.sheets import Record, Sheet, apart, read_csv, read_xlsx

Format = Literal["typeform", "forms", "google", "mentimeter", "limesurvey", "indico", "polis", "tidy", "wide"]
FORMATS: tuple[Format, ...] = get_args(Format)


@dataclass(frozen=True)
class Tool:
    """What is known of a tool's files."""

    signs: tuple[frozenset[str], ...] = ()
    """Sets of headers, in lower case, each of which tells the tool."""
    own: frozenset[str] = frozenset()
    """Columns of the tool's own, which hold no answers."""
    submitted: tuple[str, ...] = ()
    many: str = ";"
    """What stands between several choices in one cell."""
    sheet: str | None = None


def _set(*headers: str) -> frozenset[str]:
    return frozenset(headers)


TOOLS: dict[Format, Tool] = {
    "typeform": Tool(
        signs=(_set("start date (utc)", "submit date (utc)"), _set("#", "network id")),
        own=_set(
            "#", "start date (utc)", "submit date (utc)", "response type", "stage date (utc)", "tags", "ending",
            "score",
        ),
        submitted=("Submit Date (UTC)",),
        many=", ",
    ),
    "forms": Tool(
        signs=(_set("start time", "completion time"), _set("starttid", "slutförandetid"), _set("starttid", "sluttid")),
        own=_set(
            "id", "start time", "completion time", "last modified time", "language", "total points", "quiz feedback",
            "grade posted time", "starttid", "slutförandetid", "sluttid", "tid för senaste ändring", "språk",
        ),
        submitted=("Completion time", "Slutförandetid", "Sluttid"),
    ),
    "google": Tool(
        signs=(_set("timestamp"), _set("tidsstämpel"), _set("tidstämpel")),
        own=_set("timestamp", "tidsstämpel", "tidstämpel", "score", "poäng"),
        submitted=("Timestamp", "Tidsstämpel", "Tidstämpel"),
        many=", ",
    ),
    "mentimeter": Tool(
        signs=(_set("session", "voter"), _set("voter", "date")), own=_set("session", "date", "voter"),
        submitted=("Date",),
        many=", ", sheet="Voters",
    ),
    "limesurvey": Tool(
        signs=(_set("submitdate"), _set("lastpage", "startlanguage"), _set("id. response id"), _set("response id")),
        own=_set(
            *limesurvey.OWN, "response id", "date submitted", "last page", "start language", "date started",
            "date last action",
        ),
        submitted=("submitdate", "datestamp"),
    ),
    "indico": Tool(
        signs=(_set("submitter", "submission date"),), own=_set("submission date", "id"),
        submitted=("Submission Date",),
        many="; ",
    ),
    "polis": Tool(
        signs=(_set("participant", "n-votes", "n-agree"),),
        own=_set("participant", "xid", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree"),
    ),
    "tidy": Tool(signs=(_set("exercise", "item", "value"),)),
    "wide": Tool(),
}  # fmt: skip

PERSONAL = re.compile(
    r"(e-?mail|e-?post|mail ?address|ip|ipaddr)([- ]?(address|adress|adr))?"
    r"|(first|last|full|sur|given|user|för|efter|användar|your|ditt|mitt)?[- ]?(name|namn)"
    r"|submitter|submitter (e-?mail|id)|email address|e-postadress|ip[- ]?adress|network id|token|phone( number)?"
    r"|telefon(nummer)?|mobil(nummer)?|personnummer|personal (id|number)|xid|contact( details)?|kontaktuppgifter"
    r"|respondent (email|name)|namn \d|name \d",
    re.IGNORECASE,
)
"""Headers of columns that say who someone is."""


def is_personal(header: str) -> bool:
    """Whether a column says who someone is, by its header."""
    name = re.sub(r" \(\d+\)$", "", header).split(". ")[-1].strip(" :?*")
    return PERSONAL.fullmatch(name) is not None


def own_columns(sheet: Sheet) -> list[str]:
    """The tool's own columns among a file's."""
    tool = TOOLS[_format(sheet)]
    named = {one.casefold() for one in sheet.headers} & tool.own
    coded = limesurvey.ids(sheet.headers) if sheet.format == "limesurvey" else []
    return [one for one in sheet.headers if one.casefold() in named or one in coded]


def submitted_column(sheet: Sheet) -> str | None:
    """The column that says when an answer was sent."""
    wanted = {one.casefold() for one in TOOLS[_format(sheet)].submitted}
    return next((one for one in sheet.headers if one.casefold() in wanted), None)


def recognised(headers: Sequence[str]) -> Format:
    """The tool that a table with these headers comes from; `wide` when none is known."""
    given = {header.casefold() for header in headers}
    return next((name for name, tool in TOOLS.items() if any(sign <= given for sign in tool.signs)), "wide")


def read(
    path: Path,
    wanted: Format | None = None,
    *,
    delimiter: str | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
    header: int | None = None,
) -> Sheet:
    """A file, a Polis folder or a LimeSurvey archive as a table. Raises `CannotImport`."""
    suffix = path.suffix.casefold()
    if polis.is_export(path):
        found = polis.read_export(path)
    elif path.is_dir():
        raise CannotImport("a_folder", path=path)
    elif suffix == ".lsa":
        found = limesurvey.read_archive(path)
    elif suffix in (".xlsx", ".xlsm"):
        found = _workbook(path, wanted, sheet, header)
    elif suffix in (".csv", ".tsv", ".txt"):
        found = read_csv(path, delimiter, encoding)
    else:
        raise CannotImport("unknown_file", path=path)
    if found.format == "wide":
        found.format = wanted or recognised(found.headers)
    if wanted and found.format != wanted:
        raise CannotImport("other_format", path=path, format=found.format, wanted=wanted)
    return _cleaned(found)


def _workbook(path: Path, wanted: Format | None, sheet: str | None, header: int | None) -> Sheet:
    tool = TOOLS[wanted] if wanted else None
    name = sheet or (tool.sheet if tool else None)
    if name or header or wanted:
        known = [one for sign in (tool.signs if tool else ()) for one in sign]
        return read_xlsx(path, name, header, known)
    try:
        found = read_xlsx(path, TOOLS["mentimeter"].sheet, None, ("voter",))
    except CannotImport as other:
        if other.reason != "no_sheet":
            raise
        return read_xlsx(path)
    return found


def _cleaned(sheet: Sheet) -> Sheet:
    """Headers as a person reads them: without Typeform's markup, and the form's title before each of Indico's."""
    headers = sheet.headers
    if sheet.format == "typeform":
        cleaned = [re.sub(r"</?[a-z]+>", "", one) for one in headers]
    elif sheet.format == "indico":
        titles = {one.partition(": ")[0] for one in headers if ": " in one}
        title = f"{titles.pop()}: " if len(titles) == 1 else "\0"
        cleaned = [one.removeprefix(title) for one in headers]
    else:
        return sheet
    names = dict(zip(headers, apart(cleaned), strict=True))
    sheet.headers = list(names.values())
    sheet.records = [
        replace(one, cells={names[column]: cell for column, cell in one.cells.items()}) for one in sheet.records
    ]
    sheet.wrong = [replace(one, column=names.get(one.column, one.column)) for one in sheet.wrong]
    return sheet


def _format(sheet: Sheet) -> Format:
    return next(name for name in FORMATS if name == sheet.format)


__all__ = [
    "FORMATS",
    "TOOLS",
    "Format",
    "Record",
    "is_personal",
    "own_columns",
    "read",
    "recognised",
    "submitted_column",
]
