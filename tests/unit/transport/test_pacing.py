"""A quota is never exceeded and never wasted while all callers share one pace; a stranger costs one refusal."""

from __future__ import annotations

import math
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from satupintu.kernel.quota import Quota
from satupintu.transport.pacing import (
    LONGEST_FLIGHT,
    Pace,
    Pause,
    Sent,
    answered,
    never_left,
    read_pace,
    refused,
    reserve,
    unknown,
    write_pace,
)
from tests.unit.transport.fixed_window import START, Fate, Planned, Server, World

WINDOW = 900
QUOTA = Quota("shared", 50, timedelta(seconds=WINDOW))
QUICK = settings(max_examples=150, deadline=None)


def quota(limit: int) -> Quota:
    return Quota("shared", limit, timedelta(seconds=WINDOW))


def world(limit: int = 50, *, tells: bool = False) -> World:
    return World(Server(quota(limit), tells))


def seconds(longest: float) -> st.SearchStrategy[float]:
    return st.integers(0, int(longest * 100)).map(lambda hundredths: hundredths / 100)


@st.composite
def plans(draw: st.DrawFn) -> list[Planned]:
    """The calls of one caller: their rests and ways are short or long together, so that borders are met often."""
    line = draw(st.sampled_from([0.02, 1, 60]))
    rests = draw(st.sampled_from([0, 1, 100, 450, 950]))
    fates = st.sampled_from(
        ["ok", "ok", "ok", "ok", "odd", "uncounted", "killed", "killed before sending", "never left"]
    )
    one = st.builds(Planned, seconds(rests), seconds(line), seconds(line), fates)
    return draw(st.lists(one, min_size=1, max_size=25))


@QUICK
@given(limit=st.sampled_from([1, 2, 3, 5]), callers=st.lists(plans(), min_size=1, max_size=4))
def test_nobody_is_refused_while_all_share_the_pace(limit: int, callers: list[list[Planned]]) -> None:
    shared = world(limit)
    for plan in callers:
        shared.caller(plan)
    shared.run()
    assert shared.server.refusals == 0


@QUICK
@given(
    limit=st.sampled_from([1, 5, 50]),
    calls=st.integers(1, 160),
    callers=st.integers(1, 4),
    line=seconds(2),
)
def test_a_long_pull_wastes_no_more_than_the_way_of_one_call_in_each_window(
    limit: int, calls: int, callers: int, line: float
) -> None:
    shared = world(limit)
    for number in range(callers):
        shared.caller([Planned(there=line, back=line)] * len(range(number, calls, callers)))
    needed = shared.run()
    windows = math.ceil(calls / limit)
    in_last = math.ceil((calls - (windows - 1) * limit) / callers) + 1
    assert shared.server.counted == calls
    assert shared.server.refusals == 0
    assert needed <= (windows - 1) * (WINDOW + 2 * line) + max(in_last, math.ceil(limit / callers)) * 2 * line + 0.01


@QUICK
@given(
    plan=st.lists(st.builds(Planned, seconds(2), seconds(0.5), seconds(0.5)), min_size=1, max_size=12),
    moments=st.lists(seconds(900), max_size=8),
)
def test_a_stranger_before_our_first_call_costs_one_refusal_when_the_server_says_how_long(
    plan: list[Planned], moments: list[float]
) -> None:
    shared = world(5, tells=True)
    shared.stranger(moments)
    shared.caller(plan, begin=901)
    shared.run()
    assert shared.server.refusals <= 1


@pytest.mark.parametrize("tells", [True, False])
def test_a_refusal_teaches_every_caller_at_once(tells: bool) -> None:
    shared = world(5, tells=tells)
    shared.caller([Planned(rest=1, there=0.1, back=0.1)] * 9)
    for begin in (10, 20, 30):
        shared.caller([Planned(there=0.1, back=0.1)], begin)
    shared.stranger([0.5, 1.5])
    shared.run()
    assert shared.server.refusals == 1
    assert shared.server.counted == 9 + 3 + 2


