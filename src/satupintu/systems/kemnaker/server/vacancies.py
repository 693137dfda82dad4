"""Put, find and delete a vacancy: what happens inside the transaction once a request is permitted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from satupintu.kernel.documents import INVALID, InvalidDocumentError, MalformedJsonError, read_model
from satupintu.kernel.outcome import Answer, Outcome, Refusal
from satupintu.systems.kemnaker.contract.models import Employer, RegionReference, VacancyBody
from satupintu.systems.kemnaker.contract.rules import REQUIRED_OF_A_COMPANY, Fault, vacancy_faults
from satupintu.systems.kemnaker.contract.texts import is_canonical_uuid
from satupintu.systems.kemnaker.server.documents import (
    Document,
    answered_vacancy,
    company_document,
    stamped,
    vacancy_document,
    write,
)
from satupintu.systems.kemnaker.server.lifecycle import Life, begin, go_on, withdraw
from satupintu.systems.kemnaker.server.ports import Owner, Record, Records, ReferenceData

LISTS = {"job_type": "job_type", "job_function": "job_function", "min_education": "education", "industry": "industry"}
"""Fields of a vacancy that hold an id, and the list it must stand in."""


@dataclass(frozen=True, slots=True)
class VacancyDesk:
    """Handles the vacancies of one owner within one transaction, at one moment."""

    records: Records
    references: ReferenceData
    owner: Owner
    now: datetime
    reviews: bool

    def put(self, vacancy_id: str, raw: bytes) -> Outcome:
        """Create (201) or replace (200) a vacancy, and upsert its company. All or nothing."""
        if not is_canonical_uuid(vacancy_id):
            return Refusal(422, INVALID, {"id": ("Must be a UUID.",)})
        vacancy_id = vacancy_id.lower()
        try:
            body = read_model(VacancyBody, raw, lambda body: self._faults(body, vacancy_id))
        except MalformedJsonError as error:
            return Refusal(400, str(error))
        except InvalidDocumentError as error:
            return Refusal(422, INVALID, error.errors)
        known = self.records.vacancy(self.owner, vacancy_id)
        company = self.records.company(self.owner, body.employer.id)
        if company is not None and company.status == "closed":
            return Refusal(400, "The company is closed.")
        life = self._next_life(known, body)
        if isinstance(life, Refusal):
            return life
        company = self._save_company(body.employer, company, raw)
        return self._save_vacancy(vacancy_id, body, life, known, company, raw)

    def find(self, vacancy_id: str) -> Outcome:
        """One vacancy, closed ones included."""
        record = self.records.vacancy(self.owner, vacancy_id.lower())
        return self._answer(record) if record else Refusal(404, "Not found.")

    def delete(self, vacancy_id: str) -> Outcome:
        """Close a vacancy as withdrawn; one that is not open stays as it is."""
        record = self.records.vacancy(self.owner, vacancy_id.lower())
        if record is None:
            return Refusal(404, "Not found.")
        document: Document = json.loads(record.document)
        life = Life.read(document).at(self.now)
        withdrawn = withdraw(life, self.now)
        if withdrawn != life:
            record = self._renewed(record, document | withdrawn.fields(), record.sent)
            self.records.save_vacancy(self.owner, record)
        return self._answer(record)

    def _next_life(self, known: Record | None, body: VacancyBody) -> Life | Refusal:
        if known is None:
            return begin(body, self.now)
        return go_on(Life.read(json.loads(known.document)).at(self.now), body, self.now)

    def _save_company(self, employer: Employer, known: Record | None, raw: bytes) -> Record:
        before: Document | None = json.loads(known.document) if known else None
        document = company_document(employer, before)
        if known is not None and document == before:
            return known
        sent = raw.decode()
        record = self._renewed(known, document, sent) if known else self._new(employer.id, document, sent)
        self.records.save_company(self.owner, record)
        return record

    def _save_vacancy(
        self, vacancy_id: str, body: VacancyBody, life: Life, known: Record | None, company: Record, raw: bytes
    ) -> Outcome:
        before: Document | None = json.loads(known.document) if known else None
        verification = self._verification(before)
        industry: str = json.loads(company.document)["industry"]
        document = vacancy_document(vacancy_id, body, life, industry, verification)
        if known is None:
            record = self._new(vacancy_id, document, raw.decode(), company.id)
        elif document == before and known.parent_id == company.id:
            return self._answer(known)
        else:
            record = self._renewed(known, document, raw.decode(), company.id)
        self.records.save_vacancy(self.owner, record)
        return self._answer(record, created=known is None)

    def _verification(self, before: Document | None) -> str:
        if before is None:
            return "pending" if self.reviews else "accepted"
        status: str = before["verification_status"]
        return "pending" if status == "rejected" else status

    def _new(self, record_id: str, document: Document, sent: str, parent_id: str | None = None) -> Record:
        return Record(
            id=record_id,
            status=document["status"],
            version=1,
            document=write(document),
            sent=sent,
            created_at=self.now,
            updated_at=self.now,
            expires_at=_expiry(document),
            parent_id=parent_id,
        )

    def _renewed(self, known: Record, document: Document, sent: str, parent_id: str | None = None) -> Record:
        return Record(
            id=known.id,
            status=document["status"],
            version=known.version + 1,
            document=write(document),
            sent=sent,
            created_at=known.created_at,
            updated_at=self.now,
            expires_at=_expiry(document),
            parent_id=parent_id or known.parent_id,
        )

    def _answer(self, record: Record, *, created: bool = False) -> Answer:
        document: Document = json.loads(record.document)
        document |= Life.read(document).at(self.now).fields()
        company = self.records.company(self.owner, record.parent_id or "")
        if company is None:
            message = f"vacancy {record.id} has lost its company"
            raise LookupError(message)
        employer = stamped(json.loads(company.document), company.version, company.created_at, company.updated_at)
        answered = answered_vacancy(stamped(document, record.version, record.created_at, record.updated_at), employer)
        return Answer(write({"data": answered}).encode(), 201 if created else 200)

    def _faults(self, body: VacancyBody, vacancy_id: str) -> Iterator[Fault]:
        yield from vacancy_faults(body, vacancy_id)
        for field, name in LISTS.items():
            value: str | None = getattr(body, field, None)
            if value is not None and not self.references.knows(name, value):
                yield field, f"Unknown {name.replace('_', ' ')} id."
        yield from self._region_faults(getattr(body, "region", None), "region")
        employer: Employer | None = getattr(body, "employer", None)
        if employer is not None:
            yield from self._employer_faults(employer)

    def _employer_faults(self, employer: Employer) -> Iterator[Fault]:
        industry: str | None = getattr(employer, "industry", None)
        if industry is not None and not self.references.knows("industry", industry):
            yield "employer.industry", "Unknown industry id."
        yield from self._region_faults(getattr(employer, "region", None), "employer.region")
        company_id: str | None = getattr(employer, "id", None)
        if company_id is None:
            return
        known = self.records.company(self.owner, company_id) is not None
        for field in REQUIRED_OF_A_COMPANY:
            sent = field in employer.model_fields_set
            emptied = sent and getattr(employer, field, "at fault in itself") is None
            if emptied or not (sent or known):
                yield f"employer.{field}", "Required."

    def _region_faults(self, region: RegionReference | None, path: str) -> Iterator[Fault]:
        kind: Any = getattr(region, "type", None)
        region_id: str | None = getattr(region, "id", None)
        if kind is not None and region_id is not None and not self.references.knows_region(kind, region_id):
            yield f"{path}.id", "Unknown region id."


def _expiry(document: Document) -> datetime | None:
    return datetime.fromisoformat(document["expires_at"]) if document["status"] == "open" else None
