"""What is due is posted to a real receiver, and what came of it is recorded."""

from __future__ import annotations

import asyncio
import logging
import socket
from datetime import timedelta

import pytest

from satupintu.gateway.delivering import AT_ONCE
from satupintu.kernel.clock import FrozenClock
from satupintu.kernel.errors import ConfigurationError, DataError
from satupintu.serving.outbox import PER_OWNER, DeliveryState, RetrySchedule
from satupintu.store.memory.outbox import MemoryOutbox
from tests.integration.outbox.parcels import NOW, PAYLOAD, QUARTER, TestingSender, deliverer, parcel
from tests.integration.outbox.receiver import Receiver, listening

MINUTE = timedelta(minutes=1)


@pytest.fixture
def clock():
    return FrozenClock(NOW)


def go_round(outbox, clock, **more) -> int:
    return asyncio.run(deliverer(outbox, clock, **more).deliver_due(clock.now()))


def only_attempt(outbox):
    [kept] = outbox.latest(10)
    [attempt] = outbox.attempts(kept.id)
    return kept, attempt


def test_the_body_arrives_as_it_was_queued_with_the_headers_of_the_sender(outbox, receiver, clock):
    outbox.enqueue(parcel(url=receiver.url))
    assert go_round(outbox, clock) == 1
    assert go_round(outbox, clock) == 0
    [posted] = receiver.received
    assert posted.path == "/callbacks?for=test"
    assert posted.body.decode() == PAYLOAD
    assert (posted.headers["X-Try"], posted.headers["Content-Type"]) == ("1/1 03:04", "application/json")
    kept, attempt = only_attempt(outbox)
    assert (kept.state, attempt.status, attempt.fault) == (DeliveryState.DELIVERED, 204, None)


def test_tries_are_a_quarter_of_an_hour_apart_and_end_after_the_third_retry(outbox, receiver, clock):
    outbox.enqueue(parcel(url=receiver.url))
    receiver.answers = [500, 404, 302, 401]
    tried_at = []
    for minute in range(100):
        if go_round(outbox, clock):
            tried_at.append(minute)
        clock.move(MINUTE)
    assert tried_at == [0, 15, 30, 45]
    [kept] = outbox.latest(1)
    assert kept.state is DeliveryState.FAILED
    assert [each.status for each in outbox.attempts(kept.id)] == [500, 404, 302, 401]
    assert [each.headers["X-Try"] for each in receiver.received] == ["1/1 03:04", "1/2 03:19", "1/3 03:34", "1/4 03:49"]
    assert len(receiver.received) == 4


def test_redirects_are_not_followed(receiver, clock):
    outbox = MemoryOutbox()
    outbox.enqueue(parcel(url=receiver.url))
    receiver.answers = [302]
    go_round(outbox, clock)
    assert [each.path for each in receiver.received] == ["/callbacks?for=test"]


def test_no_listener_is_a_fault_in_a_few_words(clock):
    outbox = MemoryOutbox()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        outbox.enqueue(parcel(url=f"http://127.0.0.1:{taken.getsockname()[1]}/"))
        go_round(outbox, clock)
    kept, attempt = only_attempt(outbox)
    assert (kept.state, kept.due_at) == (DeliveryState.WAITING, NOW + QUARTER)
    assert (attempt.status, attempt.fault) == (None, "no connection (Connection refused)")


def test_a_receiver_that_hangs_up_is_a_fault(clock):
    outbox = MemoryOutbox()
    with socket.create_server(("127.0.0.1", 0)) as server:
        outbox.enqueue(parcel(url=f"http://127.0.0.1:{server.getsockname()[1]}/"))

        async def hang_up() -> None:
            connection, _ = await asyncio.to_thread(server.accept)
            await asyncio.to_thread(connection.recv, 100)
            connection.close()

        async def both() -> None:
            await asyncio.gather(hang_up(), deliverer(outbox, clock).deliver_due(NOW))

        asyncio.run(both())
    assert only_attempt(outbox)[1].fault.startswith("connection broke off")


def test_a_receiver_that_does_not_answer_in_time_holds_nobody_up(receiver, clock):
    class Impatient(TestingSender):
        timeout = timedelta(milliseconds=50)

    outbox = MemoryOutbox()
    outbox.enqueue(parcel(url=receiver.url))
    receiver.answering.clear()
    go_round(outbox, clock, senders={("talentics", ""): Impatient()})
    receiver.answering.set()
    assert only_attempt(outbox)[1].fault == "no answer within 0.05 s"


def test_headers_that_cannot_be_made_are_a_fault_that_quotes_nothing(receiver, clock):
    class Failing(TestingSender):
        def headers_for(self, delivery, now):
            raise ConfigurationError(f"no secret for {delivery.body}")

    outbox = MemoryOutbox()
    outbox.enqueue(parcel(url=receiver.url))
    go_round(outbox, clock, senders={("talentics", ""): Failing()})
    assert only_attempt(outbox)[1].fault == "could not be sent (ConfigurationError)"
    assert receiver.received == []


def test_a_system_without_a_sender_is_a_fault_and_keeps_the_delivery(receiver, clock):
    outbox = MemoryOutbox()
    outbox.enqueue(parcel(url=receiver.url, environment="live"))
    go_round(outbox, clock)
    kept, attempt = only_attempt(outbox)
    assert (kept.state, attempt.fault) == (DeliveryState.WAITING, "nothing here sends for this system")


