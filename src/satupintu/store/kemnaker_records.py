"""The records of the JOSS and TOSS server, in the database."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Final, TypeVar

from sqlalchemy import Table, bindparam, delete, select

from satupintu.store.moments import from_microseconds, from_microseconds_or_none, to_microseconds
from satupintu.store.statement import Statement, take, upsert
from satupintu.store.tables import kemnaker_company, kemnaker_request_id, kemnaker_vacancy
from satupintu.store.transaction import Transaction
from satupintu.store.writer import Writer
from satupintu.systems.kemnaker.server.ports import Owner, Record, Records

T = TypeVar("T")

_NOW: Final = bindparam("now", type_=kemnaker_request_id.c.expires_at.type)
_REMEMBER: Final = take(kemnaker_request_id, unless=kemnaker_request_id.c.expires_at > _NOW)
_PURGE: Final = Statement(delete(kemnaker_request_id).where(kemnaker_request_id.c.expires_at <= _NOW))


def _find_in(table: Table) -> Statement:
    columns = table.c
    return Statement(
        select(
            columns.id,
            columns.status,
            columns.version,
            columns.document,
            columns.sent,
            columns.created_at,
            columns.updated_at,
            columns.expires_at,
            columns.parent_id,
        ).where(
            columns.environment == bindparam("environment"),
            columns.client_id == bindparam("client_id"),
            columns.id == bindparam("id"),
        )
    )


_FIND_COMPANY: Final = _find_in(kemnaker_company)
_SAVE_COMPANY: Final = upsert(kemnaker_company)
_FIND_VACANCY: Final = _find_in(kemnaker_vacancy)
_SAVE_VACANCY: Final = upsert(kemnaker_vacancy)


class SqlKemnakerTransactions:
    """`Transactions`: each is a job of the one writer."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    async def run(self, work: Callable[[Records], T]) -> T:
        """Run `work` and commit; durable when it returns. `work` may run again, so it touches nothing but the rows."""
        return await self._writer.arun(lambda transaction: work(_SqlRecords(transaction)))

    def purge_request_ids(self, now: datetime) -> int:
        """Forget the Request-Ids that are past; returns how many. Blocks, so call it in a thread."""
        parameters = {"now": to_microseconds(now)}
        return self._writer.run(lambda transaction: transaction.execute(_PURGE, parameters).rowcount)


class _SqlRecords:
    """`Records` in one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def remember_request_id(self, owner: Owner, request_id: str, *, now: datetime, until: datetime) -> bool:
        parameters = {
            "environment": owner.environment,
            "client_id": owner.client_id,
            "request_id": request_id,
            "now": to_microseconds(now),
            "expires_at": to_microseconds(until),
        }
        return self._transaction.execute(_REMEMBER, parameters).rowcount == 1

    def savepoint(self) -> AbstractContextManager[None]:
        return self._transaction.savepoint()

    def company(self, owner: Owner, company_id: str) -> Record | None:
        return self._find(_FIND_COMPANY, owner, company_id)

    def save_company(self, owner: Owner, record: Record) -> None:
        self._save(_SAVE_COMPANY, owner, record)

    def vacancy(self, owner: Owner, vacancy_id: str) -> Record | None:
        return self._find(_FIND_VACANCY, owner, vacancy_id)

    def save_vacancy(self, owner: Owner, record: Record) -> None:
        self._save(_SAVE_VACANCY, owner, record)

    def _find(self, statement: Statement, owner: Owner, record_id: str) -> Record | None:
        parameters = {"environment": owner.environment, "client_id": owner.client_id, "id": record_id}
        row = self._transaction.execute(statement, parameters).fetchone()
        if row is None:
            return None
        found, status, version, document, sent, created_at, updated_at, expires_at, parent_id = row
        return Record(
            id=found,
            status=status,
            version=version,
            document=document,
            sent=sent,
            created_at=from_microseconds(created_at),
            updated_at=from_microseconds(updated_at),
            expires_at=from_microseconds_or_none(expires_at),
            parent_id=parent_id,
        )

    def _save(self, statement: Statement, owner: Owner, record: Record) -> None:
        parameters = {
            "environment": owner.environment,
            "client_id": owner.client_id,
            "id": record.id,
            "parent_id": record.parent_id,
            "status": record.status,
            "version": record.version,
            "document": record.document,
            "sent": record.sent,
            "created_at": to_microseconds(record.created_at),
            "updated_at": to_microseconds(record.updated_at),
            "expires_at": to_microseconds(record.expires_at),
        }
        self._transaction.execute(statement, parameters)
