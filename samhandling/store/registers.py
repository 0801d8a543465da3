"""What was said of the entries of registers: added, never changed; an entry itself is an answer, and is not here."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from samhandling.store.schema import entry_changes

Row = dict[str, Any]


def add(connection: sa.Connection, rows: Sequence[Row]) -> None:
    """Add changes; one whose id is already there is left as it was, so that repeats are harmless."""
    if not rows:
        return
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    insert = dialect.insert(entry_changes).on_conflict_do_nothing(index_elements=["id"])
    connection.execute(insert, list(rows))


def changes(connection: sa.Connection, register: str | None = None) -> list[Row]:
    """Every change of a register's entries (of all registers when none is named), oldest first."""
    # a store of an earlier version that is only read has not been brought up to date
    if not sa.inspect(connection).has_table(entry_changes.name):
        return []
    query = sa.select(entry_changes).order_by(entry_changes.c.seq)
    if register is not None:
        query = query.where(entry_changes.c.register == register)
    return [dict(row) for row in connection.execute(query).mappings()]


def known(connection: sa.Connection, ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Of some changes, those that are stored: register and entry by id."""
    columns = entry_changes.c.id, entry_changes.c.register, entry_changes.c.entry
    query = sa.select(*columns).where(entry_changes.c.id.in_(ids))
    return {row.id: (row.register, row.entry) for row in connection.execute(query)}
