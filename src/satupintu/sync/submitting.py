"""Carrying out steps at the target, so that every vacancy is filed exactly once whatever happens in between.

Every attempt is committed before its call. Its outcome is committed after. When no outcome is known, the target is
asked before anything is written again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from satupintu.kernel.clock import Clock
from satupintu.kernel.errors import (
    ApiError,
    AuthenticationFailedError,
    ConflictError,
    ConnectionFailedError,
    NotFoundError,
    RateLimitedError,
    ServerFailedError,
    StatusError,
)
from satupintu.kernel.ids import IdSource
from satupintu.kernel.redaction import shown
from satupintu.recruitment.reason import Reason
from satupintu.recruitment.submission import (
    Attempt,
    AttemptOutcome,
    Filing,
    FilingState,
    OpenAttemptError,
    SubmissionLedger,
)
from satupintu.sync import reasons
from satupintu.sync.planning import Action, Step
from satupintu.systems.kemnaker.client.sync_client import Joss

MOST_TRIES = 3

MOST_UNASKED = 3
"""So many vacancies in a row whose outcome could not even be asked mean that the target is down."""

SHORT_PAUSE = timedelta(seconds=1)
LONGEST_PAUSE = timedelta(minutes=2)
"""A run waits no longer than this because of a rate limit; the next run goes on."""


class Done(StrEnum):
    """What became of a step."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    NOT_TRIED = "not_tried"


@dataclass(frozen=True, slots=True)
class Result:
    """A step with its outcome, and why if it was not accepted. With `again` another attempt may be made at once."""

    step: Step
    done: Done
    reason: Reason | None = None
    again: bool = False


class TargetUnusableError(ApiError):
    """The target refuses every call (credentials, permission, address); going on would change nothing."""


