"""The first tables"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "participants",
        sa.Column("id", sa.Text(), nullable=False, comment="a random pseudonym"),
        sa.Column("resume", sa.Text(), nullable=False, comment="the secret in the personal link"),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("actor_type", sa.Text(), nullable=True),
        sa.Column("municipality", sa.Text(), nullable=True),
        sa.Column("simulated", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("joined_at", sa.BigInteger(), nullable=False, comment="the last time a meeting was joined"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("resume", name=op.f("uq_participants_resume")),
    )
    op.create_table(
        "retired_links",
        sa.Column("resume", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("resume"),
        comment="personal links that were replaced, so that they can be refused with the right words",
    )
    op.create_table(
        "rooms",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("meeting", sa.Text(), nullable=False),
        sa.Column("pin", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False, comment="the secret in the facilitator's link"),
        sa.Column("private", sa.Text(), server_default="", nullable=False, comment="the facilitator's own notes"),
        sa.Column(
            "signed_out_at",
            sa.BigInteger(),
            server_default="0",
            nullable=False,
            comment="facilitators' devices that signed in before this time are signed out",
        ),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("code"),
        sa.UniqueConstraint("key", name=op.f("uq_rooms_key")),
        sa.UniqueConstraint("pin", name=op.f("uq_rooms_pin")),
    )
    op.create_table(
        "settings",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "answers",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.Uuid(as_uuid=False, native_uuid=False), nullable=False),
        sa.Column("room", sa.Text(), nullable=False),
        sa.Column("participant", sa.Text(), nullable=True),
        sa.Column("respondent", sa.Text(), nullable=False, comment="a participant, table:<n>, or room"),
        sa.Column("exercise", sa.Text(), nullable=False),
        sa.Column("exercise_version", sa.Integer(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False, comment="came after the phase closed"),
        sa.Column("counted", sa.Boolean(), nullable=False, comment="came before the picture was shown"),
        sa.ForeignKeyConstraint(["participant"], ["participants.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["room"],
            ["rooms.code"],
        ),
        sa.PrimaryKeyConstraint("seq"),
        sa.UniqueConstraint("id", name=op.f("uq_answers_id")),
        comment="append-only; the newest row of a respondent, item, round, level and run is the current answer",
    )
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.create_index("ix_answers_exercise", ["room", "exercise", "round", "item"], unique=False)
        batch_op.create_index(batch_op.f("ix_answers_participant"), ["participant"], unique=False)
        batch_op.create_index("ix_answers_respondent", ["room", "respondent", "exercise"], unique=False)

    op.create_table(
        "finished",
        sa.Column("room", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("phase", sa.Integer(), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("participant", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["participant"], ["participants.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["room"],
            ["rooms.code"],
        ),
        sa.PrimaryKeyConstraint("room", "step", "phase", "run", "participant"),
        comment="who has said that they are done with a phase",
    )
    op.create_table(
        "hidden",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("room", sa.Text(), nullable=False),
        sa.Column("exercise", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["room"],
            ["rooms.code"],
        ),
        sa.PrimaryKeyConstraint("seq"),
        comment="notes that the facilitator hid or showed again; the newest row of a note holds",
    )
    with op.batch_alter_table("hidden", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hidden_room"), ["room"], unique=False)

    op.create_table(
        "memberships",
        sa.Column("room", sa.Text(), nullable=False),
        sa.Column("participant", sa.Text(), nullable=False),
        sa.Column("table", sa.Integer(), nullable=True),
        sa.Column("joined_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["participant"], ["participants.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["room"],
            ["rooms.code"],
        ),
        sa.PrimaryKeyConstraint("room", "participant"),
    )
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_memberships_participant"), ["participant"], unique=False)

    op.create_table(
        "moves",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("room", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.JSON(), nullable=False, comment="the room as it was after the move"),
        sa.ForeignKeyConstraint(
            ["room"],
            ["rooms.code"],
        ),
        sa.PrimaryKeyConstraint("seq"),
        comment="what the facilitator did; the newest row is the room as it is",
    )
    with op.batch_alter_table("moves", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_moves_room"), ["room"], unique=False)
