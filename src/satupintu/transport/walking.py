"""Walking over all items of a paged operation, and knowing afterwards whether the walk was complete."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Generic, TypeVar

from pydantic import BaseModel

from satupintu.kernel.errors import UnreadableReplyError
from satupintu.kernel.operation import Call, Operation

ItemT = TypeVar("ItemT")
CallT = TypeVar("CallT", bound=Call)
ReplyT = TypeVar("ReplyT", bound=BaseModel)


def in_a_circle(operation: str) -> UnreadableReplyError:
    """The error about pages that would never end."""
    return UnreadableReplyError(f"{operation}: the pages go round in a circle", status=200, body=b"")


class _Progress:
    """What a walk knows of itself: the total the other side states, and the items seen."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Know nothing yet."""
        self.total: int | None = None
        self.seen = 0
        self.finished = False
        self.steady = True

    @property
    def complete(self) -> bool:
        """Whether the walk reached the end and saw as many items as the other side says there are.

        A total that changed on the way makes a walk incomplete: when an item of an earlier page goes, the later
        ones move up and one slips through between two pages, while the sums still agree. Where no total is stated
        nobody knows, so that is not complete either.
        """
        return self.finished and self.steady and self.seen == self.total


class _Pages(Generic[CallT, ReplyT]):
    """Turns the replies of one walk into items and the call for the next page."""

    def __init__(self, operation: Operation[CallT, ReplyT], first: CallT, progress: _Progress) -> None:
        if operation.paging is None:
            message = f"{operation.name} has no pages"
            raise TypeError(message)
        self._paging = operation.paging
        self._name = operation.name
        self._progress = progress
        self._asked: set[str] = set()
        self.call: CallT | None = first

    def take(self, call: CallT, reply: ReplyT) -> list[object]:
        """The items of a reply; `call` becomes the call for the next page, or None."""
        items = list(self._paging.items(reply))
        total = self._paging.total(reply)
        if self._asked and total != self._progress.total:
            self._progress.steady = False
        self._progress.total = total
        self._asked.add(call.model_dump_json())
        self.call = self._paging.next_call(call, reply)
        if self.call is not None and self.call.model_dump_json() in self._asked:
            raise in_a_circle(self._name)
        return items


class Walk(_Progress, Generic[ItemT]):
    """All items of a list, page by page as they are needed. Each iteration walks anew."""

    def __init__(self, operation: Operation[CallT, ReplyT], first: CallT, send: Callable[[CallT], ReplyT]) -> None:
        super().__init__()
        self._start = lambda: self._walk(_Pages(operation, first, self), send)

    def __iter__(self) -> Iterator[ItemT]:
        self.begin()
        return self._start()

    def _walk(self, pages: _Pages[CallT, ReplyT], send: Callable[[CallT], ReplyT]) -> Iterator[ItemT]:
        while (call := pages.call) is not None:
            for item in pages.take(call, send(call)):
                self.seen += 1
                yield item  # pyright: ignore[reportReturnType]  # the operation's paging decides the type
        self.finished = True


class AsyncWalk(_Progress, Generic[ItemT]):
    """All items of a list, page by page as they are needed. Each iteration, with `async for`, walks anew."""

    def __init__(
        self, operation: Operation[CallT, ReplyT], first: CallT, send: Callable[[CallT], Awaitable[ReplyT]]
    ) -> None:
        super().__init__()
        self._start = lambda: self._walk(_Pages(operation, first, self), send)

    def __aiter__(self) -> AsyncIterator[ItemT]:
        self.begin()
        return self._start()

    async def _walk(
        self, pages: _Pages[CallT, ReplyT], send: Callable[[CallT], Awaitable[ReplyT]]
    ) -> AsyncIterator[ItemT]:
        while (call := pages.call) is not None:
            for item in pages.take(call, await send(call)):
                self.seen += 1
                yield item  # pyright: ignore[reportReturnType]  # the operation's paging decides the type
        self.finished = True
