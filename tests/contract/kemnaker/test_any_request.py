"""What was signed verifies, whatever the request looks like and whoever carries it; anything else does not."""

from __future__ import annotations

import asyncio
import json
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from satupintu.systems.kemnaker.contract.signing import DOKU, SignedParts, format_timestamp, sign
from satupintu.systems.kemnaker.contract.xml import read_xml
from tests.contract.kemnaker.bodies import BODY, path_of
from tests.contract.kemnaker.conftest import Server, secret_of, start

VISIBLE = "".join(chr(number) for number in range(0x21, 0x7F))
IDS = st.text(VISIBLE, min_size=1, max_size=20)
ESCAPES = st.integers(0, 255).flatmap(lambda byte: st.sampled_from([f"%{byte:02x}", f"%{byte:02X}"]))
LETTERS = st.sampled_from([*string.ascii_letters, *string.digits, *"-._~!$&'()*+,;=:@", "/", "//"])
PATHS = st.lists(ESCAPES | LETTERS, max_size=20).map(lambda pieces: "/" + "".join(pieces))
PROXY_HEADERS = st.dictionaries(
    st.sampled_from(
        [
            "X-Forwarded-For",
            "X-Forwarded-Proto",
            "X-Forwarded-Host",
            "X-Request-Id",
            "X-Signature",
            "Forwarded",
            "Via",
            "Traceparent",
            "Digest",
            "Content-Digest",
            "Authorization",
            "Cookie",
        ]
    ),
    st.text(VISIBLE + " ", max_size=20),
)
MODEST = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def served() -> Iterator[Server]:
    server = start()
    yield server
    server.http.close()


@dataclass(frozen=True)
class Wire:
    """A request as it stands on the wire: what is signed of it, and all that is not.

    `arrangement` puts headers in another order and writes their names in other letters.
    """

    parts: SignedParts
    signature: str
    query: str = ""
    accept: str = "application/json"
    headers_of_proxies: Mapping[str, str] = field(default_factory=dict)
    arrangement: Any = None
    padding: str = ""

    def scope(self) -> dict[str, Any]:
        """The request as a server hands it over: headers in any order and any letters."""
        headers = [
            ("accept", self.accept),
            ("content-type", "application/json"),
            ("client-id", self.parts.client_id),
            ("request-id", self.parts.request_id),
            ("request-timestamp", self.parts.timestamp),
            ("signature", self.signature),
            ("host", "joss.localhost"),
            ("content-length", str(len(self.parts.body or b""))),
            *self.headers_of_proxies.items(),
        ]
        if self.arrangement is not None:
            self.arrangement.shuffle(headers)
            headers = [(self._spelt(name), value) for name, value in headers]
        return {
            "type": "http",
            "http_version": "1.1",
            "method": self.parts.method,
            "scheme": "https",
            "path": unquote(self.parts.target, errors="replace"),
            "raw_path": self.parts.target.encode(),
            "query_string": self.query.encode(),
            "headers": [(name.encode(), (self.padding + value + self.padding).encode()) for name, value in headers],
        }

    def _spelt(self, name: str) -> str:
        return "".join(self.arrangement.choice(letters) for letters in zip(name.upper(), name.lower(), strict=True))


