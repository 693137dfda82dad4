"""A generic OAuth 2 client, with nothing of ours on its side, gets a token and pages through districts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from satupintu.kernel.clock import SystemClock
from tests.conformance.satusehat.network import listening
from tests.contract.satusehat.catalogue import bundled
from tests.contract.satusehat.conftest import CLIENT, SECRET

oauth = pytest.importorskip("authlib.integrations.httpx_client", reason="needs the package authlib")


def bearer_is_meant(response):
    """The page says to send `Bearer`, though `token_type` says `BearerToken`; the client needs to be told."""
    token = response.json()
    token["token_type"] = "Bearer"
    return type(response)(response.status_code, json=token, request=response.request)


@pytest.fixture
def address(serve) -> Iterator[str]:
    server = serve(bundled())
    # Authlib asks the machine's own clock whether a token has expired.
    server.clock.at = SystemClock().now()
    with listening(server.app) as address:
        yield address


@pytest.fixture
def client(address) -> Iterator[object]:
    with oauth.OAuth2Client(
        CLIENT,
        SECRET,
        token_endpoint=f"{address}/oauth2/v1/accesstoken?grant_type=client_credentials",
        token_endpoint_auth_method="client_secret_post",
        grant_type="client_credentials",
        base_url=address,
    ) as opened:
        opened.register_compliance_hook("access_token_response", bearer_is_meant)
        yield opened


def test_it_gets_a_token_and_pages_through_the_districts_of_a_city(client):
    token = client.fetch_token()
    assert token["client_id"] == CLIENT
    found: list[str] = []
    cursor, total = "", None
    for number in range(1, 10):
        answer = client.get(
            "/masterdata/v2/districts", params={"city_codes": "3204", "current_page": number, "next": cursor}
        )
        answer.raise_for_status()
        page = answer.json()
        found += [row["code"] for row in page["data"]]
        cursor, total = page["meta"]["cursors"]["next"], page["meta"]["page"]["total"]
        if len(found) >= total:
            break
    expected = [code for code in bundled().rows("districts").codes if code.startswith("3204")]
    assert sorted(found) == expected
    assert total == len(expected) == len(set(found)) > 10


def test_it_knows_from_the_answer_when_the_token_ends(client):
    token = client.fetch_token()
    assert token["expires_at"] == pytest.approx(SystemClock().now().timestamp() + 3599, abs=30)
    assert not token.is_expired(leeway=60)


def test_with_a_wrong_secret_it_is_told_why_and_gets_no_token(client):
    client.client_secret = "salah"
    answer = client.fetch_token()
    assert "access_token" not in answer
    assert "unacceptable" in answer["issue"][0]["details"]["text"]
