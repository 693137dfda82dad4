"""The Talentics store on all media, and a house with a sandbox's records."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from satupintu.bootstrap.house import House
from satupintu.bootstrap.sandbox import fill_sandbox
from satupintu.store.database import Database
from satupintu.store.memory.quota_windows import MemoryQuotaWindows
from satupintu.store.memory.talentics_jobs import MemoryTalenticsJobs
from satupintu.store.memory.talentics_records import MemoryTalenticsRecords
from satupintu.store.migrating import migrate
from satupintu.store.quota_windows import SqlQuotaWindows
from satupintu.store.talentics_jobs import SqlTalenticsJobs
from satupintu.store.talentics_records import SqlTalenticsRecords
from satupintu.store.writer import Writer


@dataclass(frozen=True)
class Medium:
    """One place where the same things are kept. `another_process` opens the same windows once more."""

    jobs: MemoryTalenticsJobs | SqlTalenticsJobs
    records: MemoryTalenticsRecords | SqlTalenticsRecords
    windows: MemoryQuotaWindows | SqlQuotaWindows
    another_process: Callable[[], MemoryQuotaWindows | SqlQuotaWindows]


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def medium(request: pytest.FixtureRequest, new_url: Callable[[str], str]) -> Iterator[Medium]:
    """The store in memory and on both databases."""
    with ExitStack() as opened:
        if request.param == "memory":
            jobs, windows = MemoryTalenticsJobs(), MemoryQuotaWindows()
            yield Medium(jobs, MemoryTalenticsRecords(jobs), windows, lambda: windows)
            return
        database = opened.enter_context(closing(Database.open(new_url(request.param))))
        migrate(database)

        def windows_of_a_process() -> SqlQuotaWindows:
            return SqlQuotaWindows(opened.enter_context(closing(Writer(database))), generation=lambda: 1)

        writer = opened.enter_context(closing(Writer(database)))
        yield Medium(
            SqlTalenticsJobs(database, writer),
            SqlTalenticsRecords(database, writer),
            windows_of_a_process(),
            windows_of_a_process,
        )


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A sandbox that was started for the first time."""
    with House.open(tmp_path / "data") as opened:
        fill_sandbox(opened)
        yield opened
