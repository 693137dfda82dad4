"""The gateway of a house: which system is served under which path and host names."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from satupintu.bootstrap.fault_orders import OPERATIONS
from satupintu.bootstrap.house import JOSS, LIVE, STAGING, TOSS, House
from satupintu.gateway.app import Gateway, Mount
from satupintu.gateway.control import control_routes
from satupintu.gateway.delivering import Deliverer
from satupintu.gateway.expiring import Expirer
from satupintu.gateway.own import dated, own_pages
from satupintu.gateway.own_regions import region_routes
from satupintu.gateway.own_resolve import resolve_routes
from satupintu.kernel.clock import format_duration
from satupintu.regions.resolver import Resolver
from satupintu.serving.routing import Router
from satupintu.serving.system import System, SystemApp
from satupintu.systems.jobtrain.contract import operations as jobtrain
from satupintu.systems.kemnaker.contract import operations as kemnaker
from satupintu.systems.kemnaker.server.settings import Api
from satupintu.systems.satusehat.contract import operations as satusehat
from satupintu.systems.talentics.contract import operations as talentics


def mounts_of(house: House) -> tuple[Mount, ...]:
    """The systems that are served."""

    def app(name: str, system: System[Any]) -> SystemApp[Any]:
        return SystemApp(system, house.clock, house.faults.plan_of(name, Router(OPERATIONS[name])))

    def signed(name: str, api: Api, environment: str) -> SystemApp[Any]:
        return app(name, house.logged(house.kemnaker(api, environment), api, environment))

    return (
        Mount(
            name="talentics",
            path="/talentics",
            hosts=frozenset({"talentics.localhost", "api.talentics.id"}),
            app=app("talentics", house.talentics()),
            openapi=talentics.openapi_document,
        ),
        Mount(
            name="satusehat",
            path="/satusehat",
            hosts=frozenset({"satusehat.localhost", "api-satusehat-stg.dto.kemkes.go.id"}),
            app=app("satusehat", house.satusehat()),
            openapi=satusehat.openapi_document,
        ),
        Mount(
            name="jobtrain",
            path="/jobtrain",
            hosts=frozenset({"jobtrain.localhost"}),
            app=app("jobtrain", house.jobtrain()),
            openapi=jobtrain.openapi_document,
        ),
        Mount(
            name="joss",
            path="/joss",
            hosts=frozenset({"joss.localhost", "sandbox.joss.kemnaker.go.id"}),
            app=signed("joss", JOSS, STAGING),
            openapi=kemnaker.joss_openapi,
        ),
        Mount(
            name="joss-live",
            path=house.settings.joss.live_path,
            hosts=frozenset({"joss.kemnaker.go.id"}),
            app=signed("joss-live", JOSS, LIVE),
            openapi=kemnaker.joss_openapi,
        ),
        Mount(
            name="toss",
            path="/toss",
            hosts=frozenset({"toss.localhost", "sandbox.toss.kemnaker.go.id"}),
            app=signed("toss", TOSS, STAGING),
            openapi=kemnaker.toss_openapi,
        ),
        Mount(
            name="toss-live",
            path=house.settings.toss.live_path,
            hosts=frozenset({"toss.kemnaker.go.id"}),
            app=signed("toss-live", TOSS, LIVE),
            openapi=kemnaker.toss_openapi,
        ),
    )


def gateway_of(house: House, *, on_stop: Callable[[], None] | None = None) -> Gateway:
    """The application to serve. `on_stop` is called when it ends."""
    mounts = mounts_of(house)

    def health() -> Mapping[str, Any]:
        house.check_health()
        database = "sqlite" if house.database.is_sqlite else "postgresql"
        return {"mode": "sandbox", "database": database, "clock": format_duration(house.clock.offset)}

    deliverer = Deliverer(house.outbox, house.senders(), house.clock)
    expirer = Expirer(house.kemnaker_records, house.clock)

    @asynccontextmanager
    async def lifespan() -> AsyncGenerator[None]:
        await asyncio.to_thread(house.forget_what_is_past)
        try:
            async with deliverer.running(), expirer.running():
                yield
        finally:
            if on_stop is not None:
                on_stop()

    table = house.bps_codes.table
    resolver = house.resolver if table is house.regions else Resolver(table)
    more = (
        *resolve_routes(resolver, house.bps_codes),  # before /regions/{code}
        *region_routes(table, house.bps_codes),
        control_routes(house),
    )
    own = own_pages(mounts, health, more)
    return Gateway(mounts, dated(own, house.clock), lifespan)
