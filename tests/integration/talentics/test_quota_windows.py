"""The windows of served quotas, in memory and on both databases."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta

from satupintu.kernel.quota import Quota

NOW = datetime(2026, 1, 5, 9, 30, 0, 123456, tzinfo=UTC)
QUOTA = Quota("shared", 50, timedelta(minutes=15))


def take(windows, *, holder="app", quota=QUOTA, now=NOW, times=1):
    async def taking():
        return await asyncio.gather(*(windows.take(holder, quota, now) for _ in range(times)))

    return asyncio.run(taking())


def granted(answers):
    return Counter(answer.granted for answer in answers)


def test_of_many_at_once_exactly_the_limit_passes(medium):
    answers = take(medium.windows, times=120)

    assert granted(answers) == {True: 50, False: 70}
    assert sorted(answer.remaining for answer in answers if answer.granted) == list(range(50))
    assert {answer.window.ends_at for answer in answers} == {NOW + QUOTA.window}


def test_two_processes_share_one_window(medium):
    assert granted(take(medium.windows, times=30)) == {True: 30}
    assert granted(take(medium.another_process(), times=30)) == {True: 20, False: 10}
    assert not take(medium.windows)[0].granted


def test_holders_and_scopes_are_counted_apart(medium):
    take(medium.windows, times=60)

    assert take(medium.windows, holder="another app")[0].remaining == 49
    assert take(medium.windows, quota=Quota("other", 50, QUOTA.window))[0].remaining == 49


def test_an_exhausted_window_is_free_at_its_end_and_after_the_clock_was_set_back(medium):
    take(medium.windows, times=51)

    assert not take(medium.windows, now=NOW + timedelta(minutes=14, seconds=59))[0].granted
    assert take(medium.windows, now=NOW + QUOTA.window)[0].remaining == 49
    assert take(medium.windows, now=NOW - timedelta(hours=1))[0].remaining == 49


def test_purging_forgets_ended_windows_alone(medium):
    take(medium.windows, times=50)
    take(medium.windows, holder="later", now=NOW + timedelta(minutes=5))

    assert medium.windows.purge(NOW + QUOTA.window) == 1
    assert medium.windows.purge(NOW + QUOTA.window) == 0
    assert take(medium.another_process(), holder="later", now=NOW + QUOTA.window)[0].remaining == 48
