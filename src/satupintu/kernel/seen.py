"""What came before: so that a message that is sent again is not taken for a new one."""

from __future__ import annotations

from threading import Lock
from typing import Final, Generic, Protocol, TypeVar

KeyT = TypeVar("KeyT")
TakenT = TypeVar("TakenT", contravariant=True)

REMEMBERED: Final = 100_000
"""Messages that are remembered in memory."""


class Seen(Protocol[TakenT]):
    """Which messages came before. One of your own can note them beside the work, in the same transaction."""

    def add(self, key: TakenT) -> bool:
        """Note a message. False when it was noted before."""
        ...


class MemorySeen(Generic[KeyT]):
    """Remembers the latest messages of this process. Safe with threads."""

    def __init__(self, most: int = REMEMBERED) -> None:
        self._most = most
        self._seen: dict[KeyT, None] = {}
        self._lock = Lock()

    def add(self, key: KeyT) -> bool:
        """Note a message, and forget the oldest one when there are too many. False when it was noted before."""
        with self._lock:
            if key in self._seen:
                return False
            self._seen[key] = None
            if len(self._seen) > self._most:
                del self._seen[next(iter(self._seen))]
            return True
