"""The sandbox's applicants, tests and results hang together, as a caller reads them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from satupintu.bootstrap.sandbox import fill_sandbox, first_start
from satupintu.store.tables import talentics_applicant, talentics_exam, talentics_stage, talentics_ticket
from satupintu.systems.talentics.contract.models import Applicant, EmploymentForm, Exam, Scores, Ticket
from satupintu.systems.talentics.contract.stamps import parse_stamp
from satupintu.systems.talentics.server.sample_records import sample_records
from tests.integration.talentics.served import served_by

WIB = ZoneInfo("Asia/Jakarta")
STARTED_AT = datetime(2026, 1, 5, 9, 30, 15, 123, tzinfo=WIB)
BATCH = sample_records(STARTED_AT)
APPLICANTS = {each.id: Applicant.model_validate_json(each.document, extra="forbid") for each in BATCH.applicants}
TICKETS = {each.id: Ticket.model_validate_json(each.document, extra="forbid") for each in BATCH.tickets}
SCORES = {each: Scores.model_validate_json(document, extra="forbid") for each, document in BATCH.scores.items()}
FORMS = {each: EmploymentForm.model_validate_json(form, extra="forbid") for each, form in BATCH.forms.items()}


def test_there_are_enough_of_each_and_a_second_organization_has_a_few():
    main = [applicant for applicant in APPLICANTS.values() if applicant.organization_id == 900001]
    second = [applicant for applicant in APPLICANTS.values() if applicant.organization_id == 900002]
    assert (len(main) >= 39, len(second) >= 3, len(FORMS) >= 8, len(SCORES) >= 10) == (True,) * 4
    assert len({applicant.job_id for applicant in main}) >= 10
    assert {ticket.status for ticket in TICKETS.values()} == {"sending invitation", "started", "finished"}
    assert {stage.organization_id for stage in BATCH.stages} == {900001, 900002}


def test_nobody_can_be_a_real_person():
    for applicant in APPLICANTS.values():
        assert re.fullmatch("990101" + "0000" + "[0-9]{6}", applicant.identity_number)
        assert applicant.nik == applicant.identity_number
        assert re.fullmatch("0800000[0-9]{4}", applicant.phone_number)
        assert applicant.email.endswith("@example.com")
    assert len({applicant.identity_number for applicant in APPLICANTS.values()}) == len(APPLICANTS)
    assert len({applicant.email for applicant in APPLICANTS.values()}) == len(APPLICANTS)


def test_a_participant_is_an_applicant_of_the_job_and_organization_of_the_test():
    exams = {each.id: Exam.model_validate_json(each.document, extra="forbid") for each in BATCH.exams}
    people = {(each.email, each.job_id, each.organization_id): each for each in APPLICANTS.values()}
    for record in BATCH.tickets:
        exam, ticket = exams[record.exam_id], TICKETS[record.id]
        assert people[ticket.email, exam.job_id, record.organization_id].name == ticket.name


def test_whoever_finished_has_scores_that_are_the_mean_of_their_aspects_and_nobody_else_has():
    assert set(SCORES) == {ticket.id for ticket in TICKETS.values() if ticket.finished_at}
    for ticket_id, scores in SCORES.items():
        assert (scores.ticket_id, scores.name, scores.email) == (
            ticket_id, TICKETS[ticket_id].name, TICKETS[ticket_id].email,
        )  # fmt: skip
        for result in scores.results:
            points = [aspect.score for aspect in result.aspect_scores]
            assert all(0 <= each <= 100 for each in points)
            assert result.total_score == round(sum(points) / len(points))


def test_a_form_is_of_its_applicant_and_has_the_published_answers_as_texts():
    for applicant_id, form in FORMS.items():
        applicant = APPLICANTS[applicant_id]
        assert (form.id, form.applicant_id, form.name, form.email) == (
            applicant_id, applicant_id, applicant.name, applicant.email,
        )  # fmt: skip
        assert len({answer.name for answer in form.employment_application_form}) == 23
        assert {type(answer.value) for answer in form.employment_application_form} == {str}


def test_what_happened_happened_before_the_start_and_in_its_order():
    for ticket in TICKETS.values():
        moments = [ticket.created_at, ticket.started_at, ticket.finished_at]
        read = [parse_stamp(moment, WIB) for moment in moments if moment]
        assert read == sorted(read)
        assert read[-1] < STARTED_AT
    for form in FORMS.values():
        assert parse_stamp(form.application_time, WIB) < STARTED_AT


def test_another_start_moves_the_dates_and_keeps_people_and_scores():
    later = sample_records(STARTED_AT + timedelta(days=400))
    assert later.scores == BATCH.scores
    assert [each.id for each in later.applicants] == list(APPLICANTS)
    assert later.exams != BATCH.exams
    assert sample_records(STARTED_AT) == BATCH


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("/v2/exams", 200), ("/v2/exams/201/tickets", 200), ("/v2/exams/ticket/8001/scores", 200),
        ("/v2/jobs/1001/applicants", 200), ("/v2/jobs/applicants/5001", 200),
        ("/v2/jobs/applicants/5001/employment-application-form", 200),
        ("/v2/jobs/applicants/5002/employment-application-form", 404),
    ],
)  # fmt: skip
def test_a_sandbox_answers_them_to_their_organization_alone(house, target, found):
    with served_by(house) as served:
        assert served.get(target).status_code == found
        if target != "/v2/exams":
            assert served.get(target, second=True).status_code == 404


def test_a_sandbox_from_before_there_were_any_gets_them_at_its_start(house):
    def emptying(transaction):
        from sqlalchemy import delete

        from satupintu.store.statement import Statement

        for table in (talentics_ticket, talentics_exam, talentics_applicant, talentics_stage):
            transaction.execute(Statement(delete(table)))

    before = house.records.applicants(frozenset({900001}), 1001)
    house.writer.run(emptying)
    fill_sandbox(house)

    assert house.records.applicants(frozenset({900001}), 1001) == before
    assert before == [each.document for each in sample_records(first_start(house)).applicants if each.job_id == 1001]
