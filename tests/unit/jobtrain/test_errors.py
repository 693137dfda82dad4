from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from satupintu.kernel.errors import (
    AuthenticationFailedError,
    ConflictError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitedError,
)
from satupintu.systems.jobtrain.client.endpoint import read_error
from satupintu.systems.jobtrain.contract.errors import (
    INVALID_CLIENT,
    INVALID_GRANT,
    TITLES,
    UNAUTHORIZED_CLIENT,
    read_message,
    read_problem,
    read_token_refusal,
    write_problem,
    write_token_refusal,
)
from satupintu.transport.conversation import Received


def test_a_problem_has_its_keys_in_order_and_no_more():
    assert write_problem(404, "r-1") == b'{"type":"about:blank","title":"Not Found","status":404,"traceId":"r-1"}'
    assert json.loads(write_problem(400, "r-1", errors={"PageSize": ("Must be at least 1.",)})) == {
        "type": "about:blank",
        "title": "One or more validation errors occurred.",
        "status": 400,
        "traceId": "r-1",
        "errors": {"PageSize": ["Must be at least 1."]},
    }


@given(
    status=st.sampled_from(sorted(TITLES)),
    errors=st.dictionaries(st.text(max_size=9), st.lists(st.text(max_size=9), min_size=1).map(tuple), max_size=3),
    application=st.none() | st.integers(1),
)
def test_a_problem_that_is_written_can_be_read(status, errors, application):
    problem = read_problem(write_problem(status, "r-1", errors=errors, candidate_application_id=application))
    assert (problem.status, problem.trace_id, problem.candidate_application_id) == (status, "r-1", application)
    assert (problem.errors or {}) == errors


def test_refused_credentials_are_worded_as_oauth_does_with_one_text_for_every_user():
    assert write_token_refusal(INVALID_CLIENT) == b'{"error":"invalid_client"}'
    assert write_token_refusal(UNAUTHORIZED_CLIENT) == b'{"error":"unauthorized_client"}'
    assert json.loads(write_token_refusal(INVALID_GRANT)) == {
        "error": "invalid_grant",
        "error_description": "invalid_username_or_password",
    }
    assert read_token_refusal(write_token_refusal(INVALID_GRANT)).error == INVALID_GRANT


@pytest.mark.parametrize(
    ("status", "kind"),
    [(401, AuthenticationFailedError), (403, PermissionDeniedError), (404, NotFoundError), (429, RateLimitedError)],
)
def test_the_status_alone_decides_what_a_refusal_is(status, kind):
    for body in (write_problem(status, "r-1"), b"unauthorised", b"", b'{"status": "?"}'):
        assert type(read_error(Received(status, {}, body))) is kind


def test_a_401_names_both_causes():
    error = read_error(Received(401, {}, b"unauthorised"))
    assert "unauthorised" in error.message
    assert "credentials or the token are wrong" in str(error)
    assert "lacks the permission" in str(error)


def test_a_conflict_names_the_application_that_is_there():
    body = write_problem(409, "r-1", candidate_application_id=156)
    error = read_error(Received(409, {}, body))
    assert isinstance(error, ConflictError)
    assert read_problem(error.body).candidate_application_id == 156


def test_faults_of_fields_are_named_and_their_sentences_kept_apart():
    body = write_problem(400, "r-1", errors={"email": ("'asha@example.org' is taken.",)})
    error = read_error(Received(400, {}, body))
    assert str(error) == "400: One or more validation errors occurred. (email)"
    assert error.errors == {"email": ("'asha@example.org' is taken.",)}


@given(st.emails())
def test_no_address_of_a_person_shows_in_the_text_of_an_error(email):
    for body in (
        f"{email} may not".encode(),
        json.dumps({"title": f"{email}", "status": 400}).encode(),
        json.dumps({"message": email}).encode(),
        json.dumps({"error": email}).encode(),
    ):
        assert email not in f"{read_error(Received(400, {}, body))!r}"


@given(st.binary(max_size=300))
def test_any_body_has_a_message(body):
    assert len(read_message(body)) <= 400
