"""The asynchronous client of Talentics."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from typing import Self

import httpx2

from satupintu.kernel.clock import Clock
from satupintu.kernel.errors import NotFoundError
from satupintu.systems.talentics.client.endpoint import BASE_URL, RETRIES, ZONE, endpoint, time_zone
from satupintu.systems.talentics.client.scores_path import ScoresPath, ScoresSpelling
from satupintu.systems.talentics.contract import operations
from satupintu.systems.talentics.contract.models import (
    Applicant,
    EmploymentForm,
    Exam,
    ExamPage,
    Job,
    JobDetail,
    JobPage,
    Scores,
    Ticket,
    TicketPage,
)
from satupintu.systems.talentics.contract.operations import LONGEST_PAGE, Page, PageSize
from satupintu.transport.pacer import PaceChoice, pacer_of
from satupintu.transport.pacing import Pause
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
        scores_path: ScoresSpelling = "auto",
        pace: PaceChoice = True,
        clock: Clock | None = None,
        on_wait: Callable[[Pause], None] | None = None,
    ) -> None:
        self.zone = time_zone(zone)
        self._scores_path = ScoresPath(scores_path)
        other_side = endpoint(app_id, app_secret, base_url, retries)
        pacer = pacer_of(pace, other_side.base_url, app_id, clock=clock, on_wait=on_wait)
        self._transport = AsyncTransport(other_side, http=http, timeout=timeout, sleep=sleep, pacer=pacer)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections."""
        await self._transport.close()

    async def exams_page(self, *, page: Page | None = None, per_page: PageSize | None = None) -> ExamPage:
        """One page of tests, by ascending id. `per_page` is at most 100; the vendor's default is unpublished."""
        return await self._transport.call(operations.EXAMS_PAGE, operations.PageCall(page=page, per_page=per_page))

    async def exam(self, exam_id: int) -> Exam:
        """One test."""
        return (await self._transport.call(operations.EXAM, operations.ExamCall(exam_id=exam_id))).data

    async def tickets_page(
        self, exam_id: int, *, page: Page | None = None, per_page: PageSize | None = None
    ) -> TicketPage:
        """One page of the participants of a test, by ascending id."""
        call = operations.TicketsCall(exam_id=exam_id, page=page, per_page=per_page)
        return await self._transport.call(operations.TICKETS_PAGE, call)

    async def scores(self, ticket_id: int) -> Scores:
        """What a participant scored. Until a first success says which path is right, a 404 costs two calls."""
        call, path = operations.ScoresCall(ticket_id=ticket_id), self._scores_path
        first, second = path.to_ask()
        try:
            return path.answered(first, await self._transport.call(first, call))
        except NotFoundError:
            if second is None:
                raise
        return path.answered(second, await self._transport.call(second, call))

    async def jobs_page(self, *, page: Page | None = None, per_page: PageSize | None = None) -> JobPage:
        """One page of jobs, by ascending id. `per_page` is at most 100; the vendor's default is unpublished."""
        return await self._transport.call(operations.JOBS_PAGE, operations.PageCall(page=page, per_page=per_page))

    async def job(self, job_id: int) -> JobDetail:
        """One job in full."""
        return (await self._transport.call(operations.JOB, operations.JobCall(job_id=job_id))).data

    async def applicants(self, job_id: int) -> list[Applicant]:
        """All applicants of a job, in one call."""
        return (await self._transport.call(operations.APPLICANTS, operations.ApplicantsCall(job_id=job_id))).data

    async def applicant(self, job_applicant_id: int) -> Applicant:
        """One applicant."""
        return (
            await self._transport.call(
                operations.APPLICANT, operations.ApplicantCall(job_applicant_id=job_applicant_id)
            )
        ).data

    async def employment_form(self, job_applicant_id: int) -> EmploymentForm:
        """The employment application form of an applicant. Raises NotFoundError while none was submitted."""
        return (
            await self._transport.call(
                operations.EMPLOYMENT_FORM, operations.EmploymentFormCall(job_applicant_id=job_applicant_id)
            )
        ).data

    def exams(self, *, per_page: int = LONGEST_PAGE) -> AsyncWalk[Exam]:
        """All tests, page by page as they are needed. Afterwards `complete` says whether all that exist were seen."""
        first = operations.PageCall(page=1, per_page=per_page)
        return AsyncWalk(operations.EXAMS_PAGE, first, partial(self._transport.call, operations.EXAMS_PAGE))

    def tickets(self, exam_id: int, *, per_page: int = LONGEST_PAGE) -> AsyncWalk[Ticket]:
        """All participants of a test, in the same way."""
        first = operations.TicketsCall(exam_id=exam_id, page=1, per_page=per_page)
        return AsyncWalk(operations.TICKETS_PAGE, first, partial(self._transport.call, operations.TICKETS_PAGE))

    def jobs(self, *, per_page: int = LONGEST_PAGE) -> AsyncWalk[Job]:
        """All jobs, in the same way."""
        first = operations.PageCall(page=1, per_page=per_page)
        return AsyncWalk(operations.JOBS_PAGE, first, partial(self._transport.call, operations.JOBS_PAGE))
