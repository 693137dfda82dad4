"""Several processes on one store: no number is given twice, nothing answered is lost, nobody waits for the dead."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from satupintu.store.data_directory import DataDirectory
from satupintu.store.database import Database
from satupintu.store.run_lock import RunLockedError, run_lock
from satupintu.store.sandbox_clock import SandboxClock
from satupintu.store.tables import attempt, kemnaker_request_id, talentics_job

SCRIPT = Path(__file__).with_name("another_process.py")


class Process:
    """Another process of ours, that speaks in lines."""

    def __init__(self, *arguments: object) -> None:
        command = [sys.executable, str(SCRIPT), *map(str, arguments)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def hear(self) -> str:
        """The next line it says."""
        line = self._process.stdout.readline()
        assert line, self._process.stderr.read()
        return line.rstrip("\n")

    def give_sign(self) -> None:
        self._process.stdin.write("\n")
        self._process.stdin.flush()

    def kill(self) -> str:
        """End it with SIGKILL; what it said last."""
        self._process.kill()
        return self._process.communicate()[0]

    def end(self) -> int:
        """Wait for its end: the exit status, negative for a signal."""
        return self._process.wait(30)

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()


@pytest.fixture
def start() -> Iterator[Callable[..., Process]]:
    """Starts processes, and ends what is left of them."""
    started: list[Process] = []

    def starting(*arguments: object) -> Process:
        started.append(Process(*arguments))
        return started[-1]

    yield starting
    for process in started:
        process.close()


def all_at_once(processes: list[Process]) -> list[str]:
    """Let processes go on at the same moment; what each says at its end."""
    for process in processes:
        assert process.hear() == "ready"
    for process in processes:
        process.give_sign()
    return [process.hear() for process in processes]


def count(database: Database, table) -> int:
    with database.reading() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def wait_for_locks_of_the_dead(database: Database) -> None:
    """PostgreSQL notices a moment later that a client is gone."""
    held = select(func.count()).select_from(text("pg_locks")).where(text("locktype = 'advisory'"))
    for _ in range(10_000 if not database.is_sqlite else 0):
        with database.reading() as connection:
            if connection.execute(held).scalar_one() == 0:
                return
    assert database.is_sqlite


def test_of_64_equal_request_ids_in_four_processes_exactly_one_passes(start, database, database_url):
    said = all_at_once([start("take_one_request_id", database_url) for _ in range(4)])

    tries, passed = (sum(int(line.split()[place]) for line in said) for place in (0, 1))
    assert (tries, passed) == (64, 1)


def test_of_many_processes_at_one_vacancy_exactly_one_begins(start, database, database_url):
    said = all_at_once([start("begin_one_attempt", database_url) for _ in range(2)])

    assert sum(int(line.split()[1]) for line in said) == 1
    assert count(database, attempt) == 1


def test_what_was_answered_before_a_kill_is_there_after_it(start, database, database_url):
    process = start("write_until_killed", database_url)
    answered = [process.hear() for _ in range(50)]
    answered += process.kill().split()

    with database.reading() as connection:
        stored = set(connection.execute(select(kemnaker_request_id.c.request_id)).scalars())

    assert len(answered) >= 50
    # The last line may have been cut off by the kill, so it is left out.
    assert stored.issuperset(answered[:-1])


@pytest.mark.parametrize(("moment", "rows"), [("before", 0), ("after", 1)])
def test_a_kill_around_the_commit_keeps_all_or_nothing(start, database, database_url, moment, rows):
    assert start("die_at_commit", database_url, moment).end() == -9

    assert count(database, kemnaker_request_id) == rows


def test_processes_that_open_a_new_directory_at_once_agree_on_everything(start, tmp_path):
    path = tmp_path / "new" / "data"

    keys = all_at_once([start("open_directory", path) for _ in range(4)])

    directory = DataDirectory.open(path)
    assert set(keys) == {directory.key.hex()}
    assert SandboxClock(directory.clock_path).generation == 5
    assert sorted(entry.name for entry in path.iterdir()) == ["clock", "files", "key", "satupintu.sqlite3"]


def test_processes_that_migrate_at_once_do_it_once(start, database_url):
    assert all_at_once([start("migrate_at_once", database_url) for _ in range(3)]) == ["migrated"] * 3


def test_a_move_of_the_clock_is_seen_by_another_process_at_once(start, tmp_path):
    clock = SandboxClock(tmp_path / "clock")
    watcher = start("watch_clock", tmp_path / "clock")
    assert watcher.hear() == "ready"

    seen = []
    for by in (timedelta(minutes=15), timedelta(hours=-2)):
        clock.move(by)
        watcher.give_sign()
        seen.append(watcher.hear())

    assert seen == ["900.0 2", "-6300.0 3"]


def test_no_move_of_the_clock_is_lost_when_several_processes_move_it(start, tmp_path):
    clock = SandboxClock(tmp_path / "clock")

    all_at_once([start("bump_clock", tmp_path / "clock") for _ in range(2)])

    assert (clock.offset, clock.generation) == (timedelta(seconds=2000), 4001)


def test_a_run_lock_keeps_others_out_until_its_holder_is_killed(start, database, database_url, tmp_path):
    directory = DataDirectory.open(tmp_path / "data")
    holder = start("hold_run_lock", database_url, directory.path)
    assert holder.hear() == "ready"

    with pytest.raises(RunLockedError, match="Another sync is running"), run_lock(database, directory, "sync"):
        pass
    with run_lock(database, directory, "another kind of run"):
        pass

    holder.kill()
    wait_for_locks_of_the_dead(database)
    with run_lock(database, directory, "sync"):
        pass


def test_a_program_that_forgets_to_close_the_writer_still_ends(start, database, database_url):
    process = start("forget_to_close", database_url)

    assert process.hear() == "True"
    assert process.end() == 0


def test_parent_and_child_both_work_after_a_fork(start, database, database_url):
    process = start("fork", database_url)

    assert process.hear() == "0"
    assert process.end() == 0
    assert (count(database, kemnaker_request_id), count(database, talentics_job)) == (41, 40)


def test_a_run_lock_is_free_again_after_its_run_whatever_its_end(database, tmp_path):
    directory = DataDirectory.open(tmp_path / "data")
    for _ in range(2):
        with pytest.raises(ZeroDivisionError), run_lock(database, directory, "sync"):
            with pytest.raises(RunLockedError), run_lock(database, directory, "sync"):
                pass
            raise ZeroDivisionError
