"""The paces of our clients on both databases: one count for everybody, and nothing forgotten."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial

from sqlalchemy import bindparam, update

from satupintu.kernel.clock import FrozenClock
from satupintu.store.paces import SqlPaces
from satupintu.store.statement import Statement
from satupintu.store.tables import pace
from satupintu.store.writer import Writer
from satupintu.systems.talentics.contract.operations import QUOTA
from satupintu.transport.pacer import Note, Pacer
from satupintu.transport.pacing import Pause, Sent, reserve

NOW = datetime(2026, 1, 5, 2, 30, tzinfo=UTC)


def pacer(writer: Writer, now: datetime = NOW) -> Pacer:
    return Pacer(SqlPaces(writer), "https://one.example", "app", clock=FrozenClock(now))


def ask(keeper: Pacer):
    return keeper.note(Note(QUOTA, partial(reserve, quota=QUOTA)))


def granted(keeper: Pacer, tries: int) -> int:
    return sum(isinstance(ask(keeper), Sent) for _ in range(tries))


def test_all_who_share_a_database_get_one_quota_together(database, writer):
    with closing(Writer(database)) as another, ThreadPoolExecutor(4) as pool:
        keepers = [pacer(one) for one in (writer, another, writer, another)]
        assert sum(pool.map(lambda keeper: granted(keeper, 20), keepers)) == 50


def test_a_damaged_row_counts_as_a_full_window(database, writer):
    ask(pacer(writer))
    damaging = Statement(update(pace).values(state=bindparam("damaged")))
    writer.run(lambda transaction: transaction.execute(damaging, {"damaged": "{"}).rowcount)
    said = ask(pacer(writer))
    assert isinstance(said, Pause)
    assert said.wait == QUOTA.window
    assert granted(pacer(writer, NOW + QUOTA.window + timedelta(seconds=1)), 60) == 50
