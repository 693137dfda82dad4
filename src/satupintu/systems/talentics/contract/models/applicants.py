"""Applicants of a job, and their employment application forms. Almost everything here is personal."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, JsonValue

from satupintu.systems.talentics.contract.models.record import Personal, Record


class Applicant(Record):
    """An applicant: the same 21 keys in the list and alone.

    `gender` is 1 for male and 2 for female, `draft` and `background_enabled` are 0 or 1. `nik` repeats
    `identity_number` in the samples. Of `access_code_expired_at` one sample has a day of one digit.
    """

    id: int
    organization_id: int | None = None
    job_id: int | None = None
    account_id: int | None = None
    name: Personal = None
    email: Personal = None
    phone_number: Personal = None
    identity_number: Personal = None
    location: Personal = None
    education: str | None = None
    year_of_experience: str | None = None
    gender: Annotated[int | None, Field(repr=False)] = None
    dob: Personal = None
    nik: Personal = None
    draft: int | None = None
    background_enabled: int | None = None
    portfolio_link: Personal = None
    address: Personal = None
    cv_file_path: Personal = None
    access_code: Personal = None
    access_code_expired_at: str | None = None


class ApplicantsReply(Record):
    """All applicants of a job at once: this list has no pages."""

    data: list[Applicant]


class ApplicantReply(Record):
    """The answer to a request for one applicant."""

    data: Applicant


class FormAnswer(Record):
    """One field of a form and what was filled in. A text in all samples, also where it is a number."""

    name: str | None = None
    value: Annotated[JsonValue, Field(repr=False)] = None


class EmploymentForm(Record):
    """The employment application form of an applicant. `id` and `applicant_id` both name the applicant.

    `application_time` is when it was submitted.
    """

    id: int
    applicant_id: int | None = None
    name: Personal = None
    email: Personal = None
    application_time: str | None = None
    employment_application_form: list[FormAnswer] | None = None


class EmploymentFormReply(Record):
    """The answer to a request for the form of an applicant."""

    data: EmploymentForm
