"""How much of the served quotas is used, in memory."""

from __future__ import annotations

from datetime import datetime
from threading import Lock

from satupintu.kernel.quota import Quota, QuotaWindow, Taken, take


class MemoryQuotaWindows:
    """The twin of `SqlQuotaWindows`."""

    def __init__(self) -> None:
        self._windows: dict[tuple[str, str], QuotaWindow] = {}
        self._one_at_a_time = Lock()

    async def take(self, holder: str, quota: Quota, now: datetime) -> Taken:
        """Count one request of a holder."""
        key = (holder, quota.scope)
        with self._one_at_a_time:
            taken = take(self._windows.get(key), now, quota)
            self._windows[key] = taken.window
            return taken

    def purge(self, now: datetime) -> int:
        """Forget windows that have ended; returns how many."""
        with self._one_at_a_time:
            ended = [key for key, window in self._windows.items() if window.ends_at <= now]
            for key in ended:
                del self._windows[key]
            return len(ended)
