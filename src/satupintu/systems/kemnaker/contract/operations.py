"""The operations of JOSS and TOSS, each described once (contract, sections 6 and 13)."""

from __future__ import annotations

from typing import Annotated, Any, Final, TypeVar

from pydantic import BaseModel, Field, StringConstraints

from satupintu.kernel.openapi import openapi
from satupintu.kernel.operation import Call, Confirmation, InHeader, Operation
from satupintu.systems.kemnaker.contract.confirmation import is_as_sent, is_closed
from satupintu.systems.kemnaker.contract.media import MediaType
from satupintu.systems.kemnaker.contract.models import (
    CompanyBody,
    CompanyPage,
    CompanyReply,
    EducationPage,
    InstitutionBody,
    InstitutionPage,
    InstitutionReply,
    ListPage,
    ListPaging,
    ReferencePage,
    RegionPage,
    TrainingBody,
    TrainingPage,
    TrainingReply,
    VacancyBody,
    VacancyPage,
    VacancyReply,
)
from satupintu.systems.kemnaker.contract.texts import VISIBLE_ID, UtcMoment

PUT_VACANCY_PAGE: Final = "https://joss.docs.kemnaker.go.id/put-job-vacancy-13014910e0"
PUT_TRAINING_PAGE: Final = "https://toss.docs.kemnaker.go.id/put-training-13207173e0"
JOSS_MENU: Final = "https://joss.docs.kemnaker.go.id/"
TOSS_MENU: Final = "https://toss.docs.kemnaker.go.id/"

RequestId = Annotated[str, StringConstraints(pattern=VISIBLE_ID)]
"""1 to 128 visible ASCII characters."""

PageNumber = Annotated[int, Field(ge=1, le=1_000_000_000)]
"""The first page is 1."""

PageSize = Annotated[int, Field(ge=1, le=50)]
"""How many records a page has at most; 20 when it is not said."""

ReferencePageSize = Annotated[int, Field(ge=1, le=500)]
"""How many entries of the reference data a page has at most; 20 when it is not said."""

ReplyT = TypeVar("ReplyT", bound=BaseModel)


class SignedCall(Call):
    """A signed request. Without a `request_id` every attempt gets a new one; with one there is a single attempt."""

    request_id: Annotated[RequestId | None, InHeader("Request-Id")] = None

    @property
    def single_attempt(self) -> bool:
        """A Request-Id is good for one attempt."""
        return self.request_id is not None


class PutVacancy(SignedCall):
    """Report a vacancy under an id of the caller's choice."""

    id: str
    body: VacancyBody


class PutCompany(SignedCall):
    """Report a company under an id of the caller's choice."""

    id: str
    body: CompanyBody


class PutTraining(SignedCall):
    """Report a training under an id of the caller's choice."""

    id: str
    body: TrainingBody


class PutInstitution(SignedCall):
    """Report an institution under an id of the caller's choice."""

    id: str
    body: InstitutionBody


class OneRecord(SignedCall):
    """One record of the caller."""

    id: str


class ListOfRecords(SignedCall):
    """One page of the caller's records, by their last change. `updated_until` itself is not in the interval.

    `status` is one or several, with commas between them.
    """

    updated_since: UtcMoment | None = None
    updated_until: UtcMoment | None = None
    status: str | None = None
    page: PageNumber | None = None
    per_page: PageSize | None = None


class ListOfEntries(SignedCall):
    """One page of a list of the reference data."""

    page: PageNumber | None = None
    per_page: ReferencePageSize | None = None


class ListOfRegions(ListOfEntries):
    """One page of regions. `code` is Kemendagri's, without dots; `parent_id` names the region above."""

    type: str | None = None
    parent_id: str | None = None
    code: str | None = None


def _find(name: str, reply: type[ReplyT], **more: Any) -> Operation[OneRecord, ReplyT]:
    return Operation(name=name, method="GET", call=OneRecord, reply=reply, repeatable=True, **more)


def _put(
    name: str, call: type[Call], reply: type[ReplyT], *, found_by: Operation[OneRecord, ReplyT], **more: Any
) -> Operation[Any, ReplyT]:
    asked: Confirmation[Any, Any] = Confirmation(
        found_by, _of_it, lambda call, found: is_as_sent(call.body, found.data)
    )
    return Operation(
        name=name,
        method="PUT",
        call=call,
        reply=reply,
        success=(200, 201),
        repeatable=True,
        confirmation=asked,
        **more,
    )


