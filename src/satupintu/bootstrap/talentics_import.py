"""Records of Talentics come into the database of a house from a file: read whole, checked whole, stored at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

from satupintu.bootstrap.house import House
from satupintu.bootstrap.talentics_references import References, exam_of
from satupintu.kernel.errors import ConfigurationError, DataError
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
    TicketExam,
)
from satupintu.systems.talentics.server.record_file import read_csv, read_json_lines
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

USUAL_STATUS: Final = "sending invitation"
"""The only published status of a participant: where invitations begin."""

_UTF16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
_UTF8_MARK: Final = b"\xef\xbb\xbf"
_LINES_BETWEEN_REPORTS: Final = 1_000

Progress = Callable[[int, int], None]
"""Told the bytes read, of how many."""


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
    with run_lock(house.database, house.directory, "import"):
        faults = _Faults()
        rows = _without_repetitions(_rows_of(path, kind, progress), faults)
        references = References(house.records, organizations, organization_id, rows)
        for row in rows:
            for words in references.faults_of(row):
                faults.add(Fault(row.line, words))
        counted: Mapping[Kind, int] = Counter[Kind](row.kind for row in rows)
        stored = not (faults.count or dry_run)
        if stored:
            house.records.save(_batch(rows, references, organizations))
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


def _without_repetitions(found: Iterable[Row | Fault], faults: _Faults) -> Sequence[Row]:
    rows: dict[tuple[Kind, int], Row] = {}
    for each in found:
        if isinstance(each, Fault):
            faults.add(each)
        elif (first := rows.setdefault((each.kind, each.id), each)) is not each:
            faults.add(Fault(each.line, f"the same {each.kind} id stands on line {first.line} already"))
    return list(rows.values())


def _rows_of(path: Path, kind: Kind | None, progress: Progress | None) -> Iterator[Row | Fault]:
    is_csv = path.suffix.lower() == ".csv"
    if is_csv and kind is None:
        raise ConfigurationError(f"{path} is CSV, which holds one kind of record; name it with --kind.")
    try:
        with path.open("rb") as file:
            size = path.stat().st_size
            lines = _lines(file, size, progress or _nothing)
            first = next(lines, b"")
            if first.startswith(_UTF16_MARKS):
                raise DataError(f"{path} is UTF-16; save it as UTF-8. Nothing was stored.")
            whole = _again(first.removeprefix(_UTF8_MARK), lines)
            yield from read_csv(whole, kind) if is_csv and kind else read_json_lines(whole, kind)
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror}.") from None


def _lines(file: Iterable[bytes], size: int, progress: Progress) -> Iterator[bytes]:
    done = 0
    for number, line in enumerate(file):
        yield line
        done += len(line)
        if number % _LINES_BETWEEN_REPORTS == 0:
            progress(done, size)
    progress(size, size)


def _again(first: bytes, others: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from others


def _batch(rows: Sequence[Row], references: References, organizations: Mapping[int, str]) -> TalenticsBatch:
    """The rows as they are kept. What an answer of the vendor has in every record is filled in where it is missing."""
    stages: list[StageRecord] = []
    jobs: list[tuple[int, int, bytes, bytes]] = []
    applicants: list[ApplicantRecord] = []
    placed: dict[int, int] = {}
    forms: dict[int, bytes] = {}
    exams: list[ExamRecord] = []
    tickets: list[TicketRecord] = []
    scores: dict[int, bytes] = {}
    for row in rows:
        owner = references.organization_of(row)
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
                tickets.append(TicketRecord(ticket.id, owner, exam_of(ticket), _ticket(ticket, references)))
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


def _ticket(ticket: TicketRow, references: References) -> bytes:
    exam = references.exam(exam_of(ticket))
    short = TicketExam(id=exam.id, title=exam.title, started_at=exam.started_at, ended_at=exam.ended_at)
    filled = ticket.model_copy(update={"exam": short, "status": ticket.status or USUAL_STATUS})
    return filled.model_dump_json(include=set(Ticket.model_fields)).encode()


def _nothing(_done: int, _size: int) -> None:
    pass
