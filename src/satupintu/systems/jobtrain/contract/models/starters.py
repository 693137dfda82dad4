"""New starters: the form that is filled in when an offer is made, and who completed or cancelled it lately."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from satupintu.systems.jobtrain.contract.models.record import Day, Moment, Number, Personal, PersonalText, Record, Ref


class StarterField(Record):
    """A further field of the form."""

    name: str
    value: Personal = None


class StarterForm(Record):
    """The new starter form of an application. What somebody is paid is personal, too."""

    candidate_application_id: int
    candidate_id: int
    job_id: int
    start_date: Day | None = None
    job_title: str | None = None
    contract_type: str | None = None
    manager: Personal = None
    salary: Annotated[Number | None, Field(repr=False)] = None
    hours: Number | None = None
    division: Ref | None = None
    department: Ref | None = None
    location: Ref | None = None
    cost_centre: Ref | None = None
    fields: list[StarterField]
    saved_date: Moment


class StarterShort(Record):
    """A starter who was completed or cancelled lately; one of the two dates says when."""

    candidate_application_id: int
    candidate_id: int
    job_id: int
    first_name: PersonalText
    last_name: PersonalText
    job_title: str
    start_date: Day | None = None
    completed_date: Moment | None = None
    cancelled_date: Moment | None = None
