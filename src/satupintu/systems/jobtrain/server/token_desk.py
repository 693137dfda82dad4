"""Issuing tokens for the four values of a token request.

Published: the values, the API password that is never the login password, 30 minutes, no refresh. The forms of the reply
and of a refusal are ours.
Source: https://clientsupport.jobtrain.co.uk/support/solutions/articles/77000557052-jobtrain-api-getting-started-guide
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from satupintu.kernel.errors import ConfigurationError
from satupintu.kernel.ids import IdSource
from satupintu.kernel.outcome import Answer, Outcome, Refusal
from satupintu.systems.jobtrain.contract.errors import CHALLENGE, INVALID_CLIENT, INVALID_GRANT, UNAUTHORIZED_CLIENT
from satupintu.systems.jobtrain.contract.models import Token, TokenForm
from satupintu.systems.jobtrain.contract.token import LIFETIME_S
from satupintu.systems.jobtrain.server.ports import ClientStanding, TokenRegister
from satupintu.systems.jobtrain.server.secret_text import TOKEN_LENGTH, new_secret

NOT_KEPT: Final = {"Cache-Control": "no-store", "Pragma": "no-cache"}

_SECOND: Final = timedelta(seconds=1)
_REFUSALS: Final = {ClientStanding.UNKNOWN: INVALID_CLIENT, ClientStanding.NOT_ENABLED: UNAUTHORIZED_CLIENT}


@dataclass(frozen=True, slots=True)
class TokenRules:
    """How tokens are issued. Raises ConfigurationError for a lifetime that is not in whole seconds, up to a day.

    `reply` is an object, or the token alone as a JSON string. `error_status` is that of refused credentials.
    """

    lifetime: timedelta = timedelta(seconds=LIFETIME_S)
    reply: Literal["object", "string"] = "object"
    error_status: Literal[400, 401] = 400

    def __post_init__(self) -> None:
        if not _SECOND <= self.lifetime <= timedelta(days=1) or self.lifetime.microseconds:
            raise ConfigurationError("jobtrain.token_lifetime must be a whole number of seconds, from 1 to 86400")


class TokenDesk:
    """Where tokens are issued."""

    def __init__(self, register: TokenRegister, rules: TokenRules, ids: IdSource) -> None:
        self._register = register
        self._rules = rules
        self._ids = ids

    async def issue(self, form: TokenForm, now: datetime) -> Outcome:
        """A new token; else a refusal whose message is one of three codes.

        Client and user are both looked up whatever comes of it, so that a refusal costs the same whatever is wrong.
        """
        token = new_secret(self._ids, TOKEN_LENGTH)
        fault = await asyncio.to_thread(self._fault, form, token, now)
        if fault is not None:
            challenge = {"WWW-Authenticate": CHALLENGE} if self._rules.error_status == 401 else {}
            return Refusal(self._rules.error_status, fault, headers={**NOT_KEPT, **challenge})
        if self._rules.reply == "string":
            return Answer(json.dumps(token).encode(), headers=NOT_KEPT)
        lifetime = self._rules.lifetime // _SECOND
        reply = Token(access_token=token, expires_in=lifetime, token_type="Bearer")  # noqa: S106  (a word, no secret)
        return Answer(reply, headers=NOT_KEPT)

    def _fault(self, form: TokenForm, token: str, now: datetime) -> str | None:
        """Keep the token, unless one of the three codes says why not."""
        password = form.password.get_secret_value()
        standing = self._register.client(form.client_id, form.client_secret.get_secret_value())
        user_id = self._register.holder(form.username, password)
        if standing is not ClientStanding.ENABLED:
            return _REFUSALS[standing]
        if user_id is None:
            return INVALID_GRANT
        expires_at = now + self._rules.lifetime
        kept = self._register.keep(token, user_id, password, form.client_id, issued_at=now, expires_at=expires_at)
        return None if kept else INVALID_GRANT
