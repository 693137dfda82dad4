"""The Jobtrain system, ready to be served: checks, handlers, shape."""

from __future__ import annotations

from typing import cast

from satupintu.kernel.ids import IdSource
from satupintu.kernel.outcome import Outcome
from satupintu.serving.checking import first_refusal
from satupintu.serving.response import Response
from satupintu.systems.jobtrain.contract.calls import TokenCall
from satupintu.systems.jobtrain.contract.operations import TOKEN
from satupintu.systems.jobtrain.server.checks import Checks, JobtrainExchange
from satupintu.systems.jobtrain.server.handlers import handlers
from satupintu.systems.jobtrain.server.ports import Accounts, Records, TokenIssuer
from satupintu.systems.jobtrain.server.render import REQUEST_ID, render
from satupintu.systems.jobtrain.server.settings import JobtrainSettings


class JobtrainSystem:
    """Serves the Jobtrain API 1.0. Satisfies `satupintu.serving.system.System`."""

    compress = True

    def __init__(
        self, accounts: Accounts, desk: TokenIssuer, records: Records, settings: JobtrainSettings, ids: IdSource
    ) -> None:
        self._checks = Checks(accounts, settings)
        self._desk = desk
        self._handlers = handlers(records, settings)
        self._ids = ids

    async def answer(self, exchange: JobtrainExchange) -> Outcome:
        """Decide about one request."""
        exchange.headers[REQUEST_ID] = str(self._ids.new())
        refusal = await first_refusal(self._checks.of_path, exchange)
        if refusal is not None:
            return refusal
        of_token = exchange.operation is TOKEN
        refusal = await first_refusal(self._checks.of_token if of_token else self._checks.of_data, exchange)
        if refusal is not None:
            return refusal
        if of_token:
            return await self._desk.issue(cast("TokenCall", exchange.call).body, exchange.now)
        if exchange.caller is None or exchange.operation is None:
            raise RuntimeError("the checks let a request pass without a user or an operation")
        return await self._handlers[exchange.operation.name](exchange, exchange.caller)

    def render(self, outcome: Outcome, exchange: JobtrainExchange) -> Response:
        """Give a decision the shape of Jobtrain."""
        return render(outcome, exchange)
