"""How answers in words are sorted into themes: added, never changed; the newest of an item holds."""

from typing import Any

import sqlalchemy as sa

from samhandling.store.schema import codings

Row = dict[str, Any]


def add(connection: sa.Connection, row: Row) -> None:
    """Add a coding: exercise, item, room, by (a role), at, coding (JSON)."""
    connection.execute(sa.insert(codings).values(**row))


def newest(connection: sa.Connection, exercise: str, item: str) -> Row | None:
    """The coding of an item as it is now, or None."""
    query = _of(exercise, item).order_by(codings.c.seq.desc()).limit(1)
    found = connection.execute(query).mappings().first()
    return None if found is None else dict(found)


def history(connection: sa.Connection, exercise: str, item: str) -> list[Row]:
    """Every coding that an item has had, oldest first."""
    return [dict(row) for row in connection.execute(_of(exercise, item).order_by(codings.c.seq)).mappings()]


def _of(exercise: str, item: str) -> sa.Select[Any]:
    return sa.select(codings).where(codings.c.exercise == exercise, codings.c.item == item)
