"""Put, find and delete a vacancy: what happens inside the transaction once a request is permitted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from satupintu.kernel.documents import INVALID, InvalidDocumentError, MalformedJsonError, read_model
from satupintu.kernel.outcome import Answer, Outcome, Refusal
from satupintu.systems.kemnaker.contract.models import Employer, RegionReference, VacancyBody
from satupintu.systems.kemnaker.contract.rules import (
    REQUIRED_OF_A_COMPANY,
    Fault,
    is_absent,
    is_at_fault,
    postal_code_faults,
    vacancy_faults,
    value_of,
)
from satupintu.systems.kemnaker.contract.texts import is_canonical_uuid
from satupintu.systems.kemnaker.server.documents import (
    Document,
    answered_vacancy,
    company_document,
    read,
    stamped,
    vacancy_document,
    write,
)
from satupintu.systems.kemnaker.server.lifecycle import Life, begin, go_on, life_faults, withdraw
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
        vacancy_id = vacancy_id.lower()
        id_faults = {} if is_canonical_uuid(vacancy_id) else {"id": ("Must be a UUID.",)}
        known = None if id_faults else self.records.vacancy(self.owner, vacancy_id)
        life = self._life(known) if known else None
        try:
            body = read_model(VacancyBody, raw, lambda body: self._faults(body, vacancy_id, life))
        except MalformedJsonError as error:
            return Refusal(400, str(error))
        except InvalidDocumentError as error:
            return Refusal(422, INVALID, error.errors | id_faults)
        if id_faults:
            return Refusal(422, INVALID, id_faults)
        company = self.records.company(self.owner, body.employer.id)
        if company is not None and company.status == "closed":
            return Refusal(400, "The company is closed.")
        next_life = go_on(life, body, self.now) if life else begin(body, self.now)
        if isinstance(next_life, Refusal):
            return next_life
        company = self._save_company(body.employer, company, raw)
        record = self._save_vacancy(vacancy_id, body, next_life, known, company, raw)
        return self._answer(record, company, created=known is None)

    def find(self, vacancy_id: str) -> Outcome:
        """One vacancy, closed ones included."""
        record = self._vacancy(vacancy_id)
        return self._answer(record, self._company_of(record)) if record else Refusal(404, "Not found.")

    def delete(self, vacancy_id: str) -> Outcome:
        """Close a vacancy as withdrawn; one that is not open stays as it is."""
        record = self._vacancy(vacancy_id)
        if record is None:
            return Refusal(404, "Not found.")
        life = self._life(record)
        withdrawn = withdraw(life, self.now)
        if withdrawn != life:
            record = self._renewed(record, read(record.document) | withdrawn.fields(), record.sent)
            self.records.save_vacancy(self.owner, record)
        return self._answer(record, self._company_of(record))

    def _vacancy(self, vacancy_id: str) -> Record | None:
        return self.records.vacancy(self.owner, vacancy_id.lower()) if is_canonical_uuid(vacancy_id) else None

    def _company_of(self, vacancy: Record) -> Record:
        company = self.records.company(self.owner, vacancy.parent_id or "")
        if company is None:
            message = f"vacancy {vacancy.id} has lost its company"
            raise LookupError(message)
        return company

    def _life(self, vacancy: Record) -> Life:
        return Life.read(read(vacancy.document)).at(self.now)

    def _save_company(self, employer: Employer, known: Record | None, raw: bytes) -> Record:
        before: Document | None = read(known.document) if known else None
        document = company_document(employer, before)
        if known is not None and document == before:
            return known
        sent = raw.decode()
        record = self._renewed(known, document, sent) if known else self._new(employer.id, document, sent)
        self.records.save_company(self.owner, record)
        return record

    def _save_vacancy(
        self, vacancy_id: str, body: VacancyBody, life: Life, known: Record | None, company: Record, raw: bytes
    ) -> Record:
        before = self._document(known) if known else None
        industry: str = read(company.document)["industry"]
        document = vacancy_document(vacancy_id, body, life, industry, self._verification(before))
        sent = raw.decode()
        if known is None:
            record = self._new(vacancy_id, document, sent, company.id)
        elif document != before or known.parent_id != company.id:
            record = self._renewed(known, document, sent, company.id)
        elif sent != known.sent:
            record = replace(known, sent=sent)
        else:
            return known
        self.records.save_vacancy(self.owner, record)
        return record

    def _document(self, vacancy: Record) -> Document:
        """A vacancy as it stands now: one whose end has come has expired."""
        document: Document = read(vacancy.document)
        return document | Life.read(document).at(self.now).fields()

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

    def _answer(self, vacancy: Record, company: Record, *, created: bool = False) -> Answer:
        employer = stamped(read(company.document), company.version, company.created_at, company.updated_at)
        stood = stamped(self._document(vacancy), vacancy.version, vacancy.created_at, vacancy.updated_at)
        return Answer(write({"data": answered_vacancy(stood, employer)}).encode(), 201 if created else 200)

    def _faults(self, body: VacancyBody, vacancy_id: str, life: Life | None) -> Iterator[Fault]:
        yield from vacancy_faults(body, vacancy_id)
        yield from life_faults(life, body, self.now)
        for field, name in LISTS.items():
            value: str | None = value_of(body, field)
            if value is not None and not self.references.knows(name, value):
                yield field, f"Unknown {name.replace('_', ' ')} id."
        yield from self._region_faults(value_of(body, "region"), "region")
        employer: Employer | None = value_of(body, "employer")
        if employer is not None:
            yield from self._employer_faults(employer)

    def _employer_faults(self, employer: Employer) -> Iterator[Fault]:
        industry: str | None = value_of(employer, "industry")
        if industry is not None and not self.references.knows("industry", industry):
            yield "employer.industry", "Unknown industry id."
        yield from self._region_faults(value_of(employer, "region"), "employer.region")
        company_id: str | None = value_of(employer, "id")
        if company_id is None:
            return
        known = self.records.company(self.owner, company_id)
        for field in REQUIRED_OF_A_COMPANY:
            if is_absent(employer, field) and (known is None or field in employer.model_fields_set):
                yield f"employer.{field}", "Required."
        if known is not None:
            yield from self._merged_faults(employer, read(known.document))

    def _merged_faults(self, employer: Employer, known: Document) -> Iterator[Fault]:
        """What was sent must fit what a known company keeps."""
        if is_absent(employer, "region"):
            yield from postal_code_faults(value_of(employer, "postal_code"), RegionReference(**known["region"]))
        elif is_absent(employer, "postal_code") and not is_at_fault(employer, "region"):
            yield from postal_code_faults(known["postal_code"], value_of(employer, "region"))

    def _region_faults(self, region: RegionReference | None, path: str) -> Iterator[Fault]:
        kind: str | None = value_of(region, "type") if region else None
        region_id: str | None = value_of(region, "id") if region else None
        if kind is not None and region_id is not None and not self.references.knows_region(kind, region_id):
            yield f"{path}.id", "Unknown region id."


def _expiry(document: Document) -> datetime | None:
    return datetime.fromisoformat(document["expires_at"]) if document["status"] == "open" else None
