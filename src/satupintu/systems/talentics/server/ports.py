"""What the Talentics server needs from outside. The store satisfies it by shape; `bootstrap` joins the two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from satupintu.kernel.quota import Quota, Taken


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


class QuotaWindows(Protocol):
    """How much of a quota each holder has used, counted as one over all processes."""

    async def take(self, holder: str, quota: Quota, now: datetime) -> Taken:
        """Count one request of a holder."""
        ...


@dataclass(frozen=True, slots=True)
class Slice:
    """Some consecutive records of a list as finished JSON objects, and how many the whole list has."""

    total: int
    records: Sequence[bytes] = field(repr=False)


@dataclass(frozen=True, slots=True)
class TicketScores:
    """A participant of a test, and the results; None when there are none yet. Both as finished JSON objects."""

    ticket: bytes = field(repr=False)
    scores: bytes | None = field(repr=False)


class JobCatalogue(Protocol):
    """The jobs, kept as finished JSON. Called in worker threads."""

    def slice(self, organization_ids: frozenset[int], *, offset: int, limit: int) -> Slice:
        """Jobs of these organizations in ascending id, as list entries."""
        ...

    def job(self, organization_ids: frozenset[int], job_id: int) -> bytes | None:
        """One job of these organizations in full; None when it does not exist for them."""
        ...


class RecordCatalogue(Protocol):
    """Tests, their participants, and applicants, kept as finished JSON in ascending id. Called in worker threads.

    What belongs to other organizations does not exist: it is None, or absent from a list.
    """

    def exams(self, organization_ids: frozenset[int], *, offset: int, limit: int) -> Slice:
        """Tests of these organizations."""
        ...

    def exam(self, organization_ids: frozenset[int], exam_id: int) -> bytes | None:
        """One test."""
        ...

    def tickets(self, organization_ids: frozenset[int], exam_id: int, *, offset: int, limit: int) -> Slice | None:
        """Participants of a test; None when the test does not exist."""
        ...

    def scores(self, organization_ids: frozenset[int], ticket_id: int) -> TicketScores | None:
        """One participant with the results."""
        ...

    def applicants(self, organization_ids: frozenset[int], job_id: int) -> Sequence[bytes] | None:
        """All applicants of a job; None when the job does not exist."""
        ...

    def applicant(self, organization_ids: frozenset[int], applicant_id: int) -> bytes | None:
        """One applicant."""
        ...

    def employment_form(self, organization_ids: frozenset[int], applicant_id: int) -> bytes | None:
        """The form that an applicant submitted; None also when there is none yet."""
        ...
