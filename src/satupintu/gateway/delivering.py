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
from satupintu.serving.outbox import LONGEST_TRY, Delivery, Outbox, Owner, Result, Senders
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
        self._under_way: dict[asyncio.Task[None], Owner] = {}

    async def run(self, stopped: asyncio.Event) -> None:
        """Send whatever becomes due until told to stop; then finish what is under way."""
        stopping = asyncio.create_task(stopped.wait())
        try:
            while not stopped.is_set():
                try:
                    self._clear_ended()
                    pause = 0 if await self._begin_due(self._clock.now()) else POLL_SECONDS
                    awaited = {stopping, *self._under_way}
                except Exception as error:  # noqa: BLE001 - whatever it is, deliveries go on once it has passed
                    why = str(error) if isinstance(error, DataError) else type(error).__name__
                    log.warning("deliveries wait: %s", why)
                    pause, awaited = PAUSE_SECONDS, {stopping}
                await asyncio.wait(awaited, timeout=pause, return_when=asyncio.FIRST_COMPLETED)
            await asyncio.gather(*self._under_way, return_exceptions=True)
        finally:
            for task in (stopping, *self._under_way):
                task.cancel()

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
        """Try everything that is due, and wait for the answers; returns how many tries that were. Raises DataError."""
        tried = 0
        while (begun := await self._begin_due(now)) or self._under_way:
            tried += begun
            await asyncio.wait(self._under_way, return_when=asyncio.FIRST_COMPLETED)
            self._clear_ended()
        return tried

    async def _begin_due(self, now: datetime) -> int:
        """Begin to try as many of the deliveries that are due as there is room for; returns how many."""
        room = AT_ONCE - len(self._under_way)
        machine_now = self._machine.now()
        if not room or not await asyncio.to_thread(self._outbox.has_due, now, machine_now):
            return 0
        owners = list(self._under_way.values())
        claimed = await self._outbox.claim(room, now, machine_now, under_way=owners)
        for each in claimed:
            self._under_way[asyncio.create_task(self._deliver(each, now))] = each.whose
        return len(claimed)

    def _clear_ended(self) -> None:
        """Make room again. Raises what kept the outbox from recording a result."""
        ended = [task for task in self._under_way if task.done()]
        for task in ended:
            del self._under_way[task]
        for fault in [task.exception() for task in ended]:
            if fault is not None:
                raise fault

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
