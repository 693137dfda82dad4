"""What the tests have other processes do. The first argument names it; a line on stdin gives the sign to go on."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

NOW = datetime(2026, 8, 1, tzinfo=UTC)


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def await_sign() -> None:
    say("ready")
    sys.stdin.readline()


def opened(url, around_commit=None):
    from satupintu.store.database import Database
    from satupintu.store.writer import Writer

    database = Database.open(url)
    return database, Writer(database, around_commit)


def remember(request_id):
    """Work that takes a Request-Id."""
    from satupintu.systems.kemnaker.server.ports import Owner

    owner = Owner("staging", "JOSS-1")
    return lambda records: records.remember_request_id(owner, request_id, now=NOW, until=NOW + timedelta(days=1))


def take_one_request_id(url: str) -> None:
    """Sixteen tries at once, half from threads with loops of their own, half from one loop."""
    from satupintu.store.kemnaker_records import SqlKemnakerTransactions

    database, writer = opened(url)
    transactions = SqlKemnakerTransactions(database, writer)

    async def some(count):
        return await asyncio.gather(*(transactions.run(remember("the one"), bool) for _ in range(count)))

    with closing(database), closing(writer), ThreadPoolExecutor(9) as threads:
        await_sign()
        tries = [threads.submit(asyncio.run, some(count)) for count in (8, *[1] * 8)]
        answers = [answer for one in tries for answer in one.result()]
    say(len(answers), sum(answers))


def begin_one_attempt(url: str) -> None:
    """Eight tries at once to begin an attempt for one vacancy."""
    from uuid import UUID

    from satupintu.recruitment.submission import Attempt, Filing, OpenAttemptError
    from satupintu.store.submission_ledger import SqlSubmissionLedger

    database, writer = opened(url)
    ledger = SqlSubmissionLedger(database, writer)

    def begin(number: int) -> bool:
        filing = Filing("joss", "talentics:1", 1, UUID(int=1))
        try:
            ledger.begin(Attempt(UUID(int=os.getpid() << 8 | number), filing, "create", None, None, NOW))
        except OpenAttemptError:
            return False
        return True

    with closing(database), closing(writer), ThreadPoolExecutor(8) as threads:
        await_sign()
        answers = list(threads.map(begin, range(8)))
    say(len(answers), sum(answers))


def write_until_killed(url: str) -> None:
    """Say each number once its commit was answered."""
    from satupintu.store.kemnaker_records import SqlKemnakerTransactions

    database, writer = opened(url)
    transactions = SqlKemnakerTransactions(database, writer)

    async def main():
        for number in range(1_000_000):
            await transactions.run(remember(str(number)), bool)
            say(number)

    asyncio.run(main())


def die_at_commit(url: str, moment: str) -> None:
    """Be killed right before or right after the commit."""

    def kill(now: str) -> None:
        if now == moment:
            os.kill(os.getpid(), signal.SIGKILL)

    from satupintu.store.kemnaker_records import SqlKemnakerTransactions

    database, writer = opened(url, kill)
    asyncio.run(SqlKemnakerTransactions(database, writer).run(remember("written"), bool))


def open_directory(path: str) -> None:
    """Open a data directory and its database, and show the key."""
    from satupintu.store.data_directory import DataDirectory
    from satupintu.store.database import Database
    from satupintu.store.migrating import migrate
    from satupintu.store.sandbox_clock import SandboxClock

    await_sign()
    directory = DataDirectory.open(Path(path))
    clock = SandboxClock(directory.clock_path)
    clock.bump_generation()
    with closing(Database.open(directory.url())) as database:
        migrate(database)
    say(directory.key.hex())


def migrate_at_once(url: str) -> None:
    """Migrate an empty database."""
    from satupintu.store.database import Database
    from satupintu.store.migrating import migrate

    await_sign()
    with closing(Database.open(url)) as database:
        migrate(database)
        migrate(database)
    say("migrated")


def watch_clock(path: str) -> None:
    """Show offset and generation at every line."""
    from satupintu.store.sandbox_clock import SandboxClock

    clock = SandboxClock(Path(path))
    say("ready")
    for _ in sys.stdin:
        say(clock.offset.total_seconds(), clock.generation)


def bump_clock(path: str) -> None:
    """Move and bump a thousand times."""
    from satupintu.store.sandbox_clock import SandboxClock

    clock = SandboxClock(Path(path))
    await_sign()
    for _ in range(1000):
        clock.bump_generation()
        clock.move(timedelta(seconds=1))
    say("done")


def hold_run_lock(url: str, path: str) -> None:
    """Hold the lock until killed."""
    from satupintu.store.data_directory import DataDirectory
    from satupintu.store.database import Database
    from satupintu.store.run_lock import run_lock

    with run_lock(Database.open(url), DataDirectory.open(Path(path)), "sync"):
        await_sign()


def forget_to_close(url: str) -> None:
    """Write, and end without closing anything."""
    from satupintu.store.kemnaker_records import SqlKemnakerTransactions

    database, writer = opened(url)
    say(asyncio.run(SqlKemnakerTransactions(database, writer).run(remember("written"), bool)))


def fork(url: str) -> None:
    """Write and read in a parent and, after a fork, in both."""
    import warnings

    from satupintu.store.kemnaker_records import SqlKemnakerTransactions
    from satupintu.store.talentics_jobs import SqlTalenticsJobs

    warnings.simplefilter("ignore", DeprecationWarning)  # the writer's thread is there, which is the point
    database, writer = opened(url)
    transactions, jobs = SqlKemnakerTransactions(database, writer), SqlTalenticsJobs(database, writer)
    asyncio.run(transactions.run(remember("before"), bool))
    jobs.is_empty()
    child = os.fork()
    name = "parent" if child else "child"
    for number in range(20):
        assert asyncio.run(transactions.run(remember(f"{name} {number}"), bool))
        jobs.save([(number + (0 if child else 100), 7, b"{}", b"{}")])
        assert not jobs.is_empty()
    writer.close()
    database.close()
    if not child:
        os._exit(0)
    say(os.waitpid(child, 0)[1])


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
