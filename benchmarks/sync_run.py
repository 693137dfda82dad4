"""The main job at size: 1,000 vacancies from the served Talentics to the served JOSS, in process, durable.

What it measures: a first run that files all of them, then a second run that files none. Both systems are served by
the in-process gateway on one SQLite database at `synchronous=FULL`; no quota is active. Each vacancy costs one list
share, one detail call, one place to resolve, two ledger commits and one signed Put.

Run:    make bench, or python benchmarks/sync_run.py [--rounds 3] [--json]
Needs:  nothing else
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent / "floors"))

from harness import Options, Result, expect, run_script

from satupintu.bootstrap.connecting import connection_of, sync_of
from satupintu.bootstrap.house import House
from satupintu.bootstrap.sandbox import fill_sandbox, first_start, save_jobs
from satupintu.gateway.assembly import gateway_of
from satupintu.sync.reporting import report_of_run
from satupintu.systems.talentics.server.samples import MAIN_ORGANIZATION, sample_jobs
from satupintu.testing.in_process import InProcessTransport

VACANCIES = 1_000


def fill(house: House) -> None:
    """Exactly so many open jobs of the main organization, with the places of the sample data that are clear."""
    fill_sandbox(house)
    samples = sample_jobs(first_start(house))
    house.jobs.remove(job.id for job in samples)
    clear = [job for job in samples if job.organization == MAIN_ORGANIZATION and job.state == "open"][:40]
    save_jobs(house, [replace(clear[number % len(clear)], id=5_000 + number) for number in range(VACANCIES)])


def time_run(house: House) -> tuple[float, dict[str, int]]:
    """Seconds of one run, and its counts."""
    started = time.perf_counter()
    with sync_of(house, connection_of(house, None), http=InProcessTransport(gateway_of(house))) as sync:
        report = report_of_run(sync.run(lambda *_: None))
    return time.perf_counter() - started, report.counts()


def measure(options: Options) -> Iterator[Result]:
    """Each round with a sandbox of its own."""
    first: list[float] = []
    second: list[float] = []
    for _ in range(options.rounds):
        with TemporaryDirectory(dir=options.directory) as data, House.open(Path(data)) as house:
            fill(house)
            seconds, counts = time_run(house)
            expect(counts["filed"] == VACANCIES, f"the first run did not file all: {counts}")
            first.append(seconds)
            seconds, counts = time_run(house)
            expect(counts["unchanged"] == VACANCIES, f"the second run was not quiet: {counts}")
            second.append(seconds)
    yield Result("sync_run", f"{VACANCIES} vacancies, all filed", "s", tuple(first), note="quota off")
    yield Result("sync_run", f"{VACANCIES} vacancies, none changed", "s", tuple(second), note="quota off")


if __name__ == "__main__":
    run_script(measure, __doc__)
