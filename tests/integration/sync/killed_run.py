"""A run of the sync in a process of its own, which kills itself (SIGKILL) at a chosen commit point."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from tests.integration.sync.sandbox import open_house, run_sync


class CommitPoints:
    """Counts commit points, before and after each commit, and ends the process at the one that was chosen."""

    def __init__(self, fatal: int) -> None:
        self.passed = 0
        self._fatal = fatal

    def __call__(self, _moment: str) -> None:
        if self.passed == self._fatal:
            os.kill(os.getpid(), signal.SIGKILL)
        self.passed += 1


def run_until_killed(data: str, database: str | None, fatal: int) -> None:
    """Run the sync; at commit point `fatal` (from 0) the process is gone. Ends normally when there is no such point."""
    house = open_house(Path(data), database, CommitPoints(fatal))
    run_sync(house)
    house.close()
