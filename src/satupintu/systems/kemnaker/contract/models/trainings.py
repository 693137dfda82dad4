"""Trainings (contract, section 12)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from satupintu.systems.kemnaker.contract.models.organizations import (
    Institution,
    InstitutionProfile,
    RegionReference,
    RegionReply,
)
from satupintu.systems.kemnaker.contract.texts import Day, SecureUrl, Text, Trimmed, Url

Media = Literal["online", "offline", "hybrid"]
Difficulty = Literal["beginner", "intermediate", "advanced"]


class TrainingBody(BaseModel):
    """A training course. A PUT replaces the whole training: what is absent gets its default."""

    model_config: ClassVar[ConfigDict] = ConfigDict(hide_input_in_errors=True)

    id: Text | None = None
    title: Annotated[str, Trimmed(longest=200, shortest=1)]
    institution: InstitutionProfile
    description: Annotated[str, Trimmed(longest=20_000, shortest=1)] = Field(repr=False)
    address: Annotated[str, Trimmed(longest=500)] | None = None
    region: RegionReference
    media: Media
    difficulty_level: Difficulty
    price: Annotated[int, Field(ge=0)]
    certified: bool | None = None
    bnsp_certified: bool | None = None
    quota: Annotated[int, Field(ge=1)]
    expired_date: Day
    start_date: Day
    finish_date: Day
    cover_uri: Url | None = None
    registration_url: SecureUrl | None = None


class Training(BaseModel):
    """A training as it is answered: the body with the full institution, then the read-only fields."""

    id: str
    title: str | None = None
    institution: Institution | None = None
    description: str | None = Field(default=None, repr=False)
    address: str | None = None
    region: RegionReply | None = None
    media: str | None = None
    difficulty_level: str | None = None
    price: int | None = None
    certified: bool | None = None
    bnsp_certified: bool | None = None
    quota: int | None = None
    expired_date: date | None = None
    start_date: date | None = None
    finish_date: date | None = None
    cover_uri: str | None = None
    registration_url: str | None = None
    status: str | None = None
    close_reason: str | None = None
    verification_status: str | None = None
    verification_reason: str | None = None
    version: int | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    closed_at: datetime | None = None


class TrainingReply(BaseModel):
    """The envelope of one training."""

    data: Training
