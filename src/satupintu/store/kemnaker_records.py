"""The records of the JOSS and TOSS server, in the database."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, Protocol, TypeVar

from pydantic_core import from_json, to_json
from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Table,
    and_,
    bindparam,
    delete,
    exists,
    func,
    literal_column,
    or_,
    select,
    union_all,
)

from satupintu.serving.outbox import Delivery
from satupintu.store.database import Database
from satupintu.store.moments import from_microseconds, from_microseconds_or_none, to_microseconds
from satupintu.store.outbox import enqueue
from satupintu.store.statement import Statement, take, upsert
from satupintu.store.tables import (
    kemnaker_company,
    kemnaker_institution,
    kemnaker_request_id,
    kemnaker_training,
    kemnaker_usage,
    kemnaker_vacancy,
)
from satupintu.store.transaction import Transaction
from satupintu.store.writer import Writer
from satupintu.systems.kemnaker.server.ports import (
    KindName,
    Owner,
    Record,
    RecordEvent,
    Records,
    Selected,
    Selection,
)
from satupintu.systems.kemnaker.server.quota import Counted, Usage, count

T = TypeVar("T")
U = TypeVar("U")


class Notices(Protocol):
    """Who is told of events, and with which message."""

    def is_told(self, kind: KindName, owner: Owner) -> bool:
        """Whether a client is told of events of such records."""
        ...

    def delivery(self, event: RecordEvent) -> Delivery | None:
        """The message that tells of an event; None when its client is not told."""
        ...


TABLES: Final[Mapping[KindName, Table]] = {
    "company": kemnaker_company,
    "vacancy": kemnaker_vacancy,
    "institution": kemnaker_institution,
    "training": kemnaker_training,
}
RECORD_COLUMNS: Final = (
    "id",
    "status",
    "version",
    "document",
    "sent",
    "created_at",
    "updated_at",
    "expires_at",
    "parent_id",
)

_NOW: Final = bindparam("now", type_=kemnaker_request_id.c.expires_at.type)
_REMEMBER: Final = take(kemnaker_request_id, unless=kemnaker_request_id.c.expires_at > _NOW)
_PURGE: Final = Statement(delete(kemnaker_request_id).where(kemnaker_request_id.c.expires_at <= _NOW))
_FIND_USAGE: Final = Statement(
    select(kemnaker_usage.c.buckets).where(
        kemnaker_usage.c.environment == bindparam("environment"),
        kemnaker_usage.c.client_id == bindparam("client_id"),
    )
)
_SAVE_USAGE: Final = upsert(kemnaker_usage)


def _of_owner(table: Table) -> ColumnElement[bool]:
    return and_(table.c.environment == bindparam("environment"), table.c.client_id == bindparam("client_id"))


def _find_in(table: Table) -> Statement:
    columns = (table.c[name] for name in RECORD_COLUMNS)
    return Statement(select(*columns).where(_of_owner(table), table.c.id == bindparam("id")))


def _open_in(table: Table) -> Statement:
    belongs = table.c.parent_id == bindparam("parent_id")
    is_open = and_(table.c.status == literal_column("'open'"), table.c.expires_at > _NOW)
    return Statement(select(literal_column("1", Integer)).where(exists().where(_of_owner(table), belongs, is_open)))


def _find_both_in(table: Table, parents: Table) -> Statement:
    """One statement for a record and what it belongs to: every write of an offer needs both."""
    found = select(literal_column("0", Integer), *(table.c[name] for name in RECORD_COLUMNS)).where(
        _of_owner(table), table.c.id == bindparam("id")
    )
    parent = select(literal_column("1", Integer), *(parents.c[name] for name in RECORD_COLUMNS)).where(
        _of_owner(parents), parents.c.id == bindparam("parent_id")
    )
    return Statement(union_all(found, parent))


_FIND: Final = {kind: _find_in(table) for kind, table in TABLES.items()}
_FIND_BOTH: Final[Mapping[tuple[KindName, KindName], Statement]] = {
    ("vacancy", "company"): _find_both_in(kemnaker_vacancy, kemnaker_company),
    ("training", "institution"): _find_both_in(kemnaker_training, kemnaker_institution),
}
_SAVE: Final = {kind: upsert(table) for kind, table in TABLES.items()}
_OPEN: Final = {kind: _open_in(table) for kind, table in TABLES.items()}


class SqlKemnakerTransactions:
    """`Transactions`: each is a job of the one writer. Without `notices` nobody is told of events."""

    def __init__(self, database: Database, writer: Writer, notices: Notices | None = None) -> None:
        self._database = database
        self._writer = writer
        self._notices = notices

    async def run(self, work: Callable[[Records], T], then: Callable[[T], U]) -> U:
        """Run `work` and commit; what `then` makes of its result, once that is durable."""
        return await self._writer.arun(lambda transaction: work(SqlRecords(transaction, self._notices)), then)

    async def select(self, kind: KindName, parent: KindName | None, owner: Owner, wanted: Selection) -> Selected:
        """A page of an owner's records, with the records of the kind `parent` that they belong to."""
        return await asyncio.to_thread(self._select, kind, parent, owner, wanted)

    def purge_request_ids(self, now: datetime) -> int:
        """Forget the Request-Ids that are past; returns how many. Blocks, so call it in a thread."""
        parameters = {"now": to_microseconds(now)}
        return self._writer.run(lambda transaction: transaction.execute(_PURGE, parameters).rowcount)

    def _select(self, kind: KindName, parent: KindName | None, owner: Owner, wanted: Selection) -> Selected:
        table = TABLES[kind]
        condition = and_(*_conditions(table, owner, wanted))
        page = (
            select(*(table.c[name] for name in RECORD_COLUMNS))
            .where(condition)
            .order_by(table.c.updated_at, table.c.id)
            .limit(wanted.per_page)
            .offset((wanted.page - 1) * wanted.per_page)
        )
        with self._database.reading() as connection:
            total: int = connection.execute(select(func.count()).select_from(table).where(condition)).scalar_one()
            records = [record_of(row) for row in connection.execute(page)]
            parents = _parents(connection, parent, owner, records)
        return Selected(records, parents, total)


