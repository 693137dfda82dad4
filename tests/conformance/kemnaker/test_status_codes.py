"""Every status code of the published table, and the four beside it, from both APIs (contract, section 3)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import httpx2
import pytest

from satupintu.kernel.clock import Clock
from satupintu.serving.faults import Fault
from satupintu.serving.system import SystemApp
from satupintu.systems.kemnaker.server.app import KemnakerSystem
from satupintu.systems.kemnaker.server.settings import KemnakerSettings
from tests.contract.kemnaker.conftest import REFERENCES, KnownClients, Server, start
from tests.contract.kemnaker.records import TRAININGS, VACANCIES, Kind

OFFERS = {"joss": VACANCIES, "toss": TRAININGS}


@pytest.fixture(params=OFFERS)
def api(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def serve(api: str) -> Iterator[Callable[..., Server]]:
    """Makes servers of one API."""
    opened: list[Server] = []

    def serve(**settings: Any) -> Server:
        opened.append(start(api=api, **settings))
        return opened[-1]

    yield serve
    for server in opened:
        server.http.close()


@pytest.fixture
def offer(api: str) -> Kind:
    return OFFERS[api]


def assert_refused(answer: httpx2.Response, status: int) -> None:
    """The envelope of a refusal, with the Request-Id it is for."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["request-id"] == "the-id"
    body = answer.json()
    assert isinstance(body.pop("message"), str)
    errors = body.pop("errors", None)
    assert (errors is not None) == (status == 422)
    assert body == {}


def test_200_and_201_are_success_and_201_says_where(serve: Any, offer: Kind) -> None:
    server = serve()
    created = server.send("PUT", offer.at(1), offer.body, request_id="the-id")
    assert (created.status_code, created.headers["location"], created.headers["request-id"]) == (
        201, offer.at(1), "the-id")  # fmt: skip
    reads = [("GET", offer.at(1), None), ("GET", offer.list_path, None)]
    for method, path, body in (("PUT", offer.at(1), offer.body), ("DELETE", offer.at(1), None), *reads):
        answer = server.send(method, path, body)
        assert (answer.status_code, "location" in answer.headers) == (200, False)
        assert set(answer.json()) >= {"data"}


REFUSED: dict[str, tuple[int, Callable[[Server, Kind], httpx2.Response]]] = {
    "header missing": (400, lambda server, offer: put(server, offer, headers={"Request-Timestamp": None})),
    "no JSON": (400, lambda server, offer: put(server, offer, body=b"{")),
    "unsigned body": (400, lambda server, offer: server.send("GET", offer.at(1), b"{}", request_id="the-id")),
    "against the logic": (400, lambda server, offer: closed_parent(server, offer)),
    "wrong signature": (401, lambda server, offer: put(server, offer, headers={"Signature": "HMACSHA256=x"})),
    "no authentication": (401, lambda server, offer: put(server, offer, headers={"Client-Id": None})),
    "signature expired": (401, lambda server, offer: put(server, offer, timestamp="2020-01-01T00:00:00Z")),
    "no permission": (403, lambda server, offer: put(server, offer, client="reader")),
    "unknown record": (404, lambda server, offer: server.send("GET", offer.at(9), request_id="the-id")),
    "unknown path": (404, lambda server, _: server.send("GET", "/api/v1/nothing", request_id="the-id")),
    "wrong method": (405, lambda server, offer: server.send("POST", offer.at(1), offer.body, request_id="the-id")),
    "Accept unsupported": (406, lambda server, offer: put(server, offer, headers={"Accept": "text/html"})),
    "Request-Id repeated": (409, lambda server, offer: put(server, offer) and put(server, offer)),
    "too large": (413, lambda server, offer: put(server, offer, body=b" " * (1024 * 1024 + 1))),
    "no JSON announced": (415, lambda server, offer: put(server, offer, headers={"Content-Type": "text/plain"})),
    "invalid": (422, lambda server, offer: put(server, offer, body=offer.body | {"quota": 0})),
}


def put(server: Server, offer: Kind, body: Any = None, **more: Any) -> httpx2.Response:
    return server.send("PUT", offer.at(1), offer.body if body is None else body, request_id="the-id", **more)


def closed_parent(server: Server, offer: Kind) -> httpx2.Response:
    field, path = ("employer", "companies") if offer is VACANCIES else ("institution", "institutions")
    home = offer.body[field]
    profile = {name: value for name, value in home.items() if name != "id"}
    server.record("PUT", f"/api/v1/{path}/{home['id']}", profile)
    server.record("DELETE", f"/api/v1/{path}/{home['id']}")
    return put(server, offer)


@pytest.mark.parametrize("case", REFUSED)
def test_a_refusal_has_its_status_and_envelope(serve: Any, offer: Kind, case: str) -> None:
    status, refuse = REFUSED[case]
    answer = refuse(serve(), offer)
    assert_refused(answer, status)
    assert ("allow" in answer.headers) == (status == 405)


def test_429_comes_with_the_time_to_wait(serve: Any, offer: Kind) -> None:
    server = serve(rate_limit=1)
    server.send("GET", offer.at(1))
    answer = server.send("GET", offer.at(1), request_id="the-id")
    assert_refused(answer, 429)
    assert 1 <= int(answer.headers["retry-after"]) <= 60
    assert (answer.headers["x-ratelimit-limit"], answer.headers["x-ratelimit-remaining"]) == ("1", "0")


def test_503_comes_with_the_time_to_wait(serve: Any, offer: Kind) -> None:
    answer = serve(maintenance=timedelta(minutes=2)).send("GET", offer.at(1), request_id="the-id")
    assert_refused(answer, 503)
    assert answer.headers["retry-after"] == "120"


def test_plain_http_is_redirected_when_that_is_set(serve: Any, offer: Kind) -> None:
    server = serve(https_only=True)
    answer = server.send("GET", offer.at(1), request_id="the-id", address="http://joss.localhost")
    assert (answer.status_code, answer.headers["location"]) == (308, f"https://joss.localhost{offer.at(1)}")


class OneFault:
    """Plans the same fault for everything."""

    is_empty = False

    def __init__(self, status: int) -> None:
        self._fault = Fault(status=status, retry_after=timedelta(seconds=7))

    async def strike(self, method: str, path: str) -> Fault:
        return self._fault


@pytest.mark.parametrize("status", [500, 503, 504])
def test_trouble_of_the_other_side_has_the_same_envelope(serve: Any, offer: Kind, api: Any, status: int) -> None:
    server = serve()
    clock: Clock = server.clock
    system = KemnakerSystem(server.transactions, KnownClients(), lambda: REFERENCES, KemnakerSettings(api=api))
    server.http.close()
    troubled = Server(SystemApp(system, clock, OneFault(status)), server.clock, server.transactions)
    try:
        answer = troubled.send("GET", offer.at(1), request_id="the-id")
    finally:
        troubled.http.close()
    assert_refused(answer, status)
    assert answer.headers["retry-after"] == "7"
