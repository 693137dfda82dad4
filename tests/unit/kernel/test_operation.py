from __future__ import annotations

import json
from typing import Annotated
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from satupintu.kernel.openapi import openapi
from satupintu.kernel.operation import Call, InHeader, InQuery, Operation


class Body(BaseModel):
    name: str
    nickname: str | None = None


class Reply(BaseModel):
    id: int


class Change(Call):
    owner: str
    thing_id: int
    body: Body
    notify: bool | None = None
    tags: list[str] | None = None
    request_id: Annotated[str | None, InHeader("Request-Id")] = None


CHANGE = Operation(
    name="change",
    method="PUT",
    path="/v1/{owner}/things/{thing_id}",
    summary="Change a thing",
    source="https://example.org/docs",
    call=Change,
    reply=Reply,
    success=(200, 201),
    aliases=("/v1/{owner}/thing/{thing_id}",),
)


def change(**fields):
    return Change(**{"owner": "me", "thing_id": 1, "body": Body(name="x"), **fields})


def test_each_field_travels_where_its_name_says():
    sent = CHANGE.outgoing(change(notify=True, tags=["a", "b"], request_id="r-1"))
    assert (sent.method, sent.target) == ("PUT", "/v1/me/things/1?notify=true&tags=a%2Cb")
    assert sent.headers == {"Request-Id": "r-1", "Content-Type": "application/json"}
    assert sent.body == b'{"name":"x"}'


def test_fields_that_were_not_given_are_not_sent_but_a_given_null_is():
    assert CHANGE.outgoing(change()).target == "/v1/me/things/1"
    assert "Request-Id" not in CHANGE.outgoing(change()).headers
    assert json.loads(CHANGE.outgoing(change(body=Body(name="x", nickname=None))).body) == {
        "name": "x",
        "nickname": None,
    }


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1))
def test_text_in_the_path_is_one_segment_whatever_it_holds(owner):
    path = urlsplit(CHANGE.outgoing(change(owner=owner)).target).path
    assert path.isascii()
    segments = path.split("/")
    assert len(segments) == 5
    assert unquote(segments[2]) == owner


@given(
    st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters=","), min_size=1), min_size=1)
)
def test_text_in_the_query_comes_back_as_it_was(tags):
    query = urlsplit(CHANGE.outgoing(change(tags=tags)).target).query
    assert parse_qs(query, strict_parsing=True) == {"tags": [",".join(tags)]}


def test_placeholders_in_values_are_no_placeholders():
    assert CHANGE.outgoing(change(owner="{thing_id}")).target == "/v1/%7Bthing_id%7D/things/1"


class Search(Call):
    page_no: Annotated[int | None, InQuery("PageNo")] = None
    owner_id: Annotated[int, InQuery("OwnerId")]


SEARCH = Operation(
    name="search", method="GET", path="/api/v{version}/Things", summary="", source="", call=Search, reply=Reply,
    versions=("1", "1.0"),
)  # fmt: skip


def test_the_first_version_is_sent_and_query_names_are_those_of_the_document():
    assert SEARCH.outgoing(Search(page_no=2, owner_id=3)).target == "/api/v1/Things?PageNo=2&OwnerId=3"
    (entry,) = openapi("Things", "1", [SEARCH], {}, {})["paths"]["/api/v1/Things"].values()
    assert [(each["name"], each["in"], each["required"]) for each in entry["parameters"]] == [
        ("PageNo", "query", False),
        ("OwnerId", "query", True),
    ]


def test_wrong_types_are_refused_before_anything_is_sent():
    with pytest.raises(ValidationError):
        change(thing_id="many")


def test_a_reply_is_read_tolerantly():
    reply = CHANGE.read(b'{"id": "7", "new": {"deep": 1}}')
    assert reply.id == 7
    assert reply.model_extra == {"new": {"deep": 1}}


def test_the_openapi_entry_has_every_field_in_its_place():
    document = openapi("Things", "1", [CHANGE], {"basic": {"type": "http", "scheme": "basic"}}, {401: "Unauthorized"})
    assert list(document["paths"]) == list(CHANGE.paths)
    entry = document["paths"][CHANGE.path]["put"]
    assert {parameter["name"]: parameter["in"] for parameter in entry["parameters"]} == {
        "owner": "path", "thing_id": "path", "notify": "query", "tags": "query", "Request-Id": "header",
    }  # fmt: skip
    assert set(entry["responses"]) == {"200", "201", "401"}
    assert entry["requestBody"]["required"]
    ids = [by_method["put"]["operationId"] for by_method in document["paths"].values()]
    assert len(set(ids)) == 2
