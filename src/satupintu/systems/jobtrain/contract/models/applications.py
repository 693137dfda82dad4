"""Applications: a candidate and a job."""

from __future__ import annotations

from satupintu.systems.jobtrain.contract.models.candidates import Answer, Candidate, Document, EqualOpps, File
from satupintu.systems.jobtrain.contract.models.record import Moment, Personal, PersonalText, Record, Ref


class AppStatus(Record):
    """Where an application stands; the candidate may see another name of it."""

    id: int
    name: str
    name_for_candidates: str | None = None
    phase: str


class JobCandidate(Record):
    """A candidate in the list of those who applied for a job."""

    candidate_id: int
    candidate_application_id: int
    job_id: int
    title: Personal = None
    first_name: PersonalText
    last_name: PersonalText
    email: PersonalText
    mobile: Personal = None
    application_status: AppStatus
    applied_date: Moment
    status_changed_date: Moment
    source: str | None = None


class JobShort(Record):
    """The job of an application, in short."""

    id: int
    reference: str
    title: str


class ApplicationJob(JobShort):
    """The job of an application, and where it belongs."""

    division: Ref | None = None
    department: Ref | None = None
    location: Ref | None = None


class Application(Record):
    """An application in full."""

    candidate_application_id: int
    candidate: Candidate
    job: ApplicationJob
    status: AppStatus
    applied_date: Moment
    status_changed_date: Moment
    source: str | None = None
    answers: list[Answer]
    documents: list[Document]


class ApplicationShort(Record):
    """An application in the list of those of a candidate."""

    candidate_application_id: int
    candidate_id: int
    job: JobShort
    status: AppStatus
    applied_date: Moment
    status_changed_date: Moment


class RecentApplication(Application):
    """An application whose status changed lately, with its files.

    `equal_opportunities` is null also when the user may not see it; the files, when the server leaves them out.
    """

    previous_status: Ref | None = None
    equal_opportunities: EqualOpps | None = None
    cv: File | None = None
    cover_letter: File | None = None
