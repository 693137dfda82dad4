"""The synchronous client of Talentics."""

from __future__ import annotations

import time
from collections.abc import Callable
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
from satupintu.transport.sending import DEFAULT_TIMEOUT, Transport
from satupintu.transport.walking import Walk


class Talentics:
    """Reads tests, jobs and applicants of your organization from Talentics. Close it after use, or use `with`.

    `app_id` and `app_secret` come from the Talentics Developer Console. `timeout` is per connect, read and write.
    `retries` is how often a call is repeated after network faults and 5xx, with pauses of 1, 2, 4 … seconds. `zone`
    is where dates without a zone are meant: pass `.zone` to `job.due_at` or `exam.moment("started_at", …)`.
    `scores_path` says which of the two published paths of the scores to use. `http` replaces the network, `sleep` the
    waiting, `clock` the time.

    The printed quota of 50 calls in 15 minutes is kept on this side: a call that would exceed it waits, and `on_wait`
    is told until when, about once a second. `pace` says who shares it: True this client alone; a directory, or a store
    such as `satupintu.transport.pacer.MemoryPaces`, all clients, threads and processes that name the same; False keeps
    none. A 429 that comes all the same (somebody else uses the App ID) is waited for and the call repeated, at most
    three times; with `pace=False` it is repeated only when it says how long to wait, and counts as a retry.

    Records keep unknown keys in `model_extra` and the body they came in as `raw`; what is personal in them shows in no
    repr. Every method raises an `ApiError` when the call does not succeed, NotFoundError also for what another
    organization owns, and ValueError for arguments that cannot be sent. Source: https://talentics.id/docs/talentics-api
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
        scores_path: ScoresSpelling = "auto",
        pace: PaceChoice = True,
        clock: Clock | None = None,
        on_wait: Callable[[Pause], None] | None = None,
    ) -> None:
        self.zone = time_zone(zone)
        self._scores_path = ScoresPath(scores_path)
        other_side = endpoint(app_id, app_secret, base_url, retries)
        pacer = pacer_of(pace, other_side.base_url, app_id, clock=clock, on_wait=on_wait)
        self._transport = Transport(other_side, http=http, timeout=timeout, sleep=sleep, pacer=pacer)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def exams_page(self, *, page: Page | None = None, per_page: PageSize | None = None) -> ExamPage:
        """One page of tests, by ascending id. `per_page` is at most 100; the vendor's default is unpublished."""
        return self._transport.call(operations.EXAMS_PAGE, operations.PageCall(page=page, per_page=per_page))

    def exam(self, exam_id: int) -> Exam:
        """One test."""
        return self._transport.call(operations.EXAM, operations.ExamCall(exam_id=exam_id)).data

    def tickets_page(self, exam_id: int, *, page: Page | None = None, per_page: PageSize | None = None) -> TicketPage:
        """One page of the participants of a test, by ascending id."""
        call = operations.TicketsCall(exam_id=exam_id, page=page, per_page=per_page)
        return self._transport.call(operations.TICKETS_PAGE, call)

    def scores(self, ticket_id: int) -> Scores:
        """What a participant scored. Until a first success says which path is right, a 404 costs two calls."""
        call, path = operations.ScoresCall(ticket_id=ticket_id), self._scores_path
        first, second = path.to_ask()
        try:
            return path.answered(first, self._transport.call(first, call))
        except NotFoundError:
            if second is None:
                raise
        return path.answered(second, self._transport.call(second, call))

    def jobs_page(self, *, page: Page | None = None, per_page: PageSize | None = None) -> JobPage:
        """One page of jobs, by ascending id. `per_page` is at most 100; the vendor's default is unpublished."""
        return self._transport.call(operations.JOBS_PAGE, operations.PageCall(page=page, per_page=per_page))

    def job(self, job_id: int) -> JobDetail:
        """One job in full."""
        return self._transport.call(operations.JOB, operations.JobCall(job_id=job_id)).data

    def applicants(self, job_id: int) -> list[Applicant]:
        """All applicants of a job, in one call."""
        return self._transport.call(operations.APPLICANTS, operations.ApplicantsCall(job_id=job_id)).data

    def applicant(self, job_applicant_id: int) -> Applicant:
        """One applicant."""
        return self._transport.call(
            operations.APPLICANT, operations.ApplicantCall(job_applicant_id=job_applicant_id)
        ).data

    def employment_form(self, job_applicant_id: int) -> EmploymentForm:
        """The employment application form of an applicant. Raises NotFoundError while none was submitted."""
        return self._transport.call(
            operations.EMPLOYMENT_FORM, operations.EmploymentFormCall(job_applicant_id=job_applicant_id)
        ).data

    def exams(self, *, per_page: int = LONGEST_PAGE) -> Walk[Exam]:
        """All tests, page by page as they are needed. Afterwards `complete` says whether all that exist were seen."""
        first = operations.PageCall(page=1, per_page=per_page)
        return Walk(operations.EXAMS_PAGE, first, partial(self._transport.call, operations.EXAMS_PAGE))

    def tickets(self, exam_id: int, *, per_page: int = LONGEST_PAGE) -> Walk[Ticket]:
        """All participants of a test, in the same way."""
        first = operations.TicketsCall(exam_id=exam_id, page=1, per_page=per_page)
        return Walk(operations.TICKETS_PAGE, first, partial(self._transport.call, operations.TICKETS_PAGE))

    def jobs(self, *, per_page: int = LONGEST_PAGE) -> Walk[Job]:
        """All jobs, in the same way."""
        first = operations.PageCall(page=1, per_page=per_page)
        return Walk(operations.JOBS_PAGE, first, partial(self._transport.call, operations.JOBS_PAGE))
