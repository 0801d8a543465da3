"""Files by way of a mapping: people and their answers, each judged by its own item, and what is wrong where."""

import datetime as dt
import uuid
from collections.abc import Sequence

from samhandling.content.kinds import Refused
from samhandling.content.reading import Content
from samhandling.imports.asking import Asking
from samhandling.imports.beside import Beside, NotUnderstood
from samhandling.imports.formats import is_personal, own_columns
from samhandling.imports.mapping import Day, Mapping, OwnMeeting, Part
from samhandling.imports.naming import slug
from samhandling.imports.refusing import Wrong
from samhandling.imports.sheets import Record, Sheet
from samhandling.imports.taken import Answer, Respondent, Taken

NAMESPACE = uuid.UUID("6c3b7f0e-7f0a-5d43-9f6d-3a2f5b1c8e90")
"""What the ids of imported answers are made in (UUIDv5, RFC 9562)."""
NOON = dt.time(12)


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
        self.tidy = sheet.format == "tidy"
        self.beside = Beside(mapping, sheet, self.part, content)

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
            except NotUnderstood as no:
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
            return self.beside.submitted(record)
        except NotUnderstood:
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
        at = self.beside.submitted(record)
        when = day or self.beside.day_of(record)
        if when is None:
            self.mapping.fault(("date",), "is missing: on which day were the answers given?")
            return
        held = self._meeting_of(record, meeting)
        person = self.beside.person(record)
        level, table = self.beside.level(record)
        if level == "individual" and person is None:
            raise NotUnderstood(self.head.tidy.respondent, "", "no_respondent")
        moment = at or dt.datetime.combine(when, NOON)
        found = []
        for asking in self.asked:
            try:
                answered = asking.answer(self.sheet, record, self.beside.empty)
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
            round_ = asking.round or self.beside.round(record)
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
            raise NotUnderstood(self.head.tidy.meeting, named, "no_such_meeting", known=known)
        self.taken.meetings.setdefault(named, None)
        return named

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


def _ms(moment: dt.datetime) -> int:
    # times without a zone are taken as UTC
    aware = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return round(aware.timestamp() * 1000)
