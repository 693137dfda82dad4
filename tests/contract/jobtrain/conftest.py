"""Clients of both kinds, against a side that knows the contract and no more."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import httpx2
import pytest

from satupintu.kernel.clock import FrozenClock
from satupintu.systems.jobtrain.client.async_client import AsyncJobtrain
from satupintu.systems.jobtrain.client.sync_client import Jobtrain
from satupintu.testing.in_process import InProcessTransport
from tests.contract.jobtrain.other_side import FORM, Instead, OtherSide

NOW = datetime(2025, 10, 21, 8, 0, tzinfo=UTC)
BASE = "https://jobtrain.localhost"
CREDENTIALS = (BASE, *FORM.values())


class Blocking:
    """The asynchronous client, called like the synchronous one; a walk becomes a list with `complete`."""

    def __init__(self, client: AsyncJobtrain, runner: asyncio.Runner) -> None:
        self._client = client
        self._runner = runner

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._client, name)

        def call(*arguments: Any, **named: Any) -> Any:
            made = method(*arguments, **named)
            if hasattr(made, "__aiter__"):
                walked = Walked(self._runner.run(_listed(made)))
                walked.complete = made.complete
                return walked
            return self._runner.run(_awaited(made))

        return call


class Walked(list[Any]):
    """What a walk yielded."""

    complete = False


async def _awaited(made: Any) -> Any:
    return await made


async def _listed(walk: Any) -> list[Any]:
    return [item async for item in walk]


@pytest.fixture
def other_side() -> Any:
    """Makes other sides; `instead` may answer in their place."""

    def make(instead: Instead | None = None, **more: Any) -> OtherSide:
        return OtherSide(FrozenClock(NOW), instead, **more)

    return make


@pytest.fixture(params=["sync", "async"])
def connect(request: pytest.FixtureRequest) -> Iterator[Any]:
    """Makes clients of both kinds. They never sleep: waits are noted in `waits`. `http` replaces the other side."""
    with asyncio.Runner() as runner:
        opened: list[Any] = []

        def connect(
            to: OtherSide,
            *,
            waits: list[float] | None = None,
            credentials: Any = CREDENTIALS,
            http: Any = None,
            **more: Any,
        ) -> Any:
            noted = [] if waits is None else waits

            async def sleep(seconds: float) -> None:
                noted.append(seconds)

            arguments = {"clock": to.clock, **more}
            if request.param == "async":
                transport = http or httpx2.ASGITransport(to)
                opened.append(Blocking(AsyncJobtrain(*credentials, http=transport, sleep=sleep, **arguments), runner))
            else:
                transport = http or InProcessTransport(to)
                opened.append(Jobtrain(*credentials, http=transport, sleep=noted.append, **arguments))
            return opened[-1]

        yield connect
        for client in opened:
            client.close()
