"""Each usual mistake of a signature, really sent and really refused, is named with both texts and the first byte."""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from satupintu.bootstrap.sandbox import JOSS_LIVE, JOSS_STAGING
from satupintu.kernel.redaction import Secret
from satupintu.systems.kemnaker.contract.signing import (
    CANONICAL_HEX,
    DOKU,
    SignedParts,
    format_timestamp,
    sign,
    string_to_sign,
)
from tests.contract.kemnaker.bodies import SMALLEST, path_of
from tests.integration.explain.explanations import explained, keys
from tests.joss_sandbox import ADDRESS, CLIENT, JossSandbox

BODY = json.dumps(SMALLEST).encode()
Signer = Callable[[SignedParts, str], str]


def over(change: Callable[[bytes], bytes]) -> Signer:
    """Signs a text that was changed."""
    return lambda parts, secret: mac(change(string_to_sign(DOKU, parts)), secret)


def with_parts(**changes: object) -> Signer:
    """Signs other parts than those that are sent."""
    return lambda parts, secret: sign(DOKU, replace(parts, **changes), secret)


def mac(text: bytes, secret: str) -> str:
    return "HMACSHA256=" + b64encode(hmac.digest(secret.encode(), text, "sha256")).decode()


def digest_line(text: bytes, write: Callable[[bytes], bytes]) -> bytes:
    return text.rpartition(b":")[0] + b":" + write(hashlib.sha256(BODY).digest())


