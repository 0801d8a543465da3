"""What lives on after the meeting: the registers, what is said of their entries, and their dates as a calendar."""

import datetime as dt
import uuid
from functools import partial
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from samhandling.analysis.registers import Entry
from samhandling.content.kinds.base import words_of
from samhandling.content.registers import Register
from samhandling.content.words import say
from samhandling.report.calendar import calendar
from samhandling.server.api import shapes
from samhandling.server.api.base import ApiHandler, No, Operation
from samhandling.server.live import LiveRoom
from samhandling.server.registers import Telling, room_view
from samhandling.store import registers as registers_table

MOST = 200
"""Changes in one request."""


class Change(BaseModel):
    """Something said of an entry, with an id of the browser's own making; what is left out stays as it is.

    An empty owner or date takes away the one there was.
    """

    model_config = ConfigDict(extra="forbid")

    id: str = Field(max_length=64)
    entry: str = Field(max_length=64)
    status: str | None = Field(default=None, max_length=40)
    owner: str | None = Field(default=None, max_length=80)
    due: str | None = Field(default=None, max_length=10)
    note: str | None = Field(default=None, max_length=1000)


class ChangesBody(BaseModel):
    """Changes of entries of one register."""

    changes: list[Change] = Field(max_length=MOST)


class _No(Exception):
    """A change that cannot be taken."""


class Registers(ApiHandler):
    """All registers, with counts."""

    OPERATIONS = (
        Operation("get", "All registers, with counts", shapes.Registers, errors=(401,), query=("lang",), who="inside"),
    )

    async def get(self) -> None:
        _, person, leads = self.inside()
        telling = Telling(self.workshop, self.language, leads=leads)
        found = await telling.read(telling.registers)
        mine = [] if person is None else await own(self, person.id)
        self.give({
            "registers": [telling.short(one, found[one.id]) for one in telling.registers],
            "mine": sum(entry.is_open and entry.due is not None for entry in mine),
        })  # fmt: skip


class RegisterNow(ApiHandler):
    """One register; participants read what their rooms have been shown, and change nothing."""

    OPERATIONS = (
        Operation("get", "A register with its entries; as the room reads it with `view=room`", shapes.Register,
                  errors=(401, 404), query=("lang", "view"), who="inside"),
        Operation("post", "Say something of entries", shapes.ChangesSaved, ChangesBody,
                  errors=(401, 403, 404, 422, 503), who="facilitator"),
    )  # fmt: skip

    async def get(self, register: str) -> None:
        _, _, leads = self.inside()
        found = register_of(self, register, leads)
        if not leads or self.get_query_argument("view", "") == "room":
            self.finish(await room_view(self.workshop, found, self.language))
            return
        telling = Telling(self.workshop, self.language, leads=True)
        self.give(telling.whole(found, (await telling.read([found]))[found.id]))

    async def post(self, register: str) -> None:
        live = self.steering()
        found = register_of(self, register, True)
        given = self.body(ChangesBody).changes
        telling = Telling(self.workshop, self.language, leads=True)
        entries = {entry.id: entry for entry in (await telling.read([found]))[found.id]}
        rows: list[tuple[str, dict[str, Any]]] = []
        rejected = []
        for one in given:
            try:
                rows.append((one.id, judged(one, found, entries, live, self.workshop.clock())))
            except _No as no:
                rejected.append(self._rejected(one.id, str(no)))
        saved = []
        if rows:
            there = await self.workshop.write(partial(_store, rows=[row for _, row in rows]))
            for given_id, row in rows:
                if there.get(row["id"]) == (row["register"], row["entry"]):
                    saved.append(given_id)
                else:
                    rejected.append(self._rejected(given_id, "id_taken"))
            self._tell(found)
        after = (await telling.read([found]))[found.id] if saved else []
        touched = {row["entry"] for given_id, row in rows if given_id in saved}
        self.give({
            "saved": saved, "rejected": rejected, "entries": [telling.entry(e) for e in after if e.id in touched],
        })  # fmt: skip

    def _rejected(self, given: str, reason: str) -> dict[str, str]:
        return {"id": given, "reason": reason, "message": say("registers", f"change_{reason}", self.language)}

    def _tell(self, register: Register) -> None:
        """Tell every room that reads the register, and every facilitator, that something was said."""
        self.workshop.entries_version += 1
        to = "all" if register.shown_to_room else "facilitators"
        for code in self.workshop.rooms:
            self.workshop.publisher.publish(code, "registers", {"register": register.id}, to=to, tab=self.tab or None)


