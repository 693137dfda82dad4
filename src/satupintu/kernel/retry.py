"""Retry as a decision: a policy says whether and when, someone else waits and sends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often, after which failures and after which pauses a call is tried again.

    `pauses` are used one after the other; when they are used up, the failure stands. A `Retry-After` of the
    other side counts when it is longer, up to `longest_wait`: beyond that the caller should decide. Statuses in
    `only_when_told` are tried again only if the other side says how long to wait.
    """

    pauses: tuple[timedelta, ...]
    statuses: frozenset[int]
    longest_wait: timedelta = timedelta(minutes=2)
    only_when_told: frozenset[int] = frozenset()

    def pause(self, attempt: int, *, status: int | None, retry_after: timedelta | None = None) -> timedelta | None:
        """How long to wait before attempt `attempt` + 1, or None when the failure stands.

        `attempt` counts from 1. `status` None means that no answer came.
        """
        if attempt > len(self.pauses) or (status is not None and status not in self.statuses):
            return None
        if status in self.only_when_told and retry_after is None:
            return None
        wait = max(self.pauses[attempt - 1], retry_after or timedelta())
        return wait if wait <= self.longest_wait else None


NEVER = RetryPolicy(pauses=(), statuses=frozenset())
"""One attempt, whatever comes of it."""
