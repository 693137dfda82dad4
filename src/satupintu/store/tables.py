"""The tables, once for both databases. Times are microseconds since 1970 in UTC; every constraint has a name."""

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
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

OPEN_OUTCOMES: Final = "outcome IN ('sending', 'unknown')"
"""Which attempts are open: the condition of the partial unique index, and of the insert that it decides."""

# In SQLite only a column of type INTEGER is the row's own number.
_NUMBER: Final = BigInteger().with_variant(Integer(), "sqlite")


def _record_columns() -> tuple[Column[object], ...]:
    return (
        Column("environment", Text, primary_key=True),
        Column("client_id", Text, primary_key=True),
        Column("id", Text, primary_key=True),
        Column("parent_id", Text),
        Column("status", Text, nullable=False),
        Column("version", BigInteger, nullable=False),
        Column("document", Text, nullable=False),
        Column("sent", Text, nullable=False),
        Column("created_at", BigInteger, nullable=False),
        Column("updated_at", BigInteger, nullable=False),
        Column("expires_at", BigInteger),
    )


def _record_indexes() -> tuple[Index, ...]:
    """For lists by their last change, for what is open of a company or an institution, and for what expires next."""
    return (
        Index(None, "environment", "client_id", "updated_at", "id"),
        Index(None, "environment", "client_id", "parent_id", "status"),
        Index(None, "expires_at"),
    )


