"""The asynchronous client of Talentics."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from typing import Self

import httpx2

from satupintu.systems.talentics.client.endpoint import BASE_URL, RETRIES, ZONE, endpoint, time_zone
from satupintu.systems.talentics.contract.models import Job, JobDetail, JobPage
from satupintu.systems.talentics.contract.operations import JOB, JOBS_PAGE, LONGEST_PAGE, JobCall, PageCall
from satupintu.transport.sending import DEFAULT_TIMEOUT, AsyncTransport
from satupintu.transport.walking import AsyncWalk


class AsyncTalentics:
    """The twin of `Talentics` for asyncio: same methods, same arguments, same errors. Use `async with`."""

    def __init__(
        self,
        app_id: str,
        app_secret: str,
        *,
        base_url: str = BASE_URL,
        http: httpx2.AsyncBaseTransport | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        timeout: timedelta = DEFAULT_TIMEOUT,
        retries: int = RETRIES,
        zone: str = ZONE,
    ) -> None:
        self.zone = time_zone(zone)
        self._transport = AsyncTransport(
            endpoint(app_id, app_secret, base_url, retries), http=http, timeout=timeout, sleep=sleep
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections."""
        await self._transport.close()

    async def jobs_page(self, *, page: int | None = None, per_page: int | None = None) -> JobPage:
        """One page of jobs, by ascending id. `per_page` is at most 100; the vendor's default is unpublished."""
        return await self._transport.call(JOBS_PAGE, PageCall(page=page, per_page=per_page))

    async def job(self, job_id: int) -> JobDetail:
        """One job in full. Raises NotFoundError also for a job of another organization."""
        return (await self._transport.call(JOB, JobCall(job_id=job_id))).data

    def jobs(self, *, per_page: int = LONGEST_PAGE) -> AsyncWalk[Job]:
        """All jobs, page by page as they are needed. Afterwards `complete` says whether all that exist were seen."""
        return AsyncWalk(JOBS_PAGE, PageCall(page=1, per_page=per_page), partial(self._transport.call, JOBS_PAGE))
