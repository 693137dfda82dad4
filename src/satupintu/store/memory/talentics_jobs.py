"""The jobs of the Talentics server, in memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from satupintu.systems.talentics.server.ports import Slice


class MemoryTalenticsJobs:
    """The twin of `SqlTalenticsJobs`."""

    def __init__(self) -> None:
        self._jobs: dict[int, tuple[int, bytes, bytes]] = {}

    def slice(self, organization_ids: frozenset[int], *, offset: int, limit: int) -> Slice:
        """Jobs of these organizations in ascending id, as list entries, and how many there are."""
        theirs = [entry for _, (owner, entry, _) in sorted(self._jobs.items()) if owner in organization_ids]
        return Slice(len(theirs), theirs[offset : offset + limit])

    def job(self, organization_ids: frozenset[int], job_id: int) -> bytes | None:
        """One job of these organizations in full; None when it does not exist for them."""
        owner, _, detail = self._jobs.get(job_id, (None, b"", b""))
        return detail if owner in organization_ids else None

    def save(self, jobs: Iterable[tuple[int, int, bytes, bytes]]) -> None:
        """Add or replace jobs: (id, organization id, list entry as JSON, detail as JSON)."""
        self._jobs |= {job_id: (owner, entry, detail) for job_id, owner, entry, detail in jobs}

    def remove(self, ids: Iterable[int]) -> None:
        """Remove jobs; an id that is not there is no fault."""
        for job_id in ids:
            self._jobs.pop(job_id, None)

    def organizations(self) -> Mapping[int, int]:
        """Whose job each is, by id."""
        return {job_id: owner for job_id, (owner, _, _) in self._jobs.items()}

    def is_empty(self) -> bool:
        """Whether there is no job at all."""
        return not self._jobs
