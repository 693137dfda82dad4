"""The asynchronous client of Master Wilayah."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Literal, Self

import httpx2

from satupintu.kernel.clock import Clock
from satupintu.systems.satusehat.client.endpoint import BASE_URL, RETRIES, batches, bearer_token, endpoint
from satupintu.systems.satusehat.client.walking import AsyncRegionWalk
from satupintu.systems.satusehat.contract import operations
from satupintu.systems.satusehat.contract.models import RegionsPage, RegionsReply, TokenReply
from satupintu.systems.satusehat.contract.operations import Codes, Limit
from satupintu.transport.sending import DEFAULT_TIMEOUT, AsyncTransport


class AsyncWilayah:
    """The twin of `Wilayah` for asyncio: same methods, same arguments, same errors. Use `async with`.

    `for` becomes `async for`: `async for district in wilayah.districts(city="3204")`.
    """

    def __init__(
        self,
        client_id: str,
        client_secret: str,
        *,
        base_url: str = BASE_URL,
        clock: Clock | None = None,
        http: httpx2.AsyncBaseTransport | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        timeout: timedelta = DEFAULT_TIMEOUT,
        retries: int = RETRIES,
    ) -> None:
        self._bearer = bearer_token(base_url, client_id, client_secret, clock)
        self._sleep = sleep
        self._transport = AsyncTransport(
            endpoint(base_url, self._bearer, retries), http=http, timeout=timeout, sleep=sleep
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections."""
        await self._transport.close()

    async def token(self) -> TokenReply:
        """Ask for a new token and use it from now on. There is no need to: other methods do so when it is time."""
        return await self._transport.call(operations.TOKEN, self._bearer.call)

    async def provinces_v1(self, *, codes: Codes | None = None) -> RegionsReply:
        """All provinces that are asked for, by code."""
        return await self._transport.call(operations.PROVINCES_V1, operations.ProvincesCall(codes=codes))

    async def cities_v1(self, *, codes: Codes | None = None, province_codes: Codes = "") -> RegionsReply:
        """All cities that are asked for, by code; a blank `province_codes` means those of all."""
        return await self._transport.call(
            operations.CITIES_V1, operations.CitiesCall(codes=codes, province_codes=province_codes)
        )

    async def districts_v1(self, *, codes: Codes | None = None, city_codes: Codes = "") -> RegionsReply:
        """All districts that are asked for, by code; a blank `city_codes` means those of all."""
        return await self._transport.call(
            operations.DISTRICTS_V1, operations.DistrictsCall(codes=codes, city_codes=city_codes)
        )

    async def sub_districts_v1(self, *, codes: Codes | None = None, district_codes: Codes = "") -> RegionsReply:
        """All sub-districts that are asked for, by code; a blank `district_codes` means those of all."""
        return await self._transport.call(
            operations.SUB_DISTRICTS_V1, operations.SubDistrictsCall(codes=codes, district_codes=district_codes)
        )

    async def provinces_v2(
        self,
        *,
        current_page: int = 1,
        next: str | None = None,
        prev: str | None = None,
        codes: Codes | None = None,
        limit: Limit | None = None,
    ) -> RegionsPage:
        """One page of provinces, by name. `next` and `prev` are cursors of `meta`; without `limit` it holds 10."""
        return await self._transport.call(
            operations.PROVINCES_V2,
            operations.ProvincesPageCall(current_page=current_page, next=next, prev=prev, codes=codes, limit=limit),
        )

    async def cities_v2(
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
        return await self._transport.call(
            operations.CITIES_V2,
            operations.CitiesPageCall(
                current_page=current_page, next=next, prev=prev, codes=codes, limit=limit, province_codes=province_codes
            ),
        )

    async def districts_v2(
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
        return await self._transport.call(
            operations.DISTRICTS_V2,
            operations.DistrictsPageCall(
                current_page=current_page, next=next, prev=prev, codes=codes, limit=limit, city_codes=city_codes
            ),
        )

    async def sub_districts_v2(
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
        return await self._transport.call(
            operations.SUB_DISTRICTS_V2,
            operations.SubDistrictsPageCall(
                current_page=current_page, next=next, prev=prev, codes=codes, limit=limit, district_codes=district_codes
            ),
        )

    def provinces(self, *, limit: Limit | None = None, version: Literal[1, 2] = 2) -> AsyncRegionWalk:
        """All provinces."""
        if version == 1:
            calls = [operations.ProvincesCall()]
            return AsyncRegionWalk(operations.PROVINCES_V1, calls, self._transport.call, self._sleep)
        first = operations.ProvincesPageCall(limit=limit)
        return AsyncRegionWalk(operations.PROVINCES_V2, [first], self._transport.call, self._sleep)

    def cities(
        self, province: Codes | None = None, *, limit: Limit | None = None, version: Literal[1, 2] = 2
    ) -> AsyncRegionWalk:
        """All cities, or those of one or several provinces."""
        if version == 1:
            calls = [operations.CitiesCall(province_codes=parents) for parents in batches(province)]
            return AsyncRegionWalk(operations.CITIES_V1, calls, self._transport.call, self._sleep)
        first = operations.CitiesPageCall(province_codes=province, limit=limit)
        return AsyncRegionWalk(operations.CITIES_V2, [first], self._transport.call, self._sleep)

    def districts(
        self, city: Codes | None = None, *, limit: Limit | None = None, version: Literal[1, 2] = 2
    ) -> AsyncRegionWalk:
        """All districts, or those of one or several cities."""
        if version == 1:
            calls = [operations.DistrictsCall(city_codes=parents) for parents in batches(city)]
            return AsyncRegionWalk(operations.DISTRICTS_V1, calls, self._transport.call, self._sleep)
        first = operations.DistrictsPageCall(city_codes=city, limit=limit)
        return AsyncRegionWalk(operations.DISTRICTS_V2, [first], self._transport.call, self._sleep)

    def sub_districts(
        self, district: Codes | None = None, *, limit: Limit | None = None, version: Literal[1, 2] = 2
    ) -> AsyncRegionWalk:
        """All sub-districts, or those of one or several districts."""
        if version == 1:
            calls = [operations.SubDistrictsCall(district_codes=parents) for parents in batches(district)]
            return AsyncRegionWalk(operations.SUB_DISTRICTS_V1, calls, self._transport.call, self._sleep)
        first = operations.SubDistrictsPageCall(district_codes=district, limit=limit)
        return AsyncRegionWalk(operations.SUB_DISTRICTS_V2, [first], self._transport.call, self._sleep)