def answer_to(server: Server, wire: Wire) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of the answer."""
    return answer_to_scope(server, wire.scope(), wire.parts.body)


def answer_to_scope(server: Server, scope: dict[str, Any], body: bytes | None) -> tuple[int, dict[str, str], bytes]:
    """What the application itself answers, without a client that would put a request in order."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body or b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run(asyncio.wait_for(server.app(scope, receive, send), 10))
    headers = {name.decode(): value.decode("latin-1") for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, b"".join(message.get("body", b"") for message in sent[1:])


@st.composite
def wires(draw: st.DrawFn, **fixed: Any) -> Wire:
    """Requests that are signed as they stand."""
    method = draw(st.sampled_from(["GET", "PUT", "DELETE", "POST", "PATCH"]))
    values = {
        "method": method,
        "target": draw(PATHS),
        "client_id": "main",
        "request_id": draw(IDS),
        "timestamp": "2026-03-02T01:51:00" + draw(st.sampled_from(["", ".5", ".000000001"])) + "Z",
        "body": draw(st.binary(max_size=60)) if method in {"PUT", "POST", "PATCH"} else None,
    }
    parts = SignedParts(**values | fixed)
    return Wire(
        parts,
        sign(DOKU, parts, secret_of("main")),
        query=draw(st.text(VISIBLE.replace("#", ""), max_size=20)),
        accept=draw(st.sampled_from(["application/json", "application/xml", "*/*"])),
        headers_of_proxies=draw(PROXY_HEADERS),
        arrangement=draw(st.randoms(use_true_random=False)),
        padding=draw(st.sampled_from(["", " ", "\t "])),
    )


@MODEST
@given(wires())
def test_what_was_signed_verifies_however_it_is_carried(served: Server, wire: Wire) -> None:
    status, headers, _ = answer_to(served, wire)
    assert status not in {401, 406, 415} and status < 500
    assert headers["request-id"] == wire.parts.request_id


@st.composite
def changes(draw: st.DrawFn, parts: SignedParts) -> SignedParts:
    """The same request with one thing changed on the way."""
    part = draw(st.sampled_from(["target", "request_id", "timestamp", "body"]))
    match part:
        case "body":
            body = draw(st.binary(max_size=60).filter(lambda other: (other or None) != (parts.body or None)))
            return replace(parts, body=body)
        case "timestamp":
            return replace(parts, timestamp="2026-03-02T01:51:01Z")
        case "target":
            return replace(parts, target=draw(PATHS.filter(lambda other: other != parts.target)))
        case _:
            return replace(parts, request_id=draw(IDS.filter(lambda other: other != parts.request_id)))


@MODEST
@given(st.data())
def test_anything_else_does_not(served: Server, data: st.DataObject) -> None:
    wire = data.draw(wires(method="PUT", body=data.draw(st.binary(max_size=60))))
    changed = replace(wire, parts=data.draw(changes(wire.parts)))
    assert answer_to(served, changed)[0] == 401


@MODEST
@given(wires(), st.data())
def test_a_signature_that_was_touched_does_not(served: Server, wire: Wire, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(wire.signature) - 1))
    other = data.draw(st.sampled_from(VISIBLE).filter(lambda letter: letter != wire.signature[place]))
    touched = wire.signature[:place] + other + wire.signature[place + 1 :]
    for signature in (touched, wire.signature.lower(), wire.signature + "=", f"{wire.signature}, {wire.signature}"):
        assert answer_to(served, replace(wire, signature=signature))[0] == 401


@MODEST
@given(wires())
def test_the_same_headers_sent_twice_do_not(served: Server, wire: Wire) -> None:
    for name, value in (("request-id", "other"), ("signature", wire.signature), ("client-id", "other")):
        scope = wire.scope()
        scope["headers"].append((name.encode(), value.encode()))
        status, _, _ = answer_to_scope(served, scope, wire.parts.body)
        assert status in {400, 401}


LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just("\ud800")
TREES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FIELDS = st.dictionaries(st.sampled_from([*BODY, "employer", "unknown", "id", ""]), TREES, max_size=6)


@MODEST
@given(
    st.one_of(FIELDS.map(lambda fields: BODY | fields), TREES), st.sampled_from(["application/json", "application/xml"])
)
def test_any_json_is_answered_in_both_formats_and_never_with_a_fault_of_ours(
    served: Server, tree: Any, accept: str
) -> None:
    body = json.dumps(tree).encode()
    parts = SignedParts("PUT", path_of(1), "main", str(served.ids.new()), format_timestamp(served.clock.now()), body)
    wire = Wire(parts, sign(DOKU, parts, secret_of("main")), accept=accept)
    status, headers, answered = answer_to(served, wire)
    assert status < 500
    assert headers["content-type"] == accept
    if accept == "application/xml":
        assert ElementTree.fromstring(answered).tag == "response"
        assert set(read_xml(answered)) & {"data", "message"}


@MODEST
@given(st.binary(max_size=200) | st.text('{}[]",:\\u0d8ntrefals123.eE+- ', max_size=80).map(str.encode))
def test_any_bytes_in_place_of_json_are_answered(served: Server, body: bytes) -> None:
    parts = SignedParts("PUT", path_of(1), "main", str(served.ids.new()), format_timestamp(served.clock.now()), body)
    status, _, _ = answer_to(served, Wire(parts, sign(DOKU, parts, secret_of("main"))))
    assert status in {400, 422}


HEADER_VALUES = st.binary(max_size=40).map(lambda raw: raw.replace(b"\r", b"").replace(b"\n", b""))


@MODEST
@given(
    st.dictionaries(
        st.sampled_from(
            [b"accept", b"content-type", b"client-id", b"request-id", b"request-timestamp", b"signature", b"host"]
        ),
        HEADER_VALUES | st.sampled_from([b"\xff" * 300, b"application/json;q=\xb2", "２０２６".encode()]),
    )
)
def test_any_header_values_are_answered(served: Server, values: dict[bytes, bytes]) -> None:
    parts = SignedParts("PUT", path_of(1), "main", "x", format_timestamp(served.clock.now()), b"{}")
    scope = Wire(parts, "HMACSHA256=x").scope()
    scope["headers"] = [(name, values.get(name, value)) for name, value in scope["headers"]]
    status, _, _ = answer_to_scope(served, scope, b"{}")
    assert status in {400, 401, 406, 415}
