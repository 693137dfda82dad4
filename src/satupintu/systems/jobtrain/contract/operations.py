"""The operations of the Jobtrain API 1.0, each described once, in the order of its catalogue.

Sources: the vendor's getting-started guide (token, list of jobs, application detail); its published collection, whose
paths a third-party inventory has; and its user guide, which names the use cases whose paths are ours.
"""

from __future__ import annotations

from typing import Any, Final

from satupintu.kernel.openapi import openapi
from satupintu.kernel.operation import Operation
from satupintu.systems.jobtrain.contract import restrictions as permissions
from satupintu.systems.jobtrain.contract.calls import (
    ApplicationByIdCall,
    ApplicationCall,
    ApplicationDetailCall,
    CandidateCall,
    DbsStatusCall,
    DbsUniqueIdCall,
    DirectApplyCall,
    JobCall,
    JobsPageCall,
    PageCall,
    PageOfApplicationCall,
    PageOfJobCall,
    TokenCall,
)
from satupintu.systems.jobtrain.contract.errors import TEXTS
from satupintu.systems.jobtrain.contract.kinds import GUIDE, OURS, one, pages, write
from satupintu.systems.jobtrain.contract.models import (
    Application,
    ApplicationShort,
    DbsReady,
    DbsReference,
    DbsStatus,
    DirectApplyResult,
    JobCandidate,
    JobDetail,
    JobSummary,
    OnboardingItem,
    OnboardingOverview,
    Page,
    RecentApplication,
    StarterForm,
    StarterShort,
    Token,
)
from satupintu.systems.jobtrain.contract.setting_operations import CREATING, READING
from satupintu.systems.jobtrain.contract.token import read_token


class TokenOperation(Operation[TokenCall, Token]):
    """The one operation whose answer may have several forms."""

    def read(self, body: bytes) -> Token:
        """Read a token in any of its forms. Raises pydantic's ValidationError."""
        return read_token(body)


TOKEN: Final = TokenOperation(
    name="token",
    method="POST",
    path="/connect/token",
    summary="A bearer token of 30 minutes for all other calls",
    source=GUIDE,
    call=TokenCall,
    reply=Token,
    repeatable=True,
    any_case=True,
)