def test_without_a_word_of_the_server_a_window_is_timed_from_the_answer_to_its_first_call() -> None:
    pace, sent = reserve(Pace(), START, quota=quota(2))
    pace, _ = answered(pace, START + timedelta(seconds=3), quota=quota(2), sent=sent, surely=True)
    pace, sent = reserve(pace, START + timedelta(seconds=10), quota=quota(2))
    pace, _ = refused(pace, START + timedelta(seconds=11), quota=quota(2), sent=sent, retry_after=None)
    _, said = reserve(pace, START + timedelta(seconds=11), quota=quota(2))
    assert said == Pause(START + timedelta(seconds=903), timedelta(seconds=892), quota(2), refused=True)


def test_a_refused_first_call_waits_a_window_from_its_answer() -> None:
    pace, sent = reserve(Pace(), START, quota=QUOTA)
    pace, _ = refused(pace, START + timedelta(seconds=1), quota=QUOTA, sent=sent, retry_after=None)
    assert pace.ends_by(QUOTA) == START + timedelta(seconds=1 + WINDOW)


@pytest.mark.parametrize(("told", "waited"), [(0, 1), (1, 1), (840, 840), (901, WINDOW), (86_400, WINDOW)])
def test_a_refusal_is_waited_for_as_long_as_it_says_but_never_longer_than_a_window(told: int, waited: int) -> None:
    pace, sent = reserve(Pace(), START, quota=QUOTA)
    pace, _ = refused(pace, START, quota=QUOTA, sent=sent, retry_after=timedelta(seconds=told))
    _, said = reserve(pace, START, quota=QUOTA)
    assert isinstance(said, Pause)
    assert said.wait == timedelta(seconds=waited)


def test_calls_go_at_once_up_to_the_limit_while_the_first_is_under_way() -> None:
    shared = world(5)
    for _ in range(5):
        shared.caller([Planned(there=30, back=30)])
    assert shared.run() == 60
    assert shared.waits == 0


def test_a_call_across_the_border_takes_a_place_in_both_windows() -> None:
    shared = world(2)
    # The second call is sent in the first window and counted as the first of the second window.
    shared.caller([Planned(there=0, back=0.5), Planned(rest=899.4, there=0.2, back=0.5)])
    shared.caller([Planned()] * 2, begin=901)
    shared.run()
    assert shared.server.refusals == 0
    assert shared.waits == 1


def test_an_answer_from_the_old_window_does_not_time_the_new_one() -> None:
    shared = world(2)
    shared.caller([Planned(back=0.1), Planned(rest=899.8, there=0.05, back=0.45)])
    shared.caller([Planned(fate="never left")], begin=900.2)  # opens the new window while an answer is under way
    shared.caller([Planned()], begin=1500)
    shared.caller([Planned()] * 2, begin=1801)
    shared.run()
    assert shared.server.refusals == 0


def test_a_call_across_the_border_may_have_opened_the_new_window() -> None:
    shared = world(3)
    shared.caller([Planned(back=0.1), Planned(rest=899.85, there=0.1, back=0.1)])
    shared.caller([Planned()], begin=1500)
    shared.caller([Planned()], begin=1801)
    shared.caller([Planned()] * 3, begin=2400.2)
    shared.run()
    assert shared.server.refusals == 0


@pytest.mark.parametrize("first", ["uncounted", "killed before sending"])
@pytest.mark.parametrize("second", ["ok", "odd"])
def test_what_may_not_have_been_counted_does_not_time_the_window(first: Fate, second: Fate) -> None:
    shared = world(3)
    shared.caller([Planned(fate=first)])
    shared.caller([Planned(fate=second)], begin=500)
    shared.caller([Planned()] * 3, begin=1021)
    shared.run()
    assert shared.server.refusals == 0


def test_a_call_that_was_killed_counts() -> None:
    shared = world(3)
    shared.caller([Planned(), Planned(fate="killed before sending"), Planned(), Planned()])
    assert shared.run() == WINDOW


