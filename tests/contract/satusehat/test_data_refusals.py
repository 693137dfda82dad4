"""What the data endpoints refuse, in which order, and in which words."""

from __future__ import annotations

from itertools import combinations

import pytest

from satupintu.systems.satusehat.contract.operations import REGIONS
from tests.contract.satusehat.conftest import refused, security

TOO_MUCH = "limit cannot be more than 2000"


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("limit=2001", TOO_MUCH),
        ("current_page=1&limit=2001", TOO_MUCH),
        ("current_page=1&limit=0002001", TOO_MUCH),
        ("current_page=1&limit=" + "9" * 6000, TOO_MUCH),
        ("current_page=0&next=%&codes=x&limit=2001", TOO_MUCH),
        ("current_page=1&limit=0", "limit must be a positive number"),
        ("current_page=1&limit=-1", "limit must be a positive number"),
        ("current_page=1&limit=ten", "limit must be a positive number"),
        ("current_page=1&limit=%C2%B2", "limit must be a positive number"),
        ("current_page=1&limit=" + "0" * 6000, "limit must be a positive number"),
        ("", "current_page is required"),
        ("codes=x&next=%", "current_page is required"),
        ("current_page=0", "current_page must be a positive number"),
        ("current_page=1.5", "current_page must be a positive number"),
        ("current_page=" + "1" * 6000, "current_page must be a positive number"),
        ("current_page=110302,%20110301", "current_page must be a positive number"),
        ("current_page=1&next=2", "next is not a valid cursor"),
        ("current_page=1&prev=YWI=", "prev is not a valid cursor"),
        ("current_page=1&next=MTI=&prev=!", "prev is not a valid cursor"),
        ("current_page=1&province_codes={qs-coddistrictses}", "province_codes must be numeric"),
        ("current_page=1&codes=11,x", "codes must be numeric"),
        ("current_page=1&codes=%D9%A1", "codes must be numeric"),
        ("current_page=1&codes=-1", "codes must be numeric"),
    ],
)
def test_every_unusable_parameter_is_named(ask, query, message):
    answer = ask(f"/v2/cities?{query}")
    assert (answer.status_code, answer.json()) == (400, refused(message))
    assert list(answer.json()) == ["status_code", "message", "data"]
    assert answer.headers["content-type"] == "application/json"


def test_the_unusable_parent_of_version_1_is_named(ask):
    assert ask("/v1/cities?province_codes=x&codes=y").json() == refused("province_codes must be numeric")
    assert ask("/v1/cities?province_codes=11&codes=y").json() == refused("codes must be numeric")


@pytest.mark.parametrize("query", ["current_page", "current_page=", "current_page=%20", "current_page=1&current_page="])
def test_a_blank_page_number_means_the_first(ask, query):
    assert ask(f"/v2/cities?{query}").json() == ask("/v2/cities?current_page=1").json()


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Bearer",
        "Bearer unknown",
        "Bearer " + "a" * 28,
        "Basic a2xpbmlrOnJhaGFzaWE=",
        "BearerToken {}",
        "{}",
        "Bearer {} {}",
        "Bearer {}, Bearer {}",
    ],
)
def test_without_a_known_token_nothing_is_answered(server, bearer, authorization):
    token = bearer.removeprefix("Bearer ")
    target = "/masterdata/v2/provinces?current_page=1"
    assert server.get(target, Authorization=bearer).status_code == 200
    for _ in range(2):
        answer = server.http.get(target, headers={"Authorization": authorization.replace("{}", token)})
        assert (answer.status_code, answer.json()) == (401, security("Invalid Access Token"))


def test_the_scheme_is_read_in_any_case(server, bearer):
    token = bearer.removeprefix("Bearer ")
    assert server.get("/masterdata/v1/provinces", Authorization=f"bEARER {token}").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/masterdata",
        "/masterdata/v1/cities/",
        "/masterdata/v3/cities",
        "/masterdata/v1/villages",
        "/masterdata/v1/CITIES",
        "/masterdata/v2/cities/1101",
        "/masterdata/v2%2Fcities",
        "/oauth2/v1/accesstoken/",
        "/oauth2/v1",
        "/masterdata//v1/cities",
    ],
)
def test_other_paths_do_not_exist(server, bearer, path):
    answer = server.get(path, Authorization=bearer)
    assert (answer.status_code, answer.json()) == (404, refused("not found", 404))


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("operation", REGIONS, ids=lambda operation: operation.name)
def test_other_methods_name_the_allowed_ones(server, bearer, operation, method):
    answer = server.get(operation.path, method=method, Authorization=bearer)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
    assert answer.json() == refused("method not allowed", 405)


# In the order in which the checks stand: the status, and how a request earns it.
FAULTS = {
    401: {"Authorization": "Bearer " + "a" * 28},
    404: {"path": "/nowhere"},
    405: {"method": "POST"},
    400: {"query": "?limit=2001"},
}


@pytest.mark.parametrize(("earlier", "later"), list(combinations(FAULTS, 2)))
def test_of_two_faults_the_earlier_check_answers(server, bearer, earlier, later):
    made = {"Authorization": bearer, "path": "/masterdata/v2/cities", "query": "?current_page=1", "method": "GET"}
    made |= {**FAULTS[later], **FAULTS[earlier]}
    target = made.pop("path") + made.pop("query")
    assert server.get(target, **made).status_code == earlier
