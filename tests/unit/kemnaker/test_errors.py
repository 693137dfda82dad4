from __future__ import annotations

import json

import pytest

from satupintu.kernel.errors import (
    AuthenticationFailedError,
    ConflictError,
    RateLimitedError,
    ServerFailedError,
    StatusError,
    ValidationFailedError,
)
from satupintu.kernel.outcome import Refusal
from satupintu.systems.kemnaker.contract.errors import read_refusal, write_refusal

INVALID = Refusal(422, "The given data was invalid.", {"employer.region.id": ("Unknown region id.", "Tidak dikenal…")})


def test_a_refusal_is_written_in_the_envelope():
    assert json.loads(write_refusal(Refusal(401, "Invalid signature."))) == {"message": "Invalid signature."}
    assert json.loads(write_refusal(INVALID)) == {"message": INVALID.message, "errors": {
        "employer.region.id": ["Unknown region id.", "Tidak dikenal…"]}}  # fmt: skip


def test_a_refusal_is_read_as_it_was_written():
    error = read_refusal(422, write_refusal(INVALID))
    assert isinstance(error, ValidationFailedError)
    assert (error.message, error.errors) == (INVALID.message, INVALID.errors)


@pytest.mark.parametrize(
    ("status", "kind"),
    [(401, AuthenticationFailedError), (409, ConflictError), (429, RateLimitedError), (503, ServerFailedError),
     (406, StatusError)],
)  # fmt: skip
def test_the_status_decides_what_kind_of_error_it_is(status, kind):
    assert type(read_refusal(status, b"")) is kind


@pytest.mark.parametrize(
    ("body", "message", "errors"),
    [
        (b"", "", {}),
        (b" <h1>502 Bad Gateway</h1>\n", "<h1>502 Bad Gateway</h1>", {}),
        (b"\xff\xfe", "\N{REPLACEMENT CHARACTER}" * 2, {}),
        (b"[1]", "", {}),
        (b"null", "", {}),
        (b'{"message": null, "errors": null}', "", {}),
        (b'{"message": 7, "errors": []}', "7", {}),
        (b'{"message": "A", "errors": {"title": "B"}}', "A", {"title": ("B",)}),
        (b'{"message": "A", "errors": {"title": [1, null]}}', "A", {"title": ("1", "None")}),
        (b'{"success": false, "error_code": "X", "message": "A", "fields": {}}', "A", {}),
    ],
)
def test_a_body_of_another_shape_is_no_fault(body, message, errors):
    error = read_refusal(400, body)
    assert (error.message, error.errors, error.body) == (message, errors, body)


def test_of_a_long_body_that_is_no_json_only_the_beginning_becomes_the_message():
    assert read_refusal(502, b"x" * 10_000).message == "x" * 200
