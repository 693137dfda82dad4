"""The served Jobtrain answers the worked examples as they are printed, on the days they are printed for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import pytest

from satupintu.bootstrap.house import House
from satupintu.bootstrap.jobtrain_people_samples import SAMPLE_USERS
from satupintu.bootstrap.sandbox import JOBTRAIN_CLIENT, fill_sandbox, start_anew
from satupintu.kernel.clock import FrozenClock
from satupintu.serving.system import SystemApp
from satupintu.systems.jobtrain.contract.operations import OPERATIONS, TOKEN
from satupintu.testing.in_process import InProcessTransport
from tests.conformance.jobtrain import examples

STARTED = datetime(2025, 10, 25, 9, 0, tzinfo=UTC)


class Example:
    """A served Jobtrain with a clock that stands still, and its users."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.clock = FrozenClock(STARTED)
        self.http = httpx2.Client(
            transport=InProcessTransport(SystemApp(house.jobtrain(), self.clock)), base_url=examples.BASE
        )

    def token(self, user: str) -> httpx2.Response:
        body = json.loads(examples.TOKEN_REQUEST)
        known = next(each for each in SAMPLE_USERS if each.username == user)
        body |= {"clientSecret": JOBTRAIN_CLIENT.secret(self.house.keys), "username": user}
        return self.http.post("/connect/token", json={**body, "password": known.api_password(self.house.keys)})

    def get(self, target: str, user: str) -> httpx2.Response:
        return self.http.get(target, headers={"Authorization": f"Bearer {self.token(user).json()['access_token']}"})


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Example]:
    data: Path = tmp_path_factory.mktemp("examples")
    with House.open(data) as house:
        start_anew(house, STARTED)
        fill_sandbox(house)
        served = Example(house)
        yield served
        served.http.close()


def test_the_token_has_the_printed_form(example: Example) -> None:
    answer = example.token("api.north")
    printed, found = json.loads(examples.TOKEN), answer.json()
    assert list(found) == list(printed)
    assert (found["expires_in"], found["token_type"]) == (printed["expires_in"], printed["token_type"])
    assert (answer.headers["Cache-Control"], answer.headers["Pragma"]) == ("no-store", "no-cache")


@pytest.mark.parametrize(
    ("target", "printed"),
    [(examples.JOBS_TARGET, examples.JOBS), (examples.DETAIL_TARGET, examples.DETAIL)],
    ids=["list of jobs", "application detail"],
)
def test_api_north_gets_the_printed_answer_byte_by_byte(target: str, printed: str, example: Example) -> None:
    assert example.get(target, "api.north").text == json.dumps(json.loads(printed), separators=(",", ":"))


def test_api_south_and_another_job_get_the_printed_refusal(example: Example) -> None:
    printed = {**json.loads(examples.NOT_FOUND), "traceId": None}
    for target, user in (
        (examples.DETAIL_TARGET, "api.south"),
        (examples.DETAIL_TARGET.replace("20235", "20237"), "api.north"),
    ):
        answer = example.get(target, user)
        assert answer.status_code == 404
        assert {**answer.json(), "traceId": None} == printed


def test_after_30_minutes_the_token_is_dead_and_a_new_one_works(example: Example) -> None:
    old = {"Authorization": f"Bearer {example.token('api.north').json()['access_token']}"}
    example.clock.move(timedelta(minutes=30, seconds=-1))
    assert example.http.get(examples.DETAIL_TARGET, headers=old).status_code == 200
    example.clock.move(timedelta(seconds=1))
    answer = example.http.get(examples.DETAIL_TARGET, headers=old)
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, 'Bearer error="invalid_token"')
    assert example.get(examples.DETAIL_TARGET, "api.north").status_code == 200


@pytest.mark.parametrize("user", ["old.user", "hr.admin", "desk.agent"])
def test_who_has_no_access_by_the_api_gets_no_token(user: str, example: Example) -> None:
    answer = example.token(user)
    assert answer.status_code == 400
    assert answer.json() == {"error": "invalid_grant", "error_description": "invalid_username_or_password"}


@pytest.mark.parametrize("operation", [each for each in OPERATIONS if each is not TOKEN], ids=lambda each: each.name)
def test_every_operation_of_the_catalogue_is_served_in_both_versions_and_any_case(operation, example: Example) -> None:
    values = {"job_id": 20235, "candidate_id": 8841, "application_id": 156}
    values["id"] = {"Divisions": 3, "Department": 11, "Locations": 7, "Salaries": 9}.get(
        operation.path.split("/")[3], 1
    )
    path = operation.path.format(version="1", **values)
    query = "?candidateapplicationid=156" if "candidate_application_id" in operation.query_names else ""
    headers = {"Authorization": f"Bearer {example.token('api.all').json()['access_token']}"}
    for target in (path, path.lower(), path.upper().replace("/V1/", "/v1.0/")):
        answer = example.http.request(operation.method, target + query, headers=headers)
        if operation.method == "GET":
            assert answer.status_code == 200, (target, answer.text)
            operation.read(answer.content)
        else:
            assert answer.status_code == 415, "a write without a body gets as far as its media type"
