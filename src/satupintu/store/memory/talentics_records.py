"""The tests, participants, applicants and stages of the Talentics server, in memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from satupintu.store.memory.talentics_jobs import MemoryTalenticsJobs
from satupintu.store.talentics_records import RecordKind
from satupintu.systems.talentics.server.ports import Slice, TicketScores
from satupintu.systems.talentics.server.records import (
    ApplicantRecord,
    ExamRecord,
    StageRecord,
    TalenticsBatch,
    TicketRecord,
)


class MemoryTalenticsRecords:
    """The twin of `SqlTalenticsRecords`."""

    def __init__(self, jobs: MemoryTalenticsJobs) -> None:
        self._jobs = jobs
        self._stages: dict[int, StageRecord] = {}
        self._applicants: dict[int, ApplicantRecord] = {}
        self._forms: dict[int, bytes] = {}
        self._exams: dict[int, ExamRecord] = {}
        self._tickets: dict[int, TicketRecord] = {}
        self._scores: dict[int, bytes] = {}

    def exams(self, organization_ids: frozenset[int], *, offset: int, limit: int) -> Slice:
        """Tests of these organizations in ascending id, and how many there are."""
        theirs = [exam.document for _, exam in sorted(self._exams.items()) if exam.organization_id in organization_ids]
        return Slice(len(theirs), theirs[offset : offset + limit])

    def exam(self, organization_ids: frozenset[int], exam_id: int) -> bytes | None:
        """One test of these organizations; None when it does not exist for them."""
        found = self._exams.get(exam_id)
        return found.document if found and found.organization_id in organization_ids else None

    def tickets(self, organization_ids: frozenset[int], exam_id: int, *, offset: int, limit: int) -> Slice | None:
        """Participants of a test in ascending id; None when the test does not exist for these organizations."""
        if self.exam(organization_ids, exam_id) is None:
            return None
        found = [ticket.document for _, ticket in sorted(self._tickets.items()) if ticket.exam_id == exam_id]
        return Slice(len(found), found[offset : offset + limit])

    def scores(self, organization_ids: frozenset[int], ticket_id: int) -> TicketScores | None:
        """One participant with the results; None when it does not exist for these organizations."""
        found = self._tickets.get(ticket_id)
        if found is None or found.organization_id not in organization_ids:
            return None
        return TicketScores(found.document, self._scores.get(ticket_id))

    def applicants(self, organization_ids: frozenset[int], job_id: int) -> Sequence[bytes] | None:
        """All applicants of a job in ascending id; None when the job does not exist for these organizations."""
        if self._jobs.job(organization_ids, job_id) is None:
            return None
        return [
            applicant.document
            for _, applicant in sorted(self._applicants.items())
            if applicant.job_id == job_id and applicant.organization_id in organization_ids
        ]

    def applicant(self, organization_ids: frozenset[int], applicant_id: int) -> bytes | None:
        """One applicant; None when it does not exist for these organizations."""
        found = self._applicants.get(applicant_id)
        return found.document if found and found.organization_id in organization_ids else None

    def employment_form(self, organization_ids: frozenset[int], applicant_id: int) -> bytes | None:
        """The form of an applicant; None when there is none for these organizations."""
        known = self.applicant(organization_ids, applicant_id) is not None
        return self._forms.get(applicant_id) if known else None

    def stages(self, organization_ids: Iterable[int]) -> Sequence[StageRecord]:
        """The stages of these organizations, in ascending id."""
        theirs = frozenset(organization_ids)
        return [stage for _, stage in sorted(self._stages.items()) if stage.organization_id in theirs]

    def organizations_of(self, kind: RecordKind, ids: Iterable[int]) -> Mapping[int, int]:
        """Whose records these are, by id; one that is not there is left out."""
        if kind == "jobs":
            owners = self._jobs.organizations()
        else:
            kept = {
                "stages": self._stages,
                "applicants": self._applicants,
                "exams": self._exams,
                "tickets": self._tickets,
            }[kind]
            owners = {record.id: record.organization_id for record in kept.values()}
        return {record_id: owners[record_id] for record_id in ids if record_id in owners}

    def save(self, batch: TalenticsBatch) -> None:
        """Add or replace records."""
        self._stages |= {stage.id: stage for stage in batch.stages}
        self._jobs.save(batch.jobs)
        for applicant in batch.applicants:
            before = self._applicants.get(applicant.id)
            stage_id = before.stage_id if before else applicant.stage_id
            self._applicants[applicant.id] = replace(applicant, stage_id=stage_id)
        for applicant_id, stage_id in batch.placed.items():
            self._applicants[applicant_id] = replace(self._applicants[applicant_id], stage_id=stage_id)
        self._forms |= {of: form for of, form in batch.forms.items() if of in self._applicants}
        self._exams |= {exam.id: exam for exam in batch.exams}
        self._tickets |= {ticket.id: ticket for ticket in batch.tickets}
        self._scores |= {of: scores for of, scores in batch.scores.items() if of in self._tickets}

    def is_empty(self) -> bool:
        """Whether there is no stage, no applicant and no test."""
        return not (self._stages or self._applicants or self._exams)
