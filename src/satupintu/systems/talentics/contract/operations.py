"""The operations of the Talentics API v2, each described once.

Source: https://talentics.id/docs/talentics-api. All are GET; two families cover them: a list in pages, and an answer
that holds everything at once.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any, Final, cast

from pydantic import Field

from satupintu.kernel.openapi import openapi
from satupintu.kernel.operation import Call, CallT, Operation, ReplyT
from satupintu.kernel.paging import LaravelPage, LaravelPaging
from satupintu.kernel.quota import Quota
from satupintu.systems.talentics.contract.errors import TEXTS
from satupintu.systems.talentics.contract.models import (
    ApplicantReply,
    ApplicantsReply,
    EmploymentFormReply,
    ExamPage,
    ExamReply,
    JobPage,
    JobReply,
    Record,
    ScoresReply,
    TicketPage,
    keep_raw,
)

SOURCE: Final = "https://talentics.id/docs/talentics-api"

LONGEST_PAGE: Final = 100
"""Records a page holds at most."""

QUOTA: Final = Quota(scope="shared", limit=50, window=timedelta(minutes=15))
"""50 requests per 15 minutes. What is counted together is unpublished; we count all limited operations in one."""


Page = Annotated[int, Field(ge=1)]
PageSize = Annotated[int, Field(ge=1, le=LONGEST_PAGE)]


class PageCall(Call):
    """Which page of a list, and how many records a page has. The vendor's default page size is unpublished."""

    page: Page | None = None
    per_page: PageSize | None = None


class ExamCall(Call):
    """Which test."""

    exam_id: int


class TicketsCall(PageCall, ExamCall):
    """Which test, and which page of its participants."""


class ScoresCall(Call):
    """Which participant of a test."""

    ticket_id: int


class JobCall(Call):
    """Which job."""

    job_id: int


class ApplicantsCall(JobCall):
    """The applicants of which job."""


class ApplicantCall(Call):
    """Which applicant. An account that applies for two jobs is two applicants."""

    job_applicant_id: int


class EmploymentFormCall(ApplicantCall):
    """The form of which applicant."""


class TalenticsOperation(Operation[CallT, ReplyT]):
    """An operation whose reply, and every record in it, knows the body in which it came."""

    def read(self, body: bytes) -> ReplyT:
        """Read a reply tolerantly, and keep its body. Raises pydantic's ValidationError."""
        reply = super().read(body)
        data = cast("Record | list[Record]", getattr(reply, "data", []))
        keep_raw(data if isinstance(data, list) else [data], body)
        keep_raw([cast("Record", reply)], body)
        return reply


def _list(
    name: str, path: str, summary: str, *, call: type[CallT], reply: type[LaravelPage[Any]]
) -> Operation[CallT, Any]:
    return TalenticsOperation(
        name=name,
        method="GET",
        path=path,
        summary=summary,
        source=SOURCE,
        call=call,
        reply=reply,
        paging=LaravelPaging(),
        quota=QUOTA,
        repeatable=True,
    )


def _whole(
    name: str,
    path: str,
    summary: str,
    *,
    call: type[CallT],
    reply: type[ReplyT],
    quota: Quota | None = None,
    aliases: tuple[str, ...] = (),
) -> Operation[CallT, ReplyT]:
    return TalenticsOperation(
        name=name,
        method="GET",
        path=path,
        summary=summary,
        source=SOURCE,
        call=call,
        reply=reply,
        aliases=aliases,
        quota=quota,
        repeatable=True,
    )


EXAMS_PAGE: Final[Operation[PageCall, ExamPage]] = _list(
    "exams_page", "/v2/exams", "Tests, page by page", call=PageCall, reply=ExamPage
)
EXAM: Final = _whole("exam", "/v2/exams/{exam_id}", "One test", call=ExamCall, reply=ExamReply, quota=QUOTA)
TICKETS_PAGE: Final[Operation[TicketsCall, TicketPage]] = _list(
    "tickets_page",
    "/v2/exams/{exam_id}/tickets",
    "Participants of a test, page by page",
    call=TicketsCall,
    reply=TicketPage,
)
SCORES: Final = _whole(
    "scores",
    "/v2/exams/tickets/{ticket_id}/scores",
    "Results and scores of a participant",
    call=ScoresCall,
    reply=ScoresReply,
    quota=QUOTA,
    # The page's curl command has the path above, its reference this one.
    aliases=("/v2/exams/ticket/{ticket_id}/scores",),
)
JOBS_PAGE: Final[Operation[PageCall, JobPage]] = _list(
    "jobs_page", "/v2/jobs", "Jobs, page by page", call=PageCall, reply=JobPage
)
JOB: Final = _whole("job", "/v2/jobs/{job_id}", "One job in full", call=JobCall, reply=JobReply)
APPLICANTS: Final = _whole(
    "applicants",
    "/v2/jobs/{job_id}/applicants",
    "All applicants of a job",
    call=ApplicantsCall,
    reply=ApplicantsReply,
)
APPLICANT: Final = _whole(
    "applicant",
    "/v2/jobs/applicants/{job_applicant_id}",
    "One applicant",
    call=ApplicantCall,
    reply=ApplicantReply,
)
EMPLOYMENT_FORM: Final = _whole(
    "employment_form",
    "/v2/jobs/applicants/{job_applicant_id}/employment-application-form",
    "The employment application form of an applicant",
    call=EmploymentFormCall,
    reply=EmploymentFormReply,
)

OPERATIONS: Final[tuple[Operation[Any, Any], ...]] = (
    EXAMS_PAGE,
    EXAM,
    TICKETS_PAGE,
    SCORES,
    JOBS_PAGE,
    JOB,
    APPLICANTS,
    APPLICANT,
    EMPLOYMENT_FORM,
)


def openapi_document() -> dict[str, Any]:
    """The OpenAPI document of these operations."""
    basic = {"type": "http", "scheme": "basic", "description": "App ID and App Secret"}
    return openapi("Talentics API", "v2", OPERATIONS, {"basic": basic}, TEXTS)
