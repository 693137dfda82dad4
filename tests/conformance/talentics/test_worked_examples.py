"""The server answers the worked examples as published: values, types and the order of keys.

The published samples do not fit into one data set (the list begins at job 10, yet job 1 exists, and they belong to
several organizations), so each example is served from a small set of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import httpx2
import pytest

from satupintu.kernel.clock import FrozenClock
from satupintu.serving.system import SystemApp
from satupintu.store.memory.talentics_jobs import MemoryTalenticsJobs
from satupintu.systems.talentics.contract.models import Job, JobDetail, Organization
from satupintu.systems.talentics.server.app import TalenticsSystem
from satupintu.systems.talentics.server.ports import Caller
from satupintu.systems.talentics.server.settings import TalenticsSettings
from satupintu.testing.in_process import InProcessTransport

BASE = "https://api.talentics.id"
LISTED = """
{"id": 10, "type": 1, "organization_id": 106291, "profession_id": 2, "title": "Quality Control Analysts",
 "description": "Some description about jobs", "created_at": "2019-10-09 10:32:07", "updated_at": "2020-08-18 15:30:11",
 "location": "Kandanghaur, Kabupaten Indramayu", "due_date": "2021-08-18 15:30:11", "min_experience": 1,
 "min_salary": 5000000, "max_salary": 6500000, "requirements": "Some requirement about the jobs",
 "benefits": "Some benefit about the jobs", "youtube_video_url": "https://youtu.be/fPJSX0cL20Q", "industry_id": 16,
 "code": "JOBCODE123", "country_id": 1, "province_id": 1, "city_id": 7, "district_id": 40,
 "slug": "quality-control-analysts"}
"""
ORGANIZATION = """
{"id": 107172, "parent_id": null, "name": "Prof. Janis Boyle DVM", "slug": "prof-janis-boyle-dvm", "partnership": 0,
 "created_at": "2021-05-11 06:19:17", "updated_at": "2021-05-11 06:19:17", "email_logo_file_path": null,
 "assessment_logo_file_path": null, "report_logo_file_path": null, "company_name": null, "description": null,
 "benefit": null, "tips_for_applier": null, "location": null, "address": null, "website": null, "email": null,
 "phone": null, "linkedin_url": null, "instagram_url": null, "facebook_url": null, "twitter_url": null,
 "youtube_url": null, "established": null, "tags": null, "verified": 0, "verified_at": null, "deleted_at": null,
 "industry_id": null, "latitude": null, "longitude": null, "exam_engine_access_token": null, "private": 0,
 "rejected": 0, "rejected_at": null, "referral_code": null, "referral_id": null, "verified_email_sent_at": null,
 "trial": 0, "trial_started_at": null, "trial_ended_at": null, "suspended": 0, "suspended_at": null,
 "developer_activated_at": null, "avatar_url": "https://picsum.photos/200", "cover_url": "https://picsum.photos/500",
 "logo_url": "https://picsum.photos/200"}
"""
DETAIL = f"""
{{"id": 1, "type": 1, "organization_id": 107172, "profession_id": 597, "title": "Programmer",
 "description": "Programmer", "location": "Jakarta Selatan", "due_date": "2021-06-10 00:00:00", "min_experience": 1,
 "min_salary": 4000000, "max_salary": 8000000, "requirements": "The requirement of the job",
 "benefits": "Benefit you can get", "youtube_video_url": "https://youtu.be/job", "industry_id": 6, "code": "PRO123",
 "country_id": 1, "province_id": 1, "city_id": 7, "district_id": 40, "slug": "programmer", "private": 0, "closed": 0,
 "verified": 0, "verified_at": null, "suspended": 0, "suspended_at": null,
 "organization": {ORGANIZATION}, "company": {ORGANIZATION},
 "page_url": "https://talentics.id/prof-janis-boyle-dvm/programmer", "required_assessments": [],
 "required_aspects": [], "related_profession": {{"id": 597, "profession_cluster_id": 6, "name": "IT Support",
 "slug": "it-support", "description": "IT Support"}}, "applicable": true, "work_ready": true,
 "redirect_url": "https://karier.rencanamu.id/company/job-slug?utm_source=rencanamu.id"}}
