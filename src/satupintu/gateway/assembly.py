"""The gateway of a house: which system is served under which path and host names."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from satupintu.bootstrap.house import LIVE, STAGING, House
from satupintu.gateway.app import Gateway, Mount
from satupintu.gateway.own import dated, own_pages
from satupintu.gateway.own_regions import region_routes
from satupintu.kernel.clock import format_duration
from satupintu.serving.system import SystemApp
from satupintu.systems.kemnaker.contract import operations as kemnaker
from satupintu.systems.satusehat.contract import operations as satusehat
from satupintu.systems.talentics.contract import operations as talentics


def mounts_of(house: House) -> tuple[Mount, ...]:
    """The systems that are served."""
    return (
        Mount(
            name="talentics",
            path="/talentics",
            hosts=frozenset({"talentics.localhost", "api.talentics.id"}),
            app=SystemApp(house.talentics(), house.clock),
            openapi=talentics.openapi_document,
        ),
        Mount(
            name="satusehat",
            path="/satusehat",
            hosts=frozenset({"satusehat.localhost", "api-satusehat-stg.dto.kemkes.go.id"}),
            app=SystemApp(house.satusehat(), house.clock),
            openapi=satusehat.openapi_document,
        ),
        Mount(
            name="joss",
            path="/joss",
            hosts=frozenset({"joss.localhost", "sandbox.joss.kemnaker.go.id"}),
            app=SystemApp(house.joss(STAGING), house.clock),
            openapi=kemnaker.openapi_document,
        ),
        Mount(
            name="joss live",
            path="",
            hosts=frozenset({"joss.kemnaker.go.id"}),
            app=SystemApp(house.joss(LIVE), house.clock),
            openapi=kemnaker.openapi_document,
        ),
    )


def gateway_of(house: House, *, on_stop: Callable[[], None] | None = None) -> Gateway:
    """The application to serve. `on_stop` is called when it ends."""
    mounts = mounts_of(house)

    def health() -> Mapping[str, Any]:
        house.check_health()
        database = "sqlite" if house.database.is_sqlite else "postgresql"
        return {"mode": "sandbox", "database": database, "clock": format_duration(house.clock.offset)}

    @asynccontextmanager
    async def lifespan() -> AsyncGenerator[None]:
        await asyncio.to_thread(house.forget_what_is_past)
        try:
            yield
        finally:
            if on_stop is not None:
                on_stop()

    own = own_pages(mounts, health, region_routes(house.bps_codes.table, house.bps_codes))
    return Gateway(mounts, dated(own, house.clock), lifespan)
