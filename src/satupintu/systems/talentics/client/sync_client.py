"""The synchronous client of Talentics."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Self

import httpx2

from satupintu.systems.talentics.client.endpoint import BASE_URL, RETRIES, ZONE, endpoint, time_zone
from satupintu.systems.talentics.contract.models import Job, JobDetail, JobPage
from satupintu.systems.talentics.contract.operations import JOB, JOBS_PAGE, LONGEST_PAGE, JobCall, PageCall
from satupintu.transport.sending import DEFAULT_TIMEOUT, Transport
from satupintu.transport.walking import Walk


class Talentics:
    """Reads jobs of your organization from Talentics. Close it after use, or use `with`.

    `app_id` and `app_secret` come from the Talentics Developer Console. `timeout` is per connect, read and write.
    `retries` is how often a call is repeated after network faults and 5xx, with pauses of 1, 2, 4 … seconds; a 429
    is repeated after the wait it asks for, at most 15 minutes. `zone` is where dates without a zone are meant:
    pass `.zone` to `job.due_at`. `http` replaces the network, `sleep` the waiting between attempts.

    Every method raises an `ApiError` when the call does not succeed, and ValueError for arguments that cannot be
    sent. Source: https://talentics.id/docs/talentics-api
    """

    def __init__(
        self,
        app_id: str,
        app_secret: str,
        *,
        base_url: str = BASE_URL,
        http: httpx2.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
        timeout: timedelta = DEFAULT_TIMEOUT,
        retries: int = RETRIES,
        zone: str = ZONE,
    ) -> None:
        self.zone = time_zone(zone)
        self._transport = Transport(
            endpoint(app_id, app_secret, base_url, retries), http=http, timeout=timeout, sleep=sleep
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def jobs_page(self, *, page: int | None = None, per_page: int | None = None) -> JobPage:
        """One page of jobs, by ascending id. `per_page` is at most 100; the vendor's default is unpublished."""
        return self._transport.call(JOBS_PAGE, PageCall(page=page, per_page=per_page))

    def job(self, job_id: int) -> JobDetail:
        """One job in full. Raises NotFoundError also for a job of another organization."""
        return self._transport.call(JOB, JobCall(job_id=job_id)).data

    def jobs(self, *, per_page: int = LONGEST_PAGE) -> Walk[Job]:
        """All jobs, page by page as they are needed. Afterwards `complete` says whether all that exist were seen."""
        return Walk(JOBS_PAGE, PageCall(page=1, per_page=per_page), partial(self._transport.call, JOBS_PAGE))
