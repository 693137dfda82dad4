"""Of two faults the one whose check stands first answers; and nothing of a body is read before its sender is known."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import combinations
from typing import Any

import pytest

from satupintu.systems.kemnaker.contract.signing import format_timestamp
from tests.contract.kemnaker.bodies import COMPANY, SMALLEST, changed, path_of
from tests.contract.kemnaker.conftest import CLIENTS

MEBIBYTE = 1024 * 1024
BODY_METHODS = {"POST", "PUT", "PATCH"}
LIMIT = 8


@dataclass
class Draft:
    """A good request, to which faults are done. They are independent of each other, so that any two can meet."""

    method: str = "PUT"
    path: str = path_of(1)
    scheme: str = "https"
    client: str = "main"
    body: dict[str, Any] = field(default_factory=lambda: changed(status="open"))
    headers: dict[str, Any] = field(default_factory=dict)
    damage: bytes = b""
    padded: bool = False
    unsigned_body: bytes = b""
    age: int = 0
    used: bool = False
    closed: bool = False
    tampered: bool = False
    maintained: bool = False
    exhausted: bool = False

    def send(self, serve):
        server = serve(https_only=True, rate_limit=LIMIT)
        server.filed(1)
        if self.closed:
            server.filed(1, status="closed", close_reason="other")
        if self.used:
            server.get(1, client=self.client, request_id="x")
        if self.exhausted:
            for client in {self.client, "main"} & set(CLIENTS):
                while server.get(1, client=client).status_code != 429:
                    pass
        if self.maintained:
            server.restart(https_only=True, rate_limit=LIMIT, maintenance=timedelta(minutes=5))
        body = None
        if self.method in BODY_METHODS:
            body = self.damage + json.dumps(self.body).encode()
            body = body.ljust(MEBIBYTE + 1) if self.padded else body
        return server.send(
            self.method,
            self.path,
            body or self.unsigned_body or None,
            client=self.client,
            request_id="x",
            timestamp=format_timestamp(server.clock.now() - timedelta(seconds=self.age)),
            signed={"target": "/elsewhere"} if self.tampered else None,
            headers=self.headers,
            address=f"{self.scheme}://joss.localhost",
        )


def header(name: str, value: Any) -> Callable[[Draft], None]:
    return lambda draft: draft.headers.update({name: value})


def does(**changes: Any) -> Callable[[Draft], None]:
    def change(draft: Draft) -> None:
        for name, value in changes.items():
            setattr(draft, name, value)

    return change


def of_body(**changes: Any) -> Callable[[Draft], None]:
    return lambda draft: draft.body.update(changes)


# In the order of the checks. What stands in one line is one check.
FAULTS: list[dict[str, tuple[int, Callable[[Draft], None]]]] = [
    {"plain HTTP": (308, does(scheme="http"))},
    {"maintenance": (503, does(maintained=True))},
    {"no Client-Id": (401, header("Client-Id", None)), "no Signature": (401, header("Signature", None))},
    {
        "no Accept": (400, header("Accept", None)),
        "no Request-Id": (400, header("Request-Id", None)),
        "no Request-Timestamp": (400, header("Request-Timestamp", None)),
        "no Content-Type": (400, header("Content-Type", None)),
        "malformed Client-Id": (400, header("Client-Id", "a b")),
        "malformed Request-Id": (400, header("Request-Id", "x" * 129)),
        "body on DELETE": (400, does(method="DELETE", unsigned_body=b"{}")),
    },
    {"Accept unsupported": (406, header("Accept", "text/html"))},
    {"Content-Type unsupported": (415, header("Content-Type", "text/plain"))},
    {"body too large": (413, does(padded=True))},
    {"timestamp malformed": (400, header("Request-Timestamp", "2026-03-02T08:51:00+07:00"))},
    {"timestamp stale": (401, does(age=301))},
    {"unknown client": (401, does(client="stranger")), "wrong signature": (401, does(tampered=True))},
    {"Request-Id used": (409, does(used=True))},
    {"quota exhausted": (429, does(exhausted=True))},
    {"unknown path": (404, does(path="/api/v1/unknown"))},
    {"wrong method": (405, does(method="POST"))},
    {"no permission": (403, does(client="reader"))},
    {"unknown vacancy": (404, does(method="DELETE", path=path_of(9)))},
    {"malformed JSON": (400, does(damage=b"}"))},
    {"invalid field": (422, of_body(quota="3"))},
    {"against the life cycle": (400, does(closed=True))},
]
STATUSES = {name: status for check in FAULTS for name, (status, _) in check.items()}
DO = {name: change for check in FAULTS for name, (_, change) in check.items()}

# DELETE has no body that could be wrong; a path is of a vacancy or is not; a client is one client; what is missing
# cannot be wrong as well.
OF_DELETE = {"body on DELETE", "unknown vacancy"}
OF_A_BODY = {"no Content-Type", "Content-Type unsupported", "body too large", "wrong method", "malformed JSON",
             "invalid field", "against the life cycle"}  # fmt: skip
EXCLUSIVE = [
    *({one, other} for one in OF_DELETE for other in OF_A_BODY),
    {"unknown path", "unknown vacancy"},
    {"unknown client", "no permission"},
    {"no Client-Id", "malformed Client-Id"},
    {"no Request-Timestamp", "timestamp malformed"},
    {"no Accept", "Accept unsupported"},
    {"no Content-Type", "Content-Type unsupported"},
    {"no Request-Id", "malformed Request-Id"},
]
PAIRS = [
    (earlier, later)
    for first, second in combinations(FAULTS, 2)
    for earlier in first
    for later in second
    if {earlier, later} not in EXCLUSIVE
]


@pytest.fixture
def secure(serve):
    return serve(https_only=True)


def answered(serve, *faults):
    draft = Draft()
    for fault in faults:
        DO[fault](draft)
    answer = draft.send(serve)
    return answer.status_code, answer.json()


@pytest.mark.parametrize("fault", STATUSES)
def test_each_fault_alone_is_refused_with_its_status(serve, fault):
    status, body = answered(serve, fault)
    assert status == STATUSES[fault]
    assert set(body) == ({"message", "errors"} if status == 422 else {"message"})


def test_a_request_without_a_fault_is_carried_out(serve):
    assert answered(serve)[0] == 200


@pytest.mark.parametrize(("earlier", "later"), PAIRS)
def test_of_two_faults_the_earlier_check_answers(serve, earlier, later):
    alone = answered(serve, earlier)
    assert answered(serve, earlier, later) == alone
    assert answered(serve, later, earlier) == alone


def test_under_maintenance_everything_is_told_when_to_try_again(serve):
    server = serve(maintenance=timedelta(minutes=5))
    for answer in (server.put(1), server.get(1), server.send("GET", "/"), server.get(1, headers={"Client-Id": None})):
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "300")
    assert server.row(1) is None


@pytest.mark.parametrize(
    ("query", "client", "status"),
    [("page=0", "main", 422), ("page=0", "writer", 403), ("page=0", "stranger", 401), ("page=1", "main", 200)],
)
def test_the_query_of_a_list_is_looked_at_where_a_body_is(server, query, client, status):
    assert server.send("GET", f"/api/v1/jobs?{query}", client=client).status_code == status


def test_an_open_vacancy_of_a_company_is_a_matter_of_logic_after_all_else(server):
    server.filed(1)
    company = f"/api/v1/companies/{COMPANY['id']}"
    assert server.send("DELETE", company, client="writer").status_code == 403
    assert server.send("DELETE", company, client="other").status_code == 404
    assert server.send("DELETE", company).status_code == 400


def test_the_redirect_names_the_same_address_and_reads_no_body(secure):
    for method in ("GET", "PUT"):
        answer = secure.send(method, path_of(1) + "?a=%20b", address="http://joss.localhost:8080")
        assert answer.status_code == 308
        assert answer.headers["location"] == f"https://joss.localhost:8080{path_of(1)}?a=%20b"


def test_without_the_setting_plain_http_is_served(server):
    assert server.put(1, address="http://joss.localhost").status_code == 201


@pytest.mark.parametrize(
    "faulty",
    [
        {"headers": {"Signature": "HMACSHA256=x"}},
        {"headers": {"Signature": None}},
        {"client": "stranger"},
        {"timestamp": "2020-01-01T00:00:00Z"},
    ],
)
@pytest.mark.parametrize("body", [b"{", b"\xff", b"", b"[" * 500_000, b'{"title": "\\ud800"}'])
def test_a_body_is_not_looked_into_before_its_sender_is_known(server, faulty, body):
    assert server.put(1, body, **faulty).status_code == 401


def test_a_body_of_one_mebibyte_is_read_and_one_byte_more_is_not(server):
    body = json.dumps(SMALLEST).encode()
    assert server.put(1, body.ljust(MEBIBYTE)).status_code == 201
    assert server.put(1, body.ljust(MEBIBYTE + 1)).status_code == 413
    assert server.put(1, body.rjust(MEBIBYTE + 1)).status_code == 413


def test_a_body_that_does_not_tell_its_length_is_measured(server):
    body = json.dumps(SMALLEST).encode()
    for size, status in ((MEBIBYTE, 201), (MEBIBYTE + 1, 413)):
        answer = server.put(1, body.ljust(size), headers={"Transfer-Encoding": "chunked"})
        assert answer.status_code == status


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("application/json", 201),
        ("*/*", 201),
        ("application/*", 201),
        ("APPLICATION/JSON; charset=utf-8", 201),
        ("text/html, application/json;q=0.1", 201),
        ("text/html,*/*;q=0.001", 201),
        ("text/html", 406),
        ("text/*", 406),
        ("application/json;q=0", 406),
        ("application/json; q=0.000", 406),
        ("*", 406),
        (",;q=,", 406),
        ("x" * 100_000, 406),
    ],
)
def test_the_client_must_take_json(server, accept, status):
    assert server.put(1, headers={"Accept": accept}).status_code == status


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        ("application/json", 201),
        ("Application/JSON;charset=UTF-8", 201),
        ('application/json; charset="utf-8"', 201),
        ("application/json; charset=latin-1", 415),
        ("application/json; charset", 415),
        ("application/jsonx", 415),
        ("application/merge-patch+json", 415),
        ("application/json, application/json", 415),
        ("application/xml", 415),
        ("json", 415),
    ],
)
def test_a_body_must_be_json(server, content_type, status):
    assert server.put(1, headers={"Content-Type": content_type}).status_code == status


def test_a_read_needs_no_content_type_and_may_have_any(server):
    server.filed(1)
    assert server.get(1, headers={"Content-Type": "text/plain"}).status_code == 200


def test_rights_are_asked_for_by_kind(server):
    server.put(1, client="writer")
    assert server.put(1, client="reader").status_code == 403
    assert server.delete(1, client="reader").status_code == 403
    assert server.get(1, client="writer").status_code == 403
    assert server.get(1, client="reader").status_code == 404
    assert server.delete(1, client="writer").status_code == 200


def test_a_company_may_be_changed_with_the_right_to_write_vacancies(server):
    assert server.put(1, changed(employer=COMPANY | {"name": "PT Baru"}), client="writer").status_code == 201
