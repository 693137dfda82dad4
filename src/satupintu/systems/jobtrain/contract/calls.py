"""The requests of the operations, as typed values: which record, which page, what is sent."""

from __future__ import annotations

from typing import Annotated, Final, Literal, Self

from pydantic import Field, PrivateAttr

from satupintu.kernel.operation import Call, InQuery
from satupintu.systems.jobtrain.contract.models import (
    LARGEST_ID,
    DbsStatusUpdate,
    DbsUniqueId,
    DirectApply,
    Id,
    NewDepartment,
    NewLocation,
    NewSettingItem,
    TokenForm,
)

PAGE_SIZE: Final = 20
LONGEST_PAGE: Final = 100
"""Records a page holds without `PageSize`, and at most; both published."""

PageNo = Annotated[int, Field(ge=1, le=LARGEST_ID)]
PageSize = Annotated[int, Field(ge=1, le=LONGEST_PAGE)]
SortBy = Literal["id", "title", "reference", "closingDate", "createdDate", "status"]
SortOrder = Literal["asc", "desc"]


class TokenCall(Call):
    """What a token is asked with."""

    body: TokenForm


class PageCall(Call):
    """Which page of a list, from 1, and how many records it has."""

    page_no: Annotated[PageNo | None, InQuery("PageNo")] = None
    page_size: Annotated[PageSize | None, InQuery("PageSize")] = None

    _seen: int = PrivateAttr(default=0)

    @property
    def seen(self) -> int:
        """Records of the pages before, on a walk."""
        return self._seen

    @property
    def asked_size(self) -> int:
        """How many records the page should hold."""
        return self.page_size or PAGE_SIZE

    def following(self, seen: int) -> Self:
        """The call for the next page, before which so many records were seen."""
        call = self.model_copy(update={"page_no": (self.page_no or 1) + 1})
        call._seen = seen
        return call


class JobsPageCall(PageCall):
    """Which jobs, in which order. With a status those are listed that have it, else the advertised ones."""

    sort_by: Annotated[SortBy | None, InQuery("SortBy")] = None
    sort_order: Annotated[SortOrder | None, InQuery("SortOrder")] = None
    division_id: Annotated[Id | None, InQuery("DivisionId")] = None
    department_id: Annotated[Id | None, InQuery("DepartmentId")] = None
    location_id: Annotated[Id | None, InQuery("LocationId")] = None
    status_id: Annotated[Id | None, InQuery("StatusId")] = None


class JobCall(Call):
    """Which job."""

    job_id: Id


class PageOfJobCall(PageCall, JobCall):
    """Which job, and which page of its candidates."""


class CandidateCall(PageCall):
    """Which candidate, and which page of the applications."""

    candidate_id: Id


class ApplicationDetailCall(Call):
    """Which candidate, and which job that candidate applied for. The candidate comes first."""

    candidate_id: Id
    job_id: Id


class ApplicationByIdCall(Call):
    """Which application, in the path."""

    application_id: Id


class ApplicationCall(Call):
    """Which application, in the query."""

    candidate_application_id: Annotated[Id, InQuery("candidateApplicationId")]


class PageOfApplicationCall(PageCall, ApplicationCall):
    """Which application, and which page of its items."""


class DirectApplyCall(Call):
    """Who applies for what."""

    body: DirectApply


class DbsUniqueIdCall(Call):
    """A reference to be held."""

    body: DbsUniqueId


class DbsStatusCall(Call):
    """A status to be held."""

    body: DbsStatusUpdate


class ItemsPageCall(PageCall):
    """Which page of a setting, and whether items that are not active are in it."""

    include_inactive: Annotated[bool | None, InQuery("IncludeInactive")] = None


class ItemCall(Call):
    """Which item of a setting."""

    id: Id


class NewDivisionCall(Call):
    """The division to be created."""

    body: NewSettingItem


class NewDepartmentCall(Call):
    """The department to be created."""

    body: NewDepartment


class NewLocationCall(Call):
    """The location to be created."""

    body: NewLocation
