"""A quota as a value: how many requests, in which window, counted together for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final


@dataclass(frozen=True, slots=True)
class Quota:
    """`limit` requests per `window`; operations that name the same `scope` share one count per credential."""

    scope: str
    limit: int
    window: timedelta

    def windows_for(self, calls: int) -> int:
        """How many windows a number of calls takes: the first is free of waiting."""
        return -(-calls // self.limit)


@dataclass(frozen=True, slots=True)
class QuotaWindow:
    """A window that was opened: how many requests it has let pass, and when it ends."""

    used: int
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Taken:
    """Whether one more request passes, and the window as it is then."""

    granted: bool
    window: QuotaWindow
    remaining: int


OUT_OF_ORDER: Final = timedelta(minutes=1)
"""How much older than its window a request may be: longer than any waits to be counted, or clocks of nodes differ."""


def take(window: QuotaWindow | None, now: datetime, quota: Quota) -> Taken:
    """Count one request. The first one opens a window; from its end on, the next one opens another.

    Requests are counted in another order than they came in, so one may be older than its window, by up to
    `OUT_OF_ORDER`. A window that ends still farther ahead was opened before the clock was set back, and counts no more.
    """
    if window is None or not now < window.ends_at <= now + quota.window + OUT_OF_ORDER:
        window = QuotaWindow(0, now + quota.window)
    if window.used >= quota.limit:
        return Taken(granted=False, window=window, remaining=0)
    window = QuotaWindow(window.used + 1, window.ends_at)
    return Taken(granted=True, window=window, remaining=quota.limit - window.used)
