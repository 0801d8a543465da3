"""What stands beside the answers in a record: who answered, when, at which level and round."""

import datetime as dt
from typing import Any

from samhandling.content.exercise import LEVELS
from samhandling.content.language import LANGUAGES
from samhandling.content.reading import Content
from samhandling.content.words import say
from samhandling.imports.cells import plain
from samhandling.imports.formats import submitted_column
from samhandling.imports.mapping import Column, Day, Mapping, Part
from samhandling.imports.naming import slug
from samhandling.imports.sheets import Record, Sheet
from samhandling.imports.taken import Respondent

_EXCEL = dt.datetime(1899, 12, 30)
"""Excel counts days from here."""


class NotUnderstood(Exception):
    """A cell beside the answers that cannot be understood."""

    def __init__(self, column: str, was: str, reason: str, **details: Any) -> None:
        super().__init__(reason)
        self.column, self.was, self.reason, self.details = column, was, reason, details


class Beside:
    """Reads what stands beside the answers of one file. Raises `NotUnderstood` for a cell that means nothing."""

    def __init__(self, mapping: Mapping, sheet: Sheet, part: Part, content: Content | None) -> None:
        self.mapping, self.head, self.sheet, self.part, self.content = mapping, mapping.head, sheet, part, content
        self.tidy = sheet.format == "tidy"
        self.empty = frozenset(plain(text) for text in self.head.file.empty)
        self.fewer = {say("workbook", "fewer", language) for language in LANGUAGES}
        """What the export writes in place of a group under five."""

    def day_of(self, record: Record) -> dt.date | None:
        """The day that a record itself tells; None where it tells none."""
        if self.tidy:
            column, text, format_ = self.head.tidy.date, record.said.get("date"), None
        elif isinstance(self.head.date, Day):
            column, format_ = self.head.date.column, self.head.date.format
            text = record.cells.get(column)
        else:
            return None
        return _moment(column, text, format_).date() if text else None

    def submitted(self, record: Record) -> dt.datetime | None:
        """When a record came in; None where it does not tell."""
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
            except NotUnderstood:
                return None
        return _moment(column, text, format_) if text else None

    def round(self, record: Record) -> int:
        """At which round a record was answered."""
        text = record.said.get("round", "")
        if text:
            if not text.isdecimal() or not 1 <= int(text) <= 99:
                raise NotUnderstood(self.head.tidy.round, text, "no_number")
            return int(text)
        return self.part.round or self.head.round

    def level(self, record: Record) -> tuple[str, int | None]:
        """At which level a record was answered, and at which table."""
        level, table = record.said.get("level", "individual"), record.said.get("table", "")
        if level not in LEVELS:
            raise NotUnderstood(self.head.tidy.level, level, "no_level", known=", ".join(LEVELS))
        if (table and not table.isdecimal()) or (level == "table" and not table):
            raise NotUnderstood(self.head.tidy.table, table, "no_number")
        return level, int(table) if table else None

    def person(self, record: Record) -> Respondent | None:
        """Who answered; None for the room's own answer."""
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
        raise NotUnderstood(column, text, "no_actor_type", known=", ".join(one.id for one in (*known, *series)) or "–")

    def _municipality(self, record: Record) -> str | None:
        column, text = self._beside(record, "municipality", self.head.municipality)
        if text is None:
            return None
        if self.content and text in self.content.municipalities:
            return text
        code = self.content.municipalities_by_name.get(text.casefold()) if self.content else None
        if code is None:
            raise NotUnderstood(column, text, "no_municipality")
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


def _moment(column: str, text: str, format_: str | None) -> dt.datetime:
    try:
        if format_:
            return dt.datetime.strptime(text, format_)
        if text.replace(".", "", 1).replace(",", "", 1).isdecimal() and 20_000 < float(text.replace(",", ".")) < 80_000:
            return _EXCEL + dt.timedelta(days=float(text.replace(",", ".")))
        return dt.datetime.fromisoformat(text)
    except (ValueError, OverflowError):
        raise NotUnderstood(column, text, "no_time", format=format_ or "2026-11-22 13:45") from None
