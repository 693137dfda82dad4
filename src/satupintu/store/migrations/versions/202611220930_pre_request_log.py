"""The log of refused requests, from which refusals are explained."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "202611220930"
down_revision = "202611220800"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "refused_request",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("noted_at", sa.BigInteger(), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_refused_request")),
    )
