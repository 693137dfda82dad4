"""The operations of Master Wilayah, each described once: the token, and one family of eight lists.

Source: https://satusehat.kemkes.go.id/platform/docs/id/master-data/master-wilayah/rest-api-wilayah
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlencode

from pydantic import AfterValidator, Field

from satupintu.kernel.openapi import openapi
from satupintu.kernel.operation import Call, CallT, Operation, Outgoing
from satupintu.systems.satusehat.contract.errors import TEXTS
from satupintu.systems.satusehat.contract.levels import CITIES, DISTRICTS, PROVINCES, SUB_DISTRICTS, RegionLevel
from satupintu.systems.satusehat.contract.models import RegionsPage, RegionsReply, TokenForm, TokenReply
from satupintu.systems.satusehat.contract.paging import CursorPaging

SOURCE: Final = "https://satusehat.kemkes.go.id/platform/docs/id/master-data/master-wilayah/rest-api-wilayah"
FORM: Final = "application/x-www-form-urlencoded"

LARGEST_LIMIT: Final = 2000
"""Rows of a page. Published only as the text of the refusal above it."""


def _not_empty(codes: str | Sequence[str]) -> str | Sequence[str]:
    if not isinstance(codes, str) and not codes:
        raise ValueError("an empty list of codes would mean all regions; leave the filter out for those")
    return codes


Codes = Annotated[str | Sequence[str], AfterValidator(_not_empty)]
"""Kemendagri codes: one, several with commas, or a sequence of them. "" means no filter."""

Limit = Annotated[int, Field(ge=1, le=LARGEST_LIMIT)]


class TokenCall(Call):
    """What a token is asked with. The grant type stands in the query, the rest in the body."""

    grant_type: Literal["client_credentials"] = "client_credentials"
    body: TokenForm


class ProvincesCall(Call):
    """Which provinces, version 1."""

    codes: Codes | None = None


class CitiesCall(ProvincesCall):
    """Which cities, version 1. The parameter of the parent must be there; blank means all."""

    province_codes: Codes = ""


class DistrictsCall(ProvincesCall):
    """Which districts, version 1. The parameter of the parent must be there; blank means all."""

    city_codes: Codes = ""


class SubDistrictsCall(ProvincesCall):
    """Which sub-districts, version 1. The parameter of the parent must be there; blank means all."""

    district_codes: Codes = ""


class ProvincesPageCall(Call):
    """Which page, version 2: `next` and `prev` are cursors from `meta`. `limit` is unpublished, 10 without it."""

    current_page: Annotated[int, Field(ge=1)] = 1
    next: str | None = None
    prev: str | None = None
    codes: Codes | None = None
    limit: Limit | None = None


class CitiesPageCall(ProvincesPageCall):
    """Which page of cities, version 2."""

    province_codes: Codes | None = None


class DistrictsPageCall(ProvincesPageCall):
    """Which page of districts, version 2."""

    city_codes: Codes | None = None


class SubDistrictsPageCall(ProvincesPageCall):
    """Which page of sub-districts, version 2."""

    district_codes: Codes | None = None


class TokenOperation(Operation[TokenCall, TokenReply]):
    """The one operation whose body travels as a form."""

    def outgoing(self, call: TokenCall) -> Outgoing:
        """Write a call as a request with a form in its body."""
        form = {"client_id": call.body.client_id, "client_secret": call.body.client_secret.get_secret_value()}
        headers = {"Content-Type": FORM}
        return replace(super().outgoing(call), headers=headers, body=urlencode(form).encode())


TOKEN: Final = TokenOperation(
    name="token",
    method="POST",
    path="/oauth2/v1/accesstoken",
    summary="A token for all other calls",
    source=SOURCE,
    call=TokenCall,
    reply=TokenReply,
    repeatable=True,
)


def _regions(level: RegionLevel, call: type[CallT]) -> Operation[CallT, RegionsReply]:
    return Operation(
        name=f"{level.identifier}_v1",
        method="GET",
        path=f"/masterdata/v1/{level.name}",
        summary=f"Version 1: all {level.name} that are asked for, by code",
        source=SOURCE,
        call=call,
        reply=RegionsReply,
        repeatable=True,
    )


def _regions_page(level: RegionLevel, call: type[CallT]) -> Operation[CallT, RegionsPage]:
    return Operation(
        name=f"{level.identifier}_v2",
        method="GET",
        path=f"/masterdata/v2/{level.name}",
        summary=f"Version 2: {level.name}, page by page",
        source=SOURCE,
        call=call,
        reply=RegionsPage,
        paging=CursorPaging(),
        repeatable=True,
    )


PROVINCES_V1: Final = _regions(PROVINCES, ProvincesCall)
CITIES_V1: Final = _regions(CITIES, CitiesCall)
DISTRICTS_V1: Final = _regions(DISTRICTS, DistrictsCall)
SUB_DISTRICTS_V1: Final = _regions(SUB_DISTRICTS, SubDistrictsCall)
PROVINCES_V2: Final = _regions_page(PROVINCES, ProvincesPageCall)
CITIES_V2: Final = _regions_page(CITIES, CitiesPageCall)
DISTRICTS_V2: Final = _regions_page(DISTRICTS, DistrictsPageCall)
SUB_DISTRICTS_V2: Final = _regions_page(SUB_DISTRICTS, SubDistrictsPageCall)

LISTS: Final[Mapping[str, RegionLevel]] = MappingProxyType(
    {
        PROVINCES_V1.name: PROVINCES,
        CITIES_V1.name: CITIES,
        DISTRICTS_V1.name: DISTRICTS,
        SUB_DISTRICTS_V1.name: SUB_DISTRICTS,
    }
)
"""The level of each operation of version 1."""

PAGES: Final[Mapping[str, RegionLevel]] = MappingProxyType(
    {
        PROVINCES_V2.name: PROVINCES,
        CITIES_V2.name: CITIES,
        DISTRICTS_V2.name: DISTRICTS,
        SUB_DISTRICTS_V2.name: SUB_DISTRICTS,
    }
)
"""The level of each operation of version 2."""

REGIONS: Final[tuple[Operation[Any, Any], ...]] = (
    PROVINCES_V1,
    CITIES_V1,
    DISTRICTS_V1,
    SUB_DISTRICTS_V1,
    PROVINCES_V2,
    CITIES_V2,
    DISTRICTS_V2,
    SUB_DISTRICTS_V2,
)
OPERATIONS: Final[tuple[Operation[Any, Any], ...]] = (TOKEN, *REGIONS)


def openapi_document() -> dict[str, Any]:
    """The OpenAPI document of these operations. The token's body is a form, and it alone needs no token."""
    bearer = {"type": "http", "scheme": "bearer", "description": "The access_token of the token endpoint"}
    document = openapi("SATUSEHAT Master Wilayah", "v2", OPERATIONS, {"bearer": bearer}, TEXTS)
    token = document["paths"][TOKEN.path]["post"]
    token["requestBody"]["content"] = {FORM: token["requestBody"]["content"]["application/json"]}
    token["security"] = []
    return document
