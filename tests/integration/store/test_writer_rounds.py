"""Jobs that an event loop orders: where they run, and what is made of their results."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import closing

import pytest
from sqlalchemy import insert, select

from satupintu.kernel.errors import DataError
from satupintu.store import orders
from satupintu.store.database import Database
from satupintu.store.statement import Statement
from satupintu.store.tables import attempt, kemnaker_request_id
from satupintu.store.writer import Writer

ADD = Statement(insert(kemnaker_request_id))
ADD_ORPHAN_ATTEMPT = Statement(insert(attempt))


class ThenError(Exception):
    pass


@pytest.fixture
def writer(database: Database) -> Iterator[Writer]:
    with closing(Writer(database)) as opened:
        yield opened


def add(name: str):
    def job(transaction):
        transaction.execute(ADD, {"environment": "staging", "client_id": "c", "request_id": name, "expires_at": 1})
        return name

    return job


def stored(database: Database) -> list[str]:
    with database.reading() as connection:
        return sorted(connection.execute(select(kemnaker_request_id.c.request_id)).scalars())


def where(_) -> threading.Thread:
    return threading.current_thread()


def test_a_loop_runs_its_own_jobs_on_sqlite_and_never_waits_for_postgresql(writer, database):
    ran_in = asyncio.run(writer.arun(where))

    assert (ran_in is threading.main_thread()) == database.is_sqlite
    assert writer.run(where).name == "satupintu-writer"


def test_what_is_made_of_a_result_is_made_in_the_loop(writer):
    made = asyncio.run(writer.arun(add("a"), lambda name: (name, threading.current_thread())))

    assert made == ("a", threading.main_thread())


def test_an_error_in_what_is_made_of_a_result_reaches_its_caller_alone_and_undoes_nothing(writer, database):
    def raising(_):
        raise ThenError

    async def main():
        jobs = (writer.arun(add("a"), str.upper), writer.arun(add("b"), raising), writer.arun(add("c"), str.upper))
        return await asyncio.gather(*jobs, return_exceptions=True)

    made = asyncio.run(main())

    assert (made[0], made[2]) == ("A", "C")
    assert isinstance(made[1], ThenError)
    assert stored(database) == ["a", "b", "c"]


def test_nothing_that_was_made_of_results_is_told_when_the_commit_fails(writer, database):
    orphan = dict.fromkeys(("digest", "expires_at", "finished_at"))
    orphan |= {"id": "1", "target": "t", "vacancy": "v", "generation": 1, "action": "create"}
    orphan |= {"outcome": "sending", "reason": "", "started_at": 1}

    def without_filing(transaction):
        transaction.execute(ADD_ORPHAN_ATTEMPT, orphan)  # found out when the transaction commits

    with pytest.raises(DataError):
        asyncio.run(writer.arun(without_filing, lambda _: "kept"))
    assert asyncio.run(writer.arun(add("a"), str.upper)) == "A"


def test_the_writer_does_not_wait_for_a_loop_that_is_busy(writer, database):
    """A loop that comes to nothing else holds up no other writer, in this process or another."""
    ordered, finished = threading.Event(), threading.Event()

    async def busy():
        task = asyncio.create_task(writer.arun(where))
        await asyncio.sleep(0)  # the job is ordered
        await asyncio.sleep(0)  # and put into the line
        ordered.set()
        assert finished.wait(10)  # as a long computation would
        return await task

    def elsewhere():
        assert ordered.wait(10)
        writer.run(add("elsewhere"))
        finished.set()

    other = threading.Thread(target=elsewhere)
    other.start()
    ran_in = asyncio.run(busy())
    other.join()

    assert ran_in.name == "satupintu-writer"
    assert stored(database) == ["elsewhere"]


def test_the_writer_does_not_wait_for_a_loop_that_was_stopped(writer, database):
    loop = asyncio.new_event_loop()
    try:
        waiting = loop.create_task(writer.arun(add("a")))
        loop.run_until_complete(asyncio.sleep(0))
        loop.run_until_complete(asyncio.sleep(0))

        assert writer.run(add("b")) == "b"
        assert loop.run_until_complete(waiting) == "a"
    finally:
        loop.close()
    assert stored(database) == ["a", "b"]


def test_an_interrupt_before_there_is_an_answer_leaves_no_one_waiting(writer, database, monkeypatch):
    if not database.is_sqlite:
        pytest.skip("on PostgreSQL no job runs in the main thread, where interrupts arrive")
    work, interrupted = orders._Visit._work, []

    def struck_once(visit):
        if not interrupted:
            interrupted.append(True)
            raise KeyboardInterrupt
        work(visit)

    monkeypatch.setattr(orders._Visit, "_work", struck_once)

    with pytest.raises(KeyboardInterrupt):
        asyncio.run(writer.arun(add("a")))

    assert writer.run(add("b")) == "b"
    assert stored(database) == ["a", "b"]


def test_closing_finishes_what_a_loop_ordered_just_before(database):
    writer = Writer(database)

    async def main():
        task = asyncio.create_task(writer.arun(add("a")))
        await asyncio.sleep(0)  # ordered, and not in the line yet
        writer.close()
        return await task

    assert asyncio.run(main()) == "a"
    assert stored(database) == ["a"]


def test_a_thread_that_cannot_start_is_told_and_tried_again_by_the_next_order(writer, database, monkeypatch):
    start, failed = threading.Thread.start, []

    def failing_once(thread):
        if thread.name == "satupintu-writer" and not failed:
            failed.append(True)
            raise RuntimeError("can't start new thread")
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", failing_once)

    async def main():
        with pytest.raises(DataError, match="can't start new thread"):
            await writer.arun(add("a"))
        return await writer.arun(add("b"))

    assert asyncio.run(main()) == "b"
    assert stored(database) == ["b"]


def test_what_no_future_takes_reaches_its_caller_and_no_neighbour(writer, database):
    def stopping(_):
        raise StopIteration

    async def main():
        jobs = (writer.arun(add("a"), stopping), writer.arun(add("b")), writer.arun(stopping))
        return await asyncio.gather(*jobs, return_exceptions=True)

    first, second, third = asyncio.run(main())

    assert (type(first), second, type(third)) == (RuntimeError, "b", RuntimeError)


def test_orders_after_the_writer_was_closed_are_told_so(database):
    writer = Writer(database)
    writer.close()

    with pytest.raises(DataError, match="closed"):
        asyncio.run(writer.arun(add("late")))


def test_ctrl_c_within_a_job_ends_the_program_and_leaves_a_writer_that_works(writer, database):
    """The interrupt is the program's, whichever job it happens to meet; the job itself is carried out."""
    if not database.is_sqlite:
        pytest.skip("on PostgreSQL no job runs in the main thread, where interrupts arrive")
    interrupted = []

    def job(transaction):
        if not interrupted:
            interrupted.append(True)
            raise KeyboardInterrupt
        return add("a")(transaction)

    with pytest.raises(KeyboardInterrupt):
        asyncio.run(writer.arun(job))

    assert writer.run(add("b")) == "b"
    assert stored(database) == ["a", "b"]
