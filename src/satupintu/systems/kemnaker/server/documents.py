"""The records as they are stored and answered: companies and vacancies as JSON objects in the order of the contract."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import nh3
from pydantic_core import from_json, to_json

from satupintu.systems.kemnaker.contract.models import Employer, VacancyBody
from satupintu.systems.kemnaker.contract.texts import utc_text
from satupintu.systems.kemnaker.server.lifecycle import Life

COMPANY_FIELDS = tuple(field for field in Employer.model_fields if field != "id")
VACANCY_FIELDS = tuple(field for field in VacancyBody.model_fields if field not in {"id", "employer"})

HTML_TAGS = {"p", "br", "ul", "ol", "li", "b", "strong", "i", "em", "u", "h3", "h4", "a"}
HTML_ATTRIBUTES = {"a": {"href"}}
HTML_FIELDS = ("description", "qualification")

_DEFAULTS: Mapping[str, Any] = {"salary_currency": "IDR", "show_salary": False, "confidential": False, "skills": []}

Document = dict[str, Any]


def company_document(employer: Employer, known: Mapping[str, Any] | None) -> Document:
    """A company after an upsert: of a known one only the fields that were sent change. Null is as good as absent."""
    sent = employer.model_dump(mode="json")
    before = known or {}
    document = {"id": employer.id}
    document |= {field: before.get(field) if sent[field] is None else sent[field] for field in COMPANY_FIELDS}
    return document | {
        "status": "active",
        "verification_status": before.get("verification_status", "pending"),
    }


def vacancy_document(vacancy_id: str, body: VacancyBody, life: Life, industry: str, verification: str) -> Document:
    """A vacancy without its employer. What the body leaves out has its default."""
    sent = body.model_dump(mode="json", include=set(VACANCY_FIELDS))
    document: Document = {"id": vacancy_id}
    for field in VACANCY_FIELDS:
        value = sent[field]
        document[field] = _DEFAULTS.get(field) if value is None else value
    for field in HTML_FIELDS:
        if document[field] is not None:
            document[field] = clean_html(document[field])
    return document | {
        "industry": body.industry or industry,
        **life.fields(),
        "verification_status": verification,
        "verification_reason": None,
    }


def clean_html(text: str) -> str:
    """HTML with the allowed elements only; a text without any markup stays as it is."""
    if "<" not in text and "&" not in text:
        return text
    return nh3.clean(text, tags=HTML_TAGS, attributes=HTML_ATTRIBUTES, link_rel=None, strip_comments=True)


def answered_vacancy(document: Document, company: Document) -> Document:
    """A vacancy as it is answered: with the full company under `employer`, after the title."""
    answered: Document = {"id": document["id"], "title": document["title"], "employer": company}
    answered |= {field: value for field, value in document.items() if field not in answered}
    closed_at = answered.pop("closed_at")
    return answered | {"closed_at": closed_at}


def stamped(document: Document, version: int, created_at: datetime, updated_at: datetime) -> Document:
    """A record with its read-only fields."""
    return document | {"version": version, "created_at": utc_text(created_at), "updated_at": utc_text(updated_at)}


def write(document: Document) -> str:
    """A document as JSON text."""
    return to_json(document).decode()


def read(text: str) -> Document:
    """A document that was written here."""
    return from_json(text)
