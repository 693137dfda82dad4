"""The faults that the sandbox plays on request, in the database, so that every process plays the same."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import bindparam, delete, literal_column, select, text, update

from satupintu.kernel.errors import DataError
from satupintu.kernel.ids import IdSource
from satupintu.serving.faults import Fault
from satupintu.serving.routing import NoRoute, Router
from satupintu.store.credentials import GenerationClock
from satupintu.store.database import Database
from satupintu.store.moments import to_microseconds
from satupintu.store.statement import Statement, upsert
from satupintu.store.tables import fault as fault_table
from satupintu.store.transaction import Transaction
from satupintu.store.writer import Writer

EVERY: Final = "*"
"""Stands for every operation of a system, and for paths that are none."""

_ADD: Final = upsert(fault_table)
_REMOVE: Final = Statement(delete(fault_table).where(fault_table.c.id == bindparam("id")))
_CLEAR: Final = Statement(delete(fault_table))
_USE: Final = Statement(
    update(fault_table)
    .where(fault_table.c.id == bindparam("fault_id"), text("remaining > 0"))
    .values(remaining=literal_column("remaining - 1"))
)
_REMOVE_USED: Final = Statement(delete(fault_table).where(text("remaining = 0")))


@dataclass(frozen=True, slots=True)
class PlannedFault:
    """A fault for an operation of a system (`EVERY`: for all). `remaining` is how often still; None: until removed."""

    id: str
    system: str
    operation: str
    fault: Fault
    remaining: int | None = None


class SqlFaults:
    """All planned faults. They are read once, and again when the clock's generation changes."""

    def __init__(self, database: Database, writer: Writer, clock: GenerationClock, ids: IdSource) -> None:
        self._database = database
        self._writer = writer
        self._clock = clock
        self._ids = ids
        self._kept: tuple[int, Sequence[PlannedFault]] | None = None

    def add(self, system: str, operation: str, fault: Fault, times: int | None = None) -> PlannedFault:
        """Plan a fault. Every process knows it when this returns."""
        planned = PlannedFault(self._ids.new().hex[:8], system, operation, fault, times)
        row = {
            "id": planned.id,
            "system": system,
            "operation": operation,
            "effect": json.dumps(_written(fault)),
            "remaining": times,
            "created_at": to_microseconds(self._clock.now()),
        }
        self._writer.run(lambda transaction: transaction.execute(_ADD, row).rowcount)
        self._clock.bump_generation()
        return planned

    def remove(self, fault_id: str) -> bool:
        """Plan a fault no longer. False when there is none of this id."""
        found = self._writer.run(lambda transaction: transaction.execute(_REMOVE, {"id": fault_id}).rowcount)
        self._clock.bump_generation()
        return found > 0

    def clear(self) -> int:
        """Plan nothing any more; returns how many faults that were."""
        found = self._writer.run(lambda transaction: transaction.execute(_CLEAR).rowcount)
        self._clock.bump_generation()
        return found

    def all(self) -> Sequence[PlannedFault]:
        """What is planned now, the oldest first."""
        query = select(fault_table).order_by(fault_table.c.created_at, fault_table.c.id)
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        return [
            PlannedFault(row.id, row.system, row.operation, _read(json.loads(row.effect)), row.remaining)
            for row in rows
        ]

    def known(self) -> Sequence[PlannedFault]:
        """What is planned, as last read."""
        generation = self._clock.generation  # asked before the rows are read: a change in between is noticed next time
        if self._kept is None or self._kept[0] != generation:
            try:
                self._kept = (generation, self.all())
            except DataError:  # the request itself meets the same trouble, and answers in the vendor's shape
                return ()
        return self._kept[1]

    async def use(self, planned: PlannedFault) -> bool:
        """Use up one time of a fault. False when others have used up all."""
        if planned.remaining is None:
            return True

        def using(transaction: Transaction) -> int:
            used = transaction.execute(_USE, {"fault_id": planned.id}).rowcount
            transaction.execute(_REMOVE_USED)
            return used

        if await self._writer.arun(using):
            return True
        self._kept = None
        return False

    def plan_of(self, system: str, router: Router) -> SystemFaults:
        """The `FaultPlan` of one system, whose operations the router finds."""
        return SystemFaults(self, system, router)


class SystemFaults:
    """A `FaultPlan`: of the faults for an operation the oldest strikes."""

    def __init__(self, faults: SqlFaults, system: str, router: Router) -> None:
        self._faults = faults
        self._system = system
        self._router = router

    @property
    def is_empty(self) -> bool:
        """Whether nothing is planned for this system."""
        known = self._faults.known()
        return not known or not any(planned.system == self._system for planned in known)

    async def strike(self, method: str, path: str) -> Fault | None:
        """What happens to this request, if anything."""
        route = self._router.find(method, path)
        names = {EVERY} if isinstance(route, NoRoute) else {EVERY, route.operation.name}
        for planned in self._faults.known():
            if planned.system == self._system and planned.operation in names and await self._faults.use(planned):
                return planned.fault
        return None


def _written(fault: Fault) -> dict[str, Any]:
    return {
        "delay_ms": fault.delay // timedelta(milliseconds=1),
        "status": fault.status,
        "retry_after_s": None if fault.retry_after is None else int(fault.retry_after.total_seconds()),
        "drop": fault.drop,
    }


def _read(effect: dict[str, Any]) -> Fault:
    wait = effect["retry_after_s"]
    return Fault(
        delay=timedelta(milliseconds=effect["delay_ms"]),
        status=effect["status"],
        retry_after=None if wait is None else timedelta(seconds=wait),
        drop=effect["drop"],
    )