credential: Final = Table(
    "credential",
    metadata,
    Column("system", Text, primary_key=True),
    Column("environment", Text, primary_key=True),
    Column("client_id", Text, primary_key=True),
    Column("label", Text, nullable=False),
    Column("secret_digest", LargeBinary),
    Column("secret_sealed", LargeBinary),
    Column("next_secret_sealed", LargeBinary),
    Column("tenants", Text, nullable=False),
    Column("permissions", Text, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("overlap_ends_at", BigInteger),
    Column("notification_url", Text),
    CheckConstraint("secret_digest IS NOT NULL OR secret_sealed IS NOT NULL", name="has_secret"),
)
"""Who may call which system. A secret is a keyed digest, or sealed where it must be read back.

Of two secrets the older one ends at `overlap_ends_at`. Events are told to `notification_url`.
"""

talentics_job: Final = Table(
    "talentics_job",
    metadata,
    Column("id", _NUMBER, primary_key=True, autoincrement=False),
    Column("organization_id", BigInteger, nullable=False),
    Column("list_json", Text, nullable=False),
    Column("detail_json", Text, nullable=False),
    # Counting and skipping to a deep page read this index alone, never the documents.
    Index(None, "organization_id", "id"),
)
"""Jobs as Talentics answers them: finished JSON, once for the list and once for the detail."""

talentics_stage: Final = Table(
    "talentics_stage",
    metadata,
    Column("id", _NUMBER, primary_key=True, autoincrement=False),
    Column("organization_id", BigInteger, nullable=False),
    Column("name", Text, nullable=False),
    Index(None, "organization_id", "id"),
)
"""The stages that applicants of an organization pass, in the order of their ids."""

talentics_applicant: Final = Table(
    "talentics_applicant",
    metadata,
    Column("id", _NUMBER, primary_key=True, autoincrement=False),
    Column("organization_id", BigInteger, nullable=False),
    Column("job_id", BigInteger, nullable=False),
    Column("stage_id", BigInteger),
    Column("document", Text, nullable=False),
    Column("form", Text),
    Index(None, "job_id", "id"),
)
"""Applicants as Talentics answers them, with their employment application form once they have submitted it."""

talentics_exam: Final = Table(
    "talentics_exam",
    metadata,
    Column("id", _NUMBER, primary_key=True, autoincrement=False),
    Column("organization_id", BigInteger, nullable=False),
    Column("document", Text, nullable=False),
    Index(None, "organization_id", "id"),
)
"""Tests as Talentics answers them."""

talentics_ticket: Final = Table(
    "talentics_ticket",
    metadata,
    Column("id", _NUMBER, primary_key=True, autoincrement=False),
    Column("organization_id", BigInteger, nullable=False),
    Column("exam_id", BigInteger, nullable=False),
    Column("document", Text, nullable=False),
    Column("scores", Text),
    Index(None, "exam_id", "id"),
)
"""Participants of a test as Talentics answers them, with their results."""

quota_window: Final = Table(
    "quota_window",
    metadata,
    Column("holder", Text, primary_key=True),
    Column("scope", Text, primary_key=True),
    Column("used", Integer, nullable=False),
    Column("ends_at", BigInteger, nullable=False, index=True),
    sqlite_with_rowid=False,
)
"""How much of a served quota is used, for the credential and scope that share it, until the window ends."""

pace: Final = Table(
    "pace",
    metadata,
    Column("account", Text, primary_key=True),
    Column("state", Text, nullable=False),
    sqlite_with_rowid=False,
)
"""What our clients know of the quotas of other servers, so that all processes keep them together."""

delivery: Final = Table(
    "delivery",
    metadata,
    Column("id", Text, primary_key=True),
    Column("system", Text, nullable=False),
    Column("environment", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("event", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("tries_left", Integer, nullable=False),
    Column("pauses", Text, nullable=False),
    Column("waits_since", BigInteger, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("claimed_until", BigInteger),
    Column("created_at", BigInteger, nullable=False),
    Column("finished_at", BigInteger),
    CheckConstraint("state IN ('waiting', 'delivered', 'failed')", name="state"),
    Index(None, "state", "due_at"),
    Index(None, "state", "waits_since"),
)
"""The outbox: messages to other people's servers, kept until they are delivered or given up."""

delivery_attempt: Final = Table(
    "delivery_attempt",
    metadata,
    Column("delivery_id", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("started_at", BigInteger, nullable=False),
    Column("finished_at", BigInteger),
    Column("status", Integer),
    Column("fault", Text),
    ForeignKeyConstraint(["delivery_id"], ["delivery.id"], ondelete="CASCADE"),
    sqlite_with_rowid=False,
)
"""Every try to deliver, with the answer's status or what went wrong."""

fault: Final = Table(
    "fault",
    metadata,
    Column("id", Text, primary_key=True),
    Column("system", Text, nullable=False),
    Column("operation", Text, nullable=False),
    Column("effect", Text, nullable=False),
    Column("remaining", Integer),
    Column("created_at", BigInteger, nullable=False),
)
"""Faults that the sandbox plays on request: for which operation, what happens, and how often still."""

refused_request: Final = Table(
    "refused_request",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("noted_at", BigInteger, nullable=False),
    Column("request_id", Text, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)
"""The last requests that were refused; what they carried is sealed. A snapshot leaves them out."""

kemnaker_request_id: Final = Table(
    "kemnaker_request_id",
    metadata,
    Column("environment", Text, primary_key=True),
    Column("client_id", Text, primary_key=True),
    Column("request_id", Text, primary_key=True),
    # Not indexed: every write would pay for it, and what is past is looked for once, at the start.
    Column("expires_at", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""Request-Ids that are used up until `expires_at`."""

kemnaker_usage: Final = Table(
    "kemnaker_usage",
    metadata,
    Column("environment", Text, primary_key=True),
    Column("client_id", Text, primary_key=True),
    Column("buckets", Text, nullable=False),
    sqlite_with_rowid=False,
)
"""How many requests a client of JOSS or TOSS has sent within the last minute."""

kemnaker_company: Final = Table("kemnaker_company", metadata, *_record_columns(), *_record_indexes()[:1])
"""Companies as JOSS answers them."""

kemnaker_vacancy: Final = Table("kemnaker_vacancy", metadata, *_record_columns(), *_record_indexes())
"""Vacancies as JOSS answers them, without their employer, whom `parent_id` names."""

kemnaker_institution: Final = Table("kemnaker_institution", metadata, *_record_columns(), *_record_indexes()[:1])
"""Institutions as TOSS answers them."""

kemnaker_training: Final = Table("kemnaker_training", metadata, *_record_columns(), *_record_indexes())
"""Trainings as TOSS answers them, without their institution, which `parent_id` names."""

kemnaker_decision: Final = Table(
    "kemnaker_decision",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("environment", Text, primary_key=True),
    Column("client_id", Text, primary_key=True),
    Column("record_id", Text, primary_key=True),
    Column("version", BigInteger, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("officer", Text, nullable=False),
    Column("decision", Text, nullable=False),
    Column("reason", Text),
    sqlite_with_rowid=False,
)
"""What officers decided about a record: each decision is a version of it."""

satusehat_token: Final = Table(
    "satusehat_token",
    metadata,
    Column("token_digest", LargeBinary, primary_key=True),
    Column("client_id", Text, nullable=False),
    Column("issued_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False, index=True),
    sqlite_with_rowid=False,
)
"""Bearer tokens of Master Wilayah, as keyed digests."""

satusehat_lock: Final = Table(
    "satusehat_lock",
    metadata,
    Column("client_id", Text, primary_key=True),
    Column("locked_until", BigInteger, nullable=False, index=True),
    sqlite_with_rowid=False,
)
"""Client ids that get no token for a while after a failed attempt."""

region_bps: Final = Table(
    "region_bps",
    metadata,
    Column("decree", Text, primary_key=True),
    Column("code", Text, primary_key=True),
    Column("bps_code", Text, nullable=False),
    sqlite_with_rowid=False,
)
"""Imported BPS codes by Kemendagri code; empty where BPS lists none. Neither unique nor a tree."""

jobtrain_role: Final = Table(
    "jobtrain_role",
    metadata,
    Column("id", _NUMBER, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False, unique=True),
    Column("permissions", Text, nullable=False),
)
"""Security roles of Jobtrain: a name, and the permissions it gives."""

jobtrain_user: Final = Table(
    "jobtrain_user",
    metadata,
    Column("id", _NUMBER, primary_key=True, autoincrement=False),
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
    Column("id", _NUMBER, primary_key=True, autoincrement=False),
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
    Column("id", _NUMBER, primary_key=True, autoincrement=False),
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
    Column("id", _NUMBER, primary_key=True, autoincrement=False),
    Column("email_key", Text, nullable=False, unique=True),
    Column("document", Text, nullable=False),
    Column("equal_opportunities", Text),
    Column("date_of_birth", Text),
)
"""Candidates of Jobtrain; one per e-mail address, trimmed and in lower case."""

jobtrain_application: Final = Table(
    "jobtrain_application",
    metadata,
    Column("id", _NUMBER, primary_key=True, autoincrement=False),
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
    Column("application_id", _NUMBER, primary_key=True, autoincrement=False),
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
    Column("application_id", _NUMBER, primary_key=True, autoincrement=False),
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
    Column("id", _NUMBER, primary_key=True, autoincrement=False),
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

filing: Final = Table(
    "filing",
    metadata,
    Column("target", Text, primary_key=True),
    Column("vacancy", Text, primary_key=True),
    Column("generation", Integer, primary_key=True, autoincrement=False),
    Column("target_id", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("digest", Text),
    Column("expires_at", BigInteger),
    Column("title", Text, nullable=False),
    CheckConstraint("state IN ('pending', 'open', 'closed')", name="state"),
)
"""What was filed at a target: one row per vacancy and generation."""

attempt: Final = Table(
    "attempt",
    metadata,
    Column("id", Text, primary_key=True),
    Column("target", Text, nullable=False),
    Column("vacancy", Text, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("action", Text, nullable=False),
    Column("digest", Text),
    Column("expires_at", BigInteger),
    Column("outcome", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("started_at", BigInteger, nullable=False),
    Column("finished_at", BigInteger),
    CheckConstraint("outcome IN ('sending', 'unknown', 'accepted', 'rejected')", name="outcome"),
    # Looked at when the transaction commits: an attempt is tried first, and its filing added only when it was taken.
    ForeignKeyConstraint(
        ["target", "vacancy", "generation"],
        ["filing.target", "filing.vacancy", "filing.generation"],
        deferrable=True,
        initially="DEFERRED",
    ),
    Index(
        "uq_attempt_open",
        "target",
        "vacancy",
        unique=True,
        sqlite_where=text(OPEN_OUTCOMES),
        postgresql_where=text(OPEN_OUTCOMES),
    ),
)
"""Every try to file. The partial unique index allows a vacancy one attempt whose outcome is open."""
