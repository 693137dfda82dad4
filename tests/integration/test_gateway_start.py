"""What a gateway does when it starts."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select

from satupintu.bootstrap.house import House
from satupintu.gateway.assembly import gateway_of
from satupintu.store.kemnaker_records import SqlKemnakerTransactions
from satupintu.store.tables import kemnaker_request_id
from satupintu.systems.kemnaker.server.ports import Owner


def test_a_start_forgets_request_ids_whose_memory_has_ended_and_keeps_the_others(tmp_path: Path) -> None:
    async def start(house: House) -> None:
        messages = iter([{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}])

        async def receive() -> dict[str, str]:
            return next(messages)

        async def send(_: object) -> None:
            return None

        await gateway_of(house)({"type": "lifespan"}, receive, send)

    async def remember(house: House) -> None:
        now, owner = house.clock.now(), Owner("staging", "C-1")
        for name, hours in (("old", 1), ("young", 48)):
            await SqlKemnakerTransactions(house.database, house.writer).run(
                lambda records, name=name, hours=hours: records.remember_request_id(
                    owner, name, now=now, until=now + timedelta(hours=hours)
                ),
                bool,
            )

    def remembered(house: House) -> int:
        with house.database.reading() as connection:
            return connection.execute(select(func.count()).select_from(kemnaker_request_id)).scalar_one()

    with House.open(tmp_path / "data") as house:
        asyncio.run(remember(house))
        asyncio.run(start(house))
        assert remembered(house) == 2
        house.clock.move(timedelta(hours=24))
        asyncio.run(start(house))
        assert remembered(house) == 1
