"""Killed between any two steps, a worker loses no delivery; and workers that run together send each once."""

from __future__ import annotations

import multiprocessing
import signal
from collections import Counter
from contextlib import closing

from satupintu.serving.outbox import LEASE, DeliveryState
from satupintu.store.outbox import SqlOutbox
from satupintu.store.writer import Writer
from tests.integration.outbox.parcels import NOW, deliver, deliver_all, deliver_until_killed, parcel

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.integration.outbox.parcels"])

POSTED_WHEN_KILLED_AT = {
    "before the claim is durable": 0,
    "between claim and post": 0,
    "between post and record": 1,
    "after the record": 1,
}


def test_a_killed_worker_loses_nothing_and_only_a_lost_record_is_sent_twice(database, database_url, receiver):
    with closing(Writer(database)) as writer:
        outbox = SqlOutbox(database, writer)
        for point, (moment, posted) in enumerate(POSTED_WHEN_KILLED_AT.items()):
            number = point + 1
            outbox.enqueue(parcel(number, url=receiver.url))
            process = PROCESSES.Process(target=deliver_until_killed, args=(database_url, point))
            process.start()
            process.join(60)
            assert process.exitcode == -signal.SIGKILL, moment
            assert len(receiver.received) == posted, moment

            recorded = moment == "after the record"
            claimed = moment.startswith("between")
            assert deliver(database_url, NOW) == (0 if claimed or recorded else 1), moment
            assert deliver(database_url, NOW + LEASE) == (1 if claimed else 0), moment
            assert deliver(database_url, NOW + LEASE) == 0

            kept = outbox.find(parcel(number).id)
            assert kept is not None
            assert kept.state is DeliveryState.DELIVERED
            lost = moment == "between post and record"
            assert len(receiver.received) == (2 if lost else 1), moment
            assert len({each.body for each in receiver.received}) == 1
            finished = [attempt.finished_at is not None for attempt in outbox.attempts(kept.id)]
            assert finished == ([False, True] if claimed else [True]), moment
            receiver.received.clear()


def test_workers_in_two_processes_send_each_delivery_once(database, database_url, receiver):
    with closing(Writer(database)) as writer:
        outbox = SqlOutbox(database, writer)
        for number in range(40):
            outbox.enqueue(parcel(number, url=receiver.url))
    start = PROCESSES.Barrier(2)
    workers = [PROCESSES.Process(target=deliver_all, args=(database_url, start)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0, 0]
    sent = Counter(each.headers["X-Try"] for each in receiver.received)
    assert sent == Counter(f"{number}/1 03:04" for number in range(40))
    assert {each.state for each in outbox.latest(99)} == {DeliveryState.DELIVERED}
