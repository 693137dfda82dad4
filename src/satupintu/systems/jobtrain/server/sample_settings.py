"""The general settings of the sample employer: two divisions, and what jobs and applications refer to."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from satupintu.systems.jobtrain.contract import general_settings as settings
from satupintu.systems.jobtrain.contract.general_settings import Setting
from satupintu.systems.jobtrain.contract.models import Ref, SettingItem
from satupintu.systems.jobtrain.server.records import DIVISIONS, SUBMITTED, SettingRecord

NORTH: Final = 3
SOUTH: Final = 4

DRAFT, LIVE, CLOSED, FILLED, WITHDRAWN = range(1, 6)
"""The job statuses that are shipped."""

SHORTLISTED, INTERVIEW, OFFER, HIRED, REJECTED, LEFT = range(3, 9)
"""The application statuses that are shipped, beside 1 (incomplete) and 2 (submitted)."""

_Items = dict[int, dict[str, Any]]


def _status(name: str, for_candidates: str, phase: str, core: str | None = None) -> dict[str, Any]:
    return {
        "name": name,
        "name_for_candidates": for_candidates,
        "visible_to_system_users": True,
        "recruitment_phase": phase,
        "core_status": core,
    }


_ITEMS: Final[tuple[tuple[Setting[Any], _Items], ...]] = (
    (settings.DIVISIONS, {NORTH: {"name": "North"}, SOUTH: {"name": "South"}}),
    (
        settings.DEPARTMENT,
        {
            11: {"name": "Residential", "division_id": NORTH},
            12: {"name": "Community", "division_id": SOUTH},
            13: {"name": "Head Office"},
            14: {"name": "Nursing", "division_id": NORTH},
            15: {"name": "Catering", "division_id": SOUTH},
            16: {"name": "Transport", "is_active": False},
        },
    ),
    (
        settings.LOCATIONS,
        {
            7: {
                "name": "Mill House",
                "division_id": NORTH,
                "address": "1 Mill Lane",
                "city": "Leeds",
                "postcode": "LS1 4AP",
                "country": "GB",
                "is_remote": False,
            },
            8: {
                "name": "Harbour View",
                "division_id": SOUTH,
                "address": "2 Quay Street",
                "city": "Southampton",
                "postcode": "SO14 2AQ",
                "country": "GB",
                "is_remote": False,
            },
            9: {"name": "Home working", "city": "Remote", "country": "GB", "is_remote": True},
        },
    ),
    (settings.REGION, {1: {"name": "South East"}, 2: {"name": "Yorkshire"}, 3: {"name": "United Kingdom"}}),
    (
        settings.JOB_CATEGORIES,
        {1: {"name": "Administration"}, 2: {"name": "Catering"}, 3: {"name": "Nursing"}, 4: {"name": "Care"}},
    ),
    (
        settings.SALARIES,
        {
            8: {"name": "Hourly", "min": 12.21, "max": 13.5, "currency": "GBP", "period": "hour"},
            9: {"name": "Band 2", "min": 23500, "max": 25000, "currency": "GBP", "period": "year"},
            10: {"name": "Band 3", "min": 26000, "max": 31000, "currency": "GBP", "period": "year"},
        },
    ),
    (settings.EMPLOYMENT_TYPES, {1: {"name": "Permanent"}, 2: {"name": "Fixed term"}, 3: {"name": "Bank"}}),
    (settings.JOB_LEVELS, {1: {"name": "Team"}, 2: {"name": "Senior"}}),
    (settings.SCHOOL_LOCATIONS, {1: {"name": "Mill Lane Primary School"}}),
    (
        settings.APPLICATION_STATUS,
        {
            1: _status("Incomplete", "Started", "Application", "incomplete"),
            SUBMITTED: _status("Submitted", "Received", "Application", "submitted"),
            SHORTLISTED: _status("Shortlisted", "In review", "Shortlist"),
            INTERVIEW: _status("Interview", "Interview", "Interview"),
            OFFER: _status("Offer", "Offer made", "Offer"),
            HIRED: _status("Hired", "Hired", "Onboarding", "hired"),
            REJECTED: _status("Rejected", "Unsuccessful", "Closed"),
            LEFT: _status("Withdrawn", "Withdrawn", "Closed"),
        },
    ),
    (
        settings.JOB_STATUS,
        {
            DRAFT: {"name": "Draft", "is_advertised": False},
            LIVE: {"name": "Live", "is_advertised": True},
            CLOSED: {"name": "Closed", "is_advertised": False},
            FILLED: {"name": "Filled", "is_advertised": False},
            WITHDRAWN: {"name": "Withdrawn", "is_advertised": False},
        },
    ),
    (
        settings.JOB_TITLE,
        {
            1: {"name": "Care Assistant", "code": "CA"},
            2: {"name": "Support Worker", "code": "SW"},
            3: {"name": "Registered Nurse", "code": "RN"},
            4: {"name": "Cook", "code": None},
        },
    ),
    (
        settings.COST_CENTRE,
        {1: {"name": "Mill House", "code": "CC-100"}, 2: {"name": "Harbour View", "code": "CC-200"}},
    ),
)
"""Items by setting and id; the campaign, whose days depend on the start, comes apart."""


def sample_settings(started: datetime) -> list[SettingRecord]:
    """The items of all settings, for a sandbox that was started then."""
    day = timedelta(days=1)
    campaign = {
        "name": "Winter recruitment",
        "start_date": (started - 20 * day).date(),
        "end_date": (started + 70 * day).date(),
    }
    items = (*_ITEMS, (settings.CAMPAIGN, {1: campaign}))
    return [_record(setting, item_id, fields) for setting, by_id in items for item_id, fields in by_id.items()]


def ref(setting: Setting[Any], item_id: int | None) -> Ref | None:
    """An item as records refer to it; None for none."""
    return None if item_id is None else Ref(id=item_id, name=item(setting, item_id)["name"])


def item(setting: Setting[Any], item_id: int) -> dict[str, Any]:
    """The fields of an item of a setting."""
    return next(by_id for each, by_id in _ITEMS if each is setting)[item_id]


def _record(setting: Setting[Any], item_id: int, fields: dict[str, Any]) -> SettingRecord:
    found: SettingItem = setting.item.model_validate({"id": item_id, "is_active": True, **fields})
    return SettingRecord(
        setting=setting.name,
        id=item_id,
        name=found.name,
        document=found.model_dump_json(by_alias=True).encode(),
        division_id=item_id if setting.name == DIVISIONS else fields.get("division_id"),
        is_active=found.is_active,
    )
