"""Records of the served Jobtrain: people and roles, jobs, applications and what follows them."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from satupintu.store.tables.metadata import NUMBER, metadata

jobtrain_role: Final = Table(
    "jobtrain_role",
    metadata,
    Column("id", NUMBER, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False, unique=True),
    Column("permissions", Text, nullable=False),
)
"""Security roles of Jobtrain: a name, and the permissions it gives."""

jobtrain_user: Final = Table(
    "jobtrain_user",
    metadata,
    Column("id", NUMBER, primary_key=True, autoincrement=False),
    Column("username", Text, nullable=False),
    Column("username_key", Text, nullable=False, unique=True),
    Column("profile", Text, nullable=False),
    Column("role_id", BigInteger, nullable=False),
    Column("all_divisions", Boolean, nullable=False),
    Column("division_ids", Text, nullable=False),
    Column("is_active", Boolean, nullable=False),
    Column("login_password", Text),
    Column("api_password_digest", LargeBinary),
    Column("api_password_set_at", BigInteger),
    Column("pending_id", Text),
    Column("pending_digest", LargeBinary),
    Column("pending_by", BigInteger),
    Column("pending_until", BigInteger),
    ForeignKeyConstraint(["role_id"], ["jobtrain_role.id"]),
)
"""System users of Jobtrain: their reach, and their API password as a keyed digest, the one in force and one pending."""

jobtrain_audit: Final = Table(
    "jobtrain_audit",
    metadata,
    # In the order of writing: a clock that is moved does not change it.
    Column("id", NUMBER, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("actor", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("event", Text, nullable=False),
)
"""Who did what to whose account, and when; never a password."""

jobtrain_token: Final = Table(
    "jobtrain_token",
    metadata,
    Column("token_digest", LargeBinary, primary_key=True),
    Column("user_id", BigInteger, nullable=False, index=True),
    Column("client_id", Text, nullable=False),
    Column("issued_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False, index=True),
    sqlite_with_rowid=False,
)
"""Bearer tokens of Jobtrain, as keyed digests, each bound to a user."""

jobtrain_setting: Final = Table(
    "jobtrain_setting",
    metadata,
    Column("setting", Text, primary_key=True),
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False),
    Column("division_id", BigInteger),
    Column("is_active", Boolean, nullable=False),
    Column("document", Text, nullable=False),
    UniqueConstraint("setting", "name_key"),
    sqlite_with_rowid=False,
)
"""Items of the fourteen settings of Jobtrain as they are answered."""

jobtrain_job: Final = Table(
    "jobtrain_job",
    metadata,
    Column("id", NUMBER, primary_key=True, autoincrement=False),
    Column("division_id", BigInteger),
    Column("department_id", BigInteger),
    Column("location_id", BigInteger),
    Column("status_id", BigInteger, nullable=False),
    Column("title", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("closing_at", BigInteger),
    Column("summary", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("brief", Text, nullable=False),
    Index(None, "status_id", "id"),
    Index(None, "division_id", "id"),
)
"""Jobs of Jobtrain: what lists filter and sort by, and the finished JSON of the list, the detail and applications."""

jobtrain_candidate: Final = Table(
    "jobtrain_candidate",
    metadata,
    Column("id", NUMBER, primary_key=True, autoincrement=False),
    Column("email_key", Text, nullable=False, index=True),
    Column("document", Text, nullable=False),
    Column("equal_opportunities", Text),
    Column("date_of_birth", Text),
)
"""Candidates of Jobtrain. `email_key` is the e-mail address, trimmed and in lower case.

People may share an address: who applies through a user that does not see the first one is kept as a second.
"""

jobtrain_application: Final = Table(
    "jobtrain_application",
    metadata,
    Column("id", NUMBER, primary_key=True, autoincrement=False),
    Column("candidate_id", BigInteger, nullable=False),
    Column("job_id", BigInteger, nullable=False),
    # The job's, kept here so that lists of applications filter by an index of their own.
    Column("division_id", BigInteger),
    Column("status_id", BigInteger, nullable=False),
    Column("previous_status_id", BigInteger),
    Column("applied_at", BigInteger, nullable=False),
    Column("status_changed_at", BigInteger, nullable=False),
    Column("source", Text),
    Column("answers", Text, nullable=False),
    ForeignKeyConstraint(["candidate_id"], ["jobtrain_candidate.id"], ondelete="CASCADE"),
    ForeignKeyConstraint(["job_id"], ["jobtrain_job.id"]),
    UniqueConstraint("candidate_id", "job_id"),
    Index(None, "job_id", "id"),
    # Counting and skipping among the latest changes read this index alone.
    Index(None, "status_changed_at", "id", "division_id"),
)
"""Applications of Jobtrain: one candidate for one job."""

jobtrain_file: Final = Table(
    "jobtrain_file",
    metadata,
    Column("application_id", BigInteger, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("content_type", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("digest", Text, nullable=False, index=True),
    ForeignKeyConstraint(["application_id"], ["jobtrain_application.id"], ondelete="CASCADE"),
    sqlite_with_rowid=False,
)
"""CVs and letters of applications; their bytes are kept as files named by digest."""

jobtrain_dbs: Final = Table(
    "jobtrain_dbs",
    metadata,
    Column("application_id", NUMBER, primary_key=True, autoincrement=False),
    Column("job_id", BigInteger, nullable=False),
    Column("document", Text, nullable=False),
    Column("requested_at", BigInteger, nullable=False),
    Column("unique_id", Text, unique=True),
    ForeignKeyConstraint(["application_id"], ["jobtrain_application.id"], ondelete="CASCADE"),
    Index(None, "job_id", "application_id"),
)
"""Applications that wait for a DBS check, or have the provider's reference for it."""

jobtrain_dbs_status: Final = Table(
    "jobtrain_dbs_status",
    metadata,
    Column("application_id", BigInteger, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("document", Text, nullable=False),
    Column("received_at", BigInteger, nullable=False),
    ForeignKeyConstraint(["application_id"], ["jobtrain_dbs.application_id"], ondelete="CASCADE"),
    sqlite_with_rowid=False,
)
"""What a DBS provider reported, all of it in its order."""

jobtrain_starter: Final = Table(
    "jobtrain_starter",
    metadata,
    Column("application_id", NUMBER, primary_key=True, autoincrement=False),
    Column("document", Text, nullable=False),
    Column("saved_at", BigInteger, nullable=False),
    Column("completed_at", BigInteger, index=True),
    Column("cancelled_at", BigInteger, index=True),
    ForeignKeyConstraint(["application_id"], ["jobtrain_application.id"], ondelete="CASCADE"),
)
"""New starter forms."""

jobtrain_onboarding: Final = Table(
    "jobtrain_onboarding",
    metadata,
    Column("id", NUMBER, primary_key=True, autoincrement=False),
    Column("application_id", BigInteger, nullable=False),
    Column("area", Text, nullable=False),
    Column("document", Text, nullable=False),
    ForeignKeyConstraint(["application_id"], ["jobtrain_application.id"], ondelete="CASCADE"),
    CheckConstraint("area IN ('onboarding', 'compliance', 'referencing')", name="area"),
    Index(None, "application_id", "area", "id"),
)
"""Items of onboarding, compliance and referencing."""

jobtrain_number: Final = Table(
    "jobtrain_number",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("last", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""The highest number that records of a kind have had: none is given a second time, not even after a deletion."""
