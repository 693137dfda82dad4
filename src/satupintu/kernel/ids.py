"""Ids as an argument: where new, unguessable ids come from."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID, uuid4


class IdSource(Protocol):
    """Where new ids come from."""

    def new(self) -> UUID:
        """An id that no one has used before."""
        ...


class RandomIds:
    """Random version 4 UUIDs from the operating system."""

    def new(self) -> UUID:
        """An id that no one has used before."""
        return uuid4()


class CountingIds:
    """Ids 1, 2, 3 … in the form of a UUID. For tests, where runs must repeat."""

    def __init__(self) -> None:
        self._last = 0

    def new(self) -> UUID:
        """The next number, as a UUID."""
        self._last += 1
        return UUID(int=self._last)
