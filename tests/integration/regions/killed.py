"""Imports and refreshes in a process of its own, which kills itself (SIGKILL) at a chosen moment."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from satupintu.bootstrap.house import House
from satupintu.bootstrap.region_import import import_bps_codes, pages_of
from satupintu.bootstrap.region_refresh import RegionRefresh
from satupintu.regions.snapshot import load_bundled
from tests.integration.regions.places import region_bps, wilayah_at


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def import_until_killed(data: str, database: str | None, file: str, moment: str) -> None:
    """Import; the process is gone right before or right after the commit."""
    commits: list[str] = []

    def around_commit(now: str) -> None:
        commits.append(now)
        if now == moment:
            die()

    house = House.open(Path(data), database, around_commit=around_commit)
    import_bps_codes(house, Path(file), load_bundled())


def refresh_until_killed(data: str, page: int) -> None:
    """Walk over the API; the process is gone when it asks for this page, from 1."""
    table = load_bundled()
    with House.open(Path(data)) as house, wilayah_at(house, table) as wilayah:
        region_bps(house)
        ask = pages_of(wilayah, 2000)
        asked = 0

        def fetch(position):
            nonlocal asked
            asked += 1
            if asked == page:
                die()
            return ask(position)

        walk = RegionRefresh(house.directory.files, "here", fetch, pause_seconds=0, sleep=lambda _: None)
        walk.fetch(lambda *_: None)
