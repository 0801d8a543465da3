"""Files by way of a mapping: people and their answers, each judged by its own item, and what is wrong where."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from samhandling.content.exercise import LEVELS
from samhandling.content.kinds import Refused
from samhandling.content.language import LANGUAGES
from samhandling.content.reading import Content
from samhandling.content.words import say
from samhandling.imports.asking import Asking
from samhandling.imports.cells import plain
from samhandling.imports.formats import is_personal, own_columns, submitted_column
from samhandling.imports.mapping import Column, Day, Mapping, OwnMeeting, Part
from samhandling.imports.naming import slug
from samhandling.imports.refusing import Wrong
from samhandling.imports.sheets import Record, Sheet

NAMESPACE = uuid.UUID("6c3b7f0e-7f0a-5d43-9f6d-3a2f5b1c8e90")
"""What the ids of imported answers are made in (UUIDv5, RFC 9562)."""
NOON = dt.time(12)
_EXCEL = dt.datetime(1899, 12, 30)
"""Excel counts days from here."""


@dataclass(frozen=True)
class Respondent:
    """Someone who answered: `key` is the stable column's text, or the file and the row."""

    key: str
    actor_type: str | None = None
    municipality: str | None = None
    simulated: bool = False


@dataclass(frozen=True)
class Answer:
    """An answer as it will be stored, but for the room and the pseudonym."""

    id: str
    meeting: str
    day: dt.date
    person: str | None
    """The key of the respondent; None for the room's own answer."""
    exercise: str
    exercise_version: int
    item: str
    round: int
    level: str
    table: int | None
    value: Any
    at: int
    """Milliseconds since 1970."""
    late: bool = False
    counted: bool = True


@dataclass
class Taken:
    """What some files hold by way of a mapping."""

    people: dict[str, Respondent] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)
    meetings: dict[str, OwnMeeting | None] = field(default_factory=dict)
    """The meetings in the order in which the files name them, with their titles where they are new."""
    counts: Counter[str] = field(default_factory=Counter)
    """Answers by question."""
    left: dict[str, list[str]] = field(default_factory=dict)
    """Columns that no question takes, by the file's name."""
    personal: dict[str, list[str]] = field(default_factory=dict)
    """Columns that say who someone is, and are not taken in."""
    records: int = 0


class _Not(Exception):
    """A cell beside the answers that cannot be understood."""

    def __init__(self, column: str, was: str, reason: str, **details: Any) -> None:
        super().__init__(reason)
        self.column, self.was, self.reason, self.details = column, was, reason, details


def take_in(mapping: Mapping, sheets: Sequence[Sheet], asked: Sequence[Asking], content: Content | None) -> Taken:
    """The people and answers of some files. Faulty cells are listed in `wrong`, and left out.

    Raises `ContentError` where the mapping itself does not say enough, e.g. of which meeting the answers are.
    """
    taken = Taken()
    for sheet in sheets:
        _Reader(mapping, sheet, asked, content, taken).read()
    mapping.stop_if_faulty()
    return taken


