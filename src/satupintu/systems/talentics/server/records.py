"""Records as they are kept: what is searched for, and the finished JSON that is answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class StageRecord:
    """A stage that applicants of an organization pass, in the order of the ids."""

    id: int
    organization_id: int
    name: str


@dataclass(frozen=True, slots=True)
class ExamRecord:
    """A test, as it is answered."""

    id: int
    organization_id: int
    document: bytes


@dataclass(frozen=True, slots=True)
class ApplicantRecord:
    """An applicant, as it is answered. `stage_id` is where one that is new begins."""

    id: int
    organization_id: int
    job_id: int
    document: bytes = field(repr=False)
    stage_id: int | None = None


@dataclass(frozen=True, slots=True)
class TicketRecord:
    """A participant of a test, as it is answered but for `exam`: that is taken from the test."""

    id: int
    organization_id: int
    exam_id: int
    document: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TalenticsBatch:
    """Records to add or replace together.

    `jobs` are (id, organization id, list entry as JSON, detail as JSON). `placed` moves applicants to a stage. `forms`
    are by applicant, `scores` by ticket; both belong to a record that is there already or comes in the same batch.
    """

    stages: Sequence[StageRecord] = ()
    jobs: Sequence[tuple[int, int, bytes, bytes]] = field(default=(), repr=False)
    applicants: Sequence[ApplicantRecord] = ()
    placed: Mapping[int, int] = field(default_factory=dict[int, int])
    forms: Mapping[int, bytes] = field(default_factory=dict[int, bytes], repr=False)
    exams: Sequence[ExamRecord] = ()
    tickets: Sequence[TicketRecord] = ()
    scores: Mapping[int, bytes] = field(default_factory=dict[int, bytes], repr=False)
