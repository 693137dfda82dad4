"""Walking over whole lists, in shorter intervals where the other side says that there is too much at once.

Lists are in the order of the last change, so an interval can be cut anywhere and the walk goes on where it was.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Generic, TypeVar

from satupintu.kernel.clock import Clock
from satupintu.kernel.errors import ServerFailedError
from satupintu.kernel.operation import Operation
from satupintu.systems.kemnaker.contract.models import ListPage
from satupintu.systems.kemnaker.contract.operations import ListOfRecords
from satupintu.systems.kemnaker.contract.texts import utc_text
from satupintu.transport.walking import AsyncWalk, Walk

ItemT = TypeVar("ItemT")

EARLIEST: Final = datetime(2023, 9, 25, tzinfo=UTC)
"""When reporting became a duty (Perpres 57/2023): no record is older."""

SHORTEST: Final = timedelta(seconds=2)
"""An interval that is shorter cannot be halved: records are dated to the second."""

TOO_MUCH: Final = 504


class _Intervals(Generic[ItemT]):
    """Which calls are still to be made, and which items came before. `complete` once all were seen."""

    def __init__(self, first: ListOfRecords, clock: Clock) -> None:
        self._clock = clock
        self._pending = [first]
        self._last: datetime | None = None
        self._ids_at_last: set[str] = set()
        self._steady = True

    def next(self) -> ListOfRecords | None:
        """The call to begin a walk with; None after the last."""
        return self._pending.pop() if self._pending else None

    def walked(self, *, complete: bool) -> None:
        """An interval was walked to its end."""
        self._steady = self._steady and complete

    @property
    def complete(self) -> bool:
        """Whether all intervals were walked, and each was complete."""
        return self._steady and not self._pending

    def is_new(self, item: Any) -> bool:
        """Whether an item did not come before the interval was cut."""
        changed_at: datetime | None = item.updated_at
        if changed_at is None or self._last is None or changed_at > self._last:
            self._last, self._ids_at_last = changed_at or self._last, {item.id}
            return True
        if item.id in self._ids_at_last:
            return False
        self._ids_at_last.add(item.id)
        return True

    def halve(self, call: ListOfRecords, error: ServerFailedError) -> None:
        """Cut what is left of an interval into two. Raises the error when that would not help."""
        begin = max(_moment(call.updated_since) or EARLIEST, self._last or EARLIEST)
        end = _moment(call.updated_until) or self._clock.now()
        if error.status != TOO_MUCH or end - begin < SHORTEST:
            raise error
        middle = utc_text(begin + timedelta(seconds=(end - begin) // SHORTEST))
        since = call.updated_since if self._last is None else utc_text(begin)
        earlier = call.model_copy(update={"updated_since": since, "updated_until": middle, "page": 1})
        later = call.model_copy(update={"updated_since": middle, "page": 1})
        self._pending += [later, earlier]


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


class RecordWalk(Generic[ItemT]):
    """All records of a list by their last change, page by page as they are needed. Each iteration walks anew.

    `complete` tells afterwards whether all there are were seen: none changed on the way.
    """

    def __init__(
        self,
        operation: Operation[ListOfRecords, ListPage[ItemT]],
        first: ListOfRecords,
        send: Callable[[ListOfRecords], ListPage[ItemT]],
        clock: Clock,
    ) -> None:
        self.complete = False
        self._operation = operation
        self._first = first
        self._send = send
        self._clock = clock

    def __iter__(self) -> Iterator[ItemT]:
        self.complete = False
        intervals = _Intervals[ItemT](self._first, self._clock)
        while (call := intervals.next()) is not None:
            walk: Walk[ItemT] = Walk(self._operation, call, self._send)
            try:
                for item in walk:
                    if intervals.is_new(item):
                        yield item
            except ServerFailedError as error:
                intervals.halve(call, error)
            else:
                intervals.walked(complete=walk.complete)
        self.complete = intervals.complete


class AsyncRecordWalk(Generic[ItemT]):
    """The twin of `RecordWalk` for `async for`."""

    def __init__(
        self,
        operation: Operation[ListOfRecords, ListPage[ItemT]],
        first: ListOfRecords,
        send: Callable[[ListOfRecords], Awaitable[ListPage[ItemT]]],
        clock: Clock,
    ) -> None:
        self.complete = False
        self._operation = operation
        self._first = first
        self._send = send
        self._clock = clock

    async def __aiter__(self) -> AsyncIterator[ItemT]:
        self.complete = False
        intervals = _Intervals[ItemT](self._first, self._clock)
        while (call := intervals.next()) is not None:
            walk: AsyncWalk[ItemT] = AsyncWalk(self._operation, call, self._send)
            try:
                async for item in walk:
                    if intervals.is_new(item):
                        yield item
            except ServerFailedError as error:
                intervals.halve(call, error)
            else:
                intervals.walked(complete=walk.complete)
        self.complete = intervals.complete
