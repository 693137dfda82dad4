"""One call as a conversation: what to send, when to wait, what the answer means. No I/O.

The generator yields `Send`, `Wait` and, where a quota is kept, `Note`; whoever drives it does that and passes the
result back. The sync and the async transport drive the same generator, so they cannot differ.
"""

from __future__ import annotations

from collections.abc import Collection, Generator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from hashlib import sha256
from threading import Lock
from typing import Final, Protocol

from pydantic import ValidationError

from satupintu.kernel.errors import (
    ApiError,
    ConnectionFailedError,
    NotFoundError,
    StatusError,
    UnreadableReplyError,
)
from satupintu.kernel.operation import CallT, Confirmation, Operation, Outgoing, ReplyT
from satupintu.kernel.quota import Quota
from satupintu.kernel.retry import NEVER, RetryPolicy
from satupintu.transport.pacer import Note
from satupintu.transport.pacing import Pause, Sent, answered, never_left, refused, reserve

MOST_REFUSALS: Final = 3
"""How often a call waits for the next window of its quota after a 429. Whoever is refused more often shares the quota
with somebody who leaves nothing of it."""

MOST_UNANSWERED: Final = 1000
"""How many calls without an answer a client remembers."""

LONGEST_NAP: Final = timedelta(seconds=1)
"""A wait for a quota is asked about again after this time at the latest: the clock may have been moved."""


@dataclass(frozen=True, slots=True)
class Send:
    """Send this request."""

    outgoing: Outgoing


@dataclass(frozen=True, slots=True)
class Wait:
    """Wait this long before going on."""

    duration: timedelta