class _Reader:
    """Reads one file."""

    def __init__(
        self, mapping: Mapping, sheet: Sheet, asked: Sequence[Asking], content: Content | None, taken: Taken
    ) -> None:
        self.mapping, self.head, self.sheet, self.asked, self.content = mapping, mapping.head, sheet, asked, content
        self.taken = taken
        self.part = mapping.part(sheet.path) or Part(match="*")
        self.empty = frozenset(plain(text) for text in self.head.file.empty)
        self.tidy = sheet.format == "tidy"
        self.fewer = {say("workbook", "fewer", language) for language in LANGUAGES}
        """What the export writes in place of a group under five."""

    def read(self) -> None:
        """Take in every record of the file."""
        self.taken.wrong += self.sheet.wrong
        self._columns_are_there()
        day = self._day()
        meeting = self._meeting()
        if self.mapping.files.found:
            return
        for record in self.sheet.records:
            try:
                self._record(record, meeting, day)
            except _Not as no:
                where = self.sheet.path, record.row_of(no.column), no.column
                self.taken.wrong.append(Wrong(*where, no.was, no.reason, no.details))
            self.taken.records += 1
        self._leftovers()

    # --- what holds for the whole file ---

    def _meeting(self) -> str | None:
        given = self.part.meeting or self.head.meeting
        if isinstance(given, OwnMeeting):
            name = given.id or slug(given.title.en, "m").replace("-", "_")
            self.taken.meetings.setdefault(name, given)
            return name
        if given is None and not self.tidy:
            self.mapping.fault(("meeting",), f"is missing: of which meeting are the answers in {self.sheet.path.name}?")
        elif given is not None:
            self._known_meeting(given)
            self.taken.meetings.setdefault(given, None)
        return given

    def _known_meeting(self, name: str) -> None:
        meetings = [one.id for one in self.content.series.meetings] if self.content else []
        if name not in meetings:
            known = ", ".join(meetings) or "none yet: give it a `title` {sv, en}"
            self.mapping.fault(("meeting",), f"no meeting {name}; there are {known}")

    def _day(self) -> dt.date | None:
        if self.part.date:
            return dt.date.fromisoformat(self.part.date)
        if isinstance(self.head.date, str):
            return dt.date.fromisoformat(self.head.date)
        if self.tidy or self.head.date is not None:
            return None
        # one file is one meeting: its day is the one on which the first answer came
        return min((at.date() for at in map(self._readable, self.sheet.records) if at), default=None)

    def _readable(self, record: Record) -> dt.datetime | None:
        try:
            return self._submitted(record)
        except _Not:
            return None

    def _columns_are_there(self) -> None:
        head, headers = self.head, set(self.sheet.headers)
        if self.tidy:
            return
        wanted: list[tuple[tuple[str, ...], str | None]] = [
            (("respondent",), head.respondent),
            (("submitted", "column"), head.submitted.column if head.submitted else None),
            (("date", "column"), head.date.column if isinstance(head.date, Day) else None),
        ]
        for key, column in (("actor_type", head.actor_type), ("municipality", head.municipality)):
            wanted.append(((key, "column"), column.column if column and not column.optional else None))
        for where, name in wanted:
            if name is not None and " ".join(name.split()) not in headers:
                self.mapping.fault(where, f"{self.sheet.path.name} has no column {name!r}")

    # --- a record ---

    def _record(self, record: Record, meeting: str | None, day: dt.date | None) -> None:
        at = self._submitted(record)
        when = day or self._day_of(record)
        if when is None:
            self.mapping.fault(("date",), "is missing: on which day were the answers given?")
            return
        held = self._meeting_of(record, meeting)
        person = self._person(record)
        level, table = self._level(record)
        if level == "individual" and person is None:
            raise _Not(self.head.tidy.respondent, "", "no_respondent")
        moment = at or dt.datetime.combine(when, NOON)
        found = []
        for asking in self.asked:
            try:
                answered = asking.answer(self.sheet, record, self.empty)
            except Refused as refused:
                header = str(refused.details.pop("header", asking.name))
                text = record.cells.get(header, "")
                wrong = Wrong.refused(self.sheet.path, record.row_of(header), header, text, refused)
                self.taken.wrong.append(wrong)
                continue
            if answered is None or answered[2] in ("", [], {}):
                continue
            found.append((asking, record.row_of(answered[0]), answered[2]))
        if not found:
            return
        if person is not None:
            known = self.taken.people.get(person.key)
            if known is not None:
                # a person who told of themselves once has told it for all files
                person = Respondent(
                    person.key, known.actor_type or person.actor_type, known.municipality or person.municipality,
                    known.simulated or person.simulated,
                )  # fmt: skip
            self.taken.people[person.key] = person
        for asking, row, value in found:
            round_ = asking.round or self._round(record)
            where = f"{self.sheet.digest}/{row}/{asking.name}/{round_}/{level}"
            self.taken.counts[asking.name] += 1
            self.taken.answers.append(
                Answer(
                    str(uuid.uuid5(NAMESPACE, where)), held, when, person.key if person else None, asking.exercise,
                    asking.version, asking.item.id, round_, level, table, value, _ms(moment),
                    record.said.get("late") == "true", record.said.get("counted", "true") == "true",
                )
            )  # fmt: skip

    def _meeting_of(self, record: Record, meeting: str | None) -> str:
        if meeting is not None:
            return meeting
        named = record.said.get("meeting", "")
        if self.content is None or self.content.series.meeting(named) is None:
            known = ", ".join(one.id for one in self.content.series.meetings) if self.content else "–"
            raise _Not(self.head.tidy.meeting, named, "no_such_meeting", known=known)
        self.taken.meetings.setdefault(named, None)
        return named

    def _day_of(self, record: Record) -> dt.date | None:
        if self.tidy:
            column, text, format_ = self.head.tidy.date, record.said.get("date"), None
        elif isinstance(self.head.date, Day):
            column, format_ = self.head.date.column, self.head.date.format
            text = record.cells.get(column)
        else:
            return None
        return _moment(column, text, format_).date() if text else None

    def _submitted(self, record: Record) -> dt.datetime | None:
        if self.tidy:
            column, text, format_ = self.head.tidy.received_at, record.said.get("received_at"), None
        elif self.head.submitted:
            column, format_ = self.head.submitted.column, self.head.submitted.format
            text = record.cells.get(column)
        else:
            found = submitted_column(self.sheet)
            # a tool's own column that nobody asked for is used where it can be read
            try:
                return _moment(found, record.cells[found], None) if found and found in record.cells else None
            except _Not:
                return None
        return _moment(column, text, format_) if text else None

    def _round(self, record: Record) -> int:
        text = record.said.get("round", "")
        if text:
            if not text.isdecimal() or not 1 <= int(text) <= 99:
                raise _Not(self.head.tidy.round, text, "no_number")
            return int(text)
        return self.part.round or self.head.round

    def _level(self, record: Record) -> tuple[str, int | None]:
        level, table = record.said.get("level", "individual"), record.said.get("table", "")
        if level not in LEVELS:
            raise _Not(self.head.tidy.level, level, "no_level", known=", ".join(LEVELS))
        if (table and not table.isdecimal()) or (level == "table" and not table):
            raise _Not(self.head.tidy.table, table, "no_number")
        return level, int(table) if table else None

    def _person(self, record: Record) -> Respondent | None:
        if self.tidy:
            code = record.said.get("respondent")
            if not code:
                return None
            key = f"code:{code}"
        else:
            code = record.cells.get(" ".join(self.head.respondent.split())) if self.head.respondent else None
            key = f"code:{plain(code)}" if code else f"row:{self.sheet.digest}:{record.row}"
        return Respondent(
            key, self._actor_type(record), self._municipality(record), record.said.get("simulated") == "true"
        )

    def _actor_type(self, record: Record) -> str | None:
        column, text = self._beside(record, "actor_type", self.head.actor_type)
        if text is None:
            return None
        known = self.head.series.actor_types if self.head.series else ()
        series = self.content.series.actor_types if self.content else ()
        for one in (*known, *series):
            if plain(text) in {plain(name) for name in (one.id, one.label.sv, one.label.en, *one.also)}:
                return one.id
        if self.mapping.is_own and not known:
            return slug(text, "a")  # the series is made of the files
        raise _Not(column, text, "no_actor_type", known=", ".join(one.id for one in (*known, *series)) or "–")

    def _municipality(self, record: Record) -> str | None:
        column, text = self._beside(record, "municipality", self.head.municipality)
        if text is None:
            return None
        if self.content and text in self.content.municipalities:
            return text
        code = self.content.municipalities_by_name.get(text.casefold()) if self.content else None
        if code is None:
            raise _Not(column, text, "no_municipality")
        return code

    def _beside(self, record: Record, name: str, column: Column | None) -> tuple[str, str | None]:
        """A column beside the answers, and what its text means by the mapping; None where it says nothing."""
        text = record.said.get(name) if self.tidy and column is None else None
        header = getattr(self.head.tidy, name)
        if column is not None:
            header = " ".join(column.column.split())
            text = record.cells.get(header) or (record.said.get(name) if self.tidy else None)
        if text is None or text in self.fewer or plain(text) in self.empty:
            return header, None
        values = {plain(key): value for key, value in column.values.items()} if column else {}
        return header, values.get(plain(text), text)

    def _leftovers(self) -> None:
        head = self.head
        used = {header for asking in self.asked for header in asking.headers(self.sheet)}
        for beside in (head.respondent, *(c.column for c in (head.actor_type, head.municipality, head.submitted) if c)):
            used.add(" ".join((beside or "").split()))
        if isinstance(head.date, Day):
            used.add(head.date.column)
        own = {*own_columns(self.sheet), *(" ".join(one.split()) for one in head.ignore)}
        left = [header for header in self.sheet.headers if header not in used | own]
        name = self.sheet.path.name
        self.taken.personal[name] = [header for header in left if is_personal(header)]
        self.taken.left[name] = [header for header in left if not is_personal(header)]


def _moment(column: str, text: str, format_: str | None) -> dt.datetime:
    try:
        if format_:
            return dt.datetime.strptime(text, format_)
        if text.replace(".", "", 1).replace(",", "", 1).isdecimal() and 20_000 < float(text.replace(",", ".")) < 80_000:
            return _EXCEL + dt.timedelta(days=float(text.replace(",", ".")))
        return dt.datetime.fromisoformat(text)
    except (ValueError, OverflowError):
        raise _Not(column, text, "no_time", format=format_ or "2026-11-22 13:45") from None


def _ms(moment: dt.datetime) -> int:
    # times without a zone are taken as UTC
    aware = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return round(aware.timestamp() * 1000)