def _delete(
    name: str, reply: type[ReplyT], *, found_by: Operation[OneRecord, ReplyT], **more: Any
) -> Operation[OneRecord, ReplyT]:
    asked: Confirmation[Any, Any] = Confirmation(found_by, _of_it, lambda _, found: is_closed(found.data))
    return Operation(
        name=name, method="DELETE", call=OneRecord, reply=reply, repeatable=True, confirmation=asked, **more
    )


def _of_it(write: PutVacancy | PutCompany | PutTraining | PutInstitution | OneRecord) -> OneRecord:
    return OneRecord(id=write.id)


def _list(name: str, reply: type[ListPage[Any]], **more: Any) -> Operation[Any, Any]:
    return Operation(
        name=name,
        method="GET",
        call=ListOfRecords,
        reply=reply,
        repeatable=True,
        # "Too much data": the same interval would be too much again.
        never_again=frozenset({504}),
        paging=ListPaging(),
        **more,
    )


def _entries(name: str, path: str, summary: str, reply: type[ListPage[Any]] = ReferencePage) -> Operation[Any, Any]:
    return Operation(
        name=name,
        method="GET",
        path=f"/api/v1/references/{path}",
        summary=summary,
        source=JOSS_MENU,
        call=ListOfRegions if reply is RegionPage else ListOfEntries,
        reply=reply,
        repeatable=True,
        paging=ListPaging(),
    )


def _of_organization(path: str, permission: str, source: str, *aliases: str) -> tuple[dict[str, Any], ...]:
    """What the operations of one kind of record share: of one record to write, to read, and of all."""
    one = {"path": f"{path}/{{id}}", "aliases": tuple(f"{alias}/{{id}}" for alias in aliases), "source": source}
    all_of_them = {"path": path, "aliases": aliases, "source": source}
    read, write = f"{permission}.read", f"{permission}.write"
    return one | {"permission": write}, one | {"permission": read}, all_of_them | {"permission": read}


_COMPANY = _of_organization("/api/v1/companies", "companies", JOSS_MENU, "/api/v2/employers")
FIND_COMPANY = _find("find_company", CompanyReply, summary="One company by its id, closed ones included", **_COMPANY[1])
PUT_COMPANY = _put(
    "put_company",
    PutCompany,
    CompanyReply,
    found_by=FIND_COMPANY,
    summary="Report a company, or replace it",
    **_COMPANY[0],
)
DELETE_COMPANY = _delete(
    "delete_company",
    CompanyReply,
    found_by=FIND_COMPANY,
    summary="Close a company that has no open vacancy",
    **_COMPANY[0],
)
COMPANIES_PAGE = _list("companies_page", CompanyPage, summary="All companies, page by page", **_COMPANY[2])

VACANCY = "/api/v1/jobs/{id}/industrial-vacancy"
FIND_VACANCY = _find(
    "find_vacancy",
    VacancyReply,
    path=VACANCY,
    summary="One vacancy by its id, closed ones included",
    source=JOSS_MENU,
    permission="vacancies.read",
)
PUT_VACANCY = _put(
    "put_vacancy",
    PutVacancy,
    VacancyReply,
    found_by=FIND_VACANCY,
    path=VACANCY,
    summary="Report a vacancy, or replace it: 201 when the id is new, 200 when it exists",
    source=PUT_VACANCY_PAGE,
    permission="vacancies.write",
)
DELETE_VACANCY = _delete(
    "delete_vacancy",
    VacancyReply,
    found_by=FIND_VACANCY,
    path=VACANCY,
    summary="Close a vacancy as withdrawn; closing it again changes nothing",
    source=JOSS_MENU,
    permission="vacancies.write",
)
VACANCIES_PAGE = _list(
    "vacancies_page",
    VacancyPage,
    path="/api/v1/jobs",
    summary="All vacancies, page by page",
    source=JOSS_MENU,
    permission="vacancies.read",
)

_INSTITUTION = _of_organization("/api/v1/institutions", "institutions", TOSS_MENU)
FIND_INSTITUTION = _find(
    "find_institution",
    InstitutionReply,
    summary="One institution by its id, closed ones included",
    **_INSTITUTION[1],
)
PUT_INSTITUTION = _put(
    "put_institution",
    PutInstitution,
    InstitutionReply,
    found_by=FIND_INSTITUTION,
    summary="Report an institution, or replace it",
    **_INSTITUTION[0],
)
DELETE_INSTITUTION = _delete(
    "delete_institution",
    InstitutionReply,
    found_by=FIND_INSTITUTION,
    summary="Close an institution that has no open training",
    **_INSTITUTION[0],
)
INSTITUTIONS_PAGE = _list(
    "institutions_page", InstitutionPage, summary="All institutions, page by page", **_INSTITUTION[2]
)

