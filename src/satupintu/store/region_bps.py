"""Imported BPS codes, in the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, Protocol, cast

from sqlalchemy import bindparam, delete, select

from satupintu.store.changes import Changes
from satupintu.store.database import Database
from satupintu.store.statement import Statement, upsert
from satupintu.store.tables import region_bps
from satupintu.store.transaction import Transaction
from satupintu.store.writer import Writer

_OF_DECREE: Final = Statement(
    select(region_bps.c.code, region_bps.c.bps_code).where(region_bps.c.decree == bindparam("decree"))
)
_SAVE: Final = upsert(region_bps)
_REMOVE: Final = Statement(
    delete(region_bps).where(region_bps.c.decree == bindparam("decree"), region_bps.c.code == bindparam("code"))
)


class Generation(Protocol):
    """Tells every process that what it keeps in memory is out of date."""

    def bump_generation(self) -> None:
        """Call it after the commit."""
        ...


class SqlRegionBps:
    """The BPS codes that were imported, for each decree on its own."""

    def __init__(self, database: Database, writer: Writer, clock: Generation) -> None:
        self._database = database
        self._writer = writer
        self._clock = clock

    def all(self, decree: str) -> Mapping[str, str]:
        """The imported BPS codes of a decree by Kemendagri code; "" where BPS lists none."""
        query = select(region_bps.c.code, region_bps.c.bps_code).where(region_bps.c.decree == decree)
        with self._database.reading() as connection:
            return dict(connection.execute(query).all())

    def replace(self, decree: str, rows: Mapping[str, str]) -> Changes:
        """Make the codes of a decree these, all or none; what is not among them is removed.

        When this returns, the change is durable and other processes are told. Nothing is written when nothing differs.
        """

        def replacing(transaction: Transaction) -> Changes:
            stored = transaction.execute(_OF_DECREE, {"decree": decree}).fetchall()
            changes = Changes.between(dict(cast("Sequence[tuple[str, str]]", stored)), rows)
            transaction.execute_many(_REMOVE, [{"decree": decree, "code": code} for code in changes.removed])
            written = (*changes.added, *changes.changed)
            transaction.execute_many(
                _SAVE, [{"decree": decree, "code": code, "bps_code": rows[code]} for code in written]
            )
            return changes

        changes = self._writer.run(replacing)
        if changes.count:
            self._clock.bump_generation()
        return changes
