"""Bearer tokens on the calling side: asked for when needed, kept, renewed ahead of their end, one renewal at a time.

What a system's token endpoint answers, and what a refusal there means, is the system's own: a subclass says it.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Generator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Any, Final

import httpx2

from satupintu.kernel.clock import Clock
from satupintu.kernel.operation import Call, Operation
from satupintu.transport.conversation import Received

MARGIN: Final = timedelta(seconds=60)
"""How long before its end a token is renewed; half its life when that is shorter."""

_COPIED: Final = ("Accept", "Accept-Encoding", "User-Agent")


@dataclass(frozen=True, slots=True)
class Grant:
    """A token that was granted, and how long it lasts."""

    token: str = field(repr=False)
    lifetime: timedelta


@dataclass(frozen=True, slots=True)
class _Held:
    token: str = field(repr=False)
    until: datetime


class TokenAuth(httpx2.Auth):
    """Puts a token on requests. No token shows in a repr.

    Before a request a token is fetched if none is held that is good for a while yet; after a 401 once more. A token
    request that brings no grant is handed back as the answer, so that it is repeated, or not, like any other call.
    """

    def __init__(self, operation: Operation[Any, Any], call: Call, base_url: str, clock: Clock) -> None:
        """Take what asks for a token, and where."""
        self.clock = clock
        self._operation = operation
        self._call = call  # holds the secret, and hides it; what is sent is made anew each time
        self._url = base_url.rstrip("/")
        self._held: _Held | None = None
        self._one_thread = Lock()
        self._one_task = asyncio.Lock()

    def granted(self, received: Received) -> Grant | None:
        """What the endpoint's answer means. None when the other side is busy or failed; raises when it refused."""
        raise NotImplementedError

    def may_ask(self) -> None:
        """Called before a token is asked for; raises where that is no use."""

    def sync_auth_flow(self, request: httpx2.Request) -> Generator[httpx2.Request, httpx2.Response, None]:
        """Put a token on a request; renew it first when needed, and once after a 401."""
        if self._is_token_request(request):
            self.may_ask()
            response = yield request
            response.read()
            self._take(response)
            return
        for last in (False, True):
            token = self._usable()
            if token is None:
                # Held while the token travels: whoever waits here finds the new one.
                with self._one_thread:
                    token = self._usable()
                    if token is None:
                        response = yield self._token_request(request)
                        response.read()
                        token = self._take(response)
            if token is None:
                return
            request.headers["Authorization"] = f"Bearer {token}"
            response = yield request
            if last or response.status_code != 401:
                return
            self._drop(token)

    async def async_auth_flow(self, request: httpx2.Request) -> AsyncGenerator[httpx2.Request, httpx2.Response]:
        """Put a token on a request; renew it first when needed, and once after a 401."""
        if self._is_token_request(request):
            self.may_ask()
            response = yield request
            await response.aread()
            self._take(response)
            return
        for last in (False, True):
            token = self._usable()
            if token is None:
                async with self._one_task:
                    token = self._usable()
                    if token is None:
                        response = yield self._token_request(request)
                        await response.aread()
                        token = self._take(response)
            if token is None:
                return
            request.headers["Authorization"] = f"Bearer {token}"
            response = yield request
            if last or response.status_code != 401:
                return
            self._drop(token)

    def _usable(self) -> str | None:
        """The token that is held, if it is good for a while yet."""
        held = self._held
        if held is not None and self.clock.now() < held.until:
            return held.token
        self.may_ask()
        return None

    def _token_request(self, request: httpx2.Request) -> httpx2.Request:
        outgoing = self._operation.outgoing(self._call)
        copied = {name: request.headers[name] for name in _COPIED if name in request.headers}
        return httpx2.Request(
            outgoing.method,
            self._url + outgoing.target,
            headers={**copied, **outgoing.headers},
            content=outgoing.body,
            extensions=request.extensions,
        )

    def _take(self, response: httpx2.Response) -> str | None:
        grant = self.granted(Received(response.status_code, response.headers, response.content))
        if grant is None:
            return None
        self._held = _Held(grant.token, self.clock.now() + max(grant.lifetime - MARGIN, grant.lifetime / 2))
        return grant.token

    def _drop(self, token: str) -> None:
        """Forget a token that was not accepted, unless another one has taken its place."""
        held = self._held
        if held is not None and held.token == token:
            self._held = None

    def _is_token_request(self, request: httpx2.Request) -> bool:
        return request.method == self._operation.method and request.url.path.endswith(self._operation.path)
