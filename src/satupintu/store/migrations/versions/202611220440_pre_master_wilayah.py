"""Tokens and locks of Master Wilayah, and imported BPS codes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "202611220440"
down_revision = "202611220400"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "satusehat_token",
        sa.Column("token_digest", sa.LargeBinary(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("issued_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("token_digest", name=op.f("pk_satusehat_token")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_satusehat_token_expires_at"), "satusehat_token", ["expires_at"])
    op.create_table(
        "satusehat_lock",
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("locked_until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("client_id", name=op.f("pk_satusehat_lock")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_satusehat_lock_locked_until"), "satusehat_lock", ["locked_until"])
    op.create_table(
        "region_bps",
        sa.Column("decree", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("bps_code", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("decree", "code", name=op.f("pk_region_bps")),
        sqlite_with_rowid=False,
    )