class RegisterCalendar(ApiHandler):
    """The open dates of a register."""

    OPERATIONS = (
        Operation("get", "The open dates of a register as a calendar", "text/calendar", errors=(401, 403, 404),
                  query=("lang",), who="facilitator"),
    )  # fmt: skip

    async def get(self, register: str) -> None:
        self.steering()
        found = register_of(self, register, True)
        telling = Telling(self.workshop, self.language, leads=True)
        entries = (await telling.read([found]))[found.id]
        send_calendar(self, entries, found.title.in_(self.language), found.id)


class OwnCalendar(ApiHandler):
    """One's own open dates."""

    OPERATIONS = (
        Operation("get", "Own open dates as a calendar", "text/calendar", errors=(401,), query=("lang",), who="inside"),
    )

    async def get(self) -> None:
        person, _ = self.member()
        name = say("registers", "calendar_mine", self.language)
        file = say("registers", "calendar_mine_file", self.language)
        send_calendar(self, await own(self, person.id), name, file)


def register_of(handler: ApiHandler, register: str, leads: bool) -> Register:
    """The register with an id, if the visitor may know of it."""
    found = handler.workshop.content.registers.get(register)
    if found is None or not (leads or found.shown_to_room):
        raise No(404, "not_found")
    return found


async def own(handler: ApiHandler, participant: str) -> list[Entry]:
    """What a participant has written alone, in any register and at any meeting."""
    workshop = handler.workshop
    telling = Telling(workshop, handler.language, leads=True)
    found = await telling.read(workshop.content.registers.values())
    return [entry for one in found.values() for entry in one if entry.participant == participant]


def send_calendar(handler: ApiHandler, entries: list[Entry], name: str, file: str) -> None:
    """Answer with a calendar file."""
    made = calendar(entries, name, handler.workshop.name, handler.language)
    handler.give_file(made, "text/calendar; charset=utf-8", f"{file}.ics")


def judged(change: Change, register: Register, entries: dict[str, Entry], live: LiveRoom, at: int) -> dict[str, Any]:
    """The row to store for a change, or `_No`."""
    try:
        change_id = str(uuid.UUID(change.id))
    except ValueError:
        raise _No("bad_id") from None
    entry = entries.get(change.entry)
    if entry is None:
        raise _No("unknown_entry")
    if change.status is not None and register.find_status(change.status) is None:
        raise _No("unknown_status")
    if change.due:
        try:
            dt.date.fromisoformat(change.due)
        except ValueError:
            raise _No("bad_date") from None
    note = words_of(change.note, 1000) if change.note else None
    owner = words_of(change.owner, 80) if change.owner is not None else None
    if not note and (change.status, owner, change.due) == (None, None, None):
        raise _No("empty")
    return {
        "id": change_id, "register": register.id, "entry": entry.id, "participant": entry.participant,
        "room": live.code, "by": "facilitator", "at": at, "status": change.status, "owner": owner,
        "due": change.due and dt.date.fromisoformat(change.due).isoformat(), "note": note or None,
    }  # fmt: skip


def _store(connection: Any, rows: list[dict[str, Any]]) -> dict[str, tuple[str, str]]:
    """Add changes; those of them that are there now, by id."""
    registers_table.add(connection, rows)
    return registers_table.known(connection, [row["id"] for row in rows])
