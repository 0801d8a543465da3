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
    sa.Column(
        "paper", sa.Boolean, nullable=False, server_default=sa.false(),
        comment="answered on paper only; the facilitator writes for them",
    ),
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
    sa.Column(
        "paper", sa.Boolean, nullable=False, server_default=sa.false(), comment="typed in from a paper form"
    ),
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

entry_changes = sa.Table(
    "entry_changes", metadata,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("id", sa.Uuid(as_uuid=False, native_uuid=False), nullable=False, unique=True),
    sa.Column("register", sa.Text, nullable=False),
    sa.Column("entry", sa.Text, nullable=False, comment="an id made of the answer that the entry stands in"),
    sa.Column(
        "participant", sa.ForeignKey("participants.id", ondelete="CASCADE"), index=True,
        comment="whose entry it is, none where it is a table's or the room's",
    ),
    sa.Column("room", sa.ForeignKey("rooms.code"), nullable=False, comment="the meeting in which it was said"),
    sa.Column("by", sa.Text, nullable=False, comment="facilitator"),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("status", sa.Text),
    sa.Column("owner", sa.Text, comment="a role; empty takes it away"),
    sa.Column("due", sa.Text, comment="a date; empty takes it away"),
    sa.Column("note", sa.Text),
    sa.Index("ix_entry_changes_register", "register", "entry"),
    comment="append-only; what was said of entries after the meeting, and null for what was left as it was",
)  # fmt: skip

codings = sa.Table(
    "codings", metadata,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("exercise", sa.Text, nullable=False),
    sa.Column("item", sa.Text, nullable=False),
    sa.Column("room", sa.ForeignKey("rooms.code"), nullable=False, comment="the meeting from which it was changed"),
    sa.Column("by", sa.Text, nullable=False, comment="a role, never who"),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("coding", sa.JSON, nullable=False, comment="the themes as they were after the change"),
    sa.Index("ix_codings_exercise", "exercise", "item"),
    comment="append-only; how the answers to an item in all rooms are sorted into themes, the newest row holds",
)  # fmt: skip
