"""Bearer tokens: asked for when needed, kept, renewed ahead of their end, one renewal at a time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Generator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Final

import httpx2
from pydantic import SecretStr, ValidationError

from satupintu.kernel.clock import Clock
from satupintu.kernel.errors import ConfigurationError, StatusError, UnreadableReplyError
from satupintu.systems.satusehat.contract.models import TokenForm
from satupintu.systems.satusehat.contract.operations import TOKEN, TokenCall
from satupintu.transport.conversation import ErrorReader, Received

MARGIN: Final = timedelta(seconds=60)
"""How long before its end a token is renewed; half its life when that is shorter."""

REFUSED_FOR: Final = timedelta(seconds=60)
"""How long a refused token request is not repeated, unless the refusal names a time."""

_COPIED: Final = ("Accept", "Accept-Encoding", "User-Agent")


@dataclass(frozen=True, slots=True)
class _Held:
    """A token, and until when it is used."""

    token: str = field(repr=False)
    until: datetime


@dataclass(frozen=True, slots=True)
class _Refused:
    """A token request that was refused, and until when it is not repeated."""

    received: Received = field(repr=False)
    until: datetime


class BearerToken(httpx2.Auth):
    """The token of one client id. Neither token nor secret shows in a repr.

    Before a request a token is fetched if none is held that is good for a while yet; after a 401 once more. A token
    request that fails with 5xx is handed back as the answer, so that it is repeated like any other call; one that is
    refused raises, and is then not sent again for a minute. Raises ConfigurationError for an incomplete pair.
    """

    def __init__(
        self, base_url: str, client_id: str, client_secret: str, *, clock: Clock, read_error: ErrorReader
    ) -> None:
        if not client_id or not client_secret:
            raise ConfigurationError("Master Wilayah needs both: client_id and client_secret")
        self.call = TokenCall(body=TokenForm(client_id=client_id, client_secret=SecretStr(client_secret)))
        self._url = base_url.rstrip("/")
        self._clock = clock
        self._read_error = read_error
        self._held: _Held | None = None
        self._refused: _Refused | None = None
        self._one_thread = Lock()
        self._one_task = asyncio.Lock()

    def __repr__(self) -> str:
        return f"BearerToken(client_id={self.call.body.client_id!r})"

    def sync_auth_flow(self, request: httpx2.Request) -> Generator[httpx2.Request, httpx2.Response, None]:
        """Put a token on a request; renew it first when needed, and once after a 401."""
        if _asks_for_token(request):
            self._raise_if_refused()
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
        if _asks_for_token(request):
            self._raise_if_refused()
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
        """The token that is held, if it is good for a while yet. Raises the refusal that still stands."""
        held = self._held
        if held is not None and self._clock.now() < held.until:
            return held.token
        self._raise_if_refused()
        return None

    def _raise_if_refused(self) -> None:
        refused = self._refused
        if refused is not None and self._clock.now() < refused.until:
            raise self._read_error(refused.received)

    def _token_request(self, request: httpx2.Request) -> httpx2.Request:
        outgoing = TOKEN.outgoing(self.call)
        copied = {name: request.headers[name] for name in _COPIED if name in request.headers}
        return httpx2.Request(
            outgoing.method,
            self._url + outgoing.target,
            headers={**copied, **outgoing.headers},
            content=outgoing.body,
            extensions=request.extensions,
        )

    def _take(self, response: httpx2.Response) -> str | None:
        """Keep the token of an answer. None when the server failed; raises when it refused."""
        received = Received(response.status_code, response.headers, response.content)
        if received.status >= 500:
            return None
        now = self._clock.now()
        if received.status != 200:
            error: StatusError = self._read_error(received)
            self._refused = _Refused(received, now + (error.retry_after or REFUSED_FOR))
            raise error
        try:
            reply = TOKEN.read(received.body)
        except ValidationError:
            message = "token: the reply is not as documented"
            # The body may hold a token, so it is not kept.
            raise UnreadableReplyError(message, status=received.status, body=b"") from None
        lifetime = timedelta(seconds=int(reply.expires_in))
        self._held = _Held(reply.access_token, now + max(lifetime - MARGIN, lifetime / 2))
        self._refused = None
        return reply.access_token

    def _drop(self, token: str) -> None:
        """Forget a token that was not accepted, unless another one has taken its place."""
        held = self._held
        if held is not None and held.token == token:
            self._held = None


def _asks_for_token(request: httpx2.Request) -> bool:
    return request.method == TOKEN.method and request.url.path.endswith(TOKEN.path)
