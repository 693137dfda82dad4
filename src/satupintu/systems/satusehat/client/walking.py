"""Walking over all regions of a list: every region once, and an error when the walk was not complete."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any

from satupintu.kernel.errors import ApiError
from satupintu.kernel.operation import Call, Operation
from satupintu.systems.satusehat.client.endpoint import PAUSE
from satupintu.systems.satusehat.contract.models import RegionRow, RegionsPage, RegionsReply


class StalledWalkError(ApiError):
    """The other side gave the same cursor twice: following it would never end."""


class IncompleteWalkError(ApiError):
    """The walk reached its end with another number of regions than the other side says there are."""

    def __init__(self, message: str, *, seen: int, total: int | None) -> None:
        super().__init__(message)
        self.seen = seen
        self.total = total


class _Course:
    """What both walks know: which call follows, the regions seen so far, the total that is stated."""

    def __init__(self, operation: Operation[Any, Any], calls: Sequence[Call]) -> None:
        self.total: int | None = None
        self.operation = operation
        self._ahead = list(calls)
        self._codes: set[str] = set()
        self._cursors: set[str] = set()

    @property
    def seen(self) -> int:
        """How many regions were met, each counted once."""
        return len(self._codes)

    @property
    def pause(self) -> timedelta:
        """How long to wait between two calls: version 1 asks for much at once."""
        return PAUSE if self.operation.paging is None else timedelta()

    def next_call(self) -> Call | None:
        """The call to make; None when the walk is over. Raises IncompleteWalkError."""
        if self._ahead:
            return self._ahead.pop(0)
        if self.operation.paging is not None and self.seen != self.total:
            message = f"{self.operation.name}: {self.seen} regions came, the other side states {self.total}"
            raise IncompleteWalkError(message, seen=self.seen, total=self.total)
        return None

    def take(self, call: Call, reply: RegionsReply) -> list[RegionRow]:
        """The regions of an answer that were not met before. Raises StalledWalkError."""
        if isinstance(reply, RegionsPage) and self.operation.paging is not None:
            self._note_cursor(reply)
            self.total = self.operation.paging.total(reply)
            following = self.operation.paging.next_call(call, reply)
            if following is not None:
                self._ahead.append(following)
        fresh: list[RegionRow] = []
        for row in reply.data:
            if row.code not in self._codes:
                self._codes.add(row.code)
                fresh.append(row)
        return fresh

    def _note_cursor(self, reply: RegionsPage) -> None:
        cursor = reply.meta.cursors.next if reply.meta else ""
        if not cursor:
            return
        if cursor in self._cursors:
            raise StalledWalkError(f"{self.operation.name}: the cursor {cursor} came twice; the walk would not end")
        self._cursors.add(cursor)


class RegionWalk:
    """All regions of a list, page by page as they are needed. Iterate over it once.

    `total` is what the other side states once the first page of version 2 is there; `seen` counts along. The last
    step raises IncompleteWalkError when the two differ.
    """

    def __init__(
        self,
        operation: Operation[Any, Any],
        calls: Sequence[Call],
        send: Callable[[Operation[Any, Any], Any], RegionsReply],
        sleep: Callable[[float], None],
    ) -> None:
        self._course = _Course(operation, calls)
        self._rows = self._walk(send, sleep)

    @property
    def total(self) -> int | None:
        """How many regions there are, as the other side states; version 1 does not."""
        return self._course.total

    @property
    def seen(self) -> int:
        """How many regions were met so far."""
        return self._course.seen

    def __iter__(self) -> Iterator[RegionRow]:
        return self._rows

    def _walk(
        self, send: Callable[[Operation[Any, Any], Any], RegionsReply], sleep: Callable[[float], None]
    ) -> Iterator[RegionRow]:
        course = self._course
        began = False
        while (call := course.next_call()) is not None:
            if began and course.pause:
                sleep(course.pause.total_seconds())
            began = True
            yield from course.take(call, send(course.operation, call))


class AsyncRegionWalk:
    """The twin of `RegionWalk` for asyncio. Iterate over it once, with `async for`."""

    def __init__(
        self,
        operation: Operation[Any, Any],
        calls: Sequence[Call],
        send: Callable[[Operation[Any, Any], Any], Awaitable[RegionsReply]],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self._course = _Course(operation, calls)
        self._rows = self._walk(send, sleep)

    @property
    def total(self) -> int | None:
        """How many regions there are, as the other side states; version 1 does not."""
        return self._course.total

    @property
    def seen(self) -> int:
        """How many regions were met so far."""
        return self._course.seen

    def __aiter__(self) -> AsyncIterator[RegionRow]:
        return self._rows

    async def _walk(
        self,
        send: Callable[[Operation[Any, Any], Any], Awaitable[RegionsReply]],
        sleep: Callable[[float], Awaitable[None]],
    ) -> AsyncIterator[RegionRow]:
        course = self._course
        began = False
        while (call := course.next_call()) is not None:
            if began and course.pause:
                await sleep(course.pause.total_seconds())
            began = True
            for row in course.take(call, await send(course.operation, call)):
                yield row
