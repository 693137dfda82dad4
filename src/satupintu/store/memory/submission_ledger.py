"""The submission ledger, in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from threading import Lock
from uuid import UUID

from satupintu.kernel.errors import DataError
from satupintu.recruitment.submission import Attempt, AttemptOutcome, Filing, OpenAttemptError

_OPEN = (AttemptOutcome.SENDING, AttemptOutcome.UNKNOWN)


class MemorySubmissionLedger:
    """The twin of `SqlSubmissionLedger`."""

    def __init__(self) -> None:
        self._filings: dict[tuple[str, str, int], Filing] = {}
        self._attempts: dict[UUID, Attempt] = {}
        self._finished_at: dict[UUID, datetime] = {}
        self._one_at_a_time = Lock()

    def filings(self, target: str) -> Mapping[str, Filing]:
        """The latest generation of every vacancy of this target, by vacancy."""
        with self._one_at_a_time:
            return {key[1]: filing for key, filing in sorted(self._filings.items()) if key[0] == target}

    def open_attempts(self, target: str) -> Sequence[Attempt]:
        """Attempts of this target whose outcome is open, oldest first."""
        with self._one_at_a_time:
            found = [
                replace(attempt, filing=self._filings[_key(attempt.filing)])
                for attempt in self._attempts.values()
                if attempt.filing.target == target and attempt.outcome in _OPEN
            ]
        return sorted(found, key=lambda attempt: (attempt.started_at, str(attempt.id)))

    def begin(self, attempt: Attempt) -> None:
        """Record an attempt before its call is made; its filing is added when it is new.

        Raises OpenAttemptError when the vacancy has an open attempt.
        """
        vacancy = (attempt.filing.target, attempt.filing.vacancy)
        with self._one_at_a_time:
            for other in self._attempts.values():
                if other.outcome in _OPEN and (other.filing.target, other.filing.vacancy) == vacancy:
                    raise OpenAttemptError(f"Vacancy {vacancy[1]} has an attempt whose outcome is not known yet.")
            self._attempts[attempt.id] = attempt
            self._filings.setdefault(_key(attempt.filing), attempt.filing)

    def settle(self, attempt: Attempt, filing: Filing, *, finished_at: datetime) -> None:
        """Record the outcome of an attempt and the filing as it stands now.

        Raises DataError when the attempt was never begun.
        """
        with self._one_at_a_time:
            begun = self._attempts.get(attempt.id)
            if begun is None:
                raise DataError(
                    f"Attempt {attempt.id} is not in the ledger; run the sync again, which asks the target."
                )
            self._attempts[attempt.id] = replace(begun, outcome=attempt.outcome, reason=attempt.reason)
            self._finished_at[attempt.id] = finished_at
            self._filings[_key(filing)] = filing


def _key(filing: Filing) -> tuple[str, str, int]:
    return (filing.target, filing.vacancy, filing.generation)
