"""What the records of a file refer to: in the file itself, or among the records that are there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from satupintu.store.talentics_records import RecordKind, SqlTalenticsRecords
from satupintu.systems.talentics.contract.models import Exam
from satupintu.systems.talentics.server.record_rows import ApplicantRow, Kind, Row, TicketRow

_OWN: Final[Mapping[Kind, RecordKind]] = {
    "stages": "stages",
    "jobs": "jobs",
    "applicants": "applicants",
    "exams": "exams",
    "tickets": "tickets",
}
"""Kinds whose records have an id of their own."""

_WORDS: Final[Mapping[RecordKind, str]] = {
    "stages": "stage",
    "jobs": "job",
    "applicants": "applicant",
    "exams": "test",
    "tickets": "participant",
}


class References:
    """Whose each record is, and whether what it refers to exists for its organization.

    `only` is the organization that all records of the file are of, if they are to be.
    """

    def __init__(
        self, records: SqlTalenticsRecords, organizations: Mapping[int, str], only: int | None, rows: Sequence[Row]
    ) -> None:
        self._organizations = organizations
        self._only = only
        self._rows = {(row.kind, row.id): row for row in rows}
        wanted: dict[RecordKind, set[int]] = {kind: set() for kind in _WORDS}
        for row in rows:
            for _, kind, record_id in _references(row):
                wanted[kind].add(record_id)
            if row.kind in _OWN:
                wanted[_OWN[row.kind]].add(row.id)
        self._stored = {kind: records.organizations_of(kind, ids) for kind, ids in wanted.items()}
        self._exam_documents = records.exam_documents(wanted["exams"])
        self._first_stages: dict[int, int] = {}
        stages = [(stage.id, stage.organization_id) for stage in records.stages(organizations)]
        stages += [(row.id, owner) for row in rows if row.kind == "stages" and (owner := self._owner(row)) is not None]
        for stage_id, owner in sorted(stages):
            self._first_stages.setdefault(owner, stage_id)

    def faults_of(self, row: Row) -> Iterator[str]:
        """What is wrong with a row beside its own fields, in words without values."""
        owner = self._owner(row)
        missing = False
        for field, kind, record_id in _references(row):
            there = self._owner_of(kind, record_id)
            if there is None:
                missing = True
                yield f"{field}: there is no such {_WORDS[kind]}"
            elif owner not in (None, there):
                yield f"{field}: the {_WORDS[kind]} is of another organization"
        if owner is None:
            if not missing:
                yield "organization_id is required; or give --organization"
        elif owner not in self._organizations:
            yield "organization_id: no App ID sees this organization"
        elif self._only not in (None, owner):
            yield f"the record is of another organization than {self._only}"
        if row.kind in _OWN and self._stored[_OWN[row.kind]].get(row.id, owner) != owner:
            yield "id is taken by a record of another organization"

    def organization_of(self, row: Row) -> int:
        """Whose record a row without faults is."""
        owner = self._owner(row)
        if owner is None:
            raise AssertionError(row.line)
        return owner

    def first_stage(self, organization_id: int) -> int | None:
        """Where an applicant of an organization begins."""
        return self._first_stages.get(organization_id)

    def exam(self, exam_id: int) -> Exam:
        """A test that is referred to."""
        row = self._rows.get(("exams", exam_id))
        if row is not None and isinstance(row.record, Exam):
            return row.record
        return Exam.model_validate_json(self._exam_documents[exam_id])

    def _owner(self, row: Row) -> int | None:
        """What the row says, else whose record it belongs to, else whose all are."""
        named: int | None = getattr(row.record, "organization_id", None)
        if named is not None:
            return named
        for _, kind, record_id in _references(row):
            return self._owner_of(kind, record_id)
        return self._only

    def _owner_of(self, kind: RecordKind, record_id: int) -> int | None:
        row = self._rows.get((kind, record_id))
        return self._stored[kind].get(record_id) if row is None else self._owner(row)


def exam_of(ticket: TicketRow) -> int:
    """The test that a participant takes."""
    return ticket.exam_id or (ticket.exam.id if ticket.exam else 0)


def _references(row: Row) -> Iterator[tuple[str, RecordKind, int]]:
    """Field, kind and id of what a row refers to; first what it belongs to and shares the organization with."""
    match row.record:
        case ApplicantRow() as applicant:
            yield "job_id", "jobs", applicant.job_id or 0
            if applicant.stage_id is not None:
                yield "stage_id", "stages", applicant.stage_id
        case Exam() as exam:
            if exam.job_id is not None:
                yield "job_id", "jobs", exam.job_id
        case TicketRow() as ticket:
            yield "exam_id", "exams", exam_of(ticket)
        case _ if row.kind == "forms":
            yield "id", "applicants", row.id
        case _ if row.kind == "scores":
            yield "ticket_id", "tickets", row.id
        case _:
            return
