"""How much of the served quotas is used, in the database: one count over all processes, and through a restart."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, delete, select

from satupintu.kernel.quota import Quota, QuotaWindow, Taken, take
from satupintu.store.moments import from_microseconds, to_microseconds
from satupintu.store.statement import Statement, upsert
from satupintu.store.tables import quota_window
from satupintu.store.transaction import Transaction
from satupintu.store.writer import Writer

_window = quota_window.c
_FIND: Final = Statement(
    select(_window.used, _window.ends_at).where(
        _window.holder == bindparam("holder"), _window.scope == bindparam("scope")
    )
)
_SAVE: Final = upsert(quota_window)
_PURGE: Final = Statement(delete(quota_window).where(_window.ends_at <= bindparam("now", type_=_window.ends_at.type)))


class SqlQuotaWindows:
    """`QuotaWindows` of any system. Each request that passes is a durable row; those that wait together share a commit.

    A window that was found exhausted is remembered until its end, so that a caller who goes on costs no query.
    `generation` changes whenever what is kept in memory is out of date.
    """

    def __init__(self, writer: Writer, *, generation: Callable[[], int]) -> None:
        self._writer = writer
        self._generation = generation
        self._exhausted: dict[tuple[str, str], tuple[int, QuotaWindow]] = {}

    async def take(self, holder: str, quota: Quota, now: datetime) -> Taken:
        """Count one request of a holder; durable when this returns."""
        key, generation = (holder, quota.scope), self._generation()
        remembered = self._exhausted.get(key)
        if remembered is not None and remembered[0] == generation:
            taken = take(remembered[1], now, quota)
            if not taken.granted:
                return taken

        def taking(transaction: Transaction) -> Taken:
            row = transaction.execute(_FIND, {"holder": holder, "scope": quota.scope}).fetchone()
            found = None if row is None else QuotaWindow(row[0], from_microseconds(row[1]))
            taken = take(found, now, quota)
            if taken.granted:
                transaction.execute(_SAVE, _row(holder, quota, taken.window))
            return taken

        taken = await self._writer.arun(taking)
        if not taken.remaining:
            self._exhausted[key] = (generation, taken.window)
        return taken

    def purge(self, now: datetime) -> int:
        """Forget windows that have ended; returns how many. Blocks, so call it in a thread."""
        return self._writer.run(lambda transaction: transaction.execute(_PURGE, {"now": to_microseconds(now)}).rowcount)


def _row(holder: str, quota: Quota, window: QuotaWindow) -> dict[str, object]:
    return {
        "holder": holder,
        "scope": quota.scope,
        "used": window.used,
        "ends_at": to_microseconds(window.ends_at),
    }
