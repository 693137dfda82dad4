"""What Talentics sends of its own accord. Of its events one is published: an applicant moved to the next stage.

Source: https://talentics.id/docs/talentics-callback. Every delivery is a POST of JSON with the account's token in a
header. A delivery that is not answered is repeated up to three times, 15 minutes apart.
"""

from __future__ import annotations

from typing import Final

from pydantic import StrictInt

from satupintu.systems.talentics.contract.models.record import Personal, Record

TOKEN_HEADER: Final = "X-Callback-Token"  # noqa: S105 -- the name of the header
MOVED_APPLICANT: Final = "moved_applicant"
"""The event's name here; the vendor shows it as `Moved Applicant`."""


class MovedJob(Record):
    """The job for which an applicant was moved."""

    job_id: StrictInt
    title: str | None = None
    code: str | None = None


class StageName(Record):
    """A stage of the selection."""

    stage_id: StrictInt
    name: str | None = None


class MovedApplicant(Record):
    """An applicant went to the next stage of a job.

    `moved_at` is in UTC, such as `2020-08-03T23:04:24.000000Z`. Published is the stage that was left;
    `current_stage`, the one entered, is sent by this package's server and may be missing elsewhere.
    """

    applicant_id: StrictInt
    name: Personal = None
    email: Personal = None
    moved_at: str
    job: MovedJob
    previous_stage: StageName | None = None
    current_stage: StageName | None = None
