"""Rules between the fields of a vacancy (contract, section 10): what no single field can say of itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from satupintu.systems.kemnaker.contract.models import Employer, RegionReference, VacancyBody

Fault = tuple[str, str]
"""Dotted path of a field, and the sentence about it."""

DEFAULT_EXPIRY = timedelta(days=60)
"""How long a vacancy is open when its body does not say."""

REQUIRED_OF_A_COMPANY = ("name", "industry", "region", "address")


def vacancy_faults(body: VacancyBody, path_id: str) -> Iterator[Fault]:
    """Faults between fields. Fields that are missing or broken in themselves are passed over."""
    sent_id: str | None = getattr(body, "id", None)
    if sent_id is not None and sent_id.lower() != path_id.lower():
        yield "id", "Differs from the id in the path."
    yield from _pair(body, "min_salary", "max_salary")
    low, high = _value(body, "min_salary"), _value(body, "max_salary")
    if low is not None and high is not None and high < low:
        yield "max_salary", "Must not be less than min_salary."
    low, high = _value(body, "min_age"), _value(body, "max_age")
    if low is not None and high is not None and high < low:
        yield "max_age", "Must not be less than min_age."
    yield from _status_faults(body)
    employer: Employer | None = getattr(body, "employer", None)
    if employer is not None:
        yield from _employer_faults(employer)
    region: RegionReference | None = getattr(body, "region", None)
    if region is not None:
        yield from _region_faults(region, "region")


def expiry_fault(published_at: datetime, expires_at: datetime) -> Fault | None:
    """A vacancy must not end before it begins."""
    return ("expires_at", "Must be later than published_at.") if expires_at <= published_at else None


def _status_faults(body: VacancyBody) -> Iterator[Fault]:
    status: str | None = getattr(body, "status", None)
    filled, quota = _value(body, "filled_count"), _value(body, "quota")
    if status == "closed" and getattr(body, "close_reason", None) is None:
        yield "close_reason", "Required when status is closed."
    if status == "filled" and filled is None:
        yield "filled_count", "Required when status is filled."
    elif status == "filled" and filled == 0:
        yield "filled_count", "Must be at least 1 when status is filled."
    if filled is not None and quota is not None and filled > quota:
        yield "filled_count", "Must not be more than quota."


def _employer_faults(employer: Employer) -> Iterator[Fault]:
    yield from _pair(employer, "latitude", "longitude", "employer.")
    region: RegionReference | None = getattr(employer, "region", None)
    if region is not None:
        yield from _region_faults(region, "employer.region")
    postal_code: str | None = getattr(employer, "postal_code", None)
    abroad = region is not None and getattr(region, "country_code", None) not in {None, "ID"}
    if (
        postal_code is not None
        and not abroad
        and not (len(postal_code) == 5 and postal_code.isascii() and postal_code.isdigit())
    ):
        yield "employer.postal_code", "Must be 5 digits in Indonesia."


def _region_faults(region: RegionReference, path: str) -> Iterator[Fault]:
    kind, country = getattr(region, "type", None), getattr(region, "country_code", None)
    if kind is None:
        return
    if country in {None, "ID"} and kind == "country":
        yield f"{path}.type", "Must be one of the four levels in Indonesia."
    if country not in {None, "ID"} and kind != "country":
        yield f"{path}.type", "Must be country outside Indonesia."


def _pair(body: VacancyBody | Employer, first: str, second: str, prefix: str = "") -> Iterator[Fault]:
    has_first, has_second = getattr(body, first, None) is not None, getattr(body, second, None) is not None
    if has_first != has_second:
        missing, given = (second, first) if has_first else (first, second)
        yield prefix + missing, f"Required together with {given}."


def _value(body: VacancyBody, name: str) -> int | None:
    return getattr(body, name, None)
