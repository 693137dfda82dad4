"""What the clients try again, what they ask about, and what they say of a wrong clock. Both clients, no network."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpx2
import pytest

from satupintu.kernel.clock import FrozenClock
from satupintu.kernel.errors import (
    ApiError,
    AuthenticationFailedError,
    ConflictError,
    ConnectionFailedError,
    ServerFailedError,
)
from satupintu.kernel.ids import CountingIds
from satupintu.systems.kemnaker.client.async_client import AsyncJoss
from satupintu.systems.kemnaker.client.sync_client import Joss
from satupintu.systems.kemnaker.contract.models import VacancyBody
from satupintu.systems.kemnaker.contract.signing import DOKU, SignedParts, verify
from tests.contract.kemnaker.bodies import SMALLEST, changed, id_of

NOW = datetime(2026, 3, 2, 1, 51, tzinfo=UTC)
SECRET = "SK-demo-secret-0001"
BODY = VacancyBody.model_validate_json(json.dumps(SMALLEST))
Answer = httpx2.Response | type[Exception] | Callable[[httpx2.Request], httpx2.Response]


class OtherSide:
    """Answers as it is told, one answer after the other, and keeps what it was sent."""

    def __init__(self) -> None:
        self.answers: list[Answer] = []
        self.requests: list[httpx2.Request] = []
        self.pauses: list[float] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(
            httpx2.Request(request.method, request.url, headers=request.headers, content=request.content)
        )
        answer = self.answers.pop(0)
        if isinstance(answer, httpx2.Response):
            return answer
        if isinstance(answer, type):
            raise answer("told to fail")
        return answer(request)

    @property
    def methods(self) -> list[str]:
        return [request.method for request in self.requests]


def vacancy(**changes: Any) -> httpx2.Response:
    """A vacancy as it is answered, in a body of the smallest kind."""
    record = changed(SMALLEST, id=id_of(1), status="open", show_salary=False, skills=[], salary_currency="IDR")
    return httpx2.Response(200, json={"data": record | {"version": 1} | changes})


def refusal(status: int, message: str = "", **headers: str) -> httpx2.Response:
    return httpx2.Response(status, json={"message": message}, headers=headers)


def page(*moments: datetime, number: int = 1, last: int = 1, total: int | None = None) -> httpx2.Response:
    records = [{"id": f"{moment:%d%H%M%S}", "updated_at": moment.isoformat()} for moment in moments]
    meta = {"page": number, "per_page": 50, "total": len(moments) if total is None else total, "last_page": last}
    return httpx2.Response(200, json={"data": records, "meta": meta})


@pytest.fixture
def other() -> OtherSide:
    return OtherSide()


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(NOW)


class Blocking:
    """The asynchronous client, called like the synchronous one."""

    def __init__(self, client: Any, runner: asyncio.Runner) -> None:
        self._client = client
        self._runner = runner

    def __getattr__(self, name: str) -> Any:
        def call(*arguments: Any, **options: Any) -> Any:
            found = getattr(self._client, name)(*arguments, **options)
            return self._runner.run(found) if asyncio.iscoroutine(found) else self._walked(found)

        return call

    def _walked(self, walk: Any) -> list[Any]:
        async def all_of_it() -> list[Any]:
            return [item async for item in walk]

        return self._runner.run(all_of_it())


@pytest.fixture(params=["sync", "async"])
def connect(request: pytest.FixtureRequest, other: OtherSide, clock: FrozenClock) -> Iterator[Any]:
    """Makes clients of both kinds."""
    with asyncio.Runner() as runner:

        def connect(**options: Any) -> Any:
            options = {"base_url": "https://joss.localhost", "clock": clock, "ids": CountingIds()} | options
            http = httpx2.MockTransport(other)

            async def sleep(seconds: float) -> None:
                other.pauses.append(seconds)

            if request.param == "async":
                return Blocking(AsyncJoss("JOSS-1", SECRET, http=http, sleep=sleep, **options), runner)
            return Joss("JOSS-1", SECRET, http=http, sleep=other.pauses.append, **options)

        yield connect


def assert_signed_anew(requests: list[httpx2.Request]) -> None:
    """Each request has a Request-Id of its own and a signature that is right for it."""
    assert len({request.headers["Request-Id"] for request in requests}) == len(requests)
    for request in requests:
        parts = SignedParts(
            method=request.method,
            target=request.url.raw_path.decode(),
            client_id="JOSS-1",
            request_id=request.headers["Request-Id"],
            timestamp=request.headers["Request-Timestamp"],
            body=request.content,
        )
        assert verify(DOKU, parts, [SECRET], request.headers["Signature"])


@pytest.mark.parametrize("failure", [httpx2.ReadTimeout, httpx2.ConnectTimeout, 429, 500, 503, 504])
def test_what_may_pass_is_tried_again_signed_anew_after_1_2_4_and_8_seconds(connect, other, failure):
    fails = (lambda _: refusal(failure)) if isinstance(failure, int) else failure
    other.answers = [fails] * 4 + [vacancy()]
    assert connect().put_vacancy(id_of(1), BODY).data.version == 1
    assert other.pauses == [1, 2, 4, 8]
    assert_signed_anew(other.requests)


def test_a_request_is_signed_after_the_waiting(connect, other, clock):
    def later(_: httpx2.Request) -> httpx2.Response:
        clock.move(timedelta(seconds=7))
        return refusal(503)

    other.answers = [later, vacancy()]
    connect().put_vacancy(id_of(1), BODY)
    stamps = [request.headers["Request-Timestamp"] for request in other.requests]
    assert stamps == ["2026-03-02T01:51:00Z", "2026-03-02T01:51:07Z"]


@pytest.mark.parametrize(("told", "pause"), [("20", 20), ("0", 1)])
def test_the_other_side_may_ask_for_a_longer_wait(connect, other, told, pause):
    other.answers = [refusal(429, **{"Retry-After": told}), vacancy()]
    connect().put_vacancy(id_of(1), BODY)
    assert other.pauses == [pause]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 406, 413, 415, 422])
def test_what_would_be_refused_again_is_not_sent_again(connect, other, status):
    other.answers = [refusal(status)]
    with pytest.raises(ApiError):
        connect().put_vacancy(id_of(1), BODY)
    assert (len(other.requests), other.pauses) == (1, [])


def test_a_call_with_a_request_id_of_its_own_is_sent_once(connect, other):
    other.answers = [httpx2.ConnectTimeout]
    with pytest.raises(ConnectionFailedError):
        connect().put_vacancy(id_of(1), BODY, request_id="mine")
    assert [request.headers["Request-Id"] for request in other.requests] == ["mine"]


class TestConflict:
    """A write is answered 409: it came before, over whatever way."""

    def test_it_is_settled_by_asking_and_nothing_is_written_twice(self, connect, other):
        other.answers = [refusal(409, "The Request-Id was used before."), vacancy(version=3)]
        assert connect().put_vacancy(id_of(1), BODY).data.version == 3
        assert other.methods == ["PUT", "GET"]
        assert_signed_anew(other.requests)

    def test_also_when_the_caller_repeats_a_request_id_after_a_timeout(self, connect, other):
        other.answers = [httpx2.ReadTimeout, refusal(409), vacancy(version=3)]
        client = connect()
        with pytest.raises(ConnectionFailedError):
            client.put_vacancy(id_of(1), BODY, request_id="mine")
        assert client.put_vacancy(id_of(1), BODY, request_id="mine").data.version == 3
        assert other.methods == ["PUT", "PUT", "GET"]

    @pytest.mark.parametrize(
        "there",
        [
            {"title": "Another"},
            {"quota": 4},
            {"skills": ["Excel"]},
            {"show_salary": True},
            {"employer": SMALLEST["employer"] | {"name": "PT Lain"}},
            {"region": {"type": "city", "id": id_of(9)}},
            {"qualification": "<p>S1</p>"},
        ],
    )
    def test_a_record_with_other_content_is_written_again(self, connect, other, there):
        other.answers = [refusal(409), vacancy(**there), vacancy(version=5)]
        assert connect().put_vacancy(id_of(1), BODY).data.version == 5
        assert other.methods == ["PUT", "GET", "PUT"]
        assert_signed_anew(other.requests)

    @pytest.mark.parametrize(
        "there",
        [
            {"status": "closed", "close_reason": "withdrawn"},
            {"filled_count": 2},
            {"industry": id_of(8), "expires_at": "2026-05-01T00:00:00Z"},
            {"employer": SMALLEST["employer"] | {"phone": "021", "status": "active"}},
            {"region": SMALLEST["region"] | {"country_code": "ID"}},
        ],
    )
    def test_what_a_body_leaves_to_the_record_does_not_count(self, connect, other, there):
        other.answers = [refusal(409), vacancy(**there)]
        connect().put_vacancy(id_of(1), BODY)
        assert other.methods == ["PUT", "GET"]

    def test_a_record_that_is_not_there_is_written_again(self, connect, other):
        other.answers = [refusal(409), refusal(404), vacancy()]
        connect().put_vacancy(id_of(1), BODY)
        assert other.methods == ["PUT", "GET", "PUT"]

    def test_other_content_than_what_was_sent_is_a_conflict_for_who_chose_the_request_id(self, connect, other):
        other.answers = [httpx2.ReadTimeout, refusal(409), vacancy(title="Another")]
        client = connect()
        with pytest.raises(ConnectionFailedError):
            client.put_vacancy(id_of(1), BODY, request_id="mine")
        with pytest.raises(ConflictError):
            client.put_vacancy(id_of(1), BODY, request_id="mine")
        assert other.methods == ["PUT", "PUT", "GET"]

    @pytest.mark.parametrize("before", [vacancy, lambda: refusal(422), None])
    def test_a_request_id_that_somebody_used_without_our_losing_an_answer_is_a_conflict(self, connect, other, before):
        other.answers = [refusal(409)] if before is None else [before(), refusal(409)]
        client = connect()
        if before is not None:
            with suppress(ApiError):
                client.put_vacancy(id_of(1), BODY, request_id="mine")
        with pytest.raises(ConflictError):
            client.put_vacancy(id_of(1), BODY, request_id="mine")
        assert "GET" not in other.methods

    def test_another_call_under_the_request_id_of_a_lost_one_is_a_conflict(self, connect, other):
        other.answers = [httpx2.ReadTimeout, refusal(409)]
        client = connect()
        with pytest.raises(ConnectionFailedError):
            client.put_vacancy(id_of(1), BODY, request_id="mine")
        with pytest.raises(ConflictError):
            client.delete_vacancy(id_of(1), request_id="mine")

    def test_what_cannot_be_asked_stays_a_conflict(self, connect, other):
        other.answers = [refusal(409), refusal(403)]
        with pytest.raises(ConflictError):
            connect().put_vacancy(id_of(1), BODY)

    def test_a_deletion_is_settled_by_the_state_of_the_record(self, connect, other):
        other.answers = [refusal(409), vacancy(status="closed"), refusal(409), vacancy(), vacancy(status="closed")]
        client = connect()
        assert client.delete_vacancy(id_of(1)).data.status == "closed"
        assert client.delete_vacancy(id_of(1)).data.status == "closed"
        assert other.methods == ["DELETE", "GET", "DELETE", "GET", "DELETE"]

    def test_a_conflict_without_end_ends(self, connect, other):
        other.answers = [refusal(409), refusal(404)] * 5
        with pytest.raises(ConflictError):
            connect().put_vacancy(id_of(1), BODY)
        assert other.methods == ["PUT", "GET", "PUT", "GET"]


def dated(status: int, at: datetime, message: str = "Signature has expired.") -> httpx2.Response:
    return refusal(status, message, Date=format_datetime(at, usegmt=True))


class TestClock:
    """An answer of 401 whose Date shows another time."""

    @pytest.mark.parametrize(
        ("there", "words"),
        [
            (NOW - timedelta(minutes=15), "the clock here is 15m ahead of the other side's"),
            (NOW + timedelta(hours=7), "the clock here is 7h behind the other side's"),
        ],
    )
    def test_the_error_says_by_how_much_and_which_way_the_clock_is_wrong(self, connect, other, there, words):
        other.answers = [dated(401, there)]
        with pytest.raises(AuthenticationFailedError, match=words) as refused:
            connect().find_vacancy(id_of(1))
        assert str(refused.value).startswith("401: Signature has expired. (")
        assert len(other.requests) == 1

    @pytest.mark.parametrize("headers", [{}, {"Date": "yesterday"}, {"Date": ""}])
    def test_without_a_date_nothing_is_said_of_the_clock(self, connect, other, headers):
        other.answers = [refusal(401, "Invalid signature.", **headers)]
        with pytest.raises(AuthenticationFailedError) as refused:
            connect(learn_clock=True).find_vacancy(id_of(1))
        assert (str(refused.value), len(other.requests)) == ("401: Invalid signature.", 1)

    def test_with_a_right_clock_it_is_the_secret(self, connect, other):
        other.answers = [dated(401, NOW + timedelta(seconds=2), "Invalid signature.")]
        with pytest.raises(AuthenticationFailedError) as refused:
            connect(learn_clock=True).find_vacancy(id_of(1))
        assert (str(refused.value), len(other.requests)) == ("401: Invalid signature.", 1)

    def test_a_client_that_may_learn_repeats_once_and_keeps_what_it_learned(self, connect, other, clock):
        other.answers = [dated(401, NOW - timedelta(minutes=15)), vacancy(), vacancy()]
        client = connect(learn_clock=True)
        client.put_vacancy(id_of(1), BODY)
        clock.move(timedelta(minutes=1))
        client.find_vacancy(id_of(1))
        stamps = [request.headers["Request-Timestamp"] for request in other.requests]
        assert stamps == ["2026-03-02T01:51:00Z", "2026-03-02T01:36:00Z", "2026-03-02T01:37:00Z"]
        assert other.pauses == []
        assert_signed_anew(other.requests)

    def test_it_repeats_once_only(self, connect, other):
        there = NOW - timedelta(minutes=15)
        other.answers = [dated(401, there), dated(401, there, "Invalid signature.")]
        with pytest.raises(AuthenticationFailedError) as refused:
            connect(learn_clock=True).find_vacancy(id_of(1))
        assert (str(refused.value), len(other.requests)) == ("401: Invalid signature.", 2)

    def test_a_request_id_of_the_callers_own_is_kept_for_the_repetition(self, connect, other):
        other.answers = [dated(401, NOW - timedelta(minutes=15)), vacancy()]
        connect(learn_clock=True).put_vacancy(id_of(1), BODY, request_id="mine")
        assert [request.headers["Request-Id"] for request in other.requests] == ["mine", "mine"]


class TestTooMuch:
    """A list is answered 504."""

    def test_a_page_is_not_asked_for_again_unchanged(self, connect, other):
        other.answers = [refusal(504)]
        with pytest.raises(ServerFailedError):
            connect().vacancies_page()
        assert len(other.requests) == 1

    def test_a_walk_goes_on_in_halves_of_the_interval(self, connect, other):
        since, until = NOW - timedelta(hours=4), NOW
        other.answers = [refusal(504), refusal(504), page(since), page(), page(until - timedelta(hours=1))]
        found = list(connect().vacancies(updated_since=since, updated_until=until))
        assert [item.updated_at for item in found] == [since, until - timedelta(hours=1)]
        intervals = [
            (request.url.params["updated_since"][11:16], request.url.params["updated_until"][11:16])
            for request in other.requests
        ]
        assert intervals == [
            ("21:51", "01:51"),
            ("21:51", "23:51"),
            ("21:51", "22:51"),
            ("22:51", "23:51"),
            ("23:51", "01:51"),
        ]

    def test_a_walk_that_is_cut_on_a_later_page_goes_on_behind_what_it_has_and_tells_nothing_twice(
        self, connect, other
    ):
        first, second = NOW - timedelta(hours=4), NOW - timedelta(hours=2)
        other.answers = [
            page(first, second, number=1, last=2, total=3),
            refusal(504),
            page(second),
            page(NOW - timedelta(minutes=5)),
        ]
        found = list(connect().vacancies(updated_since=first))
        assert [item.updated_at for item in found] == [first, second, NOW - timedelta(minutes=5)]
        assert [request.url.params.get("updated_since") for request in other.requests] == [
            "2026-03-01T21:51:00Z",
            "2026-03-01T21:51:00Z",
            "2026-03-01T23:51:00Z",
            "2026-03-02T00:51:00Z",
        ]
        assert other.requests[-1].url.params.get("updated_until") is None

    def test_an_interval_that_cannot_be_halved_is_a_failure(self, connect, other):
        other.answers = [refusal(504)] * 40
        with pytest.raises(ServerFailedError):
            list(connect().vacancies(updated_since=NOW - timedelta(minutes=1)))
        assert len(other.requests) < 10

    def test_a_walk_over_everything_is_halved_from_the_first_duty_on(self, connect, other):
        other.answers = [refusal(504), page(), page()]
        assert list(connect().vacancies()) == []
        assert other.requests[1].url.params.get("updated_since") is None
        assert other.requests[1].url.params["updated_until"] == other.requests[2].url.params["updated_since"]
