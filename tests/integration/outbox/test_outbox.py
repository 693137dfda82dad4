"""The outbox keeps the same promises in memory, on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from satupintu.serving.outbox import (
    KEPT_FOR,
    LEASE,
    SET_BACK,
    Delivery,
    DeliveryAttempt,
    DeliveryState,
    Result,
    RetrySchedule,
)
from tests.integration.outbox.parcels import NOW, PUBLISHED, QUARTER, parcel

SECOND = timedelta(seconds=1)
INSTANT = timedelta(microseconds=1)
OK = Result(success=True, status=204)
REFUSED = Result(success=False, status=500)


def claim(outbox, now=NOW, *, machine=NOW, at_most=10) -> list[Delivery]:
    return list(asyncio.run(outbox.claim(at_most, now, machine)))


def settle(outbox, claimed: Delivery, result: Result, *, started=NOW) -> None:
    asyncio.run(outbox.settle(claimed, result, started_at=started, finished_at=started + SECOND))


def try_once(outbox, result: Result, now=NOW) -> Delivery:
    [claimed] = claim(outbox, now)
    settle(outbox, claimed, result, started=now)
    found = outbox.find(claimed.id)
    assert found is not None
    return found


def test_a_delivery_is_kept_as_it_was_queued(outbox):
    uneven = RetrySchedule((timedelta(minutes=1), timedelta(minutes=5), timedelta(hours=2)))
    new = parcel(environment="staging", schedule=uneven, body='{"nama":"Siti – 漢"}')
    outbox.enqueue(new)
    assert outbox.find(new.id) == new
    assert outbox.find(UUID(int=2)) is None
    assert (new.due_at, new.tries_left, new.state) == (NOW, 4, DeliveryState.WAITING)


def test_an_id_is_queued_once(outbox):
    outbox.enqueue(parcel())
    outbox.enqueue(parcel(event="another"))
    assert [each.event for each in outbox.latest(10)] == ["moved_applicant"]


def test_what_is_claimed_is_not_claimed_again_until_the_claim_runs_out(outbox):
    outbox.enqueue(parcel())
    [first] = claim(outbox)
    assert (first.tries, first.claimed_until) == (1, NOW + LEASE)
    assert not outbox.has_due(NOW + QUARTER, NOW + LEASE - INSTANT)
    assert claim(outbox, NOW + QUARTER, machine=NOW + LEASE - INSTANT) == []
    [second] = claim(outbox, machine=NOW + LEASE)
    assert (second.id, second.tries) == (first.id, 2)
    assert [attempt.number for attempt in outbox.attempts(first.id)] == [1, 2]


def test_a_claim_does_not_outlive_a_machine_whose_clock_was_wrong(outbox):
    outbox.enqueue(parcel())
    claim(outbox, machine=NOW + timedelta(days=365))
    assert len(claim(outbox, machine=NOW)) == 1


def test_longest_due_comes_first_and_no_more_than_asked_for(outbox):
    for number in (1, 2, 3):
        outbox.enqueue(parcel(number, now=NOW - number * SECOND))
    assert [each.id.int for each in claim(outbox, at_most=2)] == [3, 2]
    assert [each.id.int for each in claim(outbox, at_most=2)] == [1]


def test_one_owner_gets_no_more_than_its_share_together_with_what_is_under_way(outbox):
    for number in range(5):
        outbox.enqueue(parcel(number, now=NOW - QUARTER))
    outbox.enqueue(parcel(5, owner="900002"))
    outbox.enqueue(parcel(6, environment="staging"))
    own = ("talentics", "", "900001")
    assert [each.id.int for each in asyncio.run(outbox.claim(1, NOW, NOW, under_way=[own, own]))] == [5]
    assert [each.id.int for each in asyncio.run(outbox.claim(8, NOW, NOW, under_way=[own]))] == [0, 6]
    assert [each.id.int for each in claim(outbox)] == [1, 2]


def test_a_failed_try_is_repeated_after_each_pause_and_then_given_up(outbox):
    outbox.enqueue(parcel())
    for number in range(4):
        began = NOW + number * QUARTER
        assert not outbox.has_due(began - INSTANT, NOW) or number == 0
        assert claim(outbox, began - INSTANT) == []
        kept = try_once(outbox, REFUSED, began)
    assert (kept.state, kept.tries, kept.tries_left) == (DeliveryState.FAILED, 4, 0)
    assert kept.finished_at == NOW + 3 * QUARTER + SECOND
    assert not outbox.has_due(NOW + timedelta(days=20), NOW)
    assert [(each.started_at - NOW, each.status) for each in outbox.attempts(kept.id)] == [
        (number * QUARTER, 500) for number in range(4)
    ]


def test_pauses_may_differ(outbox):
    minutes = (1, 5, 30, 120)
    outbox.enqueue(parcel(schedule=RetrySchedule(tuple(timedelta(minutes=each) for each in minutes))))
    at, waited = NOW, []
    while (kept := try_once(outbox, REFUSED, at)).state is DeliveryState.WAITING:
        waited.append((kept.due_at - at) // timedelta(minutes=1))
        at = kept.due_at
    assert waited == list(minutes)


def test_without_retries_the_first_failure_is_final(outbox):
    outbox.enqueue(parcel(schedule=RetrySchedule.even(0, QUARTER)))
    assert try_once(outbox, REFUSED).state is DeliveryState.FAILED


def test_success_ends_the_delivery(outbox):
    outbox.enqueue(parcel())
    kept = try_once(outbox, OK)
    assert (kept.state, kept.finished_at, kept.claimed_until) == (DeliveryState.DELIVERED, NOW + SECOND, None)
    assert not outbox.has_due(NOW + timedelta(days=1), NOW)
    assert list(outbox.attempts(kept.id)) == [DeliveryAttempt(1, NOW, NOW + SECOND, 204)]


def test_a_fault_is_kept_in_its_words(outbox):
    outbox.enqueue(parcel())
    kept = try_once(outbox, Result(success=False, fault="no answer within 10 s"))
    assert list(outbox.attempts(kept.id)) == [DeliveryAttempt(1, NOW, NOW + SECOND, None, "no answer within 10 s")]


def test_a_try_whose_result_never_came_uses_up_none(outbox):
    outbox.enqueue(parcel())
    claim(outbox)
    [again] = claim(outbox, machine=NOW + LEASE)
    settle(outbox, again, REFUSED)
    kept = outbox.find(again.id)
    assert (kept.tries, kept.tries_left) == (2, 3)


def test_a_late_result_of_an_earlier_try_decides_nothing(outbox):
    outbox.enqueue(parcel())
    [stalled] = claim(outbox)
    [later] = claim(outbox, machine=NOW + LEASE)
    settle(outbox, stalled, OK)
    assert outbox.find(later.id).claimed_until == NOW + 2 * LEASE
    settle(outbox, later, REFUSED)
    kept = outbox.find(later.id)
    assert (kept.state, kept.tries_left) == (DeliveryState.WAITING, 3)
    assert [each.status for each in outbox.attempts(kept.id)] == [204, 500]


def test_a_late_result_does_not_touch_what_is_finished(outbox):
    outbox.enqueue(parcel())
    [stalled] = claim(outbox)
    [later] = claim(outbox, machine=NOW + LEASE)
    settle(outbox, later, OK)
    settle(outbox, stalled, REFUSED)
    assert outbox.find(later.id).state is DeliveryState.DELIVERED


@pytest.mark.parametrize("result", [OK, REFUSED], ids=["delivered", "failed"])
def test_a_resend_begins_a_fresh_cycle_under_the_same_id(outbox, result):
    outbox.enqueue(parcel(schedule=RetrySchedule.even(1, QUARTER)))
    kept = try_once(outbox, result)
    if result is REFUSED:
        kept = try_once(outbox, result, NOW + QUARTER)
    assert kept.finished_at is not None
    later = NOW + timedelta(days=3)
    resent = outbox.resend(kept.id, later)
    assert resent == outbox.find(kept.id)
    assert (resent.state, resent.tries_left, resent.due_at, resent.finished_at) == (
        DeliveryState.WAITING,
        2,
        later,
        None,
    )
    again = try_once(outbox, REFUSED, later)
    assert (again.tries, again.due_at) == (kept.tries + 1, later + QUARTER)
    assert len(outbox.attempts(kept.id)) == kept.tries + 1


def test_a_resend_of_what_waits_does_not_wait(outbox):
    outbox.enqueue(parcel())
    kept = try_once(outbox, REFUSED)
    assert claim(outbox) == []
    outbox.resend(kept.id, NOW)
    assert try_once(outbox, REFUSED).tries_left == PUBLISHED.tries - 1


def test_a_resend_of_what_is_under_way_does_not_send_it_twice(outbox):
    outbox.enqueue(parcel())
    [claimed] = claim(outbox)
    outbox.resend(claimed.id, NOW)
    assert claim(outbox) == []
    settle(outbox, claimed, OK)
    assert outbox.find(claimed.id).state is DeliveryState.DELIVERED


def test_what_does_not_exist_is_not_resent(outbox):
    assert outbox.resend(UUID(int=7), NOW) is None


def test_a_clock_that_is_set_back_does_not_hold_up_what_waits(outbox):
    outbox.enqueue(parcel())
    try_once(outbox, REFUSED)
    back = NOW - SET_BACK
    assert claim(outbox, back) == []
    assert not outbox.has_due(back, NOW)
    assert outbox.has_due(back - INSTANT, NOW)
    assert len(claim(outbox, back - INSTANT)) == 1


def test_a_clock_that_is_a_little_behind_does_not_shorten_a_wait(outbox):
    outbox.enqueue(parcel())
    try_once(outbox, REFUSED)
    assert claim(outbox, NOW - SECOND) == []


def test_the_latest_are_listed_first_and_by_state(outbox):
    for number in (1, 2, 3):
        outbox.enqueue(parcel(number, now=NOW + number * SECOND))
    try_once(outbox, OK, NOW + SECOND)
    assert [each.id.int for each in outbox.latest(10)] == [3, 2, 1]
    assert [each.id.int for each in outbox.latest(2)] == [3, 2]
    assert [each.id.int for each in outbox.latest(10, DeliveryState.WAITING)] == [3, 2]
    assert [each.id.int for each in outbox.latest(10, DeliveryState.DELIVERED)] == [1]


def test_finished_deliveries_are_forgotten_after_thirty_days_and_waiting_ones_never(outbox):
    for number in (1, 2):
        outbox.enqueue(parcel(number))
    delivered, waiting = (each.id for each in claim(outbox))
    settle(outbox, outbox.find(delivered), OK)
    ended = NOW + SECOND
    assert timedelta(days=30) == KEPT_FOR
    assert outbox.purge(ended + KEPT_FOR - INSTANT) == 0
    assert outbox.purge(ended + KEPT_FOR) == 1
    assert outbox.find(delivered) is None
    assert list(outbox.attempts(delivered)) == []
    assert outbox.purge(NOW + timedelta(days=900)) == 0
    assert outbox.find(waiting) is not None


def test_a_result_for_what_was_forgotten_is_no_fault(outbox):
    settle(outbox, parcel().claimed(NOW), OK)
    assert outbox.latest(10) == []


def test_url_and_body_do_not_show(outbox):
    outbox.enqueue(parcel(url="https://example.com/secret-path"))
    shown = repr(outbox.latest(1))
    assert "John" not in shown
    assert "secret-path" not in shown
