"""Messages to other people's servers."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKeyConstraint, Index, Integer, Table, Text

from satupintu.store.tables.metadata import metadata

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
