"""Companies and institutions: who offers work, and who offers training (contract, sections 8, 9 and 12)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from satupintu.systems.kemnaker.contract.texts import (
    Email,
    Latitude,
    Longitude,
    Phone,
    Reference,
    Text,
    Trimmed,
    Url,
)

RegionType = Literal["province", "city", "sub_district", "village", "country"]

Name = Annotated[str, Trimmed(longest=200, shortest=1)]
Address = Annotated[str, Trimmed(longest=500, shortest=1)]


class RegionReference(BaseModel):
    """A place by the ministry's own id. `country_code` null or `ID` means Indonesia."""

    type: RegionType
    id: Reference
    country_code: Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[A-Z]{2}$")] | None = None


class _Details(BaseModel):
    """What may be told of a company and of an institution alike."""

    model_config: ClassVar[ConfigDict] = ConfigDict(hide_input_in_errors=True)

    postal_code: Annotated[str, Trimmed(longest=20)] | None = None
    phone: Phone | None = Field(default=None, repr=False)
    email: Email | None = Field(default=None, repr=False)
    license_number: Annotated[str, Trimmed(longest=50)] | None = None
    about: Annotated[str, Trimmed(longest=5000)] | None = Field(default=None, repr=False)
    website: Url | None = None
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    logo_uri: Url | None = None
    cover_uri: Url | None = None


class Employer(_Details):
    """The company of a vacancy. `id` alone refers to a known company; an unknown id needs the four required fields."""

    id: Reference
    name: Name | None = None
    industry: Reference | None = None
    region: RegionReference | None = None
    address: Address | None = None


class CompanyBody(_Details):
    """A company. A PUT replaces the whole of it."""

    id: Text | None = None
    name: Name
    industry: Reference
    region: RegionReference
    address: Address


class InstitutionProfile(_Details):
    """The institution of a training. `id` alone refers to a known one; an unknown id needs name, region, address."""

    id: Reference
    name: Name | None = None
    region: RegionReference | None = None
    address: Address | None = None


class InstitutionBody(_Details):
    """An institution. A PUT replaces the whole of it."""

    id: Text | None = None
    name: Name
    region: RegionReference
    address: Address


class RegionReply(BaseModel):
    """A place as it is answered."""

    type: str | None = None
    id: str | None = None
    country_code: str | None = None


class Institution(BaseModel):
    """An institution as it is answered."""

    id: str
    name: str | None = None
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


class Company(Institution):
    """A company as it is answered."""

    industry: str | None = None


class CompanyReply(BaseModel):
    """The envelope of one company."""

    data: Company


class InstitutionReply(BaseModel):
    """The envelope of one institution."""

    data: Institution
