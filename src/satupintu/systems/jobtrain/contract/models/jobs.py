"""Jobs, in the list and in full."""

from __future__ import annotations

from typing import Literal

from satupintu.systems.jobtrain.contract.models.record import Moment, Number, Personal, Record, Ref

PayPeriod = Literal["hour", "day", "month", "year"] | str
"""What a salary is paid for. Ours; other values are read too."""


class LocationRef(Record):
    """Where a job is. `country` has two letters; a remote one has the city `Remote`."""

    id: int
    name: str
    city: str | None = None
    postcode: str | None = None
    country: str | None = None
    is_remote: bool


class SalaryBand(Record):
    """From where to where a job is paid."""

    min: Number | None = None
    max: Number | None = None
    currency: str | None = None
    period: PayPeriod | None = None


class JobSummary(Record):
    """A job in the list."""

    id: int
    reference: str
    title: str
    title_for_candidates: str | None = None
    status: Ref
    division: Ref | None = None
    department: Ref | None = None
    location: LocationRef | None = None
    region: Ref | None = None
    categories: list[Ref]
    employment_type: Ref | None = None
    job_level: Ref | None = None
    salary: Ref | None = None
    created_date: Moment
    closing_date: Moment | None = None
    summary: str | None = None
    public_url: str | None = None


class JobDetail(JobSummary):
    """A job in full. `description` is HTML; `reports_to` and `recruiter` are names of people."""

    description: str | None = None
    hours_per_week: Number | None = None
    number_of_positions: int | None = None
    salary_band: SalaryBand | None = None
    reports_to: Personal = None
    recruiter: Personal = None
    reply_to_email: Personal = None
    funding_source: str | None = None
    reason_for_vacancy: str | None = None
    cost_centre: Ref | None = None
    school_location: Ref | None = None
    campaign: Ref | None = None
