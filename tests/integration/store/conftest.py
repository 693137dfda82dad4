"""Writers, and the media on which the same contract is tested."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass

import pytest

from satupintu.store.database import Database
from satupintu.store.kemnaker_records import SqlKemnakerTransactions
from satupintu.store.memory.kemnaker_records import MemoryKemnakerTransactions
from satupintu.store.memory.submission_ledger import MemorySubmissionLedger
from satupintu.store.memory.talentics_jobs import MemoryTalenticsJobs
from satupintu.store.migrating import migrate
from satupintu.store.submission_ledger import SqlSubmissionLedger
from satupintu.store.talentics_jobs import SqlTalenticsJobs
from satupintu.store.writer import Writer


@dataclass(frozen=True)
class Medium:
    """One place where the same things are kept."""

    jobs: MemoryTalenticsJobs | SqlTalenticsJobs
    transactions: MemoryKemnakerTransactions | SqlKemnakerTransactions
    ledger: MemorySubmissionLedger | SqlSubmissionLedger


@pytest.fixture
def writer(database: Database) -> Iterator[Writer]:
    with closing(Writer(database)) as opened:
        yield opened


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def medium(request: pytest.FixtureRequest, new_url: Callable[[str], str]) -> Iterator[Medium]:
    """The store in memory and on both databases."""
    with ExitStack() as opened:
        if request.param == "memory":
            yield Medium(MemoryTalenticsJobs(), MemoryKemnakerTransactions(), MemorySubmissionLedger())
            return
        database = opened.enter_context(closing(Database.open(new_url(request.param))))
        migrate(database)
        writer = opened.enter_context(closing(Writer(database)))
        yield Medium(
            SqlTalenticsJobs(database, writer),
            SqlKemnakerTransactions(database, writer),
            SqlSubmissionLedger(database, writer),
        )
