"""The data endpoints: filters, pages, finished answers, and that nothing breaks them."""

from __future__ import annotations

import json
from datetime import timedelta
from itertools import pairwise
from urllib.parse import quote, urlencode

import httpx2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from satupintu.systems.satusehat.contract.cursors import read_cursor, write_cursor
from satupintu.systems.satusehat.contract.models import RegionsPage, RegionsReply
from satupintu.systems.satusehat.contract.operations import PAGES, REGIONS
from satupintu.testing.in_process import InProcessTransport
from tests.contract.satusehat.catalogue import MemoryRegions, bundled
from tests.contract.satusehat.conftest import Server, refused, security

COUNTS = {"provinces": 38, "cities": 514, "districts": 7285, "sub-districts": 83762}
FILTERS = {"cities": "province_codes", "districts": "city_codes", "sub-districts": "district_codes"}


def codes(document):
    return [row["code"] for row in document["data"]]


@pytest.mark.parametrize(
    "target",
    [
        "/v1/provinces",
        "/v1/provinces?codes",
        "/v1/provinces?codes=",
        "/v1/cities?province_codes",
        "/v1/districts?city_codes=",
        "/v1/sub-districts?district_codes=,%20,",
    ],
)
def test_a_blank_filter_of_version_1_means_the_whole_level_by_code(ask, target):
    found = codes(ask(target).json())
    assert len(found) == COUNTS[target.split("/")[2].partition("?")[0]]
    assert all(former < latter for former, latter in pairwise(found))


@pytest.mark.parametrize(("level", "name"), FILTERS.items())
def test_the_parent_of_version_1_has_to_be_named(ask, level, name):
    answer = ask(f"/v1/{level}?codes=1101")
    assert (answer.status_code, answer.json()) == (400, refused(f"{name} is required"))


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("/v1/provinces?codes=11,%2012", ["11", "12"]),
        ("/v1/provinces?codes=12,11,12", ["11", "12"]),
        ("/v1/provinces?codes=11&codes=12%20,", ["11", "12"]),
        ("/v1/cities?province_codes=11,12&codes=1103,1104,%201210", ["1103", "1104", "1210"]),
        ("/v1/cities?province_codes=12&codes=1103,1104,1210", ["1210"]),
        ("/v1/cities?province_codes=1&codes=1103", []),
        ("/v1/cities?province_codes=110", []),
        ("/v1/cities?province_codes=&codes=11", []),
        ("/v1/districts?city_codes=1103,1104&codes=110302,110301&year=2022&_=1", ["110301", "110302"]),
        (
            "/v1/sub-districts?district_codes=110301,110302&codes=1103012002,%201103012004%20,1103022004",
            ["1103012002", "1103012004", "1103022004"],
        ),
        ("/v1/districts?city_codes=9999", []),
    ],
)
def test_filters_are_comma_lists_joined_by_and(ask, target, found):
    answer = ask(target)
    assert answer.status_code == 200
    document = answer.json()
    assert codes(document) == found
    assert (document["status"], document["error"], document["message"]) == (200, False, "success")
    assert list(document) == ["status", "error", "message", "data"]


def test_kemendagri_codes_are_meant_even_where_they_are_bps_codes_of_another_place(ask):
    assert ask("/v1/cities?province_codes=&codes=3171").json()["data"][0]["name"] == "Kota Administrasi Jakarta Pusat"


def test_version_1_ignores_a_limit_unless_it_is_too_large(ask):
    assert len(codes(ask("/v1/provinces?limit=5").json())) == 38
    assert len(codes(ask("/v1/provinces?limit=abc").json())) == 38
    assert ask("/v1/provinces?limit=2001").json() == refused("limit cannot be more than 2000")


@pytest.mark.parametrize("level", COUNTS)
def test_page_n_and_then_prev_is_page_n_minus_1(ask, level):
    pages = [ask(f"/v2/{level}?current_page=1").json()]
    for number in range(2, 5):
        cursor = quote(pages[-1]["meta"]["cursors"]["next"], safe="")
        pages.append(ask(f"/v2/{level}?current_page={number}&next={cursor}").json())
    for number in range(len(pages), 1, -1):
        cursor = quote(pages[number - 1]["meta"]["cursors"]["previous"], safe="")
        assert ask(f"/v2/{level}?current_page={number - 1}&prev={cursor}").json() == pages[number - 2]


@pytest.mark.parametrize("level", COUNTS)
def test_a_page_found_by_its_number_is_the_page_found_by_its_cursor(ask, level):
    second = ask(f"/v2/{level}?current_page=2").json()
    cursor = ask(f"/v2/{level}?current_page=1").json()["meta"]["cursors"]["next"]
    assert ask(f"/v2/{level}?current_page=2&next={cursor}").json() == second
    assert ask(f"/v2/{level}?current_page=2&next={cursor.rstrip('=')}").json() == second


