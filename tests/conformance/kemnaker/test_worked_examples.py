"""The published samples and the test vectors, sent to the server as they stand, under the clock they were made for."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime

import httpx2
import pytest

from satupintu.kernel.clock import FrozenClock
from satupintu.kernel.redaction import Secret
from satupintu.serving.system import SystemApp
from satupintu.store.memory.kemnaker_records import MemoryKemnakerTransactions
from satupintu.systems.kemnaker.contract.references import References
from satupintu.systems.kemnaker.contract.signing import DOKU, SignedParts, sign
from satupintu.systems.kemnaker.server.app import KemnakerSystem
from satupintu.systems.kemnaker.server.ports import Caller, Owner
from satupintu.systems.kemnaker.server.settings import KemnakerSettings

CLIENT, SECRET, TIMESTAMP = "JOSS-DEMO-0001", "SK-demo-secret-0001", "2022-09-22T01:51:00Z"
PATH = "/api/v1/jobs/2f1c0e4a-6b0a-4f0e-9c55-0d6a5f3b9a10/industrial-vacancy"
REQUEST_ID = "0b8e2f0e-5a44-4f3e-8f0f-3a4c1b2d9e"
BODY = b'{"title":"Junior Administrator"}'
PUT_SIGNATURE = "HMACSHA256=f8s1HgGuDc15c/3UWqwP2iL6RNvkI/Rr3s9Gr7xHycw="
READ_SIGNATURE = "HMACSHA256=nFccnxiWrjTK7wzqXgONJN/+H26gfU/u9r7TJtcI0B0="

# The fields of the page "Put Job Vacancy": all of the company's, of the vacancy's those that it shows.
PUBLISHED = {
    "title": "Junior Administrator",
    "employer": {
        "id": "1edd9893-f1a3-45dd-89d4-bc4dc9a071d0",
        "name": "PT Testing",
        "industry": "898b0b80-4ce3-4b6f-3413-f6b518e9c557",
        "region": {"type": "city", "id": "73c670c2-bd42-491a-a76b-f17c2edb6680", "country_code": None},
        "address": "Jakarta Selatan",
        "postal_code": "12850",
        "phone": "021-8791124",
        "email": "info@testing.com",
        "license_number": "909201921212",
        "about": "PT Testing",
        "website": "https://www.testing.com",
        "latitude": "-6.238028583492814",
        "longitude": "106.82998199652216",
        "logo_uri": "https://kemnaker-dev.kemnaker.go.id/kelembagaan/institution_logos/logo.png",
    },
}
# What the page does not show and a vacancy needs.
NEEDED = {
    "description": "<p>Administrasi</p>",
    "job_type": "0dc1aaf7-9935-442b-ab32-8bae23284af9",
    "region": {"type": "city", "id": "73c670c2-bd42-491a-a76b-f17c2edb6680", "country_code": None},
    "quota": 1,
}


class OneClient:
    """Knows the client of the vectors."""

    def find(self, environment, client_id):
        permissions = frozenset({"vacancies.read", "vacancies.write"})
        known = Caller(Owner(environment, client_id), (Secret(SECRET),), permissions)
        return known if client_id == CLIENT else None


@pytest.fixture
def app():
    codes = {"province": (), "city": ("3174",), "sub_district": (), "village": ()}
    references = References.bundled(codes.__getitem__)
    system = KemnakerSystem(MemoryKemnakerTransactions(), OneClient(), lambda: references, KemnakerSettings())
    return SystemApp(system, FrozenClock(datetime(2022, 9, 22, 1, 51, tzinfo=UTC)))


def send(app, method, request_id, signature, body=None, **headers):
    async def sent():
        async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="https://joss.localhost") as http:
            head = {"Client-Id": CLIENT, "Request-Id": request_id, "Request-Timestamp": TIMESTAMP}
            head |= {"Signature": signature, "Accept": "application/json"}
            if body is not None:
                head["Content-Type"] = "application/json"
            return await http.request(method, PATH, headers=head | headers, content=body)

    return asyncio.run(sent())


def test_the_signature_of_the_put_vector_is_accepted(app):
    answer = send(app, "PUT", REQUEST_ID + "01", PUT_SIGNATURE, BODY)
    lacking = {"employer", "description", "job_type", "region", "quota"}
    assert (answer.status_code, set(answer.json()["errors"])) == (422, lacking)


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_the_signature_of_the_bodiless_vector_is_accepted(app, method):
    answer = send(app, method, REQUEST_ID + "02", READ_SIGNATURE)
    assert (answer.status_code, answer.json()) == (404, {"message": "Not found."})


def test_the_headers_of_a_read_do_not_serve_for_a_deletion(app):
    assert send(app, "GET", REQUEST_ID + "02", READ_SIGNATURE).status_code == 404
    assert send(app, "DELETE", REQUEST_ID + "02", READ_SIGNATURE).status_code == 409


@pytest.mark.parametrize(
    "faulty",
    [
        {"body": b'{"title": "Junior Administrator"}'},
        {"body": BODY + b"\n"},
        {"signature": PUT_SIGNATURE.removeprefix("HMACSHA256=")},
        {"request_id": REQUEST_ID + "02"},
    ],
)
def test_the_put_vector_fails_over_anything_else(app, faulty):
    request = {"request_id": REQUEST_ID + "01", "signature": PUT_SIGNATURE, "body": BODY} | faulty
    answer = send(app, "PUT", **request)
    assert (answer.status_code, answer.json()) == (401, {"message": "Invalid signature."})


def test_the_published_company_and_title_come_back_as_they_were_sent(app):
    body = json.dumps(PUBLISHED | NEEDED).encode()
    signature = sign(DOKU, SignedParts("PUT", PATH, CLIENT, "x", TIMESTAMP, body), SECRET)
    answer = send(app, "PUT", "x", signature, body)
    assert (answer.status_code, answer.headers["location"]) == (201, PATH)
    record = answer.json()["data"]
    assert record["title"] == PUBLISHED["title"]
    assert {field: record["employer"][field] for field in PUBLISHED["employer"]} == PUBLISHED["employer"]
