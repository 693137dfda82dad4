from __future__ import annotations

import asyncio
import gzip
from datetime import UTC, datetime

import pytest

from satupintu.kernel.outcome import Answer, Refusal
from satupintu.serving.checking import first_refusal
from satupintu.serving.exchange import DisconnectedError, Exchange, Request
from satupintu.serving.response import Response, send_response
from satupintu.serving.system import SystemApp

NOW = datetime(2026, 1, 5, 2, 30, tzinfo=UTC)


def scope(**fields):
    return {
        "type": "http", "method": "GET", "path": "/m/a/b", "raw_path": b"/m/a%2Fb", "query_string": b"", "headers": [],
        "scheme": "http", **fields,
    }  # fmt: skip


def request(*messages, **fields):
    left = list(messages)

    async def receive():
        return left.pop(0)

    return Request.from_scope(scope(**fields), receive)


def part(body, more=False):
    return {"type": "http.request", "body": body, "more_body": more}


def test_the_path_stays_as_it_was_sent_and_loses_only_the_mount():
    asked = request(**{"satupintu.mount": "/m"})
    assert (asked.raw_path, asked.path) == ("/m/a%2Fb", "/a%2Fb")


def test_the_base_address_is_the_one_the_client_used():
    asked = request(headers=[(b"host", b"talentics.localhost:8000")], **{"satupintu.mount": "/m"})
    assert asked.base_url() == "http://talentics.localhost:8000/m"


def test_repeated_headers_are_joined_and_names_are_in_lower_case():
    asked = request(headers=[(b"X-A", b" 1 "), (b"x-a", b"2")])
    assert asked.headers == {"x-a": "1, 2"}


@pytest.mark.parametrize(
    ("query", "values"),
    [
        (b"a=1&a=2&b=", {"a": "2", "b": ""}),
        (b"a=%FF", {"a": "\ufffd"}),
        (b"a=%00+x", {"a": "\0 x"}),
        (b"&&=&a", {"": "", "a": ""}),
    ],
)
def test_queries_are_read_whatever_they_hold(query, values):
    assert request(query_string=query).query_values() == values


def test_a_body_is_read_in_parts():
    asked = request(part(b"ab", True), part(b"cd"))
    assert asyncio.run(asked.read_body())
    assert asked.body == b"abcd"


@pytest.mark.parametrize(("size", "fits"), [(10, True), (11, False)])
def test_a_body_over_the_limit_is_not_kept(size, fits):
    asked = request(part(b"x" * 5, True), part(b"x" * (size - 5)))
    assert asyncio.run(asked.read_body(10)) is fits
    assert (asked.body is not None) is fits


def test_a_body_that_is_announced_too_long_is_not_even_read():
    asked = request(headers=[(b"content-length", b"9" * 30)])
    assert asyncio.run(asked.read_body()) is False


def test_a_client_that_goes_away_is_noticed():
    asked = request({"type": "http.disconnect"})
    with pytest.raises(DisconnectedError):
        asyncio.run(asked.read_body())


def test_the_first_step_that_refuses_answers_and_later_ones_do_not_run():
    ran = []

    def passes(exchange):
        ran.append("passes")

    async def refuses(exchange):
        ran.append("refuses")
        return Refusal(401, "no")

    def never(exchange):
        ran.append("never")

    exchange = Exchange(request(), NOW)
    assert asyncio.run(first_refusal((passes, refuses, never), exchange)) == Refusal(401, "no")
    assert ran == ["passes", "refuses"]
    assert asyncio.run(first_refusal((passes,), exchange)) is None


def sent(response, *, compress=True, **fields):
    messages = []

    async def send(message):
        messages.append(message)

    asyncio.run(send_response(response, Exchange(request(**fields), NOW), send, compress=compress))
    start, body = messages
    return start["status"], {name.decode(): value.decode() for name, value in start["headers"]}, body["body"]


def test_an_answer_carries_the_date_of_its_exchange():
    status, headers, body = sent(Response(200, b"{}"))
    assert (status, body, headers["content-length"]) == (200, b"{}", "2")
    assert headers["date"] == "Mon, 05 Jan 2026 02:30:00 GMT"


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [(b"gzip", True), (b"deflate, GZIP;q=0.5", True), (b"*", True), (b"gzip;q=0", False), (b"br", False), (b"", False)],
)
def test_a_long_body_is_compressed_when_the_client_takes_it(accepted, packed):
    text = b"x" * 5000
    _, headers, body = sent(Response(200, text), headers=[(b"accept-encoding", accepted)])
    assert (headers.get("content-encoding") == "gzip") is packed
    assert (gzip.decompress(body) if packed else body) == text
    assert headers["content-length"] == str(len(body))
    assert headers["vary"] == "Accept-Encoding"


def test_head_has_the_length_but_no_body():
    _, headers, body = sent(Response(200, b"abc"), method="HEAD")
    assert (headers["content-length"], body) == ("3", b"")


def test_an_answer_without_content_has_no_content_type():
    _, headers, _ = sent(Response(204))
    assert "content-type" not in headers


class Failing:
    compress = False

    async def answer(self, exchange):
        raise ValueError("secret detail")

    def render(self, outcome, exchange):
        return Response(outcome.status, outcome.message.encode())


def test_a_fault_of_ours_is_answered_in_the_vendors_shape_and_logged(caplog):
    messages = []

    async def send(message):
        messages.append(message)

    async def receive():
        return part(b"")

    class Clock:
        def now(self):
            return NOW

    asyncio.run(SystemApp(Failing(), Clock())(scope(), receive, send))
    assert (messages[0]["status"], messages[1]["body"]) == (500, b"Server Error")
    assert "GET /m/a%2Fb failed" in caplog.text


def test_finished_bytes_do_not_show_in_reprs():
    assert "secret" not in repr(Response(200, b"secret"))
    assert Answer(b"x").status == 200
