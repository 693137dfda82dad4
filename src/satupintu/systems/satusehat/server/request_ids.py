"""The ids of answers, for the support desk."""

from __future__ import annotations

from itertools import count

from satupintu.kernel.ids import IdSource


class RequestIds:
    """Gives ids in the form of UUIDs: one drawn id whose last twelve digits count on, which is quick and as unique."""

    def __init__(self, ids: IdSource) -> None:
        drawn = str(ids.new())
        self._beginning = drawn[:24]
        self._numbers = count(int(drawn[24:], 16))

    def new(self) -> str:
        """An id that no other answer has."""
        return f"{self._beginning}{next(self._numbers) & 0xFFFF_FFFF_FFFF:012x}"
