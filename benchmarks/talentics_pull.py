"""A pull of 10,000 jobs at the quota that the sandbox serves, by the sandbox's clock, in process.

What it measures: the time on the clock against the theoretical one (100 calls, 50 in 15 minutes, so one wait of 15
minutes), for one process, and for two that pull at the same time on the same data (200 calls, three waits). Whoever
waits moves the clock. A refusal (429) ends the measurement. The quota is on, at its documented size.

Run:    make bench, or python benchmarks/talentics_pull.py [--rounds 3] [--json]
Needs:  nothing else
"""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent / "floors"))

import httpx2
from harness import Options, Result, expect, run_script

from satupintu.bootstrap.connecting import SANDBOX, talentics_of
from satupintu.bootstrap.house import House
from satupintu.bootstrap.pull_folder import Note, PullFolder
from satupintu.bootstrap.pull_kinds import JOBS
from satupintu.bootstrap.sandbox import TALENTICS_MAIN, fill_sandbox, first_start, save_jobs
from satupintu.bootstrap.talentics_pull import Pull, Watcher
from satupintu.gateway.assembly import gateway_of
from satupintu.systems.talentics.contract.operations import QUOTA
from satupintu.systems.talentics.server.samples import MAIN_ORGANIZATION, sample_jobs
from satupintu.testing.in_process import InProcessTransport

TOTAL = 10_000
CALLS = TOTAL // 100


class Counting(httpx2.BaseTransport):
    """Passes requests on and refuses to be refused."""

    def __init__(self, inner: InProcessTransport) -> None:
        self._inner = inner
        self.calls = 0

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        answer = self._inner.handle_request(request)
        self.calls += 1
        expect(answer.status_code == 200, f"call {self.calls} was answered {answer.status_code}")
        return answer

    def close(self) -> None:
        self._inner.close()


def fill(data: Path) -> None:
    """Exactly so many jobs of the sandbox's main organization."""
    with House.open(data) as house:
        fill_sandbox(house)
        samples = sample_jobs(first_start(house))
        house.jobs.remove(job.id for job in samples)
        mine = [job for job in samples if job.organization == MAIN_ORGANIZATION]
        save_jobs(house, [replace(mine[number % len(mine)], id=5_000 + number) for number in range(TOTAL)])


def pull(data: str, name: str) -> float:
    """Pull everything; gives the seconds that passed on the sandbox's clock."""
    with House.open(Path(data)) as house:
        http = Counting(InProcessTransport(gateway_of(house)))
        client = talentics_of(
            house,
            SANDBOX,
            TALENTICS_MAIN.client_id,
            TALENTICS_MAIN.secret(house.keys),
            http=http,
            sleep=lambda seconds: house.clock.move(timedelta(seconds=seconds)),
        )
        asked = Note(base_url=SANDBOX, app_id=TALENTICS_MAIN.client_id, per_page=100)
        began_at = house.clock.now()
        with client, PullFolder.open(Path(data) / name, asked) as folder:
            Pull(client, folder, 100, house.clock, Watcher(lambda _: None, lambda *_: None)).run([JOBS])
            progress = folder.progress(JOBS.name)
        expect((progress.records, progress.remarks, http.calls) == (TOTAL, (), CALLS), f"not all came: {progress}")
        return (house.clock.now() - began_at).total_seconds()


def over(seconds: float, calls: int) -> float:
    """Per cent that a time is over what so many calls take at least."""
    theory = (QUOTA.windows_for(calls) - 1) * QUOTA.window.total_seconds()
    expect(seconds >= theory, f"{calls} calls in {seconds} s are more than the quota allows")
    return 100 * (seconds / theory - 1)


def measure(options: Options) -> Iterator[Result]:
    """Each round with a sandbox of its own."""
    alone: list[float] = []
    together: list[float] = []
    for _ in range(options.rounds):
        with TemporaryDirectory(dir=options.directory) as data:
            fill(Path(data))
            alone.append(over(pull(data, "one"), CALLS))
        with TemporaryDirectory(dir=options.directory) as data:
            fill(Path(data))
            with multiprocessing.get_context("spawn").Pool(2) as processes:
                together.append(over(max(processes.starmap(pull, [(data, "one"), (data, "two")])), 2 * CALLS))
    limit = f"{QUOTA.limit} in {QUOTA.window.total_seconds():.0f} s"
    yield Result("talentics_pull", f"{TOTAL} jobs: time over theory", "%", tuple(alone), note=f"{limit}, no 429")
    yield Result("talentics_pull", "the same by 2 processes: over theory", "%", tuple(together), note="no 429")


if __name__ == "__main__":
    run_script(measure, __doc__)
