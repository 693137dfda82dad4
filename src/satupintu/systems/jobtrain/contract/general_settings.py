"""The 14 general settings: their names in paths and in the product, and what their items hold.

Source: a third-party inventory of the vendor's collection "Jobtrain - OpenAPI" for the names, singular and plural as
they come; names in the product and the use cases are the vendor's; items are ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from satupintu.systems.jobtrain.contract.models import (
    ApplicationStatusItem,
    Campaign,
    CodedItem,
    Department,
    JobStatusItem,
    Location,
    Page,
    Salary,
    SettingItem,
)

ItemT = TypeVar("ItemT", bound=SettingItem)


@dataclass(frozen=True, slots=True)
class Setting(Generic[ItemT]):
    """A setting: its name in paths and permissions, what the product calls it, what we call one and many of it."""

    name: str
    title: str
    one: str
    many: str
    item: type[ItemT]
    page: type[Page[ItemT]]


DIVISIONS: Final = Setting("Divisions", "Divisions", "division", "divisions", SettingItem, Page[SettingItem])
DEPARTMENT: Final = Setting("Department", "Departments", "department", "departments", Department, Page[Department])
LOCATIONS: Final = Setting("Locations", "Locations", "location", "locations", Location, Page[Location])
REGION: Final = Setting("Region", "Job Regions", "region", "regions", SettingItem, Page[SettingItem])
JOB_CATEGORIES: Final = Setting(
    "JobCategories", "Job Categories", "job_category", "job_categories", SettingItem, Page[SettingItem]
)
SALARIES: Final = Setting("Salaries", "Salary Bands", "salary", "salaries", Salary, Page[Salary])
EMPLOYMENT_TYPES: Final = Setting(
    "EmploymentTypes", "Employment types", "employment_type", "employment_types", SettingItem, Page[SettingItem]
)
JOB_LEVELS: Final = Setting("JobLevels", "Job Levels", "job_level", "job_levels", SettingItem, Page[SettingItem])
SCHOOL_LOCATIONS: Final = Setting(
    "SchoolLocations", "School Locations", "school_location", "school_locations", SettingItem, Page[SettingItem]
)
APPLICATION_STATUS: Final = Setting(
    "ApplicationStatus",
    "Candidate Application Statuses",
    "application_status",
    "application_statuses",
    ApplicationStatusItem,
    Page[ApplicationStatusItem],
)
JOB_STATUS: Final = Setting(
    "JobStatus", "Job statuses", "job_status", "job_statuses", JobStatusItem, Page[JobStatusItem]
)
JOB_TITLE: Final = Setting("JobTitle", "Job Titles", "job_title", "job_titles", CodedItem, Page[CodedItem])
COST_CENTRE: Final = Setting("CostCentre", "Cost Centers", "cost_centre", "cost_centres", CodedItem, Page[CodedItem])
CAMPAIGN: Final = Setting("Campaign", "Campaigns", "campaign", "campaigns", Campaign, Page[Campaign])

SETTINGS: Final[tuple[Setting[Any], ...]] = (
    DIVISIONS,
    DEPARTMENT,
    LOCATIONS,
    REGION,
    JOB_CATEGORIES,
    SALARIES,
    EMPLOYMENT_TYPES,
    JOB_LEVELS,
    SCHOOL_LOCATIONS,
    APPLICATION_STATUS,
    JOB_STATUS,
    JOB_TITLE,
    COST_CENTRE,
    CAMPAIGN,
)
"""All of them, in the order of the catalogue."""

EXTENDABLE: Final[tuple[Setting[Any], ...]] = (DIVISIONS, DEPARTMENT, LOCATIONS)
"""Those of which the API creates items. They are also those whose items may belong to a division."""
