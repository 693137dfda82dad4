from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from satupintu.systems.talentics.contract.operations import JOB, JOBS_PAGE


def job_reply(**fields):
    return JOB.read(json.dumps({"data": {"id": 1, **fields}}).encode()).data


def test_numbers_as_text_are_numbers_and_numbers_as_text_fields_are_text():
    job = job_reply(id="7", min_experience="1", min_salary="4000000", max_salary=8000000.0, code=123)
    assert (job.id, job.min_experience, job.min_salary, job.max_salary, job.code) == (7, 1, 4_000_000, 8_000_000, "123")


def test_nothing_but_the_id_is_required():
    assert job_reply().title is None
    with pytest.raises(ValidationError):
        JOB.read(b'{"data": {"title": "Programmer"}}')


def test_unknown_keys_are_kept_at_every_depth():
    job = job_reply(remote=True, organization={"id": 2, "tier": "gold"})
    assert job.model_extra == {"remote": True}
    assert job.organization.model_extra == {"tier": "gold"}


def test_values_of_unpublished_type_are_taken_as_they_come():
    job = job_reply(organization={"id": 2, "tags": ["a", 1], "latitude": -6.2, "established": 1999})
    assert (job.organization.tags, job.organization.latitude) == (["a", 1], -6.2)


def test_the_access_token_of_an_organization_shows_nowhere():
    job = job_reply(organization={"id": 2, "exam_engine_access_token": "very-secret"})
    assert "very-secret" not in repr(job) + str(job) + job.model_dump_json() + str(job.model_dump())
    assert job.organization.exam_engine_access_token.get_secret_value() == "very-secret"


def test_flags_may_come_as_booleans_and_booleans_as_flags():
    job = job_reply(closed=True, applicable=1)
    assert (job.closed, job.applicable) == (1, True)


@pytest.mark.parametrize("per_page", ["1", 15, None])
def test_the_page_size_is_read_as_text_and_as_number(per_page):
    page = JOBS_PAGE.read(json.dumps({"data": [], "meta": {"per_page": per_page, "from": None}}).encode())
    assert page.meta.per_page == per_page


def test_a_list_without_links_and_meta_is_one_page():
    page = JOBS_PAGE.read(b'{"data": [{"id": 3}]}')
    assert [job.id for job in page.data] == [3]
    assert JOBS_PAGE.paging.next_call(JOBS_PAGE.call(page=1), page) is None
