"""A Request-Id is good for one write: whatever came of it, for as long as it is remembered."""

from __future__ import annotations

from datetime import timedelta

import pytest

from satupintu.systems.kemnaker.contract.signing import SignatureProfile, format_timestamp
from tests.contract.kemnaker.bodies import changed, path_of

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


def test_every_answer_echoes_the_request_id(server, serve):
    answers = [
        server.put(1, request_id="1"),
        server.get(2, request_id="2"),
        server.put(2, changed(quota=0), request_id="3"),
        server.put(2, b"{", request_id="4"),
        server.put(2, request_id="5", headers={"Signature": "HMACSHA256=x"}),
        server.put(2, request_id="6", headers={"Client-Id": None}),
        server.put(2, request_id="7", headers={"Accept": None}),
        server.get(2, request_id="8", timestamp="yesterday"),
        serve(https_only=True).get(2, request_id="9", address="http://joss.localhost"),
    ]
    assert [answer.headers["request-id"] for answer in answers] == list("123456789")


@pytest.mark.parametrize("request_id", ["a b", "ä".encode("latin-1"), "x" * 129, "a\tb"])
def test_a_malformed_request_id_is_not_echoed(server, request_id):
    answer = server.get(1, headers={"Request-Id": request_id})
    assert answer.status_code == 400
    assert "request-id" not in answer.headers


def test_a_request_id_of_128_characters_is_accepted(server):
    assert server.put(1, request_id="~" * 128).status_code == 201


@pytest.mark.parametrize(
    ("status", "first"),
    [
        (201, lambda server: server.put(1, request_id="x")),
        (422, lambda server: server.put(1, changed(quota=0), request_id="x")),
        (400, lambda server: server.put(1, b"{", request_id="x")),
        (400, lambda server: server.put(1, changed(status="filled", filled_count=1), request_id="x")),
        (404, lambda server: server.delete(9, request_id="x")),
        (404, lambda server: server.send("PUT", "/nowhere", {}, request_id="x")),
        (405, lambda server: server.send("POST", path_of(1), {}, request_id="x")),
        (404, lambda server: server.get(9, request_id="x")),
        (404, lambda server: server.send("GET", "/nowhere", request_id="x")),
    ],
)
def test_an_id_that_passed_authentication_is_used_whatever_came_of_it(server, status, first):
    assert first(server).status_code == status
    for again in (server.put(1, request_id="x"), server.delete(1, request_id="x")):
        assert (again.status_code, set(again.json())) == (409, {"message"})
    assert server.send("POST", "/nowhere", {}, request_id="x").status_code == 409


def test_an_id_that_was_refused_for_lack_of_permission_is_used(server):
    assert server.put(1, client="reader", request_id="x").status_code == 403
    assert server.put(1, client="reader", request_id="x").status_code == 409


@pytest.mark.parametrize(
    "failing",
    [
        {"headers": {"Signature": "HMACSHA256=x"}},
        {"headers": {"Accept": "text/html"}},
        {"headers": {"Content-Type": "text/plain"}},
        {"timestamp": "2020-01-01T00:00:00Z"},
        {"timestamp": "now"},
    ],
)
def test_a_request_that_fails_before_does_not_use_up_its_id(server, failing):
    assert server.put(1, request_id="x", **failing).status_code in {400, 401, 406, 415}
    assert server.put(1, request_id="x").status_code == 201


def test_a_conflict_never_replays_the_first_answer_and_changes_nothing(server):
    first = server.put(1, request_id="x").json()
    answer = server.put(1, changed(title="B"), request_id="x")
    assert answer.status_code == 409
    assert "data" not in answer.json()
    assert server.get(1).json() == first


def test_reads_repeat_freely(server):
    server.filed(1)
    server.put(2, request_id="written")
    assert [server.get(1, request_id=used).status_code for used in ("x", "x", "written")] == [200] * 3


def test_clients_have_memories_of_their_own(server):
    assert server.put(1, request_id="x").status_code == 201
    assert server.put(1, request_id="x", client="other").status_code == 201


def test_ids_differ_by_case(server):
    assert server.put(1, request_id="x").status_code == 201
    assert server.put(1, request_id="X").status_code == 200


def test_a_write_is_remembered_for_a_day(server):
    server.put(1, request_id="x")
    server.clock.move(DAY)
    assert server.put(1, request_id="x").status_code == 409
    server.clock.move(SECOND)
    assert server.put(1, request_id="x").status_code == 200


def test_the_memory_is_as_long_as_the_profile_says(serve):
    profile = SignatureProfile("short", ("Client-Id", "Request-Id", "Request-Timestamp", "Request-Target", "Digest"),
                               prefix="HMACSHA256=", window_seconds=10, request_id_ttl_seconds=20)  # fmt: skip
    server = serve(profile=profile)
    server.put(1, request_id="x")
    server.clock.move(20 * SECOND)
    assert server.put(1, request_id="x").status_code == 409
    server.clock.move(SECOND)
    assert server.put(1, request_id="x").status_code == 200


def test_a_read_is_remembered_for_twice_the_window(server):
    server.get(1, request_id="x")
    server.clock.move(600 * SECOND)
    assert server.put(1, request_id="x").status_code == 409
    server.clock.move(SECOND)
    assert server.put(1, request_id="x").status_code == 201


def test_the_headers_of_a_read_never_become_a_deletion_while_they_are_valid(server):
    server.filed(1)
    seen = {"request_id": "x", "timestamp": format_timestamp(server.clock.now() + 300 * SECOND)}
    assert server.get(1, **seen).status_code == 200
    server.clock.move(600 * SECOND)
    assert server.delete(1, **seen).status_code == 409
    assert server.found(1)["status"] == "open"


def test_a_repeated_read_is_remembered_from_its_last_time(server):
    server.filed(1)
    server.get(1, request_id="x")
    server.clock.move(500 * SECOND)
    seen = {"request_id": "x", "timestamp": format_timestamp(server.clock.now())}
    assert server.get(1, **seen).status_code == 200
    server.clock.move(200 * SECOND)
    assert server.delete(1, **seen).status_code == 409


def test_a_read_does_not_shorten_the_memory_of_a_write(server):
    server.put(1, request_id="x")
    server.get(1, request_id="x")
    server.clock.move(DAY)
    assert server.put(1, request_id="x").status_code == 409