MISTAKES: dict[str, tuple[Signer, list[str]]] = {
    "final line break": (over(lambda text: text + b"\n"), ["final_newline"]),
    "CR LF": (over(lambda text: text.replace(b"\n", b"\r\n")), ["crlf"]),
    "written line break": (over(lambda text: text.replace(b"\n", rb"\n")), ["literal_backslash_n"]),
    "blank after the colon": (
        over(lambda text: b"\n".join(line.replace(b":", b": ", 1) for line in text.split(b"\n"))),
        ["blank_after_colon"],
    ),
    "digest in hex": (over(lambda text: digest_line(text, lambda raw: raw.hex().encode())), ["digest_hex"]),
    "digest of hex text": (
        over(lambda text: digest_line(text, lambda raw: b64encode(raw.hex().encode()))),
        ["digest_hex_text"],
    ),
    "no digest": (over(lambda text: text.rpartition(b"\n")[0]), ["digest_missing"]),
    "lines exchanged": (
        over(lambda text: b"\n".join((text.split(b"\n")[1], text.split(b"\n")[0], *text.split(b"\n")[2:]))),
        ["lines_order"],
    ),
    "line missing": (over(lambda text: b"\n".join(text.split(b"\n")[1:])), ["line_missing"]),
    "method in it": (over(lambda text: b"PUT\n" + text), ["method_included"]),
    "body written anew": (with_parts(body=json.dumps(SMALLEST, separators=(",", ":")).encode()), ["body_compact"]),
    "host in the target": (with_parts(target=f"{ADDRESS}/joss{path_of(1)}"), ["host_included"]),
    "slash at the end": (with_parts(target=f"/joss{path_of(1)}/"), ["target_slash"]),
    "query in the target": (
        lambda parts, secret: sign(
            replace(DOKU, target_includes_query=True), replace(parts, target=parts.target + "?page=1"), secret
        ),
        ["query_included"],
    ),
    "other profile": (lambda parts, secret: sign(CANONICAL_HEX, parts, secret), ["other_profile", "prefix_missing"]),
    "prefix missing": (lambda parts, secret: sign(DOKU, parts, secret).removeprefix("HMACSHA256="), ["prefix_missing"]),
    "secret with a line break": (lambda parts, secret: sign(DOKU, parts, secret + "\n"), ["secret_newline"]),
    "no HMAC at all": (lambda *_: "HMACSHA256=abc", ["signature_form"]),
    "another secret": (lambda parts, _: sign(DOKU, parts, "quite another"), ["no_known_variant"]),
    "two at once": (
        over(lambda text: b"PUT\n" + text + b"\n"),
        ["method_included", "final_newline"],
    ),
    "behind the mount, with a line break": (
        over(lambda text: text.replace(b"/joss/", b"/") + b"\n"),
        ["final_newline"],
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_usual_mistake_is_refused_and_named(sandbox: JossSandbox, mistake: str) -> None:
    signer, expected = MISTAKES[mistake]
    parts = sandbox.parts("PUT", path_of(1), BODY)
    answer = sandbox.deliver(parts, signature=signer(parts, sandbox.secret), query="page=1")
    assert (answer.status_code, answer.json()) == (401, {"message": "Invalid signature."})
    found = explained(sandbox, request_id=parts.request_id)
    assert keys(found) == expected
    signature = found["signature"]
    assert signature["expected_string"].startswith(f"Client-Id:{CLIENT}\nRequest-Id:{parts.request_id}\n")
    if (difference := signature["first_difference"]) is not None:
        offset = difference["offset"]
        assert signature["expected_string"][:offset] == signature["signed_string"][:offset]
        assert signature["expected_string"][offset:] != signature["signed_string"][offset:]


def test_the_timestamp_in_wib_is_named_whether_sent_or_only_signed(sandbox: JossSandbox) -> None:
    parts = sandbox.parts("PUT", path_of(1), BODY)
    in_wib = replace(parts, timestamp=format_timestamp(sandbox.house.clock.now() + timedelta(hours=7)))
    assert sandbox.deliver(in_wib).json() == {"message": "Signature has expired."}
    assert keys(explained(sandbox)) == ["clock_7_hours_ahead"]
    signature = sign(DOKU, in_wib, sandbox.secret)
    assert sandbox.deliver(parts, signature=signature).json() == {"message": "Invalid signature."}
    assert keys(explained(sandbox)) == ["timestamp_7_hours_ahead"]


@pytest.mark.parametrize(
    ("moved", "english", "indonesian"),
    [
        (timedelta(minutes=15), "sandbox clock is 15 minutes ahead", "Jam sandbox 15 menit di depan"),
        (timedelta(hours=-25), "sandbox clock is 1 day 1 hour behind", "Jam sandbox 1 hari 1 jam di belakang"),
    ],
)
def test_a_moved_sandbox_clock_is_named_even_after_it_was_set_back(
    fresh: JossSandbox, moved: timedelta, english: str, indonesian: str
) -> None:
    parts = fresh.parts("PUT", path_of(1), BODY)
    fresh.house.clock.move(moved)
    assert fresh.deliver(parts).json() == {"message": "Signature has expired."}
    fresh.house.clock.reset()
    found = explained(fresh, request_id=parts.request_id)
    assert keys(found)[-1] == "sandbox_clock_moved"
    assert english in found["causes"][-1]["en"]
    assert indonesian in found["causes"][-1]["id"]
    assert found["sandbox_clock_offset_seconds"] == moved.total_seconds()
    assert found["skew_seconds"] == pytest.approx(-moved.total_seconds(), abs=60)


def test_the_secret_of_the_other_environment_is_named_by_its_owner(sandbox: JossSandbox) -> None:
    parts = sandbox.parts("PUT", path_of(1), BODY)
    live = JOSS_LIVE.secret(sandbox.house.keys)
    assert sandbox.deliver(parts, signature=sign(DOKU, parts, live)).status_code == 401
    found = explained(sandbox)
    assert keys(found) == ["other_secret"]
    assert JOSS_LIVE.client_id in found["signature"]["other_secret"]
    assert live not in json.dumps(found)


def test_a_client_of_another_environment_is_told_from_an_unknown_one(sandbox: JossSandbox) -> None:
    def refused(client_id: str) -> list[str]:
        parts = sandbox.parts("PUT", path_of(1), BODY, client_id=client_id)
        assert sandbox.deliver(parts).json() == {"message": "Invalid signature."}
        return keys(explained(sandbox))

    assert refused(JOSS_LIVE.client_id) == ["client_of_other_environment"]
    assert refused("nobody") == ["client_unknown"]


def test_a_revoked_client_and_a_replaced_secret_are_named(fresh: JossSandbox) -> None:
    stored = JOSS_STAGING.stored(fresh.house.keys)
    parts = fresh.parts("PUT", path_of(1), BODY)
    signature = sign(DOKU, parts, fresh.secret)
    fresh.house.credentials.add(replace(stored, active=False))
    assert fresh.deliver(parts, signature=signature).status_code == 401
    assert keys(explained(fresh)) == ["client_not_active"]
    fresh.house.credentials.add(stored)
    assert keys(explained(fresh)) == ["signature_right_now"]
    fresh.house.credentials.add(replace(stored, secrets=(Secret("SK-new"),)))
    parts = fresh.parts("PUT", path_of(1), BODY)
    assert fresh.deliver(parts, signature=sign(DOKU, parts, fresh.secret)).status_code == 401
    assert keys(explained(fresh)) == ["no_known_variant"]


def test_a_body_too_large_to_be_kept_is_explained_by_its_digest(sandbox: JossSandbox) -> None:
    body = json.dumps({"note": "x" * 200_000}).encode()
    parts = sandbox.parts("PUT", path_of(1), body)
    text = string_to_sign(DOKU, parts)
    assert sandbox.deliver(parts, signature=mac(text + b"\n", sandbox.secret)).status_code == 401
    assert keys(explained(sandbox)) == ["final_newline"]
    parts = sandbox.parts("PUT", path_of(1), body)
    assert (
        sandbox.deliver(parts, signature=sign(DOKU, replace(parts, body=body[:-1]), sandbox.secret)).status_code == 401
    )
    assert keys(explained(sandbox)) == ["no_known_variant", "body_not_kept"]
