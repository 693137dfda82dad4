"""A refused signature is explained: each usual mistake is found for any body, and nothing is claimed without proof."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from base64 import b64encode
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from satupintu.systems.kemnaker.contract.diagnosis import diagnose, first_difference
from satupintu.systems.kemnaker.contract.mistake import MISTAKES, MistakeKey
from satupintu.systems.kemnaker.contract.mistaken_text import draft_of
from satupintu.systems.kemnaker.contract.signing import (
    DOKU,
    PROFILES,
    SignatureProfile,
    SignedParts,
    sign,
    string_to_sign,
)

SECRET = "SK-demo-secret-0001"
OTHER = "SK-live-secret-0009"
NOW = datetime(2022, 9, 22, 1, 51, tzinfo=UTC)
BODY = '{"title":"Pegawai Administrasi","note":"R&D é/x","quota":2}'.encode()
PUT = SignedParts("PUT", "/joss/api/v1/jobs/1/industrial-vacancy", "C-1", "R-1", "2022-09-22T01:51:00Z", BODY)
RIGHT = string_to_sign(DOKU, PUT)


def signed_over(text: bytes) -> str:
    return "HMACSHA256=" + b64encode(hmac.digest(SECRET.encode(), text, "sha256")).decode()


def other_body(body: bytes) -> str:
    return sign(DOKU, replace(PUT, body=body), SECRET)


def other_target(target: str) -> str:
    return sign(replace(DOKU, target_includes_query=True), replace(PUT, target=target), SECRET)


LINES = RIGHT.split(b"\n")
DIGEST = LINES[4].partition(b":")[2]
VALUE = json.loads(BODY)
FOUND = {
    MistakeKey.FINAL_NEWLINE: signed_over(RIGHT + b"\n"),
    MistakeKey.CRLF: signed_over(RIGHT.replace(b"\n", b"\r\n")),
    MistakeKey.BLANK_AFTER_COLON: signed_over(b"\n".join(line.replace(b":", b": ", 1) for line in RIGHT.split(b"\n"))),
    MistakeKey.LINES_JOINED: signed_over(RIGHT.replace(b"\n", b"")),
    MistakeKey.LINES_ORDER: signed_over(b"\n".join((LINES[1], LINES[0], *LINES[2:]))),
    MistakeKey.LINE_MISSING: signed_over(b"\n".join((*LINES[:2], *LINES[3:]))),
    MistakeKey.NAMES_MISSING: signed_over(b"\n".join(line.partition(b":")[2] for line in LINES)),
    MistakeKey.DIGEST_PREFIX: signed_over(RIGHT.replace(DIGEST, b"SHA-256=" + DIGEST)),
    MistakeKey.DIGEST_MISSING: signed_over(RIGHT.rpartition(b"\n")[0]),
    MistakeKey.QUERY_INCLUDED: other_target(f"{PUT.target}?page=1"),
    MistakeKey.HOST_INCLUDED: other_target(f"https://sandbox.joss.kemnaker.go.id{PUT.target}"),
    MistakeKey.MOUNT_MISSING: other_target(PUT.target.removeprefix("/joss")),
    MistakeKey.TIMESTAMP_7_HOURS_AHEAD: sign(DOKU, replace(PUT, timestamp="2022-09-22T08:51:00Z"), SECRET),
    MistakeKey.BODY_BLANKS: other_body(json.dumps(VALUE, ensure_ascii=False).encode()),
    MistakeKey.BODY_ASCII: other_body(json.dumps(VALUE, separators=(",", ":")).encode()),
    MistakeKey.BODY_SORTED: other_body(
        json.dumps(VALUE, separators=(",", ":"), sort_keys=True, ensure_ascii=False).encode()
    ),
    MistakeKey.BODY_NEWLINE_ADDED: other_body(BODY + b"\n"),
    MistakeKey.OTHER_SECRET: sign(DOKU, PUT, OTHER),
    MistakeKey.SECRET_NEWLINE: sign(DOKU, PUT, f"{SECRET}\n"),
    MistakeKey.PREFIX_MISSING: sign(DOKU, PUT, SECRET).removeprefix("HMACSHA256="),
    MistakeKey.SIGNATURE_HEX: "HMACSHA256=" + hmac.new(SECRET.encode(), RIGHT, "sha256").hexdigest(),
}


def explain(signature: str, parts: SignedParts = PUT, **more: object) -> list[MistakeKey]:
    found = diagnose(DOKU, parts, SECRET, signature, now=NOW, other_secrets={"live": OTHER}, query="page=1", **more)
    return [mistake.key for mistake in found.mistakes]


@pytest.mark.parametrize("key", FOUND)
def test_a_usual_mistake_is_named(key: MistakeKey) -> None:
    assert explain(FOUND[key]) == [key]


@pytest.mark.parametrize("order", list(permutations(range(5))))
def test_any_order_of_the_lines_is_found(order: tuple[int, ...]) -> None:
    signature = signed_over(b"\n".join(LINES[index] for index in order))
    assert explain(signature) == ([] if list(order) == sorted(order) else [MistakeKey.LINES_ORDER])


TWO_AT_ONCE = [
    (RIGHT.replace(b"/joss/", b"/") + b"\n", {MistakeKey.MOUNT_MISSING, MistakeKey.FINAL_NEWLINE}),
    (RIGHT.replace(b"\n", b"\r\n").replace(b":R-1", b": R-1"), set()),
    (
        b"\n".join(line.replace(b":", b": ", 1) for line in LINES[:4]),
        {MistakeKey.BLANK_AFTER_COLON, MistakeKey.DIGEST_MISSING},
    ),
    (
        RIGHT.replace(DIGEST, hashlib.sha256(json.dumps(VALUE, indent=2).encode()).hexdigest().encode()),
        {MistakeKey.BODY_PRETTY, MistakeKey.DIGEST_HEX},
    ),
    (
        b"\n".join((b"PUT", LINES[1], LINES[0], *LINES[2:])),
        {MistakeKey.METHOD_INCLUDED, MistakeKey.LINES_ORDER},
    ),
    (
        RIGHT.replace(b"T01:", b"T08:").replace(PUT.target.encode(), b"https://joss.localhost" + PUT.target.encode()),
        {MistakeKey.TIMESTAMP_7_HOURS_AHEAD, MistakeKey.HOST_INCLUDED},
    ),
]


@pytest.mark.parametrize(("text", "keys"), TWO_AT_ONCE)
def test_two_mistakes_at_once_are_both_named(text: bytes, keys: set[MistakeKey]) -> None:
    assert set(explain(signed_over(text), host="joss.localhost")) == keys


def test_a_path_that_is_accepted_as_well_is_no_mistake() -> None:
    behind = PUT.target.removeprefix("/joss")
    assert diagnose(DOKU, PUT, SECRET, other_target(behind), now=NOW, other_target=behind).accepted
    found = diagnose(DOKU, PUT, SECRET, other_target(behind + "/"), now=NOW, other_target=behind)
    assert [mistake.key for mistake in found.mistakes] == [MistakeKey.TARGET_SLASH]
    assert found.expected == string_to_sign(DOKU, replace(PUT, target=behind))
    others = {"live": OTHER}
    signature = sign(DOKU, replace(PUT, target=behind), OTHER)
    found = diagnose(DOKU, PUT, SECRET, signature, now=NOW, other_target=behind, other_secrets=others)
    assert [mistake.key for mistake in found.mistakes] == [MistakeKey.OTHER_SECRET]


def test_a_body_that_is_not_at_hand_is_known_by_its_digest() -> None:
    known = hashlib.sha256(BODY).digest()
    absent = replace(PUT, body=None)
    assert diagnose(DOKU, absent, SECRET, sign(DOKU, PUT, SECRET), now=NOW, body_digest=known).accepted
    for key in (MistakeKey.FINAL_NEWLINE, MistakeKey.DIGEST_MISSING, MistakeKey.LINES_ORDER):
        found = diagnose(DOKU, absent, SECRET, FOUND[key], now=NOW, body_digest=known)
        assert [mistake.key for mistake in found.mistakes] == [key]


WIRE = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=12)


@given(
    st.sampled_from(list(PROFILES.values())),
    st.builds(
        SignedParts,
        method=st.sampled_from(["GET", "PUT", "POST", "DELETE"]),
        target=WIRE.map("/{}".format),
        client_id=WIRE,
        request_id=WIRE,
        timestamp=WIRE,
        body=st.none() | st.binary(max_size=20),
    ),
)
def test_the_expected_text_is_the_one_that_is_signed(profile: SignatureProfile, parts: SignedParts) -> None:
    assert draft_of(profile, parts).text() == string_to_sign(profile, parts)
    found = diagnose(profile, parts, SECRET, sign(profile, parts, SECRET))
    assert (found.valid, found.expected) == (True, string_to_sign(profile, parts))


def test_the_search_is_bounded_for_the_largest_body_too() -> None:
    body = json.dumps({"entries": [{"title": f"Perawat é {n}", "note": "x/" * 60} for n in range(6500)]}).encode()
    assert len(body) > 1_000_000
    began = time.perf_counter()
    assert explain(sign(DOKU, PUT, "quite another"), replace(PUT, body=body)) == []
    assert time.perf_counter() - began < 3  # a third of a second alone; others may share the machine


def test_the_digest_in_hex_is_named() -> None:
    digest = b64encode(hashlib.sha256(BODY).digest())
    assert explain(signed_over(RIGHT.replace(digest, hashlib.sha256(BODY).hexdigest().encode()))) == [
        MistakeKey.DIGEST_HEX
    ]


def test_a_right_signature_is_accepted_and_explained_by_nothing() -> None:
    found = diagnose(DOKU, PUT, SECRET, sign(DOKU, PUT, SECRET), now=NOW)
    assert (found.accepted, found.mistakes, found.difference) == (True, (), None)


@pytest.mark.parametrize(
    ("moved", "key"),
    [(7, MistakeKey.CLOCK_7_HOURS_BEHIND), (-7, MistakeKey.CLOCK_7_HOURS_AHEAD), (1, MistakeKey.CLOCK_OFF)],
)
def test_a_right_signature_at_the_wrong_time_is_explained_by_the_clock(moved: int, key: MistakeKey) -> None:
    found = diagnose(DOKU, PUT, SECRET, sign(DOKU, PUT, SECRET), now=NOW + timedelta(hours=moved))
    assert (found.valid, found.accepted) == (True, False)
    assert [mistake.key for mistake in found.mistakes] == [key]


def test_both_texts_and_the_first_differing_byte_are_told() -> None:
    found = diagnose(DOKU, PUT, SECRET, FOUND[MistakeKey.MOUNT_MISSING])
    assert found.signed is not None
    assert found.difference is not None
    assert found.difference.line == 4
    assert found.expected[: found.difference.offset] == found.signed[: found.difference.offset]


def test_a_given_text_is_compared() -> None:
    mine = RIGHT.replace(b"Client-Id:C-1", b"Client-Id:C-2")
    found = diagnose(DOKU, PUT, SECRET, signed_over(mine), signed=mine)
    assert [mistake.key for mistake in found.mistakes] == [MistakeKey.STRING_DIFFERS]
    assert found.difference is not None
    assert (found.difference.expected, found.difference.signed) == (b"1", b"2")


def test_a_right_text_with_a_wrong_secret_points_at_the_secret() -> None:
    found = diagnose(DOKU, PUT, SECRET, sign(DOKU, PUT, "quite another"), signed=RIGHT)
    assert [mistake.key for mistake in found.mistakes] == [MistakeKey.STRING_RIGHT]


def test_an_unknown_secret_fits_no_known_variant() -> None:
    assert explain(sign(DOKU, PUT, "quite another")) == []


@given(st.text(max_size=80))
def test_any_header_value_is_survived_and_nothing_is_accepted(signature: str) -> None:
    found = diagnose(DOKU, PUT, SECRET, signature, now=NOW)
    assert not found.valid


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)


@given(JSON)
def test_a_body_written_anew_is_found_for_any_body(value: object) -> None:
    sent = json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "surrogatepass")
    anew = json.dumps(value, indent=4).encode()
    signature = other_body(anew)
    keys = explain(signature, replace(PUT, body=sent))
    assert keys == [] if sent == anew else bool(keys)


@given(st.binary(max_size=20), st.binary(max_size=20))
def test_the_first_difference_is_where_the_texts_part(one: bytes, two: bytes) -> None:
    found = first_difference(one, two)
    if found is None:
        assert one == two
    else:
        assert one[: found.offset] == two[: found.offset]
        assert one[found.offset : found.offset + 1] != two[found.offset : found.offset + 1]


def test_every_mistake_has_words_in_both_languages_and_no_secret_in_them() -> None:
    for key in MistakeKey:
        assert MISTAKES[key].words.id
        assert MISTAKES[key].words.en
    found = diagnose(DOKU, PUT, SECRET, FOUND[MistakeKey.OTHER_SECRET], other_secrets={"live": OTHER})
    assert found.label == "live"
    assert SECRET not in repr(found)
    assert OTHER not in repr(found)
