"""The entries of registers: as they stand, and what happened to them; pure functions."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from typing import Any, Literal

from samhandling.analysis.disclosure import mask
from samhandling.content.exercise import Exercise
from samhandling.content.language import Language
from samhandling.content.registers import Register, entries_of, is_joint

By = Literal["meeting", "facilitator"]


@dataclass(frozen=True)
class Event:
    """Something said of an entry, in a meeting or by the facilitator afterwards; None is what was left as it was."""

    at: int
    """Milliseconds since 1970 (UTC)."""
    by: By
    status: str | None = None
    owner: str | None = None
    due: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Entry:
    """One entry of a register: the row as last answered, and everything said of it, in order."""

    id: str
    register: Register
    item: Any
    cells: Mapping[str, Any]
    room: str
    meeting: str
    exercise: str
    row: str
    level: str
    participant: str | None
    """Whose it is; None for a table's or the room's."""
    actor_type: str | None
    simulated: bool
    events: tuple[Event, ...] = field(default=())

    @property
    def written(self) -> int:
        """When the entry was first answered (ms since 1970)."""
        return self.events[0].at

    @cached_property
    def status(self) -> str:
        """The status now."""
        return self._last("status") or self.register.statuses[0].id

    @cached_property
    def owner(self) -> str | None:
        """The role that owns it now."""
        return self._last("owner") or None

    @cached_property
    def due(self) -> dt.date | None:
        """The date by which it is to be done, as last said."""
        due = self._last("due")
        return dt.date.fromisoformat(due) if due else None

    @property
    def is_open(self) -> bool:
        """Whether it still waits for someone."""
        return self.register.is_open(self.status)

    def is_overdue(self, today: dt.date) -> bool:
        """Whether it is open though its date has passed."""
        return self.is_open and self.due is not None and self.due < today

    @cached_property
    def path(self) -> tuple[tuple[str, dt.date], ...]:
        """The statuses it has had, each with the day it came there; a status said again is no new one."""
        steps: list[tuple[str, dt.date]] = []
        for event in self.events:
            if event.status and (not steps or steps[-1][0] != event.status):
                steps.append((event.status, day_of(event.at)))
        return tuple(steps)

    def days(self, today: dt.date) -> int:
        """Days from when it was written until it was closed, or until today."""
        end = today if self.is_open else self.path[-1][1]
        return (end - day_of(self.written)).days

    def title(self, language: Language) -> str:
        """What the entry is called, masked."""
        cards: dict[str, str] = {one.id: one.label.in_(language) for one in getattr(self.item, "cards", ())}
        if "thing" in self.cells:
            things = {one.id: one.label.in_(language) for one in self.item.things}
            places = {one.code: one.name for one in self.item.municipalities}
            thing, place = self.cells["thing"], self.cells["municipality"]
            return f"{things.get(thing, thing)}, {places.get(place, place)}"
        if self.row in cards:
            return cards[self.row]
        return self.text(self.register.shows.title if self.register.shows else "", language)

    def lines(self, language: Language) -> list[dict[str, str]]:
        """The lines under the title: label and text, masked; what was left empty is left out."""
        if is_joint(self.item):
            note = mask(str(self.cells.get("note", "")), language)
            card = next((one for one in getattr(self.item, "cards", ()) if one.id == self.row), None)
            about = card.help.in_(language) if card and card.help else ""
            return [{"label": "", "text": text} for text in (about, note) if text]
        columns = {column.id: column for column in self.item.columns}
        shown = self.register.shows.lines if self.register.shows else ()
        return [
            {"label": columns[name].label.in_(language), "text": self.text(name, language)}
            for name in shown
            if name in columns and self.cells.get(name) is not None
        ]

    def text(self, column: str, language: Language) -> str:
        """A cell in words, masked; empty when there is none."""
        value = self.cells.get(column)
        found = next((one for one in getattr(self.item, "columns", ()) if one.id == column), None)
        if value is None or found is None:
            return ""
        if found.type == "choice":
            return next((one.label.in_(language) for one in found.options if one.id == value), str(value))
        if found.type == "number":
            written = f"{value:g}".replace(".", "," if language == "sv" else ".")
            return f"{written} {found.unit.in_(language)}" if found.unit else written
        return str(value) if found.type == "date" else mask(str(value), language)

    def _last(self, name: str) -> Any:
        return next((told for event in reversed(self.events) if (told := getattr(event, name)) is not None), None)


def day_of(at: int) -> dt.date:
    """The day of a time (ms since 1970), by this machine's clock."""
    return dt.datetime.fromtimestamp(at / 1000, tz=dt.UTC).astimezone().date()


