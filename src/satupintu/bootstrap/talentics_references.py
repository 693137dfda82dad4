"""What the records of a file refer to: in the file itself, or among the records that are there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Self

from satupintu.store.talentics_records import RecordKind, SqlTalenticsRecords
from satupintu.systems.talentics.contract.models import Exam
from satupintu.systems.talentics.server.record_rows import ApplicantRow, JobRow, Kind, Row, TicketRow

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


@dataclass(frozen=True, slots=True)
class Link:
    """What is kept of a row until the whole file is known.

    Whose it says it is, what it refers to (field, kind and id; first what it belongs to and shares the organization
    with), and the organizations that are described in it (field and id).
    """

    line: int
    kind: Kind
    id: int
    organization_id: int | None
    refers_to: tuple[tuple[str, RecordKind, int], ...]
    describes: tuple[tuple[str, int], ...]

    @classmethod
    def of(cls, row: Row) -> Self:
        """The link of a row."""
        named: int | None = getattr(row.record, "organization_id", None)
        return cls(row.line, row.kind, row.id, named, tuple(_references(row)), tuple(_organizations(row)))


class References:
    """Whose each record is, and whether what it refers to exists for its organization.

    `only` is the organization that all records of the file are of, if they are to be.
    """

    def __init__(
        self,
        records: SqlTalenticsRecords,
        organizations: Mapping[int, str],
        only: int | None,
        links: Mapping[tuple[Kind, int], Link],
    ) -> None:
        self._organizations = organizations
        self._only = only
        self._links = links
        wanted: dict[RecordKind, set[int]] = {kind: set() for kind in _WORDS}
        for link in links.values():
            for _, kind, record_id in link.refers_to:
                wanted[kind].add(record_id)
            if link.kind in _OWN:
                wanted[_OWN[link.kind]].add(link.id)
        self._stored = {kind: records.organizations_of(kind, ids) for kind, ids in wanted.items()}
        self._first_stages: dict[int, int] = {}
        stages = [(stage.id, stage.organization_id) for stage in records.stages(organizations)]
        for link in links.values():
            if link.kind == "stages" and (owner := self._owner(link)) is not None:
                stages.append((link.id, owner))
        for stage_id, owner in sorted(stages):
            self._first_stages.setdefault(owner, stage_id)

    def faults_of(self, link: Link) -> Iterator[str]:
        """What is wrong with a row beside its own fields, in words without values."""
        owner = self._owner(link)
        missing = False
        for field, kind, record_id in link.refers_to:
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
        for field, organization_id in link.describes:
            if owner not in (None, organization_id):
                yield f"{field}.id is another organization than the record's"
        if link.kind in _OWN and self._stored[_OWN[link.kind]].get(link.id, owner) != owner:
            yield "id is taken by a record of another organization"

    def organization_of(self, row: Row) -> int | None:
        """Whose record a row is; of one without faults it is known."""
        link = self._links.get((row.kind, row.id))
        return link and self._owner(link)

    def first_stage(self, organization_id: int) -> int | None:
        """Where an applicant of an organization begins."""
        return self._first_stages.get(organization_id)

    def _owner(self, link: Link) -> int | None:
        """What the row says, else whose record it belongs to, else whose all are."""
        if link.organization_id is not None:
            return link.organization_id
        for _, kind, record_id in link.refers_to:
            return self._owner_of(kind, record_id)
        return self._only

    def _owner_of(self, kind: RecordKind, record_id: int) -> int | None:
        link = self._links.get((kind, record_id))
        return self._stored[kind].get(record_id) if link is None else self._owner(link)


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


def _organizations(row: Row) -> Iterator[tuple[str, int]]:
    """Field and id of the organizations that a job describes."""
    if isinstance(row.record, JobRow):
        for field, organization in (("organization", row.record.organization), ("company", row.record.company)):
            if organization is not None:
                yield field, organization.id
