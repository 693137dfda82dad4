"""Every other refusal is explained in a sentence with its remedy, in both languages."""

from __future__ import annotations

import re
from typing import Any

import pytest

from satupintu.kernel.redaction import Secret
from satupintu.store.credentials import Credential, Keeping
from satupintu.systems.kemnaker.contract.diagnosis_cause import CAUSES, CauseKey
from satupintu.systems.kemnaker.contract.signing import DOKU, sign
from tests.contract.kemnaker.bodies import SMALLEST, changed, path_of
from tests.integration.explain.explanations import explained, keys
from tests.joss_sandbox import ADDRESS, JossSandbox

REFUSED: dict[str, tuple[int, str, dict[str, Any]]] = {
    "no signature": (401, "credentials_missing", {"headers": {"Signature": None}}),
    "no timestamp": (400, "header_missing", {"headers": {"Request-Timestamp": None}}),
    "no content type": (400, "header_missing", {"headers": {"Content-Type": None}}),
    "malformed id": (400, "id_form", {"request_id": "a b"}),
    "body of a read": (400, "body_unsigned", {"method": "GET", "body": b"{}"}),
    "malformed timestamp": (400, "timestamp_form", {"timestamp": "2026-03-02T08:51:00+07:00"}),
    "no JSON": (400, "not_json", {"body": b"{"}),
    "unknown path": (404, "path_unknown", {"path": "/api/v1/vacancies"}),
    "unknown record": (404, "record_unknown", {"method": "GET", "path": path_of(404), "body": None}),
    "wrong method": (405, "method_wrong", {"method": "POST"}),
    "unsupported type": (406, "accept", {"accept": "text/html"}),
    "too large": (413, "body_too_large", {"body": b" " * (1024 * 1024 + 1)}),
    "body in XML": (415, "content_type", {"body": b"<a/>", "headers": {"Content-Type": "application/xml"}}),
    "invalid fields": (422, "fields", {"body": changed(quota="3", title=None)}),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_refusal_is_explained(sandbox: JossSandbox, case: str) -> None:
    status, key, request = REFUSED[case]
    answer = sandbox.send(**{"method": "PUT", "path": path_of(2), "body": SMALLEST, **request})
    assert answer.status_code == status
    found = explained(sandbox)
    assert keys(found) == [key]
    assert (found["request"]["status"], found["request"]["message"]) == (status, answer.json()["message"])
    assert found["signature"] is None
    for language in ("id", "en"):
        left = re.findall(r"\{(\w+)\}", found["causes"][0][language])
        assert set(left) <= {"id", "name"}, "of a path, not of the sentence"


def test_what_is_missing_or_allowed_is_named(sandbox: JossSandbox) -> None:
    sandbox.send("PUT", path_of(2), changed(quota="3", title=None))
    found = explained(sandbox)
    assert "quota" in found["causes"][0]["en"] and "title" in found["causes"][0]["id"]
    assert set(found["request"]["errors"]) == {"quota", "title"}
    sandbox.send("PUT", path_of(2), SMALLEST, headers={"Accept": None, "Request-Timestamp": None})
    assert "Accept, Request-Timestamp" in explained(sandbox)["causes"][0]["en"]
    sandbox.send("POST", path_of(2), SMALLEST)
    assert "PUT" in explained(sandbox)["causes"][0]["en"]


def test_a_used_request_id_a_missing_permission_and_a_closed_record_are_explained(sandbox: JossSandbox) -> None:
    assert sandbox.send("PUT", path_of(3), SMALLEST, request_id="used").status_code == 201
    assert sandbox.send("PUT", path_of(3), SMALLEST, request_id="used").status_code == 409
    assert keys(explained(sandbox, request_id="used")) == ["request_id_used"]
    assert sandbox.send("DELETE", path_of(3)).status_code == 200
    assert sandbox.send("PUT", path_of(3), changed(status="open")).status_code == 400
    assert keys(explained(sandbox)) == ["life_cycle"]
    reader = Credential(
        system="joss",
        environment="staging",
        client_id="JOSS-READER",
        secrets=(Secret("SK-reader"),),
        keeping=Keeping.SEALED,
        permissions=frozenset({"vacancies.read"}),
    )
    sandbox.house.credentials.add(reader)
    parts = sandbox.parts("DELETE", path_of(3), client_id="JOSS-READER")
    assert sandbox.deliver(parts, signature=sign(DOKU, parts, "SK-reader")).status_code == 403
    found = explained(sandbox)
    assert keys(found) == ["permission"]
    assert "vacancies.write" in found["causes"][0]["en"]


@pytest.mark.parametrize(
    ("status", "key"),
    [(429, "quota"), (500, "system_error"), (503, "maintenance"), (504, "too_much_data"), (418, "other")],
)
def test_faults_on_request_are_explained_too(sandbox: JossSandbox, status: int, key: str) -> None:
    order = {"system": "joss", "status": status, "times": 1}
    assert sandbox.http.post(f"{ADDRESS}/_control/faults", json=order).status_code == 201
    assert sandbox.send("GET", path_of(1)).status_code == status
    assert keys(explained(sandbox)) == [key]


@pytest.mark.parametrize(
    ("order", "status"),
    [
        ({"request_id": "never-seen"}, 404),
        ({}, 422),
        ({"last": False}, 422),
        ({"last": True, "request_id": "x"}, 422),
        ({"request_id": ""}, 422),
        ({"other": 1}, 422),
    ],
)
def test_an_order_that_names_nothing_is_refused(sandbox: JossSandbox, order: dict[str, Any], status: int) -> None:
    assert sandbox.http.post(f"{ADDRESS}/_control/explain", json=order).status_code == status


def test_every_cause_has_a_sentence_in_both_languages() -> None:
    assert set(CAUSES) == set(CauseKey)
    assert all(words.id and words.en and words.id != words.en for words in CAUSES.values())
