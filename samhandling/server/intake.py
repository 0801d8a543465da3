"""Answers on their way to the store: those that come at the same time are written together."""

import asyncio
from dataclasses import dataclass
from functools import partial
from typing import Any

import sqlalchemy as sa

from samhandling.store import Store, StoreError
from samhandling.store import answers as answers_table
from samhandling.store.schema import answers as answers_columns

Row = dict[str, Any]
MOST = 1000
"""Answers after which no more are written with them; a data base takes only so many values in one question."""

_SAME = ("room", "participant", "exercise", "item", "round", "level", "value")
"""What must be alike for two answers with one id to be one answer, sent twice."""


@dataclass(frozen=True)
class Fate:
    """What became of an answer that is in the store."""

    new: bool
    late: bool


class Intake:
    """The way of answers into the store: those that come while others are written are written together next."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._turn = asyncio.Lock()
        self._gathered: list[Row] = []
        self._written: asyncio.Task[list[Fate | None]] | None = None

    async def take(self, rows: list[Row]) -> list[Fate | None]:
        """Store rows and wait until they are on disk; what became of each, None for one whose id is another answer's.

        Raises `StoreError` when nothing could be stored.
        """
        if self._written is None or len(self._gathered) >= MOST:
            self._gathered = []
            self._written = asyncio.create_task(self._write(self._gathered))
        first = len(self._gathered)
        self._gathered += rows
        try:
            # one who gives up waiting takes nothing from the others
            return (await asyncio.shield(self._written))[first : first + len(rows)]
        except StoreError:
            raise
        except Exception:
            # one of them cannot be stored, e.g. because its participant has been deleted: no other goes with it
            return await self._put(rows)

    async def _write(self, gathered: list[Row]) -> list[Fate | None]:
        async with self._turn:
            if self._gathered is gathered:
                self._written = None
            return await self._put(gathered)

    async def _put(self, rows: list[Row]) -> list[Fate | None]:
        return await asyncio.wrap_future(self._store.write(partial(_add, rows=rows)))


def _add(connection: sa.Connection, rows: list[Row]) -> list[Fate | None]:
    """Add rows; what became of each.

    The same answer sent again is no news: it stays as it was stored first, in time or late.
    """
    table = answers_columns
    query = sa.select(*(table.c[name] for name in ("id", "late", *_SAME))).where(
        table.c.id.in_([row["id"] for row in rows])
    )
    known = {row["id"]: dict(row) for row in connection.execute(query).mappings()}
    fates: list[Fate | None] = []
    new = []
    for row in rows:
        there = known.get(row["id"])
        if there is None:
            known[row["id"]] = row
            new.append(row)
            fates.append(Fate(new=True, late=row["late"]))
        elif all(there[name] == row[name] for name in _SAME):
            fates.append(Fate(new=False, late=there["late"]))
        else:
            fates.append(None)
    answers_table.add(connection, new)
    return fates
