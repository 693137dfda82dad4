"""The submission ledger: what was filed where, and every attempt to do so.

One row per (target, vacancy, generation) holds the id at the target and the digest last accepted. Each attempt is a
row of its own, committed before the call is made; a vacancy has at most one attempt whose outcome is open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from satupintu.kernel.errors import SatupintuError


class FilingState(StrEnum):
    """Where a filing stands at the target, as far as it is certain."""

    PENDING = "pending"
    """Nothing was accepted yet."""
    OPEN = "open"
    CLOSED = "closed"


class AttemptOutcome(StrEnum):
    """What became of an attempt. `sending` and `unknown` are open: the target may or may not have taken it."""

    SENDING = "sending"
    UNKNOWN = "unknown"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Filing:
    """One vacancy at one target. A vacancy that reopens after it was closed gets the next generation, with a new id.

    `digest` is over the content last accepted, `expires_at` the expiry last accepted,
    `title` what people call it.
    """

    target: str
    vacancy: str
    generation: int
    target_id: UUID
    state: FilingState = FilingState.PENDING
    digest: str | None = None
    expires_at: datetime | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to bring a filing to a wanted state. `digest` and `expires_at` are what it would make true."""

    id: UUID
    filing: Filing
    action: str
    digest: str | None
    expires_at: datetime | None
    started_at: datetime
    outcome: AttemptOutcome = AttemptOutcome.SENDING
    reason: str = ""


class OpenAttemptError(SatupintuError):
    """The vacancy has an attempt whose outcome is not known yet; it must be settled first."""


class SubmissionLedger(Protocol):
    """The ledger. Every method is one durable transaction; methods may be called from several threads."""

    def filings(self, target: str) -> Mapping[str, Filing]:
        """The latest generation of every vacancy of this target, by vacancy."""
        ...

    def open_attempts(self, target: str) -> Sequence[Attempt]:
        """Attempts of this target whose outcome is open, oldest first."""
        ...

    def begin(self, attempt: Attempt) -> None:
        """Record an attempt before its call is made; its filing is added when it is new.

        Raises OpenAttemptError when the vacancy has an open attempt.
        """
        ...

    def settle(self, attempt: Attempt, filing: Filing, *, finished_at: datetime) -> None:
        """Record the outcome of an attempt (its `outcome` and `reason`) and the filing as it stands now."""
        ...
