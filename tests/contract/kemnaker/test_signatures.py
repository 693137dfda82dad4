"""Who may come in: a known client whose signature is over the very bytes it sends, made just now."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest

from satupintu.systems.kemnaker.contract.signing import CANONICAL_HEX, SignedParts, format_timestamp, sign
from tests.contract.kemnaker.bodies import SMALLEST, path_of

EXPIRED = (401, {"message": "Signature has expired."})
INVALID = (401, {"message": "Invalid signature."})


def said(answer):
    return answer.status_code, answer.json()


@pytest.mark.parametrize(("seconds", "accepted"), [(0, True), (300, True), (-300, True), (301, False), (-301, False),
                                                   (10**9, False), (-(10**9), False)])  # fmt: skip
def test_a_timestamp_counts_within_five_minutes_either_way_both_ends_included(server, seconds, accepted):
    timestamp = format_timestamp(server.clock.now() + timedelta(seconds=seconds))
    answer = server.put(1, timestamp=timestamp)
    assert answer.status_code == 201 if accepted else said(answer) == EXPIRED


def test_the_window_is_measured_with_fractions(server):
    server.clock.move(timedelta(microseconds=1))
    assert said(server.put(1, timestamp="2026-03-02T01:46:00Z")) == EXPIRED
    assert server.put(1, timestamp="2026-03-02T01:46:00.000001Z").status_code == 201


@pytest.mark.parametrize("timestamp", ["", "now", "2026-03-02T08:51:00+07:00", "2026-03-02T01:51:00", "2026-03-02",
                                       "2026-03-02 01:51:00Z", "2026-03-02T01:51:00z", "2026-02-30T01:51:00Z",
                                       "2026-03-02T01:51:00.Z", "2026-03-02T01:51:00.1234567890Z", "1772416260",
                                       "2026-03-02T01:51:00Z, 2026-03-02T01:51:00Z"])  # fmt: skip
def test_a_timestamp_in_another_form_is_malformed(server, timestamp):
    answer = server.get(1, headers={"Request-Timestamp": timestamp})
    assert (answer.status_code, set(answer.json())) == (400, {"message"})


def test_the_clock_that_was_moved_decides(server):
    before = format_timestamp(server.clock.now())
    server.clock.move(timedelta(minutes=15))
    assert said(server.put(1, timestamp=before)) == EXPIRED
    assert server.put(1).status_code == 201


@pytest.mark.parametrize(
    "signed",
    [
        {"body": b'{"title":"B"}'},
        {"body": b" " + b"{}"},
        {"body": None},
        {"target": path_of(2)},
        {"target": path_of(1) + "/"},
        {"target": "https://joss.localhost" + path_of(1)},
        {"target": "/elsewhere" + path_of(1)},
        {"client_id": "other"},
        {"request_id": "another"},
        {"timestamp": "2026-03-02T01:51:01Z"},
    ],
)
def test_a_signature_over_something_else_is_invalid(server, signed):
    assert said(server.put(1, signed=signed)) == INVALID
    assert server.get(1).status_code == 404


@pytest.mark.parametrize(
    "change",
    [
        str.lower,
        lambda text: text.removeprefix("HMACSHA256="),
        lambda text: text[:-1],
        lambda text: text + "=",
        lambda text: f"{text}, {text}",
        lambda text: text.replace("HMACSHA256", "HMACSHA1"),
        lambda _: "ä".encode("latin-1"),
    ],
)
def test_a_signature_that_is_written_otherwise_is_invalid(server, change):
    right = server.get(1, request_id="x").request.headers["signature"]
    assert said(server.get(1, request_id="x", headers={"Signature": change(right)})) == INVALID


def test_blanks_around_header_values_do_not_count(server):
    answer = server.put(1, request_id="x", headers={"Request-Id": " x\t", "Accept": " application/json "})
    assert (answer.status_code, answer.headers["request-id"]) == (201, "x")


def test_unknown_clients_and_wrong_secrets_cannot_be_told_apart(server):
    stranger = server.put(1, client="stranger")
    wrong = server.put(1, headers={"Signature": stranger.request.headers["signature"]})
    assert said(stranger) == said(wrong) == INVALID
    assert {*stranger.headers} == {*wrong.headers}


def test_a_client_of_one_environment_is_unknown_in_the_other(serve):
    assert said(serve(environment="live").put(1)) == INVALID


@pytest.mark.parametrize("name", ["Client-Id", "Signature"])
def test_without_credentials_there_is_no_way_in(server, name):
    for value in (None, "", "  "):
        answer = server.put(1, headers={name: value})
        assert (answer.status_code, set(answer.json())) == (401, {"message"})


class Mounted:
    """The server below a mount."""

    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        await self.app({**scope, "satupintu.mount": "/joss"}, receive, send)


@pytest.fixture
def mounted(server):
    server.http.close()
    return type(server)(Mounted(server.app), server.clock, server.transactions)


def test_below_a_mount_the_path_as_sent_and_the_path_behind_it_are_both_signed_well(mounted):
    sent = "/joss" + path_of(1)
    created = mounted.send("PUT", sent, SMALLEST)
    assert (created.status_code, created.headers["location"]) == (201, sent)
    assert mounted.send("PUT", sent, SMALLEST, signed={"target": path_of(1)}).status_code == 200
    assert said(mounted.send("PUT", sent, SMALLEST, signed={"target": path_of(2)})) == INVALID
    assert said(mounted.send("PUT", sent, SMALLEST, signed={"target": "/toss" + path_of(1)})) == INVALID


def test_the_path_is_signed_as_it_was_sent_without_decoding(server):
    encoded = path_of(1).replace("-", "%2d", 1)
    assert server.send("PUT", encoded, SMALLEST).status_code == 201
    for other in (path_of(1), encoded.replace("%2d", "%2D")):
        assert said(server.send("PUT", encoded, SMALLEST, signed={"target": other})) == INVALID


def test_an_empty_body_is_signed_without_a_digest_and_fails_on_the_body(server):
    for empty in (None, b""):
        answer = server.put(1, empty, headers={"Content-Length": "0"})
        assert answer.status_code == 422
        assert set(answer.json()["errors"]) == {"body"}


@pytest.mark.parametrize("method", ["GET", "DELETE", "HEAD"])
def test_a_body_that_would_not_be_signed_is_refused(server, method):
    server.filed(1)
    assert server.send(method, path_of(1), b"{}").status_code == 400
    assert server.found(1)["status"] == "open"


def test_another_profile_is_another_recipe(serve):
    server = serve(profile=CANONICAL_HEX)
    assert said(server.get(1)) == INVALID
    parts = SignedParts("GET", path_of(1), "main", "x", format_timestamp(server.clock.now()))
    signature = sign(CANONICAL_HEX, parts, "SK-main")
    assert server.get(1, request_id="x", headers={"Signature": signature}).status_code == 404


def test_a_fault_of_ours_shows_no_detail_and_keeps_the_envelope(serve, caplog):
    class Broken:
        def knows(self, name, reference):
            raise OSError("disk on fire at /secret/place")

    server = serve(Broken())
    with caplog.at_level(logging.CRITICAL):
        answer = server.put(1, request_id="x")
    assert (answer.status_code, set(answer.json())) == (500, {"message"})
    assert answer.headers["request-id"] == "x"
    assert "fire" not in answer.text
    assert server.row(1) is None
