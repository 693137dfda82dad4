"""How many requests a client may send within any minute (contract, section 15): pure rules.

Times are microseconds since 1970. The requests of about a second share one bucket, which counts until a minute after
the last of them: so never more than the limit pass within a minute, and what is kept of a client stays small.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

MINUTE: Final = 60_000_000
BUCKET: Final = 1_000_000

Bucket = tuple[int, int, int]
"""When the first and the last request of a bucket came, and how many there were."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Whether a request passes, how many more may follow at once, and in how many seconds there is room again."""

    granted: bool
    remaining: int
    retry_after: int = 0


@dataclass(frozen=True, slots=True)
class Usage:
    """The requests of a client that count still."""

    buckets: tuple[Bucket, ...] = ()

    @classmethod
    def of(cls, buckets: Sequence[Sequence[int]]) -> Usage:
        """The usage as it was kept."""
        return cls(tuple((first, last, count) for first, last, count in buckets))


def count(usage: Usage, limit: int, now: int) -> tuple[Counted, Usage]:
    """Count one request, if it passes; what is to be kept afterwards.

    What lies ahead was counted before the clock was set back, or by a node whose clock is ahead: it counts as of now.
    """
    kept = [(min(first, now), min(last, now), count) for first, last, count in usage.buckets if last + MINUTE > now]
    used = sum(count for _, _, count in kept)
    if used >= limit:
        wait = -(-(kept[0][1] + MINUTE - now) // BUCKET)
        return Counted(granted=False, remaining=0, retry_after=wait), usage
    if kept and now - kept[-1][0] < BUCKET:
        first, _, before = kept.pop()
        kept.append((first, now, before + 1))
    else:
        kept.append((now, now, 1))
    return Counted(granted=True, remaining=limit - used - 1), Usage(tuple(kept))
