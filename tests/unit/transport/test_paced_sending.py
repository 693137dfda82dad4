"""Both transports wait for a place in the quota, and for the next window after a refusal."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import httpx2
import pytest
from pydantic import BaseModel

from satupintu.kernel.clock import FrozenClock
from satupintu.kernel.errors import ConnectionFailedError, RateLimitedError, ServerFailedError, status_error
from satupintu.kernel.operation import Call, Operation
from satupintu.kernel.quota import Quota, take
from satupintu.kernel.retry import RetryPolicy
from satupintu.transport.conversation import LONGEST_NAP, MOST_REFUSALS, retry_after
from satupintu.transport.pace_files import PaceFiles
from satupintu.transport.pacer import MemoryPaces, Pacer
from satupintu.transport.sending import AsyncTransport, Endpoint, Transport

NOW = datetime(2026, 1, 5, 2, 30, tzinfo=UTC)
QUOTA = Quota("shared", 5, timedelta(minutes=15))
URL = "https://one.example"


class Reply(BaseModel):
    id: int


LIST = Operation(
    name="list", method="GET", path="/list", summary="", source="", call=Call, reply=Reply, repeatable=True, quota=QUOTA
)
ONE = Operation(name="one", method="GET", path="/one", summary="", source="", call=Call, reply=Reply, repeatable=True)
RETRY = RetryPolicy(pauses=(timedelta(seconds=1),), statuses=frozenset({429, 503}))


class World:
    """A clock that sleeping moves, a server that counts, and a transport of one kind to it."""

    def __init__(self, kind: str, store) -> None:
        self.clock = FrozenClock(NOW)
        self.kind = kind
        self.told = []
        self.naps: list[float] = []
        self.window = None
        self.statuses: list[int] = []
        self.answers: list[httpx2.Response | Exception] = []
        self.pacer = store and Pacer(store, URL, "app", clock=self.clock, on_wait=self.told.append)

    def answer(self, request: httpx2.Request) -> httpx2.Response:
        if self.answers:
            answer = self.answers.pop(0)
            if isinstance(answer, Exception):
                raise answer
        elif request.url.path == "/list":
            taken = take(self.window, self.clock.now(), QUOTA)
            self.window = taken.window
            answer = httpx2.Response(200 if taken.granted else 429, json={"id": 1})
        else:
            answer = httpx2.Response(200, json={"id": 1})
        self.statuses.append(answer.status_code)
        return answer

    def nap(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.clock.move(timedelta(seconds=seconds))

    async def anap(self, seconds: float) -> None:
        self.nap(seconds)
        await asyncio.sleep(0)

    def call(self, *operations) -> None:
        """Make these calls: one after the other, or all at the same time in tasks."""
        other_side = Endpoint(
            URL,
            httpx2.BasicAuth("a", "b"),
            lambda received: status_error(received.status)(
                received.status, "no", retry_after=retry_after(received.headers)
            ),
            RETRY,
        )
        http = httpx2.MockTransport(self.answer)
        if self.kind == "sync":
            transport = Transport(other_side, http=http, sleep=self.nap, pacer=self.pacer)
            for operation in operations:
                transport.call(operation, Call())
            transport.close()
            return

        async def together() -> None:
            transport = AsyncTransport(other_side, http=http, sleep=self.anap, pacer=self.pacer)
            await asyncio.gather(*(transport.call(operation, Call()) for operation in operations))
            await transport.close()

        asyncio.run(together())


@pytest.fixture(params=["sync", "async"])
def kind(request) -> str:
    return request.param


@pytest.fixture
def world(kind) -> World:
    return World(kind, MemoryPaces())


@pytest.mark.parametrize("files", [False, True])
def test_calls_beyond_the_limit_wait_for_the_next_window(kind, files, tmp_path):
    world = World(kind, PaceFiles(tmp_path) if files else MemoryPaces())
    world.call(*[LIST] * 12)
    assert world.statuses == [200] * 12
    assert timedelta(minutes=30) <= world.clock.now() - NOW <= timedelta(minutes=30, seconds=15)


def test_an_operation_without_a_quota_never_waits(world):
    world.call(*[LIST] * 5, *[ONE] * 20)
    assert world.naps == []


def test_a_wait_is_taken_in_naps_and_told_with_its_end(world):
    world.call(*[LIST] * 6)
    assert max(world.naps) <= LONGEST_NAP.total_seconds()
    assert world.told[-1].until == NOW + QUOTA.window
    assert world.told[-1].quota == QUOTA
    assert not world.told[-1].refused


def test_a_clock_that_is_moved_on_ends_the_wait_at_the_next_nap(world):
    nap = world.nap

    def move(seconds: float) -> None:
        nap(seconds)
        if len(world.naps) == 3:
            world.clock.move(timedelta(minutes=15))

    world.nap = move
    world.call(*[LIST] * 6)
    assert len(world.naps) == 3


@pytest.mark.parametrize("headers", [{}, {"Retry-After": "60"}])
def test_a_refusal_is_waited_for_and_the_call_repeated(world, headers):
    world.answers = [httpx2.Response(200, json={"id": 1}), httpx2.Response(429, headers=headers)]
    world.call(LIST, LIST)
    assert sorted(world.statuses) == [200, 200, 429]
    waited = world.clock.now() - NOW
    assert waited == (timedelta(seconds=60) if headers else QUOTA.window)
    assert world.told[-1].refused


def test_refusals_are_no_failed_attempts_but_are_not_borne_for_ever(world):
    refusal = httpx2.Response(429)
    world.answers = [*[refusal] * MOST_REFUSALS, httpx2.Response(503), httpx2.Response(200, json={"id": 1})]
    world.call(LIST)
    world.answers = [refusal] * (MOST_REFUSALS + 1)
    with pytest.raises(RateLimitedError):
        world.call(LIST)


def test_a_refusal_for_longer_than_a_window_is_left_to_the_caller(world):
    world.answers = [httpx2.Response(429, headers={"Retry-After": "86400"})]
    with pytest.raises(RateLimitedError):
        world.call(LIST)
    assert world.naps == []


def test_calls_that_failed_take_their_places_unless_they_never_left(world):
    request = httpx2.Request("GET", URL)
    world.answers = [httpx2.ConnectError("no", request=request)] * 2
    with pytest.raises(ConnectionFailedError):
        world.call(LIST)
    world.answers = [httpx2.ReadTimeout("no", request=request)] * 2
    with pytest.raises(ConnectionFailedError):
        world.call(LIST)
    world.answers = [httpx2.Response(503)] * 2
    with pytest.raises(ServerFailedError):
        world.call(LIST)
    world.told.clear()
    world.call(LIST)
    assert world.told == []
    world.call(LIST)
    assert world.told != []


def test_without_a_pacer_nothing_waits_for_a_quota(kind):
    world = World(kind, None)
    with pytest.raises(RateLimitedError):
        world.call(*[LIST] * 6)
