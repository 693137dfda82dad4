"""Vacancy bodies that JOSS accepts, to be changed by tests."""

from __future__ import annotations

import copy
from typing import Any

from satupintu.systems.kemnaker.contract.references import our_region_id

JAKARTA_SELATAN = "73c670c2-bd42-491a-a76b-f17c2edb6680"
VILLAGE = our_region_id("3174041001")
INDONESIA = "0ac28afb-b1be-4df3-9db3-7448ddd3adbf"
CONTRACT = "31850351-a912-452e-b7f6-7e45ea9ba162"
MINING = "898b0b80-4ce3-4b6f-3413-f6b518e9c557"
BANKING = "400c37ea-1597-947a-9dd1-965b456e7f76"
SMK = "d006b166-5592-498a-b1a0-c1058dbcbd86"
ACCOUNTING = "b568e24e-40fc-001b-f03b-e48402007b44"
UNKNOWN = "00000000-0000-4000-8000-00000000dead"

COMPANY: dict[str, Any] = {
    "id": "1edd9893-f1a3-45dd-89d4-bc4dc9a071d0",
    "name": "PT Testing",
    "industry": MINING,
    "region": {"type": "city", "id": JAKARTA_SELATAN, "country_code": None},
    "address": "Jl. Gatot Subroto No. 51",
}
WHOLE_COMPANY = COMPANY | {
    "postal_code": "12850",
    "phone": "021-8791124",
    "email": "info@testing.com",
    "license_number": "909201921212",
    "about": "Kami menguji.",
    "website": "https://www.testing.com",
    "latitude": "-6.238028583492814",
    "longitude": "106.82998199652216",
    "logo_uri": "https://www.testing.com/logo.png",
    "cover_uri": "https://www.testing.com/cover.png",
}
SMALLEST: dict[str, Any] = {
    "title": "Junior Administrator",
    "employer": COMPANY,
    "description": "<p>Administrasi kantor</p>",
    "job_type": CONTRACT,
    "region": {"type": "city", "id": JAKARTA_SELATAN},
    "quota": 3,
}
WHOLE = SMALLEST | {
    "employer": WHOLE_COMPANY,
    "qualification": "<ul><li>Teliti</li></ul>",
    "job_function": ACCOUNTING,
    "min_education": SMK,
    "industry": BANKING,
    "region": {"type": "village", "id": VILLAGE, "country_code": "ID"},
    "min_salary": 5_000_000,
    "max_salary": 7_500_000,
    "salary_currency": "IDR",
    "show_salary": True,
    "min_year_experience": 1,
    "min_age": 18,
    "max_age": 35,
    "gender": "female",
    "physical_condition": "normal",
    "marital_status": "single",
    "work_arrangement": "hybrid",
    "skills": ["Excel", "Bahasa Inggris"],
    "confidential": True,
    "published_at": "2026-03-01T17:00:00Z",
    "expires_at": "2026-04-30T16:59:59Z",
    "apply_url": "https://portal.example/jobs/1",
    "status": "open",
    "close_reason": "other",
    "close_note": "Catatan",
    "filled_count": 1,
}


INSTITUTION: dict[str, Any] = {
    "id": "5b0b3c51-6a0e-4d0c-8f53-0c2f3e1a7b21",
    "name": "LPK Contoh",
    "region": {"type": "city", "id": JAKARTA_SELATAN},
    "address": "Jl. Pelatihan No. 7",
}
TRAINING: dict[str, Any] = {
    "title": "Social Media Marketing",
    "institution": INSTITUTION,
    "description": "<p>Pemasaran</p>",
    "region": {"type": "city", "id": JAKARTA_SELATAN},
    "media": "online",
    "difficulty_level": "beginner",
    "price": 250_000,
    "quota": 10,
    "expired_date": "2026-04-30",
    "start_date": "2026-05-01",
    "finish_date": "2026-07-31",
}
"""The published sample's fields, with the dates of the frozen clock."""


def changed(base: dict[str, Any] = SMALLEST, /, **changes: Any) -> dict[str, Any]:
    """A body with other values, which shares nothing with its base."""
    return copy.deepcopy(base) | changes


def without(base: dict[str, Any], *fields: str) -> dict[str, Any]:
    """A body that lacks fields."""
    return {field: value for field, value in copy.deepcopy(base).items() if field not in fields}


def id_of(number: int) -> str:
    """A vacancy's id, chosen by the caller."""
    return f"2f1c0e4a-6b0a-4f0e-9c55-{number:012x}"


def path_of(vacancy: int | str) -> str:
    """The path of a vacancy: by number, or by an id as it is written in the path."""
    return f"/api/v1/jobs/{id_of(vacancy) if isinstance(vacancy, int) else vacancy}/industrial-vacancy"


BODY = WHOLE | {"id": id_of(1)}
"""A body with every field there is, for vacancy 1."""


def paths(value: Any, path: str = "") -> list[str]:
    """All dotted paths of a body, those of objects too; of a list the first entry."""
    found = [path] if path else []
    children = value.items() if isinstance(value, dict) else enumerate(value[:1]) if isinstance(value, list) else ()
    for key, child in children:
        found += paths(child, f"{path}.{key}" if path else str(key))
    return found


def replaced(path: str, value: Any, base: dict[str, Any] = BODY) -> dict[str, Any]:
    """A body with another value at a dotted path. Nothing happens when the path leads nowhere."""
    body = copy.deepcopy(base)
    *parents, last = (int(part) if part.isdigit() else part for part in path.split("."))
    place: Any = body
    for parent in parents:
        place = place.get(parent) if isinstance(place, dict) else None
    if isinstance(place, dict) or (isinstance(place, list) and place):
        place[last] = value
    return body
