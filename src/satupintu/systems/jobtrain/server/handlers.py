"""Carrying out the operations of Jobtrain, after all checks: lists in pages, single records, and the writes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final, cast

from satupintu.kernel.outcome import Answer, Outcome
from satupintu.serving.exchange import Exchange
from satupintu.systems.jobtrain.contract import operations
from satupintu.systems.jobtrain.contract.calls import (
    ApplicationByIdCall,
    ApplicationCall,
    ApplicationDetailCall,
    CandidateCall,
    ItemCall,
    ItemsPageCall,
    JobCall,
    JobsPageCall,
    PageCall,
    PageOfApplicationCall,
    PageOfJobCall,
)
from satupintu.systems.jobtrain.contract.general_settings import EXTENDABLE
from satupintu.systems.jobtrain.contract.restrictions import EQUAL_OPPORTUNITIES, Allowed, verify
from satupintu.systems.jobtrain.contract.setting_operations import CREATING, READING
from satupintu.systems.jobtrain.server import documents, writes
from satupintu.systems.jobtrain.server.ports import Actor, Records
from satupintu.systems.jobtrain.server.rows import (
    ApplicationRow,
    ApplicationSlice,
    JobFilter,
    OnboardingAreaName,
    Slice,
    StarterEnd,
)
from satupintu.systems.jobtrain.server.settings import TENANT, JobtrainSettings

Handler = Callable[[Exchange[Actor], Actor], Awaitable[Outcome]]
"""Carries out one operation for a user."""

Asked = Exchange[Actor]
ReadPage = Callable[[Asked, Actor, Any, int, int], "Slice | None"]
"""Part of a list: the request, the user, the call, offset and limit. None when what the list is of does not exist."""

ReadOne = Callable[[Asked, Actor, Any], "bytes | None"]
"""One record; None when it does not exist for the user."""

AREAS: Final[Mapping[str, OnboardingAreaName]] = {
    operations.ONBOARDING_ITEMS_PAGE.name: "onboarding",
    operations.COMPLIANCE_ITEMS_PAGE.name: "compliance",
    operations.REFERENCES_PAGE.name: "referencing",
}
ENDS: Final[Mapping[str, StarterEnd]] = {
    operations.COMPLETED_STARTERS_PAGE.name: "completed",
    operations.CANCELLED_STARTERS_PAGE.name: "cancelled",
}


def handlers(records: Records, settings: JobtrainSettings) -> Mapping[str, Handler]:
    """What carries out each operation, by the operation's name; all but the token."""
    lists = {**_pages(records, settings), **_setting_pages(records)}
    ones = {**_ones(records, settings), **_setting_items(records)}
    creating = {
        operation.name: writes.create_item(records.settings, setting)
        for operation, setting in zip(CREATING, EXTENDABLE, strict=True)
    }
    return {
        **{name: _list(read, settings) for name, read in lists.items()},
        **{name: _one(read) for name, read in ones.items()},
        **creating,
        operations.DIRECT_APPLY.name: writes.direct_apply(records.desk, settings.file_max_bytes),
        operations.UPDATE_DBS_UNIQUE_ID.name: writes.update_dbs_unique_id(records.dbs),
        operations.UPDATE_DBS_STATUS.name: writes.update_dbs_status(records.dbs),
    }


def _list(read: ReadPage, settings: JobtrainSettings) -> Handler:
    async def answer(exchange: Asked, actor: Actor) -> Outcome:
        call = cast("PageCall", exchange.call)
        limit = call.page_size or settings.page_size_default
        offset = ((call.page_no or 1) - 1) * limit
        found = await asyncio.to_thread(read, exchange, actor, call, offset, limit)
        return writes.missing() if found is None else Answer(documents.page(found.total, found.records))

    return answer


def _one(read: ReadOne) -> Handler:
    async def answer(exchange: Asked, actor: Actor) -> Outcome:
        found = await asyncio.to_thread(read, exchange, actor, exchange.call)
        return writes.missing() if found is None else Answer(found)

    return answer


