"""Times as both databases keep them: whole microseconds since 1970 in UTC, exact and sortable."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final, overload

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@overload
def to_microseconds(at: datetime) -> int: ...
@overload
def to_microseconds(at: datetime | None) -> int | None: ...
def to_microseconds(at: datetime | None) -> int | None:
    """An aware moment as a number; None stays None."""
    if at is None:
        return None
    since = at - _EPOCH  # `since // timedelta(microseconds=1)` says the same, ten times slower
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


@lru_cache(maxsize=1024)  # the moments of a company are read with each of its vacancies
def from_microseconds(number: int) -> datetime:
    """The moment of a number, aware, in UTC."""
    return _EPOCH + timedelta(microseconds=number)


def from_microseconds_or_none(number: int | None) -> datetime | None:
    """The moment of a column that may be empty."""
    return None if number is None else from_microseconds(number)
