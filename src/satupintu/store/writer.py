"""The one writer: a thread that commits everything that waits in one transaction.

A durable commit costs a flush of the disk, whoever shares it; so all jobs that arrive while a flush is under way share
the next one. Over all processes one transaction runs at a time.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Any, Final, TypeVar, cast

from satupintu.kernel.errors import DataError
from satupintu.store.database import Database
from satupintu.store.transaction import CommitUnknownError, NoTransactionError, Transaction, Work, WriterSession

T = TypeVar("T")

LINGER_SECONDS: Final = 1.0
"""How long the thread waits for more work before it leaves: a program that forgot to close the writer still ends."""


class Writer:
    """Runs jobs that write. A job may run more than once before one run is kept, so it touches nothing but the rows.

    A job that raises harms no other: it gets its exception, and nothing of it is kept. May be used from threads, event
    loops and forked processes. `around_commit` is told "before" and "after" at every commit, in the writer's thread; it
    must not raise.
    """

    def __init__(self, database: Database, around_commit: Callable[[str], None] | None = None) -> None:
        self._database = database
        self._around_commit = around_commit or _nothing
        self._line = _Line(database, self._around_commit)

    def run(self, job: Callable[[Transaction], T]) -> T:
        """Run a job and wait until it is durable. Not for event loops.

        Raises what the job raises, and DataError when the database fails.
        """
        mailbox: SimpleQueue[_Answer] = SimpleQueue()
        self._here().put(_Order(job, mailbox.put, None))
        answer = mailbox.get()
        if answer.error is not None:
            raise answer.error
        return cast("T", answer.value)

    async def arun(self, job: Callable[[Transaction], T]) -> T:
        """Run a job and wait until it is durable. A caller that is cancelled does not stop the job.

        Raises what the job raises, and DataError when the database fails.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Any] = loop.create_future()

        def deliver(answer: _Answer) -> None:
            if not future.done():
                if answer.error is not None:
                    future.set_exception(answer.error)
                else:
                    future.set_result(answer.value)

        self._here().put(_Order(job, deliver, loop))
        return await future

    def close(self) -> None:
        """Finish what waits, then end the thread. Later jobs get a DataError."""
        self._here().close()

    def _here(self) -> _Line:
        if self._line.process != os.getpid():
            # Forked: the thread and what waits for it stayed in the parent.
            self._line = _Line(self._database, self._around_commit)
        return self._line


@dataclass(frozen=True, slots=True)
class _Answer:
    value: object = None
    error: BaseException | None = None


@dataclass(frozen=True, slots=True)
class _Order:
    """A job, and where its answer goes: straight to a waiting thread, or into an event loop."""

    job: Work
    deliver: Callable[[_Answer], None]
    loop: asyncio.AbstractEventLoop | None


class _Line:
    """The waiting line of one process and the thread that serves it."""

    def __init__(self, database: Database, around_commit: Callable[[str], None]) -> None:
        self.process = os.getpid()
        self._database = database
        self._around_commit = around_commit
        self._orders: SimpleQueue[_Order | None] = SimpleQueue()
        # Only guards who starts and ends the thread. A C lock: an interrupt cannot come between taking and keeping it.
        self._gate = Lock()
        self._thread: Thread | None = None
        self._served = False
        self._closed = False

    def put(self, order: _Order) -> None:
        with self._gate:
            if self._closed:
                raise DataError("The database is closed; open it again to write.")
            if not self._served:
                self._thread = Thread(target=self._serve, name="satupintu-writer", daemon=False)
                self._thread.start()
                self._served = True
            self._orders.put(order)

    def close(self) -> None:
        with self._gate:
            self._closed = True
            thread = self._thread
            self._orders.put(None)
        if thread is not None:
            thread.join()

    def _serve(self) -> None:
        session = WriterSession(self._database, self._around_commit)
        try:
            while orders := self._next():
                self._carry_out(session, [order for order in orders if order is not None])
                if None in orders:
                    return
        finally:
            session.close()

    def _next(self) -> Sequence[_Order | None]:
        """Everything that waits; nothing after a while without work, when the thread is to leave."""
        try:
            first = self._orders.get(timeout=LINGER_SECONDS)
        except Empty:
            with self._gate:
                self._served = not self._orders.empty()
                if not self._served:
                    return ()
            first = self._orders.get()
        # This thread alone takes from the line, so what is counted is there.
        return [first, *(self._orders.get_nowait() for _ in range(self._orders.qsize()))]

    def _carry_out(self, session: WriterSession, orders: Sequence[_Order]) -> None:
        if len(orders) > 1 and self._together(session, orders):
            return
        for place, order in enumerate(orders):
            try:
                answer = self._alone(session, order.job)
            except NoTransactionError as error:
                _deliver([(order, _failure(error)) for order in orders[place:]])
                return
            _deliver([(order, answer)])

    def _together(self, session: WriterSession, orders: Sequence[_Order]) -> bool:
        """All in one transaction. False when nothing was kept because of one of them, whichever it was."""
        try:
            results = session.carry_out([order.job for order in orders])
        except (NoTransactionError, CommitUnknownError) as error:
            _deliver([(order, _failure(error)) for order in orders])
        except BaseException:  # noqa: BLE001 - run alone, each job meets its own error again
            return False
        else:
            _deliver([(order, _Answer(result)) for order, result in zip(orders, results, strict=True)])
        return True

    def _alone(self, session: WriterSession, job: Work) -> _Answer:
        """One job in a transaction of its own; tried again once when the database, not the job, undid it."""
        for last in (False, True):
            try:
                return _Answer(session.carry_out([job])[0])
            except NoTransactionError:
                raise
            except self._database.error as error:
                if last or not self._database.may_pass(error):
                    return _Answer(error=self._database.explain(error))
            except BaseException as error:  # noqa: BLE001 - it belongs to the caller, not to this thread
                return _Answer(error=error)
        raise AssertionError  # the second round returns


def _deliver(answers: Sequence[tuple[_Order, _Answer]]) -> None:
    """Hand out answers: to a thread at once, to an event loop all of its answers in one call."""
    by_loop: dict[asyncio.AbstractEventLoop, list[tuple[_Order, _Answer]]] = {}
    for order, answer in answers:
        if order.loop is None:
            order.deliver(answer)
        else:
            by_loop.setdefault(order.loop, []).append((order, answer))
    for loop, group in by_loop.items():
        # A loop that was closed in the meantime has no one left who waits.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(_deliver_each, group)


def _deliver_each(answers: Sequence[tuple[_Order, _Answer]]) -> None:
    for order, answer in answers:
        order.deliver(answer)


def _failure(error: DataError) -> _Answer:
    """The same sentence in an exception of its own: each caller adds its own traceback."""
    return _Answer(error=DataError(str(error)))


def _nothing(_: str) -> None:
    pass
