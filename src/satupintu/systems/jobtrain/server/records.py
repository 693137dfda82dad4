"""Records as they are kept: what is searched for, and the finished JSON that is answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from satupintu.systems.jobtrain.contract import general_settings
from satupintu.systems.jobtrain.server.rows import OnboardingAreaName, ReceivedFile

DIVISIONS: Final = general_settings.DIVISIONS.name
JOB_STATUS: Final = general_settings.JOB_STATUS.name
APPLICATION_STATUS: Final = general_settings.APPLICATION_STATUS.name

SUBMITTED: Final = 2
"""The status of an application that was just made, among those that are shipped."""


@dataclass(frozen=True, slots=True)
class SettingRecord:
    """An item of a general setting. Without a division it is everybody's; a division belongs to itself."""

    setting: str
    id: int
    name: str
    document: bytes
    division_id: int | None = None
    is_active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRecord:
    """A job. `summary` and `detail` are its list entry and what the detail has besides, both without its address.

    `brief` is what applications say of it.
    """

    id: int
    division_id: int | None
    department_id: int | None
    location_id: int | None
    status_id: int
    title: str
    reference: str
    created_at: datetime
    closing_at: datetime | None
    summary: bytes
    detail: bytes
    brief: bytes


@dataclass(frozen=True, slots=True)
class CandidateRecord:
    """A candidate. `email_key` is the address as `email_key` makes it; several may share one."""

    id: int
    email_key: str = field(repr=False)
    document: bytes = field(repr=False)
    equal_opportunities: bytes | None = field(default=None, repr=False)
    date_of_birth: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationRecord:
    """An application with its files. Its division is the job's."""

    id: int
    candidate_id: int
    job_id: int
    division_id: int | None
    status_id: int
    previous_status_id: int | None = None
    applied_at: datetime
    status_changed_at: datetime
    source: str | None = None
    answers: bytes = field(default=b"[]", repr=False)
    files: Sequence[ReceivedFile] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class DbsRecord:
    """An application that waits for a DBS check, or whose provider has given it a reference."""

    application_id: int
    job_id: int
    document: bytes
    requested_at: datetime
    unique_id: str | None = None


@dataclass(frozen=True, slots=True)
class StarterRecord:
    """A new starter form."""

    application_id: int
    document: bytes = field(repr=False)
    saved_at: datetime
    completed_at: datetime | None = None
    cancelled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OnboardingRecord:
    """A form, document, contract or reference of a new starter."""

    id: int
    application_id: int
    area: OnboardingAreaName
    document: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class JobtrainBatch:
    """Records to add or replace together."""

    settings: Sequence[SettingRecord] = ()
    jobs: Sequence[JobRecord] = ()
    candidates: Sequence[CandidateRecord] = ()
    applications: Sequence[ApplicationRecord] = ()
    checks: Sequence[DbsRecord] = ()
    starters: Sequence[StarterRecord] = ()
    onboarding: Sequence[OnboardingRecord] = ()


def email_key(email: str) -> str:
    """The form of an e-mail address in which two are compared."""
    return email.strip().lower()


def name_key(name: str) -> str:
    """The form of an item's name in which two are compared."""
    return name.strip().casefold()
