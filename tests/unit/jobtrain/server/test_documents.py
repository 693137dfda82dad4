"""What is written is what the contract's models read, key by key."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from satupintu.systems.jobtrain.contract.models import (
    Application,
    ApplicationShort,
    JobCandidate,
    JobDetail,
    JobSummary,
    OnboardingOverview,
    Page,
    RecentApplication,
)
from satupintu.systems.jobtrain.server import documents
from satupintu.systems.jobtrain.server.rows import ApplicationRow, JobText, StoredFile
from satupintu.systems.jobtrain.server.samples import sample_batch

AT = datetime(2025, 10, 21, 8, tzinfo=UTC)
BATCH = sample_batch(datetime(2025, 10, 25, 9, tzinfo=UTC))
JOB = next(job for job in BATCH.jobs if job.id == 20235)
STATUS = {item.id: item.document for item in BATCH.settings if item.setting == "ApplicationStatus"}
ROW = ApplicationRow(
    id=156,
    candidate_id=8841,
    job_id=20235,
    candidate=next(each.document for each in BATCH.candidates if each.id == 8841),
    job=JOB.brief,
    status=STATUS[2],
    previous_status=STATUS[1],
    applied_at=AT,
    status_changed_at=AT + timedelta(seconds=1, microseconds=999_999),
    source='Zoë\'s "site"',
    answers=b'[{"question":"?","answer":"!"}]',
    equal_opportunities=b'{"gender":null,"ethnicOrigin":null,"disability":null,"sexualOrientation":null,'
    b'"religion":"None","ageBand":null}',
    files=[StoredFile("Other", 'a "cv".pdf', "application/pdf", 3, "d1"), StoredFile("CV", "cv.txt", "t/x", 2, "d2")],
)


class Files:
    def read(self, digest: str) -> bytes | None:
        return {"d2": b"cv"}.get(digest)


WRITTEN: list[tuple[Any, bytes]] = [
    (JobSummary, documents.job_summary(JobText(20235, JOB.summary, JOB.detail), 'https://x/"y"')),
    (JobDetail, documents.job_detail(JobText(20235, JOB.summary, JOB.detail), "https://x")),
    (JobCandidate, documents.job_candidate(ROW)),
    (Application, documents.application(ROW)),
    (ApplicationShort, documents.application_short(ROW)),
    (RecentApplication, documents.recent_application(ROW, Files(), with_equal_opportunities=True)),
    (RecentApplication, documents.recent_application(ROW, Files(), with_equal_opportunities=False)),
    (
        OnboardingOverview,
        documents.onboarding_overview(156, {"compliance": [each.document for each in BATCH.onboarding[:3]]}),
    ),
    (Page[JobCandidate], documents.page(7, [documents.job_candidate(ROW)])),
]


@pytest.mark.parametrize(("model", "written"), WRITTEN, ids=[model.__name__ for model, _ in WRITTEN])
def test_every_key_stands_in_the_documented_order(model: Any, written: bytes) -> None:
    assert model.model_validate_json(written).model_dump_json(by_alias=True).encode() == written


def test_a_recent_application_has_its_cv_and_null_for_what_is_not_there() -> None:
    found = RecentApplication.model_validate_json(
        documents.recent_application(ROW, Files(), with_equal_opportunities=True)
    )
    assert (found.cv.content, found.cv.file_name, found.cover_letter) == (b"cv", "cv.txt", None)
    assert found.equal_opportunities.religion == "None"
    hidden = documents.recent_application(ROW, Files(), with_equal_opportunities=False)
    assert RecentApplication.model_validate_json(hidden).equal_opportunities is None


def test_moments_are_written_in_whole_seconds_of_utc() -> None:
    assert documents.stamp(AT + timedelta(microseconds=999_999)) == "2025-10-21T08:00:00Z"
    assert documents.stamp(None) is None
    assert documents.stamp(datetime(2025, 10, 21, 9, tzinfo=timezone(timedelta(hours=1)))) == "2025-10-21T08:00:00Z"


@pytest.mark.parametrize(
    ("statuses", "status", "percent"),
    [
        ([], "NotStarted", 0),
        (["NotStarted", "NotStarted"], "NotStarted", 0),
        (["Completed", "Completed"], "Completed", 100),
        (["Completed", "NotStarted", "NotStarted"], "InProgress", 33),
        (["InProgress"], "InProgress", 0),
        (["Completed", "Rejected"], "Rejected", 50),
    ],
)
def test_an_area_is_as_far_as_its_items(statuses: list[str], status: str, percent: int) -> None:
    items = [b'{"id":1,"name":"x","type":"Form","status":"%b","updatedDate":null}' % each.encode() for each in statuses]
    found = OnboardingOverview.model_validate_json(documents.onboarding_overview(1, {"referencing": items}))
    assert (found.referencing.status, found.referencing.percent_complete) == (status, percent)
    assert len(found.referencing.items) == len(statuses)
