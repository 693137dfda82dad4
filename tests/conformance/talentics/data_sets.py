"""One small data set per published sample, and a server that answers from it.

The samples do not fit into one data set (the lists begin at test 8 and job 10, yet test 1 and job 1 exist, and they
belong to several organizations). A list holds 52 copies of the published record, as the page's `last_page` says.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from satupintu.kernel.clock import FrozenClock
from satupintu.serving.system import SystemApp
from satupintu.store.database import Database
from satupintu.store.memory.quota_windows import MemoryQuotaWindows
from satupintu.store.memory.talentics_jobs import MemoryTalenticsJobs
from satupintu.store.memory.talentics_records import MemoryTalenticsRecords
from satupintu.store.quota_windows import SqlQuotaWindows
from satupintu.store.talentics_jobs import SqlTalenticsJobs
from satupintu.store.talentics_records import (
    ApplicantRecord,
    ExamRecord,
    SqlTalenticsRecords,
    TalenticsBatch,
    TicketRecord,
)
from satupintu.store.writer import Writer
from satupintu.systems.talentics.server.app import TalenticsSystem
from satupintu.systems.talentics.server.ports import Caller
from satupintu.systems.talentics.server.settings import TalenticsSettings
from tests.conformance.talentics import examples

APP_ID, APP_SECRET = "app", "secret"
OPENED_AT = datetime.fromtimestamp(1_700_000_000, UTC)


def exam_copies() -> list[dict[str, Any]]:
    """Tests 8 to 59."""
    return [json.loads(examples.EXAM_IN_LIST) | {"id": number} for number in range(8, 60)]


def ticket_copies() -> list[dict[str, Any]]:
    """Tickets 12, 25, and 26 to 75."""
    more = [json.loads(examples.TICKET) | {"id": number} for number in range(26, 76)]
    return [json.loads(examples.TICKET), json.loads(examples.SECOND_TICKET), *more]


def job_copies() -> list[dict[str, Any]]:
    """Jobs 10 to 61; code and slug of the copies say which."""
    published = json.loads(examples.JOB_IN_LIST)
    more = [
        published | {"id": number, "code": f"JOBCODE{number}", "slug": f"{published['slug']}-{number}"}
        for number in range(11, 62)
    ]
    return [published, *more]


def exams(documents: list[dict[str, Any]]) -> TalenticsBatch:
    return TalenticsBatch(exams=[ExamRecord(each["id"], each["organization_id"], _bytes(each)) for each in documents])


def tickets() -> TalenticsBatch:
    exam = json.loads(examples.EXAM)
    owner = exam["organization_id"]
    return TalenticsBatch(
        exams=[ExamRecord(exam["id"], owner, _bytes(exam))],
        tickets=[TicketRecord(each["id"], owner, exam["id"], _bytes(each)) for each in ticket_copies()],
    )


def scores() -> TalenticsBatch:
    exam, ticket = json.loads(examples.EXAM), json.loads(examples.TICKET) | {"id": 1}
    owner = exam["organization_id"]
    return TalenticsBatch(
        exams=[ExamRecord(exam["id"], owner, _bytes(exam))],
        tickets=[TicketRecord(ticket["id"], owner, exam["id"], _bytes(ticket))],
        scores={ticket["id"]: examples.SCORES.encode()},
    )


def jobs() -> TalenticsBatch:
    return TalenticsBatch(jobs=[(each["id"], each["organization_id"], _bytes(each), b"{}") for each in job_copies()])


def job() -> TalenticsBatch:
    only = json.loads(examples.JOB)
    return TalenticsBatch(jobs=[(only["id"], only["organization_id"], b"{}", examples.JOB.encode())])


def applicants() -> TalenticsBatch:
    owned = [json.loads(text) for text in (examples.APPLICANT, examples.SECOND_APPLICANT)]
    return TalenticsBatch(
        jobs=[(1, owned[0]["organization_id"], b"{}", b"{}")],
        applicants=[ApplicantRecord(each["id"], each["organization_id"], 1, _bytes(each)) for each in owned],
    )


def employment_form() -> TalenticsBatch:
    form = json.loads(examples.EMPLOYMENT_FORM)
    applicant = json.loads(examples.APPLICANT) | {"id": form["applicant_id"]}
    owner = applicant["organization_id"]
    return TalenticsBatch(
        jobs=[(1, owner, b"{}", b"{}")],
        applicants=[ApplicantRecord(applicant["id"], owner, 1, _bytes(applicant))],
        forms={applicant["id"]: examples.EMPLOYMENT_FORM.encode()},
    )


class OneCaller:
    """Knows one pair, which sees the three organizations of the samples."""

    def authenticate(self, app_id: str, app_secret: str) -> Caller | None:
        caller = Caller(APP_ID, frozenset({99999, 106291, 107172}))
        return caller if (app_id, app_secret) == (APP_ID, APP_SECRET) else None


def application(
    batch: TalenticsBatch, clock: FrozenClock | None = None, opened: tuple[Database, Writer] | None = None
) -> SystemApp[Caller]:
    """The served system with these records and no others, in memory or in an empty database."""
    if opened is None:
        kept = MemoryTalenticsJobs()
        records, windows = MemoryTalenticsRecords(kept), MemoryQuotaWindows()
    else:
        kept = SqlTalenticsJobs(*opened)
        records, windows = SqlTalenticsRecords(*opened), SqlQuotaWindows(opened[1], generation=lambda: 0)
    records.save(batch)
    system = TalenticsSystem(kept, records, OneCaller(), windows, TalenticsSettings())
    return SystemApp(system, clock or FrozenClock(OPENED_AT))


def _bytes(document: dict[str, Any]) -> bytes:
    return json.dumps(document).encode()