def test_next_beats_prev_and_both_beat_the_number(ask):
    after, before = write_cursor("1110"), write_cursor("1201")
    by_next = ask(f"/v2/cities?current_page=40&next={after}&prev={before}").json()
    assert codes(by_next) == codes(ask(f"/v2/cities?current_page=2&next={after}").json())
    assert by_next["meta"]["page"]["current"] == 40
    assert max(codes(ask(f"/v2/cities?current_page=1&prev={before}&next=").json())) == "1175"


def test_a_cursor_need_not_exist_and_keeps_within_the_filter(ask):
    page = ask(f"/v2/cities?current_page=1&province_codes=12,11&next={write_cursor('1177')}&limit=3").json()
    assert sorted(codes(page)) == ["1201", "1202", "1203"]
    assert page["meta"]["page"]["total"] == 56


def test_inside_a_page_regions_stand_by_name_and_regions_of_one_name_by_code(serve):
    rows = [("1103", "", "Mulya"), ("1101", "", "Mulya"), ("1102", "", "Asri"), ("1104", "", "mulya")]
    server = serve(MemoryRegions({"cities": rows}))
    page = server.page("/v2/cities?current_page=1")
    assert codes(page) == ["1102", "1101", "1103", "1104"]
    assert [read_cursor(page["meta"]["cursors"][end]) for end in ("previous", "next")] == ["1101", "1104"]


@pytest.mark.parametrize("target", ["codes=9999", "province_codes=99", "codes=11", "province_codes=11&codes=1201"])
def test_nothing_found_is_an_empty_page(ask, target):
    assert ask(f"/v2/cities?current_page=1&{target}").json() == {
        "status": 200, "error": False, "message": "success", "data": [],
        "meta": {
            "item_count": 0,
            "page": {
                "is_cursor": True, "current": 1, "previous": 0, "next": 2, "limit": 10, "total_page": 1, "total": 0,
            },
            "cursors": {"next": "", "previous": ""},
        },
    }  # fmt: skip


def test_a_page_past_the_end_keeps_the_total(ask):
    for target in (
        "current_page=53",
        f"current_page=53&next={write_cursor('9671')}",
        "current_page=999999999999999999",
    ):
        page = ask(f"/v2/cities?{target}").json()
        assert page["data"] == []
        assert (page["meta"]["page"]["total"], page["meta"]["page"]["total_page"]) == (514, 51)
        assert page["meta"]["cursors"] == {"next": "", "previous": ""}


def test_a_limit_cuts_the_pages_and_their_number(ask):
    page = ask("/v2/sub-districts?current_page=42&limit=2000").json()
    assert (page["meta"]["item_count"], page["meta"]["page"]["limit"]) == (83762 - 41 * 2000, 2000)
    assert page["meta"]["page"]["total_page"] == 41
    assert ask("/v2/provinces?current_page=1&limit=").json()["meta"]["page"]["limit"] == 10


@pytest.mark.parametrize("target", ["/v1/provinces?codes=11", "/v2/districts?current_page=3"])
def test_head_answers_with_the_headers_of_get_and_no_body(ask, target):
    for _ in range(2):
        get, head = ask(target), ask(target, method="HEAD")
        assert (head.status_code, head.content) == (200, b"")
        for answer in (get, head):
            del answer.headers["x-request-id"]
        assert head.headers == get.headers


@pytest.mark.parametrize(
    "target", ["/v1/districts?city_codes=1101", "/v2/districts?current_page=5&limit=50", "/v1/districts?city_codes"]
)
def test_an_answer_is_the_same_the_second_time_and_compressed_for_whom_takes_it(ask, target):
    plain = [ask(target, **{"Accept-Encoding": "identity"}) for _ in range(2)]
    packed = [ask(target, **{"Accept-Encoding": "gzip"}) for _ in range(2)]
    assert {answer.content for answer in plain + packed} == {plain[0].content}
    assert [answer.headers.get("content-encoding") for answer in plain + packed] == [None, None, "gzip", "gzip"]
    assert {answer.headers["vary"] for answer in plain + packed} == {"Accept-Encoding"}
    assert int(packed[1].headers["content-length"]) < int(plain[1].headers["content-length"])


def test_an_answer_given_before_is_not_given_to_another_token_that_has_expired(serve):
    server = serve()
    bearer = server.bearer()
    target = "/masterdata/v1/provinces"
    assert [server.get(target, Authorization=bearer).status_code for _ in range(2)] == [200, 200]
    server.clock.move(timedelta(hours=2))
    assert server.get(target, Authorization=bearer).json() == security("Access Token expired")


