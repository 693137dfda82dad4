"""Imported BPS codes, in memory and on both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass

import pytest

from satupintu.store.database import Database
from satupintu.store.memory.region_bps import MemoryRegionBps
from satupintu.store.migrating import migrate
from satupintu.store.region_bps import Changes, SqlRegionBps
from satupintu.store.writer import Writer

ROWS = {"11": "11", "1103": "1105", "110101": "1103020", "1101012003": ""}


@dataclass
class Bell:
    """Counts how often other processes were told."""

    rung: int = 0

    def bump_generation(self) -> None:
        self.rung += 1


@pytest.fixture
def bell() -> Bell:
    return Bell()


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def imported(
    request: pytest.FixtureRequest, new_url: Callable[[str], str], bell: Bell
) -> Iterator[MemoryRegionBps | SqlRegionBps]:
    if request.param == "memory":
        yield MemoryRegionBps(bell)
        return
    with closing(Database.open(new_url(request.param))) as database, closing(Writer(database)) as writer:
        migrate(database)
        yield SqlRegionBps(database, writer, bell)


def test_nothing_is_there_before_the_first_import(imported):
    assert imported.all("2025") == {}


def test_what_was_imported_is_there_empty_codes_included(imported, bell):
    changes = imported.replace("2025", ROWS)

    assert imported.all("2025") == ROWS
    assert changes == Changes(added=ROWS, changed={}, removed={}, unchanged=0)
    assert bell.rung == 1


def test_the_next_import_says_what_it_added_changed_and_removed(imported, bell):
    imported.replace("2025", ROWS)
    after = {"11": "11", "1103": "1104", "12": "12", "1101012003": "1103020014"}

    changes = imported.replace("2025", after)

    assert imported.all("2025") == after
    assert changes == Changes(
        added={"12": "12"},
        changed={"1103": ("1105", "1104"), "1101012003": ("", "1103020014")},
        removed={"110101": "1103020"},
        unchanged=1,
    )
    assert (changes.count, bell.rung) == (4, 2)


def test_the_same_import_again_changes_nothing_and_tells_nobody(imported, bell):
    imported.replace("2025", ROWS)

    changes = imported.replace("2025", dict(reversed(ROWS.items())))

    assert changes == Changes(added={}, changed={}, removed={}, unchanged=4)
    assert imported.all("2025") == ROWS
    assert bell.rung == 1


def test_decrees_are_kept_apart(imported):
    imported.replace("2025", ROWS)
    imported.replace("6117-2022", {"11": "99"})
    imported.replace("2025", {})

    assert imported.all("2025") == {}
    assert imported.all("6117-2022") == {"11": "99"}


def test_several_regions_may_share_a_bps_code(imported):
    shared = {"720109": "7202010", "720124": "7202010"}

    imported.replace("2025", shared)

    assert imported.all("2025") == shared


def test_an_unchanged_import_writes_no_byte(tmp_path, bell):
    with closing(Database.open(f"sqlite:///{tmp_path / 'rows.sqlite3'}")) as database:
        migrate(database)
        with closing(Writer(database)) as writer:
            imported = SqlRegionBps(database, writer, bell)
            imported.replace("2025", ROWS)
            before = {file.name: file.read_bytes() for file in tmp_path.iterdir() if not file.name.endswith("-shm")}

            imported.replace("2025", ROWS)

            assert before == {
                file.name: file.read_bytes() for file in tmp_path.iterdir() if not file.name.endswith("-shm")
            }
            assert "rows.sqlite3-wal" in before


def test_an_import_whose_commit_fails_keeps_the_old_codes_whole_and_tells_nobody(database, bell):
    with closing(Writer(database)) as writer:
        SqlRegionBps(database, writer, bell).replace("2025", ROWS)

    def fail(moment: str) -> None:
        if moment == "before":
            raise ZeroDivisionError

    with closing(Writer(database, fail)) as writer:
        imported = SqlRegionBps(database, writer, bell)
        with pytest.raises(ZeroDivisionError):
            imported.replace("2025", {"11": "12", "12": "12"})

        assert imported.all("2025") == ROWS
    assert bell.rung == 1
