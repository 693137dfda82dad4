"""Whatever stands in `page` and `per_page`, the answer is a page that is right in itself."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

NUMBER = st.integers(-(10**25), 10**25).map(str)
VALUE = st.one_of(
    NUMBER,
    st.integers(-3, 130).map(str),
    st.text(max_size=8),
    st.sampled_from(["", "0", "00", "+7", "007", "1.0", "1e3", "0x10", "9" * 5000, "-" + "9" * 400, "٣", "null", "[]"]),
)


def query(**values: str) -> str:
    return "/v2/jobs?" + "&".join(f"{name}={quote(value, safe='', errors='replace')}" for name, value in values.items())


@settings(max_examples=150, deadline=None)
@given(page=VALUE, per_page=VALUE)
def test_any_text_gives_a_page_that_is_consistent(server, page, per_page):
    answer = server.get(query(page=page, per_page=per_page))
    assert answer.status_code == 200
    body = answer.json()
    data, links, meta = body["data"], body["links"], body["meta"]
    size, number, last = int(meta["per_page"]), meta["current_page"], meta["last_page"]
    assert 1 <= size <= 100
    assert number >= 1
    assert meta["total"] == 78
    assert last == max(1, -(-meta["total"] // size))
    assert len(data) == max(0, min(size, meta["total"] - (number - 1) * size))
    assert meta["from"] == ((number - 1) * size + 1 if data else None)
    assert meta["to"] == ((number - 1) * size + len(data) if data else None)
    assert links == {
        "first": f"{meta['path']}?page=1",
        "last": f"{meta['path']}?page={last}",
        "prev": f"{meta['path']}?page={number - 1}" if number > 1 else None,
        "next": f"{meta['path']}?page={number + 1}" if number < last else None,
    }


@settings(max_examples=60, deadline=None)
@given(page=VALUE, per_page=VALUE)
def test_strict_mode_answers_200_to_usable_values_and_422_to_all_others(strict, page, per_page):
    answer = strict.get(query(page=page, per_page=per_page))
    faults = [] if re.fullmatch("[+]?0*[1-9][0-9]*", page) else ["page must be an integer of at least 1"]
    faults += [] if re.fullmatch("[+]?0*([1-9][0-9]?|100)", per_page) else ["per_page must be an integer from 1 to 100"]
    if faults:
        assert (answer.status_code, answer.json()) == (422, {"data": {"errors": faults}})
    else:
        assert answer.status_code == 200


@pytest.fixture(scope="module")
def strict(serve):
    return serve(query_mode="strict")


@settings(max_examples=25, deadline=None)
@given(per_page=st.integers(1, 100))
def test_the_pages_together_hold_every_job_exactly_once(server, per_page):
    first = server.get(query(per_page=str(per_page))).json()
    pages = [first] + [
        server.get(query(page=str(number), per_page=str(per_page))).json()
        for number in range(2, first["meta"]["last_page"] + 1)
    ]
    ids = [job["id"] for page in pages for job in page["data"]]
    assert ids == sorted(set(ids))
    assert len(ids) == first["meta"]["total"]


@pytest.mark.parametrize(
    ("given_value", "answered"),
    [("500", "100"), ("0", "1"), ("-4", "1"), ("7", "7"), ("9" * 30, "100"), ("abc", 15), ("", 15), ("1.5", 15)],
)
def test_the_page_size_is_text_when_the_query_gave_a_number_and_a_number_otherwise(server, given_value, answered):
    assert server.get(query(per_page=given_value)).json()["meta"]["per_page"] == answered


def test_a_page_past_the_end_is_empty_and_points_back(server):
    body = server.get("/v2/jobs?page=900").json()
    assert body["data"] == []
    assert (body["meta"]["from"], body["meta"]["to"], body["meta"]["current_page"]) == (None, None, 900)
    assert body["links"]["next"] is None
    assert body["links"]["prev"].endswith("?page=899")


def test_a_list_without_jobs_has_one_empty_page(server):
    body = server.get("/v2/jobs", user="nobody").json()
    path = "https://talentics.localhost/v2/jobs"
    assert body == {
        "data": [],
        "links": {"first": f"{path}?page=1", "last": f"{path}?page=1", "prev": None, "next": None},
        "meta": {
            "current_page": 1, "from": None, "last_page": 1, "path": path, "per_page": 15, "to": None, "total": 0,
        },
    }  # fmt: skip


def test_the_operator_chooses_page_sizes_and_the_public_address(serve):
    server = serve(per_page_default=5, per_page_max=20, public_base_url="https://api.example/talentics/")
    body = server.get("/v2/jobs").json()
    assert len(body["data"]) == 5
    assert body["meta"]["path"] == "https://api.example/talentics/v2/jobs"
    assert server.get("/v2/jobs?per_page=90").json()["meta"]["per_page"] == "20"
