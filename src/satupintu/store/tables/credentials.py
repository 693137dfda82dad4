"""Who may call which system."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Column, LargeBinary, Table, Text

from satupintu.store.tables.metadata import metadata

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
