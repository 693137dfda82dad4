"""`GET /regions/{code}`: a region with its parents and both codes, in either system."""

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


def test_a_region_is_shown_with_parents_children_both_codes_and_the_decree(http: httpx2.Client) -> None:
    answer = http.get("/regions/110101")
    assert answer.status_code == 200
    assert answer.json() == {
        "verdict": "resolved",
        "system": "kemendagri",
        "decree": {"label": "2025", "name": "Kepmendagri 300.2.2-2138/2025", "date": "2025-04-25"},
        "region": {
            "code": "110101",
            "bps_code": "1103020",
            "level": "district",
            "name": "Bakongan",
            "parents": [
                {"code": "11", "bps_code": "11", "level": "province", "name": "Aceh"},
                {"code": "1101", "bps_code": "1103", "level": "city", "name": "Kab. Aceh Selatan"},
            ],
            "children_count": 7,
        },
        "candidates": [],
    }


@pytest.mark.parametrize(
    ("target", "code", "name"),
    [
        ("/regions/3171", "3171", "Kota Administrasi Jakarta Pusat"),
        ("/regions/3171?system=kemendagri", "3171", "Kota Administrasi Jakarta Pusat"),
        ("/regions/3171?system=bps", "3174", "Kota Administrasi Jakarta Selatan"),
        ("/regions/92", "92", "Papua Barat"),
        ("/regions/92?system=bps", "96", "Papua Barat Daya"),
        ("/regions/1103020?system=bps", "110101", "Bakongan"),
    ],
)
def test_one_number_is_read_in_the_system_that_is_named(http: httpx2.Client, target: str, code: str, name: str) -> None:
    answer = http.get(target).json()
    assert (answer["region"]["code"], answer["region"]["name"]) == (code, name)
    assert answer["system"] == ("bps" if "bps" in target else "kemendagri")


def test_a_province_has_no_parents_and_a_village_no_children(http: httpx2.Client) -> None:
    assert http.get("/regions/96").json()["region"] == {
        **{"code": "96", "bps_code": "92", "level": "province", "name": "Papua Barat Daya"},
        **{"parents": [], "children_count": 6},
    }
    village = http.get("/regions/1101012001").json()["region"]
    assert (village["children_count"], len(village["parents"]), village["bps_code"]) == (0, 3, None)


def test_a_bps_code_that_several_regions_share_names_them_all_and_chooses_none(
    house: House, http: httpx2.Client
) -> None:
    region_bps(house).replace("2025", {"720109": "7202010", "720124": "7202010"})
    answer = http.get("/regions/7202010?system=bps")
    found = answer.json()
    assert (answer.status_code, found["verdict"], found["region"]) == (200, "ambiguous", None)
    assert [(each["code"], each["name"], each["bps_code"]) for each in found["candidates"]] == [
        ("720109", "Toili", "7202010"),
        ("720124", "Toili Jaya", "7202010"),
    ]


def test_an_import_is_seen_at_once(house: House, http: httpx2.Client) -> None:
    assert http.get("/regions/1103040?system=bps").status_code == 404
    region_bps(house).replace("2025", {"110102": "1103040"})
    assert http.get("/regions/1103040?system=bps").json()["region"]["code"] == "110102"


@pytest.mark.parametrize(
    ("target", "status", "words"),
    [
        ("/regions/99", 404, ("No region", "99")),
        ("/regions/1101?system=BPS", 400, ("kemendagri or bps",)),
        ("/regions/1101?system=", 400, ("kemendagri or bps",)),
        ("/regions/11.01", 404, ("No region",)),
        ("/regions/" + "9" * 500, 404, ("No region",)),
        ("/regions/1103020", 404, ("system=bps",)),
        ("/regions/110102?system=bps", 404, ("system=kemendagri", "regions import")),
        ("/regions/%22%3Cb%3E", 404, ('"<b>',)),
    ],
)
def test_errors_are_problem_documents_that_say_what_may_have_been_meant(
    http: httpx2.Client, target: str, status: int, words: tuple[str, ...]
) -> None:
    answer = http.get(target)
    problem = answer.json()
    assert answer.status_code == status == problem["status"]
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["type"] == "about:blank" and problem["title"]
    assert all(word in problem["detail"] for word in words)
    assert len(problem["detail"]) < 300
