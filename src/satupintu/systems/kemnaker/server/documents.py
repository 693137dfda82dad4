"""The records as they are stored and answered: JSON objects in the order of the contract."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from operator import itemgetter
from typing import Any, Final

from pydantic import BaseModel
from pydantic_core import to_json

from satupintu.systems.kemnaker.contract.models import (
    CompanyBody,
    InstitutionBody,
    RegionReference,
    TrainingBody,
    VacancyBody,
)
from satupintu.systems.kemnaker.server.markup import clean
from satupintu.systems.kemnaker.server.ports import Document

LIFE_FIELDS: Final = ("published_at", "expires_at", "status", "close_reason", "close_note", "filled_count")

_DETAILS: Final = tuple(field for field in CompanyBody.model_fields if field not in {"id", "name", "region", "address"})
COMPANY_FIELDS: Final = ("name", "industry", "region", "address", *(each for each in _DETAILS if each != "industry"))
INSTITUTION_FIELDS: Final = tuple(
    field for field in ("name", "region", "address", *_DETAILS) if field in InstitutionBody.model_fields
)
VACANCY_FIELDS: Final = tuple(
    field for field in VacancyBody.model_fields if field not in {"id", "employer", *LIFE_FIELDS}
)
TRAINING_FIELDS: Final = tuple(field for field in TrainingBody.model_fields if field not in {"id", "institution"})

_VALUES: Final = {
    fields: itemgetter(*fields) for fields in (COMPANY_FIELDS, INSTITUTION_FIELDS, VACANCY_FIELDS, TRAINING_FIELDS)
}
_VACANCY_DEFAULTS: Final[Mapping[str, Any]] = {
    "salary_currency": "IDR",
    "show_salary": False,
    "confidential": False,
    "skills": [],
}


def vacancy_content(body: VacancyBody) -> Document:
    """What a vacancy says, without its employer and its life. What the body leaves out has its default."""
    content = _content(body, VACANCY_FIELDS)
    for field, default in _VACANCY_DEFAULTS.items():
        if content[field] is None:
            content[field] = default
    content["description"] = clean(body.description)
    if body.qualification is not None:
        content["qualification"] = clean(body.qualification)
    return content


def training_content(body: TrainingBody) -> Document:
    """What a training says, without its institution and its life. What the body leaves out has its default."""
    content = _content(body, TRAINING_FIELDS)
    content["certified"] = bool(body.certified)
    content["bnsp_certified"] = bool(body.bnsp_certified)
    content["description"] = clean(body.description)
    for field in ("expired_date", "start_date", "finish_date"):
        content[field] = content[field].isoformat()
    return content


def company_content(body: BaseModel) -> Document:
    """What is told of a company."""
    return _content(body, COMPANY_FIELDS)


def institution_content(body: BaseModel) -> Document:
    """What is told of an institution."""
    return _content(body, INSTITUTION_FIELDS)


def _content(body: BaseModel, fields: tuple[str, ...]) -> Document:
    content: Document = dict(zip(fields, _VALUES[fields](vars(body)), strict=True))
    region: RegionReference | None = content["region"]
    content["region"] = None if region is None else vars(region).copy()
    return content


def json_of(document: Mapping[str, Any]) -> str:
    """An object as JSON text."""
    return to_json(document).decode()


def merged(content: Document, known: Document | None) -> Document:
    """What is told of an organization after an upsert: of a known one only the fields that were sent change."""
    if known is None:
        return content
    return {field: known.get(field) if value is None else value for field, value in content.items()}


def whole_seconds(moment: datetime) -> datetime:
    """A moment as answers show it, so that lists are in the order that readers see."""
    return moment.replace(microsecond=0)
