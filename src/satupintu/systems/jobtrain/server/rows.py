"""What the store answers: records as finished JSON, or in parts where a document is made of several, and faults."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto
from typing import Literal

from satupintu.systems.jobtrain.contract.calls import SortBy
from satupintu.systems.jobtrain.contract.models import DocumentKind


@dataclass(frozen=True, slots=True)
class Slice:
    """Some consecutive records of a list as finished JSON objects, and how many the whole list has."""

    total: int
    records: Sequence[bytes] = field(repr=False)


@dataclass(frozen=True, slots=True)
class CreatedItem:
    """An item that was created, as it is answered."""

    id: int
    document: bytes


class ItemFault(Enum):
    """Why an item cannot be created."""

    UNKNOWN_DIVISION = auto()
    """There is no such division within reach."""
    NAME_TAKEN = auto()


@dataclass(frozen=True, slots=True)
class JobFilter:
    """Which jobs, and in which order; ties go by id. Without a status: those that are advertised at `open_at`."""

    open_at: datetime
    status_id: int | None = None
    division_id: int | None = None
    department_id: int | None = None
    location_id: int | None = None
    order: SortBy = "id"
    descending: bool = False


@dataclass(frozen=True, slots=True)
class JobText:
    """A job as finished JSON without its address: the entry of the list, and what the detail has besides."""

    id: int
    summary: bytes
    detail: bytes


@dataclass(frozen=True, slots=True)
class JobSlice:
    """Some consecutive jobs of a list, and how many the whole list has."""

    total: int
    jobs: Sequence[JobText]


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of an application; its bytes are kept under their digest."""

    kind: DocumentKind
    file_name: str = field(repr=False)
    content_type: str
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class ApplicationRow:
    """An application with what its documents need. `candidate`, `job`, both statuses, `answers`: finished JSON.

    `job` is the job in short with its division, department and location. A status is the item of the setting.
    """

    id: int
    candidate_id: int
    job_id: int
    candidate: bytes = field(repr=False)
    job: bytes = field(repr=False)
    status: bytes
    previous_status: bytes | None
    applied_at: datetime
    status_changed_at: datetime
    source: str | None
    answers: bytes = field(repr=False)
    equal_opportunities: bytes | None = field(repr=False)
    files: Sequence[StoredFile] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class ApplicationSlice:
    """Some consecutive applications of a list, and how many the whole list has."""

    total: int
    applications: Sequence[ApplicationRow]


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A file that was sent and found acceptable."""

    kind: DocumentKind
    file_name: str = field(repr=False)
    content_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Applied:
    """An application that is there: new, or one that the same person had made for the same job before."""

    candidate_id: int
    application_id: int
    status: bytes
    is_new: bool


class ApplyFault(Enum):
    """Why nobody can apply for a job."""

    NO_JOB = auto()
    """There is no such job within reach."""
    NOT_ADVERTISED = auto()


@dataclass(frozen=True, slots=True)
class DbsRow:
    """An application that waits for a DBS check. `candidate` and `document` are JSON."""

    application_id: int
    candidate_id: int
    job_id: int
    candidate: bytes = field(repr=False)
    date_of_birth: str | None = field(repr=False)
    document: bytes
    requested_at: datetime


@dataclass(frozen=True, slots=True)
class DbsSlice:
    """Some consecutive checks of a list, and how many the whole list has."""

    total: int
    checks: Sequence[DbsRow]


@dataclass(frozen=True, slots=True)
class DbsReport:
    """What a provider reports of a check. Without `status_at` it is meant as of now."""

    status: str
    stage: str | None = None
    status_at: datetime | None = None
    certificate_number: str | None = field(default=None, repr=False)
    issue_date: str | None = None
    result: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class HeldReport:
    """A report as it is held: for which application, and as of when."""

    application_id: int
    status_at: datetime


class DbsFault(Enum):
    """Why a reference or a report is not taken."""

    UNKNOWN = auto()
    """There is no such check within reach."""
    CONFLICT = auto()
    """Another reference is held for the application, or the reference for another application."""


@dataclass(frozen=True, slots=True)
class StarterRow:
    """A new starter form as finished JSON, and whose it is."""

    application_id: int
    candidate_id: int
    job_id: int
    candidate: bytes = field(repr=False)
    document: bytes = field(repr=False)
    completed_at: datetime | None
    cancelled_at: datetime | None


@dataclass(frozen=True, slots=True)
class StarterSlice:
    """Some consecutive forms of a list, and how many the whole list has."""

    total: int
    starters: Sequence[StarterRow]


StarterEnd = Literal["completed", "cancelled"]
"""How the form of a new starter ends."""


OnboardingAreaName = Literal["onboarding", "compliance", "referencing"]
