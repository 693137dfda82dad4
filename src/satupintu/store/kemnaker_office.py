"""The records of JOSS and TOSS as officers see them: those of all clients, and what was decided about them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, TypeVar

from sqlalchemy import Integer, bindparam, exists, literal_column, or_, select

from satupintu.store.database import Database
from satupintu.store.kemnaker_records import RECORD_COLUMNS, TABLES, Notices, SqlRecords, record_of
from satupintu.store.moments import from_microseconds, to_microseconds
from satupintu.store.statement import Statement, upsert
from satupintu.store.tables import kemnaker_decision
from satupintu.store.writer import Writer
from satupintu.systems.kemnaker.server.ports import KindName, Owner, Record
from satupintu.systems.kemnaker.server.reviewing import EXPIRING, Due, Held, Review, ReviewedRecords

T = TypeVar("T")

_NOW: Final = bindparam("now", type_=kemnaker_decision.c.at.type)
# Left out, SQLite's dialect makes it a parameter without a name.
_NONE: Final = literal_column("0", Integer)
_NOTE: Final = upsert(kemnaker_decision)


def _due_in(kind: KindName) -> Statement:
    columns = TABLES[kind].c
    query = select(columns.environment, columns.client_id, columns.id).where(columns.expires_at <= _NOW)
    return Statement(query.order_by(columns.expires_at).limit(bindparam("at_most")).offset(_NONE))


_DUE: Final[Mapping[KindName, Statement]] = {kind: _due_in(kind) for kind in EXPIRING}
_ANY_DUE: Final = or_(
    *(exists(select(TABLES[kind].c.id).where(TABLES[kind].c.expires_at <= _NOW)) for kind in EXPIRING)
)


class SqlKemnakerOffice:
    """`Office`. All methods block."""

    def __init__(self, database: Database, writer: Writer, notices: Notices) -> None:
        self._database = database
        self._writer = writer
        self._notices = notices

    def run(self, work: Callable[[ReviewedRecords], T]) -> T:
        """Run `work` and commit; durable when it returns. `work` may run again, so it touches nothing but the rows."""
        return self._writer.run(lambda transaction: work(_ReviewedRecords(transaction, self._notices)))

    def has_due(self, now: datetime) -> bool:
        """Whether the end of any open record has come. A cheap look, asked often."""
        with self._database.reading() as connection:
            return bool(connection.execute(select(_ANY_DUE), {"now": to_microseconds(now)}).scalar_one())

    def records(
        self, kind: KindName, *, environment: str | None = None, record_id: str | None = None
    ) -> Sequence[Held]:
        """The records of a kind, of all clients, by their last change."""
        table = TABLES[kind]
        columns = (table.c[name] for name in ("environment", "client_id", *RECORD_COLUMNS))
        query = select(*columns).order_by(table.c.updated_at, table.c.id)
        if environment is not None:
            query = query.where(table.c.environment == environment)
        if record_id is not None:
            query = query.where(table.c.id == record_id)
        with self._database.reading() as connection:
            return [_held(row) for row in connection.execute(query)]

    def record(self, kind: KindName, owner: Owner, record_id: str) -> Record | None:
        """One record of a client."""
        found = self.records(kind, environment=owner.environment, record_id=record_id)
        return next((held.record for held in found if held.owner == owner), None)

    def reviews(self, kind: KindName, owner: Owner, record_id: str) -> Sequence[Review]:
        """What was decided about a record, in the order it was."""
        columns = kemnaker_decision.c
        query = (
            select(columns.version, columns.at, columns.officer, columns.decision, columns.reason)
            .where(
                columns.kind == kind,
                columns.environment == owner.environment,
                columns.client_id == owner.client_id,
                columns.record_id == record_id,
            )
            .order_by(columns.version)
        )
        with self._database.reading() as connection:
            return [
                Review(kind, owner, record_id, version, from_microseconds(at), officer, decision, reason)
                for version, at, officer, decision, reason in connection.execute(query)
            ]


def _held(row: Sequence[Any]) -> Held:
    environment, client_id, *record = row
    return Held(Owner(environment, client_id), record_of(record))


class _ReviewedRecords(SqlRecords):
    """`ReviewedRecords` in one transaction."""

    def note(self, review: Review) -> None:
        row = {
            "kind": review.kind,
            "environment": review.owner.environment,
            "client_id": review.owner.client_id,
            "record_id": review.record_id,
            "version": review.version,
            "at": to_microseconds(review.at),
            "officer": review.officer,
            "decision": review.decision,
            "reason": review.reason,
        }
        self._transaction.execute(_NOTE, row)

    def due(self, now: datetime, at_most: int) -> Sequence[Due]:
        parameters = {"now": to_microseconds(now), "at_most": at_most}
        return [
            Due(kind, Owner(environment, client_id), record_id)
            for kind, statement in _DUE.items()
            for environment, client_id, record_id in self._transaction.execute(statement, parameters).fetchall()
        ]
