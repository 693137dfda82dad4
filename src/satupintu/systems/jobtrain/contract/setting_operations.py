"""The operations of the general settings: one family, a list and one item of each of the 14; three can be added to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Generic

from satupintu.kernel.operation import CallT, Operation
from satupintu.systems.jobtrain.contract import general_settings as settings
from satupintu.systems.jobtrain.contract.calls import (
    ItemCall,
    ItemsPageCall,
    NewDepartmentCall,
    NewDivisionCall,
    NewLocationCall,
)
from satupintu.systems.jobtrain.contract.general_settings import ItemT, Setting
from satupintu.systems.jobtrain.contract.kinds import OURS, one, pages, write
from satupintu.systems.jobtrain.contract.models import Page
from satupintu.systems.jobtrain.contract.restrictions import setting_access, setting_add


@dataclass(frozen=True, slots=True)
class SettingOperations(Generic[ItemT]):
    """The list of a setting's items, and one of them."""

    setting: Setting[ItemT]
    page: Operation[ItemsPageCall, Page[ItemT]]
    one: Operation[ItemCall, ItemT]


def _reading(setting: Setting[ItemT]) -> SettingOperations[ItemT]:
    path, permission = f"/{setting.name}", setting_access(setting)
    page = pages(
        f"{setting.many}_page",
        path,
        f"{setting.title}, page by page",
        call=ItemsPageCall,
        reply=setting.page,
        permission=permission,
    )
    item = one(
        setting.one, f"{path}/{{id}}", f"{setting.title}: one", call=ItemCall, reply=setting.item, permission=permission
    )
    return SettingOperations(setting, page, item)


def _creating(setting: Setting[ItemT], call: type[CallT]) -> Operation[CallT, ItemT]:
    return write(
        f"create_{setting.one}",
        f"/{setting.name}",
        f"{setting.title}: a new one (path ours)",
        call=call,
        reply=setting.item,
        permission=setting_add(setting),
        success=(201,),
        source=OURS,
    )


DIVISIONS: Final = _reading(settings.DIVISIONS)
DEPARTMENT: Final = _reading(settings.DEPARTMENT)
LOCATIONS: Final = _reading(settings.LOCATIONS)
REGION: Final = _reading(settings.REGION)
JOB_CATEGORIES: Final = _reading(settings.JOB_CATEGORIES)
SALARIES: Final = _reading(settings.SALARIES)
EMPLOYMENT_TYPES: Final = _reading(settings.EMPLOYMENT_TYPES)
JOB_LEVELS: Final = _reading(settings.JOB_LEVELS)
SCHOOL_LOCATIONS: Final = _reading(settings.SCHOOL_LOCATIONS)
APPLICATION_STATUS: Final = _reading(settings.APPLICATION_STATUS)
JOB_STATUS: Final = _reading(settings.JOB_STATUS)
JOB_TITLE: Final = _reading(settings.JOB_TITLE)
COST_CENTRE: Final = _reading(settings.COST_CENTRE)
CAMPAIGN: Final = _reading(settings.CAMPAIGN)

READING: Final[tuple[SettingOperations[Any], ...]] = (
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
"""List and item of each setting, in the order of the catalogue."""

CREATE_DIVISION: Final = _creating(settings.DIVISIONS, NewDivisionCall)
CREATE_DEPARTMENT: Final = _creating(settings.DEPARTMENT, NewDepartmentCall)
CREATE_LOCATION: Final = _creating(settings.LOCATIONS, NewLocationCall)
CREATING: Final[tuple[Operation[Any, Any], ...]] = (CREATE_DIVISION, CREATE_DEPARTMENT, CREATE_LOCATION)
