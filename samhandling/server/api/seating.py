"""Tables that mix people: seat those who have joined, and say how well it mixes."""

import asyncio
from collections import Counter
from itertools import combinations
from typing import Any

from pydantic import BaseModel, Field

from samhandling.seating import Guest, Met, by_chance, mix, seat
from samhandling.server.api import shapes
from samhandling.server.api.base import ApiHandler, Operation
from samhandling.server.api.joining import MOST_TABLES
from samhandling.server.live import LiveRoom, Person
from samhandling.server.workshop import Workshop

COMFORTABLE = 6
"""How many people at a table still all speak, and count as one group."""


class SeatingBody(BaseModel):
    """How many tables; `keep` leaves those where they are who have one of them."""

    tables: int = Field(ge=1, le=MOST_TABLES)
    keep: bool = False


class Seating(ApiHandler):
    """Who sits where, and how well it mixes."""

    OPERATIONS = (
        Operation("get", "How well the tables mix people", shapes.Seating, errors=(401, 403), who="facilitator"),
        Operation("post", "Seat everyone so that tables mix people", shapes.Seating, SeatingBody,
                  errors=(401, 403, 422), who="facilitator"),
    )  # fmt: skip

    async def get(self) -> None:
        self.give(await described(self.workshop, self.steering()))

    async def post(self) -> None:
        live, body = self.steering(), self.body(SeatingBody)
        guests, met, now = guests_of(live), met_before(self.workshop, live), tables_of(live)
        kept = {who: table for who, table in now.items() if table} if body.keep else {}
        seats = await asyncio.to_thread(seat, guests, body.tables, met, kept, live.version)
        await self.workshop.seat(live, seats)
        self.give(await described(self.workshop, live, body.tables))


async def described(workshop: Workshop, live: LiveRoom, tables: int | None = None) -> dict[str, Any]:
    """How a room sits, and how it would by chance at so many tables."""
    guests, met, now = guests_of(live), met_before(workshop, live), tables_of(live)
    seated = [guest for guest in guests if now[guest.id]]
    tables = tables or len({table for table in now.values() if table})
    chance = await asyncio.to_thread(by_chance, seated, tables, met, 50) if seated else None
    return {
        "joined": len(guests), "seated": len(seated), "tables": tables,
        "suggested": max(1, -(-len(guests) // COMFORTABLE)),
        "mix": mix(now, guests, met)._asdict(), "by_chance": chance._asdict() if chance else None,
        "met_before": bool(met),
    }  # fmt: skip


def guests_of(live: LiveRoom) -> list[Guest]:
    """Those who have joined, in an order that does not depend on when."""
    people: list[Person] = sorted(live.members.values(), key=lambda one: one.id)
    return [Guest(one.id, one.actor_type, one.municipality) for one in people]


def tables_of(live: LiveRoom) -> dict[str, int | None]:
    """Where everybody sits now."""
    return {person.id: person.tables.get(live.code) for person in live.members.values()}


def met_before(workshop: Workshop, live: LiveRoom) -> Met:
    """How many times any two of them have shared a table at another meeting on this server."""
    times: Counter[frozenset[str]] = Counter()
    for code in workshop.rooms:
        if code == live.code:
            continue
        by_table: dict[int, list[str]] = {}
        for person in live.members.values():
            if table := person.tables.get(code):
                by_table.setdefault(table, []).append(person.id)
        for sitting in by_table.values():
            times.update(map(frozenset, combinations(sitting, 2)))
    return times
