"""A sandbox in this process, and pulls from it: waiting moves the sandbox's clock, every request is noted."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import httpx2

from satupintu.bootstrap.connecting import SANDBOX, talentics_of
from satupintu.bootstrap.house import House
from satupintu.bootstrap.pull_folder import Note, PullFolder
from satupintu.bootstrap.pull_kinds import chosen, with_what_hangs_on
from satupintu.bootstrap.sandbox import TALENTICS_MAIN, fill_sandbox, first_start, save_jobs
from satupintu.bootstrap.talentics_pull import Pull, Watcher
from satupintu.gateway.assembly import gateway_of
from satupintu.systems.talentics.server.samples import MAIN_ORGANIZATION, sample_jobs
from satupintu.testing.in_process import InProcessTransport

PREFIX = "/talentics/v2"


@dataclass
class NotedTransport(httpx2.BaseTransport):
    """The in-process gateway; notes each request and its status, in a file too if one is given."""

    inner: InProcessTransport
    file: Path | None = None
    before: Callable[[int], None] = lambda _: None
    requests: list[tuple[str, int]] = field(default_factory=list)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        target = request.url.raw_path.decode().removeprefix(PREFIX)
        if self.file is not None:
            with self.file.open("a") as opened:
                opened.write(target + "\n")
        self.before(len(self.requests))
        answer = self.inner.handle_request(request)
        self.requests.append((target, answer.status_code))
        return answer

    def close(self) -> None:
        self.inner.close()


@dataclass
class Outcome:
    """What a pull did."""

    folder: PullFolder
    requests: list[tuple[str, int]]
    said: list[str]
    took: timedelta

    @property
    def refusals(self) -> int:
        return sum(status == 429 for _, status in self.requests)


def fill(house: House, jobs: int) -> None:
    """The sandbox's own credential sees exactly so many jobs."""
    fill_sandbox(house)
    samples = sample_jobs(first_start(house))
    house.jobs.remove(job.id for job in samples)
    mine = [job for job in samples if job.organization == MAIN_ORGANIZATION]
    save_jobs(house, [replace(mine[number % len(mine)], id=5_000 + number) for number in range(jobs)])


def pull(
    house: House,
    out: Path,
    what: str = "jobs",
    *,
    per_page: int = 1,
    details: bool = False,
    again: bool = False,
    before: Callable[[int], None] = lambda _: None,
    file: Path | None = None,
) -> Outcome:
    """Pull what is asked for. `before` is told the number of each request before it is sent."""
    http, said = NotedTransport(InProcessTransport(gateway_of(house)), file, before), []
    kinds = chosen(what, details=details)
    began_at = house.clock.now()
    client = talentics_of(
        house,
        SANDBOX,
        TALENTICS_MAIN.client_id,
        TALENTICS_MAIN.secret(house.keys),
        http=http,
        sleep=lambda seconds: house.clock.move(timedelta(seconds=seconds)),
    )
    asked = Note(base_url=SANDBOX, app_id=TALENTICS_MAIN.client_id, per_page=per_page)
    started_anew = with_what_hangs_on(kinds) if again else ()
    with client, PullFolder.open(out, asked, again=started_anew) as folder:
        Pull(client, folder, per_page, house.clock, Watcher(said.append, lambda *_: None)).run(kinds)
    return Outcome(folder, http.requests, said, house.clock.now() - began_at)


def records(folder: Path, kind: str) -> list[dict]:
    """What a pull wrote."""
    return [json.loads(line) for line in (folder / f"{kind}.jsonl").read_bytes().splitlines()]


def pull_until_killed(data: str, out: str, noted: str, what: str, per_page: int, fatal: int) -> None:
    """A pull in a process of its own, killed before request `fatal` (from 0) is answered."""

    def before(number: int) -> None:
        if number == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    with House.open(Path(data)) as house:
        pull(house, Path(out), what, per_page=per_page, before=before, file=Path(noted), details=True)
