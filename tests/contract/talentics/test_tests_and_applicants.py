"""Our client against our server, both of them: tests, participants, scores, applicants, forms."""

from __future__ import annotations

import json

import pytest

from satupintu.kernel.errors import AuthenticationFailedError, NotFoundError, RateLimitedError
from satupintu.systems.talentics.contract.operations import OPERATIONS
from tests.contract.talentics import records
from tests.contract.talentics.records import (
    APPLICANTS,
    EXAMS,
    FOREIGN_APPLICANT,
    FOREIGN_EXAM,
    FOREIGN_TICKET,
    FORM,
    SCORED,
    TICKETS,
)

FOREIGN_JOB = 1079
UNKNOWN = 999_999

SINGLE = {
    "exam": (EXAMS[4].id, EXAMS[4], FOREIGN_EXAM.id),
    "scores": (SCORED.ticket_id, SCORED, FOREIGN_TICKET.id),
    "applicants": (records.JOB, APPLICANTS, FOREIGN_JOB),
    "applicant": (APPLICANTS[1].id, APPLICANTS[1], FOREIGN_APPLICANT.id),
    "employment_form": (FORM.id, FORM, FOREIGN_APPLICANT.id),
}
"""By method: an id, what is found there, and an id of the other organization."""

TARGETS = {
    "exams_page": "/v2/exams",
    "exam": f"/v2/exams/{EXAMS[0].id}",
    "tickets_page": f"/v2/exams/{EXAMS[0].id}/tickets",
    "scores": f"/v2/exams/tickets/{SCORED.ticket_id}/scores",
    "jobs_page": "/v2/jobs",
    "job": f"/v2/jobs/{records.JOB}",
    "applicants": f"/v2/jobs/{records.JOB}/applicants",
    "applicant": f"/v2/jobs/applicants/{APPLICANTS[0].id}",
    "employment_form": f"/v2/jobs/applicants/{FORM.id}/employment-application-form",
}


@pytest.mark.parametrize("method", SINGLE)
def test_a_record_arrives_as_it_was_kept(connect, method):
    asked, kept, _ = SINGLE[method]
    assert getattr(connect(), method)(asked) == kept


@pytest.mark.parametrize("method", SINGLE)
def test_what_does_not_exist_and_what_another_organization_owns_cannot_be_told_apart(connect, method):
    client = connect()
    refusals = []
    for missing in (UNKNOWN, SINGLE[method][2]):
        with pytest.raises(NotFoundError) as caught:
            getattr(client, method)(missing)
        refusals.append((caught.value.status, caught.value.body))
    assert refusals == [(404, b'{"data":{"errors":["Not Found"]}}')] * 2


def test_pages_arrive_as_they_were_kept(connect):
    client = connect()
    page = client.exams_page(page=2, per_page=10)
    assert page.data == EXAMS[10:20]
    assert (page.meta.current_page, page.meta.from_, page.meta.to, page.meta.total) == (2, 11, 20, len(EXAMS))
    page = client.tickets_page(EXAMS[0].id, page=3, per_page=50)
    assert page.data == TICKETS[100:]
    assert (page.meta.per_page, page.links.next) == ("50", None)
    assert page.meta.path == f"https://talentics.localhost/v2/exams/{EXAMS[0].id}/tickets"


@pytest.mark.parametrize("per_page", [1, 7, 23, 100])
def test_walks_yield_every_record_exactly_once_in_order(connect, per_page):
    client = connect()
    assert client.walked("exams", per_page=per_page) == (EXAMS, True)
    assert client.walked("tickets", EXAMS[0].id, per_page=max(per_page, 7)) == (TICKETS, True)
    assert client.walked("tickets", EXAMS[1].id, per_page=per_page) == ([], True)


def test_a_walk_over_the_participants_of_an_unknown_test_fails(connect):
    for missing in (UNKNOWN, FOREIGN_EXAM.id):
        with pytest.raises(NotFoundError):
            connect().walked("tickets", missing)


def test_a_participant_without_results_has_none(connect):
    scores = connect().scores(TICKETS[1].id)
    assert (scores.ticket_id, scores.name, scores.email, scores.results) == (
        TICKETS[1].id,
        TICKETS[1].name,
        TICKETS[1].email,
        [],
    )


def test_a_form_that_was_not_submitted_is_not_found(connect):
    client = connect()
    assert client.applicant(APPLICANTS[1].id).id == APPLICANTS[1].id
    with pytest.raises(NotFoundError):
        client.employment_form(APPLICANTS[1].id)


def test_a_job_without_applicants_has_an_empty_list(connect):
    assert connect().applicants(records.JOB + 1) == []


def test_every_record_has_the_body_it_came_in(connect, server):
    client = connect()
    assert client.applicant(APPLICANTS[0].id).raw == server.get(TARGETS["applicant"]).content
    assert {each.raw for each in client.applicants(records.JOB)} == {server.get(TARGETS["applicants"]).content}


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_what_the_server_answers_is_read_and_written_back_without_a_loss(server, operation):
    answer = server.get(TARGETS[operation.name])
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    reply = operation.read(answer.content)
    assert reply.model_extra == {}
    assert json.loads(reply.model_dump_json(by_alias=True)) == answer.json()


def test_both_paths_of_the_scores_give_the_same_answer(server):
    singular = server.get(TARGETS["scores"].replace("/tickets/", "/ticket/"))
    assert singular.content == server.get(TARGETS["scores"]).content


@pytest.mark.parametrize("spelling", ["ticket", "tickets"])
def test_the_client_finds_the_path_of_the_scores_that_the_other_side_has(connect, serve, spelling):
    whole = serve()

    async def half(scope, receive, send):
        """A server with one of the two paths."""
        if scope["path"].startswith("/v2/exams/ticket") and f"/{spelling}/" not in scope["path"]:
            scope = {**scope, "path": "/v2/unknown", "raw_path": b"/v2/unknown"}
        await whole.app(scope, receive, send)

    client = connect(to=type(whole)(half, whole.jobs, whole.http))
    assert [client.scores(SCORED.ticket_id) for _ in range(2)] == [SCORED] * 2
    with pytest.raises(NotFoundError):
        client.scores(UNKNOWN)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_no_operation_is_answered_without_the_right_pair(server, operation):
    target = TARGETS[operation.name]
    for pair in (None, ("main", "wrong"), ("second", "main-secret")):
        assert server.http.get(target, auth=pair).status_code == 401


def test_wrong_credentials_are_an_error_that_says_so_whatever_is_called(connect):
    client = connect("main", "wrong")
    for method, (asked, _, _) in SINGLE.items():
        with pytest.raises(AuthenticationFailedError, match="Unauthorized"):
            getattr(client, method)(asked)


def test_the_operations_with_a_printed_limit_share_it_and_the_others_have_none(connect, serve):
    client = connect(to=serve(rate_limit=5))
    limited = [
        lambda: client.exams_page(),
        lambda: client.exam(EXAMS[0].id),
        lambda: client.tickets_page(EXAMS[0].id),
        lambda: client.scores(SCORED.ticket_id),
        lambda: client.jobs_page(),
    ]
    for call in limited:
        call()
    for call in limited:
        with pytest.raises(RateLimitedError) as caught:
            call()
        assert (caught.value.message, caught.value.retry_after.total_seconds()) == ("Too Many Attempts.", 900)
    for method in ("applicants", "applicant", "employment_form"):
        assert getattr(client, method)(SINGLE[method][0]) == SINGLE[method][1]
    assert client.job(records.JOB).id == records.JOB
