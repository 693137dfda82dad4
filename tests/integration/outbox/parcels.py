"""Deliveries to test with, how they are sent, and processes that send them."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from threading import Barrier
from uuid import UUID

from satupintu.gateway.delivering import Deliverer
from satupintu.kernel.clock import FrozenClock
from satupintu.serving.outbox import Delivery, RetrySchedule
from satupintu.store.database import Database
from satupintu.store.outbox import SqlOutbox
from satupintu.store.writer import Writer

NOW = datetime(2026, 8, 1, 3, 4, 5, 678901, tzinfo=UTC)
QUARTER = timedelta(minutes=15)
PUBLISHED = RetrySchedule.even(3, QUARTER)
PAYLOAD = '{"name":"John Doe","email":"john.doe@example.com","applicant_id":123}'


def parcel(number: int = 1, *, url: str = "http://127.0.0.1:9/", now: datetime = NOW, **changes: object) -> Delivery:
    given = {
        "system": "talentics",
        "owner": "900001",
        "event": "moved_applicant",
        "url": url,
        "body": PAYLOAD,
        "schedule": PUBLISHED,
        "now": now,
    }
    return Delivery.queued(UUID(int=number), **(given | changes))


class TestingSender:
    """Numbers its tries, to show that headers are made anew."""

    __test__ = False
    timeout = timedelta(seconds=10)
    personal = frozenset({"name", "email"})

    def headers_for(self, delivery: Delivery, now: datetime) -> Mapping[str, str]:
        return {"X-Try": f"{delivery.id.int}/{delivery.tries} {now:%H:%M}", "Content-Type": "application/json"}

    def is_success(self, status: int) -> bool:
        return 200 <= status < 300


SENDERS = {("talentics", ""): TestingSender()}


def deliverer(outbox, clock, *, machine=None, senders=SENDERS) -> Deliverer:
    return Deliverer(outbox, senders, clock, machine=machine or FrozenClock(NOW))


def deliver(url: str, machine_now: datetime, around_commit: Callable[[str], None] | None = None) -> int:
    """Open the outbox of a database and send what is due at `NOW`, once."""
    with closing(Database.open(url)) as database, closing(Writer(database, around_commit)) as writer:
        sending = deliverer(SqlOutbox(database, writer), FrozenClock(NOW), machine=FrozenClock(machine_now))
        return asyncio.run(sending.deliver_due(NOW))


def deliver_until_killed(url: str, fatal: int) -> None:
    """Send what is due; at commit point `fatal` (from 0, two a commit) the process is gone."""
    passed = 0

    def around(_: str) -> None:
        nonlocal passed
        if passed == fatal:
            os.kill(os.getpid(), signal.SIGKILL)
        passed += 1

    deliver(url, NOW, around)


def deliver_all(url: str, start: Barrier) -> None:
    """Send until nothing is due, together with other processes."""
    start.wait(30)
    while deliver(url, NOW):
        pass
