"""What the Talentics server needs from outside. The store satisfies it by shape; `bootstrap` joins the two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls: the App ID, and the organizations whose records it may see."""

    app_id: str
    organization_ids: frozenset[int]


class Callers(Protocol):
    """The credentials that are accepted."""

    def authenticate(self, app_id: str, app_secret: str) -> Caller | None:
        """Who this pair belongs to; None for a wrong pair. Takes the same time either way."""
        ...


@dataclass(frozen=True, slots=True)
class JobSlice:
    """Some consecutive jobs of a list as finished JSON objects, and how many the whole list has."""

    total: int
    jobs: Sequence[bytes]


class JobCatalogue(Protocol):
    """The jobs, kept as finished JSON. Called in worker threads."""

    def slice(self, organization_ids: frozenset[int], *, offset: int, limit: int) -> JobSlice:
        """Jobs of these organizations in ascending id, as list entries."""
        ...

    def job(self, organization_ids: frozenset[int], job_id: int) -> bytes | None:
        """One job of these organizations in full; None when it does not exist for them."""
        ...
