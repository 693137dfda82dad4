"""The published guide, step by step, at the gateway of a new sandbox."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import httpx2
import pytest

from satupintu.bootstrap.house import House
from satupintu.bootstrap.sandbox import credentials_of, fill_sandbox
from satupintu.gateway.assembly import gateway_of
from satupintu.systems.jobtrain.server.administration import UserChange
from satupintu.testing.in_process import InProcessTransport

TOKEN = "/jobtrain/connect/token"
LIST = "/jobtrain/api/v1/Jobs/list"


@pytest.fixture(params=["sqlite", "postgresql"])
def house(request: pytest.FixtureRequest, tmp_path: Path, new_url: Callable[[str], str]) -> Iterator[House]:
    database = None if request.param == "sqlite" else new_url("postgresql")
    with House.open(tmp_path / "data", database) as opened:
        fill_sandbox(opened)
        yield opened


@pytest.fixture
def http(house: House) -> Iterator[httpx2.Client]:
    with httpx2.Client(transport=InProcessTransport(gateway_of(house)), base_url="http://127.0.0.1:8765") as client:
        yield client


def form(house, entry=None):
    """A printed credential without its address: exactly the body that asks for a token."""
    found = credentials_of(house.keys, "http://127.0.0.1:8765")
    given = dict(found["others"][entry] if entry else found["jobtrain"])
    assert given.pop("base_url") == "http://127.0.0.1:8765/jobtrain"
    return given


def bearer(http, given):
    return {"Authorization": f"Bearer {http.post(TOKEN, json=given).json()['access_token']}"}


def test_the_printed_credentials_ask_for_a_token_that_lists_jobs_for_half_an_hour(house, http):
    header = bearer(http, form(house))
    assert http.get(LIST, headers=header).json()["total"] > 0
    house.clock.move(timedelta(minutes=30))
    late = http.get(LIST, headers=header)
    assert (late.status_code, late.headers["WWW-Authenticate"]) == (401, 'Bearer error="invalid_token"')
    assert http.get(LIST, headers=bearer(http, form(house))).status_code == 200


def test_each_printed_user_sees_what_the_user_may(house, http):
    totals = {}
    for entry in ("jobtrain_api_north", "jobtrain_api_south", "jobtrain_api_settings"):
        answer = http.get(LIST, headers=bearer(http, form(house, entry)))
        totals[entry] = answer.json().get("total", answer.status_code)
    assert totals == {"jobtrain_api_north": 1, "jobtrain_api_south": 1, "jobtrain_api_settings": 403}
    refused = http.post(TOKEN, json=form(house, "jobtrain_old_user"))
    assert (refused.status_code, refused.json()) == (
        400,
        {"error": "invalid_grant", "error_description": "invalid_username_or_password"},
    )


def test_a_token_request_is_judged_by_method_then_size_then_kind_then_fields_then_credentials(house, http):
    json_kind = {"Content-Type": "application/json"}
    large = b" " * (1024 * 1024 + 1)
    answers = [
        http.put(TOKEN, content=large, headers={"Content-Type": "text/plain"}),
        http.post(TOKEN, content=large, headers={"Content-Type": "text/plain"}),
        http.post(TOKEN, content=b"{", headers={"Content-Type": "text/plain"}),
        http.post(TOKEN, content=b"{", headers=json_kind),
        http.post(TOKEN, json={"clientid": 1, "CLIENTSECRET": " ", "userName": "x"}),
        http.post(TOKEN, json={**form(house), "clientSecret": "x", "password": "y"}),
    ]
    assert [answer.status_code for answer in answers] == [405, 413, 415, 400, 400, 400]
    assert sorted(answers[4].json()["errors"]) == ["clientID", "clientSecret", "password"]
    assert answers[5].json() == {"error": "invalid_client"}


def test_names_of_fields_count_in_any_case(house, http):
    given = {name.upper(): value for name, value in form(house).items()}
    answer = http.post(TOKEN, json=given)
    assert answer.status_code == 200
    assert (answer.headers["Cache-Control"], answer.headers["Pragma"]) == ("no-store", "no-cache")


def test_a_user_deactivated_by_a_command_is_out_at_the_next_call(house, http):
    header = bearer(http, form(house))
    house.administration("hr.admin").edit_user("api.all", UserChange(is_active=False))
    assert http.get(LIST, headers=header).status_code == 401


def test_after_a_reset_the_printed_credentials_work_again(house, http):
    from satupintu.bootstrap.sandbox_state import reset

    administration = house.administration("hr.admin")
    generated = administration.generate_api_password("api.all")
    administration.save_api_password("api.all", generated.pending_id, ticked=True)
    assert http.post(TOKEN, json=form(house)).status_code == 400
    reset(house)
    assert http.post(TOKEN, json=form(house)).status_code == 200
