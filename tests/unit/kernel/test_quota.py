"""A fixed window that the first counted request opens."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from satupintu.kernel.quota import OUT_OF_ORDER, Quota, QuotaWindow, take

NOW = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
QUOTA = Quota("shared", 3, timedelta(minutes=15))


def taken(times: int, now: datetime = NOW, window: QuotaWindow | None = None) -> QuotaWindow:
    for _ in range(times):
        window = take(window, now, QUOTA).window
    assert window is not None
    return window


def test_the_first_request_opens_a_window_of_full_length():
    first = take(None, NOW, QUOTA)

    assert (first.granted, first.remaining, first.window) == (True, 2, QuotaWindow(1, NOW + QUOTA.window))


def test_a_refused_request_neither_counts_nor_moves_the_end():
    window = taken(3)
    later = NOW + timedelta(minutes=14)

    refused = take(window, later, QUOTA)

    assert (refused.granted, refused.remaining, refused.window) == (False, 0, window)


def test_the_window_is_over_at_its_end_and_not_a_moment_before():
    window = taken(3)

    assert not take(window, window.ends_at - timedelta(microseconds=1), QUOTA).granted
    assert take(window, window.ends_at, QUOTA).window == QuotaWindow(1, window.ends_at + QUOTA.window)


def test_after_the_clock_was_set_back_a_window_counts_no_more():
    window = taken(3)

    assert take(window, NOW - OUT_OF_ORDER - timedelta(microseconds=1), QUOTA).window.used == 1
    assert not take(window, NOW, QUOTA).granted


def test_requests_that_are_counted_in_another_order_than_they_came_share_one_window():
    """What came first and is counted last must not open a window of its own, and with it forget all others."""
    window = taken(2, NOW)

    third = take(window, NOW - timedelta(seconds=2), QUOTA)

    assert (third.granted, third.window) == (True, QuotaWindow(3, window.ends_at))
    assert not take(third.window, NOW - timedelta(seconds=1), QUOTA).granted


def test_a_limit_that_was_lowered_holds_at_once():
    assert not take(taken(2), NOW, Quota("shared", 1, QUOTA.window)).granted


@given(st.lists(st.integers(0, 600), max_size=60))
def test_no_stretch_of_a_window_lets_more_pass_than_the_limit(pauses: list[int]):
    window, at, passed = None, NOW, list[tuple[datetime, datetime]]()
    for pause in pauses:
        at += timedelta(seconds=pause)
        answer = take(window, at, QUOTA)
        window = answer.window
        if answer.granted:
            passed.append((at, window.ends_at))
    for _, end in passed:
        assert sum(each == end for _, each in passed) <= QUOTA.limit
    assert all(end - QUOTA.window <= moment < end for moment, end in passed)
