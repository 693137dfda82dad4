"""Imported BPS codes, in memory."""

from __future__ import annotations

from collections.abc import Mapping

from satupintu.store.changes import Changes
from satupintu.store.region_bps import Generation


class MemoryRegionBps:
    """The twin of `SqlRegionBps`."""

    def __init__(self, clock: Generation) -> None:
        self._clock = clock
        self._decrees: dict[str, Mapping[str, str]] = {}

    def all(self, decree: str) -> Mapping[str, str]:
        """The imported BPS codes of a decree by Kemendagri code; "" where BPS lists none."""
        return dict(self._decrees.get(decree, {}))

    def replace(self, decree: str, rows: Mapping[str, str]) -> Changes:
        """Make the codes of a decree these; what is not among them is removed."""
        changes = Changes.between(self.all(decree), rows)
        self._decrees[decree] = dict(rows)
        if changes.count:
            self._clock.bump_generation()
        return changes
