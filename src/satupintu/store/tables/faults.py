"""Faults that the sandbox plays on request."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, Integer, Table, Text

from satupintu.store.tables.metadata import metadata

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
