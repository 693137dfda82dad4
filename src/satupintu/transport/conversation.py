"""One call as a conversation: what to send, when to wait, what the answer means. No I/O.

The generator yields `Send` and `Wait`; whoever drives it sends or waits and passes the result back. The sync and
the async transport drive the same generator, so they cannot differ.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from pydantic import ValidationError

from satupintu.kernel.errors import ConnectionFailedError, StatusError, UnreadableReplyError
from satupintu.kernel.operation import CallT, Operation, Outgoing, ReplyT
from satupintu.kernel.retry import NEVER, RetryPolicy


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


Conversation = Generator[Send | Wait, "Received | ConnectionFailedError | None", ReplyT]


def converse(
    operation: Operation[CallT, ReplyT], call: CallT, retry: RetryPolicy, read_error: ErrorReader
) -> Conversation[ReplyT]:
    """Carry out one call, with its retries. Returns the reply; raises an `ApiError`."""
    outgoing = operation.outgoing(call)
    policy = retry if operation.repeatable and not call.single_attempt else NEVER
    attempt = 0
    while True:
        attempt += 1
        outcome = yield Send(outgoing)
        if isinstance(outcome, Received) and outcome.status in operation.success:
            return _read(operation, outcome)
        if isinstance(outcome, Received):
            failure: StatusError | ConnectionFailedError = read_error(outcome)
            pause = policy.pause(attempt, status=outcome.status, retry_after=failure.retry_after)
        else:
            failure = outcome or ConnectionFailedError("nothing was sent", may_have_arrived=False)
            pause = policy.pause(attempt, status=None)
        if pause is None:
            raise failure
        yield Wait(pause)


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
