"""Writing SQLite's log back beside the commits."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import insert

from satupintu.store.checkpoints import CHANGES_APART
from satupintu.store.database import CHECKPOINT_PAGES, Database
from satupintu.store.migrating import migrate
from satupintu.store.statement import Statement
from satupintu.store.tables import kemnaker_request_id
from satupintu.store.writer import Writer

ADD = Statement(insert(kemnaker_request_id))
PAGE = 4096


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "house.sqlite3"


def rows(first: int, amount: int, length: int = 8) -> list[dict[str, object]]:
    same = {"environment": "staging", "client_id": "c", "expires_at": 1}
    return [{**same, "request_id": f"{number:0{length}d}"} for number in range(first, first + amount)]


def in_the_file_itself(path: Path) -> int:
    """How many rows are there without the log."""
    with closing(sqlite3.connect(f"file:{path}?immutable=1", uri=True)) as connection:
        return connection.execute("SELECT count(*) FROM kemnaker_request_id").fetchone()[0]


def test_what_is_committed_is_written_back_by_a_thread_and_not_by_a_commit(path):
    with closing(Database.open(f"sqlite:///{path}")) as database:
        migrate(database)
        with closing(database.connect()) as kept_open:
            kept_open.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            with closing(Writer(database)) as writer:
                writer.run(lambda work: work._connection.execute("PRAGMA wal_autocheckpoint=0"))
                writer.run(lambda work: work.execute_many(ADD, rows(0, CHANGES_APART - 1)))
                before = in_the_file_itself(path)
                writer.run(lambda work: work.execute_many(ADD, rows(CHANGES_APART, 1)))

            assert before == 0
            assert in_the_file_itself(path) == CHANGES_APART


def test_the_log_stays_short_however_much_is_written(path):
    with closing(Database.open(f"sqlite:///{path}")) as database:
        migrate(database)
        with closing(Writer(database)) as writer:
            for first in range(0, 30_000, 150):
                writer.run(lambda work, first=first: work.execute_many(ADD, rows(first, 150, length=900)))
            longest = path.with_name(path.name + "-wal").stat().st_size  # it is used again, and never becomes shorter

    assert path.stat().st_size > 3 * CHECKPOINT_PAGES * PAGE
    assert longest < 2 * CHECKPOINT_PAGES * PAGE