def _conditions(table: Table, owner: Owner, wanted: Selection) -> Iterator[ColumnElement[bool]]:
    columns = table.c
    yield columns.environment == owner.environment
    yield columns.client_id == owner.client_id
    if wanted.updated_since is not None:
        yield columns.updated_at >= to_microseconds(wanted.updated_since)
    if wanted.updated_until is not None:
        yield columns.updated_at < to_microseconds(wanted.updated_until)
    if wanted.statuses:
        now = to_microseconds(wanted.now)
        # What is open in the row has expired when its end has come.
        special: dict[str, ColumnElement[bool]] = {
            "open": and_(columns.status == "open", columns.expires_at > now),
            "expired": or_(columns.status == "expired", and_(columns.status == "open", columns.expires_at <= now)),
        }
        plain = [status for status in wanted.statuses if status not in special]
        yield or_(columns.status.in_(plain), *(special[status] for status in wanted.statuses if status in special))


def _parents(
    connection: Connection, kind: KindName | None, owner: Owner, records: Sequence[Record]
) -> Mapping[str, Record]:
    if kind is None:
        return {}
    table = TABLES[kind]
    ids = sorted({record.parent_id for record in records if record.parent_id is not None})
    query = select(*(table.c[name] for name in RECORD_COLUMNS)).where(
        table.c.environment == owner.environment, table.c.client_id == owner.client_id, table.c.id.in_(ids)
    )
    return {row.id: record_of(row) for row in connection.execute(query)}


