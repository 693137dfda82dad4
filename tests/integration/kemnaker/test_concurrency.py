"""Many requests at the same time, on both databases."""

from __future__ import annotations

from collections import Counter

import pytest

from satupintu.bootstrap.sandbox import JOSS_STAGING
from tests.contract.kemnaker.bodies import COMPANY, SMALLEST, changed, path_of
from tests.integration.kemnaker.conftest import Caller

ROUNDS, AT_ONCE = 12, 32


@pytest.fixture
def joss(open_house, database_url):
    return Caller(open_house(database_url, joss__rate_limit=0), JOSS_STAGING, "/joss")


def test_of_32_requests_with_one_id_exactly_one_passes_in_every_round(joss):
    for number in range(ROUNDS):
        requests = [
            joss.request("PUT", path_of(number), changed(title=f"T{each}"), request_id=f"round-{number}")
            for each in range(AT_ONCE)
        ]
        statuses = Counter(answer.status_code for answer in joss.together(requests))
        assert statuses == {201: 1, 409: AT_ONCE - 1}


def test_writes_on_one_id_run_one_after_the_other_and_the_last_one_stands(joss):
    bodies = [changed(title=f"T{number}") for number in range(AT_ONCE)]
    answers = joss.together([joss.request("PUT", path_of(1), body) for body in bodies])
    assert Counter(answer.status_code for answer in answers) == {201: 1, 200: AT_ONCE - 1}
    records = sorted((answer.json()["data"] for answer in answers), key=lambda record: record["version"])
    assert [record["version"] for record in records] == list(range(1, AT_ONCE + 1))
    assert {record["title"] for record in records} == {body["title"] for body in bodies}
    assert joss.send("GET", path_of(1)).json()["data"] == records[-1]


def test_a_company_that_comes_with_many_vacancies_at_once_is_created_once(joss):
    answers = joss.together([joss.request("PUT", path_of(number), SMALLEST) for number in range(AT_ONCE)])
    assert {answer.status_code for answer in answers} == {201}
    assert {answer.json()["data"]["employer"]["version"] for answer in answers} == {1}
    assert joss.send("GET", "/api/v1/companies").json()["meta"]["total"] == 1


def test_a_company_is_never_closed_over_an_open_vacancy(joss):
    company = f"/api/v1/companies/{COMPANY['id']}"
    for number in range(ROUNDS):
        home = {"id": COMPANY["id"]} if number else COMPANY
        joss.send("PUT", company, {name: value for name, value in COMPANY.items() if name != "id"})
        filed, closed = joss.together(
            [joss.request("PUT", path_of(number), changed(employer=home)), joss.request("DELETE", company)]
        )
        assert (filed.status_code, closed.status_code) in {(201, 400), (400, 200)}
        joss.send("DELETE", path_of(number))


def test_requests_over_the_limit_are_refused_however_many_come_at_once_and_wherever(open_house, database_url):
    nodes = [open_house(database_url, joss__rate_limit=20), open_house(database_url)]
    answers = []
    for number, house in enumerate(nodes):
        joss = Caller(house, JOSS_STAGING, "/joss")
        answers += joss.together([joss.request("GET", path_of(n), request_id=f"{number}-{n}") for n in range(30)])
    assert Counter(answer.status_code for answer in answers) == {404: 20, 429: 40}
