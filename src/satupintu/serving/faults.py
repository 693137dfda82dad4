"""Faults on request: what a sandbox lets go wrong so that a client can be tried against it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import Literal, Protocol

from satupintu.kernel.outcome import Outcome, Refusal

Drop = Literal["before", "after"]
"""When the connection is cut: before the request is looked at, or after it was carried out and before the answer."""


class ConnectionDroppedError(Exception):
    """The connection is to be cut without an answer."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong with one request.

    It waits for `delay` first. Then, as set: the connection is cut, or `status` is answered in the vendor's shape,
    with `retry_after` as its header, instead of the usual answer.
    """

    delay: timedelta = timedelta()
    status: int | None = None
    retry_after: timedelta | None = None
    drop: Drop | None = None

    async def play(self, usual: Callable[[], Awaitable[Outcome]]) -> Outcome:
        """The outcome of a request that this happens to. Raises ConnectionDroppedError."""
        if self.delay:
            await asyncio.sleep(self.delay.total_seconds())
        if self.drop == "before":
            raise ConnectionDroppedError
        if self.status is not None:
            wait = {} if self.retry_after is None else {"Retry-After": str(int(self.retry_after.total_seconds()))}
            return Refusal(self.status, _text(self.status), headers=wait)
        outcome = await usual()
        if self.drop == "after":
            raise ConnectionDroppedError
        return outcome


class FaultPlan(Protocol):
    """The faults that are planned for one system."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is planned. Costs nothing, since every request asks."""
        ...

    async def strike(self, method: str, path: str) -> Fault | None:
        """What happens to this request, if anything; of a fault that happens a few times, one time is used up."""
        ...


def _text(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Error"
