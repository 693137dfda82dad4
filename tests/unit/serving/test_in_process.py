from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest

from satupintu.testing.in_process import InProcessTransport


async def echo(scope, receive, send):
    body = (await receive())["body"]
    if scope["path"] == "/broken":
        raise ValueError("broken on purpose")
    headers = [(b"x-path", scope["raw_path"]), (b"x-query", scope["query_string"])]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body.upper()})


@pytest.fixture
def client():
    with httpx2.Client(transport=InProcessTransport(echo), base_url="http://testserver") as client:
        yield client


def test_synchronous_code_reaches_an_asynchronous_application(client):
    answer = client.post("/a%2Fb?x=%20", content=b"hello")
    assert (answer.content, answer.headers["x-path"], answer.headers["x-query"]) == (b"HELLO", "/a%2Fb", "x=%20")


def test_what_the_application_raises_is_raised_here(client):
    with pytest.raises(ValueError, match="on purpose"):
        client.get("/broken")


def test_requests_from_several_threads_are_answered_at_the_same_time():
    everyone = threading.Barrier(4)

    async def meet(scope, receive, send):
        await asyncio.to_thread(everyone.wait, 20)
        await echo(scope, receive, send)

    with httpx2.Client(transport=InProcessTransport(meet)) as client, ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda number: client.post("http://t/", content=str(number)).text, range(4)))
    assert answers == [str(number) for number in range(4)]


def test_closing_ends_the_thread_and_twice_does_no_harm():
    before = threading.active_count()
    transport = InProcessTransport(echo)
    assert threading.active_count() == before + 1
    transport.close()
    transport.close()
    assert threading.active_count() == before
    with pytest.raises(RuntimeError, match="closed"):
        httpx2.Client(transport=transport).get("http://t/")
