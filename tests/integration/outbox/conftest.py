"""A receiver, and the outbox on each of its media."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing

import pytest

from satupintu.store.database import Database
from satupintu.store.memory.outbox import MemoryOutbox
from satupintu.store.migrating import migrate
from satupintu.store.outbox import SqlOutbox
from satupintu.store.writer import Writer
from tests.integration.outbox.receiver import Receiver, listening


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with listening() as found:
        yield found


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def outbox(request: pytest.FixtureRequest, new_url: Callable[[str], str]) -> Iterator[MemoryOutbox | SqlOutbox]:
    """The outbox in memory and on both databases."""
    with ExitStack() as opened:
        if request.param == "memory":
            yield MemoryOutbox()
            return
        database = opened.enter_context(closing(Database.open(new_url(request.param))))
        migrate(database)
        yield SqlOutbox(database, opened.enter_context(closing(Writer(database))))
