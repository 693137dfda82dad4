"""Times in the database: exact to the microsecond, whatever the zone they came in."""

from __future__ import annotations

from datetime import UTC, timedelta, timezone

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from satupintu.store.moments import from_microseconds, from_microseconds_or_none, to_microseconds

WIB = timezone(timedelta(hours=7))


@given(st.datetimes(timezones=st.just(UTC)), st.sampled_from([UTC, WIB]))
def test_a_moment_comes_back_as_itself_in_utc(at, zone):
    assume(at.year < 9999)  # in the last hours of the calendar another zone has no date

    found = from_microseconds(to_microseconds(at.astimezone(zone)))

    assert found == at
    assert found.utcoffset() == timedelta(0)


@given(*[st.datetimes(timezones=st.just(UTC))] * 2)
def test_numbers_sort_as_moments_do(one, other):
    assert (to_microseconds(one) < to_microseconds(other)) == (one < other)


def test_nothing_stays_nothing():
    assert to_microseconds(None) is None
    assert from_microseconds_or_none(None) is None


def test_a_time_without_a_zone_is_a_mistake():
    with pytest.raises(TypeError):
        to_microseconds(from_microseconds(0).replace(tzinfo=None))