def _pages(records: Records, settings: JobtrainSettings) -> Mapping[str, ReadPage]:
    def jobs(asked: Asked, actor: Actor, call: JobsPageCall, offset: int, limit: int) -> Slice:
        wanted = JobFilter(
            open_at=asked.now,
            status_id=call.status_id,
            division_id=call.division_id,
            department_id=call.department_id,
            location_id=call.location_id,
            order=call.sort_by or "id",
            descending=call.sort_order == "desc",
        )
        found = records.jobs.page(actor.reach, wanted, offset=offset, limit=limit)
        written = [documents.job_summary(job, _address(asked, settings, job.id)) for job in found.jobs]
        return Slice(found.total, written)

    def candidates(_: Asked, actor: Actor, call: PageOfJobCall, offset: int, limit: int) -> Slice | None:
        found = records.applications.of_job(actor.reach, call.job_id, offset=offset, limit=limit)
        return _written(found, documents.job_candidate)

    def applications(_: Asked, actor: Actor, call: CandidateCall, offset: int, limit: int) -> Slice | None:
        found = records.applications.of_candidate(actor.reach, call.candidate_id, offset=offset, limit=limit)
        return _written(found, documents.application_short)

    def recent(asked: Asked, actor: Actor, _: PageCall, offset: int, limit: int) -> Slice | None:
        since = asked.now - settings.recent
        found = records.applications.changed(actor.reach, since, asked.now, offset=offset, limit=limit)
        may_see = isinstance(verify(EQUAL_OPPORTUNITIES, actor.role), Allowed)
        write = partial(documents.recent_application, files=records.files, with_equal_opportunities=may_see)
        return _written(found, write)

    def dbs_ready(_: Asked, actor: Actor, call: PageOfJobCall, offset: int, limit: int) -> Slice | None:
        found = records.dbs.ready(actor.reach, call.job_id, offset=offset, limit=limit)
        return None if found is None else Slice(found.total, [documents.dbs_ready(check) for check in found.checks])

    def starters(end: StarterEnd) -> ReadPage:
        def read(asked: Asked, actor: Actor, _: PageCall, offset: int, limit: int) -> Slice:
            since = asked.now - settings.recent
            found = records.starters.ended(actor.reach, end, since, asked.now, offset=offset, limit=limit)
            return Slice(found.total, [documents.starter_short(starter) for starter in found.starters])

        return read

    def onboarding(area: OnboardingAreaName) -> ReadPage:
        def read(_: Asked, actor: Actor, call: PageOfApplicationCall, offset: int, limit: int) -> Slice | None:
            of = call.candidate_application_id
            return records.onboarding.items(actor.reach, of, area, offset=offset, limit=limit)

        return read

    return {
        operations.JOBS_PAGE.name: jobs,
        operations.JOB_CANDIDATES_PAGE.name: candidates,
        operations.CANDIDATE_APPLICATIONS_PAGE.name: applications,
        operations.RECENT_APPLICATIONS_PAGE.name: recent,
        operations.DBS_READY_PAGE.name: dbs_ready,
        **{name: starters(end) for name, end in ENDS.items()},
        **{name: onboarding(area) for name, area in AREAS.items()},
    }


def _ones(records: Records, settings: JobtrainSettings) -> Mapping[str, ReadOne]:
    def job(asked: Asked, actor: Actor, call: JobCall) -> bytes | None:
        found = records.jobs.job(actor.reach, call.job_id)
        return found and documents.job_detail(found, _address(asked, settings, found.id))

    def detail(_: Asked, actor: Actor, call: ApplicationDetailCall) -> bytes | None:
        found = records.applications.application_of(actor.reach, call.candidate_id, call.job_id)
        return found and documents.application(found)

    def application(_: Asked, actor: Actor, call: ApplicationByIdCall) -> bytes | None:
        found = records.applications.application(actor.reach, call.application_id)
        return found and documents.application(found)

    def starter_form(_: Asked, actor: Actor, call: ApplicationCall) -> bytes | None:
        return records.starters.form(actor.reach, call.candidate_application_id)

    def overview(_: Asked, actor: Actor, call: ApplicationCall) -> bytes | None:
        found = records.onboarding.overview(actor.reach, call.candidate_application_id)
        return None if found is None else documents.onboarding_overview(call.candidate_application_id, found)

    return {
        operations.JOB.name: job,
        operations.APPLICATION_DETAIL.name: detail,
        operations.APPLICATION.name: application,
        operations.STARTER_FORM.name: starter_form,
        operations.ONBOARDING_OVERVIEW.name: overview,
    }


def _setting_pages(records: Records) -> Mapping[str, ReadPage]:
    def page_of(setting: str) -> ReadPage:
        def read(_: Asked, actor: Actor, call: ItemsPageCall, offset: int, limit: int) -> Slice:
            whole = call.include_inactive or False
            return records.settings.page(setting, actor.reach, include_inactive=whole, offset=offset, limit=limit)

        return read

    return {each.page.name: page_of(each.setting.name) for each in READING}


def _setting_items(records: Records) -> Mapping[str, ReadOne]:
    def item_of(setting: str) -> ReadOne:
        def read(_: Asked, actor: Actor, call: ItemCall) -> bytes | None:
            return records.settings.item(setting, actor.reach, call.id)

        return read

    return {each.one.name: item_of(each.setting.name) for each in READING}


def _written(found: ApplicationSlice | None, write: Callable[[ApplicationRow], bytes]) -> Slice | None:
    if found is None:
        return None
    rows: Sequence[ApplicationRow] = found.applications
    return Slice(found.total, [write(row) for row in rows])


def _address(asked: Asked, settings: JobtrainSettings, job_id: int) -> str:
    """The public page of a job, in the vendor's form."""
    base = settings.public_base_url or asked.request.base_url()
    return f"{base}/{TENANT}/Job/JobDetail?JobId={job_id}"
