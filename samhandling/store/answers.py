"""Answers: added, never changed; the newest of a respondent is the current one."""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from samhandling.store.schema import answers, memberships, participants, rooms

Row = dict[str, Any]
_KEY = ("room", "exercise", "item", "round", "level", "run", "respondent")


def add(connection: sa.Connection, rows: Sequence[Row]) -> None:
    """Add answers; one whose id is already there is left as it was, so that repeats are harmless."""
    if not rows:
        return
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    connection.execute(dialect.insert(answers).on_conflict_do_nothing(index_elements=["id"]), list(rows))


def newest(connection: sa.Connection, *where: sa.ColumnElement[bool]) -> list[Row]:
    """The newest answer of each respondent, item, round, level and run, oldest first."""
    last = sa.select(sa.func.max(answers.c.seq)).where(*where).group_by(*(answers.c[name] for name in _KEY))
    query = sa.select(answers).where(answers.c.seq.in_(last)).order_by(answers.c.seq)
    return [dict(row) for row in connection.execute(query).mappings()]


def of_respondents(connection: sa.Connection, room: str, respondents: Iterable[str]) -> list[Row]:
    """The newest answers of some respondents in a room."""
    return newest(connection, answers.c.room == room, answers.c.respondent.in_(list(respondents)))


def of_exercise(connection: sa.Connection, room: str, exercise: str) -> list[Row]:
    """Every answer to an exercise in a room, with the respondent's profile, oldest first."""
    return _with_profile(connection, answers.c.room == room, answers.c.exercise == exercise)


def of_rooms(connection: sa.Connection, codes: Iterable[str] | None = None) -> list[Row]:
    """Every answer of some rooms (all when none are named), with the respondent's profile, oldest first."""
    where = [] if codes is None else [answers.c.room.in_(list(codes))]
    return _with_profile(connection, *where)


def of_items(connection: sa.Connection, items: Iterable[tuple[str, str]]) -> list[Row]:
    """Every answer to some items (exercise, item) in all rooms, with the respondent's profile, oldest first."""
    asked = [(answers.c.exercise == exercise) & (answers.c.item == item) for exercise, item in items]
    return _with_profile(connection, sa.or_(sa.false(), *asked))


def members(connection: sa.Connection, codes: Iterable[str] | None = None) -> list[Row]:
    """Who joined: room (with its meeting and room_created_at), participant, profile, table, simulated, joined_at."""
    query = (
        sa.select(
            memberships.c.room, memberships.c.participant, participants.c.actor_type, participants.c.municipality,
            memberships.c.table, participants.c.simulated, memberships.c.joined_at,
            rooms.c.meeting, rooms.c.created_at.label("room_created_at"),
        )
        .join(participants, participants.c.id == memberships.c.participant)
        .join(rooms, rooms.c.code == memberships.c.room)
        .order_by(memberships.c.joined_at, memberships.c.participant)
    )  # fmt: skip
    if codes is not None:
        query = query.where(memberships.c.room.in_(list(codes)))
    return [dict(row) for row in connection.execute(query).mappings()]


def _with_profile(connection: sa.Connection, *where: sa.ColumnElement[bool]) -> list[Row]:
    """A table's or the room's answer has no one person's profile, only the table.

    An answer that nobody is named for, as the room's, is simulated where everyone in the room is.
    """
    own = answers.c.respondent == answers.c.participant
    whole = (
        sa.select(memberships.c.room, sa.func.min(sa.cast(participants.c.simulated, sa.Integer)).label("simulated"))
        .join(participants, participants.c.id == memberships.c.participant)
        .group_by(memberships.c.room)
        .subquery()
    )
    query = (
        sa.select(
            answers, rooms.c.meeting, rooms.c.created_at.label("room_created_at"),
            sa.func.coalesce(sa.cast(participants.c.simulated, sa.Integer), whole.c.simulated).label("simulated"),
            sa.case((own, participants.c.actor_type)).label("actor_type"),
            sa.case((own, participants.c.municipality)).label("municipality"),
            memberships.c.table,
        )
        .join(rooms, rooms.c.code == answers.c.room)
        .outerjoin(participants, participants.c.id == answers.c.participant)
        .outerjoin(whole, whole.c.room == answers.c.room)
        .outerjoin(
            memberships,
            (memberships.c.participant == answers.c.participant) & (memberships.c.room == answers.c.room),
        )
        .where(*where)
        .order_by(answers.c.seq)
    )  # fmt: skip
    return [dict(row) for row in connection.execute(query).mappings()]
