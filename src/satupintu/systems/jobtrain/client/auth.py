"""The bearer token of a user: asked for when needed, kept, renewed ahead of its end, one renewal at a time."""

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
from satupintu.kernel.errors import (
    AuthenticationFailedError,
    ConfigurationError,
    StatusError,
    UnreadableReplyError,
)
from satupintu.systems.jobtrain.contract.calls import TokenCall
from satupintu.systems.jobtrain.contract.errors import read_message
from satupintu.systems.jobtrain.contract.models import TokenForm
from satupintu.systems.jobtrain.contract.operations import TOKEN

MARGIN: Final = timedelta(seconds=60)
"""How long before its end a token is renewed; half its life when that is shorter."""

_REFUSED: Final = (400, 401)
_COPIED: Final = ("Accept", "Accept-Encoding", "User-Agent")


@dataclass(frozen=True, slots=True)
class _Held:
    """A token, and until when it is used."""

    token: str = field(repr=False)
    until: datetime


class UserToken(httpx2.Auth):
    """The token of one user. Neither token nor secrets show in a repr.

    Before a request a token is fetched if none is held that is good for a while yet; after a 401 once more. A token
    request that fails with 429 or 5xx is handed back as the answer, so that it is repeated, or not, like any other;
    one that is refused raises. Raises ConfigurationError when one of the four values is missing.
    """

    def __init__(
        self, base_url: str, client_id: str, client_secret: str, username: str, api_password: str, *, clock: Clock
    ) -> None:
        if not all((client_id, client_secret, username, api_password)):
            raise ConfigurationError("Jobtrain needs all four: client_id, client_secret, username and api_password")
        self.call = TokenCall(
            body=TokenForm(
                client_id=client_id,
                client_secret=SecretStr(client_secret),
                username=username,
                password=SecretStr(api_password),
            )
        )
        self._url = base_url.rstrip("/")
        self._clock = clock
        self._held: _Held | None = None
        self._one_thread = Lock()
        self._one_task = asyncio.Lock()

    def __repr__(self) -> str:
        return f"UserToken(client_id={self.call.body.client_id!r})"

    def sync_auth_flow(self, request: httpx2.Request) -> Generator[httpx2.Request, httpx2.Response, None]:
        """Put a token on a request; renew it first when needed, and once after a 401."""
        if _asks_for_token(request):
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
        return held.token if held is not None and self._clock.now() < held.until else None

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
        """Keep the token of an answer. None when the other side is busy or failed; raises when it refused."""
        status, body = response.status_code, response.content
        if status in _REFUSED:
            raise AuthenticationFailedError(
                status,
                read_message(body),
                hint="no token: the credentials were refused",
                headers=response.headers,
                body=body,
            )
        if status == 429 or status >= 500:
            return None
        if status not in TOKEN.success:
            # Not the error of its status: that would speak of the record that was asked for.
            hint = "no token: base_url may be wrong"
            raise StatusError(status, read_message(body), hint=hint, headers=response.headers, body=body)
        try:
            token = TOKEN.read(body)
        except ValidationError:
            # The body may hold a token, so it is not kept.
            raise UnreadableReplyError("token: the reply holds no token", status=status, body=b"") from None
        lifetime = timedelta(seconds=token.expires_in)
        self._held = _Held(token.access_token, self._clock.now() + max(lifetime - MARGIN, lifetime / 2))
        return token.access_token

    def _drop(self, token: str) -> None:
        """Forget a token that was not accepted, unless another one has taken its place."""
        held = self._held
        if held is not None and held.token == token:
            self._held = None


def _asks_for_token(request: httpx2.Request) -> bool:
    return request.method == TOKEN.method and request.url.path.endswith(TOKEN.path)
