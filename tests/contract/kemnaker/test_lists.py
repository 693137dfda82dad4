"""Lists in pages: what they hold, in which order, and what may be asked for."""

from __future__ import annotations

from datetime import timedelta

import httpx2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.contract.kemnaker.bodies import id_of
from tests.contract.kemnaker.conftest import ADDRESS, start
from tests.contract.kemnaker.records import VACANCIES, of_every_kind

MINUTE = timedelta(minutes=1)


def listed(server, path="/api/v1/jobs", client="main", /, **query):
    target = str(httpx2.URL(path, params={name: str(value) for name, value in query.items()}))
    answer = server.send("GET", target, client=client)
    assert answer.status_code == 200, answer.text
    return answer.json()


def faults(server, **query):
    answer = server.send("GET", str(httpx2.URL("/api/v1/jobs", params=query)))
    assert answer.status_code == 422, answer.text
    return set(answer.json()["errors"])


def ids(page):
    return [record["id"] for record in page["data"]]


def test_an_empty_list_has_one_page(server):
    first = f"{ADDRESS}/api/v1/jobs?page=1"
    assert listed(server) == {
        "data": [],
        "meta": {"page": 1, "per_page": 20, "total": 0, "last_page": 1},
        "links": {"first": first, "prev": None, "next": None, "last": first},
    }


@of_every_kind
def test_a_list_holds_the_records_as_they_are_found(serve, kind):
    server = serve(api=kind.api)
    filed = [server.record("PUT", kind.at(number), kind.body) for number in (2, 1)]
    server.record("DELETE", kind.at(2))
    found = [server.record("GET", kind.at(number)) for number in (1, 2)]
    page = listed(server, kind.list_path)
    assert page["data"] == found
    assert page["meta"]["total"] == len(filed)
    assert set(page) == {"data", "meta", "links"}


def test_what_changed_last_comes_last_and_ids_decide_between_equals(server):
    for number in (5, 3, 4):
        server.filed(number)
    server.clock.move(timedelta(milliseconds=400))
    server.filed(2)  # within the same second, which is all that readers see
    server.clock.move(MINUTE)
    server.filed(4, title="Baru")
    assert ids(listed(server)) == [id_of(number) for number in (2, 3, 5, 4)]


def test_pages_and_their_links(server):
    for number in range(1, 8):
        server.filed(number)
    page = listed(server, per_page=3, page=2, status="open", colour="red")
    assert ids(page) == [id_of(number) for number in (4, 5, 6)]
    assert page["meta"] == {"page": 2, "per_page": 3, "total": 7, "last_page": 3}
    assert page["links"] == {
        name: f"{ADDRESS}/api/v1/jobs?per_page=3&page={number}&status=open"
        for name, number in (("first", 1), ("prev", 1), ("next", 3), ("last", 3))
    }
    beyond = listed(server, per_page=3, page=9)
    assert (beyond["data"], beyond["links"]["next"]) == ([], None)
    assert beyond["links"]["prev"].endswith("page=3")


def test_links_lead_where_they_say(server):
    for number in range(1, 6):
        server.filed(number)
    seen, target = [], "/api/v1/jobs?per_page=2"
    while target is not None:
        page = server.send("GET", target).json()
        seen += ids(page)
        target = (page["links"]["next"] or "").removeprefix(ADDRESS) or None
    assert seen == [id_of(number) for number in range(1, 6)]


def test_links_keep_the_name_that_was_used(server):
    page = listed(server, "/api/v2/employers")
    assert page["links"]["first"] == f"{ADDRESS}/api/v2/employers?page=1"


def test_an_interval_includes_its_beginning_and_not_its_end(server):
    for number in (1, 2, 3):
        server.filed(number)
        server.clock.move(MINUTE)
    since, until = "2026-03-02T01:52:00Z", "2026-03-02T01:53:00Z"
    assert ids(listed(server, updated_since=since)) == [id_of(2), id_of(3)]
    assert ids(listed(server, updated_until=until)) == [id_of(1), id_of(2)]
    assert ids(listed(server, updated_since=since, updated_until=until)) == [id_of(2)]
    assert ids(listed(server, updated_since="2026-03-02T01:52:00.5Z", updated_until=until)) == []


