"""Onboarding, compliance and referencing of an application. Use cases are published, shapes are ours."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from satupintu.systems.jobtrain.contract.models.record import Moment, Record

OnboardingKind = Literal["Form", "Document", "Contract", "Reference"] | str
OnboardingStatus = Literal["NotStarted", "InProgress", "Completed", "Rejected"] | str


class OnboardingItem(Record):
    """A form, document, contract or reference, and how it stands."""

    id: int
    name: str
    type: OnboardingKind
    status: OnboardingStatus
    updated_date: Moment | None = None


class OnboardingArea(Record):
    """One of the three areas: how far it is, and its items."""

    status: OnboardingStatus
    percent_complete: Annotated[int, Field(ge=0, le=100)]
    items: list[OnboardingItem]


class OnboardingOverview(Record):
    """All three areas of an application."""

    candidate_application_id: int
    onboarding: OnboardingArea
    compliance: OnboardingArea
    referencing: OnboardingArea
