"""How answers in words are sorted into themes"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "codings",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("exercise", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("room", sa.Text(), nullable=False, comment="the meeting from which it was changed"),
        sa.Column("by", sa.Text(), nullable=False, comment="a role, never who"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("coding", sa.JSON(), nullable=False, comment="the themes as they were after the change"),
        sa.ForeignKeyConstraint(["room"], ["rooms.code"]),
        sa.PrimaryKeyConstraint("seq"),
        comment="append-only; how the answers to an item in all rooms are sorted into themes, the newest row holds",
    )
    with op.batch_alter_table("codings", schema=None) as batch_op:
        batch_op.create_index("ix_codings_exercise", ["exercise", "item"], unique=False)
