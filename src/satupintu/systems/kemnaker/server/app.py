"""JOSS and TOSS as served systems: the checks, then the handler, in one transaction a request."""

from __future__ import annotations

from functools import partial

from satupintu.kernel.outcome import Answer, Outcome, Refusal
from satupintu.serving.checking import first_refusal
from satupintu.serving.response import Response
from satupintu.serving.turns import turn
from satupintu.systems.kemnaker.server.checks import Checks, KemnakerExchange
from satupintu.systems.kemnaker.server.desk import Desk
from satupintu.systems.kemnaker.server.drafts import DraftReader
from satupintu.systems.kemnaker.server.handlers import HANDLERS, Decided, Sources, Work, written_out
from satupintu.systems.kemnaker.server.ports import Callers, CurrentReferences, Records, Transactions
from satupintu.systems.kemnaker.server.render import render
from satupintu.systems.kemnaker.server.settings import KemnakerSettings


class KemnakerSystem:
    """One environment of JOSS or TOSS."""

    compress = False

    def __init__(
        self, transactions: Transactions, callers: Callers, references: CurrentReferences, settings: KemnakerSettings
    ) -> None:
        self._transactions = transactions
        self._sources = Sources(transactions, references, DraftReader(references))
        self._settings = settings
        self._checks = Checks(callers, settings)

    async def answer(self, exchange: KemnakerExchange) -> Outcome:
        """Run the checks; what they let pass is carried out in a transaction of its own."""
        refusal = await first_refusal(self._checks.before_transaction, exchange)
        if refusal is not None:
            return refusal
        await turn()
        foreseen = await self._foreseen(exchange)
        decided = await self._transactions.run(
            partial(self._within, exchange, foreseen), partial(written_out, exchange)
        )
        return decided if isinstance(decided, (Answer, Refusal)) else await decided()

    def render(self, outcome: Outcome, exchange: KemnakerExchange) -> Response:
        """Give a decision the ministry's shape."""
        return render(outcome, exchange)

    async def _foreseen(self, exchange: KemnakerExchange) -> Refusal | Work:
        """What the request comes to as far as it needs no rows. It is found out here, while others write, and told at
        its place in the order: after the checks of the transaction."""
        for check in self._checks.foreseen:
            refusal = check(exchange)
            if refusal is not None:
                return refusal
        if exchange.operation is None:
            return Refusal(500, "System error.")
        return await HANDLERS[exchange.operation.name](exchange, self._sources)

    def _within(self, exchange: KemnakerExchange, foreseen: Refusal | Work, records: Records) -> Decided:
        for check in self._checks.in_transaction:
            refusal = check(exchange, records)
            if refusal is not None:
                return refusal
        if isinstance(foreseen, Refusal) or exchange.caller is None:
            return foreseen if isinstance(foreseen, Refusal) else Refusal(500, "System error.")
        return foreseen(Desk(records, exchange.caller.owner, exchange.now, self._settings))
