"""What waits for the writer: single jobs of threads, and rounds of jobs that an event loop asked for together.

On SQLite a round runs in its own event loop while the writer's thread waits: no statement there waits for anyone, and
two threads that take turns at the interpreter are slower than one. Beginning the transaction and flushing the disk, the
parts that do wait, stay with the thread.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Lock
from typing import Any, Final

from satupintu.store.transaction import Transaction, Work

PATIENCE_SECONDS: Final = 0.02
"""How long the writer's thread waits for a loop that is busy or was stopped, before it runs the loop's jobs itself."""

HANDOVER_SECONDS: Final = 0.002
"""How long an event loop waits at most until the writer's thread has received what its jobs returned."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a job."""

    value: Any = None
    error: BaseException | None = None


@dataclass(slots=True)
class Order:
    """A job and where its answer goes: to a thread that waits, or, with what `then` makes of it, into an event loop."""

    job: Work
    deliver: Callable[[Answer], None]
    loop: asyncio.AbstractEventLoop | None = None
    then: Callable[[Any], Any] | None = None

    def work(self, transaction: Transaction) -> Sequence[object]:
        """Run the job."""
        return [self.job(transaction)]

    def taken(self) -> Sequence[Order]:
        """The orders in here."""
        return [self]

    def give_each(self, results: Sequence[object]) -> None:
        """Hand out what `work` returned, which is durable now."""
        self.give(Answer(results[0]))

    def give(self, answer: Answer) -> None:
        """Hand out an answer, from the writer's thread."""
        if self.loop is None:
            self.deliver(answer)
        else:
            call_in(self.loop, lambda: self.deliver(self.finished(answer)))

    def finished(self, answer: Answer) -> Answer:
        """The answer with what `then` makes of it."""
        if self.then is None or answer.error is not None:
            return answer
        try:
            return Answer(self.then(answer.value))
        except (Exception, asyncio.CancelledError) as error:  # noqa: BLE001 - it belongs to the caller
            return Answer(error=error)


class Round:
    """Orders that one event loop gave in a row. It takes more until it is carried out."""

    def __init__(self, loop: asyncio.AbstractEventLoop, *, visits: bool) -> None:
        self.loop = loop
        self.is_in_line = False
        self._visits = visits
        self._gate = Lock()
        self._orders: list[Order] = []
        self._is_taken = False
        self._answers: Sequence[Answer] | None = None

    def add(self, order: Order) -> bool:
        """Take one more order; False when it is too late for that."""
        with self._gate:
            if not self._is_taken:
                self._orders.append(order)
            return not self._is_taken

    def taken(self) -> Sequence[Order]:
        """The orders in here. From now on there are no more."""
        with self._gate:
            self._is_taken = True
        return self._orders

    def work(self, transaction: Transaction) -> Sequence[object]:
        """Run all jobs, in their loop where that is possible."""
        return _Visit(self, transaction).results() if self._visits else self.work_here(transaction)

    def work_here(self, transaction: Transaction) -> Sequence[object]:
        """Run all jobs in this thread."""
        return [order.job(transaction) for order in self.taken()]

    def finish(self, results: Sequence[object]) -> None:
        """Make the answers ready."""
        self._answers = [order.finished(Answer(result)) for order, result in zip(self._orders, results, strict=True)]

    def give_each(self, results: Sequence[object]) -> None:
        """Hand out what `work` returned, which is durable now."""
        call_in(self.loop, lambda: self._deliver_each(results))

    def _deliver_each(self, results: Sequence[object]) -> None:
        if self._answers is None:
            self.finish(results)
        for order, answer in zip(self._orders, self._answers or (), strict=True):
            order.deliver(answer)


def call_in(loop: asyncio.AbstractEventLoop, act: Callable[[], None]) -> None:
    """Do something in a loop, from another thread. One that was closed in the meantime has no one left who waits."""
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(act)


class _Visit:
    """The jobs of a round as they run in their loop. Whoever gets hold of them first runs them: the loop, or the
    writer's thread when the loop does not come to it."""

    def __init__(self, visited: Round, transaction: Transaction) -> None:
        self._round = visited
        self._transaction = transaction
        self._claim = Lock()
        self._mailbox: SimpleQueue[Answer | None] = SimpleQueue()
        self._is_received = Lock()
        self._is_received.acquire()

    def results(self) -> Sequence[object]:
        """What the jobs returned. Raises what one of them raises."""
        call_in(self._round.loop, self._run)
        try:
            answer = self._mailbox.get(timeout=PATIENCE_SECONDS)
        except Empty:
            if self._claim.acquire(blocking=False):
                return self._round.work_here(self._transaction)
            answer = self._mailbox.get()
        self._is_received.release()
        if answer is None:
            raise InterruptedError("the event loop was interrupted before it had an answer")
        if answer.error is not None:
            raise answer.error
        return answer.value

    def _run(self) -> None:
        try:
            if self._claim.acquire(blocking=False):
                self._work()
        finally:
            # Wherever an interrupt struck, the writer's thread is not left waiting: it reads the first entry only.
            self._mailbox.put(None)

    def _work(self) -> None:
        try:
            results = self._round.work_here(self._transaction)
        except BaseException as error:
            self._mailbox.put(Answer(error=error))
            if isinstance(error, KeyboardInterrupt):
                raise  # meant for the program; the jobs run once more
            return
        self._mailbox.put(Answer(results))
        # The thread needs the interpreter for a moment before it flushes the disk, and would get it too late.
        self._is_received.acquire(timeout=HANDOVER_SECONDS)
        self._round.finish(results)  # while the disk is flushed
