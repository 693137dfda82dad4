"""Whatever comes in, the answer is never a failure of the server, and always in the envelope."""

from __future__ import annotations

import asyncio
import copy
import json
from typing import Any

import httpx2
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from satupintu.systems.kemnaker.contract.signing import DOKU, SignedParts, format_timestamp, sign
from tests.contract.kemnaker.bodies import BODY, COMPANY, SMALLEST, changed, path_of, paths, replaced
from tests.contract.kemnaker.conftest import ADDRESS, secret_of, start

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
    | st.sampled_from(["2026-04-01", COMPANY["id"], "https://a.example", "open", "closed", "filled", "country"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*BODY, *BODY["employer"], "type"]) | st.text(max_size=4), inner, max_size=6)
    ),
    max_leaves=15,
)
TEXTS = [path for path in paths(BODY) if path not in {"employer", "region", "employer.region", "skills"}]
FREE_TEXTS = [
    *("title", "description", "qualification", "skills.0", "close_note"),
    *("employer.name", "employer.address", "employer.license_number", "employer.about"),
]
CONTROLS = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\n\t"]


@pytest.fixture(scope="module")
def server():
    server = start()
    yield server
    server.http.close()


def checked(answer: httpx2.Response) -> httpx2.Response:
    """The answer, which is no 5xx and stands in its envelope."""
    assert answer.status_code < 500, answer.text
    assert answer.headers["content-type"] == "application/json"
    body = answer.json()
    if answer.status_code < 300:
        assert set(body) == {"data"}
    elif answer.status_code == 422:
        assert set(body) == {"message", "errors"}
        assert body["errors"]
        assert all(path and sentences and all(sentences) for path, sentences in body["errors"].items())
    else:
        assert set(body) == {"message"}
    if answer.status_code >= 300:
        assert isinstance(body["message"], str)
        assert body["message"]
    return answer


@settings(max_examples=200, deadline=None)
@given(JSON)
def test_any_json_is_answered(server, body):
    assert checked(server.put(1, body)).status_code in {200, 201, 400, 422}


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(TEXTS), JSON), min_size=1, max_size=4))
def test_any_values_in_any_fields_are_answered(server, values):
    body: Any = copy.deepcopy(BODY)
    for path, value in values:
        body = replaced(path, value, body)
    answer = checked(server.put(1, body))
    assert answer.status_code in {200, 201, 400, 422}
    if answer.status_code == 422:
        related = {"min_salary", "max_salary", "max_age", "filled_count", "close_reason", "employer.latitude",
                   "employer.longitude", "employer.postal_code", "expires_at", "published_at"}  # fmt: skip
        siblings = {f"{path.rpartition('.')[0]}.{name}" for path, _ in values for name in ("type", "id")}
        touched = {path for path, _ in values}
        for path in answer.json()["errors"]:
            of_a_value = any(path == other or path.startswith(f"{other}.") for other in touched)
            assert of_a_value or path in related | siblings, path


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
@example(b"\xef\xbb\xbf{}")
@example(b'{"title": "\xff"}')
@example(b'{"title": "\xed\xa0\x80"}')
@example(b'{"title": "a\0b"}')
@example(b'{"title": "a\nb"}')
@example(b'{"title": NaN}')
@example(b'{"quota": Infinity}')
@example(b'{"quota": -Infinity}')
@example(b'{"quota": 1e999}')
@example(b'{"quota": 01}')
@example(b'{"quota": 1,}')
@example(b"{'quota': 1}")
@example(b'{"quota": ' + b"9" * 5000 + b"}")
@example(b'{"a":' * 100_000)
@example(b"[" * 500_000)
@example(b'{"title": "\\ud800')
def test_bytes_that_are_no_json_are_malformed(server, raw):
    try:
        is_json = json.loads(raw.decode(), parse_constant=lambda _: 1 / 0) is not ...
        is_json &= b"e999" not in raw
    except (ValueError, RecursionError, ZeroDivisionError):
        is_json = False
    answer = checked(server.put(1, raw, headers={"Content-Length": str(len(raw))}))
    assert answer.status_code == (422 if is_json or not raw else 400)


@pytest.mark.parametrize("depth", [10, 100, 500, 900, 990, 1000, 5000, 200_000])
@pytest.mark.parametrize("field", ["x", "title", "skills", "employer"])
@pytest.mark.parametrize("brackets", [(b"[", b"]"), (b'{"a":', b"}")])
def test_depth_breaks_nothing(server, depth, field, brackets):
    left, right = brackets
    raw = json.dumps(changed())[:-1].encode() + f', "{field}":'.encode() + left * depth + b"1" + right * depth + b"}"
    status = checked(server.put(1, raw[: 1024 * 1024])).status_code
    assert status in ({200, 201, 400} if field == "x" else {400, 422})


@pytest.mark.parametrize("path", FREE_TEXTS)
def test_a_control_character_is_a_fault_wherever_it_stands_in_a_text(server, path):
    for control in CONTROLS:
        for text in (control, f"a{control}b", f"{control}a", f"a{control}"):
            answer = checked(server.put(1, replaced(path, text)))
            assert list(answer.json()["errors"]) == [path], ascii(text)


