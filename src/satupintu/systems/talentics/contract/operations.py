"""The operations of the Talentics API v2, each described once.

Source: https://talentics.id/docs/talentics-api. All are GET; two families cover them: a list in pages, and one record.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any, Final

from pydantic import Field

from satupintu.kernel.openapi import openapi
from satupintu.kernel.operation import Call, CallT, Operation, ReplyT
from satupintu.kernel.paging import LaravelPage, LaravelPaging
from satupintu.kernel.quota import Quota
from satupintu.systems.talentics.contract.errors import TEXTS
from satupintu.systems.talentics.contract.models import JobPage, JobReply

SOURCE: Final = "https://talentics.id/docs/talentics-api"

LONGEST_PAGE: Final = 100
"""Records a page holds at most."""

QUOTA: Final = Quota(scope="shared", limit=50, window=timedelta(minutes=15))
"""50 requests per 15 minutes. What is counted together is unpublished; we count all limited operations in one."""


class PageCall(Call):
    """Which page of a list, and how many records a page has. The vendor's default page size is unpublished."""

    page: Annotated[int, Field(ge=1)] | None = None
    per_page: Annotated[int, Field(ge=1, le=LONGEST_PAGE)] | None = None


class JobCall(Call):
    """Which job."""

    job_id: int


def _list(
    name: str, path: str, summary: str, *, call: type[CallT], reply: type[LaravelPage[Any]]
) -> Operation[CallT, Any]:
    return Operation(
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


def _record(
    name: str, path: str, summary: str, *, call: type[CallT], reply: type[ReplyT], quota: Quota | None = None
) -> Operation[CallT, ReplyT]:
    return Operation(
        name=name,
        method="GET",
        path=path,
        summary=summary,
        source=SOURCE,
        call=call,
        reply=reply,
        quota=quota,
        repeatable=True,
    )


JOBS_PAGE: Final[Operation[PageCall, JobPage]] = _list(
    "jobs_page", "/v2/jobs", "Jobs, page by page", call=PageCall, reply=JobPage
)
JOB: Final = _record("job", "/v2/jobs/{job_id}", "One job in full", call=JobCall, reply=JobReply)

OPERATIONS: Final[tuple[Operation[Any, Any], ...]] = (JOBS_PAGE, JOB)


def openapi_document() -> dict[str, Any]:
    """The OpenAPI document of these operations."""
    basic = {"type": "http", "scheme": "basic", "description": "App ID and App Secret"}
    return openapi("Talentics API", "v2", OPERATIONS, {"basic": basic}, TEXTS)
