"""JOSS as a served system: the checks, then the handler, in one transaction a request."""

from __future__ import annotations

from satupintu.kernel.outcome import Outcome, Refusal
from satupintu.serving.checking import first_refusal
from satupintu.serving.response import Response
from satupintu.systems.kemnaker.server.checks import Checks, KemnakerExchange
from satupintu.systems.kemnaker.server.handlers import HANDLERS
from satupintu.systems.kemnaker.server.ports import Callers, Records, ReferenceData, Transactions
from satupintu.systems.kemnaker.server.render import render
from satupintu.systems.kemnaker.server.settings import KemnakerSettings
from satupintu.systems.kemnaker.server.vacancies import VacancyDesk


class KemnakerSystem:
    """One environment of JOSS."""

    compress = False

    def __init__(
        self, transactions: Transactions, callers: Callers, references: ReferenceData, settings: KemnakerSettings
    ) -> None:
        self._transactions = transactions
        self._references = references
        self._settings = settings
        self._checks = Checks(callers, settings)

    async def answer(self, exchange: KemnakerExchange) -> Outcome:
        """Run the checks; what they let pass is carried out in a transaction of its own."""
        refusal = await first_refusal(self._checks.before_transaction, exchange)
        if refusal is not None:
            return refusal
        return await self._transactions.run(lambda records: self._within(records, exchange))

    def render(self, outcome: Outcome, exchange: KemnakerExchange) -> Response:
        """Give a decision the ministry's shape."""
        return render(outcome, exchange)

    def _within(self, records: Records, exchange: KemnakerExchange) -> Outcome:
        for check in self._checks.in_transaction:
            refusal = check(exchange, records)
            if refusal is not None:
                return refusal
        if exchange.caller is None or exchange.operation is None:
            return Refusal(500, "System error.")
        desk = VacancyDesk(records, self._references, exchange.caller.owner, exchange.now, self._settings.reviews)
        try:
            with records.savepoint():
                outcome = HANDLERS[exchange.operation.name](desk, exchange)
                if isinstance(outcome, Refusal):
                    raise _RefusedError(outcome)
                return outcome
        except _RefusedError as refused:
            return refused.refusal


class _RefusedError(Exception):
    """Undoes the work of a refused request; the memory of its Request-Id stays."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.status)
        self.refusal = refusal
