"""The signature of JOSS and TOSS: the vectors of the contract, and what must not pass."""

from __future__ import annotations

import base64
import hashlib
import hmac
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from satupintu.kernel.errors import ConfigurationError
from satupintu.systems.kemnaker.contract.signing import (
    CANONICAL_HEX,
    DOKU,
    PROFILES,
    SignedParts,
    TimestampError,
    digest,
    format_timestamp,
    parse_timestamp,
    sign,
    string_to_sign,
    verify,
    within_window,
)

SECRET = "SK-demo-secret-0001"
PATH = "/api/v1/jobs/2f1c0e4a-6b0a-4f0e-9c55-0d6a5f3b9a10/industrial-vacancy"
FROZEN = datetime(2022, 9, 22, 1, 51, tzinfo=UTC)


def parts(method: str, number: str, target: str, body: bytes | None) -> SignedParts:
    request_id = f"0b8e2f0e-5a44-4f3e-8f0f-3a4c1b2d9e{number}"
    return SignedParts(method, target, "JOSS-DEMO-0001", request_id, "2022-09-22T01:51:00Z", body)


PUT = parts("PUT", "01", PATH, b'{"title":"Junior Administrator"}')
GET = parts("GET", "02", PATH, None)
NOTIFICATION = parts("POST", "03", "/api/company/notifications", b'{"event":"demo"}')

VECTORS = [
    (PUT, 247, "GtebeCnpVWSrbpum7Rfay7kFMXw6O12mYj3NVBO1s3Q=", "f8s1HgGuDc15c/3UWqwP2iL6RNvkI/Rr3s9Gr7xHycw="),
    (GET, 195, None, "nFccnxiWrjTK7wzqXgONJN/+H26gfU/u9r7TJtcI0B0="),
    (replace(GET, method="DELETE"), 195, None, "nFccnxiWrjTK7wzqXgONJN/+H26gfU/u9r7TJtcI0B0="),
    (NOTIFICATION, 205, "hgIZeynovrA8gkdUtjEPQoS1d4kyPRW35Eh+9Wh+ssQ=", "e0pa+PbbLhZEeDKJfxJq1NEktGI0VgM/hyXTzvMFZqQ="),
]


@pytest.mark.parametrize(("signed", "length", "body_digest", "signature"), VECTORS)
def test_the_vectors_of_the_contract(signed: SignedParts, length: int, body_digest: str | None, signature: str) -> None:
    assert len(string_to_sign(DOKU, signed)) == length
    if body_digest is not None:
        assert digest(DOKU, signed.body) == body_digest
    assert sign(DOKU, signed, SECRET) == f"HMACSHA256={signature}"
    assert verify(DOKU, signed, [SECRET], f"HMACSHA256={signature}")


def by_hand(text: bytes) -> str:
    mac = base64.b64encode(hmac.digest(SECRET.encode(), text, "sha256")).decode()
    return f"HMACSHA256={mac}"


RIGHT = string_to_sign(DOKU, PUT)
HEX_DIGEST = base64.b64encode(hashlib.sha256(PUT.body or b"").hexdigest().encode())
WRONG = {
    "final LF added": by_hand(RIGHT + b"\n"),
    "blank after a colon": by_hand(RIGHT.replace(b":", b": ", 1)),
    "digest over hex text": by_hand(RIGHT.replace(digest(DOKU, PUT.body).encode(), HEX_DIGEST)),
    "body re-serialised": sign(DOKU, replace(PUT, body=b'{"title": "Junior Administrator"}'), SECRET),
    "prefix missing": sign(DOKU, PUT, SECRET).removeprefix("HMACSHA256="),
    "host inside the target": sign(DOKU, replace(PUT, target=f"https://joss.kemnaker.go.id{PATH}"), SECRET),
    "other environment's secret": sign(DOKU, PUT, "SK-demo-secret-0002"),
}


@pytest.mark.parametrize("mistake", WRONG)
def test_the_usual_mistakes_are_refused(mistake: str) -> None:
    assert not verify(DOKU, PUT, [SECRET], WRONG[mistake])


