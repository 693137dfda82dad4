from __future__ import annotations

from urllib.parse import parse_qs

import pytest
from pydantic import SecretStr, ValidationError

from satupintu.systems.satusehat.client.async_client import AsyncWilayah
from satupintu.systems.satusehat.client.endpoint import batches
from satupintu.systems.satusehat.client.sync_client import Wilayah
from satupintu.systems.satusehat.contract.models import TokenForm, TokenReply
from satupintu.systems.satusehat.contract.operations import (
    CITIES_V1,
    CITIES_V2,
    OPERATIONS,
    PROVINCES_V2,
    REGIONS,
    TOKEN,
    CitiesCall,
    CitiesPageCall,
    ProvincesPageCall,
    TokenCall,
    openapi_document,
)
from tests.contract.clients import assert_client_is_as_described, assert_same_clients

WALKS = ("provinces", "cities", "districts", "sub_districts")


def test_both_clients_have_the_operations_and_the_walks_with_the_same_signatures():
    assert_same_clients(Wilayah, AsyncWilayah, [op for op in OPERATIONS if op is not TOKEN], "token", *WALKS)


def test_a_method_takes_exactly_what_its_operation_takes():
    assert_client_is_as_described(Wilayah, REGIONS)


def test_the_token_is_asked_for_with_the_grant_type_in_the_query_and_the_rest_as_a_form():
    form = TokenForm(client_id="a b", client_secret=SecretStr("ü&="))
    outgoing = TOKEN.outgoing(TokenCall(body=form))
    assert (outgoing.method, outgoing.target) == ("POST", "/oauth2/v1/accesstoken?grant_type=client_credentials")
    assert outgoing.headers == {"Content-Type": "application/x-www-form-urlencoded"}
    assert parse_qs(outgoing.body.decode(), strict_parsing=True) == {"client_id": ["a b"], "client_secret": ["ü&="]}


def test_codes_travel_as_comma_lists_and_the_padding_of_cursors_is_encoded():
    assert CITIES_V1.outgoing(CitiesCall()).target == "/masterdata/v1/cities?province_codes="
    call = CitiesPageCall(current_page=2, next="MTEwMQ==", codes=["1101", "1102"], province_codes="11, 12", limit=2000)
    assert CITIES_V2.outgoing(call).target == (
        "/masterdata/v2/cities?current_page=2&next=MTEwMQ%3D%3D&codes=1101%2C1102&limit=2000&province_codes=11%2C+12"
    )
    assert PROVINCES_V2.outgoing(ProvincesPageCall()).target == "/masterdata/v2/provinces?current_page=1"


@pytest.mark.parametrize("wrong", [{"limit": 0}, {"limit": 2001}, {"current_page": 0}, {"codes": []}])
def test_what_the_server_would_refuse_or_misunderstand_is_not_sent(wrong):
    with pytest.raises(ValidationError):
        CitiesPageCall(**wrong)


def test_neither_secret_nor_token_shows_in_a_repr():
    form = TokenForm(client_id="id", client_secret=SecretStr("top-secret"))
    reply = TokenReply(access_token="top-secret", expires_in="3599")
    client = Wilayah("id", "top-secret")
    shown = repr(form) + repr(TokenCall(body=form)) + repr(reply) + str(reply) + repr(vars(client))
    assert "top-secret" not in shown + repr(vars(client._bearer))
    client.close()


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (None, [""]),
        ("", [""]),
        ("11", ["11"]),
        (" 11 ,12,,11", ["11,12"]),
        (["11", "12,13"], ["11,12,13"]),
        ([str(n) for n in range(1001)], [500, 500, 1]),
    ],
)
def test_parents_of_version_1_travel_in_batches_of_at_most_five_hundred(codes, expected):
    made = batches(codes)
    assert [len(batch.split(",")) for batch in made] == expected if isinstance(expected[0], int) else made == expected


def test_the_openapi_document_describes_every_operation():
    document = openapi_document()
    described = {entry["operationId"] for path in document["paths"].values() for entry in path.values()}
    assert described == {operation.name for operation in OPERATIONS}
    token = document["paths"]["/oauth2/v1/accesstoken"]["post"]
    assert list(token["requestBody"]["content"]) == ["application/x-www-form-urlencoded"]
    assert token["security"] == []
    assert document["security"] == [{"bearer": []}]
    page = document["paths"]["/masterdata/v2/cities"]["get"]
    names = {parameter["name"] for parameter in page["parameters"]}
    assert names == {"current_page", "next", "prev", "codes", "limit", "province_codes"}
    assert "developer.email" in document["components"]["schemas"]["TokenReply"]["properties"]
