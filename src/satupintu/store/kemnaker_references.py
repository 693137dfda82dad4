"""Lists of the reference data of JOSS and TOSS that the installation imported, in the database."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, Final

from pydantic_core import from_json, to_json
from sqlalchemy import bindparam, delete, select

from satupintu.store.database import Database
from satupintu.store.region_bps import Generation
from satupintu.store.statement import Statement, upsert
from satupintu.store.tables import kemnaker_reference
from satupintu.store.transaction import Transaction
from satupintu.store.writer import Writer

Row = Mapping[str, Any]

_columns: Final = kemnaker_reference.c
_SAVE: Final = upsert(kemnaker_reference)
_REMOVE: Final = Statement(delete(kemnaker_reference).where(_columns.list == bindparam("list")))


class SqlKemnakerReferences:
    """The imported lists by name; a list that was not imported is not among them."""

    def __init__(self, database: Database, writer: Writer, clock: Generation) -> None:
        self._database = database
        self._writer = writer
        self._clock = clock

    def digests(self) -> Mapping[str, str]:
        """What changes when a list does, by its name."""
        with self._database.reading() as connection:
            return dict(connection.execute(select(_columns.list, _columns.digest)).all())

    def all(self) -> Mapping[str, Sequence[Row]]:
        """Every imported list, its entries in the order of the import."""
        with self._database.reading() as connection:
            found = connection.execute(select(_columns.list, _columns.entries)).all()
        return {name: from_json(entries) for name, entries in found}

    def replace(self, name: str, rows: Sequence[Row]) -> None:
        """Make a list these entries, all or none. No entries at all: the list is no imported one any more.

        When this returns, the change is durable and other processes are told.
        """
        entries = to_json(rows)
        row = {"list": name, "digest": hashlib.sha256(entries).hexdigest(), "entries": entries.decode()}

        def replacing(transaction: Transaction) -> None:
            if rows:
                transaction.execute(_SAVE, row)
            else:
                transaction.execute(_REMOVE, {"list": name})

        self._writer.run(replacing)
        self._clock.bump_generation()