def entries(
    register: Register,
    exercises: Mapping[str, Exercise],
    rows: Iterable[Mapping[str, Any]],
    changes: Iterable[Mapping[str, Any]],
    *,
    counted_only: bool = False,
) -> list[Entry]:
    """The entries of a register from answers (oldest first) and what was said of them, in the order of writing.

    What a participant sends for the whole room is no entry; a repeated change counts once. `counted_only` is for
    those who read the wall: they get what was written before the picture was shown, less what was taken back since.
    """
    items = {(s.exercise, s.item): exercises[s.exercise].find(s.item) for s in register.sources}
    by_question: dict[tuple[Any, ...], list[Mapping[str, Any]]] = defaultdict(list)
    runs: dict[tuple[Any, ...], int] = {}
    for row in rows:
        source = row["exercise"], row["item"]
        if source not in items or (row["level"] == "plenary" and row["respondent"] != "room"):
            continue
        if is_joint(items[source]) and row["respondent"] != "room":
            continue
        runs[row["room"], *source, row["round"]] = max(runs.get((row["room"], *source, row["round"]), 0), row["run"])
        by_question[row["room"], *source, row["round"], row["level"], row["respondent"]].append(row)
    said: dict[str, dict[str, Event]] = defaultdict(dict)
    for change in changes:
        if change["register"] == register.id:
            told = {name: change[name] for name in ("at", "by", "status", "owner", "due", "note")}
            said[change["entry"]].setdefault(change["id"], Event(**told))
    found: dict[str, Entry] = {}
    for question, answers in by_question.items():
        current = [row for row in answers if row["run"] == runs[question[:4]]]
        item = items[question[1], question[2]]
        for entry in _of_question(register, item, question, current, counted_only):
            before = found.get(entry.id)
            found[entry.id] = entry if before is None else _with(entry, before.events)
    whole = (_with(entry, tuple(said[entry.id].values())) for entry in found.values())
    return sorted(whole, key=lambda entry: (entry.written, entry.id))


def _with(entry: Entry, more: tuple[Event, ...]) -> Entry:
    events = sorted((*entry.events, *more), key=lambda event: (event.at, event.by != "meeting"))
    return Entry(**{**{name: getattr(entry, name) for name in _FIELDS}, "events": tuple(events)})


_FIELDS = tuple(Entry.__dataclass_fields__)


def _of_question(
    register: Register, item: Any, question: tuple[Any, ...], answers: Sequence[Mapping[str, Any]], counted_only: bool
) -> Iterable[Entry]:
    """The entries in the newest of one respondent's answers to one question."""
    kept = [row for row in answers if row["counted"]] if counted_only else list(answers)
    if not kept:
        return
    there = entries_of(item, answers[-1]["value"])
    versions = [(row["received_at"], entries_of(item, row["value"])) for row in kept]
    last = kept[-1]
    own = last["respondent"] == last["participant"]
    for part, cells in versions[-1][1].items():
        if part not in there:
            continue
        joint = is_joint(item)
        # not made of the respondent: whoever knows the pseudonyms of a room could then find the writer by trying them
        first = next(row["id"] for row in answers if part in entries_of(item, row["value"]))
        named = (question[1], question[2], part) if joint else (first, part)
        yield Entry(
            id=blake2b("|".join(map(str, named)).encode(), digest_size=12).hexdigest(),
            register=register, item=item, cells=cells, room=last["room"], meeting=last["meeting"],
            exercise=last["exercise"], row=part, level=last["level"], participant=last["participant"] if own else None,
            actor_type=last["actor_type"] if own else None, simulated=bool(last["simulated"]),
            events=_events(register, part, versions, joint),
        )  # fmt: skip


def _events(
    register: Register, part: str, versions: Sequence[tuple[int, Mapping[str, Mapping[str, Any]]]], joint: bool
) -> tuple[Event, ...]:
    """When the entry was written, and when its status, owner and date became what they are in the answer.

    What stood there for a while as somebody typed is nobody's business.
    """
    having = [(at, parts[part]) for at, parts in versions if part in parts]
    written = having[0][0]
    told: dict[int, dict[str, str]] = {written: {"status": register.statuses[0].id}}
    columns = {"status": "status"} if joint else dict(_columns(register))
    for name, column in columns.items():
        value = having[-1][1].get(column)
        if value is None or (name == "status" and register.find_status(value) is None):
            continue
        since = written
        for at, cells in reversed(having):
            if cells.get(column) != value:
                break
            since = at
        told.setdefault(since, {})[name] = value
    return tuple(Event(at, "meeting", **fields) for at, fields in sorted(told.items()))


def _columns(register: Register) -> Iterable[tuple[str, str]]:
    for name in ("status", "owner", "due"):
        column = getattr(register, name)
        if column:
            yield name, column
