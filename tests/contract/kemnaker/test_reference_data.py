"""The reference data: lists that every client may read."""

from __future__ import annotations

import pytest

from satupintu.systems.kemnaker.contract.references import our_region_id
from tests.contract.kemnaker.bodies import CONTRACT, INDONESIA, JAKARTA_SELATAN, VILLAGE

NAMES = {"industries": 23, "job-functions": 27, "job-types": 4, "education-levels": 5, "countries": 1, "regions": 4}


def page(server, name, query=""):
    answer = server.send("GET", f"/api/v1/references/{name}{query}")
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize("api", ["joss", "toss"])
@pytest.mark.parametrize("name", NAMES)
def test_both_apis_serve_every_list_to_every_client(serve, api, name):
    server = serve(api=api)
    found = page(server, name, "?per_page=500")
    assert found["meta"] == {"page": 1, "per_page": 500, "total": NAMES[name], "last_page": 1}
    assert len({entry["id"] for entry in found["data"]}) == NAMES[name]
    assert server.send("GET", f"/api/v1/references/{name}", client="reader").status_code == 200


def test_entries_are_as_the_ministry_has_them(server):
    assert {"id": CONTRACT, "name": "Contract"} in page(server, "job-types")["data"]
    assert page(server, "countries")["data"] == [{"id": INDONESIA, "name": "Indonesia"}]
    levels = page(server, "education-levels")["data"]
    assert {(level["name"], level["level"]) for level in levels} >= {("SMK", 30), ("Sarjana", 50)}


def test_a_region_tells_where_its_id_comes_from(server):
    known, unknown = (
        page(server, "regions", "?code=3174")["data"][0],
        page(server, "regions", "?code=3174041001")["data"][0],
    )
    assert (known["id"], known["type"], known["origin"]) == (JAKARTA_SELATAN, "city", "ministry")
    assert unknown == {
        "id": VILLAGE,
        "type": "village",
        "name": None,
        "code": "3174041001",
        "parent_id": our_region_id("317404"),
        "origin": "ours",
    }


def test_regions_are_filtered_by_type_parent_and_code(server):
    def codes(query):
        return [region["code"] for region in page(server, "regions", query)["data"]]

    assert codes("") == ["31", "3174", "317404", "3174041001"]
    assert codes("?type=sub_district") == ["317404"]
    province = page(server, "regions", "?type=province")["data"][0]
    assert province["parent_id"] is None
    assert codes(f"?parent_id={province['id'].upper()}") == ["3174"]
    assert codes(f"?parent_id={JAKARTA_SELATAN}") == ["317404"]
    assert codes(f"?parent_id={VILLAGE}") == codes(f"?parent_id={INDONESIA}") == []
    assert codes(f"?parent_id={JAKARTA_SELATAN}&type=village") == codes("?code=9999") == []
    assert codes(f"?parent_id={JAKARTA_SELATAN}&type=sub_district&code=317404") == ["317404"]


@pytest.mark.parametrize(
    "query", ["type=country", "type=", "parent_id=x", "code=1", "code=x", "page=0", "per_page=501"]
)
def test_bad_values_are_told(server, query):
    answer = server.send("GET", f"/api/v1/references/regions?{query}")
    assert (answer.status_code, set(answer.json()["errors"])) == (422, {query.partition("=")[0]})


def test_pages_of_entries(server):
    second = page(server, "industries", "?per_page=10&page=3")
    assert (len(second["data"]), second["meta"]["last_page"], second["links"]["next"]) == (3, 3, None)


def test_they_are_read_only_and_signed(server):
    for method in ("PUT", "DELETE", "POST"):
        answer = server.send(method, "/api/v1/references/regions", {} if method != "DELETE" else None)
        assert (answer.status_code, answer.headers["allow"]) == (405, "GET")
    refused = server.send("GET", "/api/v1/references/regions", headers={"Signature": "HMACSHA256=x"})
    assert refused.status_code == 401


def test_every_listed_id_is_accepted_in_a_body(server):
    for number, entry in enumerate(page(server, "job-types")["data"]):
        assert server.filed(number, job_type=entry["id"])["job_type"] == entry["id"]
    for number, region in enumerate(page(server, "regions")["data"]):
        place = {"type": region["type"], "id": region["id"]}
        assert server.filed(10 + number, region=place)["region"]["id"] == region["id"]
