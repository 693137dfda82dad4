"""Ordering faults: which ones can be planned, for which operations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Annotated, Any, Final, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from satupintu.kernel.operation import Operation
from satupintu.serving.faults import Drop, Fault
from satupintu.store.faults import EVERY, PlannedFault, SqlFaults
from satupintu.systems.jobtrain.contract import operations as jobtrain
from satupintu.systems.kemnaker.contract import operations as kemnaker
from satupintu.systems.satusehat.contract import operations as satusehat
from satupintu.systems.talentics.contract import operations as talentics

OPERATIONS: Final[Mapping[str, Sequence[Operation[Any, Any]]]] = {
    "talentics": talentics.OPERATIONS,
    "satusehat": satusehat.OPERATIONS,
    "jobtrain": jobtrain.OPERATIONS,
    "joss": kemnaker.JOSS_OPERATIONS,
    "joss-live": kemnaker.JOSS_OPERATIONS,
    "toss": kemnaker.TOSS_OPERATIONS,
    "toss-live": kemnaker.TOSS_OPERATIONS,
}
"""The operations of each served system, by the name of its mount."""


class FaultOrder(BaseModel):
    """A fault to plan. At least one of `delay_ms`, `status`, `drop` says what happens.

    `operation` is an operation's name, or `*` for every request to the system. `times` is how often it happens;
    without it, until it is removed.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    system: str
    operation: str = EVERY
    delay_ms: Annotated[int, Field(ge=0, le=600_000)] = 0
    status: Annotated[int, Field(ge=400, le=599)] | None = None
    retry_after_s: Annotated[int, Field(ge=0, le=86_400)] | None = None
    drop: Drop | None = None
    times: Annotated[int, Field(ge=1, le=1_000_000)] | None = None

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if self.system not in OPERATIONS:
            raise ValueError(f"system is one of {', '.join(OPERATIONS)}")
        names = [operation.name for operation in OPERATIONS[self.system]]
        if self.operation not in (EVERY, *names):
            raise ValueError(f"operation is {EVERY} or one of {', '.join(names)}")
        if not self.delay_ms and self.status is None and self.drop is None:
            raise ValueError("say what happens: delay_ms, status or drop")
        if self.status is not None and self.drop is not None:
            raise ValueError("a connection that is cut has no status; give status or drop")
        if self.retry_after_s is not None and self.status is None:
            raise ValueError("retry_after_s goes with a status")
        return self

    @property
    def fault(self) -> Fault:
        """The fault as a value."""
        wait = self.retry_after_s
        return Fault(
            delay=timedelta(milliseconds=self.delay_ms),
            status=self.status,
            retry_after=None if wait is None else timedelta(seconds=wait),
            drop=self.drop,
        )


def plan(faults: SqlFaults, order: FaultOrder) -> PlannedFault:
    """Plan what was ordered."""
    return faults.add(order.system, order.operation, order.fault, order.times)


def shown(planned: PlannedFault) -> Mapping[str, Any]:
    """A planned fault with the words of an order."""
    fault = planned.fault
    wait = fault.retry_after
    return {
        "id": planned.id,
        "system": planned.system,
        "operation": planned.operation,
        "delay_ms": fault.delay // timedelta(milliseconds=1),
        "status": fault.status,
        "retry_after_s": None if wait is None else int(wait.total_seconds()),
        "drop": fault.drop,
        "times": planned.remaining,
    }
