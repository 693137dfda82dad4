"""The server answers the published calls as published: values, types and the order of keys."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest

from tests.conformance.satusehat import examples
from tests.contract.satusehat.catalogue import bundled, official
from tests.contract.satusehat.conftest import CLIENT, FORM


def ordered(document: str | bytes) -> Any:
    """JSON as nested lists of pairs, so that a comparison sees the order of keys."""
    return json.loads(document, object_pairs_hook=lambda pairs: pairs)


def get(server, target: str) -> Any:
    answer = server.get(f"/masterdata{target}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    return ordered(answer.content)


def expected(document: dict[str, Any]) -> Any:
    return ordered(json.dumps(document))


@pytest.fixture(scope="module")
def without_codes(serve):
    """The bundled decree: BPS codes for the rows of the page, none below the cities."""
    return serve(bundled())


@pytest.fixture(scope="module")
def with_codes(serve):
    """The decree of 2025 with all BPS codes."""
    return serve(official())


@pytest.fixture(scope="module")
def earlier(serve):
    """The decree 6117/2022, which the page was made from."""
    return serve(official("6117-2022"))


def test_a_token(without_codes):
    answer = without_codes.token()
    token = answer.json()["access_token"]
    printed = examples.TOKEN.replace("<client-id>", CLIENT).replace("<access-token>", token)
    assert ordered(answer.content) == ordered(printed.replace("<email-dev>", answer.json()["developer.email"]))


def test_a_wrong_secret(serve):
    answer = serve().token({**FORM, "client_secret": "<client-secret>"})
    assert answer.status_code == 401
    assert ordered(answer.content) == ordered(examples.WRONG_SECRET)


@pytest.mark.parametrize("query", ["", "?codes", "?codes="])
def test_v1_provinces(without_codes, query):
    assert get(without_codes, f"/v1/provinces{query}") == expected(examples.reply(examples.PROVINCES))


def test_v1_provinces_by_code(without_codes):
    assert get(without_codes, "/v1/provinces?codes=11,%2012") == expected(examples.reply(examples.PROVINCES[:2]))


def test_v1_cities(without_codes):
    found = get(without_codes, "/v1/cities?province_codes=11,12&codes=1103,1104,1210")
    assert found == expected(examples.reply(examples.CITIES))


@pytest.mark.parametrize(
    ("query", "count", "first", "last"),
    [
        ("cities?province_codes", 514, "1101", "9671"),
        ("cities?province_codes=11,12", 56, "1101", "1278"),
        ("districts?city_codes=1103,1104", 38, "110301", "110421"),
        ("districts?city_codes", 7285, "110101", "967110"),
        ("sub-districts?district_codes=110301,110302", 82, "1103012001", "1103022037"),
        ("sub-districts?district_codes", 83762, "1101012001", "9671101004"),
    ],
)
def test_v1_lists_of_many(without_codes, query, count, first, last):
    data = without_codes.page(f"/v1/{query}")["data"]
    assert (len(data), data[0]["code"], data[-1]["code"]) == (count, first, last)


def test_v1_districts(with_codes):
    found = get(with_codes, "/v1/districts?city_codes=1103,1104&codes=110302,110301")
    assert found == expected(examples.reply(examples.DISTRICTS))
    data = with_codes.page("/v1/districts?city_codes=1103,1104")["data"]
    assert [tuple(row.values()) for row in (data[0], data[-1])] == [
        ("110301", "1103", "1105140", "Darul Aman"),
        ("110421", "1104", "1106063", "Rusip Antara"),
    ]


def test_v1_sub_districts(with_codes):
    codes = "1103012002,1103012004,1103022004"
    found = get(with_codes, f"/v1/sub-districts?district_codes=110301,110302&codes={codes}")
    assert found == expected(examples.reply(examples.SUB_DISTRICTS))
    data = with_codes.page("/v1/sub-districts?district_codes=110301,110302")["data"]
    printed = {"code": "1103022035", "parent_code": "110302", "bps_code": "1105160013", "name": "Buket Makmu"}
    assert printed in data
    assert (data[0]["name"], data[-1]["name"]) == ("Alue Luddin Sa", "Simpang Lhee")


def test_v2_provinces(without_codes):
    printed = examples.page(examples.PROVINCES[:2], total=2, total_page=1, following="MTI=", previous="MTE=")
    assert get(without_codes, "/v2/provinces?current_page=1&codes=11,12") == expected(printed)


def test_v2_cities(without_codes):
    printed = examples.page(
        examples.PAGE_OF_CITIES, total=514, total_page=51, following="MTExMA==", previous="MTEwMQ=="
    )
    assert get(without_codes, "/v2/cities?current_page") == expected(printed)


def test_v2_districts(with_codes):
    printed = examples.page(
        examples.PAGE_OF_DISTRICTS, total=7285, total_page=728, following="MTEwMTEw", previous="MTEwMTAx"
    )
    assert get(with_codes, "/v2/districts?current_page") == expected(printed)


def test_v2_districts_of_the_decree_that_the_page_was_made_from(earlier):
    rows = [(*row[:3], "Pasi Raja" if row[0] == "110110" else row[3]) for row in examples.PAGE_OF_DISTRICTS]
    printed = examples.page(rows, total=7277, total_page=727, following="MTEwMTEw", previous="MTEwMTAx")
    assert get(earlier, "/v2/districts?current_page") == expected(printed)


@pytest.mark.parametrize(("decree", "total", "pages"), [("with_codes", 83762, 8376), ("earlier", 83763, 8376)])
def test_v2_sub_districts(request, decree, total, pages):
    printed = examples.page(
        examples.PAGE_OF_SUB_DISTRICTS, total=total, total_page=pages, following="MTEwMTAyMjAwMw==",
        previous="MTEwMTAxMjAwMQ==",
    )  # fmt: skip
    assert get(request.getfixturevalue(decree), "/v2/sub-districts?current_page") == expected(printed)


# Level: page 1 ends, second page: first and last row shown, cursors; last page: number, rows, cursors.
WALKS = {
    "provinces": (("MTE=", "MjE="), "51 Bali", "53 Nusa Tenggara Timur", ("MzE=", "NjE="), 4, 8, ("ODE=", "OTY=")),
    "cities": (
        ("MTEwMQ==", "MTExMA=="), "1112 Kab. Aceh Barat Daya", "1172 Kota Sabang", ("MTExMQ==", "MTE3Mg=="),
        52, 4, ("OTYwMw==", "OTY3MQ=="),
    ),
    "districts": (
        ("MTEwMTAx", "MTEwMTEw"), "110115 Bakongan Timur", "110116 Trumon Timur", ("MTEwMTEx", "MTEwMjAy"),
        729, 5, ("OTY3MTA2", "OTY3MTEw"),
    ),
    "sub-districts": (
        ("MTEwMTAxMjAwMQ==", "MTEwMTAyMjAwMw=="), "1101022013 Alur Mas", "1101022007 Simpang Empat",
        ("MTEwMTAyMjAwNA==", "MTEwMTAyMjAxMw=="), 8377, 2, ("OTY3MTEwMTAwMw==", "OTY3MTEwMTAwNA=="),
    ),
}  # fmt: skip
EARLIER_ENDS = {
    "districts": (728, 7, ("OTY3MTA0", "OTY3MTEw")),
    "sub-districts": (8377, 3, ("OTY3MTEwMTAwMg==", "OTY3MTEwMTAwNA==")),
}


def cursors(page) -> tuple[str, str]:
    return page["meta"]["cursors"]["previous"], page["meta"]["cursors"]["next"]


@pytest.mark.parametrize("level", WALKS)
def test_walking_by_hand_through_a_level(without_codes, level):
    ends_of_first, first_row, last_row, ends_of_second, number, rows, ends_of_last = WALKS[level]
    first = without_codes.page(f"/v2/{level}?current_page=1")
    assert cursors(first) == ends_of_first
    second = without_codes.page(f"/v2/{level}?current_page=2&next={quote(ends_of_first[1])}")
    shown = [f"{row['code']} {row['name']}" for row in (second["data"][0], second["data"][-1])]
    assert (shown, cursors(second)) == ([first_row, last_row], ends_of_second)
    assert without_codes.page(f"/v2/{level}?current_page=1&prev={quote(ends_of_second[0])}") == first
    check_last_page(without_codes, level, number, rows, ends_of_last)


@pytest.mark.parametrize("level", EARLIER_ENDS)
def test_the_last_page_of_the_earlier_decree(earlier, level):
    check_last_page(earlier, level, *EARLIER_ENDS[level])


def check_last_page(server, level, number, rows, ends):
    last = server.page(f"/v2/{level}?current_page={number}")
    assert (last["meta"]["item_count"], len(last["data"]), cursors(last)) == (rows, rows, ends)
    assert server.page(f"/v2/{level}?current_page={number + 1}")["data"] == []


def test_a_limit_that_is_too_large(without_codes):
    answer = without_codes.get("/masterdata/v2/cities?current_page=1&limit=2001")
    assert answer.status_code == 400
    assert ordered(answer.content) == ordered(examples.LIMIT)


def test_nothing_found(without_codes):
    assert get(without_codes, "/v2/cities?current_page=1&codes=9999") == ordered(examples.NOTHING)
