"""The small values: retry, quota, paging, ids, redaction, errors."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from satupintu.kernel import errors
from satupintu.kernel.ids import CountingIds, RandomIds
from satupintu.kernel.operation import Call
from satupintu.kernel.paging import LaravelMeta, LaravelPage, LaravelPaging
from satupintu.kernel.quota import Quota
from satupintu.kernel.redaction import Secret, shown
from satupintu.kernel.retry import NEVER, RetryPolicy

SECOND = timedelta(seconds=1)


def test_a_policy_gives_its_pauses_one_after_the_other():
    policy = RetryPolicy(pauses=(SECOND, 2 * SECOND), statuses=frozenset({503}))
    assert [policy.pause(attempt, status=503) for attempt in (1, 2, 3)] == [SECOND, 2 * SECOND, None]


def test_no_answer_is_retried_and_other_statuses_are_not():
    policy = RetryPolicy(pauses=(SECOND,), statuses=frozenset({503}))
    assert policy.pause(1, status=None) == SECOND
    assert policy.pause(1, status=500) is None
    assert NEVER.pause(1, status=None) is None


def test_a_longer_wait_that_was_asked_for_counts_up_to_the_longest():
    policy = RetryPolicy(pauses=(SECOND,), statuses=frozenset({429}), longest_wait=10 * SECOND)
    assert policy.pause(1, status=429, retry_after=5 * SECOND) == 5 * SECOND
    assert policy.pause(1, status=429, retry_after=timedelta()) == SECOND
    assert policy.pause(1, status=429, retry_after=11 * SECOND) is None


def test_some_statuses_are_retried_only_when_the_wait_is_known():
    policy = RetryPolicy(pauses=(SECOND,), statuses=frozenset({429, 503}), only_when_told=frozenset({429}))
    assert policy.pause(1, status=429) is None
    assert policy.pause(1, status=429, retry_after=3 * SECOND) == 3 * SECOND
    assert policy.pause(1, status=503) == SECOND


@pytest.mark.parametrize(("calls", "windows"), [(0, 0), (1, 1), (50, 1), (51, 2), (100, 2)])
def test_a_quota_knows_how_many_windows_calls_take(calls, windows):
    assert Quota("shared", 50, timedelta(minutes=15)).windows_for(calls) == windows


class PageCall(Call):
    page: int | None = None
    per_page: int | None = None


@given(current=st.integers(1, 60), last=st.integers(1, 60), size=st.integers(1, 100))
def test_the_next_page_is_counted_and_keeps_the_page_size(current, last, size):
    page = LaravelPage[int](data=[1], meta=LaravelMeta(current_page=current, last_page=last))
    following = LaravelPaging().next_call(PageCall(page=current, per_page=size), page)
    assert following == (PageCall(page=current + 1, per_page=size) if current < last else None)


def test_an_empty_page_is_the_last_whatever_it_says():
    page = LaravelPage[int](data=[], meta=LaravelMeta(current_page=1, last_page=9))
    assert LaravelPaging().next_call(PageCall(page=1), page) is None


def test_ids_do_not_repeat():
    for source in (RandomIds(), CountingIds()):
        assert len({source.new() for _ in range(100)}) == 100


def test_a_secret_shows_itself_only_when_asked():
    secret = Secret("hunter2")
    assert "hunter2" not in f"{secret} {secret!r} {[secret]}"
    assert secret.reveal() == "hunter2"


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, errors.BadRequestError),
        (401, errors.AuthenticationFailedError),
        (403, errors.PermissionDeniedError),
        (404, errors.NotFoundError),
        (409, errors.ConflictError),
        (418, errors.StatusError),
        (422, errors.ValidationFailedError),
        (429, errors.RateLimitedError),
        (500, errors.ServerFailedError),
        (599, errors.ServerFailedError),
    ],
)
def test_each_status_has_its_error(status, kind):
    assert errors.status_error(status) is kind
    assert issubclass(kind, errors.ApiError)


@pytest.mark.parametrize(
    "personal",
    ["3201150001100223", "3201 1500 0110 0223", "09.254.294.3-407.000", "siti.rahayu@example.com", "siti%40example.com",
     "+62 812-3456-7890", "0812 3456 7890", "(021) 555-1234", "6281234567890", "812-3456-7890", "1270101234"],
)  # fmt: skip
def test_a_number_or_address_of_a_person_is_masked_where_a_text_is_shown(personal):
    for text in (personal, f"nik={personal}!", f"'{personal}' is taken", f"Siti {personal} (x)"):
        masked = shown(text)
        assert "********" in masked
        assert not any(part in masked for part in personal.replace("@", " ").split() if len(part) > 4)


@pytest.mark.parametrize(
    "text",
    ["422: per_page must be an integer from 1 to 100", "due_date 2021-06-10 00:00:00", "job 5001 was deleted",
     "404 at 127.0.0.1:8765", "request 0198c2de-7b1f-7a3c-9f00-3b1d2c4e5f6a", "Rp 4.000.000"],
)  # fmt: skip
def test_what_is_not_personal_stays_readable(text):
    assert shown(text) == text


def test_a_text_that_is_shown_gives_no_orders_to_a_terminal():
    assert shown("a\x1b[2J\x07b\r\nc\u202ed\ud800\x9be") == "a [2J b c d e"


@given(st.text())
def test_the_text_of_an_error_is_printable_on_one_line(text):
    assert str(errors.status_error(400)(400, text, body=b'{"message": 1}')).isprintable()
    assert str(errors.ApiError(text)).isprintable()


@pytest.mark.parametrize("body", ["Budi Santoso has applied", "<h1>Budi Santoso</h1>", '{"Budi Santoso": 1,}'])
def test_a_body_that_is_the_message_itself_shows_in_no_error(body):
    error = errors.status_error(502)(502, body, hint="the clock is wrong", body=body.encode())
    assert str(error) == "502: Bad Gateway, see .body (the clock is wrong)"
    assert error.message == f"{body} (the clock is wrong)"
    assert error.body == body.encode()


def test_a_message_out_of_a_body_is_shown_and_keeps_everything_for_who_asks():
    body = b'{"message": "siti@example.com is taken"}'
    error = errors.status_error(409)(409, "siti@example.com is taken", body=body)
    assert str(error) == "409: ******** is taken"
    assert (error.message, error.body) == ("siti@example.com is taken", body)
