"""Sending over real sockets on this machine, and what becomes of a line that breaks."""

from __future__ import annotations

import asyncio
import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx2
import pytest
from pydantic import BaseModel

from satupintu.kernel.errors import ApiError, ConnectionFailedError, ServerFailedError, StatusError, status_error
from satupintu.kernel.operation import Call, Operation
from satupintu.kernel.retry import NEVER, RetryPolicy
from satupintu.transport.sending import AsyncTransport, Endpoint, Transport


class OneCall(Call):
    x: str


class Reply(BaseModel):
    id: int


READ = Operation(
    name="read", method="GET", path="/a%2Fb/{x}", summary="", source="", call=OneCall, reply=Reply, repeatable=True
)
RETRY = RetryPolicy(pauses=(timedelta(seconds=1), timedelta(seconds=2)), statuses=frozenset({503}))


@contextmanager
def serving(
    *answers: tuple[int, dict[str, str], bytes] | None,
) -> Iterator[tuple[str, list[tuple[str, dict[str, str]]]]]:
    """A server that gives these answers, one after the other; None hangs up. Collects what it was asked."""
    left, asked = list(answers), []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            answer = left.pop(0)
            if answer is None:
                self.close_connection = True
                return
            status, headers, body = answer
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def endpoint(base_url: str, retry: RetryPolicy = NEVER) -> Endpoint:
    return Endpoint(
        base_url,
        httpx2.BasicAuth("a", "b"),
        lambda received: status_error(received.status)(received.status, "no"),
        retry,
    )


def call_sync(other_side, waits):
    transport = Transport(other_side, sleep=waits.append, timeout=timedelta(seconds=5))
    try:
        return transport.call(READ, READ.call(x="ä/1"))
    finally:
        transport.close()


def call_async(other_side, waits):
    async def sleep(seconds):
        waits.append(seconds)

    async def called():
        transport = AsyncTransport(other_side, sleep=sleep, timeout=timedelta(seconds=5))
        try:
            return await transport.call(READ, READ.call(x="ä/1"))
        finally:
            await transport.close()

    return asyncio.run(called())


both = pytest.mark.parametrize("call", [call_sync, call_async])
GOOD = (200, {}, b'{"id": 1}')


@both
def test_the_path_travels_as_it_was_encoded(call):
    with serving(GOOD) as (url, asked):
        assert call(endpoint(url + "/mount"), []).id == 1
    [(path, headers)] = asked
    assert path == "/mount/a%2Fb/%C3%A4%2F1"
    assert headers["authorization"] == "Basic YTpi"
    assert headers["accept-encoding"] == "gzip"
    assert headers["user-agent"].startswith("satupintu/")


@both
def test_a_failure_is_tried_again_after_the_pauses_of_the_policy(call):
    waits = []
    with serving((503, {}, b""), None, GOOD) as (url, asked):
        assert call(endpoint(url, RETRY), waits).id == 1
    assert waits == [1, 2]
    assert len(asked) == 3


@both
def test_a_failure_that_stays_is_raised(call):
    with serving(*[(503, {}, b"")] * 3) as (url, _), pytest.raises(ServerFailedError):
        call(endpoint(url, RETRY), [])


@both
def test_a_line_that_breaks_leaves_open_whether_the_request_arrived(call):
    with serving(None) as (url, _), pytest.raises(ConnectionFailedError) as caught:
        call(endpoint(url), [])
    assert caught.value.may_have_arrived


@both
def test_a_request_that_nobody_took_did_not_arrive(call):
    with serving() as (url, _):
        pass
    with pytest.raises(ConnectionFailedError) as caught:
        call(endpoint(url), [])
    assert not caught.value.may_have_arrived


@both
@pytest.mark.parametrize("body", [b"not gzip at all", gzip.compress(b'{"id": 1}', mtime=0)[:-12]])
def test_an_answer_that_cannot_be_unpacked_is_a_failed_connection_or_an_unreadable_reply(call, body):
    with serving((200, {"Content-Encoding": "gzip"}, body)) as (url, _), pytest.raises(ApiError):
        call(endpoint(url), [])


@both
def test_redirects_are_not_followed(call):
    elsewhere = (302, {"Location": "https://elsewhere.example/"}, b"")
    with serving(elsewhere) as (url, asked), pytest.raises(StatusError, match="302"):
        call(endpoint(url), [])
    assert len(asked) == 1
