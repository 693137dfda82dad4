from __future__ import annotations

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from satupintu.systems.talentics.contract.models import Exam, Job, JobPage
from satupintu.systems.talentics.contract.operations import (
    APPLICANTS,
    EMPLOYMENT_FORM,
    JOB,
    JOBS_PAGE,
    OPERATIONS,
    SCORES,
    TICKETS_PAGE,
)
from satupintu.systems.talentics.contract.stamps import StampError
from tests.conformance.talentics import examples

JAKARTA = ZoneInfo("Asia/Jakarta")


def scores_reply(score):
    result = {"total_score": score, "aspect_scores": [{"score": score}]}
    return SCORES.read(json.dumps({"data": {"ticket_id": 1, "results": [result]}}).encode()).data


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


@pytest.mark.parametrize(
    ("sent", "read"),
    [(10, 10), ("10", 10), (87.5, 87.5), ("87.5", 87.5), (0, 0), (-1, -1), (None, None)],
)
def test_a_score_may_be_decimal_text_or_missing(sent, read):
    result = scores_reply(sent).results[0]
    assert [result.total_score, result.aspect_scores[0].score] == [read, read]


@pytest.mark.parametrize("sent", [10, 87.5, None])
def test_a_score_is_written_as_it_came(sent):
    assert json.loads(scores_reply(sent).model_dump_json())["results"][0]["total_score"] == sent


@pytest.mark.parametrize("sent", ["high", "NaN", "Infinity", "", [1]])
def test_what_is_no_score_is_not_taken_for_one(sent):
    with pytest.raises(ValidationError):
        scores_reply(sent)


def test_unknown_keys_are_kept_in_records_of_lists():
    results = [{"assessment_name": "a", "norm": 3, "aspect_scores": [{"score": 1, "z": 0.5}]}]
    scores = SCORES.read(json.dumps({"data": {"ticket_id": 1, "results": results}}).encode()).data
    assert scores.results[0].model_extra == {"norm": 3}
    assert scores.results[0].aspect_scores[0].model_extra == {"z": 0.5}
    page = JOBS_PAGE.read(b'{"data": [{"id": 3, "remote": true}], "took_ms": 4, "meta": {"cached": true}}')
    assert (page.model_extra, page.data[0].model_extra) == ({"took_ms": 4}, {"remote": True})
    assert page.meta.model_extra == {"cached": True}


def test_answers_of_a_form_may_have_any_type():
    answers = [{"name": "number_of_children", "value": 1}, {"name": "skills", "value": ["a", "b"]}, {"name": "empty"}]
    form = EMPLOYMENT_FORM.read(json.dumps({"data": {"id": 3, "employment_application_form": answers}}).encode()).data
    assert [answer.value for answer in form.employment_application_form] == [1, ["a", "b"], None]


def body_of(operation):
    record = b'{"id": 3, "ticket_id": 3}'
    many = operation.paging is not None or operation is APPLICANTS
    return b'{"data": [%s, %s]}' % (record, record) if many else b'{"data": %s}' % record


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_an_answer_and_every_record_in_it_have_the_body_they_came_in(operation):
    body = body_of(operation)
    reply = operation.read(body)
    records = reply.data if isinstance(reply.data, list) else [reply.data]
    assert [record.raw for record in (reply, *records)] == [body] * (len(records) + 1)


def test_a_record_that_was_not_received_has_no_body_and_equals_one_that_was():
    made = JobPage(data=[Job(id=3)])
    assert made.raw == b""
    assert made == JOBS_PAGE.read(b'{"data": [{"id": 3}]}')


def test_dates_are_read_in_every_published_form_in_a_stated_zone():
    ticket = TICKETS_PAGE.read(f'{{"data": [{examples.TICKET}]}}'.encode()).data[0]
    second = APPLICANTS.read(f'{{"data": [{examples.SECOND_APPLICANT}]}}'.encode()).data[0]
    assert ticket.exam.moment("started_at", JAKARTA) == datetime(2020, 5, 23, 0, 54, tzinfo=JAKARTA)
    assert ticket.moment("created_at", JAKARTA) == datetime(2020, 5, 27, 13, 12, 50, tzinfo=UTC)
    assert second.moment("access_code_expired_at", JAKARTA) == datetime(2021, 6, 7, tzinfo=JAKARTA)
    assert second.moment("dob", JAKARTA) == datetime(1990, 11, 12, tzinfo=JAKARTA)


def test_every_date_may_be_missing_and_an_unreadable_one_is_no_obstacle_to_reading_the_record():
    exam = Exam(id=1, started_at=None, ended_at="", created_at="soon")
    assert [exam.moment(field, JAKARTA) for field in ("started_at", "ended_at", "updated_at")] == [None, None, None]
    with pytest.raises(StampError):
        exam.moment("created_at", JAKARTA)


def test_a_record_cannot_be_changed():
    for field in ("title", "raw"):
        with pytest.raises(ValidationError, match="frozen"):
            setattr(Exam(id=1), field, "other")
