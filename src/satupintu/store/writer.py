"""The one writer: a thread that commits everything that waits in one transaction.

A durable commit costs a flush of the disk, whoever shares it; so all jobs that arrive while a flush is under way share
the next one. Over all processes one transaction runs at a time.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Sequence
from functools import partial
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Any, Final, TypeVar, cast, overload

from satupintu.kernel.errors import DataError
from satupintu.store.database import Database
from satupintu.store.orders import Answer, Order, Round
from satupintu.store.transaction import CommitUnknownError, NoTransactionError, Transaction, Work, WriterSession

T = TypeVar("T")
U = TypeVar("U")

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
        mailbox: SimpleQueue[Answer] = SimpleQueue()
        self._here().put(Order(job, mailbox.put))
        answer = mailbox.get()
        if answer.error is not None:
            raise answer.error
        return cast("T", answer.value)

    @overload
    async def arun(self, job: Callable[[Transaction], T]) -> T: ...
    @overload
    async def arun(self, job: Callable[[Transaction], T], then: Callable[[T], U]) -> U: ...
    async def arun(self, job: Callable[[Transaction], Any], then: Callable[[Any], Any] | None = None) -> Any:
        """Run a job, wait until it is durable, and return what `then` makes of its result.

        On SQLite, where no statement waits for anyone, the job runs in this event loop, and `then` while the disk is
        flushed: neither may take long, and `then` must have no effect, as the commit may fail still. A caller that is
        cancelled does not stop the job. Raises what the two raise, and DataError when the database fails.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Any] = loop.create_future()
        self._here().put_from(loop, Order(job, partial(_settle, future), loop, then))
        return await future

    def close(self) -> None:
        """Finish what waits, then end the thread. Later jobs get a DataError."""
        self._here().close()

    def _here(self) -> _Line:
        if self._line.process != os.getpid():
            # Forked: the thread and what waits for it stayed in the parent.
            self._line = _Line(self._database, self._around_commit)
        return self._line


_Item = Order | Round


class _Line:
    """The waiting line of one process and the thread that serves it."""

    def __init__(self, database: Database, around_commit: Callable[[str], None]) -> None:
        self.process = os.getpid()
        self._database = database
        self._around_commit = around_commit
        self._items: SimpleQueue[_Item | None] = SimpleQueue()
        self._round: Round | None = None
        # Only guards who starts and ends the thread. A C lock: an interrupt cannot come between taking and keeping it.
        self._gate = Lock()
        self._thread: Thread | None = None
        self._served = False
        self._closed = False

    def put(self, item: _Item) -> None:
        """Let an order wait. Raises DataError once the line is closed."""
        with self._gate:
            if self._closed:
                raise DataError("The database is closed; open it again to write.")
            self._put(item)

    def put_from(self, loop: asyncio.AbstractEventLoop, order: Order) -> None:
        """Let an order of an event loop wait, in the loop's present round.

        A round is put into the line when the loop is done with what it does just now, so that the thread is not woken,
        and does not compete for the interpreter, in the middle of it.
        """
        latest = self._round  # another loop may replace it at any time, which costs that loop's next order a new round
        if latest is None or latest.loop is not loop or not latest.add(order):
            begun = self._round = Round(loop, visits=self._database.is_sqlite)
            begun.add(order)
            loop.call_soon(self._put_round, begun)

    def close(self) -> None:
        with self._gate:
            begun = self._round
            if begun is not None and not begun.is_in_line and not self._closed:
                self._put(begun)
            self._closed = True
            thread = self._thread
            self._items.put(None)
        if thread is not None:
            thread.join()

    def _put_round(self, begun: Round) -> None:
        if begun.is_in_line:
            return  # the writer is being closed
        try:
            self.put(begun)
        except BaseException as error:
            # It is not carried out any more, whatever the reason; the next order begins another one.
            self._round = None
            refusal = error if isinstance(error, DataError) else DataError(f"Nothing can be written just now: {error}")
            _refuse(begun.taken(), refusal)
            if not isinstance(error, Exception):
                raise

    def _put(self, item: _Item) -> None:
        """With the gate held. A round comes into the line once."""
        if isinstance(item, Round) and item.is_in_line:
            return
        if not self._served:
            thread = Thread(target=self._serve, name="satupintu-writer", daemon=False)
            thread.start()
            self._thread, self._served = thread, True
        if isinstance(item, Round):
            item.is_in_line = True
        self._items.put(item)

    def _serve(self) -> None:
        session = WriterSession(self._database, self._around_commit)
        try:
            while items := self._next():
                self._carry_out(session, [item for item in items if item is not None])
                if None in items:
                    return
        finally:
            session.close()

    def _next(self) -> Sequence[_Item | None]:
        """Everything that waits; nothing after a while without work, when the thread is to leave."""
        try:
            first = self._items.get(timeout=LINGER_SECONDS)
        except Empty:
            with self._gate:
                self._served = not self._items.empty()
                if not self._served:
                    return ()
            first = self._items.get()
        # This thread alone takes from the line, so what is counted is there.
        return [first, *(self._items.get_nowait() for _ in range(self._items.qsize()))]

    def _carry_out(self, session: WriterSession, items: Sequence[_Item]) -> None:
        """All together; if that fails, every order alone, so that nobody meets another one's error."""
        if not items:
            return
        alone = items[0] if len(items) == 1 else None
        if not isinstance(alone, Order) and self._together(session, items):
            return
        orders = [order for item in items for order in item.taken()]
        for place, order in enumerate(orders):
            try:
                answer = self._alone(session, order.job)
            except NoTransactionError as error:
                _refuse(orders[place:], error)
                return
            order.give(answer)

    def _together(self, session: WriterSession, items: Sequence[_Item]) -> bool:
        """All in one transaction. False when nothing was kept because of one of them, whichever it was."""
        try:
            results = session.carry_out([item.work for item in items])
        except (NoTransactionError, CommitUnknownError) as error:
            _refuse([order for item in items for order in item.taken()], error)
        except BaseException:  # noqa: BLE001 - run alone, each job meets its own error again
            return False
        else:
            for item, found in zip(items, results, strict=True):
                item.give_each(found)
        return True

    def _alone(self, session: WriterSession, job: Work) -> Answer:
        """One job in a transaction of its own; tried again once when the database, not the job, undid it."""
        for last in (False, True):
            try:
                return Answer(session.carry_out([job])[0])
            except NoTransactionError:
                raise
            except self._database.error as error:
                if last or not self._database.may_pass(error):
                    return Answer(error=self._database.explain(error))
            except BaseException as error:  # noqa: BLE001 - it belongs to the caller, not to this thread
                return Answer(error=error)
        raise AssertionError  # the second round returns


def _refuse(orders: Sequence[Order], error: DataError) -> None:
    """The same sentence in an exception of its own: each caller adds its own traceback."""
    for order in orders:
        order.give(Answer(error=DataError(str(error))))


def _settle(future: asyncio.Future[Any], answer: Answer) -> None:
    if future.done():  # whoever waited has gone
        return
    if isinstance(answer.error, StopIteration):
        future.set_exception(RuntimeError("a job raised StopIteration"))  # what no future takes
    elif answer.error is not None:
        future.set_exception(answer.error)
    else:
        future.set_result(answer.value)


def _nothing(_: str) -> None:
    pass
