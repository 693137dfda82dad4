"""Rules between the fields of a body (contract, sections 8 to 12): what no single field can say of itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from pydantic import BaseModel

from satupintu.systems.kemnaker.contract.models import Employer, RegionReference, TrainingBody, VacancyBody

Fault = tuple[str, str]
"""Dotted path of a field, and the sentence about it."""


def vacancy_faults(body: VacancyBody, path_id: str) -> Iterator[Fault]:
    """Faults between the fields of a vacancy, without those of its employer. Fields that are missing or broken in
    themselves are passed over."""
    said = vars(body)
    if said.get("id") is not None:
        yield from _id_faults(body, path_id)
    low, high = said.get("min_salary"), said.get("max_salary")
    if low is None or high is None:
        yield from _pair(body, "min_salary", "max_salary")
    elif high < low:
        yield "max_salary", "Must not be less than min_salary."
    low, high = said.get("min_age"), said.get("max_age")
    if low is not None and high is not None and high < low:
        yield "max_age", "Must not be less than min_age."
    if said.get("status") is not None or said.get("filled_count") is not None:
        yield from _status_faults(body)
    yield from _region_faults(said.get("region"), "region")


def training_faults(body: TrainingBody, path_id: str) -> Iterator[Fault]:
    """Faults between the fields of a training, without those of its institution. Its place must be told unless it is
    online."""
    yield from _id_faults(body, path_id)
    if value_of(body, "media") in {"offline", "hybrid"} and not is_at_fault(body, "address"):
        address: str | None = value_of(body, "address")
        if not address:
            yield "address", "Required unless media is online."
    ends: date | None = value_of(body, "finish_date")
    starts: date | None = value_of(body, "start_date")
    closes: date | None = value_of(body, "expired_date")
    if starts is not None and ends is not None and ends < starts:
        yield "finish_date", "Must not be before start_date."
    if closes is not None and ends is not None and closes > ends:
        yield "expired_date", "Must not be after finish_date."
    yield from _region_faults(value_of(body, "region"), "region")


def organization_faults(body: BaseModel, path_id: str) -> Iterator[Fault]:
    """Faults between the fields of a company or an institution."""
    yield from _id_faults(body, path_id)
    yield from profile_faults(body, "")


def value_of(body: BaseModel, field: str) -> Any:
    """The value of a field; None when it is absent, or at fault in itself."""
    return vars(body).get(field)


def is_at_fault(body: BaseModel, field: str) -> bool:
    """Whether a field was sent with a value that cannot be read."""
    return field not in vars(body) and field in body.model_fields_set


def is_absent(body: BaseModel, field: str) -> bool:
    """Whether a field was not sent, or sent as null."""
    return vars(body).get(field) is None and not is_at_fault(body, field)


def _status_faults(body: VacancyBody) -> Iterator[Fault]:
    status, filled, quota = value_of(body, "status"), value_of(body, "filled_count"), value_of(body, "quota")
    if status == "closed" and is_absent(body, "close_reason"):
        yield "close_reason", "Required when status is closed."
    if status == "filled" and is_absent(body, "filled_count"):
        yield "filled_count", "Required when status is filled."
    elif status == "filled" and filled == 0:
        yield "filled_count", "Must be at least 1 when status is filled."
    if filled is not None and quota is not None and filled > quota:
        yield "filled_count", "Must not be more than quota."


def employer_faults(employer: Employer) -> Iterator[Fault]:
    """Faults between the fields of the company of a vacancy, with paths that begin with `employer`."""
    return profile_faults(employer, "employer.")


def profile_faults(profile: BaseModel, prefix: str) -> Iterator[Fault]:
    """Faults between the fields that tell of a company or an institution; `prefix` begins their paths."""
    said = vars(profile)
    if said.get("latitude") is None or said.get("longitude") is None:
        yield from _pair(profile, "latitude", "longitude", prefix)
    region: RegionReference | None = said.get("region")
    if region is not None:
        yield from _region_faults(region, f"{prefix}region")
        yield from postal_code_faults(said.get("postal_code"), region, prefix)


def postal_code_faults(postal_code: str | None, region: RegionReference, prefix: str) -> Iterator[Fault]:
    """The postal code of a company or an institution must fit the country of its region."""
    if postal_code is None or _country_of(region) != "ID":
        return
    if len(postal_code) != 5 or not (postal_code.isascii() and postal_code.isdigit()):
        yield f"{prefix}postal_code", "Must be 5 digits in Indonesia."


def _id_faults(body: BaseModel, path_id: str) -> Iterator[Fault]:
    sent_id: str | None = value_of(body, "id")
    if sent_id is not None and sent_id.lower() != path_id.lower():
        yield "id", "Differs from the id in the path."


def _region_faults(region: RegionReference | None, path: str) -> Iterator[Fault]:
    kind = value_of(region, "type") if region else None
    country = _country_of(region) if region else None
    if kind is None or country is None:
        return
    if country == "ID" and kind == "country":
        yield f"{path}.type", "Must be one of the four levels in Indonesia."
    if country != "ID" and kind != "country":
        yield f"{path}.type", "Must be country outside Indonesia."


def _country_of(region: RegionReference) -> str | None:
    """The country of a region; None when its code cannot be read."""
    return None if is_at_fault(region, "country_code") else value_of(region, "country_code") or "ID"


def _pair(body: BaseModel, first: str, second: str, prefix: str = "") -> Iterator[Fault]:
    for given, missing in ((first, second), (second, first)):
        if is_absent(body, missing) and not is_absent(body, given):
            yield prefix + missing, f"Required together with {given}."