def test_a_url_that_cannot_be_used_is_a_fault(clock):
    outbox = MemoryOutbox()
    for number, url in enumerate(("http://[::1", "http://127.0.0.1:99999/"), start=1):
        outbox.enqueue(parcel(number, url=url))
    go_round(outbox, clock)
    faults = {attempt.fault for each in outbox.latest(9) for attempt in outbox.attempts(each.id)}
    assert faults == {"could not be sent (ValueError)", "could not be sent (ExceptionGroup)"}
    assert [each.tries_left for each in outbox.latest(9)] == [3, 3]


def test_several_are_under_way_together(receiver, clock):
    outbox = MemoryOutbox()
    for number in range(AT_ONCE + 1):
        outbox.enqueue(parcel(number, owner=str(number), url=receiver.url))
    receiver.answering.clear()

    async def watch() -> int:
        tried = asyncio.create_task(deliverer(outbox, clock).deliver_due(NOW))
        for _ in range(AT_ONCE):
            await asyncio.to_thread(receiver.arrivals.get, timeout=20)
        receiver.answering.set()
        return await tried

    assert asyncio.run(watch()) == AT_ONCE + 1
    assert len(receiver.received) == AT_ONCE + 1


def test_a_receiver_that_hangs_holds_up_no_other_owner(outbox, receiver, clock):
    receiver.answering.clear()
    for number in range(2 * AT_ONCE):
        outbox.enqueue(parcel(number, owner="hanging", url=receiver.url, now=NOW - QUARTER))

    async def live(healthy: Receiver) -> None:
        async with deliverer(outbox, clock).running():
            for _ in range(PER_OWNER):
                await asyncio.to_thread(receiver.arrivals.get, timeout=20)
            for number in range(2 * AT_ONCE):
                outbox.enqueue(parcel(100 + number, owner="healthy", url=healthy.url))
            for _ in range(2 * AT_ONCE):
                await asyncio.to_thread(healthy.arrivals.get, timeout=5)
            assert len(receiver.received) == PER_OWNER
            receiver.answering.set()
            for _ in range(2 * AT_ONCE - PER_OWNER):
                await asyncio.to_thread(receiver.arrivals.get, timeout=20)

    with listening() as healthy:
        asyncio.run(live(healthy))
    assert {each.state for each in outbox.latest(99)} == {DeliveryState.DELIVERED}


def test_moving_the_clock_while_one_is_under_way_sends_it_no_second_time(outbox, receiver, clock):
    outbox.enqueue(parcel(url=receiver.url))
    receiver.answering.clear()

    async def watch() -> int:
        first = asyncio.create_task(deliverer(outbox, clock).deliver_due(clock.now()))
        await asyncio.to_thread(receiver.arrivals.get, timeout=20)
        clock.move(timedelta(days=1))
        second = await deliverer(outbox, clock).deliver_due(clock.now())
        receiver.answering.set()
        await first
        return second

    assert asyncio.run(watch()) == 0
    assert len(receiver.received) == 1


def test_the_loop_sends_until_it_is_stopped_and_finishes_what_is_under_way(receiver, clock):
    outbox = MemoryOutbox()
    for number in range(3 * AT_ONCE):
        outbox.enqueue(parcel(number, url=receiver.url))

    async def live() -> None:
        async with deliverer(outbox, clock).running():
            for _ in range(3 * AT_ONCE):
                await asyncio.to_thread(receiver.arrivals.get, timeout=20)

    asyncio.run(live())
    assert {each.state for each in outbox.latest(99)} == {DeliveryState.DELIVERED}


def test_the_loop_outlives_a_database_that_does_not_answer(receiver, clock, caplog, monkeypatch):
    class Failing(MemoryOutbox):
        failures = 2

        def has_due(self, now, machine_now):
            self.failures -= 1
            if self.failures >= 0:
                raise (DataError("The database does not answer.") if self.failures else ValueError(PAYLOAD))
            return super().has_due(now, machine_now)

    monkeypatch.setattr("satupintu.gateway.delivering.PAUSE_SECONDS", 0)
    outbox = Failing()
    outbox.enqueue(parcel(url=receiver.url))

    async def live() -> None:
        async with deliverer(outbox, clock).running():
            await asyncio.to_thread(receiver.arrivals.get, timeout=20)

    with caplog.at_level(logging.DEBUG):
        asyncio.run(live())
    assert [record.getMessage() for record in caplog.records if record.name == "satupintu.gateway"] == [
        "deliveries wait: The database does not answer.",
        "deliveries wait: ValueError",
    ]


def test_payloads_are_never_logged_and_urls_in_no_warning(receiver, clock, caplog):
    outbox = MemoryOutbox()
    outbox.enqueue(parcel(1, url=receiver.url, schedule=RetrySchedule.even(0, MINUTE)))
    outbox.enqueue(parcel(2, url="http://127.0.0.1:1/?for=test"))
    receiver.answers = [500]
    with caplog.at_level(logging.DEBUG):
        go_round(outbox, clock)
    assert len(receiver.received) == 1
    assert "John" not in caplog.text
    shown = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert "for=test" not in " ".join(shown)
