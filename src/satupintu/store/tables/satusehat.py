"""Tokens and locks of the served Master Wilayah, and imported BPS codes."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, LargeBinary, Table, Text

from satupintu.store.tables.metadata import metadata

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
