"""The log of refused requests: what is needed to explain later why one was refused. Successes are never in it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from satupintu.kernel.outcome import FieldErrors, Outcome, Refusal
from satupintu.serving.exchange import Exchange
from satupintu.serving.response import Response
from satupintu.serving.system import System

LARGEST_BODY: Final = 64 * 1024
"""Bytes. Of a larger body only the digest is kept."""

KEPT_HEADERS: Final = frozenset(
    {
        "accept",
        "client-id",
        "content-length",
        "content-type",
        "host",
        "request-id",
        "request-timestamp",
        "signature",
        "transfer-encoding",
    }
)
"""The headers whose values explain something. Of all others the name alone is kept."""

MASK: Final = "********"
_MOST_HEADERS: Final = 60
_LONGEST_VALUE: Final = 2048


@dataclass(frozen=True, slots=True)
class RefusedRequest:
    """A request that was refused, and with what. `raw_path` includes the `mount` it came in under.

    `at` is the sandbox's time when it came in, `clock_offset` how far that was ahead of the machine's. `body` is None
    when it was not read, or is over `LARGEST_BODY`; `body_digest` is its SHA-256 when it was read and is not empty.
    """

    system: str
    environment: str
    at: datetime
    clock_offset: timedelta
    method: str
    raw_path: str
    mount: str
    query: str
    headers: Mapping[str, str] = field(repr=False)
    status: int
    message: str
    errors: FieldErrors = field(default_factory=dict[str, tuple[str, ...]])
    body: bytes | None = field(default=None, repr=False)
    body_digest: bytes | None = field(default=None, repr=False)

    @property
    def path(self) -> str:
        """The raw path behind the mount."""
        return self.raw_path.removeprefix(self.mount)

    @property
    def request_id(self) -> str:
        """The Request-Id it came with; empty when there was none."""
        return self.headers.get("request-id", "")


class RequestLog(Protocol):
    """Where refused requests are kept for a while."""

    def note(self, refused: RefusedRequest) -> None:
        """Take a request into the log. Returns at once and never fails; under a flood some are left out."""
        ...


class Offset(Protocol):
    """A clock that can be moved."""

    @property
    def offset(self) -> timedelta:
        """How far it is ahead of the machine's."""
        ...


class LoggedSystem:
    """A system whose refusals go into a log once they are decided, faults on request included.

    What is carried out passes as if the log were not there.
    """

    def __init__(self, system: System[Any], name: str, environment: str, log: RequestLog, clock: Offset) -> None:
        self.compress = system.compress
        self.answer = system.answer
        self._system = system
        self._name = name
        self._environment = environment
        self._log = log
        self._clock = clock

    def render(self, outcome: Outcome, exchange: Exchange[Any]) -> Response:
        """Give a decision the vendor's shape."""
        if isinstance(outcome, Refusal) and outcome.status >= 400:
            self._log.note(self._refused(outcome, exchange))
        return self._system.render(outcome, exchange)

    def _refused(self, refusal: Refusal, exchange: Exchange[Any]) -> RefusedRequest:
        request = exchange.request
        body = request.body or b""
        return RefusedRequest(
            system=self._name,
            environment=self._environment,
            at=exchange.now,
            clock_offset=self._clock.offset,
            method=request.method,
            raw_path=request.raw_path,
            mount=request.mount,
            query=request.query,
            headers=_kept(request.headers),
            status=refusal.status,
            message=refusal.message,
            errors=refusal.errors,
            body=request.body if len(body) <= LARGEST_BODY else None,
            body_digest=hashlib.sha256(body).digest() if body else None,
        )


def _kept(headers: Mapping[str, str]) -> Mapping[str, str]:
    """The headers that explain something come first, so that none of them is left out."""
    ordered = sorted(headers, key=lambda name: name not in KEPT_HEADERS)[:_MOST_HEADERS]
    return {name[:_LONGEST_VALUE]: headers[name][:_LONGEST_VALUE] if name in KEPT_HEADERS else MASK for name in ordered}
