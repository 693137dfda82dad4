"""The four kinds of records, one family: what differs between them is a value."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import BaseModel

from satupintu.systems.kemnaker.contract.models import CompanyBody, InstitutionBody, TrainingBody, VacancyBody
from satupintu.systems.kemnaker.contract.rules import Fault, organization_faults, training_faults, vacancy_faults
from satupintu.systems.kemnaker.server.documents import (
    company_content,
    institution_content,
    training_content,
    vacancy_content,
)
from satupintu.systems.kemnaker.server.life import LifeCycle, OrganizationLife, TrainingLife
from satupintu.systems.kemnaker.server.ports import Document, KindName
from satupintu.systems.kemnaker.server.vacancy_life import VacancyLife


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record.

    `faults` are those between the fields of a body, `lists` its fields that hold an id, with the list it must stand
    in. `content` is what a faultless body says, without its life and what it belongs to.
    """

    name: KindName
    body: type[BaseModel]
    faults: Callable[[Any, str], Iterator[Fault]]
    content: Callable[[Any], Document]
    life: LifeCycle
    lists: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Organization(Kind):
    """Companies and institutions. `required` are the fields that a new one must have; `offer` is what they offer."""

    required: tuple[str, ...] = ("name", "region", "address")
    offer: KindName = "vacancy"


@dataclass(frozen=True, slots=True)
class Offer(Kind):
    """Vacancies and trainings. `parent` is whose they are, told in the field `parent_field` of the body.

    `inherited` are fields in which the parent speaks for an offer that says nothing itself.
    """

    parent: Organization = field(kw_only=True)
    parent_field: str = field(kw_only=True)
    inherited: tuple[str, ...] = field(kw_only=True, default=())


COMPANY: Final = Organization(
    "company",
    CompanyBody,
    organization_faults,
    company_content,
    OrganizationLife(),
    {"industry": "industry"},
    ("name", "industry", "region", "address"),
    "vacancy",
)
VACANCY: Final = Offer(
    "vacancy",
    VacancyBody,
    vacancy_faults,
    vacancy_content,
    VacancyLife(),
    {"job_type": "job_type", "job_function": "job_function", "min_education": "education", "industry": "industry"},
    parent=COMPANY,
    parent_field="employer",
    inherited=("industry",),
)
INSTITUTION: Final = Organization(
    "institution",
    InstitutionBody,
    organization_faults,
    institution_content,
    OrganizationLife(),
    offer="training",
)
TRAINING: Final = Offer(
    "training",
    TrainingBody,
    training_faults,
    training_content,
    TrainingLife(),
    parent=INSTITUTION,
    parent_field="institution",
)
