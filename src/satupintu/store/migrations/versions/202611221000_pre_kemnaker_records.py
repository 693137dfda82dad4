"""All records of JOSS and TOSS: institutions and trainings, lists by last change, and the quota of clients."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "202611221000"
down_revision = "202611220940"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("kemnaker_institution", "kemnaker_training"):
        op.create_table(
            table,
            sa.Column("environment", sa.Text(), nullable=False),
            sa.Column("client_id", sa.Text(), nullable=False),
            sa.Column("id", sa.Text(), nullable=False),
            sa.Column("parent_id", sa.Text()),
            sa.Column("status", sa.Text(), nullable=False),
            sa.Column("version", sa.BigInteger(), nullable=False),
            sa.Column("document", sa.Text(), nullable=False),
            sa.Column("sent", sa.Text(), nullable=False),
            sa.Column("created_at", sa.BigInteger(), nullable=False),
            sa.Column("updated_at", sa.BigInteger(), nullable=False),
            sa.Column("expires_at", sa.BigInteger()),
            sa.PrimaryKeyConstraint("environment", "client_id", "id", name=op.f(f"pk_{table}")),
        )
    # Lists are in the order that readers see, and they see whole seconds.
    op.execute("UPDATE kemnaker_company SET updated_at = updated_at / 1000000 * 1000000")
    op.execute("UPDATE kemnaker_vacancy SET updated_at = updated_at / 1000000 * 1000000")
    for table in ("kemnaker_company", "kemnaker_vacancy", "kemnaker_institution", "kemnaker_training"):
        by_change = ["environment", "client_id", "updated_at", "id"]
        op.create_index(op.f(f"ix_{table}_{'_'.join(by_change)}"), table, by_change)
    for table in ("kemnaker_vacancy", "kemnaker_training"):
        by_parent = ["environment", "client_id", "parent_id", "status"]
        op.create_index(op.f(f"ix_{table}_{'_'.join(by_parent)}"), table, by_parent)
        op.create_index(op.f(f"ix_{table}_expires_at"), table, ["expires_at"])
    op.drop_index(op.f("ix_kemnaker_request_id_expires_at"), "kemnaker_request_id")
    op.create_table(
        "kemnaker_usage",
        sa.Column("environment", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("buckets", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("environment", "client_id", name=op.f("pk_kemnaker_usage")),
        sqlite_with_rowid=False,
    )
