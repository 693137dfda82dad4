"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "202611220400"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "credential",
        sa.Column("system", sa.Text(), nullable=False),
        sa.Column("environment", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("secret_digest", sa.LargeBinary()),
        sa.Column("secret_sealed", sa.LargeBinary()),
        sa.Column("next_secret_sealed", sa.LargeBinary()),
        sa.Column("tenants", sa.Text(), nullable=False),
        sa.Column("permissions", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "secret_digest IS NOT NULL OR secret_sealed IS NOT NULL", name=op.f("ck_credential_has_secret")
        ),
        sa.PrimaryKeyConstraint("system", "environment", "client_id", name=op.f("pk_credential")),
    )
    op.create_table(
        "filing",
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("vacancy", sa.Text(), nullable=False),
        sa.Column("generation", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("target_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text()),
        sa.Column("expires_at", sa.BigInteger()),
        sa.Column("title", sa.Text(), nullable=False),
        sa.CheckConstraint("state IN ('pending', 'open', 'closed')", name=op.f("ck_filing_state")),
        sa.PrimaryKeyConstraint("target", "vacancy", "generation", name=op.f("pk_filing")),
    )
    op.create_table(
        "kemnaker_company",
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
        sa.PrimaryKeyConstraint("environment", "client_id", "id", name=op.f("pk_kemnaker_company")),
    )
    op.create_table(
        "kemnaker_request_id",
        sa.Column("environment", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("environment", "client_id", "request_id", name=op.f("pk_kemnaker_request_id")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_kemnaker_request_id_expires_at"), "kemnaker_request_id", ["expires_at"])
    op.create_table(
        "kemnaker_vacancy",
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
        sa.PrimaryKeyConstraint("environment", "client_id", "id", name=op.f("pk_kemnaker_vacancy")),
    )
    op.create_table(
        "talentics_job",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("list_json", sa.Text(), nullable=False),
        sa.Column("detail_json", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talentics_job")),
    )
    op.create_index(op.f("ix_talentics_job_organization_id_id"), "talentics_job", ["organization_id", "id"])
    op.create_table(
        "attempt",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("vacancy", sa.Text(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text()),
        sa.Column("expires_at", sa.BigInteger()),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("finished_at", sa.BigInteger()),
        sa.CheckConstraint(
            "outcome IN ('sending', 'unknown', 'accepted', 'rejected')", name=op.f("ck_attempt_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["target", "vacancy", "generation"],
            ["filing.target", "filing.vacancy", "filing.generation"],
            name=op.f("fk_attempt_filing"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )
    op.create_index(
        "uq_attempt_open",
        "attempt",
        ["target", "vacancy"],
        unique=True,
        sqlite_where=sa.text("outcome IN ('sending', 'unknown')"),
        postgresql_where=sa.text("outcome IN ('sending', 'unknown')"),
    )
