"""What is sent again, after which wait, and what the last answer means. Nothing is sent and nobody waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from pydantic import BaseModel

from satupintu.kernel.errors import ConnectionFailedError, StatusError, UnreadableReplyError, status_error
from satupintu.kernel.operation import Call, Confirmation, Operation
from satupintu.kernel.retry import RetryPolicy
from satupintu.transport.conversation import Received, Send, Wait, converse, retry_after


class Reply(BaseModel):
    id: int


READ = Operation(
    name="read", method="GET", path="/x", summary="", source="", call=Call, reply=Reply, repeatable=True
)  # fmt: skip
WRITE = replace(READ, name="write", method="POST", repeatable=False)
POLICY = RetryPolicy(
    pauses=tuple(timedelta(seconds=seconds) for seconds in (1, 2, 4)), statuses=frozenset({429, 500, 503})
)
LOST = ConnectionFailedError("the line is dead", may_have_arrived=True)
GOOD = Received(200, {}, b'{"id": 1}')


def read_error(received: Received) -> StatusError:
    return status_error(received.status)(received.status, "no", retry_after=retry_after(received.headers))


def run(answers, operation=READ):
    """Plays the other side. Gives the waits in seconds, and the reply or the error."""
    talk = converse(operation, Call(), POLICY, read_error)
    waits, left, result = [], list(answers), None
    try:
        while True:
            step = talk.send(result)
            if isinstance(step, Wait):
                waits.append(step.duration.total_seconds())
                result = None
            else:
                assert isinstance(step, Send)
                result = left.pop(0)
    except StopIteration as stop:
        assert left == []
        return waits, stop.value
    except (StatusError, ConnectionFailedError, UnreadableReplyError) as error:
        assert left == []
        return waits, error


def failed(status, **headers):
    return Received(status, headers, b"")


def test_a_good_answer_is_the_reply():
    assert run([GOOD]) == ([], Reply(id=1))


@pytest.mark.parametrize("fault", [LOST, failed(500), failed(503)])
def test_faults_are_retried_with_growing_pauses(fault):
    assert run([fault, fault, fault, GOOD]) == ([1, 2, 4], Reply(id=1))


def test_the_last_failure_stands_when_the_pauses_are_used_up():
    waits, error = run([LOST, failed(500), LOST, failed(503)])
    assert waits == [1, 2, 4]
    assert error.status == 503


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 422, 302])
def test_refusals_are_not_retried(status):
    waits, error = run([failed(status)])
    assert (waits, error.status) == ([], status)


def test_the_wait_that_was_asked_for_is_kept():
    assert run([failed(429, **{"retry-after": "60"}), GOOD]) == ([60], Reply(id=1))


@pytest.mark.parametrize("answer", [LOST, failed(500)])
def test_what_must_not_be_repeated_is_sent_once(answer):
    waits, error = run([answer], WRITE)
    assert waits == []
    assert isinstance(error, ConnectionFailedError | StatusError)


NEVER_LEFT = ConnectionFailedError("nobody listens", may_have_arrived=False)


def test_what_never_left_is_sent_again_whatever_it_is():
    assert run([NEVER_LEFT, NEVER_LEFT, GOOD], WRITE) == ([1, 2], Reply(id=1))


def test_a_write_that_may_have_left_in_the_end_is_not_sent_again():
    waits, error = run([NEVER_LEFT, LOST], WRITE)
    assert (waits, error.may_have_arrived) == ([1], True)


def test_an_operation_names_the_answers_after_which_the_same_would_be_no_use():
    waits, error = run([failed(500), failed(503)], replace(READ, never_again=frozenset({503})))
    assert (waits, error.status) == ([1], 503)


ASKED = replace(
    READ,
    method="PUT",
    confirmation=Confirmation[Call, Reply](READ, lambda _: Call(), lambda _, found: found.id == 1),
)
OTHER = Received(200, {}, b'{"id": 2}')


def test_an_answer_that_it_came_before_is_settled_by_asking():
    assert run([failed(409), GOOD], ASKED) == ([], Reply(id=1))
    assert run([LOST, failed(409), failed(503), GOOD], ASKED) == ([1, 1], Reply(id=1))
    assert run([failed(409)], WRITE)[1].status == 409


@pytest.mark.parametrize("there", [OTHER, failed(404)])
def test_what_is_not_there_as_it_was_asked_for_is_still_to_be_done(there):
    assert run([failed(409), there, GOOD], ASKED) == ([], Reply(id=1))
    assert run([failed(409), there, failed(409), there], ASKED)[1].status == 409
    waits, error = run([failed(409), there], replace(ASKED, repeatable=False))
    assert (waits, error.status) == ([], 409)


@pytest.mark.parametrize("answer", [failed(403), LOST])
def test_what_cannot_be_found_out_stays_the_failure_it_was(answer):
    _, error = run([failed(409), *[answer] * (4 if answer is LOST else 1)], ASKED)
    assert error.status == 409


def test_a_call_that_may_be_sent_once_only_is_not_repeated():
    class OnceCall(Call):
        @property
        def single_attempt(self):
            return True

    talk = converse(READ, OnceCall(), POLICY, read_error)
    assert isinstance(talk.send(None), Send)
    with pytest.raises(ConnectionFailedError):
        talk.send(LOST)


@pytest.mark.parametrize("body", [b"", b"<html>", b"{}", b'{"id": "secret-text"}', b"\xff"])
def test_a_reply_that_is_not_as_documented_is_an_error_that_keeps_the_body(body):
    _, error = run([Received(200, {}, body)])
    assert isinstance(error, UnreadableReplyError)
    assert (error.status, error.body) == (200, body)
    assert "secret-text" not in str(error)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0),
        (" 840 ", 840),
        ("", None),
        ("-1", None),
        ("1.5", None),
        ("Wed, 21 Oct 2026 07:28:00 GMT", None),
        ("9" * 40, None),
        ("٣", None),
    ],
)
def test_retry_after_is_read_in_seconds_only(value, seconds):
    assert retry_after({"retry-after": value}) == (None if seconds is None else timedelta(seconds=seconds))
