"""The state of a sandbox as a whole: back to the beginning, kept under a name, and brought back."""

from __future__ import annotations

import shutil
from collections.abc import Generator
from contextlib import contextmanager
from datetime import timedelta

from satupintu.bootstrap.house import House
from satupintu.bootstrap.sandbox import fill_sandbox, first_start, start_anew
from satupintu.kernel.clock import SystemClock
from satupintu.store.contents import empty
from satupintu.store.run_lock import run_lock
from satupintu.store.snapshots import Snapshot


def reset(house: House) -> None:
    """Make a sandbox as it was when it was new: every system's records, the ledger, the clock.

    Kept are the key (so credentials stay the same), settings, connections and snapshots. Raises RunLockedError while
    a sync is running.
    """
    with _alone(house):
        house.writer.run(empty)  # first, since this is what can fail: nothing is half done then
        house.clock.reset()
        shutil.rmtree(house.directory.files, ignore_errors=True)
        house.directory.files.mkdir(mode=0o700, exist_ok=True)
        start_anew(house, house.clock.now())
        house.clock.bump_generation()
        fill_sandbox(house)


def save_snapshot(house: House, name: str) -> Snapshot:
    """Keep everything as it is now under a name, replacing an older snapshot of that name."""
    return house.snapshots.save(
        name, taken_at=SystemClock().now(), started_at=first_start(house), offset=house.clock.offset
    )


def restore_snapshot(house: House, name: str) -> Snapshot:
    """Bring everything back to what it was when a snapshot was taken, the clock's offset included.

    Raises DataError for a snapshot that does not fit, RunLockedError while a sync is running.
    """
    with _alone(house):
        restored = house.snapshots.restore(name)
        house.clock.reset()
        if restored.offset != timedelta():
            house.clock.move(restored.offset)
        start_anew(house, restored.started_at)
        house.clock.bump_generation()
        return restored


@contextmanager
def _alone(house: House) -> Generator[None]:
    with run_lock(house.database, house.directory, "sync"):
        yield