_TRAINING = _of_organization("/api/v1/trainings", "trainings", TOSS_MENU)
FIND_TRAINING = _find(
    "find_training", TrainingReply, summary="One training by its id, closed ones included", **_TRAINING[1]
)
PUT_TRAINING = _put(
    "put_training",
    PutTraining,
    TrainingReply,
    found_by=FIND_TRAINING,
    summary="Report a training, or replace it: 201 when the id is new, 200 when it exists",
    **_TRAINING[0] | {"source": PUT_TRAINING_PAGE},
)
DELETE_TRAINING = _delete(
    "delete_training",
    TrainingReply,
    found_by=FIND_TRAINING,
    summary="Close a training for good; closing it again changes nothing",
    **_TRAINING[0],
)
TRAININGS_PAGE = _list("trainings_page", TrainingPage, summary="All trainings, page by page", **_TRAINING[2])

INDUSTRIES_PAGE = _entries("industries_page", "industries", "The industries, page by page")
JOB_FUNCTIONS_PAGE = _entries("job_functions_page", "job-functions", "The job functions, page by page")
JOB_TYPES_PAGE = _entries("job_types_page", "job-types", "The types of employment, page by page")
EDUCATION_LEVELS_PAGE = _entries(
    "education_levels_page", "education-levels", "The levels of education, page by page", EducationPage
)
REGIONS_PAGE = _entries(
    "regions_page", "regions", "The regions, page by page: by type, by the region above, or by code", RegionPage
)
COUNTRIES_PAGE = _entries("countries_page", "countries", "The countries, page by page")

REFERENCE_OPERATIONS: Final[tuple[Operation[Any, Any], ...]] = (
    INDUSTRIES_PAGE,
    JOB_FUNCTIONS_PAGE,
    JOB_TYPES_PAGE,
    EDUCATION_LEVELS_PAGE,
    REGIONS_PAGE,
    COUNTRIES_PAGE,
)
"""Served by JOSS and by TOSS."""

JOSS_OPERATIONS: Final[tuple[Operation[Any, Any], ...]] = (
    PUT_COMPANY,
    FIND_COMPANY,
    DELETE_COMPANY,
    COMPANIES_PAGE,
    PUT_VACANCY,
    FIND_VACANCY,
    DELETE_VACANCY,
    VACANCIES_PAGE,
    *REFERENCE_OPERATIONS,
)

TOSS_OPERATIONS: Final[tuple[Operation[Any, Any], ...]] = (
    PUT_INSTITUTION,
    FIND_INSTITUTION,
    DELETE_INSTITUTION,
    INSTITUTIONS_PAGE,
    PUT_TRAINING,
    FIND_TRAINING,
    DELETE_TRAINING,
    TRAININGS_PAGE,
    *REFERENCE_OPERATIONS,
)

REFUSALS = {
    400: "Malformed request, or against the life cycle of the record",
    401: "Signature missing, wrong or expired",
    403: "The client lacks the permission",
    404: "Does not exist for this client",
    405: "Wrong method",
    406: "Accept names no supported type",
    409: "The Request-Id was used before",
    413: "Body over 1 MiB",
    415: "Content-Type is not application/json",
    422: "Fields are not acceptable",
    429: "Too many requests within a minute; Retry-After says when there is room again",
    500: "System error; it may be tried again with a new Request-Id",
    503: "Under maintenance; Retry-After says when to try again",
    504: "Too much data; try again later, or with a shorter interval",
}

SECURITY = {
    "client": {"type": "apiKey", "in": "header", "name": "Client-Id"},
    "timestamp": {"type": "apiKey", "in": "header", "name": "Request-Timestamp"},
    "signature": {"type": "apiKey", "in": "header", "name": "Signature"},
}


def joss_openapi() -> dict[str, Any]:
    """The OpenAPI document of JOSS, made from the operations above."""
    title = "JOSS: Job Offer Single Submission"
    return openapi(title, "1", JOSS_OPERATIONS, SECURITY, REFUSALS, tuple(MediaType))


def toss_openapi() -> dict[str, Any]:
    """The OpenAPI document of TOSS, made from the operations above."""
    title = "TOSS: Training Offer Single Submission"
    return openapi(title, "1", TOSS_OPERATIONS, SECURITY, REFUSALS, tuple(MediaType))
