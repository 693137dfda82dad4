"""Quotas, as kept at both ends."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, Integer, Table, Text

from satupintu.store.tables.metadata import metadata

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
