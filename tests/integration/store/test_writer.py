"""The one writer: groups of commits, faults that stay with the one who made them, and an end without loss."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Event, main_thread

import pytest
from sqlalchemy import bindparam, insert, literal_column, select, text

from satupintu.kernel.errors import DataError
from satupintu.store.database import Database, lock_key
from satupintu.store.migrating import migrate
from satupintu.store.statement import Statement
from satupintu.store.tables import attempt, kemnaker_request_id
from satupintu.store.writer import Writer

ADD = Statement(insert(kemnaker_request_id))
ADD_ORPHAN_ATTEMPT = Statement(insert(attempt))
READ = Statement(select(literal_column("count(*)")).where(kemnaker_request_id.c.request_id == bindparam("request_id")))


class JobError(Exception):
    pass


class Commits:
    """Counts commits."""

    def __init__(self) -> None:
        self.before = self.after = 0

    def __call__(self, moment: str) -> None:
        setattr(self, moment, getattr(self, moment) + 1)


@pytest.fixture
def commits() -> Commits:
    return Commits()


@pytest.fixture
def writer(database: Database, commits: Commits) -> Iterator[Writer]:
    with closing(Writer(database, commits)) as opened:
        yield opened


def add(name: str):
    """A job that adds a row."""

    def job(transaction):
        row = {"environment": "staging", "client_id": "c", "request_id": name, "expires_at": 1}
        transaction.execute(ADD, row)
        return name

    return job


def stored(database: Database) -> list[str]:
    with database.reading() as connection:
        return sorted(connection.execute(select(kemnaker_request_id.c.request_id)).scalars())


class Gate:
    """A job that keeps the writer busy until it is opened, so that others have to wait in line together."""

    def __init__(self) -> None:
        self.reached = Event()
        self.opened = Event()

    def __call__(self, _) -> str:
        self.reached.set()
        assert self.opened.wait(10)
        return "passed"


async def together(writer: Writer, jobs, gate: Gate | None = None):
    """Run jobs that all wait while another is under way; their answers or errors."""
    gate = gate or Gate()
    first = asyncio.create_task(asyncio.to_thread(writer.run, gate))
    await asyncio.to_thread(gate.reached.wait, 10)
    waiting = [asyncio.create_task(writer.arun(job)) for job in jobs]
    await asyncio.sleep(0)  # each task puts its job into the line
    gate.opened.set()
    assert await first == "passed"
    return await asyncio.gather(*waiting, return_exceptions=True)


def test_jobs_that_wait_together_share_one_commit(writer, database, commits):
    names = [f"{number:02}" for number in range(50)]

    answers = asyncio.run(together(writer, map(add, names)))

    assert answers == names
    assert stored(database) == names
    assert (commits.before, commits.after) == (2, 2)


def test_a_job_that_raises_gets_its_own_error_and_harms_no_neighbour(writer, database):
    def faulty(transaction):
        add("faulty")(transaction)
        raise JobError("mine")

    answers = asyncio.run(together(writer, [add("a"), faulty, add("b")]))

    assert answers[0] == "a"
    assert answers[2] == "b"
    assert isinstance(answers[1], JobError)
    assert stored(database) == ["a", "b"]


@pytest.mark.parametrize("error", [SystemExit(3), StopIteration(), KeyboardInterrupt()])
def test_even_errors_that_end_programs_reach_only_their_caller(writer, database, error):
    def faulty(_):
        raise error

    with pytest.raises(type(error)):
        writer.run(faulty)

    assert writer.run(add("a")) == "a"


def test_a_job_whose_commit_fails_harms_no_neighbour(writer, database):
    orphan = dict.fromkeys(("digest", "expires_at", "finished_at"))
    orphan |= {"id": "1", "target": "t", "vacancy": "v", "generation": 1, "action": "create"}
    orphan |= {"outcome": "sending", "reason": "", "started_at": 1}

    def without_filing(transaction):
        transaction.execute(ADD_ORPHAN_ATTEMPT, orphan)  # found out when the transaction commits

    answers = asyncio.run(together(writer, [add("a"), without_filing, add("b")]))

    assert [answers[0], answers[2]] == ["a", "b"]
    assert isinstance(answers[1], DataError)
    assert stored(database) == ["a", "b"]


def test_an_error_of_the_database_shows_no_values(writer):
    def twice(transaction):
        add("secret-value")(transaction)
        add("secret-value")(transaction)

    with pytest.raises(DataError) as caught:
        writer.run(twice)

    assert "secret-value" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_job_sees_what_neighbours_of_its_group_did_before_it(writer):
    def look(transaction):
        return transaction.execute(READ, {"request_id": "a"}).fetchone()[0]

    assert asyncio.run(together(writer, [add("a"), look])) == ["a", 1]


def test_threads_and_event_loops_may_write_at_the_same_time(writer, database):
    async def many(prefix):
        return await asyncio.gather(*(writer.arun(add(f"{prefix}{number}")) for number in range(20)))

    with ThreadPoolExecutor(8) as threads:
        loops = [threads.submit(asyncio.run, many(prefix)) for prefix in "ab"]
        runs = [threads.submit(writer.run, add(f"c{number}")) for number in range(20)]
        answers = [*loops[0].result(), *loops[1].result(), *(run.result() for run in runs)]

    assert stored(database) == sorted(answers)
    assert len(answers) == 60


def test_a_caller_that_is_cancelled_does_not_disturb_the_others(writer, database):
    async def main():
        gate = Gate()
        first = asyncio.create_task(asyncio.to_thread(writer.run, gate))
        await asyncio.to_thread(gate.reached.wait, 10)
        left, stayed = (asyncio.create_task(writer.arun(add(name))) for name in ("left", "stayed"))
        await asyncio.sleep(0)
        left.cancel()
        gate.opened.set()
        await first
        return await stayed

    assert asyncio.run(main()) == "stayed"
    assert "stayed" in stored(database)


def test_an_event_loop_that_ended_while_it_waited_does_not_disturb_the_others(writer, database):
    gate = Gate()

    async def leave():
        task = asyncio.create_task(writer.arun(add("left")))
        await asyncio.sleep(0)
        await asyncio.sleep(0)  # the job is in the line
        task.cancel()

    with ThreadPoolExecutor(1) as threads:
        first = threads.submit(writer.run, gate)
        assert gate.reached.wait(10)
        asyncio.run(leave())
        gate.opened.set()
        assert first.result(10) == "passed"

    assert writer.run(add("a")) == "a"
    assert stored(database) == ["a", "left"]


@pytest.fixture
def interrupted_once() -> Iterator[None]:
    """Ctrl-C interrupts the main thread once, however often it is pressed."""
    pressed = []

    def interrupt(*_):
        if not pressed:
            pressed.append("once")
            raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, interrupt)
    yield
    signal.signal(signal.SIGINT, before)


def test_ctrl_c_in_a_caller_leaves_a_writer_that_works(writer, database, interrupted_once):
    released = Event()

    def interrupting(transaction):
        # Pressed until it is heard: a signal just before the caller begins to wait is noticed only after the wait.
        while not released.wait(0.01):
            signal.pthread_kill(main_thread().ident, signal.SIGINT)
        return add("interrupted")(transaction)

    with pytest.raises(KeyboardInterrupt):
        writer.run(interrupting)
    released.set()

    assert writer.run(add("next")) == "next"
    assert stored(database) == ["interrupted", "next"]


def test_closing_finishes_what_waits_and_refuses_what_comes_later(database):
    writer = Writer(database)
    gate = Gate()
    with ThreadPoolExecutor(3) as threads:
        first = threads.submit(writer.run, gate)
        assert gate.reached.wait(10)
        waiting = threads.submit(asyncio.run, writer.arun(add("waiting")))
        closing_it = threads.submit(writer.close)
        gate.opened.set()
        outcomes = [first.result(10), closing_it.result(10)]
        late = waiting.exception(10)

    assert outcomes == ["passed", None]
    # It came before the end and was kept, or after it and was told so; never neither.
    assert stored(database) == (["waiting"] if late is None else [])
    assert late is None or isinstance(late, DataError)
    with pytest.raises(DataError, match="closed"):
        writer.run(add("late"))


def test_a_full_disk_is_one_sentence_and_the_writer_works_again_with_space(new_url):
    def filling(transaction):
        transaction.execute(Statement(text("PRAGMA max_page_count=1"))).fetchall()
        add("x" * 1_000_000)(transaction)

    def making_space(transaction):
        transaction.execute(Statement(text("PRAGMA max_page_count=1000000"))).fetchall()

    with closing(Database.open(new_url("sqlite"))) as database, closing(Writer(database)) as writer:
        migrate(database)
        answers = asyncio.run(together(writer, [filling, filling]))
        assert [type(answer) for answer in answers] == [DataError, DataError]
        assert "is full" in str(answers[0])

        writer.run(making_space)
        assert writer.run(add("a")) == "a"
        assert stored(database) == ["a"]


def test_a_lock_that_is_never_given_up_ends_in_one_sentence_for_all_who_wait(writer, database):
    short = "PRAGMA busy_timeout=50" if database.is_sqlite else "SET lock_timeout = 50"
    writer.run(lambda transaction: transaction.execute(Statement(text(short))).rowcount)

    with database.migrating() as connection:
        if not database.is_sqlite:
            connection.execute(text(f"SELECT pg_advisory_xact_lock({lock_key('writer')})"))

        async def all_wait():
            return await asyncio.gather(*(writer.arun(add(name)) for name in "abc"), return_exceptions=True)

        answers = asyncio.run(all_wait())

    assert {type(answer) for answer in answers} == {DataError}
    assert "locked" in str(answers[0])
    assert writer.run(add("later")) == "later"


class TestALostServer:
    @pytest.fixture
    def database_url(self, new_url):
        return new_url("postgresql")

    BACKEND = Statement(text("SELECT pg_backend_pid()"))

    def backend(self, transaction) -> int:
        return transaction.execute(self.BACKEND).fetchone()[0]

    def end(self, database, backend: int) -> None:
        with database.reading() as connection:
            connection.execute(text("SELECT pg_terminate_backend(:backend, 5000)"), {"backend": backend})

    def test_a_connection_that_was_lost_while_idle_is_made_anew(self, writer, database):
        self.end(database, writer.run(self.backend))

        assert asyncio.run(together(writer, [add("a"), add("b")])) == ["a", "b"]

    def test_a_connection_that_is_lost_within_a_job_has_the_job_run_again(self, writer, database):
        ended = []

        def job(transaction):
            if not ended:
                ended.append(self.end(database, self.backend(transaction)))
            return add("a")(transaction)

        assert writer.run(job) == "a"
        assert stored(database) == ["a"]

    def test_a_connection_that_is_lost_at_the_commit_is_reported_and_nothing_runs_twice(self, database):
        runs, backend = [], []

        def at_commit(moment):
            if moment == "before" and backend:
                self.end(database, backend.pop())

        def job(transaction):
            runs.append("run")
            backend.append(self.backend(transaction))
            return add("a")(transaction)

        with closing(Writer(database, at_commit)) as writer:
            with pytest.raises(DataError, match="unknown"):
                writer.run(job)
            assert writer.run(add("b")) == "b"

        assert runs == ["run"]