class Submitter:
    """Submits the steps of one run. Methods may be called from several threads, one step each."""

    def __init__(
        self,
        joss: Joss,
        ledger: SubmissionLedger,
        clock: Clock,
        ids: IdSource,
        *,
        sleep: Callable[[float], object] | None = None,
    ) -> None:
        self._joss = joss
        self._ledger = ledger
        self._clock = clock
        self._ids = ids
        self._stopped = threading.Event()
        self._sleep = sleep or self._stopped.wait
        self._unasked_in_a_row = 0

    def stop(self) -> None:
        """Wait no longer: what is under way is brought to its end, and nothing more is tried."""
        self._stopped.set()

    def submit(self, step: Step) -> Result:
        """Carry out one step. Raises TargetUnusableError when the target refuses or answers no call."""
        outcome = Result(step, Done.NOT_TRIED)
        for _ in range(MOST_TRIES):
            if self._stopped.is_set():
                break
            attempt = self._begin(step)
            if attempt is None:
                return Result(step, Done.UNKNOWN, reasons.outcome_unknown())
            outcome = self._send(step, attempt)
            if not outcome.again:
                break
            # What was found out meanwhile counts from here on, not what was planned from.
            step = replace(step, filing=self._ledger.filings(step.filing.target)[step.key])
        return outcome

    def settle(self, attempt: Attempt) -> bool:
        """Ask the target what became of an attempt whose outcome is open. False when it could not be asked."""
        filing = attempt.filing
        try:
            found = self._joss.find_vacancy(str(filing.target_id)).data
        except NotFoundError:
            if attempt.action == Action.CLOSE:
                self._accept(attempt)
            else:
                self._reject(attempt, "not at the target", replace(filing, state=FilingState.PENDING, digest=None))
            return True
        except ApiError:
            return False
        if attempt.action == Action.CLOSE and found.status != "open":
            self._accept(attempt)
        elif attempt.action == Action.CLOSE:
            self._reject(attempt, "still open at the target", filing)
        else:
            # It is there, but perhaps with the content of an earlier attempt: only writing it again makes sure.
            there = replace(filing, state=FilingState.OPEN, digest=None)
            self._reject(attempt, "content at the target not certain", there)
        return True

    def _begin(self, step: Step) -> Attempt | None:
        attempt = Attempt(
            id=self._ids.new(),
            filing=step.filing,
            action=step.action,
            digest=step.digest,
            expires_at=step.expires_at,
            started_at=self._clock.now(),
        )
        try:
            self._ledger.begin(attempt)
        except OpenAttemptError:
            return None
        return attempt

    def _send(self, step: Step, attempt: Attempt) -> Result:
        """One call and its outcome."""
        try:
            self._call(step, attempt.id)
        except ConnectionFailedError as error:
            if not error.may_have_arrived:
                self._reject(attempt, "not sent", step.filing)
                raise TargetUnusableError(str(error)) from error
            return self._ask(step, attempt)
        except (ServerFailedError, ConflictError):
            return self._ask(step, attempt)
        except RateLimitedError as error:
            self._reject(attempt, "rate limit", step.filing)
            pause = error.retry_after or SHORT_PAUSE
            if pause > LONGEST_PAUSE:
                raise TargetUnusableError(f"the target asks to wait for {pause}") from error
            self._sleep(pause.total_seconds())
            return Result(step, Done.NOT_TRIED, reasons.rate_limited(), again=True)
        except AuthenticationFailedError as error:
            self._reject(attempt, f"status {error.status}", step.filing)
            raise TargetUnusableError(f"the target refuses our credentials ({error})") from error
        except NotFoundError as error:
            if step.action is not Action.CLOSE:
                self._reject(attempt, f"status {error.status}", step.filing)
                return Result(step, Done.REFUSED, reasons.refused(error.status, _explained(error)))
        except StatusError as error:
            self._reject(attempt, f"status {error.status}", step.filing)
            return Result(step, Done.REFUSED, reasons.refused(error.status, _explained(error)))
        except ApiError:
            return self._ask(step, attempt)
        self._accept(attempt)
        self._unasked_in_a_row = 0
        return Result(step, Done.ACCEPTED)

    def _call(self, step: Step, request_id: UUID) -> None:
        target_id = str(step.filing.target_id)
        if step.action is Action.CLOSE:
            self._joss.delete_vacancy(target_id, request_id=str(request_id))
        elif step.body is not None:
            self._joss.put_vacancy(target_id, step.body, request_id=str(request_id))

    def _ask(self, step: Step, attempt: Attempt) -> Result:
        unknown = replace(attempt, outcome=AttemptOutcome.UNKNOWN)
        self._ledger.settle(unknown, step.filing, finished_at=self._clock.now())
        if not self.settle(unknown):
            self._unasked_in_a_row += 1
            if self._unasked_in_a_row >= MOST_UNASKED:
                raise TargetUnusableError("the target does not answer")
            return Result(step, Done.UNKNOWN, reasons.outcome_unknown())
        now_filed = self._ledger.filings(step.filing.target).get(step.key)
        if now_filed == accepted_filing(attempt):
            return Result(step, Done.ACCEPTED)
        return Result(step, Done.UNKNOWN, reasons.outcome_unknown(), again=True)

    def _accept(self, attempt: Attempt) -> None:
        settled = replace(attempt, outcome=AttemptOutcome.ACCEPTED)
        self._ledger.settle(settled, accepted_filing(attempt), finished_at=self._clock.now())

    def _reject(self, attempt: Attempt, reason: str, filing: Filing) -> None:
        settled = replace(attempt, outcome=AttemptOutcome.REJECTED, reason=reason)
        self._ledger.settle(settled, filing, finished_at=self._clock.now())


def accepted_filing(attempt: Attempt) -> Filing:
    """The filing as it stands once an attempt was accepted."""
    if attempt.action == Action.CLOSE:
        return replace(attempt.filing, state=FilingState.CLOSED)
    return replace(
        attempt.filing,
        state=FilingState.OPEN,
        digest=attempt.digest,
        expires_at=attempt.expires_at,
    )


def _explained(error: StatusError) -> str:
    details = "; ".join(f"{path}: {' '.join(sentences)}" for path, sentences in error.errors.items())
    return shown(f"{error.message} {details}")