"""


def copies() -> list[dict[str, Any]]:
    """Jobs 10 to 61: the published record 52 times, told apart by id, code and slug."""
    found: list[dict[str, Any]] = []
    for job_id in range(10, 62):
        job = json.loads(LISTED)
        if job_id != 10:
            job |= {"id": job_id, "code": f"JOBCODE{job_id}", "slug": f"{job['slug']}-{job_id}"}
        found.append(job)
    return found


class OneCaller:
    """Knows one pair."""

    def authenticate(self, app_id: str, app_secret: str) -> Caller | None:
        return Caller("app", frozenset({106291, 107172})) if (app_id, app_secret) == ("app", "secret") else None


@contextmanager
def served(jobs: list[tuple[int, int, bytes, bytes]]) -> Iterator[httpx2.Client]:
    catalogue = MemoryTalenticsJobs()
    catalogue.save(jobs)
    system = TalenticsSystem(catalogue, OneCaller(), TalenticsSettings())
    app = SystemApp(system, FrozenClock(datetime(2026, 1, 1, tzinfo=UTC)))
    with httpx2.Client(transport=InProcessTransport(app), base_url=BASE) as client:
        yield client


@pytest.fixture(scope="module")
def list_of_jobs() -> Iterator[httpx2.Client]:
    with served([(job["id"], 106291, json.dumps(job).encode(), b"") for job in copies()]) as client:
        yield client


@pytest.fixture(scope="module")
def single_job() -> Iterator[httpx2.Client]:
    with served([(1, 107172, b"", DETAIL.encode())]) as client:
        yield client


def ordered(document: str | bytes) -> Any:
    """JSON as nested lists of pairs, so that a comparison sees the order of keys."""
    return json.loads(document, object_pairs_hook=lambda pairs: pairs)


def get(client: httpx2.Client, target: str) -> httpx2.Response:
    return client.get(target, auth=("app", "secret"))


def test_the_list_of_jobs_with_one_per_page(list_of_jobs):
    expected = f"""
    {{"data": [{LISTED}],
      "links": {{"first": "{BASE}/v2/jobs?page=1", "last": "{BASE}/v2/jobs?page=52", "prev": null,
                 "next": "{BASE}/v2/jobs?page=2"}},
      "meta": {{"current_page": 1, "from": 1, "last_page": 52, "path": "{BASE}/v2/jobs", "per_page": "1", "to": 1,
                "total": 52}}}}
    """
    assert ordered(get(list_of_jobs, "/v2/jobs?per_page=1").content) == ordered(expected)


def test_the_bare_list_of_jobs(list_of_jobs):
    expected = f"""
    {{"data": {json.dumps(copies()[:15])},
      "links": {{"first": "{BASE}/v2/jobs?page=1", "last": "{BASE}/v2/jobs?page=4", "prev": null,
                 "next": "{BASE}/v2/jobs?page=2"}},
      "meta": {{"current_page": 1, "from": 1, "last_page": 4, "path": "{BASE}/v2/jobs", "per_page": 15, "to": 15,
                "total": 52}}}}
    """
    assert ordered(get(list_of_jobs, "/v2/jobs").content) == ordered(expected)


def test_one_job(single_job):
    assert ordered(get(single_job, "/v2/jobs/1").content) == ordered(f'{{"data": {DETAIL}}}')


def test_a_wrong_pair(list_of_jobs):
    answer = list_of_jobs.get("/v2/jobs", auth=("wrong", "pair"))
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == 'Basic realm="Talentics API"'
    assert ordered(answer.content) == ordered('{"data": {"errors": ["Unauthorized"]}}')


def test_the_models_write_the_published_records_as_they_are():
    assert ordered(Job.model_validate_json(LISTED).model_dump_json()) == ordered(LISTED)
    assert ordered(JobDetail.model_validate_json(DETAIL).model_dump_json()) == ordered(DETAIL)


def test_the_models_have_all_published_keys_and_no_other():
    assert list(Job.model_fields) == list(json.loads(LISTED))
    assert list(JobDetail.model_fields) == list(json.loads(DETAIL))
    assert list(Organization.model_fields) == list(json.loads(ORGANIZATION))
    assert [len(model.model_fields) for model in (Job, JobDetail, Organization)] == [23, 36, 48]
