"""Issuing tokens, and locking a client id for a while after a failed attempt."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from typing import Final

from satupintu.kernel.ids import IdSource
from satupintu.kernel.outcome import Answer, Outcome, Refusal
from satupintu.systems.satusehat.contract.errors import LOCKED, WRONG_CREDENTIALS
from satupintu.systems.satusehat.contract.models import TokenForm, TokenReply
from satupintu.systems.satusehat.server.ports import Callers, Tokens
from satupintu.systems.satusehat.server.settings import SatusehatSettings
from satupintu.systems.satusehat.server.token_text import new_token

PRODUCTS: Final = ["api-sandbox"]
ORGANIZATION: Final = "ihs-prod-1"
"""As published, for the sandbox too."""
DEVELOPER: Final = "developer@example.com"
APPLICATION: Final = "992291b8-a613-40aa-b27c-41e480c7585f"

LONGEST_CLIENT_ID: Final = 128
"""Characters; a longer client id belongs to no one and is not worth a lock."""

_NOT_KEPT: Final = {"Cache-Control": "no-store"}
_MILLISECOND: Final = timedelta(milliseconds=1)
_EPOCH: Final = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


class TokenDesk:
    """Where tokens are issued."""

    def __init__(self, callers: Callers, tokens: Tokens, settings: SatusehatSettings, ids: IdSource) -> None:
        self._callers = callers
        self._tokens = tokens
        self._settings = settings
        self._ids = ids

    async def issue(self, form: TokenForm, now: datetime) -> Outcome:
        """A new token; 401 for a wrong pair, which locks the client id; 429 for a locked one, whatever the pair.

        A right pair and a wrong one cost the same: one look at the lock and, at most, one row.
        """
        if self._callers.authenticate(form.client_id, form.client_secret.get_secret_value()):
            return await self._issue(form.client_id, now)
        if not self._settings.lock or not _may_be_known(form.client_id):
            return Refusal(401, WRONG_CREDENTIALS)
        locked_for = await self._tokens.lock(form.client_id, now=now, until=now + self._settings.lock)
        return Refusal(401, WRONG_CREDENTIALS) if locked_for is None else _locked(locked_for)

    async def _issue(self, client_id: str, now: datetime) -> Outcome:
        token = new_token(self._ids)
        milliseconds = (now - _EPOCH) // _MILLISECOND
        issued_at = _EPOCH + milliseconds * _MILLISECOND
        expires_at = issued_at + self._settings.token_lifetime
        locked_for = await self._tokens.issue(token, client_id, issued_at=issued_at, expires_at=expires_at)
        if locked_for is not None:
            return _locked(locked_for)
        reply = TokenReply(
            refresh_token_expires_in="0",  # noqa: S106 -- a count of seconds
            api_product_list=f"[{', '.join(PRODUCTS)}]",
            api_product_list_json=PRODUCTS,
            organization_name=ORGANIZATION,
            developer_email=DEVELOPER,
            token_type="BearerToken",  # noqa: S106 -- a word of the document, no secret
            issued_at=str(milliseconds),
            client_id=client_id,
            access_token=token,
            application_name=APPLICATION,
            scope="",
            expires_in=str(self._settings.token_lifetime // timedelta(seconds=1)),
            refresh_count="0",
            status="approved",
        )
        return Answer(reply, headers=_NOT_KEPT)


def _may_be_known(client_id: str) -> bool:
    return 0 < len(client_id) <= LONGEST_CLIENT_ID and client_id.isprintable()


def _locked(remaining: timedelta) -> Refusal:
    return Refusal(429, LOCKED, headers={"Retry-After": str(math.ceil(remaining.total_seconds()))})
