"""Rooms: a meeting with its code and PIN, what the facilitator did in it, and what was hidden."""

from typing import Any

import sqlalchemy as sa

from samhandling.store.schema import finished, hidden, moves, rooms, settings

Row = dict[str, Any]


def setting(connection: sa.Connection, key: str, default: str) -> str:
    """A setting of the installation; `default` is kept from now on if there is none yet."""
    found = connection.scalar(sa.select(settings.c.value).where(settings.c.key == key))
    if found is None:
        connection.execute(sa.insert(settings).values(key=key, value=default))
        return default
    return str(found)


def keep_setting(connection: sa.Connection, key: str, value: str) -> None:
    """Give a setting of the installation another value, or its first."""
    if connection.execute(sa.update(settings).where(settings.c.key == key).values(value=value)).rowcount == 0:
        connection.execute(sa.insert(settings).values(key=key, value=value))


def add(connection: sa.Connection, room: Row) -> None:
    """Add a room."""
    connection.execute(sa.insert(rooms).values(**room))


def change(connection: sa.Connection, code: str, **values: Any) -> None:
    """Change a room's PIN, notes, or signed-out time."""
    connection.execute(sa.update(rooms).where(rooms.c.code == code).values(**values))


def all_rooms(connection: sa.Connection) -> list[Row]:
    """Every room, oldest first, each with `state`: the newest move, or None."""
    newest = sa.select(moves.c.room, sa.func.max(moves.c.seq).label("seq")).group_by(moves.c.room).subquery()
    state = sa.select(moves.c.room, moves.c.state).join(newest, moves.c.seq == newest.c.seq).subquery()
    query = sa.select(rooms, state.c.state).outerjoin(state, state.c.room == rooms.c.code).order_by(rooms.c.created_at)
    return [dict(row) for row in connection.execute(query).mappings()]


def move(connection: sa.Connection, code: str, at: int, state: dict[str, Any]) -> None:
    """Write down the room as it is after a move."""
    connection.execute(sa.insert(moves).values(room=code, at=at, state=state))


def hide(connection: sa.Connection, code: str, exercise: str, note: str, is_hidden: bool, at: int) -> None:
    """Hide a note from the room, or show it again."""
    connection.execute(sa.insert(hidden).values(room=code, exercise=exercise, note=note, hidden=is_hidden, at=at))


def hidden_notes(connection: sa.Connection, code: str | None = None) -> dict[tuple[str, str, str], bool]:
    """Whether a note is hidden, by (room, exercise, note)."""
    query = sa.select(hidden).order_by(hidden.c.seq)
    if code is not None:
        query = query.where(hidden.c.room == code)
    return {(row.room, row.exercise, row.note): row.hidden for row in connection.execute(query)}


def finish(connection: sa.Connection, code: str, step: str, phase: int, run: int, participant: str, done: bool) -> None:
    """Write down that a participant is done with a phase, or is not any more."""
    key = {"room": code, "step": step, "phase": phase, "run": run, "participant": participant}
    connection.execute(sa.delete(finished).where(*(finished.c[name] == value for name, value in key.items())))
    if done:
        connection.execute(sa.insert(finished).values(**key))


def all_finished(connection: sa.Connection) -> list[Row]:
    """Who is done with which phase."""
    return [dict(row) for row in connection.execute(sa.select(finished)).mappings()]
