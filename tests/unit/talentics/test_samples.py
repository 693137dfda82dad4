from __future__ import annotations

import json
from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from satupintu.systems.talentics.contract.models import Job, JobDetail, Organization
from satupintu.systems.talentics.server.samples import (
    MAIN_ORGANIZATION,
    SECOND_ORGANIZATION,
    closed,
    edited,
    reopened,
    sample_jobs,
)

STARTED_AT = datetime(2026, 1, 5, 9, 30, 15, 123, tzinfo=ZoneInfo("Asia/Jakarta"))
JOBS = sample_jobs(STARTED_AT)
DETAILS = [JobDetail.model_validate_json(job.detail, extra="forbid") for job in JOBS]


def test_the_same_start_gives_the_same_jobs():
    assert [(job.entry, job.detail) for job in sample_jobs(STARTED_AT)] == [(job.entry, job.detail) for job in JOBS]


def test_another_start_moves_every_date_and_nothing_else():
    later = sample_jobs(STARTED_AT + timedelta(days=400))
    dates = {"created_at", "updated_at", "due_date"}
    for job, moved in zip(JOBS, later, strict=True):
        before, after = json.loads(job.entry), json.loads(moved.entry)
        assert {key for key in before if before[key] != after[key]} == dates
        assert moved.due_at - job.due_at == timedelta(days=400)


def test_there_are_enough_jobs_and_a_second_organization():
    count = Counter(job.organization_id for job in JOBS)
    assert count[MAIN_ORGANIZATION.id] >= 64
    assert count[SECOND_ORGANIZATION.id] >= 3
    assert len(count) == 2


def test_ids_ascend_and_codes_and_slugs_are_unique():
    entries = [Job.model_validate_json(job.entry, extra="forbid") for job in JOBS]
    assert [job.id for job in entries] == sorted({job.id for job in entries})
    assert len({job.code for job in entries}) == len({job.slug for job in entries}) == len(entries)


def test_entry_and_detail_have_the_documented_keys_in_their_order():
    for job in JOBS:
        detail = json.loads(job.detail)
        assert list(json.loads(job.entry)) == list(Job.model_fields)
        assert list(detail) == list(JobDetail.model_fields)
        assert list(detail["organization"]) == list(Organization.model_fields)


def test_values_have_the_types_of_the_published_samples():
    texts = {"title", "description", "created_at", "updated_at", "location", "due_date", "requirements", "benefits"}
    texts |= {"youtube_video_url", "code", "slug"}
    for job in JOBS:
        for key, value in json.loads(job.entry).items():
            nullable = key in {"min_salary", "max_salary"}
            assert type(value) is (str if key in texts else int) or (nullable and value is None), key
        detail = json.loads(job.detail)
        assert {type(detail[key]) for key in ("applicable", "work_ready")} == {bool}
        assert {type(detail[key]) for key in ("private", "closed", "verified", "suspended")} == {int}
        assert detail["company"] == detail["organization"]
        assert detail["organization"]["exam_engine_access_token"] is None


def test_entry_and_detail_tell_the_same():
    for job in JOBS:
        entry, detail = json.loads(job.entry), json.loads(job.detail)
        assert {key: entry[key] for key in entry.keys() & detail.keys()} == {
            key: detail[key] for key in entry.keys() & detail.keys()
        }


def test_the_jobs_show_what_real_ones_show():
    assert sum(job.closed for job in DETAILS) == 4
    assert (sum(job.suspended for job in DETAILS), sum(job.private for job in DETAILS)) == (1, 1)
    assert {job.type for job in DETAILS} == {1, 2, 3, 4, 9}
    assert sum(not job.closed and job.due_date < "2026-01-05" for job in DETAILS) == 2
    assert {None, 0} <= {job.min_salary for job in DETAILS}
    assert any("\r\n" in job.description for job in DETAILS)
    assert any("<li>" in job.description for job in DETAILS)
    assert {"Bogor", "Bandung", "Tangerang", "Remote", "Singapore", ""} <= {job.location for job in DETAILS}
    assert len({job.location for job in DETAILS}) == len(DETAILS)


def test_every_job_was_created_before_it_was_changed_and_changed_before_the_start():
    assert all(job.created_at <= job.updated_at <= STARTED_AT for job in JOBS)


@pytest.mark.parametrize("job", JOBS[:3])
def test_a_job_can_be_closed_and_reopened(job):
    at = STARTED_AT + timedelta(hours=1)
    shut = closed(job, at)
    assert JobDetail.model_validate_json(shut.detail).closed == 1
    assert json.loads(shut.entry)["updated_at"] == "2026-01-05 10:30:15"
    assert reopened(shut, at).detail == job.detail


def test_an_edit_shows_in_entry_and_detail():
    job = edited(JOBS[0], STARTED_AT, title="Programmer Go", location="Kota Bogor")
    assert (json.loads(job.entry)["title"], json.loads(job.detail)["location"]) == ("Programmer Go", "Kota Bogor")
