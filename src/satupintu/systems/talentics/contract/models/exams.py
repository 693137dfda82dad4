"""Tests, their participants (tickets), and what these scored.

`started_at` and `ended_at` of a test are when it opens and closes; `started_at` and `finished_at` of a ticket are
the participant's own. The values of `status` are unpublished but for one, `sending invitation`.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from satupintu.kernel.paging import LaravelPage
from satupintu.systems.talentics.contract.models.record import Personal, Record

Score = int | Annotated[float, Field(allow_inf_nan=False)] | None
"""Points. Documented as an integer; a decimal and null are taken too."""


class Exam(Record):
    """A test: the same 8 keys in the list and alone."""

    id: int
    organization_id: int | None = None
    job_id: int | None = None
    title: str | None = None
    started_at: str | None = None
    ended_at: str | None = None
    created_at: str | None = None
    updated_at: str | None = None


class ExamPage(LaravelPage[Exam], Record):
    """One page of the list of tests."""


class ExamReply(Record):
    """The answer to a request for one test."""

    data: Exam


class TicketExam(Record):
    """The test of a ticket, in short."""

    id: int
    title: str | None = None
    started_at: str | None = None
    ended_at: str | None = None


class Ticket(Record):
    """A participant of a test. `created_at` and `updated_at` are in UTC, unlike the dates of the test."""

    id: int
    name: Personal = None
    email: Personal = None
    started_at: str | None = None
    finished_at: str | None = None
    exam: TicketExam | None = None
    created_at: str | None = None
    updated_at: str | None = None
    status: str | None = None


class TicketPage(LaravelPage[Ticket], Record):
    """One page of the participants of a test."""


class AspectScore(Record):
    """What a participant scored in one aspect of an assessment."""

    aspect_group: str | None = None
    aspect_name: str | None = None
    aspect_slug: str | None = None
    score: Score = None


class AssessmentResult(Record):
    """What a participant scored in one assessment."""

    assessment_name: str | None = None
    assessment_slug: str | None = None
    total_score: Score = None
    aspect_scores: list[AspectScore] | None = None


class Scores(Record):
    """The results of a participant; none before the test was taken."""

    ticket_id: int
    name: Personal = None
    email: Personal = None
    results: list[AssessmentResult] | None = None


class ScoresReply(Record):
    """The answer to a request for the results of a participant."""

    data: Scores
