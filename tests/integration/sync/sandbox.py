"""A sandbox in this process: a house, its gateway without a port, and runs of the sync against it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import httpx2
from sqlalchemy import select

from satupintu.bootstrap.connecting import connection_of, sync_of
from satupintu.bootstrap.house import House
from satupintu.bootstrap.sandbox import fill_sandbox, first_start, save_jobs
from satupintu.gateway.assembly import gateway_of
from satupintu.regions.resolver import Resolver
from satupintu.regions.snapshot import load_bundled
from satupintu.store.tables import filing, kemnaker_vacancy
from satupintu.sync.connection import Connection
from satupintu.sync.planning import Plan
from satupintu.sync.reading import Progress
from satupintu.sync.reporting import report_of_run
from satupintu.sync.running import Run
from satupintu.systems.talentics.server.samples import SampleJob, closed, edited, sample_jobs
from satupintu.testing.in_process import InProcessTransport

REGIONS = load_bundled()
RESOLVER = Resolver(REGIONS)
JOBS = 3


def open_house(data: Path, database: str | None, around_commit: Callable[[str], None] | None = None) -> House:
    """A sandbox's house; the region table is shared by all tests of a process."""
    house = House.open(data, database, around_commit=around_commit)
    house.__dict__.update(regions=REGIONS, resolver=RESOLVER)
    return house


Meddle = Callable[[httpx2.Request, Callable[[], httpx2.Response]], httpx2.Response]
"""Stands between client and server: may pass a request on, change its answer, or fail before or after it."""


class MeddledTransport(httpx2.BaseTransport):
    """The in-process gateway with somebody in between."""

    def __init__(self, inner: InProcessTransport, meddle: Meddle) -> None:
        self._inner = inner
        self._meddle = meddle

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        return self._meddle(request, lambda: self._inner.handle_request(request))

    def close(self) -> None:
        self._inner.close()


def pass_on(_: httpx2.Request, forward: Callable[[], httpx2.Response]) -> httpx2.Response:
    """Meddle with nothing."""
    return forward()


def connection_with(house: House, parallel: int = 1, **target: str) -> Connection:
    """The sandbox's connection, one submission at a time."""
    connection = connection_of(house, None)
    policy = connection.policy.model_copy(update={"parallel": parallel})
    return connection.model_copy(update={"policy": policy, "target": connection.target.model_copy(update=target)})


def run_sync(
    house: House,
    meddle: Meddle = pass_on,
    *,
    connection: Connection | None = None,
    progress: Progress = lambda *_: None,
) -> Run:
    """One run, against the house's own gateway. Pauses between attempts are not waited for."""
    http = MeddledTransport(InProcessTransport(gateway_of(house)), meddle)
    with sync_of(house, connection or connection_with(house), http=http, sleep=lambda _: None) as sync:
        return sync.run(progress)


def plan_sync(house: House, meddle: Meddle = pass_on) -> Plan:
    """The plan of a run that is not made."""
    http = MeddledTransport(InProcessTransport(gateway_of(house)), meddle)
    with sync_of(house, connection_with(house), http=http, sleep=lambda _: None) as sync:
        return sync.plan(lambda *_: None)


def counts(run: Run) -> dict[str, int]:
    """The counts of a run's report that are not zero."""
    return {name: number for name, number in report_of_run(run).counts().items() if number}


def run_and_count(house: House) -> dict[str, int]:
    """One run, and its counts."""
    return counts(run_sync(house))


def fill(house: House, jobs: int = JOBS) -> None:
    """A sandbox with a few open jobs, all of them clear."""
    fill_sandbox(house)
    keep = samples(house)[:jobs]
    house.jobs.remove(job.id for job in sample_jobs(first_start(house)) if job not in keep)


def samples(house: House) -> list[SampleJob]:
    """The sample jobs as they were at first."""
    return sample_jobs(first_start(house))


def change(house: House) -> None:
    """The second state of the source: the first job edited, the second closed, the third deleted, a fourth new."""
    jobs = samples(house)
    now = house.clock.now()
    save_jobs(house, [edited(jobs[0], now, title="Other title"), closed(jobs[1], now), jobs[JOBS]])
    house.jobs.remove([jobs[2].id])


def at_joss(house: House) -> Mapping[str, Counter[str]]:
    """What the served JOSS holds: for each title how many vacancies in which status."""
    with house.database.reading() as connection:
        documents = connection.execute(select(kemnaker_vacancy.c.document)).scalars().all()
    found: dict[str, Counter[str]] = {}
    for text in documents:
        document: dict[str, Any] = json.loads(text)
        found.setdefault(document["title"], Counter())[document["status"]] += 1
    return found


def region_at_joss(house: House, title: str) -> tuple[str, str]:
    """Level and id of the region under which the served JOSS holds the one vacancy of a title."""
    with house.database.reading() as connection:
        documents = map(json.loads, connection.execute(select(kemnaker_vacancy.c.document)).scalars().all())
        (region,) = [document["region"] for document in documents if document["title"] == title]
    return region["type"], region["id"]


def in_ledger(house: House) -> Counter[str]:
    """The states of all filings."""
    with house.database.reading() as connection:
        return Counter(connection.execute(select(filing.c.state)).scalars().all())


def is_write(request: httpx2.Request) -> bool:
    return request.method in {"PUT", "DELETE"}


def filed_once(house: House) -> None:
    """Every open sample job stands at JOSS once, and a further run changes nothing."""
    assert at_joss(house) == {job.title: Counter(open=1) for job in samples(house)[:JOBS]}
    assert run_and_count(house) == {"unchanged": JOBS}
