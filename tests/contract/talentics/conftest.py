"""A Talentics server with two organizations, and clients that reach it without a network."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import httpx2
import pytest

from satupintu.kernel.clock import FrozenClock
from satupintu.serving.system import SystemApp
from satupintu.store.memory.quota_windows import MemoryQuotaWindows
from satupintu.store.memory.talentics_jobs import MemoryTalenticsJobs
from satupintu.store.memory.talentics_records import MemoryTalenticsRecords
from satupintu.systems.talentics.client.async_client import AsyncTalentics
from satupintu.systems.talentics.client.sync_client import Talentics
from satupintu.systems.talentics.server.app import TalenticsSystem
from satupintu.systems.talentics.server.ports import Caller, JobCatalogue
from satupintu.systems.talentics.server.samples import (
    MAIN_ORGANIZATION,
    SECOND_ORGANIZATION,
    SampleJob,
    sample_jobs,
)
from satupintu.systems.talentics.server.settings import TalenticsSettings
from satupintu.testing.in_process import InProcessTransport
from tests.contract.talentics.records import ALL

STARTED_AT = datetime(2026, 1, 5, 9, 30, tzinfo=ZoneInfo("Asia/Jakarta"))
PAIRS = {
    ("main", "main-secret"): frozenset({MAIN_ORGANIZATION.id}),
    ("second", "second:secret"): frozenset({SECOND_ORGANIZATION.id}),
    ("nobody", "nobody-secret"): frozenset[int](),
}


class KnownPairs:
    """Accepts the pairs above."""

    def authenticate(self, app_id: str, app_secret: str) -> Caller | None:
        organizations = PAIRS.get((app_id, app_secret))
        return None if organizations is None else Caller(app_id, organizations)


class Blocking:
    """The asynchronous client, called like the synchronous one."""

    def __init__(self, client: AsyncTalentics, runner: asyncio.Runner) -> None:
        self._client = client
        self._runner = runner

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._client, name)
        return lambda *given, **named: self._runner.run(method(*given, **named))

    def walked(self, what: str = "jobs", *of: int, **named: Any) -> tuple[list[Any], bool]:
        async def walked() -> tuple[list[Any], bool]:
            walk = getattr(self._client, what)(*of, **named)
            return [record async for record in walk], walk.complete

        return self._runner.run(walked())


class Walking(Talentics):
    """The synchronous client, with a walk as a list."""

    def walked(self, what: str = "jobs", *of: int, **named: Any) -> tuple[list[Any], bool]:
        walk = getattr(self, what)(*of, **named)
        return list(walk), walk.complete


@dataclass
class Server:
    """A served system and what it serves."""

    app: SystemApp[Caller]
    jobs: list[SampleJob]
    http: httpx2.Client

    def get(self, target: str, *, user: str = "main", method: str = "GET", **arguments: Any) -> httpx2.Response:
        secret = next(secret for name, secret in PAIRS if name == user)
        return self.http.request(method, target, auth=(user, secret), **arguments)


def kept(jobs: list[SampleJob]) -> MemoryTalenticsJobs:
    """A catalogue that holds these jobs."""
    catalogue = MemoryTalenticsJobs()
    catalogue.save((job.id, job.organization_id, job.entry, job.detail) for job in jobs)
    return catalogue


@pytest.fixture(scope="session")
def serve() -> Iterator[Any]:
    """Makes servers; each is reached through an event loop of its own."""
    opened: list[httpx2.Client] = []

    def serve(catalogue: JobCatalogue | None = None, *, rate_limit: int = 0, **settings: Any) -> Server:
        jobs = sample_jobs(STARTED_AT)
        records = MemoryTalenticsRecords(kept(jobs))
        records.save(ALL)
        options = TalenticsSettings(rate_limit=rate_limit, **settings)
        system = TalenticsSystem(catalogue or kept(jobs), records, KnownPairs(), MemoryQuotaWindows(), options)
        app = SystemApp(system, FrozenClock(datetime(2026, 1, 5, 2, 30, tzinfo=UTC)))
        opened.append(httpx2.Client(transport=InProcessTransport(app), base_url="https://talentics.localhost"))
        return Server(app, jobs, opened[-1])

    yield serve
    for client in opened:
        client.close()


@pytest.fixture(scope="session")
def server(serve: Any) -> Server:
    return serve()


@pytest.fixture(params=["sync", "async"])
def connect(request: pytest.FixtureRequest, server: Server) -> Iterator[Any]:
    """Makes clients of both kinds."""
    with asyncio.Runner() as runner:
        opened: list[Talentics] = []

        def connect(app_id: str = "main", app_secret: str = "main-secret", to: Server = server) -> Any:
            address = {"base_url": "https://talentics.localhost", "retries": 0, "pace": False}
            if request.param == "async":
                transport = httpx2.ASGITransport(to.app)
                return Blocking(AsyncTalentics(app_id, app_secret, http=transport, **address), runner)
            opened.append(Walking(app_id, app_secret, http=InProcessTransport(to.app), **address))
            return opened[-1]

        yield connect
        for client in opened:
            client.close()
