"""Our clients against our server, both of them: every operation, walks, and how they hold a token."""

from __future__ import annotations

import asyncio
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import httpx2
import pytest

from satupintu.kernel.errors import (
    AuthenticationFailedError,
    BadRequestError,
    ConfigurationError,
    ConnectionFailedError,
    RateLimitedError,
    ServerFailedError,
)
from satupintu.systems.satusehat.client.async_client import AsyncWilayah
from satupintu.systems.satusehat.client.sync_client import Wilayah
from satupintu.testing.in_process import InProcessTransport
from tests.contract.satusehat.catalogue import MemoryRegions, bundled
from tests.contract.satusehat.conftest import BASE, CLIENT, SECRET, TOKEN_PATH

CHILDREN = {
    "provinces": ("11", "provinces"),
    "cities": ("11", "province_codes"),
    "districts": ("1101", "city_codes"),
    "sub_districts": ("110101", "district_codes"),
}


class Counting:
    """Counts the requests for tokens and for data, and lets them go on unless `instead` answers."""

    def __init__(self, app, instead=None):
        self.app = app
        self.instead = instead
        self.seen = Counter()
        self.under_way = 0
        self.most_under_way = 0

    async def __call__(self, scope, receive, send):
        kind = "token" if scope["path"] == TOKEN_PATH else "data"
        self.seen[kind] += 1
        if kind == "token":
            self.under_way += 1
            self.most_under_way = max(self.most_under_way, self.under_way)
            # Others get their turn while this one travels.
            for _ in range(20):
                await asyncio.sleep(0)
        answer = self.instead(kind, self.seen[kind]) if self.instead else None
        if answer is None:
            await self.app(scope, receive, send)
        else:
            status, content_type, body = answer
            headers = [(b"content-type", content_type.encode()), (b"content-length", b"%d" % len(body))]
            await send({"type": "http.response.start", "status": status, "headers": headers})
            await send({"type": "http.response.body", "body": body})
        if kind == "token":
            self.under_way -= 1


def test_every_list_of_version_1_arrives_as_it_is_kept(connect):
    client = connect()
    for level, (parent, name) in CHILDREN.items():
        filters = {} if level == "provinces" else {name: parent}
        reply = getattr(client, f"{level}_v1")(**filters)
        rows = bundled().rows(level.replace("_", "-"))
        expected = [code for code in rows.codes if level == "provinces" or code.startswith(parent)]
        assert [row.code for row in reply.data] == expected
        first = rows.codes.index(expected[0])
        assert reply.data[0].model_dump() == {
            "code": rows.codes[first],
            "parent_code": "" if level == "provinces" else parent,
            "bps_code": rows.bps_codes[first],
            "name": rows.names[first],
        }


def test_every_page_of_version_2_arrives_with_its_meta(connect):
    client = connect()
    for level, (parent, name) in CHILDREN.items():
        filters = {} if level == "provinces" else {name: [parent]}
        page = getattr(client, f"{level}_v2")(current_page=1, limit=3, **filters)
        assert (page.meta.item_count, page.meta.page.limit, len(page.data)) == (3, 3, 3)
        following = getattr(client, f"{level}_v2")(current_page=2, next=page.meta.cursors.next, limit=3, **filters)
        back = getattr(client, f"{level}_v2")(current_page=1, prev=following.meta.cursors.previous, limit=3, **filters)
        assert back == page


@pytest.mark.parametrize("version", [1, 2])
def test_a_walk_yields_the_regions_below_a_parent(connect, version):
    client = connect()
    rows = bundled().rows("districts")
    districts = list(client.districts(city="3204", version=version))
    assert sorted(row.code for row in districts) == [code for code in rows.codes if code.startswith("3204")]
    assert {row.parent_code for row in districts} == {"3204"}
    villages = list(client.sub_districts(["320405", "110101"], version=version))
    assert {row.parent_code for row in villages} == {"320405", "110101"}
    assert len(list(client.provinces(version=version))) == 38
    assert len(list(client.cities(province="11,12", version=version))) == 56


@pytest.mark.parametrize(("level", "limit"), [("provinces", None), ("cities", None), ("cities", 7), ("districts", 97)])
def test_a_walk_over_version_2_yields_every_row_exactly_once(connect, level, limit):
    found = [row.code for row in getattr(connect(), level)(limit=limit)]
    assert len(found) == len(set(found))
    assert sorted(found) == list(bundled().rows(level).codes)


def test_a_walk_over_all_sub_districts_yields_every_row_exactly_once_and_the_total(server):
    with Wilayah(CLIENT, SECRET, base_url=BASE, clock=server.clock, http=InProcessTransport(server.app)) as client:
        walk = client.sub_districts(limit=2000)
        found = [row.code for row in walk]
    assert len(found) == len(set(found)) == walk.total == walk.seen == 83_762
    assert sorted(found) == list(bundled().rows("sub-districts").codes)


def test_a_walk_over_all_sub_districts_by_tens_takes_8377_calls(server):
    counting = Counting(server.app)
    with Wilayah(CLIENT, SECRET, base_url=BASE, clock=server.clock, http=InProcessTransport(counting)) as client:
        found = {row.code for row in client.sub_districts()}
    assert len(found) == 83_762
    assert counting.seen == {"data": 8377, "token": 1}


def test_a_walk_knows_the_total_while_it_is_under_way(server):
    with Wilayah(CLIENT, SECRET, base_url=BASE, clock=server.clock, http=InProcessTransport(server.app)) as client:
        walk = client.cities()
        assert (walk.total, walk.seen) == (None, 0)
        first = next(iter(walk))
        assert (first.name, walk.total, walk.seen) == ("Kab. Aceh Barat", 514, 10)


def test_a_walk_over_nothing_ends(connect):
    assert list(connect().cities(province="99")) == []
    assert list(connect().cities(province="99", version=1)) == []


def test_version_1_is_asked_in_batches_with_a_pause_between(connect, serve):
    parents = [f"{number:06}" for number in range(110_000, 111_001)]
    regions = MemoryRegions({"sub-districts": [(parent + "2001", "", "Desa") for parent in parents]})
    counting, waits = Counting(serve(regions).app), []
    found = list(connect(app=counting, waits=waits).sub_districts(parents, version=1))
    assert [row.parent_code for row in found] == parents
    assert counting.seen["data"] == 3
    assert waits == [0.1, 0.1]


@pytest.mark.parametrize("version", [1, 2])
def test_an_empty_list_of_parents_is_refused_because_it_would_mean_all(connect, version):
    with pytest.raises(ValueError, match="all regions"):
        connect().cities(province=[], version=version)


def test_refusals_carry_the_text_of_the_server(connect):
    with pytest.raises(BadRequestError, match="codes must be numeric"):
        connect().cities_v2(codes="x")


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


@pytest.mark.parametrize(("client_id", "secret"), [("", "s"), ("i", ""), ("", "")])
@pytest.mark.parametrize("kind", [Wilayah, AsyncWilayah])
def test_an_incomplete_pair_is_refused_when_the_client_is_made(kind, client_id, secret):
    with pytest.raises(ConfigurationError, match="client_id and client_secret"):
        kind(client_id, secret)


@pytest.mark.parametrize("kind", [Wilayah, AsyncWilayah])
def test_plain_http_is_for_this_machine_only(kind):
    with pytest.raises(ConfigurationError, match="use https"):
        kind(CLIENT, SECRET, base_url="http://api-satusehat.kemkes.go.id")
