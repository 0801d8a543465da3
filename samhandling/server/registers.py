"""The registers of a running server: who may read which entries, and how they are told."""

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any, cast

from samhandling.analysis.chain import chain_sentences, chain_table
from samhandling.analysis.disclosure import mask, suppress
from samhandling.analysis.funnel import sentences, table
from samhandling.analysis.registers import Entry, day_of, entries
from samhandling.content.language import Language
from samhandling.content.reading import Content
from samhandling.content.registers import Register
from samhandling.server.live import phases_of
from samhandling.server.workshop import Workshop, dumps
from samhandling.store import Store, now_ms
from samhandling.store import answers as answers_table
from samhandling.store import registers as registers_table

Rows = Iterable[Mapping[str, Any]]
Made = dict[str, list[Entry]]


def read_entries(
    store: Store,
    content: Content,
    registers: Iterable[Register],
    *,
    may: Callable[[Mapping[str, Any]], bool] | None = None,
) -> Made:
    """The entries of some registers by the register's id; with `may`, of the answers that it lets through.

    `may` is for those who read the wall: what was written after the picture was shown is then left out as well.
    """
    wanted = list(registers)
    items = {(source.exercise, source.item) for register in wanted for source in register.sources}
    rows, changes = store.read(
        lambda connection: (answers_table.of_items(connection, items), registers_table.changes(connection))
    )
    shown = rows if may is None else [row for row in rows if may(row)]
    return {
        register.id: entries(register, content.exercises, shown, changes, counted_only=may is not None)
        for register in wanted
    }


def today() -> dt.date:
    """The day by this machine's clock."""
    return day_of(now_ms())


class Telling:
    """Tells of registers in one language: to whoever leads everything, to the room what it has been shown."""

    def __init__(self, workshop: Workshop, language: Language, *, leads: bool) -> None:
        self.workshop, self.language, self.leads = workshop, language, leads
        self.registers = [one for one in workshop.content.registers.values() if leads or one.shown_to_room]
        self._today = day_of(workshop.clock())
        self._kinds: dict[str, set[str]] = {}

    async def read(self, registers: Iterable[Register]) -> Made:
        """The entries that may be told of."""
        may = None if self.leads else self._may_be_read
        found = await asyncio.to_thread(
            read_entries, self.workshop.store, self.workshop.content, list(registers), may=may
        )
        if self.leads:
            return found
        return {one: [entry for entry in made if not self._is_hidden(entry)] for one, made in found.items()}

    def _may_be_read(self, row: Mapping[str, Any]) -> bool:
        """Whether the room in which an answer was given has been shown the picture of its question."""
        live = self.workshop.rooms.get(row["room"])
        plan = live.room.plan_of(row["exercise"], row["round"]) if live else None
        if live is None or plan is None:
            return False
        exercise = self.workshop.content.exercises[row["exercise"]]
        return live.room.is_revealed(plan, phases_of(exercise, row["item"], row["level"]))

    def _is_hidden(self, entry: Entry) -> bool:
        live = self.workshop.rooms.get(entry.room)
        return live is None or (entry.exercise, entry.row) in live.hidden

    def short(self, register: Register, found: list[Entry]) -> dict[str, Any]:
        """A register and how many of its entries have each status."""
        counts = Counter(entry.status for entry in found)
        statuses = [
            {
                "id": one.id, "label": one.label.in_(self.language), "open": one.open, "n": counts[one.id],
                "help": one.help.in_(self.language) if one.help else None,
            }
            for one in register.statuses
        ]  # fmt: skip
        return {
            "id": register.id, "title": register.title.in_(self.language), "entry": register.entry.in_(self.language),
            "shown_to_room": register.shown_to_room, "statuses": statuses, "n": len(found),
            "overdue": sum(entry.is_overdue(self._today) for entry in found),
            "simulated": sum(entry.simulated for entry in found),
        }  # fmt: skip

    def whole(self, register: Register, found: list[Entry]) -> dict[str, Any]:
        """A register with its entries, and what can be said of them."""
        told = self.short(register, found) | {"entries": [self.entry(one) for one in found]}
        told |= {"sentences": [], "table": None, "chain": None}
        if not self.leads:
            return told
        # a rehearsal has signals of its own; once people have written some, only theirs are counted
        real = [entry for entry in found if not entry.simulated] or found
        at = real, register, self._today, self.language
        told |= {"sentences": sentences(*at), "table": table(*at)}
        if register.chain and real:
            told["chain"] = {"sentences": chain_sentences(*at), "table": chain_table(*at)}
        return told

    def entry(self, entry: Entry) -> dict[str, Any]:
        """An entry; who wrote it is never told, and notes and history only to whoever leads."""
        language = self.language
        meeting = self.workshop.content.series.meeting(entry.meeting)
        history = [
            {
                "at": event.at, "by": event.by, "status": event.status, "due": event.due,
                "owner": self._masked(event.owner), "note": self._masked(event.note),
            }
            for event in entry.events
        ]  # fmt: skip
        return {
            "entry": entry.id, "title": entry.title(language), "cells": entry.lines(language),
            "meeting": None if meeting is None else {
                "id": meeting.id, "number": meeting.number, "title": meeting.title.in_(language),
            },
            "written": day_of(entry.written).isoformat(), "level": entry.level,
            "actor_type": self._kind(entry) if self.leads else None, "status": entry.status,
            "owner": self._masked(entry.owner), "due": entry.due.isoformat() if entry.due else None,
            "overdue": entry.is_overdue(self._today), "simulated": entry.simulated,
            "hidden": self.leads and self._is_hidden(entry), "history": history if self.leads else [],
        }  # fmt: skip

    def _masked(self, text: str | None) -> str | None:
        return None if text is None else mask(text, self.language)

    def _kind(self, entry: Entry) -> str | None:
        """The kind of organisation that an entry comes from, where enough of that kind were in the room."""
        live = self.workshop.rooms.get(entry.room)
        if entry.actor_type is None or live is None:
            return None
        if entry.room not in self._kinds:
            counts = Counter(person.actor_type or "" for person in live.members.values())
            withheld = suppress(counts)
            self._kinds[entry.room] = {kind for kind in counts if kind not in withheld}
        known = {one.id: one.label.in_(self.language) for one in self.workshop.content.series.actor_types}
        return known.get(entry.actor_type) if entry.actor_type in self._kinds[entry.room] else None


async def room_view(workshop: Workshop, register: Register, language: Language) -> str:
    """A register as participants read it, as JSON; made once for all who ask, until something changes."""
    versions = sum(live.answers_version for live in workshop.rooms.values()), workshop.entries_version
    key = (register.id, language, day_of(workshop.clock()), versions)
    made = workshop.shown_entries
    if key not in made:
        for old in [one for one in made if one[2:] != key[2:]]:
            del made[old]

        async def make() -> str:
            telling = Telling(workshop, language, leads=False)
            found = await telling.read([register])
            return dumps(telling.whole(register, found[register.id]))

        made[key] = asyncio.create_task(make())
    try:
        return cast(str, await asyncio.shield(made[key]))
    except Exception:
        made.pop(key, None)
        raise
