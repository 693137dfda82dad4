"""The order of the checks, and what each of them answers."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import httpx2
import pytest

from satupintu.bootstrap.house import House
from satupintu.gateway.assembly import gateway_of
from tests.integration.jobtrain.served import Served, application, serving

PATH = "/api/v1/Jobs/UpdateDBSUniqueId"
OF_ASHA = {"candidateApplicationId": 156, "dbsUniqueId": "FA-000123"}


class Faulty:
    """A write that is right, until faults are put into it."""

    def __init__(self, served: Served) -> None:
        self._served = served
        self.path, self.method, self.user = PATH, "POST", "api.north"
        self.token: str | None = served.token(self.user)
        self.media_type = "application/json"
        self.body: bytes = json.dumps(OF_ASHA).encode()

    def version(self) -> None:
        self.path = PATH.replace("v1", "v2")

    def wrong_method(self) -> None:
        self.method = "PUT"

    def no_token(self) -> None:
        self.token = None

    def role(self) -> None:
        self.token = self._served.token("api.settings") if self.token else None

    def size(self) -> None:
        self.body = self.body.ljust(1024 * 1024 + 1)

    def type(self) -> None:
        self.media_type = "text/plain"

    def field(self) -> None:
        self.body = self.body.replace(b'"dbsUniqueId": ', b'"dbsUniqueId": 5, "other": ')

    def hidden(self) -> None:
        self.body = self.body.replace(b"156", b"999999")

    def conflict(self) -> None:
        self.body = self.body.replace(b"FA-000123", b"FA-OTHER")

    def send(self) -> httpx2.Response:
        headers = {"Content-Type": self.media_type}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        return self._served.http.request(self.method, self.path, headers=headers, content=self.body)


FAULTS = {
    "version": 404,
    "wrong_method": 405,
    "no_token": 401,
    "role": 403,
    "size": 413,
    "type": 415,
    "field": 400,
    "hidden": 404,
    "conflict": 409,
}


@pytest.fixture(scope="module")
def held(new_sandbox: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A sandbox that holds a reference for application 156."""
    with serving(shutil.copytree(new_sandbox, tmp_path_factory.mktemp("held") / "data")) as served:
        assert served.post("Jobs/UpdateDBSUniqueId", OF_ASHA).status_code == 200
        yield served


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_has_its_status(name: str, held: Served) -> None:
    request = Faulty(held)
    assert request.send().status_code == 200
    getattr(request, name)()
    assert request.send().status_code == FAULTS[name]


@pytest.mark.parametrize(("first", "second"), list(combinations(FAULTS, 2)))
def test_of_two_faults_the_earlier_check_answers(first: str, second: str, held: Served) -> None:
    request = Faulty(held)
    getattr(request, second)()
    getattr(request, first)()
    assert request.send().status_code == FAULTS[first]


def test_a_refusal_is_a_problem_without_detail_that_carries_the_request_id(reading: Served) -> None:
    answer = reading.get("Job/20999")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json() == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "traceId": answer.headers["X-Request-Id"],
    }


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/api/v2/Jobs/list", "/api/v1.1/Jobs/list", "/api/Jobs/list", "/"])
def test_an_unknown_path_or_version_is_not_found_even_without_a_token(path: str, reading: Served) -> None:
    assert reading.http.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/api/v1/jobs/LIST", "/API/V1.0/Jobs/list", "/api/v1.0/JOBS/list"])
def test_case_and_the_long_version_make_no_difference(path: str, reading: Served) -> None:
    answer = reading.http.get(f"{path}?pagesize=2", headers={"Authorization": f"bearer {reading.token('api.all')}"})
    assert (answer.status_code, answer.json()["results"]) == (200, 2)


def test_a_method_that_is_not_there_is_told_those_that_are(reading: Served) -> None:
    assert reading.ask("api.all", "DELETE", "Divisions").headers["Allow"] == "GET, HEAD, POST"
    assert reading.ask("api.all", "POST", "Region").status_code == 405
    assert reading.http.get("/connect/token").headers["Allow"] == "POST"


@pytest.mark.parametrize(
    ("authorization", "challenge"),
    [
        (None, "Bearer"),
        ("Basic abc", "Bearer"),
        ("Bearer", "Bearer"),
        ("Bearer unknown", 'Bearer error="invalid_token"'),
        ("Bearer " + "x" * 5000, 'Bearer error="invalid_token"'),
    ],
)
def test_a_missing_token_and_a_wrong_one_are_told_apart(
    authorization: str | None, challenge: str, reading: Served
) -> None:
    headers = {} if authorization is None else {"Authorization": authorization}
    answer = reading.http.get("/api/v1/Jobs/list", headers=headers)
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, challenge)


@pytest.mark.parametrize("bad", ["0", "-1", "x", "1.5", "2147483648", "9" * 30, "%20"])
def test_an_id_that_is_none_is_named(bad: str, reading: Served) -> None:
    answer = reading.ask("api.all", "GET", f"Job/{bad}")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["jobId"])
    assert answer.json()["title"] == "One or more validation errors occurred."


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("PageSize=0", ["PageSize"]),
        ("PageSize=ten", ["PageSize"]),
        ("PageNo=0", ["PageNo"]),
        ("PageNo=", ["PageNo"]),
        ("PAGENO=-1&pagesize=x", ["PageNo", "PageSize"]),
        ("SortBy=salary", ["SortBy"]),
        ("SortOrder=up", ["SortOrder"]),
        ("DivisionId=North", ["DivisionId"]),
    ],
)
def test_an_unusable_query_is_named_in_the_documented_spelling(query: str, named: list[str], reading: Served) -> None:
    answer = reading.ask("api.all", "GET", f"Jobs/list?{query}")
    assert (answer.status_code, sorted(answer.json()["errors"])) == (400, named)


