"""The checks of Master Wilayah, in their order. The first one that refuses answers.

Published is that there are refusals, and a few of their texts; the order is ours: data endpoints 401, 404, 405, 400
(`limit` first); the token endpoint 405, content type, size, grant type, then 429 or 401 (see `token_desk`).
"""

from __future__ import annotations

from typing import Final
from urllib.parse import parse_qsl

from pydantic import SecretStr

from satupintu.kernel.outcome import Refusal
from satupintu.serving.exchange import Exchange, Step
from satupintu.systems.satusehat.contract.errors import (
    EXPIRED_BEARER,
    FORM_TOO_LARGE,
    METHOD_NOT_ALLOWED,
    NOT_FOUND,
    UNKNOWN_BEARER,
    WRONG_CONTENT_TYPE,
    WRONG_GRANT_TYPE,
)
from satupintu.systems.satusehat.contract.models import TokenForm
from satupintu.systems.satusehat.contract.operations import FORM, LISTS, PAGES, REGIONS, TokenCall
from satupintu.systems.satusehat.server.ports import Token, Tokens
from satupintu.systems.satusehat.server.query import read_list_query, read_page_query
from satupintu.systems.satusehat.server.settings import SatusehatSettings
from satupintu.systems.satusehat.server.token_text import token_in

GRANT_TYPE: Final = "client_credentials"
FORM_LIMIT: Final = 16 * 1024
"""Bytes of a token request's body; a real one has about 150."""

CHALLENGE: Final = {"WWW-Authenticate": "Bearer"}
DATA_METHODS: Final = frozenset({"GET", "HEAD"})

SatusehatExchange = Exchange[Token]
Checked = Refusal | None


class Checks:
    """The checks as visible lists: `of_token` for the token endpoint, `of_data` for everything else."""

    def __init__(self, tokens: Tokens, settings: SatusehatSettings) -> None:
        self._tokens = tokens
        self._settings = settings
        self._by_path = {operation.path: operation for operation in REGIONS}
        self.of_token: tuple[Step[Token], ...] = (
            self.posts,
            self.sends_form,
            self.has_acceptable_size,
            self.asks_for_client_credentials,
        )
        self.of_data: tuple[Step[Token], ...] = (
            self.has_valid_token,
            self.has_known_path,
            self.has_allowed_method,
            self.has_usable_query,
        )

    def posts(self, exchange: SatusehatExchange) -> Checked:
        """405 unless the method is POST."""
        if exchange.request.method == "POST":
            return None
        return Refusal(405, METHOD_NOT_ALLOWED, headers={"Allow": "POST"})

    def sends_form(self, exchange: SatusehatExchange) -> Checked:
        """400 unless the body is announced as a form."""
        kind, _, _ = exchange.request.headers.get("content-type", "").partition(";")
        return None if kind.strip().lower() == FORM else Refusal(400, WRONG_CONTENT_TYPE)

    async def has_acceptable_size(self, exchange: SatusehatExchange) -> Checked:
        """413 when the body is larger than any token request."""
        return None if await exchange.request.read_body(FORM_LIMIT) else Refusal(413, FORM_TOO_LARGE)

    def asks_for_client_credentials(self, exchange: SatusehatExchange) -> Checked:
        """400 unless the grant type is the documented one, in the query or, if that has none, in the form.

        What the form holds becomes the call; missing fields are blank, and fail as wrong credentials.
        """
        form = dict(
            parse_qsl(
                (exchange.request.body or b"").decode("utf-8", "replace"), keep_blank_values=True, errors="replace"
            )
        )
        grant_type = exchange.request.query_values().get("grant_type") or form.get("grant_type")
        if grant_type != GRANT_TYPE:
            return Refusal(400, WRONG_GRANT_TYPE)
        secret = SecretStr(form.get("client_secret", ""))
        exchange.call = TokenCall(body=TokenForm(client_id=form.get("client_id", ""), client_secret=secret))
        return None

    async def has_valid_token(self, exchange: SatusehatExchange) -> Checked:
        """401 unless the request carries a token that was issued and has not expired."""
        token = token_in(exchange.request.headers.get("authorization", ""))
        known = None if token is None else self._tokens.known(token) or await self._tokens.find(token)
        if known is None:
            return Refusal(401, UNKNOWN_BEARER, headers=CHALLENGE)
        if known.expires_at <= exchange.now:
            return Refusal(401, EXPIRED_BEARER, headers=CHALLENGE)
        exchange.caller = known
        return None

    def has_known_path(self, exchange: SatusehatExchange) -> Checked:
        """404 unless one of the lists has this path."""
        exchange.operation = self._by_path.get(exchange.request.path)
        return None if exchange.operation else Refusal(404, NOT_FOUND)

    def has_allowed_method(self, exchange: SatusehatExchange) -> Checked:
        """405 unless the list is read."""
        if exchange.request.method in DATA_METHODS:
            return None
        return Refusal(405, METHOD_NOT_ALLOWED, headers={"Allow": "GET, HEAD"})

    def has_usable_query(self, exchange: SatusehatExchange) -> Checked:
        """400 for the first unusable parameter; else the query becomes the call."""
        name, query = exchange.operation.name if exchange.operation else "", exchange.request.query
        level = LISTS.get(name)
        found = (
            read_list_query(level, query, self._settings)
            if level is not None
            else read_page_query(PAGES[name], query, self._settings)
        )
        if isinstance(found, Refusal):
            return found
        exchange.call = found
        return None
