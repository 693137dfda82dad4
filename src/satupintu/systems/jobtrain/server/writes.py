"""Carrying out the writes of Jobtrain: applications, what a DBS provider tells, items of settings."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, cast

from satupintu.kernel.outcome import Answer, Outcome, Refusal
from satupintu.serving.exchange import Exchange
from satupintu.systems.jobtrain.contract.calls import (
    DbsStatusCall,
    DbsUniqueIdCall,
    DirectApplyCall,
    NewDivisionCall,
)
from satupintu.systems.jobtrain.contract.errors import INVALID, TITLES
from satupintu.systems.jobtrain.contract.general_settings import Setting
from satupintu.systems.jobtrain.contract.models import (
    DbsReference,
    DbsStatus,
    DirectApply,
    DirectApplyResult,
    DocumentKind,
    File,
    NewLocation,
    Ref,
)
from satupintu.systems.jobtrain.server import documents
from satupintu.systems.jobtrain.server.parameters import invalid
from satupintu.systems.jobtrain.server.ports import Actor, ApplicationDesk, DbsDesk, SettingCatalogue
from satupintu.systems.jobtrain.server.render import AppliedBefore
from satupintu.systems.jobtrain.server.rows import ApplyFault, DbsFault, DbsReport, ItemFault, ReceivedFile
from satupintu.systems.jobtrain.server.uploads import UploadError, letter, receive

Write = Callable[[Exchange[Actor], Actor], Awaitable[Outcome]]

REFERENCED = "Referenced"
"""The status that a reference is answered with."""

REMOTE = "Remote"
"""The city of a location for remote working."""


def missing() -> Refusal:
    """404: there is no such record, or not for this user. Nobody can tell which."""
    return Refusal(404, TITLES[404])


def direct_apply(desk: ApplicationDesk, most_bytes: int) -> Write:
    """Someone applies for a job: 201; 400 for a file that is not taken or a job that is not advertised; 409."""

    def apply(exchange: Exchange[Actor], actor: Actor) -> Outcome:
        form = cast("DirectApplyCall", exchange.call).body
        files = _received(form, most_bytes)
        if isinstance(files, Refusal):
            return files
        found = desk.apply(actor.reach, form, files, exchange.now)
        if found is ApplyFault.NO_JOB:
            return missing()
        if isinstance(found, ApplyFault):
            return invalid(jobId="Is not advertised now.")
        if not found.is_new:
            return AppliedBefore(409, TITLES[409], candidate_application_id=found.application_id)
        result = DirectApplyResult(
            candidate_id=found.candidate_id,
            candidate_application_id=found.application_id,
            job_id=form.job_id,
            status=Ref.model_validate(documents.status_ref(found.status)),
        )
        return Answer(result, status=201)

    return _in_thread(apply)


def update_dbs_unique_id(desk: DbsDesk) -> Write:
    """A provider's reference is held; 409 when another is, or when it is held for another application."""

    def update(exchange: Exchange[Actor], actor: Actor) -> Outcome:
        body = cast("DbsUniqueIdCall", exchange.call).body
        fault = desk.refer(actor.reach, body.candidate_application_id, body.dbs_unique_id)
        if fault is not None:
            return _dbs_refusal(fault)
        return Answer(
            DbsReference(
                candidate_application_id=body.candidate_application_id,
                dbs_unique_id=body.dbs_unique_id,
                status=REFERENCED,
            )
        )

    return _in_thread(update)


def update_dbs_status(desk: DbsDesk) -> Write:
    """A provider's report is added to the history of a check."""

    def update(exchange: Exchange[Actor], actor: Actor) -> Outcome:
        body = cast("DbsStatusCall", exchange.call).body
        report = DbsReport(
            status=body.status,
            stage=body.stage,
            status_at=body.status_date,
            certificate_number=body.certificate_number,
            issue_date=None if body.issue_date is None else body.issue_date.isoformat(),
            result=body.result,
        )
        held = desk.report(actor.reach, body.dbs_unique_id, report, exchange.now)
        if isinstance(held, DbsFault):
            return _dbs_refusal(held)
        return Answer(
            DbsStatus(
                dbs_unique_id=body.dbs_unique_id,
                candidate_application_id=held.application_id,
                stage=body.stage,
                status=body.status,
                status_date=held.status_at.replace(microsecond=0),
            )
        )

    return _in_thread(update)


def create_item(catalogue: SettingCatalogue, setting: Setting[Any]) -> Write:
    """An item is created: 201 and its address; 400 for a division out of reach, 409 for a name that is taken."""

    def create(exchange: Exchange[Actor], actor: Actor) -> Outcome:
        body = cast("NewDivisionCall", exchange.call).body
        given = body.model_dump(exclude_none=True)
        if isinstance(body, NewLocation):
            given |= {"is_remote": False, **given, **({"city": REMOTE} if body.is_remote else {})}
        item = setting.item.model_validate({**given, "id": 0, "is_active": True})
        fields = item.model_dump(mode="json", by_alias=True, exclude={"id"})
        created = catalogue.create(setting.name, actor.reach, fields)
        if created is ItemFault.UNKNOWN_DIVISION:
            return invalid(divisionId="There is no such division.")
        if isinstance(created, ItemFault):
            return Refusal(409, TITLES[409])
        location = f"{exchange.request.base_url()}/api/v1/{setting.name}/{created.id}"
        return Answer(created.document, status=201, headers={"Location": location})

    return _in_thread(create)


def _in_thread(work: Callable[[Exchange[Actor], Actor], Outcome]) -> Write:
    async def write(exchange: Exchange[Actor], actor: Actor) -> Outcome:
        return await asyncio.to_thread(work, exchange, actor)

    return write


def _received(form: DirectApply, most_bytes: int) -> list[ReceivedFile] | Refusal:
    """The files of an application; 400 with every fault in them."""
    sent: list[tuple[str, DocumentKind, File]] = [("cv", "CV", form.cv)]
    if isinstance(form.cover_letter, File):
        sent.append(("coverLetter", "CoverLetter", form.cover_letter))
    files: list[ReceivedFile] = []
    faults: dict[str, tuple[str, ...]] = {}
    for name, kind, file in sent:
        try:
            files.append(receive(kind, file, most_bytes))
        except UploadError as fault:
            faults[f"{name}.{fault.field}"] = (fault.sentence,)
    if isinstance(form.cover_letter, str) and form.cover_letter.strip():
        files.append(letter(form.cover_letter))
    return Refusal(400, INVALID, errors=faults) if faults else files


def _dbs_refusal(fault: DbsFault) -> Refusal:
    return missing() if fault is DbsFault.UNKNOWN else Refusal(409, TITLES[409])
