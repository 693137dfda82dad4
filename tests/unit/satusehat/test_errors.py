from __future__ import annotations

import json
from datetime import timedelta

import pytest

from satupintu.kernel.errors import AuthenticationFailedError, BadRequestError, RateLimitedError, ServerFailedError
from satupintu.systems.satusehat.client.endpoint import read_error, retry_policy
from satupintu.systems.satusehat.contract.errors import read_message, write_outcome, write_status
from satupintu.transport.conversation import Received

JSON = "application/json; charset=utf-8"
OUTCOME = '{"resourceType":"OperationOutcome","issue":[{"severity":"invalid","code":"value","details":{"text":"no"}}]}'
FAULT = '{"fault":{"faultstring":"Invalid Access Token","detail":{"errorcode":"keymanagement.service.invalid"}}}'


def test_refusals_are_written_in_the_published_shapes():
    assert write_outcome("no").decode() == OUTCOME
    published = '{"status_code":400,"message":"limit cannot be more than 2000","data":null}'
    assert write_status(400, "limit cannot be more than 2000").decode() == published


@pytest.mark.parametrize(
    ("content_type", "body", "message"),
    [
        (JSON, OUTCOME, "no"),
        (JSON, FAULT, "Invalid Access Token"),
        (JSON, '{"status_code":400,"message":"limit cannot be more than 2000","data":null}',
         "limit cannot be more than 2000"),
        ("application/fhir+json", OUTCOME, "no"),
        ("text/plain", "Gateway Timeout", "Gateway Timeout"),
        ("text/html", OUTCOME, OUTCOME),
        ("", FAULT, FAULT),
        (JSON, "{not json", "{not json"),
        (JSON, '{"issue":[]}', '{"issue":[]}'),
        (JSON, '{"issue":[{"details":null}],"message":"yes"}', "yes"),
        (JSON, '{"message":7}', '{"message":7}'),
        (JSON, "[]", "[]"),
        (JSON, "", ""),
    ],
)  # fmt: skip
def test_the_text_of_a_refusal_is_found_wherever_it_stands(content_type, body, message):
    assert read_message(content_type, body.encode()) == message


def test_only_the_beginning_of_a_foreign_page_becomes_the_message():
    assert len(read_message("text/html", b"x" * 100_000)) == 500


@pytest.mark.parametrize(
    ("status", "kind"), [(400, BadRequestError), (401, AuthenticationFailedError), (504, ServerFailedError)]
)
def test_the_status_alone_decides_what_a_refusal_is(status, kind):
    body = json.dumps({"status": 200, "message": "success"}).encode()
    assert isinstance(read_error(Received(status, {"content-type": JSON}, body)), kind)


def test_a_lock_carries_how_long_it_lasts():
    error = read_error(Received(429, {"content-type": JSON, "retry-after": "42"}, OUTCOME.encode()))
    assert isinstance(error, RateLimitedError)
    assert (error.message, error.retry_after) == ("no", timedelta(seconds=42))


@pytest.mark.parametrize("status", [None, 500, 502, 504])
def test_faults_are_repeated_after_one_two_and_four_seconds(status):
    policy = retry_policy(3)
    pauses = [policy.pause(attempt, status=status) for attempt in (1, 2, 3, 4)]
    assert pauses == [timedelta(seconds=1), timedelta(seconds=2), timedelta(seconds=4), None]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 429])
def test_what_was_refused_is_never_repeated(status):
    assert retry_policy(3).pause(1, status=status, retry_after=timedelta(seconds=1)) is None
