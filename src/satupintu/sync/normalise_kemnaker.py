"""From our words to JOSS's: one `Vacancy` at a resolved place becomes one body, or reasons why it cannot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from satupintu.kernel.errors import ConfigurationError
from satupintu.recruitment.reason import Reason
from satupintu.recruitment.vacancy import EmploymentType, Vacancy
from satupintu.regions.region import Region
from satupintu.regions.snapshot import RegionTable
from satupintu.sync import reasons
from satupintu.sync.connection import Connection
from satupintu.systems.kemnaker.contract.models import Employer, VacancyBody
from satupintu.systems.kemnaker.contract.references import References, RegionId
from satupintu.systems.kemnaker.contract.rules import employer_faults, vacancy_faults

JOB_TYPES = {
    EmploymentType.FULL_TIME: "Full time",
    EmploymentType.PART_TIME: "Part time",
    EmploymentType.CONTRACT: "Contract",
    EmploymentType.INTERNSHIP: "Internship",
}
"""Our words and the ministry's printed names."""


@dataclass(frozen=True, slots=True)
class Composed:
    """A body ready to be filed, without its expiry, and what a reader of the report should know about it."""

    body: VacancyBody
    region: Region
    notes: tuple[Reason, ...]


class JossComposer:
    """Composes the bodies of one connection. Raises ConfigurationError for an employer block that cannot be filed."""

    def __init__(self, connection: Connection, references: References, regions: RegionTable) -> None:
        self._policy = connection.policy
        self._ministry = connection.target.kind == "ministry"
        self._references = references
        self._regions = regions
        self._employer = self._employer_of(connection)

    def compose(self, vacancy: Vacancy, code: str) -> Composed | tuple[Reason, ...]:
        """The body of a vacancy at an official region; or all reasons why a person must look at it."""
        region = self._regions.get(code)
        if region is None:
            message = f"{code} is no region of {self._regions.label}"
            raise LookupError(message)
        notes: list[Reason] = []
        if vacancy.headcount is None:
            notes.append(reasons.headcount_defaulted(self._policy.headcount))
        filed_region = self._fileable(region)
        if filed_region is None:
            return (reasons.no_ministry_region(region.name, region.code),)
        if filed_region != region:
            notes.append(reasons.filed_wider(filed_region.name, filed_region.code))
        given = [salary for salary in (vacancy.min_salary, vacancy.max_salary) if salary is not None]
        if len(given) == 1:
            notes.append(reasons.salary_incomplete())
        fields: dict[str, Any] = {
            "title": vacancy.title,
            "employer": self._employer,
            "description": vacancy.description,
            "qualification": vacancy.qualification or None,
            "job_type": self._job_type(vacancy),
            "region": _reference(self._references.region(filed_region.code)),
            "min_salary": vacancy.min_salary if len(given) == 2 else None,
            "max_salary": vacancy.max_salary if len(given) == 2 else None,
            "min_year_experience": vacancy.min_years_of_experience,
            "quota": vacancy.headcount or self._policy.headcount,
            "status": "open",
            "apply_url": vacancy.apply_url,
        }
        try:
            body = VacancyBody.model_validate({name: value for name, value in fields.items() if value is not None})
        except ValidationError as error:
            return tuple(_at_fault(fault) for fault in error.errors(include_url=False, include_input=False))
        faults = tuple(reasons.field_at_fault(path, sentence) for path, sentence in vacancy_faults(body, ""))
        return faults or Composed(body, filed_region, tuple(notes))

    def _job_type(self, vacancy: Vacancy) -> str | None:
        kind = vacancy.employment_type
        return self._references.id_of("job_type", JOB_TYPES[kind]) if kind else None

    def _fileable(self, region: Region) -> Region | None:
        """The region itself, or the nearest one above it that the target knows, if the policy lets it climb."""
        if not self._ministry or self._references.region(region.code).known:
            return region
        if not self._policy.climb_to_known_region:
            return None
        above = self._regions.ancestors(region.code)
        return next((parent for parent in above if self._references.region(parent.code).known), None)

    def _employer_of(self, connection: Connection) -> Mapping[str, Any]:
        block = connection.employer
        region = self._regions.get(block.region)
        seat = self._fileable(region) if region else None
        if seat is None:
            raise ConfigurationError(f"employer.region: {block.region} is not a region that the target knows")
        industry = self._references.id_of("industry", block.industry) or block.industry
        if not self._references.knows("industry", industry):
            known = ", ".join(sorted(self._references.names("industry")))
            raise ConfigurationError(f"employer.industry: {block.industry!r} is not known; known are: {known}")
        fields = block.model_dump(exclude_none=True)
        fields |= {"industry": industry, "region": _reference(self._references.region(seat.code))}
        try:
            faults = [
                f"employer.{path[9:]}: {words}" for path, words in employer_faults(Employer.model_validate(fields))
            ]
        except ValidationError as error:
            faults = [
                f"employer.{'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}"
                for fault in error.errors(include_url=False, include_input=False)
            ]
        if faults:
            raise ConfigurationError(f"the connection's employer cannot be filed: {'; '.join(faults)}")
        return fields


def _at_fault(fault: ErrorDetails) -> Reason:
    field = ".".join(str(part) for part in fault["loc"])
    limits = fault.get("ctx", {})
    if fault["type"] == "missing" or "min_length" in limits:
        return reasons.field_at_fault(field, "it is empty in the source.", "kosong di sumber.")
    if (most := limits.get("max_length")) is not None:
        return reasons.field_at_fault(field, f"it has more than {most} characters.", f"lebih dari {most} karakter.")
    return reasons.field_at_fault(field, fault["msg"])


def _reference(region: RegionId) -> Mapping[str, str]:
    return {"type": region.type, "id": region.id}
