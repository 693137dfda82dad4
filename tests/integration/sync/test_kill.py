"""A run that is killed at any commit point is completed by the next one: nothing lost, nothing filed twice."""

from __future__ import annotations

import multiprocessing
import signal
from collections import Counter
from collections.abc import Callable
from itertools import count

from tests.integration.sync.conftest import Place
from tests.integration.sync.killed_run import run_until_killed
from tests.integration.sync.sandbox import JOBS, at_joss, change, in_ledger, run_and_count, run_sync, samples

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.integration.sync.killed_run"])

COMMITS_OF_A_SUBMISSION = 3
"""The attempt in the ledger, the vacancy at JOSS, the outcome in the ledger."""

COMMITS_OF_A_READING = 3
"""One page of the list: its place in the quota, the count of the server, its answer."""


def is_killed_at(place: Place, point: int) -> bool:
    """Run in a process of its own and kill it there. False when the run ended before it came to that point."""
    process = PROCESSES.Process(target=run_until_killed, args=(str(place.data), place.database, point))
    process.start()
    process.join(60)
    assert process.exitcode in {0, -signal.SIGKILL}, f"the run failed with {process.exitcode}"
    return process.exitcode != 0


def killed_everywhere(place: Place, copied: Callable[[Place], Place], check: Callable[[Place], None]) -> int:
    """Kill a run at each of its commit points in turn, each time on a fresh copy; check what follows."""
    for point in count():
        copy = copied(place)
        if not is_killed_at(copy, point):
            return point
        check(copy)
    raise AssertionError("unreachable")


def test_a_first_run_killed_anywhere_is_completed_by_the_next(place: Place, copied: Callable[[Place], Place]) -> None:
    def check(killed: Place) -> None:
        with killed.open() as house:
            run_sync(house)
            expected = {job.title: Counter(open=1) for job in samples(house)[:JOBS]}
            assert at_joss(house) == expected
            assert in_ledger(house) == Counter(open=JOBS)
            assert run_and_count(house) == {"unchanged": JOBS}

    assert killed_everywhere(place, copied, check) == (COMMITS_OF_A_READING + JOBS * COMMITS_OF_A_SUBMISSION) * 2


def test_a_run_that_corrects_and_closes_killed_anywhere_is_completed_by_the_next(
    place: Place, copied: Callable[[Place], Place]
) -> None:
    with place.open() as house:
        run_sync(house)
        change(house)

    def check(killed: Place) -> None:
        with killed.open() as house:
            run_sync(house)
            edited, closed, deleted, new = samples(house)[: JOBS + 1]
            assert edited.title not in at_joss(house)
            assert at_joss(house) == {
                "Other title": Counter(open=1),
                closed.title: Counter(closed=1),
                deleted.title: Counter(closed=1),
                new.title: Counter(open=1),
            }
            assert in_ledger(house) == Counter(open=2, closed=2)
            assert run_and_count(house) == {"unchanged": 3}

    assert killed_everywhere(place, copied, check) == (COMMITS_OF_A_READING + 4 * COMMITS_OF_A_SUBMISSION) * 2