def test_status_is_that_of_the_moment(server):
    server.filed(1)
    server.filed(2, expires_at="2026-03-03T00:00:00Z")
    server.filed(3)
    server.filed(3, status="filled", filled_count=1)
    server.filed(4)
    server.delete(4)
    server.clock.move(timedelta(days=1))
    statuses = {1: "open", 2: "expired", 3: "filled", 4: "closed"}
    for number, status in statuses.items():
        assert ids(listed(server, status=status)) == [id_of(number)]
    assert {record["status"] for record in listed(server)["data"]} == set(statuses.values())
    assert ids(listed(server, status="open, filled")) == [id_of(1), id_of(3)]
    assert listed(server, status="open,expired,filled,closed")["meta"]["total"] == 4


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("page", ["0", "-1", "1.0", "x", "", " 1", "9" * 30, "+1", "١"]),
        ("per_page", ["0", "51", "x", ""]),
        ("status", ["", "Open", "active", "open,", "open;closed"]),
        (
            "updated_since",
            ["", "2026-03-02", "2026-03-02T01:51:00", "2026-03-02T08:51:00+07:00"],
        ),
        ("updated_until", ["", "now", "2026-03-02 01:51:00Z"]),
    ],
)
def test_a_bad_value_is_told(server, name, values):
    for value in values:
        assert faults(server, **{name: value}) == {name}


def test_all_bad_values_are_told_together_and_unknown_parameters_are_ignored(server):
    assert faults(server, page="0", per_page="x", status="?", updated_since="x", updated_until="y", sort="z") == {
        "page", "per_page", "status", "updated_since", "updated_until"}  # fmt: skip
    assert listed(server, sort="title", q="x")["meta"]["total"] == 0


@of_every_kind
def test_each_kind_knows_its_own_statuses(serve, kind):
    server = serve(api=kind.api)
    of_offers = kind.begins == "open"
    for status, known in {"open": of_offers, "expired": of_offers, "active": not of_offers, "closed": True}.items():
        answer = server.send("GET", f"{kind.list_path}?status={status}")
        assert answer.status_code == (200 if known else 422)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 6), st.integers(0, 90)), max_size=14),
    st.integers(1, 50),
    st.integers(0, 12),
    st.integers(0, 12),
)
def test_the_pages_of_any_list_are_what_a_reader_would_filter_by_hand(writes, per_page, since, length):
    server = start()
    try:
        for number, seconds in writes:
            server.filed(number, title=f"T{seconds}")
            server.clock.move(timedelta(seconds=seconds))
        everything = [server.found(number) for number in sorted({number for number, _ in writes})]
        begin = f"2026-03-02T01:{51 + since // 2:02}:{since % 2 * 30:02}Z"
        end = f"2026-03-02T02:{length:02}:00Z"
        wanted = sorted(
            (record for record in everything if begin <= record["updated_at"] < end),
            key=lambda record: (record["updated_at"], record["id"]),
        )
        seen, page = [], 1
        while True:
            answer = listed(server, updated_since=begin, updated_until=end, per_page=per_page, page=page)
            seen += answer["data"]
            assert answer["meta"]["total"] == len(wanted)
            assert len(answer["data"]) <= per_page
            page += 1
            if page > answer["meta"]["last_page"]:
                break
        assert seen == wanted
    finally:
        server.http.close()


def test_a_client_walks_over_everything(connect, server):
    for number in range(1, 8):
        server.filed(number)
    client = connect()
    page = client.vacancies_page(per_page=3, status="open")
    assert ([vacancy.id for vacancy in page.data], page.meta.last_page) == ([id_of(n) for n in (1, 2, 3)], 3)
    assert client.vacancies_page(updated_since=server.clock.now() + MINUTE).data == []
    assert VACANCIES.list_path == "/api/v1/jobs"
