"""Master Wilayah, ready to be served: tokens, checks, lists, shape."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Final, cast

from satupintu.kernel.ids import IdSource
from satupintu.kernel.outcome import Answer, Outcome, Refusal
from satupintu.serving.checking import first_refusal
from satupintu.serving.response import COMPRESS_FROM, Response, gzipped, takes_gzip
from satupintu.systems.satusehat.contract.errors import SERVER_FAULTS
from satupintu.systems.satusehat.contract.operations import TOKEN, TokenCall
from satupintu.systems.satusehat.server.checks import DATA_METHODS, Checks, SatusehatExchange
from satupintu.systems.satusehat.server.finished import FinishedAnswers
from satupintu.systems.satusehat.server.handlers import handlers
from satupintu.systems.satusehat.server.ports import Callers, RegionCatalogue, Tokens
from satupintu.systems.satusehat.server.query import RegionQuery
from satupintu.systems.satusehat.server.render import render
from satupintu.systems.satusehat.server.settings import SatusehatSettings
from satupintu.systems.satusehat.server.token_desk import TokenDesk

REQUEST_ID: Final = "X-Request-Id"

HANDLER_TIME: Final = timedelta(seconds=30)
"""How long a request may take before it is answered with 504."""

LARGE: Final = 64 * 1024
"""Bytes; a larger body is compressed in a worker thread, so that others need not wait."""


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
        self._checks = Checks(tokens, settings)
        self._desk = TokenDesk(callers, tokens, settings, ids)
        self._handlers = handlers(regions)
        self._finished = FinishedAnswers()
        self._ids = ids
        self._handler_seconds = handler_time.total_seconds()

    async def answer(self, exchange: SatusehatExchange) -> Outcome:
        """Decide about one request."""
        exchange.headers[REQUEST_ID] = str(self._ids.new())
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
        refusal = await first_refusal(self._checks.of_bearer, exchange)
        if refusal is not None:
            return refusal
        request, version = exchange.request, self._regions.version
        key = (request.path, request.query, takes_gzip(request))
        # The same request was let pass by all other checks before.
        if request.method in DATA_METHODS and (known := self._finished.get(key, version)) is not None:
            return known
        refusal = await first_refusal(self._checks.of_list, exchange)
        if refusal is not None:
            return refusal
        if exchange.operation is None:
            raise RuntimeError("the checks let a request pass without an operation")
        body = self._handlers[exchange.operation.name](cast("RegionQuery", exchange.call))
        answer = await _packed(body) if takes_gzip(request) else Answer(body)
        self._finished.keep(key, version, answer)
        return answer


async def _packed(body: bytes) -> Answer:
    if len(body) < COMPRESS_FROM:
        return Answer(body)
    packed = await asyncio.to_thread(gzipped, body) if len(body) > LARGE else gzipped(body)
    return Answer(packed, headers={"Content-Encoding": "gzip"})
