"""A sandbox in this process: a house, its gateway without a port, and runs of the sync against it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import select

from satupintu.bootstrap.connecting import connection_of, sync_of
from satupintu.bootstrap.house import House
from satupintu.bootstrap.sandbox import fill_sandbox, first_start, save_jobs
from satupintu.gateway.assembly import gateway_of
from satupintu.regions.resolver import Resolver
from satupintu.regions.snapshot import load_bundled
from satupintu.store.tables import filing, kemnaker_vacancy
from satupintu.sync.reporting import Report, report_of_run
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


def run_sync(house: House, parallel: int = 1) -> Run:
    """One run, against the house's own gateway."""
    connection = connection_of(house, None)
    connection = connection.model_copy(update={"policy": connection.policy.model_copy(update={"parallel": parallel})})
    with sync_of(house, connection, http=InProcessTransport(gateway_of(house))) as sync:
        return sync.run(lambda *_: None)


def run_and_count(house: House) -> dict[str, int]:
    """One run; the counts of its report that are not zero."""
    return {name: number for name, number in report(house).counts().items() if number}


def report(house: House) -> Report:
    """One run; its report."""
    return report_of_run(run_sync(house))


def fill(house: House, jobs: int = JOBS) -> None:
    """A sandbox with a few open jobs, all of them clear."""
    fill_sandbox(house)
    keep = samples(house)[:jobs]
    house.jobs.remove(job.id for job in sample_jobs(first_start(house)) if job not in keep)


def samples(house: House) -> list[SampleJob]:
    """The sample jobs as they were at first."""
    return sample_jobs(first_start(house))


def change(house: House) -> None:
    """The second state of the source: the first job is edited, the second closed, the third deleted, a fourth is new."""
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


def in_ledger(house: House) -> Counter[str]:
    """The states of all filings."""
    with house.database.reading() as connection:
        return Counter(connection.execute(select(filing.c.state)).scalars().all())