@dataclass(frozen=True, slots=True)
class Received:
    """An answer as it came: names of headers in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class ErrorReader(Protocol):
    """How one system words its refusals."""

    def __call__(self, received: Received) -> StatusError:
        """The error that a refusal means."""
        ...


class Unanswered:
    """Calls of one client that may have arrived and were never answered. The latest ones; safe with threads."""

    def __init__(self, most: int = MOST_UNANSWERED) -> None:
        self._most = most
        self._calls: dict[bytes, None] = {}
        self._lock = Lock()

    def add(self, operation: Operation[CallT, ReplyT], call: CallT) -> None:
        """Remember a call."""
        with self._lock:
            self._calls[_key_of(operation, call)] = None
            if len(self._calls) > self._most:
                del self._calls[next(iter(self._calls))]

    def has(self, operation: Operation[CallT, ReplyT], call: CallT) -> bool:
        """Whether the very same call was made before and not answered."""
        return bool(self._calls) and _key_of(operation, call) in self._calls


def _key_of(operation: Operation[CallT, ReplyT], call: CallT) -> bytes:
    return sha256(f"{operation.name}\n{call.model_dump_json()}".encode()).digest()


Step = Send | Wait | Note
Result = Received | ConnectionFailedError | Sent | Pause | None
Conversation = Generator[Step, Result, ReplyT]


def converse(
    operation: Operation[CallT, ReplyT],
    call: CallT,
    retry: RetryPolicy,
    read_error: ErrorReader,
    *,
    paced: bool = False,
    unanswered: Unanswered | None = None,
) -> Conversation[ReplyT]:
    """Carry out one call, with its retries. Returns the reply; raises an `ApiError`.

    A request that never left is tried again whatever the operation; one that may have arrived, only when repeating it
    does no harm. `paced` keeps the operation's quota: the call waits for a place in it, and after a 429 for the next
    window. Such a wait is no failed attempt.

    An answer that the operation's `confirmation` is for is settled by asking, if it was this client that sent the same
    before: it made the request unmistakable itself, or the very same call is among the `unanswered`. What turns out not
    to be done is done once more.
    """
    check = operation.confirmation
    may_repeat = operation.repeatable and not call.single_attempt and bool(retry.pauses)
    while True:
        try:
            return (yield from _carried_out(operation, call, retry, read_error, paced=paced))
        except (StatusError, ConnectionFailedError) as failure:
            if check is None:
                raise
            if not (isinstance(failure, StatusError) and failure.status == check.status):
                if unanswered is not None and _may_be_done(failure):
                    unanswered.add(operation, call)
                raise
            if call.single_attempt and not (unanswered is not None and unanswered.has(operation, call)):
                raise
            found = yield from _confirmed(check, call, retry, read_error, failure, paced=paced)
            if found is not None:
                return found
            if not may_repeat:
                raise
            may_repeat = False


def _carried_out(
    operation: Operation[CallT, ReplyT], call: CallT, retry: RetryPolicy, read_error: ErrorReader, *, paced: bool
) -> Conversation[ReplyT]:
    outgoing = operation.outgoing(call)
    policy = NEVER if call.single_attempt else retry
    quota = operation.quota if paced else None
    attempt = refusals = 0
    while True:
        attempt += 1
        if quota is None:
            outcome = yield Send(outgoing)
        else:
            outcome = yield from _send_in_turn(outgoing, quota, operation.success)
        if isinstance(outcome, Received) and outcome.status in operation.success:
            return _read(operation, outcome)
        if isinstance(outcome, Received):
            failure: StatusError | ConnectionFailedError = read_error(outcome)
            if quota is not None and outcome.status == 429:
                attempt, refusals = attempt - 1, refusals + 1
                if refusals <= MOST_REFUSALS and (failure.retry_after or timedelta()) <= quota.window:
                    continue
                raise failure
            pause = policy.pause(attempt, status=outcome.status, retry_after=failure.retry_after)
        else:
            failure = (
                outcome
                if isinstance(outcome, ConnectionFailedError)
                else ConnectionFailedError("nothing was sent", may_have_arrived=False)
            )
            pause = policy.pause(attempt, status=None)
        if pause is None or not _may_go_again(operation, failure):
            raise failure
        yield Wait(pause)


def _may_be_done(failure: StatusError | ConnectionFailedError) -> bool:
    """Whether what a call asked for may be done although it failed."""
    return failure.may_have_arrived if isinstance(failure, ConnectionFailedError) else failure.status >= 500


def _may_go_again(operation: Operation[CallT, ReplyT], failure: StatusError | ConnectionFailedError) -> bool:
    """Whether sending the same once more does no harm, and may help."""
    if isinstance(failure, ConnectionFailedError):
        return operation.repeatable or not failure.may_have_arrived
    return operation.repeatable and failure.status not in operation.never_again


def _confirmed(
    check: Confirmation[CallT, ReplyT],
    call: CallT,
    retry: RetryPolicy,
    read_error: ErrorReader,
    failure: StatusError,
    *,
    paced: bool,
) -> Generator[Step, Result, ReplyT | None]:
    """What is there now, if it is what the call asked for. Raises the failure when that cannot be found out."""
    try:
        found = yield from converse(check.ask, check.question(call), retry, read_error, paced=paced)
    except NotFoundError:
        return None
    except ApiError as error:
        raise failure from error
    return found if check.holds(call, found) else None


def _send_in_turn(outgoing: Outgoing, quota: Quota, success: Collection[int]) -> Generator[Step, Result, Result]:
    """Wait for a place in the quota, send, and note what that says about the quota."""
    while not isinstance(sent := (yield Note(quota, partial(reserve, quota=quota))), Sent):
        yield Wait(min(sent.wait, LONGEST_NAP) if isinstance(sent, Pause) else LONGEST_NAP)
    outcome = yield Send(outgoing)
    match outcome:
        case Received(status=429):
            told = retry_after(outcome.headers)
            yield Note(quota, partial(refused, quota=quota, sent=sent, retry_after=told))
        case Received():
            # Only a success is sure to have been counted: others may come from a gateway in front of the quota.
            surely = outcome.status in success
            yield Note(quota, partial(answered, quota=quota, sent=sent, surely=surely))
        case ConnectionFailedError(may_have_arrived=False):
            yield Note(quota, partial(never_left, quota=quota, sent=sent))
        case _:
            pass  # It may be under way still, and counts as such.
    return outcome


def _read(operation: Operation[CallT, ReplyT], received: Received) -> ReplyT:
    try:
        return operation.read(received.body)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "the body"
        message = f"{operation.name}: the reply is not as documented ({place}: {first['msg']})"
        raise UnreadableReplyError(message, status=received.status, body=received.body) from None


def retry_after(headers: Mapping[str, str]) -> timedelta | None:
    """The wait that the other side asks for in seconds, if it does."""
    text = headers.get("retry-after", "").strip()
    return timedelta(seconds=int(text)) if text.isascii() and text.isdigit() and len(text) < 10 else None
