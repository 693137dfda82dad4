"""The bearer token of a client id."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from pydantic import SecretStr, ValidationError

from satupintu.kernel.clock import Clock
from satupintu.kernel.errors import ConfigurationError, StatusError, UnreadableReplyError
from satupintu.systems.satusehat.contract.models import TokenForm
from satupintu.systems.satusehat.contract.operations import TOKEN, TokenCall
from satupintu.transport.bearer import Grant, TokenAuth
from satupintu.transport.conversation import ErrorReader, Received

REFUSED_FOR: Final = timedelta(seconds=60)
"""How long a refused token request is not repeated, unless the refusal names a time."""


@dataclass(frozen=True, slots=True)
class _Refused:
    """A token request that was refused, and until when it is not repeated."""

    received: Received = field(repr=False)
    until: datetime


class BearerToken(TokenAuth):
    """The token of one client id. Neither token nor secret shows in a repr.

    A token request that is refused raises, and is then not sent again for a minute. Raises ConfigurationError for an
    incomplete pair.
    """

    def __init__(
        self, base_url: str, client_id: str, client_secret: str, *, clock: Clock, read_error: ErrorReader
    ) -> None:
        if not client_id or not client_secret:
            raise ConfigurationError("Master Wilayah needs both: client_id and client_secret")
        self.call = TokenCall(body=TokenForm(client_id=client_id, client_secret=SecretStr(client_secret)))
        super().__init__(TOKEN, self.call, base_url, clock)
        self._read_error = read_error
        self._refused: _Refused | None = None

    def __repr__(self) -> str:
        return f"BearerToken(client_id={self.call.body.client_id!r})"

    def may_ask(self) -> None:
        """Raises the refusal that still stands."""
        refused = self._refused
        if refused is not None and self.clock.now() < refused.until:
            raise self._read_error(refused.received)

    def granted(self, received: Received) -> Grant | None:
        """The token of an answer. None when the server failed; raises when it refused."""
        if received.status >= 500:
            return None
        if received.status != 200:
            error: StatusError = self._read_error(received)
            self._refused = _Refused(received, self.clock.now() + (error.retry_after or REFUSED_FOR))
            raise error
        try:
            reply = TOKEN.read(received.body)
        except ValidationError:
            message = "token: the reply is not as documented"
            # The body may hold a token, so it is not kept.
            raise UnreadableReplyError(message, status=received.status, body=b"") from None
        self._refused = None
        return Grant(reply.access_token, timedelta(seconds=int(reply.expires_in)))
