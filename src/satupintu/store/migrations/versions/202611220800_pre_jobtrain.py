"""Jobtrain: people and roles, jobs, applications and what follows them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "202611220800"
down_revision = "202611220700"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "jobtrain_role",
        _number("id"),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("permissions", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobtrain_role")),
        sa.UniqueConstraint("name", name=op.f("uq_jobtrain_role_name")),
    )
    op.create_table(
        "jobtrain_user",
        _number("id"),
        sa.Column("username", sa.Text(), nullable=False),
        sa.Column("username_key", sa.Text(), nullable=False),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.Column("role_id", sa.BigInteger(), nullable=False),
        sa.Column("all_divisions", sa.Boolean(), nullable=False),
        sa.Column("division_ids", sa.Text(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("login_password", sa.Text()),
        sa.Column("api_password_digest", sa.LargeBinary()),
        sa.Column("api_password_set_at", sa.BigInteger()),
        sa.Column("pending_id", sa.Text()),
        sa.Column("pending_digest", sa.LargeBinary()),
        sa.Column("pending_by", sa.BigInteger()),
        sa.Column("pending_until", sa.BigInteger()),
        sa.ForeignKeyConstraint(["role_id"], ["jobtrain_role.id"], name=op.f("fk_jobtrain_user_jobtrain_role")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobtrain_user")),
        sa.UniqueConstraint("username_key", name=op.f("uq_jobtrain_user_username_key")),
    )
    op.create_table(
        "jobtrain_audit",
        _number("id"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobtrain_audit")),
    )
    op.create_table(
        "jobtrain_token",
        sa.Column("token_digest", sa.LargeBinary(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("issued_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("token_digest", name=op.f("pk_jobtrain_token")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_jobtrain_token_expires_at"), "jobtrain_token", ["expires_at"])
    op.create_index(op.f("ix_jobtrain_token_user_id"), "jobtrain_token", ["user_id"])
    op.create_table(
        "jobtrain_setting",
        sa.Column("setting", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("division_id", sa.BigInteger()),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("setting", "id", name=op.f("pk_jobtrain_setting")),
        sa.UniqueConstraint("setting", "name_key", name=op.f("uq_jobtrain_setting_setting_name_key")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "jobtrain_job",
        _number("id"),
        sa.Column("division_id", sa.BigInteger()),
        sa.Column("department_id", sa.BigInteger()),
        sa.Column("location_id", sa.BigInteger()),
        sa.Column("status_id", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("closing_at", sa.BigInteger()),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("brief", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobtrain_job")),
    )
    op.create_index(op.f("ix_jobtrain_job_division_id_id"), "jobtrain_job", ["division_id", "id"])
    op.create_index(op.f("ix_jobtrain_job_status_id_id"), "jobtrain_job", ["status_id", "id"])
    op.create_table(
        "jobtrain_candidate",
        _number("id"),
        sa.Column("email_key", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("equal_opportunities", sa.Text()),
        sa.Column("date_of_birth", sa.Text()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobtrain_candidate")),
    )
    op.create_index(op.f("ix_jobtrain_candidate_email_key"), "jobtrain_candidate", ["email_key"])
    op.create_table(
        "jobtrain_application",
        _number("id"),
        sa.Column("candidate_id", sa.BigInteger(), nullable=False),
        sa.Column("job_id", sa.BigInteger(), nullable=False),
        sa.Column("division_id", sa.BigInteger()),
        sa.Column("status_id", sa.BigInteger(), nullable=False),
        sa.Column("previous_status_id", sa.BigInteger()),
        sa.Column("applied_at", sa.BigInteger(), nullable=False),
        sa.Column("status_changed_at", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.Text()),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"],
            ["jobtrain_candidate.id"],
            name=op.f("fk_jobtrain_application_jobtrain_candidate"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["job_id"], ["jobtrain_job.id"], name=op.f("fk_jobtrain_application_jobtrain_job")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobtrain_application")),
        sa.UniqueConstraint("candidate_id", "job_id", name=op.f("uq_jobtrain_application_candidate_id_job_id")),
    )
    op.create_index(op.f("ix_jobtrain_application_job_id_id"), "jobtrain_application", ["job_id", "id"])
    op.create_index(
        op.f("ix_jobtrain_application_status_changed_at_id_division_id"),
        "jobtrain_application",
        ["status_changed_at", "id", "division_id"],
    )
    op.create_table(
        "jobtrain_file",
        sa.Column("application_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("content_type", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["jobtrain_application.id"],
            name=op.f("fk_jobtrain_file_jobtrain_application"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("application_id", "number", name=op.f("pk_jobtrain_file")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_jobtrain_file_digest"), "jobtrain_file", ["digest"])
    op.create_table(
        "jobtrain_dbs",
        _number("application_id"),
        sa.Column("job_id", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("requested_at", sa.BigInteger(), nullable=False),
        sa.Column("unique_id", sa.Text()),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["jobtrain_application.id"],
            name=op.f("fk_jobtrain_dbs_jobtrain_application"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_jobtrain_dbs")),
        sa.UniqueConstraint("unique_id", name=op.f("uq_jobtrain_dbs_unique_id")),
    )
    op.create_index(op.f("ix_jobtrain_dbs_job_id_application_id"), "jobtrain_dbs", ["job_id", "application_id"])
    op.create_table(
        "jobtrain_dbs_status",
        sa.Column("application_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["jobtrain_dbs.application_id"],
            name=op.f("fk_jobtrain_dbs_status_jobtrain_dbs"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("application_id", "number", name=op.f("pk_jobtrain_dbs_status")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "jobtrain_starter",
        _number("application_id"),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.BigInteger(), nullable=False),
        sa.Column("completed_at", sa.BigInteger()),
        sa.Column("cancelled_at", sa.BigInteger()),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["jobtrain_application.id"],
            name=op.f("fk_jobtrain_starter_jobtrain_application"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_jobtrain_starter")),
    )
    op.create_index(op.f("ix_jobtrain_starter_cancelled_at"), "jobtrain_starter", ["cancelled_at"])
    op.create_index(op.f("ix_jobtrain_starter_completed_at"), "jobtrain_starter", ["completed_at"])
    op.create_table(
        "jobtrain_onboarding",
        _number("id"),
        sa.Column("application_id", sa.BigInteger(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["jobtrain_application.id"],
            name=op.f("fk_jobtrain_onboarding_jobtrain_application"),
            ondelete="CASCADE",
        ),
        sa.CheckConstraint(
            "area IN ('onboarding', 'compliance', 'referencing')", name=op.f("ck_jobtrain_onboarding_area")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobtrain_onboarding")),
    )
    op.create_index(
        op.f("ix_jobtrain_onboarding_application_id_area_id"), "jobtrain_onboarding", ["application_id", "area", "id"]
    )
    op.create_table(
        "jobtrain_number",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_jobtrain_number")),
        sqlite_with_rowid=False,
    )


def _number(name: str) -> sa.Column[int]:
    kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column(name, kind, autoincrement=False, nullable=False)
