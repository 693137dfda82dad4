"""Bodies and replies of JOSS (contract, sections 8 to 11), with the names and the order of the ministry's pages."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

from satupintu.systems.kemnaker.contract.texts import (
    Email,
    End,
    Latitude,
    Longitude,
    Phone,
    Reference,
    SecureUrl,
    Start,
    Text,
    Url,
)

RegionType = Literal["province", "city", "sub_district", "village", "country"]
VacancyStatus = Literal["open", "closed", "filled"]
CloseReason = Literal["withdrawn", "position_cancelled", "duplicate", "other"]

Whole = Annotated[int, Field(ge=0)]


def _text(longest: int, shortest: int = 0) -> object:
    return StringConstraints(max_length=longest, min_length=shortest)


class RegionReference(BaseModel):
    """A place by the ministry's own id. `country_code` null or `ID` means Indonesia."""

    type: RegionType
    id: Reference
    country_code: Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[A-Z]{2}$")] | None = None


class Employer(BaseModel):
    """The company of a vacancy. `id` alone refers to a known company; an unknown id needs the four required fields."""

    model_config: ClassVar[ConfigDict] = ConfigDict(hide_input_in_errors=True)

    id: Reference
    name: Annotated[Text, _text(200, 1)] | None = None
    industry: Reference | None = None
    region: RegionReference | None = None
    address: Annotated[Text, _text(500, 1)] | None = None
    postal_code: Annotated[Text, _text(20)] | None = None
    phone: Phone | None = Field(default=None, repr=False)
    email: Email | None = Field(default=None, repr=False)
    license_number: Annotated[Text, _text(50)] | None = None
    about: Annotated[Text, _text(5000)] | None = Field(default=None, repr=False)
    website: Url | None = None
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    logo_uri: Url | None = None
    cover_uri: Url | None = None


class VacancyBody(BaseModel):
    """What an employer reports about a vacancy. A PUT replaces the whole vacancy: what is absent gets its default."""

    model_config: ClassVar[ConfigDict] = ConfigDict(hide_input_in_errors=True)

    id: Text | None = None
    title: Annotated[Text, _text(200, 1)]
    employer: Employer
    description: Annotated[Text, _text(20_000, 1)] = Field(repr=False)
    qualification: Annotated[Text, _text(20_000)] | None = Field(default=None, repr=False)
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
    skills: Annotated[list[Annotated[Text, _text(100, 1)]], Field(max_length=50)] | None = None
    confidential: bool | None = None
    published_at: Start | None = None
    expires_at: End | None = None
    apply_url: SecureUrl | None = None
    status: VacancyStatus | None = None
    close_reason: CloseReason | None = None
    close_note: Annotated[Text, _text(500)] | None = None
    filled_count: Whole | None = None

    @field_validator("skills")
    @classmethod
    def _drop_duplicates(cls, skills: list[str] | None) -> list[str] | None:
        return None if skills is None else list(dict.fromkeys(skills))


class Company(BaseModel):
    """A company as it is answered."""

    id: str
    name: str | None = None
    industry: str | None = None
    region: RegionReply | None = None
    address: str | None = None
    postal_code: str | None = None
    phone: str | None = Field(default=None, repr=False)
    email: str | None = Field(default=None, repr=False)
    license_number: str | None = None
    about: str | None = Field(default=None, repr=False)
    website: str | None = None
    latitude: str | None = None
    longitude: str | None = None
    logo_uri: str | None = None
    cover_uri: str | None = None
    status: str | None = None
    verification_status: str | None = None
    version: int | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None


class RegionReply(BaseModel):
    """A place as it is answered."""

    type: str | None = None
    id: str | None = None
    country_code: str | None = None


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
