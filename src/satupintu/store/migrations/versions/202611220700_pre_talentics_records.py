"""The further records of Talentics, quotas of both ends, the outbox, and faults."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "202611220700"
down_revision = "202611220440"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "talentics_stage",
        _number("id"),
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talentics_stage")),
    )
    op.create_index(op.f("ix_talentics_stage_organization_id_id"), "talentics_stage", ["organization_id", "id"])
    op.create_table(
        "talentics_applicant",
        _number("id"),
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("job_id", sa.BigInteger(), nullable=False),
        sa.Column("stage_id", sa.BigInteger()),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("form", sa.Text()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talentics_applicant")),
    )
    op.create_index(op.f("ix_talentics_applicant_job_id_id"), "talentics_applicant", ["job_id", "id"])
    op.create_table(
        "talentics_exam",
        _number("id"),
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talentics_exam")),
    )
    op.create_index(op.f("ix_talentics_exam_organization_id_id"), "talentics_exam", ["organization_id", "id"])
    op.create_table(
        "talentics_ticket",
        _number("id"),
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("exam_id", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("scores", sa.Text()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talentics_ticket")),
    )
    op.create_index(op.f("ix_talentics_ticket_exam_id_id"), "talentics_ticket", ["exam_id", "id"])
    op.create_table(
        "quota_window",
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("holder", "scope", name=op.f("pk_quota_window")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_quota_window_ends_at"), "quota_window", ["ends_at"])
    op.create_table(
        "pace",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_pace")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "delivery",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("system", sa.Text(), nullable=False),
        sa.Column("environment", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("tries_left", sa.Integer(), nullable=False),
        sa.Column("pauses", sa.Text(), nullable=False),
        sa.Column("waits_since", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("claimed_until", sa.BigInteger()),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("finished_at", sa.BigInteger()),
        sa.CheckConstraint("state IN ('waiting', 'delivered', 'failed')", name=op.f("ck_delivery_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
    )
    op.create_index(op.f("ix_delivery_state_due_at"), "delivery", ["state", "due_at"])
    op.create_index(op.f("ix_delivery_state_waits_since"), "delivery", ["state", "waits_since"])
    op.create_table(
        "delivery_attempt",
        sa.Column("delivery_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("finished_at", sa.BigInteger()),
        sa.Column("status", sa.Integer()),
        sa.Column("fault", sa.Text()),
        sa.ForeignKeyConstraint(
            ["delivery_id"],
            ["delivery.id"],
            name=op.f("fk_delivery_attempt_delivery"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("delivery_id", "number", name=op.f("pk_delivery_attempt")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "fault",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("system", sa.Text(), nullable=False),
        sa.Column("operation", sa.Text(), nullable=False),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.Column("remaining", sa.Integer()),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fault")),
    )


def _number(name: str) -> sa.Column[int]:
    kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column(name, kind, autoincrement=False, nullable=False)
