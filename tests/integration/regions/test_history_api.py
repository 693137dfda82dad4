"""`GET /regions/{code}/history`: which places a code named, which codes they have today, and how that is known."""

from __future__ import annotations

from collections.abc import Iterator

import httpx2
import pytest
from starlette.applications import Starlette

from satupintu.bootstrap.house import House
from satupintu.bootstrap.region_catalogue import CurrentBpsCodes
from satupintu.gateway.own_regions import region_routes
from satupintu.regions.snapshot import RegionTable
from tests.integration.regions.places import http_of, region_bps


@pytest.fixture
def http(house: House, table: RegionTable) -> Iterator[httpx2.Client]:
    codes = CurrentBpsCodes(table, region_bps(house), house.clock)
    with http_of(Starlette(routes=region_routes(table, codes))) as client:
        yield client


def test_an_old_city_code_is_answered_with_its_region_of_today_and_the_law(http: httpx2.Client) -> None:
    answer = http.get("/regions/9102/history")
    assert answer.status_code == 200
    found = answer.json()
    assert {**found, "places": None, "as_bps_code": None} == {
        "system": "kemendagri",
        "decree": {"label": "2025", "name": "Kepmendagri 300.2.2-2138/2025", "date": "2025-04-25"},
        "code": "9102",
        "level": "city",
        "known_since": {"label": "2018", "name": "Permendagri 137/2017"},
        "reused": False,
        "places": None,
        "as_bps_code": None,
    }
    (place,) = found["places"]
    assert place["today"] == {
        **{"code": "9501", "level": "city", "name": "Kab. Jayawijaya"},
        "path": "Kab. Jayawijaya, Papua Pegunungan",
    }
    (change,) = place["changes"]
    assert (change["kind"], change["basis"], change["old_code"], change["new_code"]) == (
        *("moved", "official"),
        *("9102", "9501"),
    )
    assert change["law"] == {"name": "UU 16/2022", "signed_on": "2022-07-25"}
    assert change["reason"]["id"] != change["reason"]["en"]


def test_a_number_that_is_another_place_at_bps_is_answered_with_a_warning(http: httpx2.Client) -> None:
    found = http.get("/regions/9501/history").json()
    assert found["places"][0]["today"]["name"] == "Kab. Jayawijaya"
    assert found["as_bps_code"]["codes"] == ["9301"] and "Merauke" in found["as_bps_code"]["reason"]["id"]


def test_imported_bps_codes_are_warned_of_at_once(house: House, http: httpx2.Client) -> None:
    assert http.get("/regions/1101012001/history").json()["as_bps_code"] is None
    region_bps(house).replace("2025", {"1102012001": "1101012001"})
    assert http.get("/regions/1101012001/history").json()["as_bps_code"]["codes"] == ["1102012001"]


def test_a_reused_code_tells_both_places(http: httpx2.Client) -> None:
    found = http.get("/regions/960323/history").json()
    assert found["reused"] is True
    assert [place["today"]["name"] for place in found["places"]] == ["Kepulauan Ayau", "Ayau"]


def test_below_an_older_move_the_city_alone_is_told(http: httpx2.Client) -> None:
    (place,) = http.get("/regions/9102012001/history").json()["places"]
    assert place["today"] is None and place["city"]["code"] == "9501"
    assert place["changes"][0]["basis"] == "city_level_only"


def test_the_page_of_the_region_itself_is_still_there(http: httpx2.Client) -> None:
    assert http.get("/regions/9501").json()["region"]["code"] == "9501"
    assert http.get("/regions/9102").status_code == 404


@pytest.mark.parametrize(
    ("target", "status", "words"),
    [
        ("/regions/99/history", 404, ("99", "neither in")),
        ("/regions/9426/history", 404, ("As a BPS code", "9115")),
        ("/regions/1103020/history", 404, ("district at BPS", "110101")),
        ("/regions/91.02/history", 404, ("without dots",)),
        ("/regions/" + "9" * 500 + "/history", 404, ("no Kemendagri code",)),
        ("/regions/9501/history?system=bps", 400, ("Kemendagri codes", "/regions/{code}?system=bps")),
    ],
)
def test_errors_are_problem_documents_that_name_the_remedy(
    http: httpx2.Client, target: str, status: int, words: tuple[str, ...]
) -> None:
    answer = http.get(target)
    problem = answer.json()
    assert answer.status_code == status == problem["status"]
    assert answer.headers["content-type"] == "application/problem+json"
    assert all(word in problem["detail"] for word in words)
    assert len(problem["detail"]) < 300
