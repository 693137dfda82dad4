"""The token endpoint: the documented body, every refusal, the lock, and what the clock does to all of it."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from itertools import combinations
from uuid import UUID

import httpx2
import pytest

from satupintu.store.memory.satusehat_tokens import MemorySatusehatTokens
from tests.contract.satusehat.conftest import BASE, CLIENT, FORM, NOW, SECRET, TOKEN_PATH, TOKEN_TARGET

WRONG = {**FORM, "client_secret": "salah"}
REFUSED = (
    "The user or system was not able to be authenticated "
    "(either client_id or client_secret combination is unacceptable)"
)
LOCKED = (
    "Authentication temporarily cannot be performed due to the rate limit policy. "
    "Rate limit: 1 request per minute after a failed attempt."
)
DATA = "/masterdata/v2/provinces?current_page=1"


def outcome(text: str, severity: str = "invalid", code: str = "value") -> dict[str, object]:
    return {
        "resourceType": "OperationOutcome",
        "issue": [{"severity": severity, "code": code, "details": {"text": text}}],
    }


def test_every_scalar_of_a_token_is_text_and_the_keys_stand_in_the_printed_order(server):
    answer = server.token()
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    body = answer.json()
    assert list(body) == [
        "refresh_token_expires_in", "api_product_list", "api_product_list_json", "organization_name",
        "developer.email", "token_type", "issued_at", "client_id", "access_token", "application_name", "scope",
        "expires_in", "refresh_count", "status",
    ]  # fmt: skip
    assert body.pop("api_product_list_json") == ["api-sandbox"]
    assert all(isinstance(value, str) for value in body.values())
    assert body["issued_at"] == "1671109805593"
    assert (body["token_type"], body["expires_in"], body["client_id"]) == ("BearerToken", "3599", CLIENT)
    assert len(body["access_token"]) == 28
    assert body["access_token"].isalnum()


def test_a_token_is_valid_to_the_millisecond_it_says_and_the_older_one_to_its_own_end(serve):
    server = serve()
    first = server.token().json()
    server.clock.move(timedelta(seconds=1000))
    second = f"Bearer {server.token().json()['access_token']}"
    bearer = f"Bearer {first['access_token']}"
    end = datetime.fromtimestamp(int(first["issued_at"]) / 1000 + int(first["expires_in"]), UTC)

    server.clock.at = end - timedelta(milliseconds=1)
    assert server.get(DATA, Authorization=bearer).status_code == 200
    assert server.get(DATA, Authorization=bearer).status_code == 200
    server.clock.at = end
    expired = server.get(DATA, Authorization=bearer)
    assert (expired.status_code, expired.json()) == (401, outcome("Access Token expired", "error", "security"))
    assert server.get(DATA, Authorization=second).status_code == 200


def test_the_lifetime_is_a_setting(serve):
    server = serve(token_lifetime=timedelta(seconds=14399))
    bearer = server.bearer()
    assert server.token().json()["expires_in"] == "14399"
    server.clock.move(timedelta(seconds=14398))
    assert server.get(DATA, Authorization=bearer).status_code == 200


def test_a_wrong_secret_is_401_and_locks_the_client_id_for_a_minute(serve):
    server = serve()
    refused = server.token(WRONG)
    assert (refused.status_code, refused.json()) == (401, outcome(REFUSED))
    assert "retry-after" not in refused.headers
    for form, moved, left in [(FORM, 0, "60"), (WRONG, 20, "40"), (FORM, 39, "1"), (FORM, 0.5, "1")]:
        server.clock.move(timedelta(seconds=moved))
        locked = server.token(form)
        assert (locked.status_code, locked.json()) == (429, outcome(LOCKED))
        assert locked.headers["retry-after"] == left
    server.clock.at = NOW + timedelta(seconds=60)
    assert server.token().status_code == 200


def test_a_lock_is_for_one_client_id_alone(serve):
    server = serve()
    assert server.token({**FORM, "client_id": "other"}).status_code == 401
    assert server.token().status_code == 200
    assert server.token({**FORM, "client_id": "other"}).status_code == 429


def test_tokens_that_were_issued_stay_valid_while_their_client_id_is_locked(serve):
    server = serve()
    bearer = server.bearer()
    server.token(WRONG)
    assert server.get(DATA, Authorization=bearer).status_code == 200


@pytest.mark.parametrize("missing", ["client_id", "client_secret"])
def test_a_missing_field_is_a_failed_attempt(serve, missing):
    server = serve()
    form = {name: value for name, value in FORM.items() if name != missing}
    assert server.token(form).json() == outcome(REFUSED)
    # Without a client id there is nobody to lock.
    assert server.token().status_code == (200 if missing == "client_id" else 429)


@pytest.mark.parametrize("client_id", ["x" * 129, "a\0b", "a\ud7ffb", "\x1b[31m", "é" * 200, "�"])
def test_a_client_id_that_cannot_be_one_is_refused_like_any_other(serve, client_id):
    server = serve()
    assert server.token({**FORM, "client_id": client_id}).status_code == 401


def test_without_a_lock_every_wrong_attempt_is_401(serve):
    server = serve(lock=timedelta())
    assert [server.token(WRONG).status_code for _ in range(3)] == [401, 401, 401]
    assert server.token().status_code == 200


def test_only_a_failed_attempt_locks(serve):
    server = serve()
    server.http.post(TOKEN_PATH, data=FORM)
    server.http.post(TOKEN_TARGET, content=b"{}", headers={"Content-Type": "application/json"})
    server.http.get(TOKEN_TARGET)
    assert server.token().status_code == 200


def test_of_sixteen_wrong_attempts_at_once_one_is_told_so_and_the_others_are_locked_out(serve):
    server = serve()

    async def storm() -> list[int]:
        async with httpx2.AsyncClient(transport=httpx2.ASGITransport(server.app), base_url=BASE) as http:
            answers = await asyncio.gather(*(http.post(TOKEN_TARGET, data=WRONG) for _ in range(16)))
            return [answer.status_code for answer in answers]

    assert sorted(asyncio.run(storm())) == [401] + [429] * 15


@pytest.mark.parametrize(
    ("target", "more"),
    [
        (TOKEN_TARGET, {}),
        (TOKEN_TARGET + "&scope=x", {}),
        (TOKEN_PATH, {"grant_type": "client_credentials"}),
        (TOKEN_PATH + "?grant_type", {"grant_type": "client_credentials"}),
        (TOKEN_TARGET, {"grant_type": "password"}),
        (TOKEN_TARGET, {"scope": "all", "client_assertion": ""}),
    ],
)
def test_the_grant_type_may_stand_in_the_query_or_in_the_form(server, target, more):
    assert server.http.post(target, data={**FORM, **more}).status_code == 200


@pytest.mark.parametrize("target", [TOKEN_PATH, TOKEN_PATH + "?grant_type=", TOKEN_PATH + "?grant_type=password"])
def test_another_grant_type_is_refused(server, target):
    answer = server.http.post(target, data=FORM)
    assert (answer.status_code, answer.json()) == (400, outcome("grant_type must be client_credentials"))


@pytest.mark.parametrize(
    "content_type", ["application/x-www-form-urlencoded; charset=UTF-8", "APPLICATION/x-WWW-form-urlencoded"]
)
def test_the_content_type_is_read_in_any_case_and_with_parameters(server, content_type):
    body = httpx2.QueryParams(FORM)
    answer = server.http.post(TOKEN_TARGET, content=str(body), headers={"Content-Type": content_type})
    assert answer.status_code == 200


@pytest.mark.parametrize("headers", [{}, {"Content-Type": "application/json"}, {"Content-Type": "text/plain"}])
def test_another_content_type_is_refused(server, headers):
    answer = server.http.post(TOKEN_TARGET, content=b"client_id=a", headers=headers)
    text = "Content-Type must be application/x-www-form-urlencoded"
    assert (answer.status_code, answer.json()) == (400, outcome(text))


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_other_methods_name_the_allowed_one(server, method):
    answer = server.http.request(method, TOKEN_TARGET)
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    assert answer.json() == outcome("method not allowed")
    assert server.http.head(TOKEN_TARGET).status_code == 405


# In the order in which the checks stand: the status, and how a request earns it.
FAULTS = {
    405: {"method": "PUT"},
    "400 content type": {"content_type": "text/plain"},
    413: {"padding": "x" * 20_000},
    "400 grant type": {"target": TOKEN_PATH},
    429: {"client": "locked"},
    401: {"secret": "salah"},
}


def ask(server, *, method="POST", content_type="application/x-www-form-urlencoded", padding="", target=TOKEN_TARGET,
        client=CLIENT, secret=SECRET):  # fmt: skip
    body = str(httpx2.QueryParams({"client_id": client, "client_secret": secret, "p": padding}))
    return server.http.request(method, target, content=body, headers={"Content-Type": content_type})


@pytest.mark.parametrize(("earlier", "later"), list(combinations(FAULTS, 2)))
def test_of_two_faults_the_earlier_check_answers(serve, earlier, later):
    server = serve()
    server.token({**FORM, "client_id": "locked", "client_secret": "salah"})
    answer = ask(server, **{**FAULTS[later], **FAULTS[earlier]})
    assert answer.status_code == int(str(earlier)[:3])
    if "content type" in str(earlier):
        assert "Content-Type" in answer.text


def test_every_answer_has_an_id_of_its_own(server):
    bearer = server.bearer()
    answers = [
        server.token(), server.http.get(TOKEN_TARGET), server.http.get("/nowhere"),
        *(server.get(DATA, Authorization=bearer) for _ in range(3)),
        server.get("/masterdata/v2/cities?current_page=x", Authorization=bearer),
    ]  # fmt: skip
    ids = [answer.headers["x-request-id"] for answer in answers]
    assert len(set(ids)) == len(ids)
    assert all(str(UUID(each)) == each for each in ids)


def test_a_fault_of_the_server_is_plain_text_without_detail(serve, caplog):
    class Broken(MemorySatusehatTokens):
        async def issue(self, *arguments, **named):
            raise OSError("disk on fire at /secret/place")

    with caplog.at_level("CRITICAL"):
        answer = serve(tokens=Broken()).token()
    assert (answer.status_code, answer.text) == (500, "Internal Server Error")
    assert answer.headers["content-type"] == "text/plain"
    assert "x-request-id" in answer.headers


def test_what_takes_too_long_is_a_gateway_timeout_in_plain_text(serve):
    class Stuck(MemorySatusehatTokens):
        async def issue(self, *arguments, **named):
            await asyncio.Event().wait()

    answer = serve(tokens=Stuck(), handler_time=timedelta(milliseconds=20)).token()
    assert (answer.status_code, answer.text) == (504, "Gateway Timeout")
    assert answer.headers["content-type"] == "text/plain"


@pytest.mark.parametrize("body", [b"", b"\xff\xfe=%ff&client_id=%80", b"client_id", b"&&&=;", b"%", b'{"client_id":1}'])
def test_no_form_whatsoever_breaks_the_server(serve, body):
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = serve().http.post(TOKEN_TARGET, content=body, headers=headers)
    assert (answer.status_code, json.loads(answer.content)) == (401, outcome(REFUSED))


def test_neither_secret_nor_token_is_logged(serve, caplog):
    server = serve()
    with caplog.at_level("DEBUG", logger="satupintu"):
        token = server.token().json()["access_token"]
        server.get(DATA, Authorization=f"Bearer {token}")
        server.token(WRONG)
    assert token not in caplog.text
    assert SECRET not in caplog.text
    assert "salah" not in caplog.text
