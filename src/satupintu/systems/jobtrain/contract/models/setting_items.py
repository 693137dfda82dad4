"""Items of the general settings: what every item has, and what those of some settings have besides."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from satupintu.systems.jobtrain.contract.models.jobs import PayPeriod
from satupintu.systems.jobtrain.contract.models.record import Day, Id, Number, Record


class SettingItem(Record):
    """An item of a setting. One that is not active is left out of lists, but can be read by its id."""

    id: int
    name: str
    is_active: bool


class Department(SettingItem):
    """A department; without a division it is everybody's."""

    division_id: int | None = None


class Location(SettingItem):
    """A location; a remote one has the city `Remote`."""

    division_id: int | None = None
    address: str | None = None
    city: str | None = None
    postcode: str | None = None
    country: str | None = None
    is_remote: bool


class Salary(SettingItem):
    """A salary band."""

    min: Number | None = None
    max: Number | None = None
    currency: str | None = None
    period: PayPeriod | None = None


class ApplicationStatusItem(SettingItem):
    """A status that applications can have. `core_status` is one of the vendor's own, such as `submitted`."""

    name_for_candidates: str | None = None
    visible_to_system_users: bool
    recruitment_phase: str
    core_status: str | None = None


class JobStatusItem(SettingItem):
    """A status that jobs can have; only jobs of an advertised one are in the list by default."""

    is_advertised: bool


class CodedItem(SettingItem):
    """A job title or a cost centre."""

    code: str | None = None


class Campaign(SettingItem):
    """A campaign."""

    start_date: Day | None = None
    end_date: Day | None = None


class NewSettingItem(Record):
    """What is sent to create an item: for a division, only its name."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class NewDepartment(NewSettingItem):
    """A department to be created."""

    division_id: Id | None = None


class NewLocation(NewSettingItem):
    """A location to be created."""

    division_id: Id | None = None
    address: Annotated[str, Field(max_length=500)] | None = None
    city: Annotated[str, Field(max_length=200)] | None = None
    postcode: Annotated[str, Field(max_length=20)] | None = None
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None
    is_remote: bool | None = None
