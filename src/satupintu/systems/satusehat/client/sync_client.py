"""The synchronous client of Master Wilayah."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Literal, Self

import httpx2

from satupintu.kernel.clock import Clock
from satupintu.systems.satusehat.client.endpoint import BASE_URL, RETRIES, batches, bearer_token, endpoint
from satupintu.systems.satusehat.client.walking import RegionWalk
from satupintu.systems.satusehat.contract import operations
from satupintu.systems.satusehat.contract.models import RegionsPage, RegionsReply, TokenReply
from satupintu.systems.satusehat.contract.operations import Codes, Limit
from satupintu.transport.sending import DEFAULT_TIMEOUT, Transport


class Wilayah:
    """Reads the official regions from SATUSEHAT Master Wilayah. Close it after use, or use `with`.

    `client_id` and `client_secret` come from the ministry's data centre. Tokens are asked for, kept and renewed by
    themselves; `clock` decides when. `timeout` is per connect, read and write. `retries` is how often a call is
    repeated after network faults and 5xx, with pauses of 1, 2, 4 … seconds. `http` replaces the network, `sleep` the
    waiting.

    Methods named after a version are the documented operations. The others walk over all regions of a level, or those
    below one or several parents: `for district in wilayah.districts(city="3204")`. They use version 2 by cursor and
    raise when regions are missing at the end, or version 1, which states no total. Codes are Kemendagri codes
    without dots. Every method raises an `ApiError` when the call does not succeed, and ValueError for arguments that
    cannot be sent.

    Source: https://satusehat.kemkes.go.id/platform/docs/id/master-data/master-wilayah/rest-api-wilayah
    """

    def __init__(
        self,
        client_id: str,
        client_secret: str,
        *,
        base_url: str = BASE_URL,
        clock: Clock | None = None,
        http: httpx2.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
        timeout: timedelta = DEFAULT_TIMEOUT,
        retries: int = RETRIES,
    ) -> None:
        self._bearer = bearer_token(base_url, client_id, client_secret, clock)
        self._sleep = sleep
        self._transport = Transport(endpoint(base_url, self._bearer, retries), http=http, timeout=timeout, sleep=sleep)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def token(self) -> TokenReply:
        """Ask for a new token and use it from now on. There is no need to: other methods do so when it is time."""
        return self._transport.call(operations.TOKEN, self._bearer.call)

    def provinces_v1(self, *, codes: Codes | None = None) -> RegionsReply:
        """All provinces that are asked for, by code."""
        return self._transport.call(operations.PROVINCES_V1, operations.ProvincesCall(codes=codes))

    def cities_v1(self, *, codes: Codes | None = None, province_codes: Codes = "") -> RegionsReply:
        """All cities that are asked for, by code; a blank `province_codes` means those of all."""
        return self._transport.call(
            operations.CITIES_V1, operations.CitiesCall(codes=codes, province_codes=province_codes)
        )

    def districts_v1(self, *, codes: Codes | None = None, city_codes: Codes = "") -> RegionsReply:
        """All districts that are asked for, by code; a blank `city_codes` means those of all."""
        return self._transport.call(
            operations.DISTRICTS_V1, operations.DistrictsCall(codes=codes, city_codes=city_codes)
        )

    def sub_districts_v1(self, *, codes: Codes | None = None, district_codes: Codes = "") -> RegionsReply:
        """All sub-districts that are asked for, by code; a blank `district_codes` means those of all."""
        return self._transport.call(
            operations.SUB_DISTRICTS_V1, operations.SubDistrictsCall(codes=codes, district_codes=district_codes)
        )

    def provinces_v2(
        self,
        *,
        current_page: int = 1,
        next: str | None = None,
        prev: str | None = None,
        codes: Codes | None = None,
        limit: Limit | None = None,
    ) -> RegionsPage:
        """One page of provinces, by name. `next` and `prev` are cursors of `meta`; without `limit` it holds 10."""
        return self._transport.call(
            operations.PROVINCES_V2,
            operations.ProvincesPageCall(current_page=current_page, next=next, prev=prev, codes=codes, limit=limit),
        )

    def cities_v2(
        self,
        *,
        current_page: int = 1,
        next: str | None = None,
        prev: str | None = None,
        codes: Codes | None = None,
        limit: Limit | None = None,
        province_codes: Codes | None = None,
    ) -> RegionsPage:
        """One page of cities, by name. `next` and `prev` are cursors of `meta`; without `limit` it holds 10."""
        return self._transport.call(
            operations.CITIES_V2,
            operations.CitiesPageCall(
                current_page=current_page, next=next, prev=prev, codes=codes, limit=limit, province_codes=province_codes
            ),
        )

    def districts_v2(
        self,
        *,
        current_page: int = 1,
        next: str | None = None,
        prev: str | None = None,
        codes: Codes | None = None,
        limit: Limit | None = None,
        city_codes: Codes | None = None,
    ) -> RegionsPage:
        """One page of districts, by name. `next` and `prev` are cursors of `meta`; without `limit` it holds 10."""
        return self._transport.call(
            operations.DISTRICTS_V2,
            operations.DistrictsPageCall(
                current_page=current_page, next=next, prev=prev, codes=codes, limit=limit, city_codes=city_codes
            ),
        )

    def sub_districts_v2(
        self,
        *,
        current_page: int = 1,
        next: str | None = None,
        prev: str | None = None,
        codes: Codes | None = None,
        limit: Limit | None = None,
        district_codes: Codes | None = None,
    ) -> RegionsPage:
        """One page of sub-districts, by name. `next` and `prev` are cursors of `meta`; without `limit` it holds 10."""
        return self._transport.call(
            operations.SUB_DISTRICTS_V2,
            operations.SubDistrictsPageCall(
                current_page=current_page, next=next, prev=prev, codes=codes, limit=limit, district_codes=district_codes
            ),
        )

    def provinces(self, *, limit: Limit | None = None, version: Literal[1, 2] = 2) -> RegionWalk:
        """All provinces."""
        if version == 1:
            calls = [operations.ProvincesCall()]
            return RegionWalk(operations.PROVINCES_V1, calls, self._transport.call, self._sleep)
        first = operations.ProvincesPageCall(limit=limit)
        return RegionWalk(operations.PROVINCES_V2, [first], self._transport.call, self._sleep)

    def cities(
        self, province: Codes | None = None, *, limit: Limit | None = None, version: Literal[1, 2] = 2
    ) -> RegionWalk:
        """All cities, or those of one or several provinces."""
        if version == 1:
            calls = [operations.CitiesCall(province_codes=parents) for parents in batches(province)]
            return RegionWalk(operations.CITIES_V1, calls, self._transport.call, self._sleep)
        first = operations.CitiesPageCall(province_codes=province, limit=limit)
        return RegionWalk(operations.CITIES_V2, [first], self._transport.call, self._sleep)

    def districts(
        self, city: Codes | None = None, *, limit: Limit | None = None, version: Literal[1, 2] = 2
    ) -> RegionWalk:
        """All districts, or those of one or several cities."""
        if version == 1:
            calls = [operations.DistrictsCall(city_codes=parents) for parents in batches(city)]
            return RegionWalk(operations.DISTRICTS_V1, calls, self._transport.call, self._sleep)
        first = operations.DistrictsPageCall(city_codes=city, limit=limit)
        return RegionWalk(operations.DISTRICTS_V2, [first], self._transport.call, self._sleep)

    def sub_districts(
        self, district: Codes | None = None, *, limit: Limit | None = None, version: Literal[1, 2] = 2
    ) -> RegionWalk:
        """All sub-districts, or those of one or several districts."""
        if version == 1:
            calls = [operations.SubDistrictsCall(district_codes=parents) for parents in batches(district)]
            return RegionWalk(operations.SUB_DISTRICTS_V1, calls, self._transport.call, self._sleep)
        first = operations.SubDistrictsPageCall(district_codes=district, limit=limit)
        return RegionWalk(operations.SUB_DISTRICTS_V2, [first], self._transport.call, self._sleep)
