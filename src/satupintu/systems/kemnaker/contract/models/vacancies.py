"""Vacancies (contract, section 10)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from satupintu.systems.kemnaker.contract.models.organizations import Company, Employer, RegionReference, RegionReply
from satupintu.systems.kemnaker.contract.texts import End, Reference, SecureUrl, Start, Text, Trimmed

VacancyStatus = Literal["open", "closed", "filled"]
CloseReason = Literal["withdrawn", "position_cancelled", "duplicate", "other"]

Whole = Annotated[int, Field(ge=0)]


class VacancyBody(BaseModel):
    """What an employer reports about a vacancy. A PUT replaces the whole vacancy: what is absent gets its default."""

    model_config: ClassVar[ConfigDict] = ConfigDict(hide_input_in_errors=True)

    id: Text | None = None
    title: Annotated[str, Trimmed(longest=200, shortest=1)]
    employer: Employer
    description: Annotated[str, Trimmed(longest=20_000, shortest=1)] = Field(repr=False)
    qualification: Annotated[str, Trimmed(longest=20_000)] | None = Field(default=None, repr=False)
    job_type: Reference
    job_function: Reference | None = None
    min_education: Reference | None = None
    industry: Reference | None = None
    region: RegionReference
    min_salary: Whole | None = None
    max_salary: Whole | None = None
    salary_currency: Literal["IDR"] | None = None
    show_salary: bool | None = None
    min_year_experience: Annotated[int, Field(ge=0, le=50)] | None = None
    min_age: Annotated[int, Field(ge=15, le=99)] | None = None
    max_age: Annotated[int, Field(ge=15, le=99)] | None = None
    gender: Literal["male", "female"] | None = None
    physical_condition: Literal["normal", "disabled"] | None = None
    marital_status: Literal["single", "married"] | None = None
    quota: Annotated[int, Field(ge=1)]
    work_arrangement: Literal["onsite", "remote", "hybrid"] | None = None
    skills: Annotated[list[Annotated[str, Trimmed(longest=100, shortest=1)]], Field(max_length=50)] | None = None
    confidential: bool | None = None
    published_at: Start | None = None
    expires_at: End | None = None
    apply_url: SecureUrl | None = None
    status: VacancyStatus | None = None
    close_reason: CloseReason | None = None
    close_note: Annotated[str, Trimmed(longest=500)] | None = None
    filled_count: Whole | None = None

    @field_validator("skills")
    @classmethod
    def _drop_duplicates(cls, skills: list[str] | None) -> list[str] | None:
        return None if skills is None else list(dict.fromkeys(skills))


class Vacancy(BaseModel):
    """A vacancy as it is answered: the body with the full company, then the read-only fields."""

    id: str
    title: str | None = None
    employer: Company | None = None
    description: str | None = Field(default=None, repr=False)
    qualification: str | None = Field(default=None, repr=False)
    job_type: str | None = None
    job_function: str | None = None
    min_education: str | None = None
    industry: str | None = None
    region: RegionReply | None = None
    min_salary: int | None = None
    max_salary: int | None = None
    salary_currency: str | None = None
    show_salary: bool | None = None
    min_year_experience: int | None = None
    min_age: int | None = None
    max_age: int | None = None
    gender: str | None = None
    physical_condition: str | None = None
    marital_status: str | None = None
    quota: int | None = None
    work_arrangement: str | None = None
    skills: list[str] | None = None
    confidential: bool | None = None
    published_at: datetime | None = None
    expires_at: datetime | None = None
    apply_url: str | None = None
    status: str | None = None
    close_reason: str | None = None
    close_note: str | None = None
    filled_count: int | None = None
    verification_status: str | None = None
    verification_reason: str | None = None
    version: int | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    closed_at: datetime | None = None


class VacancyReply(BaseModel):
    """The envelope of one vacancy."""

    data: Vacancy
