"""The Talentics system, ready to be served: checks, handlers, shape."""

from __future__ import annotations

from satupintu.kernel.outcome import Outcome
from satupintu.serving.checking import first_refusal
from satupintu.serving.exchange import Exchange
from satupintu.serving.response import Response
from satupintu.systems.talentics.contract.errors import ErrorProfile
from satupintu.systems.talentics.server.checks import Checks
from satupintu.systems.talentics.server.handlers import handlers
from satupintu.systems.talentics.server.ports import Caller, Callers, JobCatalogue
from satupintu.systems.talentics.server.render import render
from satupintu.systems.talentics.server.settings import TalenticsSettings


class TalenticsSystem:
    """Serves the Talentics API v2 from a catalogue of jobs. Satisfies `satupintu.serving.system.System`."""

    compress = True

    def __init__(self, jobs: JobCatalogue, callers: Callers, settings: TalenticsSettings) -> None:
        self._checks = Checks(callers, settings)
        self._handlers = handlers(jobs, settings)
        self._profile: ErrorProfile = settings.error_profile

    async def answer(self, exchange: Exchange[Caller]) -> Outcome:
        """Decide about one request."""
        refusal = await first_refusal(self._checks.in_order, exchange)
        if refusal is not None:
            return refusal
        if exchange.caller is None or exchange.operation is None:
            raise RuntimeError("the checks let a request pass without a caller or an operation")
        return await self._handlers[exchange.operation.name](exchange, exchange.caller)

    def render(self, outcome: Outcome, exchange: Exchange[Caller]) -> Response:  # noqa: ARG002 -- the shape needs no request here
        """Give a decision the shape of Talentics."""
        return render(outcome, self._profile)
