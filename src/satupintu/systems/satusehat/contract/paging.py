"""The page rules of version 2, as pure functions of sorted codes, and the client's way from page to page.

The page publishes four samples and no rule; these rules reproduce all four. A page is cut from the ascending codes, a
cursor is a code at its edge, and inside the page the regions stand by name. Nothing is scanned: regions below one
parent stand in a row, so every place and every total is found by halving.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import Any

from satupintu.systems.satusehat.contract.cursors import write_cursor
from satupintu.systems.satusehat.contract.models import Cursors, PageMeta, PagePlace, RegionRow, RegionsPage

_AFTER_DIGITS = ":"
"""Sorts right behind the digits: `11:` is greater than every code that begins with 11."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Some rows of a level in ascending code: runs of consecutive places, from `starts` up to before `stops`.

    `before` counts the rows of the runs in front of each run; `total` those of all.
    """

    starts: Sequence[int]
    stops: Sequence[int]
    before: Sequence[int]
    total: int

    @classmethod
    def of_runs(cls, runs: Iterable[tuple[int, int]]) -> Selection:
        """From runs in ascending order; empty ones are left out."""
        kept = [run for run in runs if run[0] < run[1]]
        counts = list(accumulate((stop - start for start, stop in kept), initial=0))
        return cls([start for start, _ in kept], [stop for _, stop in kept], counts[:-1], counts[-1])

    def count_before(self, place: int) -> int:
        """How many of the rows stand in front of a place of the level."""
        run = bisect_left(self.starts, place) - 1
        return 0 if run < 0 else self.before[run] + min(place, self.stops[run]) - self.starts[run]

    def places(self, first: int, last: int) -> Sequence[int]:
        """The places, in the level, of the rows from number `first` up to before number `last`."""
        found: list[range] = []
        run = max(bisect_right(self.before, first) - 1, 0)
        while first < last and run < len(self.starts):
            start = self.starts[run] + first - self.before[run]
            stop = min(start + last - first, self.stops[run])
            found.append(range(start, stop))
            first += stop - start
            run += 1
        return found[0] if len(found) == 1 else list(chain.from_iterable(found))


def select(
    codes: Sequence[str], parents: Collection[str] | None, only: Collection[str] | None, parent_digits: int
) -> Selection:
    """The rows below these parents and with these codes; None means no filter. `codes` are all of a level, sorted.

    A code of another length matches nothing.
    """
    if only is not None:
        wanted = (code for code in sorted(set(only)) if parents is None or code[:parent_digits] in parents)
        return Selection.of_runs((bisect_left(codes, code), bisect_right(codes, code)) for code in wanted)
    if parents is not None:
        known = (parent for parent in sorted(set(parents)) if len(parent) == parent_digits)
        return Selection.of_runs(
            (bisect_left(codes, parent), bisect_left(codes, parent + _AFTER_DIGITS)) for parent in known
        )
    return Selection.of_runs([(0, len(codes))])


def page_places(
    codes: Sequence[str],
    selection: Selection,
    *,
    limit: int,
    current_page: int,
    after: str | None = None,
    before: str | None = None,
) -> Sequence[int]:
    """The places of the rows of one page, by ascending code.

    With `after`, the next rows behind that code; else with `before`, the nearest in front of it; else the page counted
    from the first row. Neither code needs to exist.
    """
    if after is not None:
        first = selection.count_before(bisect_right(codes, after))
    elif before is not None:
        last = selection.count_before(bisect_left(codes, before))
        return selection.places(max(last - limit, 0), last)
    else:
        first = min((current_page - 1) * limit, selection.total)
    return selection.places(first, min(first + limit, selection.total))


def page_meta(codes: Sequence[str], places: Sequence[int], *, total: int, limit: int, current_page: int) -> PageMeta:
    """What a page says of itself. `total_page` is rounded down, as on the published page, but is at least 1."""
    return PageMeta(
        item_count=len(places),
        page=PagePlace(
            current=current_page,
            previous=current_page - 1,
            next=current_page + 1,
            limit=limit,
            total_page=max(1, total // limit),
            total=total,
        ),
        cursors=Cursors(
            next=write_cursor(codes[places[-1]]) if places else "",
            previous=write_cursor(codes[places[0]]) if places else "",
        ),
    )


class CursorPaging:
    """From page to page by cursor, counting along. `total_page` and `page.next` are never trusted."""

    def next_call(self, call: Any, reply: RegionsPage) -> Any | None:
        """The call for the following page; None when this one was empty, not full, or reached the total."""
        meta = reply.meta
        if not reply.data or meta is None or not meta.cursors.next:
            return None
        seen = (call.current_page - 1) * meta.page.limit + len(reply.data)
        if seen >= meta.page.total or meta.item_count < meta.page.limit:
            return None
        return call.model_copy(update={"current_page": call.current_page + 1, "next": meta.cursors.next, "prev": None})

    def items(self, reply: RegionsPage) -> Sequence[RegionRow]:
        """The regions of this page."""
        return reply.data

    def total(self, reply: RegionsPage) -> int | None:
        """The total that the page states."""
        return reply.meta.page.total if reply.meta else None