def test_a_new_import_is_seen_at_once(serve):
    regions = MemoryRegions({"provinces": [("11", "", "Aceh")]})
    server = serve(regions)
    bearer = server.bearer()
    target = "/masterdata/v1/provinces"
    assert [server.get(target, Authorization=bearer).json()["data"][0]["bps_code"] for _ in range(2)] == ["", ""]
    regions.replace(MemoryRegions({"provinces": [("11", "11", "Aceh")]}))
    assert server.get(target, Authorization=bearer).json()["data"][0]["bps_code"] == "11"


def test_the_finished_bytes_are_what_the_models_read_and_write(ask):
    for operation in REGIONS:
        query = "current_page=1&limit=50" if operation.name in PAGES else "&".join(
            f"{name}=11,1101,110101" for name in operation.query_fields
        )  # fmt: skip
        raw = ask(operation.path.removeprefix("/masterdata") + f"?{query}").content
        model = RegionsPage if operation.name in PAGES else RegionsReply
        read = model.model_validate_json(raw, strict=True, extra="forbid")
        assert json.loads(read.model_dump_json()) == json.loads(raw)


def test_a_fault_of_the_catalogue_is_plain_text(serve, caplog):
    class Broken(MemoryRegions):
        def rows(self, level):
            raise OSError("secret place")

    with caplog.at_level("CRITICAL"):
        answer = serve(Broken({})).get("/masterdata/v1/provinces")
    assert (answer.status_code, answer.text, answer.headers["content-type"]) == (
        500, "Internal Server Error", "text/plain",
    )  # fmt: skip


def test_a_catalogue_whose_version_cannot_be_told_is_a_fault_too(serve, caplog):
    class Broken(MemoryRegions):
        version = property(lambda self: 1 // 0, lambda self, value: None)

    with caplog.at_level("CRITICAL"):
        assert serve(Broken({})).get("/masterdata/v1/provinces").status_code == 500


def test_the_same_path_under_a_mount_and_without_it_are_two_requests(serve):
    server = serve()
    bearer = server.bearer()

    async def mounted(scope, receive, send):
        await server.app({**scope, "satupintu.mount": "/satusehat"}, receive, send)

    with httpx2.Client(transport=InProcessTransport(mounted), base_url="https://satusehat.localhost") as http:
        target = "/satusehat/masterdata/v1/provinces"
        headers = {"Authorization": bearer}
        assert [http.get(target, headers=headers).status_code for _ in range(2)] == [200, 200]
        assert server.get(target, Authorization=bearer).status_code == 404


printable = st.text(st.characters(codec="utf-8"), max_size=12)
values = st.one_of(
    printable,
    st.integers(-(10**20), 10**20).map(str),
    st.lists(st.sampled_from(["11", "1101", " 12", "", "x", "110101"]), max_size=5).map(",".join),
    st.sampled_from(["MTI=", "MTEwMQ==", "MTI", "===="]),
)
names = st.sampled_from([
    "codes", "province_codes", "city_codes", "district_codes", "current_page", "next", "prev", "limit", "x",
])  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    operation=st.sampled_from(REGIONS), pairs=st.lists(st.tuples(names, values), max_size=6), raw=st.none() | printable
)
def test_no_query_whatsoever_breaks_the_server(server: Server, bearer, operation, pairs, raw):
    query = urlencode(pairs) if raw is None else quote(raw, safe="&=,;%+?/")
    answer = server.get(f"{operation.path}?{query}", Authorization=bearer)
    assert answer.status_code in (200, 400)
    assert answer.headers["content-type"] == "application/json"
    document = answer.json()
    if answer.status_code == 400:
        assert list(document) == ["status_code", "message", "data"]
        return
    model = RegionsPage if operation.name in PAGES else RegionsReply
    model.model_validate_json(answer.content, strict=True)


@settings(max_examples=100, deadline=None)
@given(value=st.binary(max_size=60))
def test_no_authorization_whatsoever_breaks_the_server(server: Server, value):
    cleaned = bytes(byte for byte in value if byte not in b"\r\n\0")
    answer = server.http.get("/masterdata/v1/provinces", headers=[(b"authorization", cleaned)])
    assert answer.status_code == 401


def test_the_largest_answer_is_whole_in_both_forms(server, bearer):
    answer = server.get("/masterdata/v1/sub-districts?district_codes", Authorization=bearer)
    assert codes(answer.json()) == list(bundled().rows("sub-districts").codes)
    assert answer.headers["content-encoding"] == "gzip"
    plain = server.get(
        "/masterdata/v1/sub-districts?district_codes", Authorization=bearer, **{"Accept-Encoding": "identity"}
    )
    assert plain.content == answer.content