TEXT = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=40)
REQUESTS = st.builds(
    SignedParts,
    method=st.sampled_from(["PUT", "POST", "GET", "DELETE"]),
    target=TEXT.map(lambda text: "/" + text.replace("?", "")),
    client_id=TEXT,
    request_id=TEXT,
    timestamp=st.just("2022-09-22T01:51:00Z"),
    body=st.none() | st.binary(min_size=1, max_size=60),
)


@given(REQUESTS, TEXT, st.sampled_from(sorted(PROFILES)))
def test_what_is_signed_verifies_with_either_of_two_secrets(request_parts: SignedParts, secret: str, name: str) -> None:
    signature = sign(PROFILES[name], request_parts, secret)
    assert verify(PROFILES[name], request_parts, [secret], signature)
    assert verify(PROFILES[name], request_parts, ["another secret", secret], signature)
    assert not verify(PROFILES[name], request_parts, [], signature)


@given(REQUESTS, st.sampled_from(["target", "client_id", "request_id", "timestamp"]))
def test_a_change_of_anything_signed_is_noticed(request_parts: SignedParts, field: str) -> None:
    changed = replace(request_parts, **{field: getattr(request_parts, field) + "x"})
    assert not verify(DOKU, changed, [SECRET], sign(DOKU, request_parts, SECRET))


@given(st.binary(min_size=1, max_size=60), st.integers(0, 59), st.integers(1, 255))
def test_a_change_of_one_byte_of_the_body_is_noticed(body: bytes, place: int, flip: int) -> None:
    other = bytearray(body)
    other[place % len(body)] ^= flip
    signature = sign(DOKU, replace(PUT, body=body), SECRET)
    assert not verify(DOKU, replace(PUT, body=bytes(other)), [SECRET], signature)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not on this machine")
def test_openssl_makes_the_same_signature() -> None:
    command = ["openssl", "dgst", "-sha256", "-binary", "-hmac", SECRET]
    mac = subprocess.run(command, input=RIGHT, capture_output=True, check=True).stdout
    assert sign(DOKU, PUT, SECRET) == f"HMACSHA256={base64.b64encode(mac).decode()}"


def test_the_alternative_profile_signs_the_method_and_has_no_prefix() -> None:
    assert sign(CANONICAL_HEX, GET, SECRET) != sign(CANONICAL_HEX, replace(GET, method="DELETE"), SECRET)
    assert len(sign(CANONICAL_HEX, GET, SECRET)) == 64


@pytest.mark.parametrize("text", ["2022-09-22T01:51:00Z", "2022-09-22T01:51:00.123456789Z"])
def test_timestamps_with_or_without_a_fraction_are_read(text: str) -> None:
    assert parse_timestamp(text).replace(microsecond=0) == FROZEN


@pytest.mark.parametrize(
    "text",
    ["2022-09-22T08:51:00+07:00", "2022-09-22T01:51:00", "2022-09-22 01:51:00Z", "2022-13-22T01:51:00Z", "", "٢٠٢٢"],
)
def test_other_timestamps_are_not(text: str) -> None:
    with pytest.raises(TimestampError):
        parse_timestamp(text)


@given(st.datetimes(timezones=st.just(UTC)))
def test_a_written_timestamp_is_read_back_to_the_second(moment: datetime) -> None:
    assert parse_timestamp(format_timestamp(moment)) == moment.replace(microsecond=0)


@pytest.mark.parametrize(("seconds", "inside"), [(300, True), (-300, True), (301, False), (-301, False)])
def test_both_edges_of_the_window_belong_to_it(seconds: int, inside: bool) -> None:
    assert within_window(DOKU, FROZEN, FROZEN + timedelta(seconds=seconds)) is inside


def test_a_profile_whose_memory_is_shorter_than_twice_its_window_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="twice"):
        replace(DOKU, request_id_ttl_seconds=599)


def test_neither_body_nor_secret_shows_in_a_repr() -> None:
    assert "Junior" not in repr(PUT)