def test_when_all_calls_were_killed_the_wait_still_ends() -> None:
    pace = Pace()
    for _ in range(QUOTA.limit):
        pace, _ = reserve(pace, START, quota=QUOTA)
    _, said = reserve(pace, START, quota=QUOTA)
    assert isinstance(said, Pause)
    assert said.until == START + LONGEST_FLIGHT + QUOTA.window
    _, said = reserve(pace, said.until, quota=QUOTA)
    assert isinstance(said, Sent)


def test_a_call_that_never_left_gives_its_place_back() -> None:
    pace, sent = reserve(Pace(), START, quota=quota(1))
    pace, _ = never_left(pace, START, quota=quota(1), sent=sent)
    _, said = reserve(pace, START, quota=quota(1))
    assert isinstance(said, Sent)


def test_an_answer_that_comes_later_than_any_should_is_counted_where_it_comes() -> None:
    pace, late = reserve(Pace(), START, quota=quota(2))
    much_later = START + timedelta(hours=1)
    pace, _ = reserve(pace, much_later, quota=quota(2))
    pace, _ = answered(pace, much_later, quota=quota(2), sent=late, surely=True)
    _, said = reserve(pace, much_later, quota=quota(2))
    assert isinstance(said, Pause)


def test_what_cannot_be_read_counts_as_a_window_that_is_full_from_now_on() -> None:
    said = reserve(unknown(START, QUOTA), START, quota=QUOTA)[1]
    assert isinstance(said, Pause)
    assert said.wait == QUOTA.window


@pytest.mark.parametrize(
    "text", ["", "null", "{", '{"used":-1}', '{"used":1', '{"changed_at":"2026-01-05"}', '{"used":"many"}', "\x00"]
)
def test_a_damaged_text_is_noticed(text: str) -> None:
    assert read_pace(text) is None


JUMPS = st.sampled_from([-10_000_000, -90_000, -3600, -900, -450, -6, -5, -1, 0, 1, 450, 900, 3600, 90_000, 10_000_000])


@QUICK
@given(jumps=st.lists(JUMPS, min_size=1, max_size=6), answers=st.booleans())
def test_a_clock_that_jumps_neither_stops_the_calls_for_long_nor_lets_them_all_go(
    jumps: list[int], answers: bool
) -> None:
    limit = quota(3)
    pace, now = Pace(), START
    for jump in jumps:
        now += timedelta(seconds=jump)
        gone = 0
        while isinstance((step := reserve(pace, now, quota=limit))[1], Sent):
            pace, sent = step
            gone += 1
            assert isinstance(sent, Sent)
            if answers:
                pace, _ = answered(pace, now, quota=limit, sent=sent, surely=True)
        assert gone <= limit.limit
        pace, said = step
        assert isinstance(said, Pause)
        assert timedelta() < said.wait <= limit.window + LONGEST_FLIGHT + timedelta(seconds=5)
        # Whoever waits as long as that is let go, however often the question is asked meanwhile.
        for part in range(1, 4):
            pace, _ = reserve(pace, now + said.wait * part / 4, quota=limit)
        _, then = reserve(pace, now + said.wait + timedelta(seconds=5), quota=limit)
        assert isinstance(then, Sent)


def test_a_clock_that_was_set_forward_frees_the_pace() -> None:
    pace, sent = reserve(Pace(), START, quota=quota(1))
    pace, _ = answered(pace, START, quota=quota(1), sent=sent, surely=True)
    assert isinstance(reserve(pace, START + timedelta(minutes=14), quota=quota(1))[1], Pause)
    assert isinstance(reserve(pace, START + timedelta(minutes=15), quota=quota(1))[1], Sent)


def test_an_empty_pace_and_a_full_one_are_kept_as_they_are() -> None:
    pace, sent = reserve(Pace(), START, quota=QUOTA)
    pace, _ = answered(pace, START + timedelta(seconds=1), quota=QUOTA, sent=sent, surely=True)
    pace, _ = reserve(pace, START + timedelta(seconds=2, microseconds=3), quota=QUOTA)
    assert read_pace(write_pace(pace)) == pace
    assert read_pace(write_pace(Pace())) == Pace()
