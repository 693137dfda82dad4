"""The records of the JOSS and TOSS server, in memory."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import datetime
from threading import Lock
from typing import TypeVar

from satupintu.systems.kemnaker.server.ports import Owner, Record, Records

T = TypeVar("T")

_Key = tuple[str, Owner, str]


class MemoryKemnakerTransactions:
    """The twin of `SqlKemnakerTransactions`."""

    def __init__(self) -> None:
        self._rows: dict[_Key, Record | datetime] = {}
        self._one_at_a_time = Lock()

    async def run(self, work: Callable[[Records], T]) -> T:
        """Run `work`; when it raises, nothing of it is kept."""
        with self._one_at_a_time:
            records = _MemoryRecords(self._rows)
            with records.savepoint():
                return work(records)

    def purge_request_ids(self, now: datetime) -> int:
        """Forget the Request-Ids that are past; returns how many."""
        with self._one_at_a_time:
            past = [key for key, row in self._rows.items() if isinstance(row, datetime) and row <= now]
            for key in past:
                del self._rows[key]
            return len(past)


class _MemoryRecords:
    """`Records` of one transaction, with what each change replaced, so that it can be undone."""

    def __init__(self, rows: dict[_Key, Record | datetime]) -> None:
        self._rows = rows
        self._replaced: list[tuple[_Key, Record | datetime | None]] = []

    def remember_request_id(self, owner: Owner, request_id: str, *, now: datetime, until: datetime) -> bool:
        key = ("request id", owner, request_id)
        known_until = self._rows.get(key)
        if isinstance(known_until, datetime) and known_until > now:
            return False
        self._put(key, until)
        return True

    @contextmanager
    def savepoint(self) -> Generator[None]:
        mark = len(self._replaced)
        try:
            yield
        except BaseException:
            while len(self._replaced) > mark:
                key, before = self._replaced.pop()
                if before is None:
                    del self._rows[key]
                else:
                    self._rows[key] = before
            raise

    def company(self, owner: Owner, company_id: str) -> Record | None:
        return self._find(("company", owner, company_id))

    def save_company(self, owner: Owner, record: Record) -> None:
        self._put(("company", owner, record.id), record)

    def vacancy(self, owner: Owner, vacancy_id: str) -> Record | None:
        return self._find(("vacancy", owner, vacancy_id))

    def save_vacancy(self, owner: Owner, record: Record) -> None:
        self._put(("vacancy", owner, record.id), record)

    def _find(self, key: _Key) -> Record | None:
        row = self._rows.get(key)
        return row if isinstance(row, Record) else None

    def _put(self, key: _Key, row: Record | datetime) -> None:
        self._replaced.append((key, self._rows.get(key)))
        self._rows[key] = row
