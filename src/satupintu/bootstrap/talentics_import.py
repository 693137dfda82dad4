"""Records of Talentics come into the database of a house from a file: checked whole, then stored at once.

The file is read once to check it and again to store it, so that it may be larger than the memory: of each row only what
ties it to others is kept in between.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final, cast

from satupintu.bootstrap.house import House
from satupintu.bootstrap.talentics_references import Link, References, exam_of
from satupintu.bootstrap.talentics_source import Progress, TalenticsSource
from satupintu.kernel.errors import ConfigurationError
from satupintu.store.run_lock import run_lock
from satupintu.systems.talentics.contract.models import (
    Applicant,
    EmploymentForm,
    Exam,
    Job,
    JobDetail,
    Organization,
    Scores,
    Ticket,
)
from satupintu.systems.talentics.server.record_rows import (
    ApplicantRow,
    Fault,
    JobRow,
    Kind,
    Row,
    StageRow,
    TicketRow,
)
from satupintu.systems.talentics.server.records import (
    ApplicantRecord,
    ExamRecord,
    StageRecord,
    TalenticsBatch,
    TicketRecord,
)

FAULTS_KEPT: Final = 50
"""So many faults are kept in words; the others are counted."""

ROWS_AT_ONCE: Final = 100
"""Rows that are stored together: as many as are in memory."""

USUAL_STATUS: Final = "sending invitation"
"""The only published status of a participant: where invitations begin."""

_STORED_FIRST: Final[frozenset[Kind]] = frozenset({"stages", "jobs", "applicants", "exams", "tickets"})
"""The kinds with records of their own; those of the others are kept with them."""


@dataclass(frozen=True, slots=True)
class TalenticsImport:
    """What a file holds, and whether it was stored: never when it has faults."""

    path: Path
    records: Mapping[Kind, int]
    faults: Sequence[Fault]
    fault_count: int
    stored: bool


def import_talentics_records(
    house: House,
    path: Path,
    *,
    kind: Kind | None = None,
    organization_id: int | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> TalenticsImport:
    """Add or replace the records of a file, all or none. `*.csv` is CSV of one `kind`, anything else JSON Lines.

    With `organization_id` the records are that organization's: one that names none gets it, one that names another is
    a fault. Raises ConfigurationError, DataError when the file cannot be read or the database fails, and RunLockedError
    when another import is at work.
    """
    organizations = house.talentics_organizations()
    if organization_id is not None and organization_id not in organizations:
        known = ", ".join(map(str, sorted(organizations)))
        raise ConfigurationError(f"No App ID sees the organization {organization_id}; there is {known}.")
    with run_lock(house.database, house.directory, "import"), TalenticsSource.open(path, kind) as source:
        faults = _Faults()
        links = _links(source.rows(progress), faults)
        references = References(house.records, organizations, organization_id, links)
        for link in links.values():
            for words in references.faults_of(link):
                faults.add(Fault(link.line, words))
        counted: Mapping[Kind, int] = Counter[Kind](link.kind for link in links.values())
        stored = not (faults.count or dry_run)
        if stored:
            house.records.save_each(lambda: _batches(source, counted.keys(), references, organizations))
    return TalenticsImport(path, counted, faults.kept(), faults.count, stored)


class _Faults:
    """All faults, of which the first are kept in words."""

    def __init__(self) -> None:
        self.count = 0
        self._kept: list[Fault] = []

    def add(self, fault: Fault) -> None:
        self.count += 1
        if len(self._kept) < FAULTS_KEPT:
            self._kept.append(fault)

    def kept(self) -> Sequence[Fault]:
        """In the order of the file."""
        return sorted(self._kept, key=lambda fault: fault.line)


def _links(found: Iterable[Row | Fault], faults: _Faults) -> Mapping[tuple[Kind, int], Link]:
    links: dict[tuple[Kind, int], Link] = {}
    for each in found:
        if isinstance(each, Fault):
            faults.add(each)
        elif (first := links.get((each.kind, each.id))) is not None:
            faults.add(Fault(each.line, f"the same {each.kind} id stands on line {first.line} already"))
        else:
            links[each.kind, each.id] = Link.of(each)
    return links


def _batches(
    source: TalenticsSource, kinds: Set[Kind], references: References, organizations: Mapping[int, str]
) -> Iterator[TalenticsBatch]:
    """All rows as they are kept: first the records, then what is kept with them."""
    for some in (_STORED_FIRST & kinds, kinds - _STORED_FIRST):
        rows = _owned(source, some, references) if some else iter(())
        while together := list(islice(rows, ROWS_AT_ONCE)):
            yield _batch(together, references, organizations)


def _owned(source: TalenticsSource, kinds: Collection[Kind], references: References) -> Iterator[tuple[Row, int]]:
    """The rows of these kinds, and whose they are."""
    for row in source.rows():
        owner = None if isinstance(row, Fault) else references.organization_of(row)
        if isinstance(row, Fault) or owner is None:
            raise source.changed()
        if row.kind in kinds:
            yield row, owner


def _batch(rows: Sequence[tuple[Row, int]], references: References, organizations: Mapping[int, str]) -> TalenticsBatch:
    """The rows as they are kept. What an answer of the vendor has in every record is filled in where it is missing."""
    stages: list[StageRecord] = []
    jobs: list[tuple[int, int, bytes, bytes]] = []
    applicants: list[ApplicantRecord] = []
    placed: dict[int, int] = {}
    forms: dict[int, bytes] = {}
    exams: list[ExamRecord] = []
    tickets: list[TicketRecord] = []
    scores: dict[int, bytes] = {}
    for row, owner in rows:
        match row.record:
            case StageRow() as stage:
                stages.append(StageRecord(stage.id, owner, stage.name or ""))
            case JobRow() as job:
                jobs.append((job.id, owner, *_job(job, owner, organizations[owner])))
            case ApplicantRow() as applicant:
                first = references.first_stage(owner)
                applicants.append(
                    ApplicantRecord(
                        applicant.id, owner, cast("int", applicant.job_id), _applicant(applicant, owner), first
                    )
                )
                if applicant.stage_id is not None:
                    placed[applicant.id] = applicant.stage_id
            case EmploymentForm() as form:
                forms[form.id] = form.model_copy(update={"applicant_id": form.id}).model_dump_json().encode()
            case Exam() as exam:
                document = exam.model_copy(update={"organization_id": owner}).model_dump_json().encode()
                exams.append(ExamRecord(exam.id, owner, document))
            case TicketRow() as ticket:
                tickets.append(TicketRecord(ticket.id, owner, exam_of(ticket), _ticket(ticket)))
            case Scores() as found:
                scores[found.ticket_id] = found.model_dump_json().encode()
            case _:
                raise AssertionError(row.kind)
    return TalenticsBatch(
        stages=stages,
        jobs=jobs,
        applicants=applicants,
        placed=placed,
        forms=forms,
        exams=exams,
        tickets=tickets,
        scores=scores,
    )


def _job(job: JobRow, organization_id: int, name: str) -> tuple[bytes, bytes]:
    """The entry of the list, and the detail."""
    organization = _without_token(job.organization) or Organization(
        id=organization_id, name=name, partnership=0, verified=0, private=0, rejected=0, trial=0, suspended=0
    )
    usual: Mapping[str, object] = {
        **dict.fromkeys(("private", "closed", "verified", "suspended"), 0),
        "applicable": True,
        "work_ready": True,
        "required_assessments": [],
        "required_aspects": [],
    }
    filled = job.model_copy(
        update={
            **{field: value for field, value in usual.items() if getattr(job, field) is None},
            "organization_id": organization_id,
            "organization": organization,
            "company": _without_token(job.company) or organization,
        }
    )
    return (
        filled.model_dump_json(include=set(Job.model_fields)).encode(),
        filled.model_dump_json(include=set(JobDetail.model_fields)).encode(),
    )


def _without_token(organization: Organization | None) -> Organization | None:
    """An organization as it is answered: the access token that its model has room for is nobody's to read."""
    return organization and organization.model_copy(update={"exam_engine_access_token": None})


def _applicant(applicant: ApplicantRow, organization_id: int) -> bytes:
    number = applicant.identity_number or applicant.nik
    usual = {"draft": 0, "background_enabled": 0, "identity_number": number, "nik": number}
    filled = applicant.model_copy(
        update={
            **{field: value for field, value in usual.items() if getattr(applicant, field) is None},
            "organization_id": organization_id,
        }
    )
    return filled.model_dump_json(include=set(Applicant.model_fields)).encode()


def _ticket(ticket: TicketRow) -> bytes:
    # The test is put in at the answer: it may be imported again without its participants.
    filled = ticket.model_copy(update={"exam": None, "status": ticket.status or USUAL_STATUS})
    return filled.model_dump_json(include=set(Ticket.model_fields)).encode()