def test_a_parameter_that_is_needed_is_asked_for(reading: Served) -> None:
    answer = reading.get("StarterForm/GetNewStarterFormDetail")
    assert (answer.status_code, answer.json()["errors"]) == (400, {"candidateApplicationId": ["Required."]})


def test_unknown_query_names_are_ignored(reading: Served) -> None:
    assert reading.get("Jobs/list", Colour="red").json() == reading.get("Jobs/list").json()


def asked(house: House, token: str, path: str, chunk: bytes, chunks: int) -> tuple[int, int]:
    """Post a body in pieces, of unknown length; the status, and how many bytes were taken of it."""
    taken, status = 0, 0

    async def receive() -> dict[str, Any]:
        nonlocal taken
        taken += len(chunk)
        return {"type": "http.request", "body": chunk, "more_body": taken < chunks * len(chunk)}

    async def send(message: Any) -> None:
        nonlocal status
        status = message.get("status", status)

    scope = {
        "type": "http",
        "method": "POST",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [
            (b"host", b"127.0.0.1:8765"),
            (b"authorization", f"Bearer {token}".encode()),
            (b"content-type", b"application/json"),
            (b"transfer-encoding", b"chunked"),
        ],
    }
    asyncio.run(gateway_of(house)(scope, receive, send))
    return status, taken


def test_a_body_of_50_mb_is_refused_without_being_taken(served: Served) -> None:
    piece = b" " * (1024 * 1024)
    before = served.stored_files()
    token = served.token("api.all")
    status, taken = asked(served.house, token, "/jobtrain/api/v1/Candidate/DirectApplyData", piece, 50)
    assert (status, taken) == (413, 17 * len(piece)), "one piece over the limit, and no more"
    assert asked(served.house, token, "/jobtrain/api/v1/Divisions", piece, 50) == (413, 2 * len(piece))
    assert served.stored_files() == before


def test_a_body_that_announces_50_mb_is_refused_at_once(reading: Served) -> None:
    headers = {"Content-Length": str(50 * 1024 * 1024), "Content-Type": "application/json"}
    answer = reading.ask("api.all", "POST", "Candidate/DirectApplyData", headers=headers, content=iter([b"{"]))
    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("body", "named"),
    [
        (b"", "body"),
        (b"{", "body"),
        (b"[1]", "body"),
        (b'{"name": 5}', "name"),
        (b'{"name": "\\u0000"}', "body"),
        (b'{"name": "\\ud800"}', "name"),
        (b'{"name": "  "}', "name"),
        (b'{"name": "' + b"x" * 201 + b'"}', "name"),
    ],
)
def test_a_body_that_cannot_be_used_is_named(body: bytes, named: str, reading: Served) -> None:
    headers = {"Content-Type": "application/json; charset=utf-8"}
    answer = reading.ask("api.all", "POST", "Divisions", headers=headers, content=body)
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [named])


def test_the_token_endpoint_has_its_own_order(reading: Served) -> None:
    body = reading.credentials("api.north")
    as_json = {"Content-Type": "application/json"}
    large = json.dumps(body).ljust(1024 * 1024 + 1).encode()
    assert reading.http.put("/connect/token", content=large).status_code == 405
    assert reading.http.post("/connect/token", content=large).status_code == 413
    assert reading.http.post("/connect/token", content=b"{").status_code == 415
    assert reading.http.post("/connect/token", content=b"{", headers=as_json).json()["errors"].keys() == {"body"}
    faulty = reading.http.post("/connect/token", json={**body, "username": " ", "password": 5})
    assert faulty.json()["errors"] == {"username": ["Required."], "password": ["Required."]}
    assert reading.http.post("/connect/token", json={**body, "clientSecret": "no"}).json() == {
        "error": "invalid_client"
    }
    assert (
        reading.http.post("/CONNECT/token", json={key.upper(): text for key, text in body.items()}).status_code == 200
    )


def test_a_fault_of_ours_tells_nothing(served: Served) -> None:
    with served.house.database.migrating() as connection:
        connection.exec_driver_sql("ALTER TABLE jobtrain_job RENAME TO gone")
    answer = served.get("Jobs/list")
    assert (answer.status_code, answer.json()["title"]) == (500, "Internal Server Error")
    assert "jobtrain" not in answer.text.lower()


def test_calls_whose_paths_are_ours_can_be_switched_off(monkeypatch: pytest.MonkeyPatch, reading: Served) -> None:
    monkeypatch.setenv("SATUPINTU_JOBTRAIN__INVENTED_ROUTES", "false")
    monkeypatch.setenv("SATUPINTU_JOBTRAIN__DENIED_STATUS", "401")
    with House.open(reading.house.directory.path) as house:
        served = Served(house)
        try:
            assert served.post("Divisions", {"name": "West"}).status_code == 405
            assert served.get("Onboarding/GetOverview", candidateApplicationId=156).status_code == 404
            denied = served.get("Jobs/list", "api.settings")
            assert (denied.status_code, denied.headers["WWW-Authenticate"]) == (401, "Bearer")
        finally:
            served.close()


def test_an_application_is_not_taken_from_a_body_of_another_type(served: Served) -> None:
    body = json.dumps(application()).encode()
    answer = served.ask(
        "api.all", "POST", "Candidate/DirectApplyData", content=body, headers={"Content-Type": "application/xml"}
    )
    assert answer.status_code == 415
    assert served.get("Jobs/listCandidate/20235").json()["total"] == 5
