"""What the JOSS and TOSS server needs from outside. The store satisfies it by shape; `bootstrap` joins the two."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from satupintu.kernel.redaction import Secret

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose records: one client in one environment. Records of different owners never meet."""

    environment: str
    client_id: str


@dataclass(frozen=True, slots=True)
class Caller:
    """A known client with the secrets that are valid for it now (two while they are rotated)."""

    owner: Owner
    secrets: tuple[Secret, ...]
    permissions: frozenset[str]


class Callers(Protocol):
    """The clients that are known and active."""

    def find(self, environment: str, client_id: str) -> Caller | None:
        """The client of this id in this environment; None when unknown or not active."""
        ...


@dataclass(frozen=True, slots=True)
class Record:
    """A company or a vacancy as it stands.

    `document` is the record as it is answered, as JSON text, without the employer of a vacancy (`parent_id` names
    it). `sent` is a body as it was received, byte for byte as text, unknown fields and all: of a vacancy the last one,
    of a company the last one that changed it. `expires_at` is set on open vacancies: from then on the record counts
    as expired.
    """

    id: str
    status: str
    version: int
    document: str
    sent: str
    created_at: datetime
    updated_at: datetime
    expires_at: datetime | None = None
    parent_id: str | None = None


class Records(Protocol):
    """The rows that one transaction sees and changes."""

    def remember_request_id(self, owner: Owner, request_id: str, *, now: datetime, until: datetime) -> bool:
        """Take a Request-Id into memory until `until`. False when it is remembered already (and not yet past)."""
        ...

    def savepoint(self) -> AbstractContextManager[None]:
        """What happens inside is undone when it raises; what came before stays."""
        ...

    def company(self, owner: Owner, company_id: str) -> Record | None:
        """One company of this owner."""
        ...

    def save_company(self, owner: Owner, record: Record) -> None:
        """Add or replace a company."""
        ...

    def vacancy(self, owner: Owner, vacancy_id: str) -> Record | None:
        """One vacancy of this owner."""
        ...

    def save_vacancy(self, owner: Owner, record: Record) -> None:
        """Add or replace a vacancy."""
        ...


class Transactions(Protocol):
    """Runs work in a transaction of its own, one at a time over all processes, durable when it returns."""

    async def run(self, work: Callable[[Records], T]) -> T:
        """Run `work` and commit. It may be run again after a failed commit, so it must touch nothing but the rows."""
        ...


class ReferenceData(Protocol):
    """The ministry's lists, to check ids against."""

    def knows(self, name: str, reference: str) -> bool:
        """Whether an id stands in the list of this name."""
        ...

    def knows_region(self, kind: str, region_id: str) -> bool:
        """Whether an id names a region of this type."""
        ...
