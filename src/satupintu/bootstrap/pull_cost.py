"""What a pull costs in calls, windows and time, in words; and how long the rest of it will take."""

from __future__ import annotations

from datetime import datetime, timedelta

from satupintu.kernel.quota import Quota


def counted(number: int, noun: str) -> str:
    """`1 call`, `10,000 jobs`: a noun in the singular with its number."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def in_words(duration: timedelta) -> str:
    """`45 s`, `15 min`, `2 h 15 min`: rounded up, so that nobody comes back too early."""
    seconds = -(-duration // timedelta(seconds=1))
    if seconds < 60:
        return f"{seconds} s"
    hours, minutes = divmod(-(-seconds // 60), 60)
    return " ".join(f"{number} {unit}" for number, unit in ((hours, "h"), (minutes, "min")) if number)


def cost(calls: int, quota: Quota | None, *, at_least: bool = False) -> str:
    """`100 calls = 2 windows = 15 min`. The first window needs no wait; what others have used of it is not known."""
    said = ("at least " if at_least else "") + counted(calls, "call")
    if quota is None:
        return f"{said}, not limited"
    windows = quota.windows_for(calls)
    waits = quota.window * (windows - 1)
    return f"{said} = {counted(windows, 'window')} = {in_words(waits) if waits else 'no wait'}"


class Forecast:
    """How long the calls that are left will take, from those that were made. `quota` None: nobody counts them."""

    def __init__(self, quota: Quota | None) -> None:
        self._quota = quota
        self._opened_at: datetime | None = None
        self._gone = 0
        self._quickest: timedelta | None = None

    def made(self, began_at: datetime, answered_at: datetime, calls: int = 1) -> None:
        """Note calls that were made together. The first one after a wait opens a window."""
        took = max(answered_at - began_at, timedelta()) / calls
        self._quickest = min(self._quickest or took, took)
        if self._quota is None:
            return
        if self._opened_at is None or not timedelta() <= answered_at - self._opened_at < self._quota.window:
            self._opened_at, self._gone = answered_at, 0
        self._gone += calls

    def left(self, calls: int, now: datetime) -> timedelta:
        """The time that so many further calls will take, waits included."""
        busy = (self._quickest or timedelta()) * calls
        if self._quota is None or self._opened_at is None or calls <= self._quota.limit - self._gone:
            return busy
        windows = self._quota.windows_for(calls - max(0, self._quota.limit - self._gone))
        return busy + (self._opened_at - now) + self._quota.window * windows
