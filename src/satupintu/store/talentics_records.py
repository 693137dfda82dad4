"""The tests, participants, applicants and stages of the Talentics server, in the database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final, Literal

from sqlalchemy import Column, ColumnElement, Connection, Table, bindparam, func, select, update

from satupintu.store.credentials import GenerationClock
from satupintu.store.database import Database
from satupintu.store.statement import Statement, upsert
from satupintu.store.tables import (
    talentics_applicant,
    talentics_exam,
    talentics_job,
    talentics_stage,
    talentics_ticket,
)
from satupintu.store.talentics_jobs import SAVE_JOB, job_row
from satupintu.store.transaction import Transaction
from satupintu.store.writer import Writer
from satupintu.systems.talentics.server.ports import Slice, TicketScores
from satupintu.systems.talentics.server.records import (
    ApplicantRecord,
    ExamRecord,
    StageRecord,
    TalenticsBatch,
    TicketRecord,
)

RecordKind = Literal["stages", "jobs", "applicants", "exams", "tickets"]
"""What has an id of its own, and an organization."""

_TABLES: Final[Mapping[RecordKind, Table]] = {
    "stages": talentics_stage,
    "jobs": talentics_job,
    "applicants": talentics_applicant,
    "exams": talentics_exam,
    "tickets": talentics_ticket,
}

_IDS_AT_ONCE: Final = 500
"""Ids in one query; SQLite takes some 32,000 parameters, and fewer texts are compiled with one size."""

_applicant, _exam, _ticket = talentics_applicant.c, talentics_exam.c, talentics_ticket.c
_SAVE_STAGE: Final = upsert(talentics_stage)
_SAVE_EXAM: Final = upsert(talentics_exam)
# A record that is saved again keeps what is saved apart from it.
_SAVE_APPLICANT: Final = upsert(talentics_applicant, keep=["stage_id", "form"])
_SAVE_TICKET: Final = upsert(talentics_ticket, keep=["scores"])
_PLACE: Final = Statement(
    update(talentics_applicant).where(_applicant.id == bindparam("of")).values(stage_id=bindparam("stage_id"))
)
_SAVE_FORM: Final = Statement(
    update(talentics_applicant).where(_applicant.id == bindparam("of")).values(form=bindparam("form"))
)
_SAVE_SCORES: Final = Statement(
    update(talentics_ticket).where(_ticket.id == bindparam("of")).values(scores=bindparam("scores"))
)


class SqlTalenticsRecords:
    """A `RecordCatalogue`: records are kept as the bytes that are answered. A `clock` is told of every change."""

    def __init__(self, database: Database, writer: Writer, clock: GenerationClock | None = None) -> None:
        self._database = database
        self._writer = writer
        self._clock = clock

    def exams(self, organization_ids: frozenset[int], *, offset: int, limit: int) -> Slice:
        """Tests of these organizations in ascending id, and how many there are at the same moment."""
        with self._database.reading() as connection:
            return _slice(connection, talentics_exam, _of(talentics_exam, organization_ids), offset, limit)

    def exam(self, organization_ids: frozenset[int], exam_id: int) -> bytes | None:
        """One test of these organizations; None when it does not exist for them."""
        with self._database.reading() as connection:
            return _bytes(_owned(connection, _exam.document, organization_ids, exam_id))

    def tickets(self, organization_ids: frozenset[int], exam_id: int, *, offset: int, limit: int) -> Slice | None:
        """Participants of a test in ascending id; None when the test does not exist for these organizations."""
        with self._database.reading() as connection:
            if _owned(connection, _exam.id, organization_ids, exam_id) is None:
                return None
            return _slice(connection, talentics_ticket, _ticket.exam_id == exam_id, offset, limit)

    def scores(self, organization_ids: frozenset[int], ticket_id: int) -> TicketScores | None:
        """One participant with the results; None when it does not exist for these organizations."""
        theirs = _of(talentics_ticket, organization_ids)
        query = select(_ticket.document, _ticket.scores).where(_ticket.id == ticket_id, theirs)
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            return None
        return TicketScores(row.document.encode(), _bytes(row.scores))

    def applicants(self, organization_ids: frozenset[int], job_id: int) -> Sequence[bytes] | None:
        """All applicants of a job in ascending id; None when the job does not exist for these organizations."""
        theirs = _of(talentics_applicant, organization_ids)
        query = select(_applicant.document).where(_applicant.job_id == job_id, theirs).order_by(_applicant.id)
        with self._database.reading() as connection:
            if _owned(connection, talentics_job.c.id, organization_ids, job_id) is None:
                return None
            return [document.encode() for document in connection.execute(query).scalars()]

    def applicant(self, organization_ids: frozenset[int], applicant_id: int) -> bytes | None:
        """One applicant; None when it does not exist for these organizations."""
        with self._database.reading() as connection:
            return _bytes(_owned(connection, _applicant.document, organization_ids, applicant_id))

    def employment_form(self, organization_ids: frozenset[int], applicant_id: int) -> bytes | None:
        """The form of an applicant; None when there is none for these organizations."""
        with self._database.reading() as connection:
            return _bytes(_owned(connection, _applicant.form, organization_ids, applicant_id))

    def stages(self, organization_ids: Iterable[int]) -> Sequence[StageRecord]:
        """The stages of these organizations, in ascending id."""
        stage = talentics_stage.c
        query = select(stage.id, stage.organization_id, stage.name)
        query = query.where(_of(talentics_stage, organization_ids)).order_by(stage.id)
        with self._database.reading() as connection:
            return [StageRecord(row.id, row.organization_id, row.name) for row in connection.execute(query)]

    def organizations_of(self, kind: RecordKind, ids: Iterable[int]) -> Mapping[int, int]:
        """Whose records these are, by id; one that is not there is left out."""
        table = _TABLES[kind]
        wanted, found = sorted(set(ids)), dict[int, int]()
        with self._database.reading() as connection:
            for start in range(0, len(wanted), _IDS_AT_ONCE):
                some = table.c.id.in_(wanted[start : start + _IDS_AT_ONCE])
                owners = connection.execute(select(table.c.id, table.c.organization_id).where(some))
                found |= {row.id: row.organization_id for row in owners}
        return found

    def save(self, batch: TalenticsBatch) -> None:
        """Add or replace records, all or none."""
        self.save_each(lambda: [batch])

    def save_each(self, batches: Callable[[], Iterable[TalenticsBatch]]) -> None:
        """Add or replace the records of many batches, all or none; one batch is in memory at a time.

        `batches` may be asked for again, and nothing is kept when one raises.
        """

        def saving(transaction: Transaction) -> None:
            for batch in batches():
                for statement, rows in _saved(batch):
                    transaction.execute_many(statement, rows)

        self._writer.run(saving)
        if self._clock is not None:
            self._clock.bump_generation()

    def is_empty(self) -> bool:
        """Whether there is no stage, no applicant and no test."""
        with self._database.reading() as connection:
            return all(
                connection.execute(select(table.c.id).limit(1)).one_or_none() is None
                for table in (talentics_stage, talentics_applicant, talentics_exam)
            )


def _slice(connection: Connection, table: Table, condition: ColumnElement[bool], offset: int, limit: int) -> Slice:
    total = connection.execute(select(func.count()).select_from(table).where(condition)).scalar_one()
    if offset >= total:
        return Slice(total, [])
    # Skipping to the page reads the index alone; only the page's own documents are fetched.
    page = select(table.c.id).where(condition).order_by(table.c.id).limit(limit).offset(offset).scalar_subquery()
    documents = select(table.c.document).where(table.c.id.in_(page)).order_by(table.c.id)
    return Slice(total, [document.encode() for document in connection.execute(documents).scalars()])


def _owned(connection: Connection, wanted: Column[Any], organization_ids: frozenset[int], record_id: int) -> Any:
    """A column of the record with this id; None when it does not exist for these organizations."""
    table = wanted.table
    query = select(wanted).where(table.c.id == record_id, _of(table, organization_ids))
    return connection.execute(query).scalar_one_or_none()


def _of(table: Table, organization_ids: Iterable[int]) -> ColumnElement[bool]:
    return table.c.organization_id.in_(sorted(organization_ids))


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else text.encode()


def _saved(batch: TalenticsBatch) -> Sequence[tuple[Statement, Sequence[Mapping[str, object]]]]:
    """The statements of a batch with their rows, in an order in which what belongs to a record comes after it."""
    return [
        (_SAVE_STAGE, [asdict(stage) for stage in batch.stages]),
        (SAVE_JOB, [job_row(*job) for job in batch.jobs]),
        (_SAVE_APPLICANT, [_applicant_row(applicant) for applicant in batch.applicants]),
        (_PLACE, [{"of": of, "stage_id": stage_id} for of, stage_id in batch.placed.items()]),
        (_SAVE_FORM, [{"of": of, "form": form.decode()} for of, form in batch.forms.items()]),
        (_SAVE_EXAM, [_exam_row(exam) for exam in batch.exams]),
        (_SAVE_TICKET, [_ticket_row(ticket) for ticket in batch.tickets]),
        (_SAVE_SCORES, [{"of": of, "scores": scores.decode()} for of, scores in batch.scores.items()]),
    ]


def _applicant_row(applicant: ApplicantRecord) -> dict[str, object]:
    return {
        "id": applicant.id,
        "organization_id": applicant.organization_id,
        "job_id": applicant.job_id,
        "stage_id": applicant.stage_id,
        "document": applicant.document.decode(),
        "form": None,
    }


def _exam_row(exam: ExamRecord) -> dict[str, object]:
    return {"id": exam.id, "organization_id": exam.organization_id, "document": exam.document.decode()}


def _ticket_row(ticket: TicketRecord) -> dict[str, object]:
    return {
        "id": ticket.id,
        "organization_id": ticket.organization_id,
        "exam_id": ticket.exam_id,
        "document": ticket.document.decode(),
        "scores": None,
    }
