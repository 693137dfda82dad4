"""The bearer token of a user."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

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
from satupintu.transport.bearer import Grant, TokenAuth
from satupintu.transport.conversation import Received

_REFUSED: Final = (400, 401)


class UserToken(TokenAuth):
    """The token of one user. Neither token nor secrets show in a repr.

    A token request that is refused raises. Raises ConfigurationError when one of the four values is missing.
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
        super().__init__(TOKEN, self.call, base_url, clock)

    def __repr__(self) -> str:
        return f"UserToken(client_id={self.call.body.client_id!r})"

    def granted(self, received: Received) -> Grant | None:
        """The token of an answer. None when the other side is busy or failed; raises when it refused."""
        status, body = received.status, received.body
        if status in _REFUSED:
            raise AuthenticationFailedError(
                status,
                read_message(body),
                hint="no token: the credentials were refused",
                headers=received.headers,
                body=body,
            )
        if status == 429 or status >= 500:
            return None
        if status not in TOKEN.success:
            # Not the error of its status: that would speak of the record that was asked for.
            hint = "no token: base_url may be wrong"
            raise StatusError(status, read_message(body), hint=hint, headers=received.headers, body=body)
        try:
            token = TOKEN.read(body)
        except ValidationError:
            # The body may hold a token, so it is not kept.
            raise UnreadableReplyError("token: the reply holds no token", status=status, body=b"") from None
        return Grant(token.access_token, timedelta(seconds=token.expires_in))
