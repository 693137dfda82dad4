"""A quota as a value: how many requests, in which window, counted together for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Quota:
    """`limit` requests per `window`; operations that name the same `scope` share one count per credential."""

    scope: str
    limit: int
    window: timedelta

    def windows_for(self, calls: int) -> int:
        """How many windows a number of calls takes: the first is free of waiting."""
        return -(-calls // self.limit)
