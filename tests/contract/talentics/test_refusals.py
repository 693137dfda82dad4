"""What the server refuses, in which order, and in which shape."""

from __future__ import annotations

import itertools
import logging
from base64 import b64encode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

WRONG = ("main", "wrong")
RIGHT = ("main", "main-secret")

# In the order in which the checks stand: the status, and how a request earns it.
FAULTS = {
    401: {"auth": WRONG},
    "404 path": {"path": "/v2/unknown"},
    405: {"method": "POST"},
    422: {"query": "?per_page=x"},
    "404 record": {"path": "/v2/jobs/424242"},
}


@pytest.fixture(scope="module")
def strict(serve):
    return serve(query_mode="strict")


def send(server, *, path="/v2/jobs", method="GET", query="", auth=RIGHT):
    return server.http.request(method, path + query, auth=auth)


# One record has no query, and a path is either unknown or that of a record.
IMPOSSIBLE = {(422, "404 record"), ("404 path", "404 record")}


@pytest.mark.parametrize(
    ("earlier", "later"), [pair for pair in itertools.combinations(FAULTS, 2) if pair not in IMPOSSIBLE]
)
def test_of_two_faults_the_earlier_check_answers(strict, earlier, later):
    assert send(strict, **{**FAULTS[later], **FAULTS[earlier]}).status_code == int(str(earlier)[:3])


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_alone_is_refused_with_its_status(strict, fault):
    assert send(strict, **FAULTS[fault]).status_code == int(str(fault)[:3])


@pytest.mark.parametrize(
    "path",
    ["/", "/v2", "/v2/jobs/", "/v2/jobs/abc", "/v2/jobs/1x", "/v2/jobs/-1", "/v2/JOBS", "/v1/jobs", "/v2//jobs",
     "/v2/jobs/" + "9" * 30, "/v2/jobs/%31", "/v2/jobs/1001/"],
)  # fmt: skip
def test_paths_that_are_not_documented_do_not_exist(server, path):
    answer = server.get(path)
    assert (answer.status_code, answer.json()) == (404, {"data": {"errors": ["Not Found"]}})


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("path", ["/v2/jobs", "/v2/jobs/1001"])
def test_other_methods_name_the_allowed_ones(server, path, method):
    answer = server.get(path, method=method)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
    assert answer.json() == {"data": {"errors": ["Method Not Allowed"]}}


@pytest.mark.parametrize("target", ["/v2/jobs?per_page=2", "/v2/jobs/1001"])
def test_head_answers_with_the_headers_of_get_and_no_body(server, target):
    get, head = server.get(target), server.get(target, method="HEAD")
    assert head.status_code == 200
    assert head.content == b""
    assert head.headers == get.headers


def test_a_request_without_credentials_is_challenged(server):
    answer = server.http.get("/v2/jobs")
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == 'Basic realm="Talentics API"'


def header(pair: bytes) -> str:
    return b64encode(pair).decode()


@pytest.mark.parametrize(
    "authorization",
    [f"Basic {header(b'main:main-secret')}", f"bAsIc  {header(b'main:main-secret')}"],
)
def test_the_scheme_is_read_in_any_case(server, authorization):
    assert server.http.get("/v2/jobs", headers={"Authorization": authorization}).status_code == 200


@pytest.mark.parametrize(
    "authorization",
    [
        "", "Basic", "Basic ", "Basic !!!!", "Basic bWFpbg", f"Basic {header(b'main')}", f"Basic {header(b':')}",
        f"Basic {header(bytes([0xFF, 0x3A, 0xFE]))}", f"Basic {header(b'main:main-secret' + bytes(1))}",
        f"Bearer {header(b'main:main-secret')}", header(b"main:main-secret"), f"Basic {header(b'main:MAIN-SECRET')}",
        f"Basic {header(b'main:main-secret')}, Basic {header(b'main:main-secret')}",
    ],
)  # fmt: skip
def test_headers_that_carry_no_accepted_pair_are_unauthorized(server, authorization):
    answer = server.http.get("/v2/jobs", headers={"Authorization": authorization})
    assert (answer.status_code, answer.json()) == (401, {"data": {"errors": ["Unauthorized"]}})


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=40),
        st.binary(max_size=40).map(lambda raw: b"Basic " + b64encode(raw)),
        st.text(max_size=20).map(lambda text: b"Basic " + b64encode(f"main:{text}".encode("utf-8", "replace"))),
    )
)
def test_no_header_whatsoever_breaks_the_server(server, value):
    value = bytes(byte for byte in value if byte not in b"\r\n\0")
    assert server.http.get("/v2/jobs", headers=[(b"authorization", value)]).status_code == 401


def test_the_observed_profile_says_the_same_in_the_live_shape(serve):
    server = serve(error_profile="observed", query_mode="strict")
    assert server.http.get("/v2/jobs").json() == {"message": "Unauthorized"}
    assert server.get("/v2/unknown").json() == {"message": "Not Found"}
    assert server.get("/v2/jobs?page=0&per_page=0").json() == {
        "message": "page must be an integer of at least 1; per_page must be an integer from 1 to 100"
    }


def test_a_fault_of_the_server_shows_no_detail(serve, caplog):
    class Broken:
        def slice(self, organization_ids, *, offset, limit):
            raise OSError("disk on fire at /secret/place")

    with caplog.at_level(logging.CRITICAL):
        answer = serve(Broken()).get("/v2/jobs")
    assert (answer.status_code, answer.json()) == (500, {"data": {"errors": ["Server Error"]}})


def test_long_answers_are_compressed_for_clients_that_take_gzip(server):
    packed = server.get("/v2/jobs", headers={"Accept-Encoding": "gzip"})
    plain = server.get("/v2/jobs", headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"])


def test_unknown_query_parameters_and_a_content_type_are_ignored(server):
    answer = server.get("/v2/jobs?sort=title&page=1", headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
