"""The Talentics system, ready to be served: checks, handlers, shape."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final, cast

from satupintu.kernel.outcome import Answer, Outcome
from satupintu.serving.checking import first_refusal
from satupintu.serving.exchange import Exchange, Scope
from satupintu.serving.finished import FinishedAnswer, FinishedAnswers, packed
from satupintu.serving.response import Response, WireHeaders, wire_form
from satupintu.systems.talentics.contract.errors import ErrorProfile
from satupintu.systems.talentics.server.checks import Checks, credential
from satupintu.systems.talentics.server.handlers import handlers
from satupintu.systems.talentics.server.ports import Caller, Callers, JobCatalogue, QuotaWindows, RecordCatalogue
from satupintu.systems.talentics.server.render import render
from satupintu.systems.talentics.server.settings import TalenticsSettings

MOST_BYTES: Final = 96 * 1024 * 1024
"""How much of finished pages is kept: a walk over 100,000 jobs of the published size, so that the next one finds it."""


class TalenticsSystem:
    """Serves the Talentics API v2 from catalogues of records. Satisfies `satupintu.serving.system.System`.

    While no quota is counted, pages of lists that were given before are kept as finished answers, for one `generation`
    of the data: a number that is another one after every change of records or credentials.
    """

    compress = True

    def __init__(
        self,
        jobs: JobCatalogue,
        records: RecordCatalogue,
        callers: Callers,
        windows: QuotaWindows,
        settings: TalenticsSettings,
        *,
        generation: Callable[[], int] | None = None,
    ) -> None:
        self._callers = callers
        self._checks = Checks(callers, windows, settings)
        self._handlers = handlers(jobs, records, settings)
        self._profile: ErrorProfile = settings.error_profile
        # A request that is to be counted must pass the checks.
        self._generation = None if settings.rate_limit else generation
        self._finished = FinishedAnswers(MOST_BYTES)

    def at_hand(self, scope: Scope, now: datetime) -> tuple[WireHeaders, bytes] | None:  # noqa: ARG002 -- no answer kept here ends by the clock
        """A page given before, to a request whose pair is still accepted: the one check that may fail by now."""
        path: bytes | None = scope.get("raw_path")
        if self._generation is None or path is None or scope["method"] != "GET":
            return None
        named: dict[bytes, bytes] = dict(scope["headers"])
        if len(named) < len(scope["headers"]):
            return None  # a header that is repeated takes the way through all checks
        pair = credential(named.get(b"authorization", b"").decode("latin-1"))
        if pair is None:
            return None
        reached = (scope["scheme"], named.get(b"host", b""), scope.get("satupintu.mount", ""))
        asked = (path, scope["query_string"], named.get(b"accept-encoding", b""))
        found = self._finished.get((pair[0], *reached, *asked), self._generation())
        # The credentials of this generation are in memory, for the kept answer was made with them.
        if found is None or self._callers.authenticate(*pair) is None:
            return None
        return list(found.headers), found.body

    async def answer(self, exchange: Exchange[Caller]) -> Outcome:
        """Decide about one request."""
        generation = self._generation() if self._generation else None
        refusal = await first_refusal(self._checks.in_order, exchange)
        if refusal is not None:
            return refusal
        if exchange.caller is None or exchange.operation is None:
            raise RuntimeError("the checks let a request pass without a caller or an operation")
        outcome = await self._handlers[exchange.operation.name](exchange, exchange.caller)
        is_page = isinstance(outcome, Answer) and exchange.operation.paging is not None
        if generation is None or not is_page or exchange.request.method != "GET":
            return outcome
        return await self._kept(cast("Answer", outcome), exchange, exchange.caller, generation)

    def render(self, outcome: Outcome, exchange: Exchange[Caller]) -> Response:  # noqa: ARG002 -- the shape needs no request here
        """Give a decision the shape of Talentics."""
        return render(outcome, self._profile)

    async def _kept(self, answer: Answer, exchange: Exchange[Caller], caller: Caller, generation: int) -> Answer:
        request = exchange.request
        accepted = request.headers.get("accept-encoding", "")
        answer = await packed(cast("bytes", answer.body), accepted)
        headers, body = wire_form(self.render(answer, exchange), accepted, compress=self.compress)
        # All of where the request went stands in the links of the page.
        reached = (request.scheme, request.headers.get("host", "").encode("latin-1"), request.mount)
        asked = (request.raw_path.encode("latin-1"), request.query.encode("latin-1"), accepted.encode("latin-1"))
        self._finished.keep((caller.app_id, *reached, *asked), generation, FinishedAnswer(headers, body))
        return answer
