from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from satupintu.kernel.clock import FrozenClock, SystemClock, format_duration, parse_duration


@given(st.integers(-(10**9), 10**9))
def test_a_written_duration_is_read_back(seconds):
    duration = timedelta(seconds=seconds)
    assert parse_duration(format_duration(duration)) == duration


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("+15m", timedelta(minutes=15)),
        ("2h30m", timedelta(hours=2, minutes=30)),
        ("-1d", timedelta(days=-1)),
        (" 45s ", timedelta(seconds=45)),
        ("-1d2h", timedelta(days=-1, hours=-2)),
    ],
)
def test_durations_are_read_as_people_write_them(text, duration):
    assert parse_duration(text) == duration


@pytest.mark.parametrize("text", ["", "+", "15", "15 m", "m", "1h1h", "1m2h", "+-1m", "1.5h", "9999999999s"])
def test_what_is_no_duration_is_refused_with_an_example(text):
    with pytest.raises(ValueError, match="write for example"):
        parse_duration(text)


def test_a_frozen_clock_moves_only_when_it_is_moved():
    clock = FrozenClock(datetime(2026, 1, 1, tzinfo=UTC))
    assert clock.now() == clock.now()
    clock.move(timedelta(minutes=15))
    assert clock.now() == datetime(2026, 1, 1, 0, 15, tzinfo=UTC)


def test_the_system_clock_is_in_utc():
    assert SystemClock().now().tzinfo is UTC
