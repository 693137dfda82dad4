"""Carrying out the operations of Talentics: lists in pages, and answers that hold everything at once.

Records come from the catalogues as finished JSON and are joined as bytes. Only what a participant shares with others is
put in at the answer: its test, and the empty scores of one who has none.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any, cast

from satupintu.kernel.outcome import Answer, Outcome, Refusal
from satupintu.serving.exchange import Exchange
from satupintu.systems.talentics.contract.errors import TEXTS
from satupintu.systems.talentics.contract.models import Scores, Ticket, TicketExam
from satupintu.systems.talentics.contract.operations import (
    APPLICANT,
    APPLICANTS,
    EMPLOYMENT_FORM,
    EXAM,
    EXAMS_PAGE,
    JOB,
    JOBS_PAGE,
    SCORES,
    TICKETS_PAGE,
    ApplicantCall,
    ApplicantsCall,
    ExamCall,
    JobCall,
    PageCall,
    ScoresCall,
    TicketsCall,
)
from satupintu.systems.talentics.server.ports import Caller, JobCatalogue, RecordCatalogue, Slice
from satupintu.systems.talentics.server.settings import TalenticsSettings

Handler = Callable[[Exchange[Caller], Caller], Awaitable[Outcome]]
"""Carries out one operation for a caller, after all checks."""

Organizations = frozenset[int]
ReadSlice = Callable[[Organizations, Any, int, int], Slice | None]
"""Part of a list: whose, the call, offset and limit. None when what the list belongs to does not exist."""

ReadRecord = Callable[[Organizations, Any], bytes | None]
"""What stands in `data`: whose, the call. None when it does not exist."""


def handlers(jobs: JobCatalogue, records: RecordCatalogue, settings: TalenticsSettings) -> Mapping[str, Handler]:
    """What carries out each operation, by the operation's name."""

    def exams(theirs: Organizations, _: PageCall, offset: int, limit: int) -> Slice:
        return records.exams(theirs, offset=offset, limit=limit)

    def exam(theirs: Organizations, call: ExamCall) -> bytes | None:
        return records.exam(theirs, call.exam_id)

    def tickets(theirs: Organizations, call: TicketsCall, offset: int, limit: int) -> Slice | None:
        exam = records.exam(theirs, call.exam_id)
        found = records.tickets(theirs, call.exam_id, offset=offset, limit=limit)
        if exam is None or found is None:
            return None
        short = TicketExam.model_validate_json(exam)
        return replace(found, records=[with_exam(ticket, short) for ticket in found.records])

    def scores(theirs: Organizations, call: ScoresCall) -> bytes | None:
        found = records.scores(theirs, call.ticket_id)
        return found and (found.scores or without_results(found.ticket))

    def jobs_page(theirs: Organizations, _: PageCall, offset: int, limit: int) -> Slice:
        return jobs.slice(theirs, offset=offset, limit=limit)

    def job(theirs: Organizations, call: JobCall) -> bytes | None:
        return jobs.job(theirs, call.job_id)

    def applicants(theirs: Organizations, call: ApplicantsCall) -> bytes | None:
        found = records.applicants(theirs, call.job_id)
        return None if found is None else b"[" + b",".join(found) + b"]"

    def applicant(theirs: Organizations, call: ApplicantCall) -> bytes | None:
        return records.applicant(theirs, call.job_applicant_id)

    def employment_form(theirs: Organizations, call: ApplicantCall) -> bytes | None:
        return records.employment_form(theirs, call.job_applicant_id)

    return {
        EXAMS_PAGE.name: _list(exams, settings),
        EXAM.name: _whole(exam),
        TICKETS_PAGE.name: _list(tickets, settings),
        SCORES.name: _whole(scores),
        JOBS_PAGE.name: _list(jobs_page, settings),
        JOB.name: _whole(job),
        APPLICANTS.name: _whole(applicants),
        APPLICANT.name: _whole(applicant),
        EMPLOYMENT_FORM.name: _whole(employment_form),
    }


def with_exam(ticket: bytes, exam: TicketExam) -> bytes:
    """A participant as it is answered: `exam` is the test that the path names, as it stands now."""
    return Ticket.model_validate_json(ticket).model_copy(update={"exam": exam}).model_dump_json().encode()


def without_results(ticket: bytes) -> bytes:
    """The scores of a participant who has none yet."""
    found = Ticket.model_validate_json(ticket)
    return Scores(ticket_id=found.id, name=found.name, email=found.email, results=[]).model_dump_json().encode()


def _list(read: ReadSlice, settings: TalenticsSettings) -> Handler:
    async def answer(exchange: Exchange[Caller], caller: Caller) -> Outcome:
        call = cast("PageCall", exchange.call)
        page, per_page = call.page or 1, call.per_page or settings.per_page_default
        found = await asyncio.to_thread(read, caller.organization_ids, call, (page - 1) * per_page, per_page)
        if found is None:
            return Refusal(404, TEXTS[404])
        address = (settings.public_base_url or exchange.request.base_url()) + exchange.request.path
        place = page_place(call, found, address, settings)
        return Answer(
            b'{"data":[' + b",".join(found.records) + b"]," + json.dumps(place, separators=(",", ":")).encode()[1:]
        )

    return answer


def _whole(read: ReadRecord) -> Handler:
    async def answer(exchange: Exchange[Caller], caller: Caller) -> Outcome:
        found = await asyncio.to_thread(read, caller.organization_ids, exchange.call)
        return Refusal(404, TEXTS[404]) if found is None else Answer(b'{"data":' + found + b"}")

    return answer


def page_place(call: PageCall, found: Slice, address: str, settings: TalenticsSettings) -> dict[str, Any]:
    """`links` and `meta` of a page, keys in the order of the sample.

    Links carry the page alone. `per_page` is a string when the query gave a usable value, else a number. A page past
    the end has neither `from` nor `to`; an empty list has one page.
    """
    page, per_page = call.page or 1, call.per_page or settings.per_page_default
    last = max(1, -(-found.total // per_page))
    first_item = (page - 1) * per_page + 1 if found.records else None
    return {
        "links": {
            "first": f"{address}?page=1",
            "last": f"{address}?page={last}",
            "prev": f"{address}?page={page - 1}" if page > 1 else None,
            "next": f"{address}?page={page + 1}" if page < last else None,
        },
        "meta": {
            "current_page": page,
            "from": first_item,
            "last_page": last,
            "path": address,
            "per_page": per_page if call.per_page is None else str(per_page),
            "to": None if first_item is None else first_item + len(found.records) - 1,
            "total": found.total,
        },
    }
