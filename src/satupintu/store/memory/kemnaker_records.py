"""The records of the JOSS and TOSS server, in memory."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from threading import Lock
from typing import TypeVar

from satupintu.store.moments import to_microseconds
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

_Key = tuple[KindName, Owner, str]


class MemoryKemnakerTransactions:
    """The twin of `SqlKemnakerTransactions`. `events` are those that clients would have been told."""

    def __init__(self) -> None:
        self.events: list[RecordEvent] = []
        self._rows: dict[_Key, Record] = {}
        self._request_ids: dict[tuple[Owner, str], datetime] = {}
        self._usages: dict[Owner, Usage] = {}
        self._one_at_a_time = Lock()

    async def run(self, work: Callable[[Records], T], then: Callable[[T], U]) -> U:
        """Run `work`; when it raises, nothing of it is kept."""
        with self._one_at_a_time:
            before = (self.events.copy(), self._rows.copy(), self._request_ids.copy(), self._usages.copy())
            try:
                result = work(_MemoryRecords(self.events, self._rows, self._request_ids, self._usages))
            except BaseException:
                self.events[:], self._rows, self._request_ids, self._usages = before
                raise
        return then(result)

    async def select(self, kind: KindName, parent: KindName | None, owner: Owner, wanted: Selection) -> Selected:
        """A page of an owner's records, with the records of the kind `parent` that they belong to."""
        with self._one_at_a_time:
            found = [
                record
                for (row_kind, row_owner, _), record in self._rows.items()
                if (row_kind, row_owner) == (kind, owner) and _is_wanted(record, wanted)
            ]
            found.sort(key=lambda record: (record.updated_at, record.id))
            first = (wanted.page - 1) * wanted.per_page
            page = found[first : first + wanted.per_page]
            parents = {
                record.parent_id: self._rows[parent, owner, record.parent_id]
                for record in page
                if parent is not None and record.parent_id is not None
            }
            return Selected(page, parents, len(found))

    def purge_request_ids(self, now: datetime) -> int:
        """Forget the Request-Ids that are past; returns how many."""
        with self._one_at_a_time:
            past = [key for key, until in self._request_ids.items() if until <= now]
            for key in past:
                del self._request_ids[key]
            return len(past)


def _is_wanted(record: Record, wanted: Selection) -> bool:
    if wanted.updated_since is not None and record.updated_at < wanted.updated_since:
        return False
    if wanted.updated_until is not None and record.updated_at >= wanted.updated_until:
        return False
    status = record.status
    if status == "open" and record.expires_at is not None and record.expires_at <= wanted.now:
        status = "expired"
    return not wanted.statuses or status in wanted.statuses


class _MemoryRecords:
    """`Records` of one transaction."""

    def __init__(
        self,
        events: list[RecordEvent],
        rows: dict[_Key, Record],
        request_ids: dict[tuple[Owner, str], datetime],
        usages: dict[Owner, Usage],
    ) -> None:
        self._events = events
        self._rows = rows
        self._request_ids = request_ids
        self._usages = usages

    def remember_request_id(self, owner: Owner, request_id: str, *, now: datetime, until: datetime) -> bool:
        known_until = self._request_ids.get((owner, request_id))
        if known_until is not None and known_until > now:
            return False
        self._request_ids[owner, request_id] = until
        return True

    def count_request(self, owner: Owner, limit: int, now: datetime) -> Counted:
        counted, self._usages[owner] = count(self._usages.get(owner, Usage()), limit, to_microseconds(now))
        return counted

    def find(self, kind: KindName, owner: Owner, record_id: str) -> Record | None:
        return self._rows.get((kind, owner, record_id))

    def find_both(
        self, kind: KindName, record_id: str, parent: KindName, parent_id: str, owner: Owner
    ) -> tuple[Record | None, Record | None]:
        """One record, and another one that it belongs to or is to belong to."""
        return self.find(kind, owner, record_id), self.find(parent, owner, parent_id)

    def save(self, kind: KindName, owner: Owner, record: Record) -> None:
        self._rows[kind, owner, record.id] = record

    def has_open(self, kind: KindName, owner: Owner, parent_id: str, now: datetime) -> bool:
        wanted = Selection(now=now, statuses=("open",))
        return any(
            row_kind == kind and row_owner == owner and record.parent_id == parent_id and _is_wanted(record, wanted)
            for (row_kind, row_owner, _), record in self._rows.items()
        )

    def is_told(self, kind: KindName, owner: Owner) -> bool:
        del kind, owner
        return True

    def notify(self, event: RecordEvent) -> None:
        self._events.append(event)
