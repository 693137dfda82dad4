"""What is tried again: reads after faults that pass, writes only when they never left."""

from __future__ import annotations

from functools import partial

import httpx2
import pytest

from satupintu.kernel.errors import ConnectionFailedError, StatusError
from satupintu.testing.in_process import InProcessTransport
from tests.contract.jobtrain.other_side import Answer
from tests.contract.jobtrain.test_clients import BODIES


class Broken(httpx2.BaseTransport, httpx2.AsyncBaseTransport):
    """A network that fails for data as often as it is told, and then lets everything through."""

    def __init__(self, side, *failures):
        self._sync = partial(InProcessTransport, side)
        self._inner = None
        self._async = httpx2.ASGITransport(side)
        self.failures = list(failures)

    def _fail(self, request):
        if self.failures and not request.url.path.endswith("/connect/token"):
            raise self.failures.pop(0)("broken", request=request)

    def handle_request(self, request):
        self._fail(request)
        self._inner = self._inner or self._sync()
        return self._inner.handle_request(request)

    async def handle_async_request(self, request):
        self._fail(request)
        return await self._async.handle_async_request(request)

    def close(self):
        if self._inner:
            self._inner.close()


NEVER_LEFT = [httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout]
MAY_HAVE_ARRIVED = [httpx2.ReadTimeout, httpx2.ReadError, httpx2.RemoteProtocolError, httpx2.WriteError]


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_read_is_tried_again_after_a_fault_that_passes(connect, other_side, status):
    side = other_side(lambda kind, number: Answer(status) if kind == "data" and number < 4 else None)
    waits: list[float] = []
    assert connect(side, waits=waits).job(1).id == 1
    assert (side.seen, waits) == ({"token": 1, "data": 4}, [1, 2, 4])


@pytest.mark.parametrize("status", [400, 403, 404, 409, 500, 501])
def test_what_will_not_pass_is_not_tried_again(connect, other_side, status):
    side = other_side(lambda kind, _: Answer(status) if kind == "data" else None)
    with pytest.raises(StatusError):
        connect(side).job(1)
    assert side.seen == {"token": 1, "data": 1}


@pytest.mark.parametrize("failure", [*NEVER_LEFT, *MAY_HAVE_ARRIVED])
def test_a_read_is_tried_again_after_a_lost_connection(connect, other_side, failure):
    side = other_side()
    waits: list[float] = []
    assert connect(side, waits=waits, http=Broken(side, failure, failure)).job(1).id == 1
    assert (side.seen["data"], waits) == (1, [1, 2])


@pytest.mark.parametrize("name", BODIES)
def test_a_write_is_sent_again_when_the_connection_was_never_opened(connect, other_side, name):
    for failure in NEVER_LEFT:
        side = other_side()
        waits: list[float] = []
        client = connect(side, waits=waits, http=Broken(side, failure, failure, failure))
        getattr(client, name)(BODIES[name])
        assert (side.seen["data"], waits) == (1, [1, 2, 4])


@pytest.mark.parametrize("name", BODIES)
def test_a_write_that_may_have_arrived_is_never_sent_again(connect, other_side, name):
    for failure in MAY_HAVE_ARRIVED:
        side = other_side()
        waits: list[float] = []
        client = connect(side, waits=waits, http=Broken(side, failure))
        with pytest.raises(ConnectionFailedError) as caught:
            getattr(client, name)(BODIES[name])
        assert (caught.value.may_have_arrived, side.seen["data"], waits) == (True, 0, [])


@pytest.mark.parametrize("status", [429, 502, 503, 504])
@pytest.mark.parametrize("name", BODIES)
def test_a_write_that_was_answered_is_never_sent_again(connect, other_side, name, status):
    side = other_side(lambda kind, _: Answer(status) if kind == "data" else None)
    with pytest.raises(StatusError):
        getattr(connect(side), name)(BODIES[name])
    assert side.seen == {"token": 1, "data": 1}


def test_a_write_that_never_gets_through_is_an_error_in_the_end(connect, other_side):
    side = other_side()
    waits: list[float] = []
    client = connect(side, waits=waits, http=Broken(side, *[httpx2.ConnectError] * 9))
    with pytest.raises(ConnectionFailedError) as caught:
        client.create_division(BODIES["create_division"])
    assert (caught.value.may_have_arrived, waits) == (False, [1, 2, 4])
