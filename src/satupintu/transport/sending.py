"""Sending with httpx2: one synchronous and one asynchronous transport, driven by the same conversation."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from importlib.metadata import version
from urllib.parse import urlsplit

import httpx2

from satupintu.kernel.errors import ConfigurationError, ConnectionFailedError
from satupintu.kernel.operation import CallT, Operation, Outgoing, ReplyT
from satupintu.kernel.retry import RetryPolicy
from satupintu.transport.address import checked_base_url, is_loopback
from satupintu.transport.conversation import ErrorReader, Received, Result, Send, Unanswered, Wait, converse
from satupintu.transport.pacer import Note, Pacer
from satupintu.transport.pacing import Pause, Sent

DEFAULT_TIMEOUT = timedelta(seconds=30)
MOST_RETRIES = 20
"""The last of so many pauses is longer than six days."""

_NEVER_LEFT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.UnsupportedProtocol)
"""Failures before the first byte of a request was sent."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The other side: where it is, how one proves who one is, how it words refusals, what is tried again."""

    base_url: str
    auth: httpx2.Auth = field(repr=False)
    read_error: ErrorReader
    retry: RetryPolicy
    accept: str = "application/json"
    headers: httpx2.Headers = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "base_url", checked_base_url(self.base_url))
        # Prepared once: asking for the installed version reads a file.
        agent = f"satupintu/{version('satupintu')}"
        headers = httpx2.Headers({"Accept": self.accept, "Accept-Encoding": "gzip", "User-Agent": agent})
        object.__setattr__(self, "headers", headers)

    @property
    def is_remote(self) -> bool:
        """Whether it is another machine: calls to this one must not take a detour through a proxy."""
        return not is_loopback(urlsplit(self.base_url).hostname or "")

    def request(self, outgoing: Outgoing, timeout: timedelta) -> httpx2.Request:
        """The request on the wire; the target is taken as it is."""
        seconds = timeout.total_seconds()
        headers = self.headers.copy()
        headers.update(outgoing.headers)
        return httpx2.Request(
            outgoing.method,
            self.base_url + outgoing.target,
            headers=headers,
            content=outgoing.body,
            extensions={"timeout": dict.fromkeys(("connect", "read", "write", "pool"), seconds)},
        )


class Transport:
    """Sends synchronously. Keeps one connection pool for its life; `close` it, or use `with`.

    `timeout` is for each connect, read and write. A call as a whole has no limit: there is no sound way to interrupt a
    synchronous one, so a server that sends a byte now and then holds it.

    With a `pacer` every call keeps the quota of its operation. Raises ConfigurationError for a timeout that is none.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        http: httpx2.BaseTransport | None = None,
        timeout: timedelta = DEFAULT_TIMEOUT,
        sleep: Callable[[float], None] = time.sleep,
        pacer: Pacer | None = None,
    ) -> None:
        self._endpoint = endpoint
        self._pacer = pacer
        self._unanswered = Unanswered()
        self._timeout = _checked_timeout(timeout)
        self._sleep = sleep
        self._client = httpx2.Client(transport=http, trust_env=endpoint.is_remote)

    def call(self, operation: Operation[CallT, ReplyT], call: CallT) -> ReplyT:
        """Carry out one call. Raises an `ApiError`."""
        paced = self._pacer is not None
        talk = converse(
            operation,
            call,
            self._endpoint.retry,
            self._endpoint.read_error,
            paced=paced,
            unanswered=self._unanswered,
        )
        result: Result = None
        try:
            while True:
                match talk.send(result):
                    case Send(outgoing):
                        result = self._send(outgoing)
                    case Wait(duration):
                        self._sleep(duration.total_seconds())
                        result = None
                    case Note() as note:
                        result = self._note(note)
        except StopIteration as stop:
            return stop.value

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _note(self, note: Note) -> Sent | Pause | None:
        if self._pacer is None:
            return None
        return self._pacer.note(note)

    def _send(self, outgoing: Outgoing) -> Received | ConnectionFailedError:
        request = self._endpoint.request(outgoing, self._timeout)
        try:
            return _received(self._client.send(request, auth=self._endpoint.auth))
        except httpx2.RequestError as error:
            return _failed(request, error)


class AsyncTransport:
    """Sends asynchronously. Keeps one connection pool for its life; `close` it, or use `async with`.

    `timeout` is for each connect, read and write; put `asyncio.timeout` around a call to limit it as a whole.

    With a `pacer` every call keeps the quota of its operation. Raises ConfigurationError for a timeout that is none.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        http: httpx2.AsyncBaseTransport | None = None,
        timeout: timedelta = DEFAULT_TIMEOUT,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        pacer: Pacer | None = None,
    ) -> None:
        self._endpoint = endpoint
        self._pacer = pacer
        self._unanswered = Unanswered()
        self._timeout = _checked_timeout(timeout)
        self._sleep = sleep
        self._client = httpx2.AsyncClient(transport=http, trust_env=endpoint.is_remote)

    async def call(self, operation: Operation[CallT, ReplyT], call: CallT) -> ReplyT:
        """Carry out one call. Raises an `ApiError`."""
        paced = self._pacer is not None
        talk = converse(
            operation,
            call,
            self._endpoint.retry,
            self._endpoint.read_error,
            paced=paced,
            unanswered=self._unanswered,
        )
        result: Result = None
        try:
            while True:
                match talk.send(result):
                    case Send(outgoing):
                        result = await self._send(outgoing)
                    case Wait(duration):
                        await self._sleep(duration.total_seconds())
                        result = None
                    case Note() as note:
                        result = await self._note(note)
        except StopIteration as stop:
            return stop.value

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def _note(self, note: Note) -> Sent | Pause | None:
        if self._pacer is None:
            return None
        if self._pacer.blocking:
            return await asyncio.to_thread(self._pacer.note, note)
        return self._pacer.note(note)

    async def _send(self, outgoing: Outgoing) -> Received | ConnectionFailedError:
        request = self._endpoint.request(outgoing, self._timeout)
        try:
            return _received(await self._client.send(request, auth=self._endpoint.auth))
        except httpx2.RequestError as error:
            return _failed(request, error)


def pauses(retries: int) -> tuple[timedelta, ...]:
    """What lies before each of so many retries: 1, 2, 4 … seconds. Raises ConfigurationError."""
    if type(retries) is not int or not 0 <= retries <= MOST_RETRIES:
        raise ConfigurationError(f"retries: {retries!r} is no whole number from 0 to {MOST_RETRIES}")
    return tuple(timedelta(seconds=2**number) for number in range(retries))


def _checked_timeout(timeout: object) -> timedelta:
    if not isinstance(timeout, timedelta) or timeout <= timedelta():
        raise ConfigurationError(f"timeout: {timeout!r} is no time to wait; write for example timedelta(seconds=30)")
    return timeout


def _received(response: httpx2.Response) -> Received:
    return Received(response.status_code, response.headers, response.content)


def _failed(request: httpx2.Request, error: httpx2.RequestError) -> ConnectionFailedError:
    what = "took too long" if isinstance(error, httpx2.TimeoutException) else "failed"
    reason = f" ({error})" if str(error) else ""
    message = f"{request.method} {request.url.netloc.decode()}{request.url.path} {what}{reason}"
    return ConnectionFailedError(message, may_have_arrived=not isinstance(error, _NEVER_LEFT))
