"""How the clients hold a token: kept, renewed in time, by one at a time, and never asked for in a loop."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import httpx2
import pytest

from satupintu.kernel.errors import (
    AuthenticationFailedError,
    ConnectionFailedError,
    RateLimitedError,
    ServerFailedError,
)
from satupintu.systems.satusehat.client.async_client import AsyncWilayah
from satupintu.systems.satusehat.client.sync_client import Wilayah
from satupintu.testing.in_process import InProcessTransport
from tests.contract.satusehat.conftest import BASE, CLIENT, SECRET, TOKEN_PATH
from tests.contract.satusehat.counting import Counting


def test_one_token_serves_many_calls_until_a_minute_before_its_end(connect, serve):
    server = serve()
    counting = Counting(server.app)
    client = connect(server, app=counting)
    client.provinces_v1()
    server.clock.move(timedelta(seconds=3599 - 61))
    client.provinces_v1()
    assert counting.seen["token"] == 1
    server.clock.move(timedelta(seconds=1))
    client.provinces_v1()
    assert counting.seen == {"token": 2, "data": 3}


def test_a_token_of_less_than_two_minutes_is_used_for_half_its_life(connect, serve):
    server = serve(token_lifetime=timedelta(seconds=90))
    counting = Counting(server.app)
    client = connect(server, app=counting)
    for moved, tokens in [(0, 1), (44, 1), (1, 2)]:
        server.clock.move(timedelta(seconds=moved))
        client.provinces_v1()
        assert counting.seen["token"] == tokens


def test_after_a_401_there_is_one_new_token_and_one_repeat(connect, server):
    refusal = (401, "application/json", b'{"fault":{"faultstring":"Invalid Access Token"}}')
    counting = Counting(server.app, lambda kind, number: refusal if (kind, number) == ("data", 1) else None)
    assert len(connect(app=counting).provinces_v1().data) == 38
    assert counting.seen == {"token": 2, "data": 2}


def test_a_401_that_stays_is_an_error_after_one_repeat(connect, server):
    refusal = (401, "application/json", b'{"fault":{"faultstring":"Invalid Access Token"}}')
    counting = Counting(server.app, lambda kind, number: refusal if kind == "data" else None)
    client = connect(app=counting, retries=3)
    with pytest.raises(AuthenticationFailedError, match="Invalid Access Token"):
        client.provinces_v1()
    assert counting.seen == {"token": 2, "data": 2}


def test_a_refused_token_is_not_asked_for_again_within_a_minute(connect, serve):
    server = serve()
    counting = Counting(server.app)
    client = connect(server, app=counting, secret="salah", retries=3)
    for moved in (0, 30, 29.9):
        server.clock.move(timedelta(seconds=moved))
        with pytest.raises(AuthenticationFailedError, match="unacceptable"):
            client.provinces_v1()
        with pytest.raises(AuthenticationFailedError, match="unacceptable"):
            client.token()
    assert counting.seen == {"token": 1}
    server.clock.move(timedelta(seconds=0.1))
    with pytest.raises(AuthenticationFailedError):
        client.provinces_v1()
    assert counting.seen == {"token": 2}


def test_a_lock_is_waited_out_as_long_as_it_says(connect, serve):
    server = serve()
    server.token({"client_id": CLIENT, "client_secret": "salah"})
    server.clock.move(timedelta(seconds=20))
    counting = Counting(server.app)
    client = connect(server, app=counting)
    for _ in range(2):
        with pytest.raises(RateLimitedError, match="1 request per minute") as caught:
            client.provinces_v1()
        assert caught.value.retry_after == timedelta(seconds=40)
    assert counting.seen == {"token": 1}
    server.clock.move(timedelta(seconds=40))
    assert len(client.provinces_v1().data) == 38


def test_a_failing_token_endpoint_is_tried_again_like_any_other_call(connect, server):
    timeout = (504, "text/plain", b"Gateway Timeout")
    counting = Counting(server.app, lambda kind, number: timeout if kind == "token" and number < 3 else None)
    waits: list[float] = []
    assert len(connect(app=counting, retries=3, waits=waits).provinces_v1().data) == 38
    assert (counting.seen, waits) == ({"token": 3, "data": 1}, [1, 2])


def test_a_token_endpoint_that_keeps_failing_is_an_error_in_the_end(connect, server):
    timeout = (504, "text/plain", b"Gateway Timeout")
    counting = Counting(server.app, lambda kind, number: timeout)
    waits: list[float] = []
    client = connect(app=counting, retries=3, waits=waits)
    with pytest.raises(ServerFailedError, match="504: Gateway Timeout"):
        client.provinces_v1()
    assert (counting.seen, waits) == ({"token": 4}, [1, 2, 4])
    with pytest.raises(ServerFailedError):
        client.token()


def test_a_token_asked_for_by_hand_is_the_one_that_is_used(connect, server):
    counting = Counting(server.app)
    client = connect(app=counting)
    first, second = client.token(), client.token()
    assert first.access_token != second.access_token
    client.provinces_v1()
    assert counting.seen == {"token": 2, "data": 1}
    assert (first.expires_in, first.developer_email) == ("3599", "developer@example.com")


@pytest.mark.parametrize(
    "body", [b"<html>", b"{}", b'{"access_token":"","expires_in":"1"}', b'{"access_token":"secret-t"}']
)
def test_a_token_answer_that_is_not_as_documented_is_an_error_that_shows_nothing_of_it(connect, server, body):
    counting = Counting(server.app, lambda kind, number: (200, "application/json", body))
    with pytest.raises(Exception, match="not as documented") as caught:
        connect(app=counting).provinces_v1()
    assert "secret-t" not in repr(caught.value) + str(vars(caught.value))


def test_sixteen_threads_ask_for_one_token(serve):
    server = serve()
    counting, together = Counting(server.app), Barrier(16)
    with Wilayah(CLIENT, SECRET, base_url=BASE, clock=server.clock, http=InProcessTransport(counting)) as client:

        def call(_: int) -> int:
            together.wait(20)
            return len(client.provinces_v1().data)

        for lifetimes in (1, 2):
            with ThreadPoolExecutor(16) as pool:
                assert list(pool.map(call, range(16))) == [38] * 16
            assert counting.seen["token"] == lifetimes
            server.clock.move(timedelta(hours=1))
    assert counting.most_under_way == 1


def test_sixteen_tasks_ask_for_one_token(serve):
    server = serve()
    counting = Counting(server.app)

    async def all_at_once() -> None:
        transport = httpx2.ASGITransport(counting)
        async with AsyncWilayah(CLIENT, SECRET, base_url=BASE, clock=server.clock, http=transport) as client:
            for lifetimes in (1, 2):
                replies = await asyncio.gather(*(client.provinces_v1() for _ in range(16)))
                assert [len(reply.data) for reply in replies] == [38] * 16
                assert counting.seen["token"] == lifetimes
                server.clock.move(timedelta(hours=1))

    asyncio.run(all_at_once())
    assert counting.most_under_way == 1


def test_sixteen_tasks_whose_token_was_dropped_renew_it_once(serve):
    server = serve()
    dropped: list[bytes] = []

    async def forgetful(scope, receive, send):
        if (b"authorization", b"".join(dropped)) in scope["headers"]:
            for _ in range(20):
                await asyncio.sleep(0)
            await send({"type": "http.response.start", "status": 401, "headers": []})
            await send({"type": "http.response.body", "body": b""})
        else:
            await server.app(scope, receive, send)

    counting = Counting(forgetful)

    async def all_at_once() -> None:
        transport = httpx2.ASGITransport(counting)
        async with AsyncWilayah(CLIENT, SECRET, base_url=BASE, clock=server.clock, http=transport) as client:
            dropped.append(b"Bearer " + (await client.token()).access_token.encode())
            await asyncio.gather(*(client.provinces_v1() for _ in range(16)))

    asyncio.run(all_at_once())
    assert counting.seen == {"token": 2, "data": 32}


def test_of_sixteen_threads_with_a_wrong_secret_one_asks(serve):
    server = serve()
    counting, together = Counting(server.app), Barrier(16)
    with Wilayah(CLIENT, "salah", base_url=BASE, clock=server.clock, http=InProcessTransport(counting)) as client:

        def call(_: int) -> type[Exception] | None:
            together.wait(20)
            try:
                client.provinces_v1()
            except AuthenticationFailedError as error:
                return type(error)
            return None

        with ThreadPoolExecutor(16) as pool:
            assert set(pool.map(call, range(16))) == {AuthenticationFailedError}
    assert counting.seen == {"token": 1}


def test_a_task_that_is_cancelled_while_its_token_travels_holds_nobody_up(serve):
    server = serve()

    async def story() -> int:
        travelling, arrived = asyncio.Event(), asyncio.Event()

        async def slow(scope, receive, send):
            if scope["path"] == TOKEN_PATH and not arrived.is_set():
                travelling.set()
                await arrived.wait()
            await server.app(scope, receive, send)

        transport = httpx2.ASGITransport(slow)
        async with AsyncWilayah(CLIENT, SECRET, base_url=BASE, clock=server.clock, http=transport) as client:
            impatient = asyncio.create_task(client.provinces_v1())
            await travelling.wait()
            patient = asyncio.create_task(client.provinces_v1())
            await asyncio.sleep(0)
            impatient.cancel()
            arrived.set()
            return len((await patient).data)

    assert asyncio.run(story()) == 38


def test_a_network_that_breaks_while_a_token_travels_holds_nobody_up(serve):
    server = serve()

    class Breaking(httpx2.BaseTransport):
        def __init__(self) -> None:
            self.inner = InProcessTransport(server.app)
            self.broken = False

        def handle_request(self, request):
            if not self.broken:
                self.broken = True
                raise httpx2.ReadError("reset")
            return self.inner.handle_request(request)

        def close(self) -> None:
            self.inner.close()

    with Wilayah(CLIENT, SECRET, base_url=BASE, clock=server.clock, http=Breaking(), retries=0) as client:
        with pytest.raises(ConnectionFailedError):
            client.provinces_v1()
        assert len(client.provinces_v1().data) == 38
