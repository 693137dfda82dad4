"""The synchronous client of Jobtrain."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Self

import httpx2

from satupintu.kernel.clock import Clock
from satupintu.systems.jobtrain.client.endpoint import RETRIES, endpoint, user_token
from satupintu.systems.jobtrain.client.sending import Sender
from satupintu.systems.jobtrain.client.sync_settings import SettingsReader
from satupintu.systems.jobtrain.contract import calls, operations
from satupintu.systems.jobtrain.contract.calls import LONGEST_PAGE, PageNo, PageSize, SortBy, SortOrder
from satupintu.systems.jobtrain.contract.models import (
    Application,
    ApplicationShort,
    DbsReady,
    DbsReference,
    DbsStatus,
    DbsStatusUpdate,
    DbsUniqueId,
    DirectApply,
    DirectApplyResult,
    Id,
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
from satupintu.transport.sending import DEFAULT_TIMEOUT, Transport
from satupintu.transport.walking import Walk


class Jobtrain(SettingsReader):
    """Reads and writes what one Jobtrain user may see. Close it after use, or use `with`.

    `base_url`, `client_id` and `client_secret` come from Jobtrain; `username` is the account to act as, `api_password`
    its API password, never the one it logs in with. Tokens are asked for, kept and renewed by themselves; `clock`
    decides when. `timeout` is per connect, read and write. `retries` is how often a call that reads is repeated after
    lost connections, 429, 502, 503 and 504, with pauses of 1, 2, 4 … seconds; one that writes is repeated only if the
    connection was never opened. `http` replaces the network, `sleep` the waiting.

    Methods that end in `_page` and those for one record are the documented operations; the plural ones walk over all
    records, page by page as they are needed: `for job in jobtrain.jobs()`. Afterwards `complete` says whether all that
    exist were seen. What the user may not see is in no list, and read alone it is a NotFoundError.

    Records keep unknown keys in `model_extra` and the body they came in as `raw`; what is personal in them shows in no
    repr. Every method raises an `ApiError` when the call does not succeed, and ValueError for arguments that cannot be
    sent. Source: the getting-started guide,
    https://clientsupport.jobtrain.co.uk/support/solutions/articles/77000557052-jobtrain-api-getting-started-guide
    """

    def __init__(
        self,
        base_url: str,
        client_id: str,
        client_secret: str,
        username: str,
        api_password: str,
        *,
        clock: Clock | None = None,
        http: httpx2.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
        timeout: timedelta = DEFAULT_TIMEOUT,
        retries: int = RETRIES,
    ) -> None:
        self._user = user_token(base_url, client_id, client_secret, username, api_password, clock)
        other_side = endpoint(base_url, self._user, retries)
        transport = Transport(other_side, http=http, timeout=timeout, sleep=sleep)
        self._sender = Sender(transport)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._sender.close()

    def token(self) -> Token:
        """Ask for a new token and use it from now on. There is no need to: other methods do so when it is time."""
        return self._sender.call(operations.TOKEN, self._user.call)

    def jobs_page(
        self,
        *,
        page_no: PageNo | None = None,
        page_size: PageSize | None = None,
        sort_by: SortBy | None = None,
        sort_order: SortOrder | None = None,
        division_id: Id | None = None,
        department_id: Id | None = None,
        location_id: Id | None = None,
        status_id: Id | None = None,
    ) -> Page[JobSummary]:
        """One page of jobs: the advertised ones, or those with `status_id`. Without `page_size` it holds 20."""
        call = calls.JobsPageCall(
            page_no=page_no,
            page_size=page_size,
            sort_by=sort_by,
            sort_order=sort_order,
            division_id=division_id,
            department_id=department_id,
            location_id=location_id,
            status_id=status_id,
        )
        return self._sender.call(operations.JOBS_PAGE, call)

    def job(self, job_id: Id) -> JobDetail:
        """One job in full."""
        return self._sender.call(operations.JOB, calls.JobCall(job_id=job_id))

    def job_candidates_page(
        self, job_id: Id, *, page_no: PageNo | None = None, page_size: PageSize | None = None
    ) -> Page[JobCandidate]:
        """One page of the candidates who applied for a job."""
        call = calls.PageOfJobCall(job_id=job_id, page_no=page_no, page_size=page_size)
        return self._sender.call(operations.JOB_CANDIDATES_PAGE, call)

    def application_detail(self, candidate_id: Id, job_id: Id) -> Application:
        """The application of a candidate for a job: the candidate first. NotFoundError when there is none."""
        call = calls.ApplicationDetailCall(candidate_id=candidate_id, job_id=job_id)
        return self._sender.call(operations.APPLICATION_DETAIL, call)

    def candidate_applications_page(
        self, candidate_id: Id, *, page_no: PageNo | None = None, page_size: PageSize | None = None
    ) -> Page[ApplicationShort]:
        """One page of the applications of a candidate."""
        call = calls.CandidateCall(candidate_id=candidate_id, page_no=page_no, page_size=page_size)
        return self._sender.call(operations.CANDIDATE_APPLICATIONS_PAGE, call)

    def application(self, application_id: Id) -> Application:
        """One application."""
        return self._sender.call(operations.APPLICATION, calls.ApplicationByIdCall(application_id=application_id))

    def recent_applications_page(
        self, *, page_no: PageNo | None = None, page_size: PageSize | None = None
    ) -> Page[RecentApplication]:
        """One page of the applications whose status changed in the last 24 hours, oldest first, with their files."""
        call = calls.PageCall(page_no=page_no, page_size=page_size)
        return self._sender.call(operations.RECENT_APPLICATIONS_PAGE, call)

    def direct_apply(self, body: DirectApply) -> DirectApplyResult:
        """Apply for a job, CV included. ConflictError when this person has applied for it already."""
        return self._sender.call(operations.DIRECT_APPLY, calls.DirectApplyCall(body=body))

    def dbs_ready_page(
        self, job_id: Id, *, page_no: PageNo | None = None, page_size: PageSize | None = None
    ) -> Page[DbsReady]:
        """One page of the candidates of a job who wait for a DBS check."""
        call = calls.PageOfJobCall(job_id=job_id, page_no=page_no, page_size=page_size)
        return self._sender.call(operations.DBS_READY_PAGE, call)

    def update_dbs_unique_id(self, body: DbsUniqueId) -> DbsReference:
        """Tell the provider's reference for a check. ConflictError when another one is held."""
        return self._sender.call(operations.UPDATE_DBS_UNIQUE_ID, calls.DbsUniqueIdCall(body=body))

    def update_dbs_status(self, body: DbsStatusUpdate) -> DbsStatus:
        """Tell how a check stands."""
        return self._sender.call(operations.UPDATE_DBS_STATUS, calls.DbsStatusCall(body=body))

    def starter_form(self, candidate_application_id: Id) -> StarterForm:
        """The new starter form of an application. NotFoundError while there is none."""
        call = calls.ApplicationCall(candidate_application_id=candidate_application_id)
        return self._sender.call(operations.STARTER_FORM, call)

    def completed_starters_page(
        self, *, page_no: PageNo | None = None, page_size: PageSize | None = None
    ) -> Page[StarterShort]:
        """One page of the starters whose form was saved in the last 24 hours, oldest first."""
        call = calls.PageCall(page_no=page_no, page_size=page_size)
        return self._sender.call(operations.COMPLETED_STARTERS_PAGE, call)

    def cancelled_starters_page(
        self, *, page_no: PageNo | None = None, page_size: PageSize | None = None
    ) -> Page[StarterShort]:
        """One page of the starters who were cancelled in the last 24 hours, oldest first."""
        call = calls.PageCall(page_no=page_no, page_size=page_size)
        return self._sender.call(operations.CANCELLED_STARTERS_PAGE, call)

    def onboarding_overview(self, candidate_application_id: Id) -> OnboardingOverview:
        """Onboarding, compliance and referencing of an application. The path is ours, as those of the next three."""
        call = calls.ApplicationCall(candidate_application_id=candidate_application_id)
        return self._sender.call(operations.ONBOARDING_OVERVIEW, call)

    def onboarding_items_page(
        self, candidate_application_id: Id, *, page_no: PageNo | None = None, page_size: PageSize | None = None
    ) -> Page[OnboardingItem]:
        """One page of the onboarding items of an application."""
        call = calls.PageOfApplicationCall(
            candidate_application_id=candidate_application_id, page_no=page_no, page_size=page_size
        )
        return self._sender.call(operations.ONBOARDING_ITEMS_PAGE, call)

    def compliance_items_page(
        self, candidate_application_id: Id, *, page_no: PageNo | None = None, page_size: PageSize | None = None
    ) -> Page[OnboardingItem]:
        """One page of the compliance items of an application."""
        call = calls.PageOfApplicationCall(
            candidate_application_id=candidate_application_id, page_no=page_no, page_size=page_size
        )
        return self._sender.call(operations.COMPLIANCE_ITEMS_PAGE, call)

    def references_page(
        self, candidate_application_id: Id, *, page_no: PageNo | None = None, page_size: PageSize | None = None
    ) -> Page[OnboardingItem]:
        """One page of the references of an application."""
        call = calls.PageOfApplicationCall(
            candidate_application_id=candidate_application_id, page_no=page_no, page_size=page_size
        )
        return self._sender.call(operations.REFERENCES_PAGE, call)

    def jobs(
        self,
        *,
        sort_by: SortBy | None = None,
        sort_order: SortOrder | None = None,
        division_id: Id | None = None,
        department_id: Id | None = None,
        location_id: Id | None = None,
        status_id: Id | None = None,
        page_size: PageSize = LONGEST_PAGE,
    ) -> Walk[JobSummary]:
        """All jobs: the advertised ones, or those with `status_id`. Pages come as they are needed."""
        first = calls.JobsPageCall(
            page_no=1,
            page_size=page_size,
            sort_by=sort_by,
            sort_order=sort_order,
            division_id=division_id,
            department_id=department_id,
            location_id=location_id,
            status_id=status_id,
        )
        return self._sender.walk(operations.JOBS_PAGE, first)

    def job_candidates(self, job_id: Id, *, page_size: PageSize = LONGEST_PAGE) -> Walk[JobCandidate]:
        """All candidates who applied for a job."""
        first = calls.PageOfJobCall(job_id=job_id, page_no=1, page_size=page_size)
        return self._sender.walk(operations.JOB_CANDIDATES_PAGE, first)

    def candidate_applications(self, candidate_id: Id, *, page_size: PageSize = LONGEST_PAGE) -> Walk[ApplicationShort]:
        """All applications of a candidate."""
        first = calls.CandidateCall(candidate_id=candidate_id, page_no=1, page_size=page_size)
        return self._sender.walk(operations.CANDIDATE_APPLICATIONS_PAGE, first)

    def recent_applications(self, *, page_size: PageSize = LONGEST_PAGE) -> Walk[RecentApplication]:
        """All applications whose status changed in the last 24 hours, oldest first, with their files."""
        return self._sender.walk(operations.RECENT_APPLICATIONS_PAGE, calls.PageCall(page_no=1, page_size=page_size))

    def dbs_ready(self, job_id: Id, *, page_size: PageSize = LONGEST_PAGE) -> Walk[DbsReady]:
        """All candidates of a job who wait for a DBS check."""
        first = calls.PageOfJobCall(job_id=job_id, page_no=1, page_size=page_size)
        return self._sender.walk(operations.DBS_READY_PAGE, first)

    def completed_starters(self, *, page_size: PageSize = LONGEST_PAGE) -> Walk[StarterShort]:
        """All starters whose form was saved in the last 24 hours, oldest first."""
        return self._sender.walk(operations.COMPLETED_STARTERS_PAGE, calls.PageCall(page_no=1, page_size=page_size))

    def cancelled_starters(self, *, page_size: PageSize = LONGEST_PAGE) -> Walk[StarterShort]:
        """All starters who were cancelled in the last 24 hours, oldest first."""
        return self._sender.walk(operations.CANCELLED_STARTERS_PAGE, calls.PageCall(page_no=1, page_size=page_size))

    def onboarding_items(
        self, candidate_application_id: Id, *, page_size: PageSize = LONGEST_PAGE
    ) -> Walk[OnboardingItem]:
        """All onboarding items of an application."""
        first = calls.PageOfApplicationCall(
            candidate_application_id=candidate_application_id, page_no=1, page_size=page_size
        )
        return self._sender.walk(operations.ONBOARDING_ITEMS_PAGE, first)

    def compliance_items(
        self, candidate_application_id: Id, *, page_size: PageSize = LONGEST_PAGE
    ) -> Walk[OnboardingItem]:
        """All compliance items of an application."""
        first = calls.PageOfApplicationCall(
            candidate_application_id=candidate_application_id, page_no=1, page_size=page_size
        )
        return self._sender.walk(operations.COMPLIANCE_ITEMS_PAGE, first)

    def references(self, candidate_application_id: Id, *, page_size: PageSize = LONGEST_PAGE) -> Walk[OnboardingItem]:
        """All references of an application."""
        first = calls.PageOfApplicationCall(
            candidate_application_id=candidate_application_id, page_no=1, page_size=page_size
        )
        return self._sender.walk(operations.REFERENCES_PAGE, first)
