from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from satupintu.kernel.operation import Call, Operation
from satupintu.serving.routing import NoRoute, Route, Router


class Reply(BaseModel):
    pass


class ThingCall(Call):
    thing_id: int


class NameCall(Call):
    name: str


def operation(name, path, call=Call, method="GET", aliases=()):
    return Operation(
        name=name, method=method, path=path, summary="", source="", call=call, reply=Reply, aliases=aliases
    )  # fmt: skip


LIST = operation("list", "/things")
ONE = operation("one", "/things/{thing_id}", ThingCall)
CHANGE = replace(ONE, name="change", method="PUT")
FIXED = operation("fixed", "/names/latest", aliases=("/names/newest",))
NAMED = operation("named", "/names/{name}", NameCall)
ROUTER = Router([NAMED, ONE, LIST, CHANGE, FIXED])


def found(method, path):
    route = ROUTER.find(method, path)
    return route.operation.name if isinstance(route, Route) else route


@pytest.mark.parametrize(
    ("method", "path", "name"),
    [
        ("GET", "/things", "list"),
        ("HEAD", "/things", "list"),
        ("GET", "/things/12", "one"),
        ("PUT", "/things/12", "change"),
        ("GET", "/names/latest", "fixed"),
        ("GET", "/names/newest", "fixed"),
        ("GET", "/names/other", "named"),
        ("GET", "/names/a%2Fb", "named"),
    ],
)
def test_a_method_and_a_path_mean_one_operation(method, path, name):
    assert found(method, path) == name


@pytest.mark.parametrize(
    "path",
    ["", "/", "/thing", "/things/", "/things/x", "/things/1/2", "/things/-1", "/things/١", "/THINGS", "/names/",
     "/things/" + "1" * 19, "/things\n"],
)  # fmt: skip
def test_other_paths_mean_nothing(path):
    assert found("GET", path) == NoRoute()


def test_a_known_path_names_its_methods():
    assert found("DELETE", "/things/1").allowed == ("GET", "PUT")


def test_values_stay_encoded():
    assert ROUTER.find("GET", "/names/a%2Fb").values == {"name": "a%2Fb"}


def test_case_can_be_ignored():
    assert isinstance(Router([replace(LIST, any_case=True)]).find("GET", "/ThInGs"), Route)


def test_a_path_exists_under_each_of_its_versions_and_under_no_other():
    router = Router([replace(LIST, path="/api/v{version}/things", versions=("1", "1.0"))])
    assert isinstance(router.find("GET", "/api/v1/things"), Route)
    assert isinstance(router.find("GET", "/api/v1.0/things"), Route)
    for other in ("/api/v2/things", "/api/v/things", "/api/v1x0/things", "/api/v{version}/things", "/api/things"):
        assert router.find("GET", other) == NoRoute()


def test_an_id_that_is_no_number_can_be_left_to_the_checks():
    router = Router([replace(ONE, loose_ids=True), replace(CHANGE, path="/things/latest", call=Call)])
    assert router.find("GET", "/things/x").values == {"thing_id": "x"}
    assert router.find("GET", "/things/latest") == NoRoute(("PUT",))


@given(st.text(), st.text(max_size=30))
def test_any_path_is_found_or_not(method, path):
    assert isinstance(ROUTER.find(method, "/" + path), Route | NoRoute)
