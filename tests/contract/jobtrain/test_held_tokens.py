"""How the clients hold a token: kept, renewed in time, by one at a time, and never asked for in a loop."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import httpx2
import pytest

from satupintu.kernel.errors import (
    AuthenticationFailedError,
    NotFoundError,
    RateLimitedError,
    ServerFailedError,
    StatusError,
    UnreadableReplyError,
)
from satupintu.systems.jobtrain.client.async_client import AsyncJobtrain
from satupintu.systems.jobtrain.client.sync_client import Jobtrain
from satupintu.systems.jobtrain.contract.errors import write_problem
from satupintu.systems.jobtrain.contract.models import NewSettingItem
from satupintu.testing.in_process import InProcessTransport
from tests.contract.jobtrain.conftest import CREDENTIALS
from tests.contract.jobtrain.other_side import FORM, Answer

STALE = Answer(401, write_problem(401, "r-1"))


def test_one_token_serves_many_calls_until_a_minute_before_its_end(connect, other_side):
    side = other_side()
    client = connect(side)
    client.job(1)
    side.clock.move(timedelta(seconds=1800 - 61))
    client.job(1)
    assert side.seen["token"] == 1
    side.clock.move(timedelta(seconds=1))
    client.job(1)
    assert side.seen == {"token": 2, "data": 3}


def test_a_token_of_less_than_two_minutes_is_used_for_half_its_life(connect, other_side):
    short = Answer(200, b'{"token":"short","expires_in":90}')
    side = other_side(lambda kind, _: short if kind == "token" else Answer(404))
    client = connect(side)
    for moved, tokens in [(0, 1), (44, 1), (1, 2)]:
        side.clock.move(timedelta(seconds=moved))
        with pytest.raises(NotFoundError):
            client.job(1)
        assert side.seen["token"] == tokens


@pytest.mark.parametrize(
    "form",
    [
        '{{"access_token":"{}"}}',
        '{{"accessToken":"{}"}}',
        '{{"bearerToken":"\\"{}\\""}}',
        '"{}"',
        "{}",
        '{{"token":"{}"}}',
    ],
)
def test_a_token_is_used_in_whatever_form_it_came_and_for_thirty_minutes(connect, other_side, form):
    def reply(kind, number):
        if kind == "token":
            side.tokens[f"T.{number}"] = side.clock.now() + timedelta(seconds=1800)
            return Answer(200, form.format(f"T.{number}").encode())
        return None

    side = other_side(reply)
    client = connect(side)
    for moved, tokens in [(0, 1), (1739, 1), (1, 2)]:
        side.clock.move(timedelta(seconds=moved))
        client.job(1)
        assert side.seen["token"] == tokens


def test_after_a_401_there_is_one_new_token_and_one_repeat(connect, other_side):
    side = other_side(lambda kind, number: STALE if (kind, number) == ("data", 1) else None)
    assert connect(side).job(1).id == 1
    assert side.seen == {"token": 2, "data": 2}


def test_a_write_is_repeated_after_a_401_too(connect, other_side):
    side = other_side(lambda kind, number: STALE if (kind, number) == ("data", 1) else None)
    assert connect(side).create_division(NewSettingItem(name="West")).id == 1
    assert side.seen == {"token": 2, "data": 2}


def test_a_401_that_stays_is_an_error_that_names_both_causes_after_one_repeat(connect, other_side):
    side = other_side(lambda kind, _: STALE if kind == "data" else None)
    with pytest.raises(AuthenticationFailedError, match=r"credentials or the token are wrong.*lacks the permission"):
        connect(side).jobs_page()
    assert side.seen == {"token": 2, "data": 2}


@pytest.mark.parametrize("status", [400, 401])
@pytest.mark.parametrize("code", ["invalid_client", "invalid_grant", "unauthorized_client"])
def test_refused_credentials_are_an_authentication_error_and_not_tried_again(connect, other_side, status, code):
    refusal = Answer(status, json.dumps({"error": code}).encode())
    side = other_side(lambda kind, _: refusal if kind == "token" else None)
    client = connect(side)
    for call in (client.token, client.jobs_page):
        with pytest.raises(AuthenticationFailedError, match="no token: ") as caught:
            call()
        assert caught.value.status == status
    assert side.seen == {"token": 2}


def test_the_error_about_a_wrong_password_says_what_it_has_to_be(connect, other_side):
    client = connect(other_side(), credentials=(*CREDENTIALS[:4], "login-password"))
    with pytest.raises(AuthenticationFailedError, match="API password takes effect once the box is ticked") as caught:
        client.jobs_page()
    assert "login-password" not in f"{caught.value!r} {vars(caught.value)}"


def test_a_password_that_is_saved_later_works_with_the_next_call(connect, other_side):
    side = other_side(form={})
    client = connect(side)
    with pytest.raises(AuthenticationFailedError):
        client.job(1)
    side.form = FORM
    assert client.job(1).id == 1


@pytest.mark.parametrize("status", [403, 404, 405, 302])
def test_a_token_endpoint_that_is_not_there_is_no_missing_record(connect, other_side, status):
    side = other_side(lambda kind, _: Answer(status) if kind == "token" else None)
    with pytest.raises(StatusError, match="no token: base_url may be wrong") as caught:
        connect(side).job(1)
    assert not isinstance(caught.value, NotFoundError)
    assert side.seen == {"token": 1}


def test_a_failing_token_endpoint_is_tried_again_like_any_other_read(connect, other_side):
    side = other_side(lambda kind, number: Answer(503) if kind == "token" and number < 3 else None)
    waits: list[float] = []
    connect(side, waits=waits).job(1)
    assert (side.seen, waits) == ({"token": 3, "data": 1}, [1, 2])


def test_a_token_endpoint_that_keeps_failing_is_an_error_in_the_end(connect, other_side):
    side = other_side(lambda kind, _: Answer(503))
    with pytest.raises(ServerFailedError):
        connect(side).job(1)
    assert side.seen == {"token": 4}


def test_a_busy_token_endpoint_is_waited_for_as_long_as_it_says(connect, other_side):
    busy = Answer(429, headers={"Retry-After": "17"})
    side = other_side(lambda kind, number: busy if (kind, number) == ("token", 1) else None)
    waits: list[float] = []
    connect(side, waits=waits).job(1)
    assert waits == [17]
    with pytest.raises(RateLimitedError):
        connect(other_side(lambda *_: busy), retries=0).job(1)


def test_a_token_asked_for_by_hand_is_the_one_that_is_used(connect, other_side):
    side = other_side()
    client = connect(side)
    assert [client.token().access_token, client.token().access_token] == ["token-1", "token-2"]
    client.job(1)
    assert side.seen == {"token": 2, "data": 1}


@pytest.mark.parametrize(
    "body", [b"<html>", b"{}", b"null", b'{"token":"SECRET 1"}', b'{"token":"SECRET","expires_in":"x"}']
)
def test_an_answer_without_a_token_is_an_error_that_shows_nothing_of_it(connect, other_side, body):
    with pytest.raises(UnreadableReplyError, match="holds no token") as caught:
        connect(other_side(lambda *_: Answer(200, body))).job(1)
    assert "SECRET" not in f"{caught.value!r} {vars(caught.value)}"


def test_neither_secrets_nor_token_show_in_a_client(connect, other_side):
    client = Jobtrain(
        *CREDENTIALS[:2], "SECRET-1", "api.north", "SECRET-2", http=InProcessTransport(side := other_side())
    )
    side.form = {**side.form, "clientSecret": "SECRET-1", "password": "SECRET-2"}
    with client:
        client.token()
        user = client._user
        assert "SECRET" not in f"{client!r} {user!r} {vars(user)}"
        assert "token-1" not in f"{client!r} {user!r} {vars(user)}"


def test_sixteen_threads_ask_for_one_token(other_side):
    side, together = other_side(), Barrier(16)
    with Jobtrain(*CREDENTIALS, clock=side.clock, http=InProcessTransport(side)) as client:

        def call(_: int) -> int:
            together.wait(20)
            return client.job(1).id

        for lifetimes in (1, 2):
            with ThreadPoolExecutor(16) as pool:
                assert list(pool.map(call, range(16))) == [1] * 16
            assert side.seen["token"] == lifetimes
            side.clock.move(timedelta(hours=1))
    assert side.most_under_way == 1


def test_sixteen_tasks_ask_for_one_token_and_renew_a_dropped_one_once(other_side):
    side = other_side()

    async def all_at_once() -> None:
        async with AsyncJobtrain(*CREDENTIALS, clock=side.clock, http=httpx2.ASGITransport(side)) as client:
            for lifetimes in (1, 2):
                assert [job.id for job in await asyncio.gather(*(client.job(1) for _ in range(16)))] == [1] * 16
                assert side.seen["token"] == lifetimes
                side.tokens.clear()
                side.tokens["gone"] = side.clock.now()

    asyncio.run(all_at_once())
    assert side.seen == {"token": 2, "data": 48}
    assert side.most_under_way == 1


def test_a_task_that_is_cancelled_while_its_token_travels_holds_nobody_up(other_side):
    side = other_side()

    async def cancel_one() -> int:
        async with AsyncJobtrain(*CREDENTIALS, clock=side.clock, http=httpx2.ASGITransport(side)) as client:
            first, second = (asyncio.create_task(client.job(1)) for _ in range(2))
            while not side.under_way:
                await asyncio.sleep(0)
            first.cancel()
            return (await second).id

    assert asyncio.run(cancel_one()) == 1
