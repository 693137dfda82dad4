"""The ledger of the sync: what was filed, and every try."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKeyConstraint, Index, Integer, Table, Text, text

from satupintu.store.tables.metadata import metadata

OPEN_OUTCOMES: Final = "outcome IN ('sending', 'unknown')"
"""Which attempts are open: the condition of the partial unique index, and of the insert that it decides."""

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
