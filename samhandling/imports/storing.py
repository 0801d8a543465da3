"""Imported answers in the store: a closed and shown room for each meeting and day, in one transaction.

Who answered is kept as a pseudonym: an HMAC (RFC 2104) of the stable column, keyed by a secret that is made once for
each store and stays in it. The same code in another file gives the same person; another store gives other pseudonyms,
and no one can try codes without the store. Importing the same again adds nothing.
"""

import datetime as dt
import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import sqlalchemy as sa

from samhandling.content.exercise import Exercise
from samhandling.content.reading import Content
from samhandling.imports.sheets import Sheet
from samhandling.imports.taken import Answer, Taken
from samhandling.store import Store, now_ms
from samhandling.store import answers as answers_table
from samhandling.store import people as people_table
from samhandling.store import rooms as rooms_table

PREFIX = "IMPORT"
"""How the code of a room begins whose answers were collected elsewhere: every exported row shows it."""
MORNING = dt.time(8, tzinfo=dt.UTC)
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True)
class Stored:
    """What an import added."""

    rooms: tuple[str, ...]
    people: int
    answers: int
    repeated: int
    """Answers that were there already."""


def unplaced(answers: Iterable[Answer], content: Content) -> dict[tuple[str, str, int], str]:
    """Exercise, item and round that a meeting cannot hold, and why: no step has them, or nobody is asked alone."""
    found: dict[tuple[str, str, int], str] = {}
    for one in answers:
        exercise = content.exercises[one.exercise]
        if _step(content, one.meeting, one.exercise, one.round) is None:
            found[one.exercise, one.item, one.round] = "no_such_round"
        elif not any(
            one.level == phase.level and _asks(exercise, n, one.item) for n, phase in enumerate(exercise.phases)
        ):
            found[one.exercise, one.item, one.round] = "not_asked_so"
    return found


def keep(store: Store, content: Content, taken: Taken, sheets: Sequence[Sheet]) -> Stored:
    """Write what was read to the store: all of it, or nothing. Raises `StoreError` when that is impossible."""
    return store.write(partial(_keep, content=content, taken=taken, sheets=sheets)).result()


def _keep(connection: sa.Connection, content: Content, taken: Taken, sheets: Sequence[Sheet]) -> Stored:
    secret = bytes.fromhex(rooms_table.setting(connection, "import_secret", secrets.token_hex(32)))
    source = ", ".join(f"{one.path.name} ({one.format}, SHA-256 {one.digest[:12]})" for one in sheets)
    codes: dict[tuple[str, dt.date], str] = {}
    for meeting, day in dict.fromkeys((one.meeting, one.day) for one in taken.answers):
        within = [one for one in taken.answers if (one.meeting, one.day) == (meeting, day)]
        codes[meeting, day] = _room(connection, content, meeting, day, within, source)
    known = {row["id"] for row in people_table.everyone(connection)}
    inside = {(row["room"], row["participant"]) for row in people_table.all_memberships(connection)}
    names = {key: _pseudonym(secret, key) for key in taken.people}
    new = 0
    tables = {(one.meeting, one.day, one.person): one.table for one in taken.answers if one.person and one.table}
    for key, meeting, day in dict.fromkeys((one.person, one.meeting, one.day) for one in taken.answers if one.person):
        person, code, at = taken.people[key], codes[meeting, day], _ms(day)
        if names[key] not in known:
            known.add(names[key])
            new += 1
            row = {
                # an imported person has no link: what is kept in its place can be typed by nobody
                "id": names[key], "resume": f"import-{secrets.token_urlsafe(24)}", "language": "sv",
                "actor_type": person.actor_type, "municipality": person.municipality, "simulated": person.simulated,
                "created_at": at, "joined_at": at,
            }  # fmt: skip
            people_table.add(connection, row)
        if (code, names[key]) not in inside:
            inside.add((code, names[key]))
            people_table.enter(connection, code, names[key], tables.get((meeting, day, key)), at)
    rows = [_row(one, codes[one.meeting, one.day], names) for one in taken.answers]
    before = _count(connection)
    answers_table.add(connection, rows)
    added = _count(connection) - before
    for one in sheets:
        told = {"file": one.path.name, "format": one.format, "rooms": sorted(codes.values()), "at": now_ms()}
        rooms_table.setting(connection, f"import:{one.digest}", json.dumps(told, ensure_ascii=False))
    return Stored(tuple(codes.values()), new, added, len(rows) - added)


