"""A direct application: a new candidate, a job, and the CV in one request."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from satupintu.systems.jobtrain.contract.models.candidates import Address, Answer, EqualOpps, File
from satupintu.systems.jobtrain.contract.models.record import Id, Personal, Record, Ref


def _one_at(email: str) -> str:
    if email.count("@") != 1:
        raise ValueError("Must have one @")
    return email


Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100), Field(repr=False)]
Email = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=254), AfterValidator(_one_at), Field(repr=False)
]
Letter = Annotated[str, StringConstraints(max_length=20_000)]


class NewCandidate(Record):
    """Who applies."""

    title: Personal = None
    first_name: Name
    last_name: Name
    email: Email
    mobile: Personal = None
    phone: Personal = None
    address: Address | None = None


class DirectApply(Record):
    """What is sent to apply. The letter is a file or its text; `source` says where the application comes from.

    Limits are ours: the vendor publishes the use case alone.
    """

    job_id: Id
    candidate: NewCandidate
    cv: File
    cover_letter: Annotated[File | Letter | None, Field(repr=False)] = None
    source: Annotated[str, StringConstraints(max_length=100)] | None = None
    answers: Annotated[list[Answer], Field(max_length=50)] | None = None
    equal_opportunities: EqualOpps | None = None


class DirectApplyResult(Record):
    """What came of it. A known candidate (same e-mail) within reach is used again."""

    candidate_id: int
    candidate_application_id: int
    job_id: int
    status: Ref
