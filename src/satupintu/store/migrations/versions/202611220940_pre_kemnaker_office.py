"""The operator's side of JOSS and TOSS: two secrets for a while, notification URLs, what officers decided."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "202611220940"
down_revision = "202611220930"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("credential", sa.Column("overlap_ends_at", sa.BigInteger()))
    op.add_column("credential", sa.Column("notification_url", sa.Text()))
    op.create_table(
        "kemnaker_decision",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("environment", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("officer", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.PrimaryKeyConstraint(
            "kind", "environment", "client_id", "record_id", "version", name=op.f("pk_kemnaker_decision")
        ),
        sqlite_with_rowid=False,
    )