def _room(
    connection: sa.Connection, content: Content, meeting: str, day: dt.date, answers: Sequence[Answer], source: str
) -> str:
    """The code of the room for a meeting and a day: the one of an earlier import, or a new one."""
    existing = {row["code"]: row for row in rooms_table.all_rooms(connection)}
    at = _ms(day)
    number = int(hashlib.sha256(f"{meeting}/{day}".encode()).hexdigest()[:8], 16)
    code = next(
        found
        for n in range(10_000)
        if (found := f"{PREFIX}{(number + n) % 10_000:04}") not in existing
        or (existing[found]["meeting"], existing[found]["created_at"]) == (meeting, at)
    )
    if code not in existing:
        pins = {row["pin"] for row in existing.values()}
        while (pin := f"{secrets.randbelow(900_000) + 100_000}") in pins:
            pass
        room = {
            "code": code, "meeting": meeting, "pin": pin, "key": secrets.token_urlsafe(24), "private": source,
            "signed_out_at": 0, "created_at": at,
        }  # fmt: skip
        rooms_table.add(connection, room)
    elif source not in existing[code]["private"]:
        rooms_table.change(connection, code, private=f"{existing[code]['private']}\n{source}".strip())
    before = (existing.get(code) or {}).get("state") or {}
    steps = dict(before.get("steps", {}))
    for exercise, round_ in dict.fromkeys((one.exercise, one.round) for one in answers):
        step = _step(content, meeting, exercise, round_)
        phases = len(content.exercises[exercise].phases)
        if step is not None:
            steps[step] = {"phase": phases - 1, "states": ["revealed"] * phases, "run": 0, "started_at": at}
    # the room as the meeting's own moves would have left it: every phase shown, and the meeting ended
    state = {
        "step": next(reversed(steps), None), "steps": steps, "timer": None, "spotlight": None, "started_at": at,
        "ended_at": at,
    }  # fmt: skip
    if state != before:
        rooms_table.move(connection, code, at, state)
    return code


def _row(one: Answer, code: str, names: dict[str, str]) -> dict[str, Any]:
    person = names[one.person] if one.person else None
    respondent = {"individual": person, "table": f"table:{one.table}"}.get(one.level, "room")
    return {
        "id": one.id, "room": code, "participant": person, "respondent": respondent, "exercise": one.exercise,
        "exercise_version": one.exercise_version, "item": one.item, "round": one.round, "level": one.level, "run": 0,
        "value": one.value, "received_at": one.at, "late": one.late, "counted": one.counted,
    }  # fmt: skip


def _step(content: Content, meeting: str, exercise: str, round_: int) -> str | None:
    held = content.series.meeting(meeting)
    steps = content.steps(held) if held else ()
    return next((step.id for step in steps if step.exercise == exercise and step.round == round_), None)


def _asks(exercise: Exercise, phase: int, item: str) -> bool:
    return any(one.id == item for one in exercise.items_of(phase))


def _count(connection: sa.Connection) -> int:
    return int(connection.scalar(sa.text("select count(*) from answers")) or 0)


def _pseudonym(secret: bytes, key: str) -> str:
    """A person's name in the data: ten characters of thirty, 49 bits."""
    number = int.from_bytes(hmac.new(secret, key.encode(), hashlib.sha256).digest()[:16])
    letters = []
    for _ in range(10):
        number, letter = divmod(number, len(_ALPHABET))
        letters.append(_ALPHABET[letter])
    return "P" + "".join(letters)


def _ms(day: dt.date) -> int:
    return round(dt.datetime.combine(day, MORNING).timestamp() * 1000)