JOBS_PAGE: Final = pages(
    "jobs_page",
    "/Jobs/list",
    "Advertised jobs, page by page",
    call=JobsPageCall,
    reply=Page[JobSummary],
    permission=permissions.JOBS_VIEW,
    source=GUIDE,
)
JOB: Final = one(
    "job", "/Job/{job_id}", "One job in full", call=JobCall, reply=JobDetail, permission=permissions.JOBS_VIEW
)
JOB_CANDIDATES_PAGE: Final = pages(
    "job_candidates_page",
    "/Jobs/listCandidate/{job_id}",
    "Candidates who applied for a job, page by page",
    call=PageOfJobCall,
    reply=Page[JobCandidate],
    permission=permissions.CANDIDATES_VIEW,
)
APPLICATION_DETAIL: Final = one(
    "application_detail",
    "/Candidate/GetCandidateApplicationDetailByJobId/{candidate_id}/{job_id}",
    "The application of a candidate for a job",
    call=ApplicationDetailCall,
    reply=Application,
    permission=permissions.CANDIDATES_VIEW,
    source=GUIDE,
)
CANDIDATE_APPLICATIONS_PAGE: Final = pages(
    "candidate_applications_page",
    "/candidate/{candidate_id}",
    "Applications of a candidate, page by page",
    call=CandidateCall,
    reply=Page[ApplicationShort],
    permission=permissions.CANDIDATES_VIEW,
)
APPLICATION: Final = one(
    "application",
    "/GetCandidateApplicationById/{application_id}",
    "One application",
    call=ApplicationByIdCall,
    reply=Application,
    permission=permissions.CANDIDATES_VIEW,
)
RECENT_APPLICATIONS_PAGE: Final = pages(
    "recent_applications_page",
    "/Candidate/GetRecentlyUpdatedApplications",
    "Applications whose status changed in the last 24 hours, with their files, page by page",
    call=PageCall,
    reply=Page[RecentApplication],
    permission=permissions.CANDIDATES_VIEW,
)
DIRECT_APPLY: Final = write(
    "direct_apply",
    "/Candidate/DirectApplyData",
    "A new candidate applies for a job, CV included",
    call=DirectApplyCall,
    reply=DirectApplyResult,
    permission=permissions.CANDIDATES_DIRECT_APPLY,
    success=(201, 200),
)
DBS_READY_PAGE: Final = pages(
    "dbs_ready_page",
    "/Jobs/GetDBSReadyCandidateByJobId/{job_id}",
    "Candidates of a job who wait for a DBS check, page by page",
    call=PageOfJobCall,
    reply=Page[DbsReady],
    permission=permissions.DBS_VIEW,
)
UPDATE_DBS_UNIQUE_ID: Final = write(
    "update_dbs_unique_id",
    "/Jobs/UpdateDBSUniqueId",
    "A DBS provider gives its reference",
    call=DbsUniqueIdCall,
    reply=DbsReference,
    permission=permissions.DBS_UPDATE,
)
UPDATE_DBS_STATUS: Final = write(
    "update_dbs_status",
    "/Jobs/UpdateDBSStatus",
    "A DBS provider reports how a check stands",
    call=DbsStatusCall,
    reply=DbsStatus,
    permission=permissions.DBS_UPDATE,
)
STARTER_FORM: Final = one(
    "starter_form",
    "/StarterForm/GetNewStarterFormDetail",
    "The new starter form of an application",
    call=ApplicationCall,
    reply=StarterForm,
    permission=permissions.STARTERS_VIEW,
)
COMPLETED_STARTERS_PAGE: Final = pages(
    "completed_starters_page",
    "/Integration/GetRecentlyCompletedStarters",
    "Starter forms saved in the last 24 hours, page by page",
    call=PageCall,
    reply=Page[StarterShort],
    permission=permissions.STARTERS_VIEW,
)
CANCELLED_STARTERS_PAGE: Final = pages(
    "cancelled_starters_page",
    "/Integration/GetRecentlyCancelledStarters",
    "Starters cancelled in the last 24 hours, page by page",
    call=PageCall,
    reply=Page[StarterShort],
    permission=permissions.STARTERS_VIEW,
)
ONBOARDING_OVERVIEW: Final = one(
    "onboarding_overview",
    "/Onboarding/GetOverview",
    "Onboarding, compliance and referencing of an application (path ours)",
    call=ApplicationCall,
    reply=OnboardingOverview,
    permission=permissions.ONBOARDING_VIEW,
    source=OURS,
)
ONBOARDING_ITEMS_PAGE: Final = pages(
    "onboarding_items_page",
    "/Onboarding/GetOnboardingItems",
    "Onboarding items of an application, page by page (path ours)",
    call=PageOfApplicationCall,
    reply=Page[OnboardingItem],
    permission=permissions.ONBOARDING_VIEW,
    source=OURS,
)
COMPLIANCE_ITEMS_PAGE: Final = pages(
    "compliance_items_page",
    "/Onboarding/GetComplianceItems",
    "Compliance items of an application, page by page (path ours)",
    call=PageOfApplicationCall,
    reply=Page[OnboardingItem],
    permission=permissions.ONBOARDING_VIEW,
    source=OURS,
)
REFERENCES_PAGE: Final = pages(
    "references_page",
    "/Onboarding/GetReferences",
    "References of an application, page by page (path ours)",
    call=PageOfApplicationCall,
    reply=Page[OnboardingItem],
    permission=permissions.ONBOARDING_VIEW,
    source=OURS,
)

OPERATIONS: Final[tuple[Operation[Any, Any], ...]] = (
    TOKEN,
    JOBS_PAGE,
    JOB,
    JOB_CANDIDATES_PAGE,
    APPLICATION_DETAIL,
    CANDIDATE_APPLICATIONS_PAGE,
    APPLICATION,
    RECENT_APPLICATIONS_PAGE,
    DIRECT_APPLY,
    DBS_READY_PAGE,
    UPDATE_DBS_UNIQUE_ID,
    UPDATE_DBS_STATUS,
    STARTER_FORM,
    COMPLETED_STARTERS_PAGE,
    CANCELLED_STARTERS_PAGE,
    *(operation for setting in READING for operation in (setting.page, setting.one)),
    *CREATING,
    ONBOARDING_OVERVIEW,
    ONBOARDING_ITEMS_PAGE,
    COMPLIANCE_ITEMS_PAGE,
    REFERENCES_PAGE,
)
"""Numbers 1 to 50 of the catalogue."""

INVENTED: Final = frozenset(operation.name for operation in OPERATIONS if operation.source == OURS)
"""Operations whose use case is published and whose path is ours: the vendor's may differ."""


def openapi_document() -> dict[str, Any]:
    """The OpenAPI document of these operations. The token alone is asked for without a token."""
    bearer = {"type": "http", "scheme": "bearer", "description": "The token of /connect/token, valid for 30 minutes"}
    document = openapi("Jobtrain API", "1.0", OPERATIONS, {"bearer": bearer}, TEXTS)
    document["paths"][TOKEN.path]["post"]["security"] = []
    return document
