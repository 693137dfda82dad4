"""The operations of JOSS, each described once (contract, section 6)."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import StringConstraints

from satupintu.kernel.openapi import openapi
from satupintu.kernel.operation import Call, InHeader, Operation
from satupintu.systems.kemnaker.contract.models import VacancyBody, VacancyReply
from satupintu.systems.kemnaker.contract.texts import VISIBLE_ID

PUT_PAGE = "https://joss.docs.kemnaker.go.id/put-job-vacancy-13014910e0"
MENU_PAGE = "https://joss.docs.kemnaker.go.id/"


RequestId = Annotated[str, StringConstraints(pattern=VISIBLE_ID)]
"""1 to 128 visible ASCII characters."""


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


class OneVacancy(SignedCall):
    """One vacancy of the caller."""

    id: str


VACANCY = "/api/v1/jobs/{id}/industrial-vacancy"

PUT_VACANCY = Operation(
    name="put_vacancy",
    method="PUT",
    path=VACANCY,
    summary="Report a vacancy, or replace it: 201 when the id is new, 200 when it exists",
    source=PUT_PAGE,
    call=PutVacancy,
    reply=VacancyReply,
    success=(200, 201),
    repeatable=True,
    permission="vacancies.write",
)

FIND_VACANCY = Operation(
    name="find_vacancy",
    method="GET",
    path=VACANCY,
    summary="One vacancy by its id, closed ones included",
    source=MENU_PAGE,
    call=OneVacancy,
    reply=VacancyReply,
    repeatable=True,
    permission="vacancies.read",
)

DELETE_VACANCY = Operation(
    name="delete_vacancy",
    method="DELETE",
    path=VACANCY,
    summary="Close a vacancy as withdrawn; closing it again changes nothing",
    source=MENU_PAGE,
    call=OneVacancy,
    reply=VacancyReply,
    repeatable=True,
    permission="vacancies.write",
)

OPERATIONS: tuple[Operation[Any, Any], ...] = (PUT_VACANCY, FIND_VACANCY, DELETE_VACANCY)

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
    500: "System error; it may be tried again with a new Request-Id",
}

SECURITY = {
    "client": {"type": "apiKey", "in": "header", "name": "Client-Id"},
    "timestamp": {"type": "apiKey", "in": "header", "name": "Request-Timestamp"},
    "signature": {"type": "apiKey", "in": "header", "name": "Signature"},
}


def openapi_document() -> dict[str, Any]:
    """The OpenAPI document of JOSS, made from the operations above."""
    return openapi("JOSS: Job Offer Single Submission", "1", OPERATIONS, SECURITY, REFUSALS)
