"""Records of the served JOSS and TOSS, and what they remember of requests."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, Index, LargeBinary, Table, Text

from satupintu.store.tables.metadata import metadata


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

kemnaker_reference: Final = Table(
    "kemnaker_reference",
    metadata,
    Column("list", Text, primary_key=True),
    Column("digest", Text, nullable=False),
    Column("entries", Text, nullable=False),
)
"""Lists of the reference data that the installation imported, each as JSON; other lists are the bundled ones."""

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
