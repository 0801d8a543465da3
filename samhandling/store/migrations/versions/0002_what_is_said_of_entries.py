"""What is said of entries"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "entry_changes",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.Uuid(as_uuid=False, native_uuid=False), nullable=False),
        sa.Column("register", sa.Text(), nullable=False),
        sa.Column("entry", sa.Text(), nullable=False, comment="an id made of the answer that the entry stands in"),
        sa.Column(
            "participant",
            sa.Text(),
            nullable=True,
            comment="whose entry it is, none where it is a table's or the room's",
        ),
        sa.Column("room", sa.Text(), nullable=False, comment="the meeting in which it was said"),
        sa.Column("by", sa.Text(), nullable=False, comment="facilitator"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("owner", sa.Text(), nullable=True, comment="a role; empty takes it away"),
        sa.Column("due", sa.Text(), nullable=True, comment="a date; empty takes it away"),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["participant"], ["participants.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["room"],
            ["rooms.code"],
        ),
        sa.PrimaryKeyConstraint("seq"),
        sa.UniqueConstraint("id", name=op.f("uq_entry_changes_id")),
        comment="append-only; what was said of entries after the meeting, and null for what was left as it was",
    )
    with op.batch_alter_table("entry_changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entry_changes_participant"), ["participant"], unique=False)
        batch_op.create_index("ix_entry_changes_register", ["register", "entry"], unique=False)
