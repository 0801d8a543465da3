"""What was answered on paper"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ON = {
    "participants": "answered on paper only; the facilitator writes for them",
    "answers": "typed in from a paper form",
}


def upgrade() -> None:
    for table, comment in ON.items():
        op.add_column(
            table, sa.Column("paper", sa.Boolean(), server_default=sa.false(), nullable=False, comment=comment)
        )
