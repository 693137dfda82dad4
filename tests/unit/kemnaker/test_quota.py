"""The quota of JOSS and TOSS as pure rules."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from satupintu.systems.kemnaker.server.quota import MINUTE, Usage, count

SECOND = 1_000_000
START = 1_772_416_260 * SECOND

STEPS = st.lists(st.one_of(st.integers(0, 3), st.integers(0, 20 * SECOND), st.integers(0, 2 * MINUTE)), max_size=120)


def granted_at(steps, limit):
    """When requests were let pass, of a caller who waits so long before each."""
    usage, now, passed = Usage(), START, []
    for step in steps:
        now += step
        counted, usage = count(usage, limit, now)
        if counted.granted:
            passed.append(now)
    return passed


@given(STEPS, st.integers(1, 7))
def test_never_more_than_the_limit_pass_within_any_minute(steps, limit):
    passed = granted_at(steps, limit)
    for number, moment in enumerate(passed):
        within = [other for other in passed[number:] if other < moment + MINUTE]
        assert len(within) <= limit


@given(STEPS, st.integers(1, 7))
def test_nobody_waits_longer_than_a_minute_after_the_last_of_a_second(steps, limit):
    passed = granted_at(steps, limit)
    if passed:
        usage = Usage()
        for moment in passed:
            _, usage = count(usage, limit, moment)
        assert count(usage, limit, passed[-1] + MINUTE)[0].remaining == limit - 1


@given(STEPS, st.integers(1, 7))
def test_after_the_wait_that_is_told_the_next_one_passes(steps, limit):
    usage, now = Usage(), START
    for step in steps:
        now += step
        counted, usage = count(usage, limit, now)
        if not counted.granted:
            assert 1 <= counted.retry_after <= 60
            assert count(usage, limit, now + counted.retry_after * SECOND)[0].granted


@given(st.lists(st.integers(0, SECOND), max_size=2000), st.integers(1, 5000))
def test_what_is_kept_stays_small(steps, limit):
    usage, now = Usage(), START
    for step in steps:
        now += step
        _, usage = count(usage, limit, now)
    assert len(usage.buckets) <= 61


def test_a_clock_that_is_set_back_gives_nothing_away_and_heals_within_a_minute():
    usage, now = Usage(), START
    for _ in range(3):
        counted, usage = count(usage, 3, now)
    earlier = now - 3600 * SECOND
    counted, usage = count(usage, 3, earlier)
    assert (counted.granted, counted.retry_after) == (False, 60)
    counted, usage = count(usage, 3, now - 3540 * SECOND)
    assert not counted.granted
    assert count(Usage(tuple((min(first, earlier), min(last, earlier), n) for first, last, n in usage.buckets)), 3,
                 earlier + MINUTE)[0].granted  # fmt: skip


def test_usage_survives_being_kept():
    usage = Usage()
    for now in (START, START + 1, START + 30 * SECOND):
        _, usage = count(usage, 9, now)
    assert Usage.of([list(bucket) for bucket in usage.buckets]) == usage
    assert count(usage, 9, START + 30 * SECOND)[0].remaining == 5
