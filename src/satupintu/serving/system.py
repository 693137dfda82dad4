"""A served system as one ASGI application: checks in their order, then the answer in the vendor's shape."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Generic, Protocol, TypeVar, runtime_checkable

from satupintu.kernel.clock import Clock
from satupintu.kernel.outcome import Outcome, Refusal
from satupintu.serving.exchange import DisconnectedError, Exchange, Receive, Request, Scope, Send
from satupintu.serving.faults import ConnectionDroppedError, FaultPlan
from satupintu.serving.response import Response, WireHeaders, send_response, wire_date

CallerT = TypeVar("CallerT")

log = logging.getLogger("satupintu.serving")


class System(Protocol[CallerT]):
    """What a system's `server/app.py` provides."""

    compress: bool

    async def answer(self, exchange: Exchange[CallerT]) -> Outcome:
        """Decide about one request."""
        ...

    def render(self, outcome: Outcome, exchange: Exchange[CallerT]) -> Response:
        """Give a decision the vendor's shape."""
        ...


@runtime_checkable
class PromptSystem(Protocol):
    """A system that has finished answers at hand."""

    def at_hand(self, scope: Scope, now: datetime) -> tuple[WireHeaders, bytes] | None:
        """Headers and body of a success, when the same request passed all checks before and would pass them now.

        None leaves the request to `System.answer`, and so does an error: it is met again there.
        """
        ...


class SystemApp(Generic[CallerT]):
    """The ASGI application around a system. A fault of ours is a 500 in the vendor's shape, with no detail in it.

    `faults` are those a sandbox plays on request. Raises ConnectionDroppedError where one cuts the connection.
    """

    def __init__(self, system: System[CallerT], clock: Clock, faults: FaultPlan | None = None) -> None:
        self._system = system
        self._clock = clock
        self._faults = faults
        self._at_hand = system.at_hand if isinstance(system, PromptSystem) else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        now = self._clock.now()
        planned = self._faults if self._faults is not None and not self._faults.is_empty else None
        if self._at_hand is not None and planned is None:
            try:
                found = self._at_hand(scope, now)
            except Exception:  # noqa: BLE001 -- the way through all checks meets it again, and logs it
                found = None
            if found is not None:
                headers, body = found
                headers.append((b"date", wire_date(now)))
                await send({"type": "http.response.start", "status": 200, "headers": headers})
                await send({"type": "http.response.body", "body": body})
                return
        exchange: Exchange[CallerT] = Exchange(Request.from_scope(scope, receive), now)
        try:
            outcome = await self._decide(exchange, planned)
        except DisconnectedError:
            return
        except ConnectionDroppedError:
            raise
        except Exception:
            log.exception("%s %s failed", exchange.request.method, exchange.request.raw_path)
            outcome = Refusal(500, "Server Error")
        await send_response(self._system.render(outcome, exchange), exchange, send, compress=self._system.compress)

    async def _decide(self, exchange: Exchange[CallerT], planned: FaultPlan | None) -> Outcome:
        if planned is not None:
            fault = await planned.strike(exchange.request.method, exchange.request.path)
            if fault is not None:
                return await fault.play(lambda: self._system.answer(exchange))
        return await self._system.answer(exchange)
