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

from satupintu.kernel.errors import ConnectionFailedError
from satupintu.kernel.operation import CallT, Operation, Outgoing, ReplyT
from satupintu.kernel.retry import RetryPolicy
from satupintu.transport.address import checked_base_url, is_loopback
from satupintu.transport.conversation import ErrorReader, Received, Send, converse

DEFAULT_TIMEOUT = timedelta(seconds=30)

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

    def __post_init__(self) -> None:
        object.__setattr__(self, "base_url", checked_base_url(self.base_url))

    @property
    def is_remote(self) -> bool:
        """Whether it is another machine: calls to this one must not take a detour through a proxy."""
        return not is_loopback(urlsplit(self.base_url).hostname or "")

    def request(self, outgoing: Outgoing, timeout: timedelta) -> httpx2.Request:
        """The request on the wire; the target is taken as it is."""
        seconds = timeout.total_seconds()
        return httpx2.Request(
            outgoing.method,
            self.base_url + outgoing.target,
            headers={
                "Accept": self.accept,
                "Accept-Encoding": "gzip",
                "User-Agent": f"satupintu/{version('satupintu')}",
                **outgoing.headers,
            },
            content=outgoing.body,
            extensions={"timeout": dict.fromkeys(("connect", "read", "write", "pool"), seconds)},
        )


class Transport:
    """Sends synchronously. Keeps one connection pool for its life; `close` it, or use `with`."""

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        http: httpx2.BaseTransport | None = None,
        timeout: timedelta = DEFAULT_TIMEOUT,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._endpoint = endpoint
        self._timeout = timeout
        self._sleep = sleep
        self._client = httpx2.Client(transport=http, trust_env=endpoint.is_remote)

    def call(self, operation: Operation[CallT, ReplyT], call: CallT) -> ReplyT:
        """Carry out one call. Raises an `ApiError`."""
        talk = converse(operation, call, self._endpoint.retry, self._endpoint.read_error)
        result: Received | ConnectionFailedError | None = None
        try:
            while True:
                step = talk.send(result)
                if isinstance(step, Send):
                    result = self._send(step.outgoing)
                else:
                    self._sleep(step.duration.total_seconds())
                    result = None
        except StopIteration as stop:
            return stop.value

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _send(self, outgoing: Outgoing) -> Received | ConnectionFailedError:
        request = self._endpoint.request(outgoing, self._timeout)
        try:
            return _received(self._client.send(request, auth=self._endpoint.auth))
        except httpx2.RequestError as error:
            return _failed(request, error)


class AsyncTransport:
    """Sends asynchronously. Keeps one connection pool for its life; `close` it, or use `async with`."""

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        http: httpx2.AsyncBaseTransport | None = None,
        timeout: timedelta = DEFAULT_TIMEOUT,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._endpoint = endpoint
        self._timeout = timeout
        self._sleep = sleep
        self._client = httpx2.AsyncClient(transport=http, trust_env=endpoint.is_remote)

    async def call(self, operation: Operation[CallT, ReplyT], call: CallT) -> ReplyT:
        """Carry out one call. Raises an `ApiError`."""
        talk = converse(operation, call, self._endpoint.retry, self._endpoint.read_error)
        result: Received | ConnectionFailedError | None = None
        try:
            while True:
                step = talk.send(result)
                if isinstance(step, Send):
                    result = await self._send(step.outgoing)
                else:
                    await self._sleep(step.duration.total_seconds())
                    result = None
        except StopIteration as stop:
            return stop.value

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def _send(self, outgoing: Outgoing) -> Received | ConnectionFailedError:
        request = self._endpoint.request(outgoing, self._timeout)
        try:
            return _received(await self._client.send(request, auth=self._endpoint.auth))
        except httpx2.RequestError as error:
            return _failed(request, error)


def _received(response: httpx2.Response) -> Received:
    return Received(response.status_code, response.headers, response.content)


def _failed(request: httpx2.Request, error: httpx2.RequestError) -> ConnectionFailedError:
    what = "took too long" if isinstance(error, httpx2.TimeoutException) else "failed"
    reason = f" ({error})" if str(error) else ""
    message = f"{request.method} {request.url.netloc.decode()}{request.url.path} {what}{reason}"
    return ConnectionFailedError(message, may_have_arrived=not isinstance(error, _NEVER_LEFT))
