"""Paging as a value: which call follows a reply, which items it holds, and how many there are in all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, Protocol, TypeVar

from pydantic import BaseModel

CallT = TypeVar("CallT")
ReplyT = TypeVar("ReplyT", contravariant=True)
ItemT = TypeVar("ItemT")


class Paging(Protocol[CallT, ReplyT]):
    """How the pages of one operation follow each other."""

    def next_call(self, call: CallT, reply: ReplyT) -> CallT | None:
        """The call for the page after this one; None after the last."""
        ...

    def items(self, reply: ReplyT) -> Sequence[Any]:
        """The items of this page."""
        ...

    def total(self, reply: ReplyT) -> int | None:
        """How many items all pages hold together, if the reply says so."""
        ...


class LaravelLinks(BaseModel):
    """Addresses of neighbouring pages, as the server prints them. They are never followed (see `LaravelPaging`)."""

    first: str | None = None
    last: str | None = None
    prev: str | None = None
    next: str | None = None


class LaravelMeta(BaseModel):
    """Where a page stands. `per_page` is a string when the query named it, and a number otherwise."""

    current_page: int | None = None
    from_: int | None = None
    last_page: int | None = None
    path: str | None = None
    per_page: str | int | None = None
    to: int | None = None
    total: int | None = None

    model_config = {"alias_generator": lambda name: name.rstrip("_"), "populate_by_name": True}


class LaravelPage(BaseModel, Generic[ItemT]):
    """One page of a list: the items, links to its neighbours, its place among all pages."""

    data: list[ItemT]
    links: LaravelLinks | None = None
    meta: LaravelMeta | None = None


class LaravelPaging:
    """Pages by number. The next page is counted, because the printed links drop the page size in mid-walk."""

    def next_call(self, call: Any, reply: LaravelPage[Any]) -> Any | None:
        """The call for the following page; None when this was the last or was empty."""
        meta = reply.meta
        if not reply.data or meta is None or meta.current_page is None or meta.last_page is None:
            return None
        if meta.current_page >= meta.last_page:
            return None
        return call.model_copy(update={"page": meta.current_page + 1})

    def items(self, reply: LaravelPage[Any]) -> Sequence[Any]:
        """The items of this page."""
        return reply.data

    def total(self, reply: LaravelPage[Any]) -> int | None:
        """The total that the page states."""
        return reply.meta.total if reply.meta else None


class NumberedPage(BaseModel, Generic[ItemT]):
    """One page of a list: how many items there are in all, how many are here, and these.

    Both counts are None when the other side sent no envelope that has them.
    """

    total: int | None = None
    results: int | None = None
    data: list[ItemT]


class PageNoPaging:
    """Pages by number, counted: the other side may make them smaller than asked.

    A call knows how many items were `seen` before it, how many it asks for (`asked_size`), and the call `following` it.
    The last page is the one with which as many items are there as `total` says, or an empty one. Without a total only
    a page that is exactly as full as asked has a follower: who ignores the page number would give the same for ever.
    """

    def next_call(self, call: Any, reply: NumberedPage[Any]) -> Any | None:
        """The call for the following page; None when this was the last or was empty."""
        count = len(reply.data)
        seen = call.seen + count
        more = count == call.asked_size if reply.total is None else seen < reply.total
        return call.following(seen) if count and more else None

    def items(self, reply: NumberedPage[Any]) -> Sequence[Any]:
        """The items of this page."""
        return reply.data

    def total(self, reply: NumberedPage[Any]) -> int | None:
        """The total that the page states."""
        return reply.total
