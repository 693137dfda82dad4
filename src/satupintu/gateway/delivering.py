"""Sending what the outbox holds: a loop that runs in every worker process."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from typing import Final

from satupintu.kernel.clock import Clock, SystemClock
from satupintu.kernel.errors import ConnectionFailedError, DataError
from satupintu.serving.outbox import LONGEST_TRY, Delivery, Outbox, Result, Senders
from satupintu.transport.posting import post

POLL_SECONDS: Final = 0.5
"""How often the outbox is asked whether something is due; a clock that was moved is noticed as soon."""

PAUSE_SECONDS: Final = 5.0
"""How long to wait when the database does not answer."""

AT_ONCE: Final = 8
"""How many deliveries a worker has under way at the same time."""

STOP_SECONDS: Final = 5.0
"""How long deliveries under way may take once the worker is told to stop. What is cut off is sent again later."""

log = logging.getLogger("satupintu.gateway")


class Deliverer:
    """Sends deliveries that are due. Any number of them, in any number of processes, share one outbox.

    `machine` tells the machine's time, by which claims last.
    """

    def __init__(self, outbox: Outbox, senders: Senders, clock: Clock, *, machine: Clock | None = None) -> None:
        self._outbox = outbox
        self._senders = senders
        self._clock = clock
        self._machine = machine or SystemClock()

    async def run(self, stopped: asyncio.Event) -> None:
        """Send whatever becomes due until told to stop; then finish what is under way."""
        while not stopped.is_set():
            try:
                tried = await self.deliver_due(self._clock.now()) if await self._is_any_due() else 0
                pause = 0 if tried else POLL_SECONDS
            except Exception as error:  # noqa: BLE001 - whatever it is, deliveries go on once it has passed
                why = str(error) if isinstance(error, DataError) else type(error).__name__
                log.warning("deliveries wait: %s", why)
                pause = PAUSE_SECONDS
            with suppress(TimeoutError):
                await asyncio.wait_for(stopped.wait(), pause)

    @asynccontextmanager
    async def running(self) -> AsyncGenerator[None]:
        """Send in the background while the block runs."""
        stopped = asyncio.Event()
        task = asyncio.create_task(self.run(stopped))
        try:
            yield
        finally:
            stopped.set()
            with suppress(TimeoutError):
                await asyncio.wait_for(task, STOP_SECONDS)

    async def deliver_due(self, now: datetime) -> int:
        """Try some of the deliveries that are due, together; returns how many. Raises DataError."""
        claimed = await self._outbox.claim(AT_ONCE, now, self._machine.now())
        ended = await asyncio.gather(*(self._deliver(each, now) for each in claimed), return_exceptions=True)
        for outcome in ended:
            if outcome is not None:
                raise outcome
        return len(claimed)

    async def _is_any_due(self) -> bool:
        return await asyncio.to_thread(self._outbox.has_due, self._clock.now(), self._machine.now())

    async def _deliver(self, claimed: Delivery, now: datetime) -> None:
        result = await self._tried(claimed, now)
        await self._outbox.settle(claimed, result, started_at=now, finished_at=self._clock.now())

    async def _tried(self, claimed: Delivery, now: datetime) -> Result:
        sender = self._senders.get((claimed.system, claimed.environment))
        if sender is None:
            return Result(success=False, fault="nothing here sends for this system")
        try:
            headers = await asyncio.to_thread(sender.headers_for, claimed, now)
            timeout = min(sender.timeout, LONGEST_TRY)
            status = await post(claimed.url, headers=headers, body=claimed.body.encode(), timeout=timeout)
        except ConnectionFailedError as error:
            return Result(success=False, fault=str(error))
        except Exception as error:  # noqa: BLE001 - whatever it is, the others go on; its words may be personal
            return Result(success=False, fault=f"could not be sent ({type(error).__name__})")
        return Result(success=sender.is_success(status), status=status)
