"""DBS checks (of criminal records): who waits for one, the provider's reference, and how it stands."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from satupintu.systems.jobtrain.contract.models.record import Day, Id, Moment, PersonalText, Record, Ref

DbsCheck = Literal["Basic", "Standard", "Enhanced"] | str
"""The vendor's three checks; other values are read too."""

Given = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Told = Annotated[str, StringConstraints(max_length=200)]
Confidential = Annotated[Told | None, Field(repr=False)]


class DbsReady(Record):
    """A candidate who waits for a check, and which one."""

    candidate_id: int
    candidate_application_id: int
    job_id: int
    first_name: PersonalText
    last_name: PersonalText
    email: PersonalText
    date_of_birth: Annotated[Day | None, Field(repr=False)] = None
    dbs_check_required: DbsCheck
    workforce_type: str | None = None
    purpose: str
    employer_name: str
    position: str
    requested_date: Moment


class DbsUniqueId(Record):
    """The provider's reference for the check of an application."""

    candidate_application_id: Id
    dbs_unique_id: Given


class DbsReference(Record):
    """The reference as it is held from now on."""

    candidate_application_id: int
    dbs_unique_id: str
    status: str


class DbsStatusUpdate(Record):
    """How a check stands. `status` is the provider's own text, such as `ToBeCompleted`; no `status_date` means now."""

    dbs_unique_id: Given
    status: Given
    stage: Told | None = None
    status_date: Moment | None = None
    certificate_number: Confidential = None
    issue_date: Day | None = None
    result: Confidential = None


class DbsStatus(Record):
    """The status as it is held. `application_status` is set when it moved the application."""

    dbs_unique_id: str
    candidate_application_id: int
    stage: str | None = None
    status: str
    status_date: Moment
    application_status: Ref | None = None