@pytest.mark.parametrize("path", TEXTS)
@pytest.mark.parametrize("character", [r"\u0000", r"\ud800", r"\uDFFF", r"\udc00\ud800", r"\u001f", r"\u0085"])
def test_no_field_takes_what_is_no_text(server, path, character):
    for text in (character, f"{character}open", f"2026-04-01{character}"):
        raw = json.dumps(replaced(path, "MARK")).replace("MARK", text).encode()
        answer = checked(server.put(1, raw))
        assert answer.status_code == 422
        assert list(answer.json()["errors"]) == [path]


def test_a_lone_surrogate_is_a_fault_in_fields_that_nobody_knows_too(server):
    raw = json.dumps(changed(employer=COMPANY | {"x": [{"y": "MARK"}]}, z="MARK")).replace("MARK", r"\ud800").encode()
    answer = checked(server.put(1, raw))
    assert set(answer.json()["errors"]) == {"employer.x.0.y", "z"}
    answer = checked(server.put(1, json.dumps(changed(MARK=1)).replace("MARK", r"\ud800").encode()))
    assert answer.status_code == 422


def test_a_pair_of_surrogates_is_a_character(server):
    raw = json.dumps(changed(title="MARK")).replace("MARK", r"\ud83d\ude00").encode()
    assert server.put(1, raw).json()["data"]["title"] == "😀"


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(FREE_TEXTS), st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=50))
def test_any_other_text_is_kept_to_the_character(server, path, text):
    text = f"x{text}x"
    if path in {"description", "qualification"}:
        text = text.replace("<", "").replace("&", "")
    answer = checked(server.put(2, replaced(path, text) | {"id": None}))
    record: Any = answer.json()["data"]
    if path == "close_note":
        return
    for key in path.split("."):
        record = record[int(key) if isinstance(record, list) else key]
    assert record == text


HEADERS = ["Accept", "Content-Type", "Client-Id", "Request-Id", "Request-Timestamp", "Signature"]
HOSTILE = st.one_of(
    st.binary(max_size=40),
    st.text("\x7f\xa0äß²٣,;=\"'/*q01. \t", max_size=30).map(lambda text: text.encode("utf-8")),
    st.sampled_from([b"x" * 70_000, b"," * 5000, b"q=" * 5000, "²".encode("latin-1"), b"application/json;" * 2000]),
)


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(["GET", "PUT", "DELETE", "POST"]), st.dictionaries(st.sampled_from(HEADERS), HOSTILE, min_size=1)
)
def test_any_bytes_in_headers_are_answered(server, method, headers):
    body = SMALLEST if method in {"PUT", "POST"} else None
    checked(server.send(method, path_of(9), body, headers=headers))


@pytest.mark.parametrize("name", HEADERS)
def test_a_repeated_header_counts_as_one_with_both_values(server, name):
    head = list(server.put(3).request.headers.multi_items())
    twice = [(key, value) for key, value in head if key.lower() == name.lower()]
    content = json.dumps(SMALLEST).encode()
    answer = checked(
        server.http.send(httpx2.Request("PUT", ADDRESS + path_of(3), headers=head + twice, content=content))
    )
    # Two lists of types are one list, so the checks go on until they meet the Request-Id that was used.
    assert answer.status_code == {"Accept": 409, "Content-Type": 415, "Signature": 401}.get(name, 400)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 255), min_size=1, max_size=30))
def test_any_bytes_in_the_path_are_answered(server, values):
    written = "".join(chr(value) if chr(value) in "abcdefXYZ019-_.~" else f"%{value:02X}" for value in values)
    for method, status in (("GET", 404), ("DELETE", 404), ("PUT", 422)):
        answer = checked(server.send(method, path_of(f"-{written}"), SMALLEST if method == "PUT" else None))
        assert answer.status_code == status


@settings(max_examples=50, deadline=None)
@given(st.binary(min_size=1, max_size=20).map(lambda raw: b"/" + raw.replace(b"?", b"").replace(b"#", b"")))
def test_bytes_in_the_path_that_no_client_would_send_are_answered(server, raw):
    async def send() -> int:
        status = 0

        async def receive():
            return {"type": "http.request"}

        async def note(message):
            nonlocal status
            status = message.get("status", status)

        moment = format_timestamp(server.clock.now())
        parts = SignedParts("GET", raw.decode("ascii", "surrogateescape"), "main", "x", moment)
        head = {"accept": "*/*", "client-id": "main", "request-id": "x", "request-timestamp": moment}
        head["signature"] = sign(DOKU, parts, secret_of("main"))
        headers = [(name.encode(), value.encode()) for name, value in head.items()]
        scope = {"type": "http", "method": "GET", "path": "/", "raw_path": raw, "query_string": b"", "scheme": "https"}
        await server.app(scope | {"headers": headers}, receive, note)
        return status

    assert asyncio.run(send()) == 404
