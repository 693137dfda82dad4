"""Master Wilayah, ready to be served: tokens, checks, lists, shape."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Final, cast

from satupintu.kernel.ids import IdSource
from satupintu.kernel.outcome import Outcome, Refusal
from satupintu.serving.checking import first_refusal
from satupintu.serving.exchange import Scope
from satupintu.serving.finished import FinishedAnswer, FinishedAnswers, packed
from satupintu.serving.response import Response, WireHeaders, wire_form
from satupintu.systems.satusehat.contract.errors import SERVER_FAULTS
from satupintu.systems.satusehat.contract.operations import TOKEN, TokenCall
from satupintu.systems.satusehat.server.checks import Checks, SatusehatExchange
from satupintu.systems.satusehat.server.handlers import handlers
from satupintu.systems.satusehat.server.ports import Callers, RegionCatalogue, Tokens
from satupintu.systems.satusehat.server.query import RegionQuery
from satupintu.systems.satusehat.server.render import render
from satupintu.systems.satusehat.server.request_ids import RequestIds
from satupintu.systems.satusehat.server.settings import SatusehatSettings
from satupintu.systems.satusehat.server.token_desk import TokenDesk

HANDLER_TIME: Final = timedelta(seconds=30)
"""How long a request may take before it is answered with 504."""

_BEARER: Final = b"Bearer "
"""As nearly all clients write it; other spellings take the way through all checks."""


class SatusehatSystem:
    """Serves Master Wilayah from a catalogue of regions. Satisfies `satupintu.serving.system.System`."""

    compress = True

    def __init__(
        self,
        regions: RegionCatalogue,
        tokens: Tokens,
        callers: Callers,
        settings: SatusehatSettings,
        ids: IdSource,
        handler_time: timedelta = HANDLER_TIME,
    ) -> None:
        self._regions = regions
        self._tokens = tokens
        self._checks = Checks(tokens, settings)
        self._desk = TokenDesk(callers, tokens, settings, ids)
        self._handlers = handlers(regions)
        self._finished = FinishedAnswers()
        self._request_ids = RequestIds(ids)
        self._handler_seconds = handler_time.total_seconds()

    def at_hand(self, scope: Scope, now: datetime) -> tuple[WireHeaders, bytes] | None:
        """An answer given before, to a request whose token is at hand and valid: the one check that may fail by now."""
        path: bytes | None = scope.get("raw_path")
        if path is None or scope["method"] != "GET":
            return None
        authorization = accepted = b""
        for name, value in scope["headers"]:
            if name == b"authorization":
                authorization = authorization + b", " + value if authorization else value
            elif name == b"accept-encoding":
                accepted = value
        key = (scope.get("satupintu.mount", ""), path, scope["query_string"], accepted)
        answer = self._finished.get(key, self._regions.version)
        if answer is None or not authorization.startswith(_BEARER):
            return None
        known = self._tokens.known(authorization[len(_BEARER) :].decode("latin-1"))
        if known is None or known.expires_at <= now:
            return None
        return [(b"x-request-id", self._request_ids.new().encode("ascii")), *answer.headers], answer.body

    async def answer(self, exchange: SatusehatExchange) -> Outcome:
        """Decide about one request."""
        exchange.headers["X-Request-Id"] = self._request_ids.new()
        try:
            async with asyncio.timeout(self._handler_seconds):
                if exchange.request.path == TOKEN.path:
                    return await self._answer_token(exchange)
                return await self._answer_data(exchange)
        except TimeoutError:
            return Refusal(504, SERVER_FAULTS[504])

    def render(self, outcome: Outcome, exchange: SatusehatExchange) -> Response:
        """Give a decision the shape of Master Wilayah."""
        return render(outcome, exchange)

    async def _answer_token(self, exchange: SatusehatExchange) -> Outcome:
        exchange.operation = TOKEN
        refusal = await first_refusal(self._checks.of_token, exchange)
        if refusal is not None:
            return refusal
        return await self._desk.issue(cast("TokenCall", exchange.call).body, exchange.now)

    async def _answer_data(self, exchange: SatusehatExchange) -> Outcome:
        refusal = await first_refusal(self._checks.of_data, exchange)
        if refusal is not None:
            return refusal
        if exchange.operation is None:
            raise RuntimeError("the checks let a request pass without an operation")
        request, version = exchange.request, self._regions.version
        body = self._handlers[exchange.operation.name](cast("RegionQuery", exchange.call))
        accepted = request.headers.get("accept-encoding", "")
        answer = await packed(body, accepted)
        headers, body = wire_form(self.render(answer, exchange), accepted, compress=self.compress)
        path, query = request.raw_path.encode("latin-1"), request.query.encode("latin-1")
        key = (request.mount, path, query, accepted.encode("latin-1"))
        self._finished.keep(key, version, FinishedAnswer(headers, body))
        return answer
