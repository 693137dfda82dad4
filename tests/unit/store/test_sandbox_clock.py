"""The sandbox clock: the machine's time plus an offset that outlives the process."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from satupintu.kernel.clock import FrozenClock
from satupintu.kernel.errors import ConfigurationError, DataError
from satupintu.store.sandbox_clock import FARTHEST, SandboxClock

NOW = datetime(2026, 8, 1, 1, 51, tzinfo=UTC)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "clock"


def clock(path) -> SandboxClock:
    return SandboxClock(path, FrozenClock(NOW))


def test_at_first_it_is_the_base_time(path):
    assert clock(path).now() == NOW
    assert path.stat().st_mode & 0o777 == 0o600


def test_without_a_base_it_follows_the_machine(path):
    before, between, after = (SandboxClock(path).now() for _ in range(3))

    assert before <= between <= after
    assert before.utcoffset() == timedelta(0)


def test_moves_add_up_to_the_microsecond_and_a_reset_undoes_them(path):
    moved = clock(path)
    moved.move(timedelta(days=1, microseconds=3))
    moved.move(timedelta(minutes=-15))

    assert moved.offset == timedelta(days=1, microseconds=3) - timedelta(minutes=15)
    assert moved.now() == NOW + moved.offset

    moved.reset()

    assert (moved.offset, moved.now()) == (timedelta(0), NOW)


def test_offset_and_generation_outlive_the_clock_that_set_them(path):
    first = clock(path)
    first.move(timedelta(hours=-7))
    first.bump_generation()

    assert clock(path).offset == timedelta(hours=-7)
    assert clock(path).generation == first.generation


def test_a_clock_that_was_opened_before_sees_the_change(path):
    one, other = clock(path), clock(path)
    generation = other.generation

    one.move(timedelta(minutes=15))
    assert other.offset == timedelta(minutes=15)
    assert other.generation > generation

    generation = other.generation
    one.bump_generation()

    assert other.generation == generation + 1


def test_a_move_tells_that_what_is_remembered_by_time_is_out_of_date_and_a_bump_leaves_the_time(path):
    moved = clock(path)
    generation = moved.generation
    moved.move(timedelta(minutes=1))
    assert moved.generation > generation

    moved.bump_generation()
    assert moved.offset == timedelta(minutes=1)

    generation = moved.generation
    moved.reset()
    assert moved.generation > generation


@pytest.mark.parametrize("by", [FARTHEST + timedelta(microseconds=1), -FARTHEST - timedelta(days=1), timedelta.max])
def test_a_move_too_far_is_refused_and_changes_nothing(path, by):
    moved = clock(path)

    with pytest.raises(ConfigurationError, match="clock reset"):
        moved.move(by)

    assert moved.offset == timedelta(0)
    moved.move(FARTHEST)
    assert moved.now() == NOW + FARTHEST


@pytest.mark.parametrize("content", [b"", b"x" * 24, b"x" * 23, b"x" * 4096])
def test_a_damaged_file_is_named_with_its_remedy_and_left_alone(path, content):
    path.write_bytes(content)

    with pytest.raises(DataError, match=r"clock is damaged; delete it"):
        clock(path)

    assert path.read_bytes() == content


def test_an_offset_that_no_move_could_have_set_is_damage(path):
    clock(path)
    whole = bytearray(path.read_bytes())
    whole[8:16] = b"\x7f" * 8
    path.write_bytes(whole)

    with pytest.raises(DataError):
        clock(path)


def test_a_directory_in_its_place_is_named(path):
    path.mkdir()

    with pytest.raises(DataError, match="clock"):
        clock(path)
