"""Participants: pseudonyms, personal links, and the rooms they joined."""

from typing import Any

import sqlalchemy as sa

from samhandling.store.schema import answers, entry_changes, finished, memberships, participants, retired_links

Row = dict[str, Any]


def add(connection: sa.Connection, person: Row) -> None:
    """Add a participant."""
    connection.execute(sa.insert(participants).values(**person))


def change(connection: sa.Connection, participant: str, **values: Any) -> None:
    """Change a participant's own particulars."""
    connection.execute(sa.update(participants).where(participants.c.id == participant).values(**values))


def enter(connection: sa.Connection, room: str, participant: str, table: int | None, at: int) -> None:
    """Join a room, or change table in it."""
    here = (memberships.c.room == room) & (memberships.c.participant == participant)
    # the time too: the room joined last is the one that a person is in
    if connection.execute(sa.update(memberships).where(here).values(table=table, joined_at=at)).rowcount == 0:
        row = {"room": room, "participant": participant, "table": table, "joined_at": at}
        connection.execute(sa.insert(memberships).values(row))
    change(connection, participant, joined_at=at)


def seat(connection: sa.Connection, room: str, seats: dict[str, int]) -> None:
    """Give many who have joined a room their tables; all of them, or none."""
    here = (memberships.c.room == room) & (memberships.c.participant == sa.bindparam("who"))
    if seats:
        rows = [{"who": who, "at": table} for who, table in seats.items()]
        connection.execute(sa.update(memberships).where(here).values(table=sa.bindparam("at")), rows)


def replace_link(connection: sa.Connection, participant: str, old: str, new: str, at: int) -> None:
    """Give a participant a new personal link; the old one is remembered as replaced."""
    connection.execute(sa.insert(retired_links).values(resume=old, at=at))
    change(connection, participant, resume=new)


def everyone(connection: sa.Connection) -> list[Row]:
    """Every participant."""
    return [dict(row) for row in connection.execute(sa.select(participants)).mappings()]


def all_memberships(connection: sa.Connection) -> list[Row]:
    """Who joined which room, at which table, in the order of joining."""
    query = sa.select(memberships).order_by(memberships.c.joined_at)
    return [dict(row) for row in connection.execute(query).mappings()]


def is_retired(connection: sa.Connection, resume: str) -> bool:
    """Whether a personal link was replaced by a new one."""
    return connection.scalar(sa.select(retired_links.c.at).where(retired_links.c.resume == resume)) is not None


def forget(connection: sa.Connection, participant: str) -> int:
    """Delete a participant, all that is theirs alone and what was said of it; the number of answers deleted.

    What a table or the room answered together stays, without a trace of who typed it.
    """
    together = (answers.c.participant == participant) & (answers.c.respondent != participant)
    connection.execute(sa.update(answers).where(together).values(participant=None))
    own = connection.execute(sa.delete(answers).where(answers.c.participant == participant)).rowcount
    connection.execute(sa.delete(entry_changes).where(entry_changes.c.participant == participant))
    connection.execute(sa.delete(finished).where(finished.c.participant == participant))
    connection.execute(sa.delete(memberships).where(memberships.c.participant == participant))
    connection.execute(sa.delete(participants).where(participants.c.id == participant))
    return own
