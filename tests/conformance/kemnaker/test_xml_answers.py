"""Each status code of the contract's table is answered in XML as it is in JSON."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import httpx2
import pytest
from pydantic import BaseModel

from satupintu.kernel.redaction import Secret
from satupintu.store.credentials import Credential, Keeping
from satupintu.systems.kemnaker.contract.models import (
    CompanyPage,
    CompanyReply,
    EducationPage,
    RegionPage,
    VacancyPage,
    VacancyReply,
)
from satupintu.systems.kemnaker.contract.operations import joss_openapi, toss_openapi
from satupintu.systems.kemnaker.contract.signing import DOKU, sign
from satupintu.systems.kemnaker.contract.xml import read_xml_as
from tests.contract.kemnaker.bodies import BODY, COMPANY, SMALLEST, changed, path_of, without
from tests.joss_sandbox import JossSandbox, joss_sandbox

JSON, XML = "application/json", "application/xml"
READER = "JOSS-READER"


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[JossSandbox]:
    with joss_sandbox(tmp_path_factory.mktemp("joss") / "data") as opened:
        reader = Credential(
            system="joss",
            environment="staging",
            client_id=READER,
            secrets=(Secret("SK-reader"),),
            keeping=Keeping.SEALED,
            permissions=frozenset({"vacancies.read"}),
        )
        opened.house.credentials.add(reader)
        assert opened.send("PUT", path_of(1), without(BODY, "published_at", "expires_at")).status_code == 201
        yield opened


def as_xml_says(value: Any) -> Any:
    """A JSON tree as XML has it: values as text; empty lists and objects look like empty texts."""
    match value:
        case dict():
            return {key: as_xml_says(child) for key, child in value.items()} or ""
        case list():
            return [as_xml_says(child) for child in value] or ""
        case bool():
            return str(value).lower()
        case None:
            return None
        case _:
            return str(value)


def tree_of(element: ElementTree.Element) -> Any:
    """What another reader of XML than ours finds."""
    children = list(element)
    if not children:
        return None if element.get("nil") == "true" else element.text or ""
    if {child.tag for child in children} == {"item"}:
        return [tree_of(child) for child in children]
    return {child.tag: tree_of(child) for child in children}


def tree_of_xml(answer: httpx2.Response) -> Any:
    assert answer.headers["content-type"] == XML
    assert answer.content.startswith(b'<?xml version="1.0" encoding="UTF-8"?>')
    root = ElementTree.fromstring(answer.content)
    assert root.tag == "response"
    return tree_of(root)


def assert_same(json: httpx2.Response, xml: httpx2.Response, status: int) -> None:
    assert (json.status_code, xml.status_code) == (status, status)
    assert json.headers["content-type"] == JSON
    assert tree_of_xml(xml) == as_xml_says(json.json())
    leaving_out = {"content-type", "content-length", "date", "request-id", "x-ratelimit-remaining"}
    assert [(name, value) for name, value in json.headers.items() if name not in leaving_out] == [
        (name, value) for name, value in xml.headers.items() if name not in leaving_out
    ]


REFUSED: dict[str, tuple[int, dict[str, Any]]] = {
    "body is no JSON": (400, {"body": b"{"}),
    "header is missing": (400, {"headers": {"Request-Timestamp": None}}),
    "body of a read": (400, {"method": "GET", "body": b"{}", "headers": {"Content-Type": JSON}}),
    "no signature": (401, {"headers": {"Signature": None}}),
    "expired": (401, {"timestamp": "2020-01-01T00:00:00Z"}),
    "wrong signature": (401, {"signature": "HMACSHA256=x"}),
    "unknown record": (404, {"method": "GET", "path": path_of(404), "body": None}),
    "unknown path": (404, {"path": "/api/v1/none"}),
    "wrong method": (405, {"method": "POST"}),
    "body too large": (413, {"body": b" " * (1024 * 1024 + 1)}),
    "body is no JSON by its type": (415, {"headers": {"Content-Type": "text/plain"}}),
    "body in XML": (415, {"body": b"<response/>", "headers": {"Content-Type": XML}}),
    "invalid fields": (422, {"body": changed(title=None, quota="3", region={"type": "city", "id": "x"})}),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_refusal_says_the_same_in_both_formats(sandbox: JossSandbox, case: str) -> None:
    status, request = REFUSED[case]
    request = {"method": "PUT", "path": path_of(2), "body": SMALLEST, **request}
    json, xml = (sandbox.send(**request, accept=accept) for accept in (JSON, XML))
    assert_same(json, xml, status)
    assert set(json.json()) == ({"message", "errors"} if status == 422 else {"message"})


def test_faulty_fields_keep_their_dotted_paths(sandbox: JossSandbox) -> None:
    body = changed(employer=SMALLEST["employer"] | {"region": {"type": "city", "id": "x"}}, skills=["", 3])
    errors = tree_of_xml(sandbox.send("PUT", path_of(2), body, accept=XML))["errors"]
    assert errors["employer.region.id"] and errors["skills.1"]


def test_a_missing_permission_is_refused_in_both_formats(sandbox: JossSandbox) -> None:
    def refused(accept: str) -> httpx2.Response:
        parts = sandbox.parts("DELETE", path_of(1), client_id=READER)
        return sandbox.deliver(parts, accept, sign(DOKU, parts, "SK-reader"))

    assert_same(refused(JSON), refused(XML), 403)


def test_a_used_request_id_is_refused_in_both_formats(sandbox: JossSandbox) -> None:
    sandbox.send("PUT", path_of(3), SMALLEST, request_id="used")
    json, xml = (sandbox.send("PUT", path_of(3), SMALLEST, request_id="used", accept=accept) for accept in (JSON, XML))
    assert_same(json, xml, 409)


@pytest.mark.parametrize("accept", ["text/html", "application/json;q=0", "text/xml"])
def test_an_accept_that_takes_neither_is_refused_in_json(sandbox: JossSandbox, accept: str) -> None:
    answer = sandbox.send("GET", path_of(1), accept=accept)
    assert (answer.status_code, answer.headers["content-type"]) == (406, JSON)


def test_without_an_accept_the_refusal_is_in_json(sandbox: JossSandbox) -> None:
    answer = sandbox.send("GET", path_of(1), accept=None)
    assert (answer.status_code, answer.headers["content-type"]) == (400, JSON)


@pytest.mark.parametrize("status", [429, 500, 503, 504])
def test_trouble_on_our_side_is_told_in_both_formats(sandbox: JossSandbox, status: int) -> None:
    order = {"system": "joss", "operation": "find_vacancy", "status": status, "retry_after_s": 7, "times": 2}
    assert sandbox.http.post("http://127.0.0.1:8765/_control/faults", json=order).status_code == 201
    json, xml = (sandbox.send("GET", path_of(1), accept=accept) for accept in (JSON, XML))
    assert_same(json, xml, status)
    assert xml.headers["retry-after"] == "7"


def test_a_record_is_read_the_same_in_both_formats(sandbox: JossSandbox) -> None:
    json, xml = (sandbox.send("GET", path_of(1), accept=accept) for accept in (JSON, XML))
    assert_same(json, xml, 200)
    assert read_xml_as(VacancyReply, xml.content) == VacancyReply.model_validate_json(json.content)


@pytest.mark.parametrize(
    ("path", "model"),
    [
        ("/api/v1/jobs", VacancyPage),
        ("/api/v1/companies", CompanyPage),
        (f"/api/v1/companies/{COMPANY['id']}", CompanyReply),
        ("/api/v1/references/regions", RegionPage),
        ("/api/v1/references/education-levels", EducationPage),
    ],
)
def test_lists_and_reference_data_are_read_the_same_in_both_formats(
    sandbox: JossSandbox, path: str, model: type[BaseModel]
) -> None:
    json, xml = (sandbox.send("GET", path, query="per_page=3", accept=accept) for accept in (JSON, XML))
    assert_same(json, xml, 200)
    assert json.json()["data"]
    assert read_xml_as(model, xml.content) == model.model_validate_json(json.content)


@pytest.mark.parametrize("document", [joss_openapi, toss_openapi])
def test_the_openapi_document_lists_both_formats(document: Callable[[], dict[str, Any]]) -> None:
    for methods in document()["paths"].values():
        for operation in methods.values():
            for status, answer in operation["responses"].items():
                if status in {"200", "201"}:
                    assert set(answer["content"]) == {JSON, XML}
            assert set(operation.get("requestBody", {}).get("content", {JSON})) == {JSON}


def test_an_empty_list_is_read_as_one(sandbox: JossSandbox) -> None:
    json, xml = (sandbox.send("GET", "/api/v1/jobs", query="page=9", accept=accept) for accept in (JSON, XML))
    assert_same(json, xml, 200)
    assert read_xml_as(VacancyPage, xml.content).data == []


def test_what_is_written_is_answered_in_xml_as_it_is_read_in_json(sandbox: JossSandbox) -> None:
    body = changed(title="R&D <staf> \u00e9", description="a\tb\nc \U0001f600 ]]>")
    created = sandbox.send("PUT", path_of(5), body, accept=XML)
    repeated = sandbox.send("PUT", path_of(5), body, accept=XML)
    found = sandbox.send("GET", path_of(5))
    assert (created.status_code, repeated.status_code) == (201, 200)
    assert created.headers["location"].endswith(path_of(5))
    assert tree_of_xml(created) == tree_of_xml(repeated) == as_xml_says(found.json())
    assert found.json()["data"]["title"] == body["title"]
    closed = sandbox.send("DELETE", path_of(5), accept=XML)
    assert tree_of_xml(closed)["data"]["status"] == "closed"


def test_a_character_that_xml_cannot_carry_is_replaced_and_does_no_harm(sandbox: JossSandbox) -> None:
    body = changed(title="a\ufffe\uffffb")
    answered = sandbox.send("PUT", path_of(6), body, accept=XML)
    assert answered.status_code in {201, 422}
    if answered.status_code == 201:
        assert tree_of_xml(answered)["data"]["title"] == "a\ufffd\ufffdb"
        assert sandbox.send("GET", path_of(6)).json()["data"]["title"] == body["title"]


def test_behind_tls_the_redirect_is_told_in_both_formats(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not [name for name in os.environ if name.startswith("SATUPINTU_JOSS")]
    monkeypatch.setenv("SATUPINTU_JOSS__BEHIND_TLS", "true")
    with joss_sandbox(tmp_path / "data") as sandbox:
        json, xml = (sandbox.send("GET", path_of(1), accept=accept) for accept in (JSON, XML))
    assert (json.status_code, xml.status_code) == (308, 308)
    assert json.headers["location"] == xml.headers["location"]
    assert tree_of(ElementTree.fromstring(xml.content)) == json.json()
