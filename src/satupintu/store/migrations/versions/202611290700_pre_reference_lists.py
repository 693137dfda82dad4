"""Lists of the reference data of JOSS and TOSS that an installation imported."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "202611290700"
down_revision = "202611221000"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kemnaker_reference",
        sa.Column("list", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("entries", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("list", name=op.f("pk_kemnaker_reference")),
    )
