"""Writing down what has expired at JOSS and TOSS, so that clients are told: a loop in every worker process."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from typing import Final

from satupintu.kernel.clock import Clock
from satupintu.kernel.errors import DataError
from satupintu.store.kemnaker_office import SqlKemnakerOffice
from satupintu.systems.kemnaker.server.reviewing import expire

POLL_SECONDS: Final = 1.0
"""How often it is asked whether anything has expired; a clock that was moved is noticed as soon."""

log = logging.getLogger("satupintu.gateway")


class Expirer:
    """Any number of them, in any number of processes, write each expiry down once: what is written is due no more."""

    def __init__(self, records: SqlKemnakerOffice, clock: Clock) -> None:
        self._records = records
        self._clock = clock

    @asynccontextmanager
    async def running(self) -> AsyncGenerator[None]:
        """Look again and again in the background while the block runs."""
        stopped = asyncio.Event()
        task = asyncio.create_task(self._run(stopped))
        try:
            yield
        finally:
            stopped.set()
            await task

    async def expire_due(self) -> int:
        """Write down some of what has expired; returns how many records that were. Raises DataError."""
        now = self._clock.now()
        if not await asyncio.to_thread(self._records.has_due, now):
            return 0
        return await asyncio.to_thread(self._records.run, lambda records: expire(records, now))

    async def _run(self, stopped: asyncio.Event) -> None:
        while not stopped.is_set():
            try:
                pause = 0 if await self.expire_due() else POLL_SECONDS
            except Exception as error:  # noqa: BLE001 - whatever it is, looking goes on once it has passed
                log.warning("expiries wait: %s", str(error) if isinstance(error, DataError) else type(error).__name__)
                pause = POLL_SECONDS
            with suppress(TimeoutError):
                await asyncio.wait_for(stopped.wait(), pause)