def record_of(row: Sequence[Any]) -> Record:
    """The record of a row of `RECORD_COLUMNS`."""
    found, status, version, text, sent, created_at, updated_at, expires_at, parent_id = row
    return Record(
        id=found,
        status=status,
        version=version,
        text=text,
        sent=sent,
        created_at=from_microseconds(created_at),
        updated_at=from_microseconds(updated_at),
        expires_at=from_microseconds_or_none(expires_at),
        parent_id=parent_id,
    )


class SqlRecords:
    """`Records` in one transaction."""

    def __init__(self, transaction: Transaction, notices: Notices | None) -> None:
        self._transaction = transaction
        self._notices = notices

    def remember_request_id(self, owner: Owner, request_id: str, *, now: datetime, until: datetime) -> bool:
        """Take a Request-Id into memory, unless it is remembered already."""
        parameters = {
            "environment": owner.environment,
            "client_id": owner.client_id,
            "request_id": request_id,
            "now": to_microseconds(now),
            "expires_at": to_microseconds(until),
        }
        return self._transaction.execute(_REMEMBER, parameters).rowcount == 1

    def count_request(self, owner: Owner, limit: int, now: datetime) -> Counted:
        """Count a request among those of the last minute."""
        whose = {"environment": owner.environment, "client_id": owner.client_id}
        row = self._transaction.execute(_FIND_USAGE, whose).fetchone()
        counted, usage = count(Usage.of(from_json(row[0])) if row else Usage(), limit, to_microseconds(now))
        if counted.granted:
            self._transaction.execute(_SAVE_USAGE, {**whose, "buckets": to_json(usage.buckets).decode()})
        return counted

    def find(self, kind: KindName, owner: Owner, record_id: str) -> Record | None:
        """One record of this owner."""
        parameters = {"environment": owner.environment, "client_id": owner.client_id, "id": record_id}
        row = self._transaction.execute(_FIND[kind], parameters).fetchone()
        return None if row is None else record_of(row)

    def find_both(
        self, kind: KindName, record_id: str, parent: KindName, parent_id: str, owner: Owner
    ) -> tuple[Record | None, Record | None]:
        """One record, and another one that it belongs to or is to belong to."""
        parameters = {
            "environment": owner.environment,
            "client_id": owner.client_id,
            "id": record_id,
            "parent_id": parent_id,
        }
        rows = self._transaction.execute(_FIND_BOTH[kind, parent], parameters).fetchall()
        found = {row[0]: record_of(row[1:]) for row in rows}
        return found.get(0), found.get(1)

    def save(self, kind: KindName, owner: Owner, record: Record) -> None:
        """Add or replace a record."""
        parameters = {
            "environment": owner.environment,
            "client_id": owner.client_id,
            "id": record.id,
            "parent_id": record.parent_id,
            "status": record.status,
            "version": record.version,
            "document": record.text,
            "sent": record.sent,
            "created_at": to_microseconds(record.created_at),
            "updated_at": to_microseconds(record.updated_at),
            "expires_at": to_microseconds(record.expires_at),
        }
        self._transaction.execute(_SAVE[kind], parameters)

    def has_open(self, kind: KindName, owner: Owner, parent_id: str, now: datetime) -> bool:
        """Whether any record of this kind that belongs to `parent_id` is open."""
        parameters = {
            "environment": owner.environment,
            "client_id": owner.client_id,
            "parent_id": parent_id,
            "now": to_microseconds(now),
        }
        return self._transaction.execute(_OPEN[kind], parameters).fetchone() is not None

    def is_told(self, kind: KindName, owner: Owner) -> bool:
        """Whether this owner has registered a URL for events of such records."""
        return self._notices is not None and self._notices.is_told(kind, owner)

    def notify(self, event: RecordEvent) -> None:
        """Queue the message that tells of an event, if its client is told."""
        delivery = self._notices.delivery(event) if self._notices else None
        if delivery is not None:
            enqueue(self._transaction, delivery)
