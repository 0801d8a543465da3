"""The tables. Ids and JSON; what an exercise means is none of the store's business.

Times are milliseconds since 1970 (UTC).
"""

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={"ix": "ix_%(table_name)s_%(column_0_name)s", "uq": "uq_%(table_name)s_%(column_0_name)s"}
)

settings = sa.Table(
    "settings", metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)  # fmt: skip

rooms = sa.Table(
    "rooms", metadata,
    sa.Column("code", sa.Text, primary_key=True),
    sa.Column("meeting", sa.Text, nullable=False),
    sa.Column("pin", sa.Text, nullable=False, unique=True),
    sa.Column("key", sa.Text, nullable=False, unique=True, comment="the secret in the facilitator's link"),
    sa.Column("private", sa.Text, nullable=False, server_default="", comment="the facilitator's own notes"),
    sa.Column(
        "signed_out_at", sa.BigInteger, nullable=False, server_default="0",
        comment="facilitators' devices that signed in before this time are signed out",
    ),
    sa.Column("created_at", sa.BigInteger, nullable=False),
)  # fmt: skip

moves = sa.Table(
    "moves", metadata,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("room", sa.ForeignKey("rooms.code"), nullable=False, index=True),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("state", sa.JSON, nullable=False, comment="the room as it was after the move"),
    comment="what the facilitator did; the newest row is the room as it is",
)  # fmt: skip

participants = sa.Table(
    "participants", metadata,
    sa.Column("id", sa.Text, primary_key=True, comment="a random pseudonym"),
    sa.Column("resume", sa.Text, nullable=False, unique=True, comment="the secret in the personal link"),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("actor_type", sa.Text),
    sa.Column("municipality", sa.Text),
    sa.Column("simulated", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("joined_at", sa.BigInteger, nullable=False, comment="the last time a meeting was joined"),
)  # fmt: skip

memberships = sa.Table(
    "memberships", metadata,
    sa.Column("room", sa.ForeignKey("rooms.code"), primary_key=True),
    sa.Column("participant", sa.ForeignKey("participants.id", ondelete="CASCADE"), primary_key=True, index=True),
    sa.Column("table", sa.Integer),
    sa.Column("joined_at", sa.BigInteger, nullable=False),
)  # fmt: skip

retired_links = sa.Table(
    "retired_links", metadata,
    sa.Column("resume", sa.Text, primary_key=True),
    sa.Column("at", sa.BigInteger, nullable=False),
    comment="personal links that were replaced, so that they can be refused with the right words",
)  # fmt: skip

answers = sa.Table(
    "answers", metadata,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("id", sa.Uuid(as_uuid=False, native_uuid=False), nullable=False, unique=True),
    sa.Column("room", sa.ForeignKey("rooms.code"), nullable=False),
    sa.Column("participant", sa.ForeignKey("participants.id", ondelete="CASCADE"), index=True),
    sa.Column("respondent", sa.Text, nullable=False, comment="a participant, table:<n>, or room"),
    sa.Column("exercise", sa.Text, nullable=False),
    sa.Column("exercise_version", sa.Integer, nullable=False),
    sa.Column("item", sa.Text, nullable=False),
    sa.Column("round", sa.Integer, nullable=False),
    sa.Column("level", sa.Text, nullable=False),
    sa.Column("run", sa.Integer, nullable=False),
    sa.Column("value", sa.JSON(none_as_null=False), nullable=False),
    sa.Column("received_at", sa.BigInteger, nullable=False),
    sa.Column("late", sa.Boolean, nullable=False, comment="came after the phase closed"),
    sa.Column("counted", sa.Boolean, nullable=False, comment="came before the picture was shown"),
    sa.Index("ix_answers_respondent", "room", "respondent", "exercise"),
    sa.Index("ix_answers_exercise", "room", "exercise", "round", "item"),
    comment="append-only; the newest row of a respondent, item, round, level and run is the current answer",
)  # fmt: skip

finished = sa.Table(
    "finished", metadata,
    sa.Column("room", sa.ForeignKey("rooms.code"), primary_key=True),
    sa.Column("step", sa.Text, primary_key=True),
    sa.Column("phase", sa.Integer, primary_key=True),
    sa.Column("run", sa.Integer, primary_key=True),
    sa.Column("participant", sa.ForeignKey("participants.id", ondelete="CASCADE"), primary_key=True),
    comment="who has said that they are done with a phase",
)  # fmt: skip

hidden = sa.Table(
    "hidden", metadata,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("room", sa.ForeignKey("rooms.code"), nullable=False, index=True),
    sa.Column("exercise", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("hidden", sa.Boolean, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    comment="notes that the facilitator hid or showed again; the newest row of a note holds",
)  # fmt: skip
