"""The submission ledger, in the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, bindparam, select, text, update

from satupintu.kernel.errors import DataError
from satupintu.recruitment.submission import Attempt, AttemptOutcome, Filing, FilingState, OpenAttemptError
from satupintu.store.database import Database
from satupintu.store.moments import from_microseconds, from_microseconds_or_none, to_microseconds
from satupintu.store.statement import Statement, add_if_new, upsert
from satupintu.store.tables import OPEN_OUTCOMES, attempt, filing
from satupintu.store.transaction import Transaction
from satupintu.store.writer import Writer

_BEGIN: Final = add_if_new(attempt, ("target", "vacancy"), among=OPEN_OUTCOMES)
_ADD_FILING: Final = add_if_new(filing, ("target", "vacancy", "generation"))
_SAVE_FILING: Final = upsert(filing)
_SETTLE: Final = Statement(
    update(attempt)
    .where(attempt.c.id == bindparam("attempt_id"))
    .values({name: bindparam(f"new_{name}") for name in ("outcome", "reason", "finished_at")})
)


class SqlSubmissionLedger:
    """A `SubmissionLedger`. Every method is one durable transaction; call it from threads, not from an event loop."""

    def __init__(self, database: Database, writer: Writer) -> None:
        self._database = database
        self._writer = writer

    def filings(self, target: str) -> Mapping[str, Filing]:
        """The latest generation of every vacancy of this target, by vacancy."""
        query = select(filing).where(filing.c.target == target).order_by(filing.c.vacancy, filing.c.generation)
        with self._database.reading() as connection:
            # A later generation comes later and takes the place of the one before.
            return {row.vacancy: _filing(row) for row in connection.execute(query)}

    def open_attempts(self, target: str) -> Sequence[Attempt]:
        """Attempts of this target whose outcome is open, oldest first."""
        query = (
            select(attempt)
            .where(attempt.c.target == target, text(OPEN_OUTCOMES))
            .order_by(attempt.c.started_at, attempt.c.id)
        )
        filed = select(filing).join(attempt).where(attempt.c.target == target, text(OPEN_OUTCOMES))
        with self._database.reading() as connection:
            filings = {(row.vacancy, row.generation): _filing(row) for row in connection.execute(filed)}
            return [_attempt(row, filings[row.vacancy, row.generation]) for row in connection.execute(query)]

    def begin(self, attempt: Attempt) -> None:
        """Record an attempt before its call is made; its filing is added when it is new.

        Raises OpenAttemptError when the vacancy has an open attempt.
        """
        attempt_row, filing_row = _attempt_row(attempt), _filing_row(attempt.filing)

        def beginning(transaction: Transaction) -> bool:
            # The partial unique index decides. A job that raised would undo its neighbours' transaction with its own.
            if transaction.execute(_BEGIN, attempt_row).rowcount == 0:
                return False
            transaction.execute(_ADD_FILING, filing_row)
            return True

        if not self._writer.run(beginning):
            raise OpenAttemptError(f"Vacancy {attempt.filing.vacancy} has an attempt whose outcome is not known yet.")

    def settle(self, attempt: Attempt, filing: Filing, *, finished_at: datetime) -> None:
        """Record the outcome of an attempt (its `outcome` and `reason`) and the filing as it stands now.

        Raises DataError when the attempt was never begun.
        """
        outcome = {
            "attempt_id": str(attempt.id),
            "new_outcome": attempt.outcome.value,
            "new_reason": attempt.reason,
            "new_finished_at": to_microseconds(finished_at),
        }
        filing_row = _filing_row(filing)

        def settling(transaction: Transaction) -> bool:
            if transaction.execute(_SETTLE, outcome).rowcount == 0:
                return False
            transaction.execute(_SAVE_FILING, filing_row)
            return True

        if not self._writer.run(settling):
            raise DataError(f"Attempt {attempt.id} is not in the ledger; run the sync again, which asks the target.")


def _filing_row(filing: Filing) -> dict[str, object]:
    return {
        "target": filing.target,
        "vacancy": filing.vacancy,
        "generation": filing.generation,
        "target_id": str(filing.target_id),
        "state": filing.state.value,
        "digest": filing.digest,
        "expires_at": to_microseconds(filing.expires_at),
        "title": filing.title,
    }


def _attempt_row(attempt: Attempt) -> dict[str, object]:
    return {
        "id": str(attempt.id),
        "target": attempt.filing.target,
        "vacancy": attempt.filing.vacancy,
        "generation": attempt.filing.generation,
        "action": attempt.action,
        "digest": attempt.digest,
        "expires_at": to_microseconds(attempt.expires_at),
        "outcome": attempt.outcome.value,
        "reason": attempt.reason,
        "started_at": to_microseconds(attempt.started_at),
        "finished_at": None,
    }


def _filing(row: Row[Any]) -> Filing:
    return Filing(
        target=row.target,
        vacancy=row.vacancy,
        generation=row.generation,
        target_id=UUID(row.target_id),
        state=FilingState(row.state),
        digest=row.digest,
        expires_at=from_microseconds_or_none(row.expires_at),
        title=row.title,
    )


def _attempt(row: Row[Any], filing: Filing) -> Attempt:
    return Attempt(
        id=UUID(row.id),
        filing=filing,
        action=row.action,
        digest=row.digest,
        expires_at=from_microseconds_or_none(row.expires_at),
        started_at=from_microseconds(row.started_at),
        outcome=AttemptOutcome(row.outcome),
        reason=row.reason,
    )
