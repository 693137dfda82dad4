"""JOSS and TOSS, staging and live: four environments that share nothing, each found under its host and its path."""

from __future__ import annotations

import pytest

from satupintu.bootstrap.sandbox import JOSS_LIVE, JOSS_SECOND, JOSS_STAGING, TOSS_LIVE, TOSS_STAGING, credentials_of
from satupintu.gateway.assembly import gateway_of
from satupintu.kernel.ids import RandomIds
from satupintu.systems.kemnaker.client.sync_client import Toss
from satupintu.systems.kemnaker.contract.models import TrainingBody
from satupintu.testing.in_process import InProcessTransport
from tests.contract.kemnaker.bodies import SMALLEST, TRAINING, changed, id_of, path_of
from tests.integration.kemnaker.conftest import Caller

TRAINING_PATH = f"/api/v1/trainings/{id_of(1)}"
LATER = {"expired_date": "2099-04-30", "start_date": "2099-05-01", "finish_date": "2099-07-31"}


@pytest.fixture
def house(open_house):
    return open_house()


WAYS = [
    (JOSS_STAGING, {"mount": "/joss"}, "/api/v1/jobs"),
    (JOSS_STAGING, {"host": "joss.localhost"}, "/api/v1/jobs"),
    (JOSS_STAGING, {"host": "sandbox.joss.kemnaker.go.id"}, "/api/v1/jobs"),
    (JOSS_LIVE, {"host": "joss.kemnaker.go.id"}, "/api/v1/jobs"),
    (TOSS_STAGING, {"mount": "/toss"}, "/api/v1/trainings"),
    (TOSS_STAGING, {"host": "toss.localhost"}, "/api/v1/trainings"),
    (TOSS_STAGING, {"host": "sandbox.toss.kemnaker.go.id"}, "/api/v1/trainings"),
    (TOSS_LIVE, {"host": "toss.kemnaker.go.id"}, "/api/v1/trainings"),
]


def test_each_environment_answers_to_its_own_clients_alone(house):
    for credential, place, path in WAYS:
        assert Caller(house, credential, **place).send("GET", path).status_code == 200
        for other in (JOSS_STAGING, JOSS_LIVE, TOSS_STAGING, TOSS_LIVE):
            if other != credential:
                assert Caller(house, other, **place).send("GET", path).status_code == 401


def test_records_of_one_environment_are_in_no_other(house):
    staging, live = Caller(house, JOSS_STAGING, "/joss"), Caller(house, JOSS_LIVE, host="joss.kemnaker.go.id")
    assert staging.send("PUT", path_of(1), SMALLEST).status_code == 201
    assert live.send("GET", path_of(1)).status_code == 404
    created = live.send("PUT", path_of(1), changed(title="Live"))
    # Officers look at what is live before it is public; staging is accepted at once.
    assert (created.status_code, created.json()["data"]["verification_status"]) == (201, "pending")
    assert staging.send("GET", path_of(1)).json()["data"]["verification_status"] == "accepted"


def test_two_clients_of_one_environment_are_strangers(house):
    mine, theirs = Caller(house, JOSS_STAGING, "/joss"), Caller(house, JOSS_SECOND, "/joss")
    mine.send("PUT", path_of(1), SMALLEST)
    assert theirs.send("GET", path_of(1)).status_code == 404
    assert theirs.send("GET", "/api/v1/companies").json()["meta"]["total"] == 0


def test_the_live_environments_are_found_by_path_when_that_is_set(open_house):
    house = open_house(joss__live_path="/joss-live", toss__live_path="/toss-live")
    assert Caller(house, JOSS_LIVE, "/joss-live").send("GET", "/api/v1/jobs").status_code == 200
    assert Caller(house, TOSS_LIVE, "/toss-live").send("GET", "/api/v1/trainings").status_code == 200
    assert Caller(house, JOSS_STAGING, "/joss-live").send("GET", "/api/v1/jobs").status_code == 401


def test_settings_are_those_of_one_api(open_house):
    house = open_house(joss__maintenance_s=60, toss__rate_limit=5)
    refused = Caller(house, JOSS_STAGING, "/joss").send("GET", "/api/v1/jobs")
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "60")
    answer = Caller(house, TOSS_STAGING, "/toss").send("GET", "/api/v1/trainings")
    assert (answer.status_code, answer.headers["x-ratelimit-limit"]) == (200, "5")


def test_the_sandbox_shows_the_credentials_of_toss(house):
    shown = credentials_of(house.keys, "http://127.0.0.1:8765")
    assert shown["toss"] == {
        "client_id": TOSS_STAGING.client_id,
        "secret": TOSS_STAGING.secret(house.keys),
        "base_url": "http://127.0.0.1:8765/toss",
    }
    assert {"joss_live", "toss_live", "joss_second_client"} <= set(shown["others"])


def test_the_client_of_toss_reports_and_walks(house):
    secret = TOSS_STAGING.secret(house.keys)
    with (
        InProcessTransport(gateway_of(house)) as wire,
        Toss(TOSS_STAGING.client_id, secret, base_url="http://127.0.0.1:8765/toss", clock=house.clock, ids=RandomIds(),
             http=wire) as toss,
    ):  # fmt: skip
        for number in range(1, 4):
            created = toss.put_training(id_of(number), TrainingBody.model_validate(changed(TRAINING, **LATER))).data
            assert (created.version, created.status, str(created.expired_date)) == (1, "open", LATER["expired_date"])
        toss.delete_training(id_of(2))
        assert sorted(training.id for training in toss.trainings(per_page=2)) == [id_of(1), id_of(2), id_of(3)]
        assert [training.id for training in toss.trainings(status="closed")] == [id_of(2)]
        assert [each.name for each in toss.institutions()] == ["LPK Contoh"]
        walk = toss.regions(type="province")
        regions = list(walk)
        assert (len(regions), walk.complete) == (38, True)
        assert {region.origin for region in regions} == {"ministry", "ours"}
        cities = list(toss.regions(parent_id=next(region.id for region in regions if region.code == "31")))
        assert [city.code[:2] for city in cities] == ["31"] * 6
        assert {level.name for level in toss.education_levels()} >= {"SMK"}
