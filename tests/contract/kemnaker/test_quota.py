"""The quota of a client: how many requests may come within any minute."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.contract.kemnaker.bodies import changed, path_of

SECOND = timedelta(seconds=1)


@pytest.fixture
def strict(serve):
    return serve(rate_limit=3)


def left(answer):
    return answer.headers["x-ratelimit-limit"], answer.headers["x-ratelimit-remaining"]


def test_answers_tell_the_limit_and_what_is_left_of_it(strict):
    answers = [strict.put(1), strict.get(1), strict.put(1, changed(quota=0)), strict.get(1)]
    assert [answer.status_code for answer in answers] == [201, 200, 422, 429]
    assert [left(answer) for answer in answers] == [("3", "2"), ("3", "1"), ("3", "0"), ("3", "0")]
    assert answers[3].json() == {"message": "Too many requests."}
    assert answers[3].headers["retry-after"] == "60"


def test_after_the_wait_that_is_asked_for_there_is_room_for_as_many_as_came_first(strict):
    for _ in range(2):
        strict.get(1)
    strict.clock.move(45 * SECOND)
    strict.get(1)
    refused = strict.get(1)
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "15")
    strict.clock.move(14 * SECOND)
    assert strict.get(1).status_code == 429
    strict.clock.move(SECOND)
    assert [strict.get(1).status_code for _ in range(3)] == [404, 404, 429]


def test_what_is_refused_before_does_not_count(strict):
    for _ in range(5):
        assert strict.get(1, headers={"Signature": "HMACSHA256=x"}).status_code == 401
        assert strict.get(1, headers={"Accept": "text/html"}).status_code == 406
    strict.put(1, request_id="x")
    for _ in range(5):
        assert strict.put(1, request_id="x").status_code == 409
    assert left(strict.get(1)) == ("3", "1")


def test_what_is_refused_afterwards_counts_except_for_429_itself(strict):
    answers = [strict.send("GET", "/nowhere"), strict.send("POST", path_of(1), {}), strict.get(9)]
    assert [answer.status_code for answer in answers] == [404, 405, 404]
    for _ in range(10):
        assert strict.get(1).status_code == 429
    strict.clock.move(60 * SECOND)
    assert left(strict.get(1)) == ("3", "2")


def test_a_request_that_came_too_soon_has_used_its_id(strict):
    for _ in range(3):
        strict.get(1)
    assert strict.put(1, request_id="x").status_code == 429
    strict.clock.move(60 * SECOND)
    assert strict.put(1, request_id="x").status_code == 409


def test_each_client_has_its_own(strict):
    for _ in range(4):
        last = strict.get(1)
    assert last.status_code == 429
    assert strict.get(1, client="other").status_code == 404


def test_without_a_limit_nothing_is_counted(serve):
    server = serve(rate_limit=0)
    answers = [server.get(1) for _ in range(20)]
    assert {answer.status_code for answer in answers} == {404}
    assert "x-ratelimit-limit" not in answers[0].headers
