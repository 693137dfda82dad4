"""What a user of Jobtrain reaches, as a condition, and pages of long lists."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any, Final, cast

from sqlalchemy import ColumnElement, Connection, func, select, true

from satupintu.systems.jobtrain.contract.restrictions import Reach

SLOTS: Final = 16
"""Parts in which a long list is counted: of 100,000 records some 3,000 are skipped at most."""

Order = Sequence[tuple[ColumnElement[Any], bool]]
"""What a list is sorted by, and whether downwards. The last of it has no ties."""


@dataclass(frozen=True, slots=True)
class IdPage:
    """The ids on a page in their order, and how many the whole list has."""

    total: int
    ids: Sequence[int]


def reached(division_id: ColumnElement[Any], reach: Reach) -> ColumnElement[bool]:
    """Whether a record of this division is within reach. One without a division is for those who reach all."""
    return true() if reach.all_divisions else division_id.in_(sorted(reach.division_ids))


def id_page(
    connection: Connection,
    id_column: ColumnElement[int],
    condition: ColumnElement[bool],
    order: Order,
    *,
    offset: int,
    limit: int,
) -> IdPage:
    """A page of the ids that fulfil a condition. For lists that are not long: a deep page costs more than the first."""
    total = connection.execute(select(func.count(id_column)).where(condition)).scalar_one()
    if offset >= total:
        return IdPage(total, ())
    ordered = (column.desc() if down else column.asc() for column, down in order)
    query = select(id_column).where(condition).order_by(*ordered).limit(limit).offset(offset)
    return IdPage(total, connection.execute(query).scalars().all())


def long_page(
    connection: Connection,
    id_column: ColumnElement[int],
    key: ColumnElement[int],
    condition: ColumnElement[bool],
    span: tuple[int, int],
    *,
    offset: int,
    limit: int,
) -> IdPage:
    """A page of the ids that fulfil a condition and whose key, a number, lies in a span: by key, ties by id.

    Every page costs about as much as the first, unless most records have one key: the list is counted in slots of the
    key, which takes no longer than counting it as one, and only from the nearer end of a slot records are skipped. An
    index that holds the columns of the condition, the key and the id is all that is read.
    """
    within = condition & key.between(*span)
    lowest, highest = (select(which(key)).where(within).scalar_subquery() for which in (func.min, func.max))
    row = connection.execute(select(lowest, highest)).one()
    low, high = cast("tuple[int | None, int | None]", tuple(row))
    if low is None or high is None:
        return IdPage(0, ())
    ends = [low + (high + 1 - low) * number // SLOTS for number in range(SLOTS + 1)]
    counts = (
        select(func.count(key)).where(condition, key >= start, key < stop).scalar_subquery()
        for start, stop in pairwise(ends)
    )
    before = [0, *accumulate(connection.execute(select(*counts)).one())]
    total = before[-1]
    behind = min(offset + limit, total)
    if offset >= total:
        return IdPage(total, ())
    first, last = bisect_right(before, offset) - 1, bisect_left(before, behind)
    from_end = before[last] - behind < offset - before[first]
    query = select(id_column).where(condition, key >= ends[first], key < ends[last]).limit(behind - offset)
    if from_end:
        query = query.order_by(key.desc(), id_column.desc()).offset(before[last] - behind)
    else:
        query = query.order_by(key, id_column).offset(offset - before[first])
    ids = connection.execute(query).scalars().all()
    return IdPage(total, ids[::-1] if from_end else ids)
