"""Lists in pages, and the reference data (contract, sections 7 and 13)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from satupintu.systems.kemnaker.contract.models.organizations import Company, Institution
from satupintu.systems.kemnaker.contract.models.trainings import Training
from satupintu.systems.kemnaker.contract.models.vacancies import Vacancy

ItemT = TypeVar("ItemT")


class ListMeta(BaseModel):
    """Where a page stands among all."""

    page: int | None = None
    per_page: int | None = None
    total: int | None = None
    last_page: int | None = None


class ListLinks(BaseModel):
    """Addresses of other pages."""

    first: str | None = None
    prev: str | None = None
    next: str | None = None
    last: str | None = None


class ListPage(BaseModel, Generic[ItemT]):
    """One page of a list."""

    data: list[ItemT]
    meta: ListMeta | None = None
    links: ListLinks | None = None


class ListPaging:
    """Pages by number, until the last one."""

    def next_call(self, call: Any, reply: ListPage[Any]) -> Any | None:
        """The call for the following page; None when this was the last or was empty."""
        meta = reply.meta
        if not reply.data or meta is None or meta.page is None or meta.last_page is None:
            return None
        return call.model_copy(update={"page": meta.page + 1}) if meta.page < meta.last_page else None

    def items(self, reply: ListPage[Any]) -> Sequence[Any]:
        """The items of this page."""
        return reply.data

    def total(self, reply: ListPage[Any]) -> int | None:
        """The total that the page states."""
        return reply.meta.total if reply.meta else None


class CompanyPage(ListPage[Company]):
    """One page of companies."""


class VacancyPage(ListPage[Vacancy]):
    """One page of vacancies."""


class InstitutionPage(ListPage[Institution]):
    """One page of institutions."""


class TrainingPage(ListPage[Training]):
    """One page of trainings."""


class ReferenceEntry(BaseModel):
    """An entry of the reference data."""

    id: str
    name: str | None = None


class EducationLevel(ReferenceEntry):
    """A level of education; a higher `level` is a higher one."""

    level: int | None = None


class RegionEntry(ReferenceEntry):
    """A region. `code` is Kemendagri's without dots. An id of `origin` `ours` must never be sent to the ministry."""

    type: str | None = None
    code: str | None = None
    parent_id: str | None = None
    origin: str | None = None


class ReferencePage(ListPage[ReferenceEntry]):
    """One page of a list of the reference data."""


class EducationPage(ListPage[EducationLevel]):
    """One page of the levels of education."""


class RegionPage(ListPage[RegionEntry]):
    """One page of regions."""
