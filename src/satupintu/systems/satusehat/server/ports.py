"""What the Master Wilayah server needs from outside. The store satisfies it by shape; `bootstrap` joins the two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol


class Callers(Protocol):
    """The credentials that are accepted at the token endpoint."""

    def authenticate(self, client_id: str, client_secret: str) -> bool:
        """Whether the pair is right. Takes the same time either way."""
        ...


@dataclass(frozen=True, slots=True)
class Token:
    """A bearer token that was issued: for whom, and until when."""

    client_id: str
    expires_at: datetime


class Tokens(Protocol):
    """The tokens that were issued, and the locks after failed attempts. Durable, shared by all processes."""

    async def issue(self, token: str, client_id: str, *, issued_at: datetime, expires_at: datetime) -> timedelta | None:
        """Keep a new token. Older ones stay valid to their own end.

        A locked client id gets none: then nothing is kept, and the answer is how long the lock still holds.
        """
        ...

    def known(self, token: str) -> Token | None:
        """A token that is at hand, expired or not. None means that `find` has to be asked."""
        ...

    async def find(self, token: str) -> Token | None:
        """A token that was issued, expired or not; None for an unknown one."""
        ...

    async def lock(self, client_id: str, *, now: datetime, until: datetime) -> timedelta | None:
        """Lock a client id after a failed attempt. Of more than 10,000 locks the oldest are dropped.

        A lock that holds already stays as it is: the answer is how long it still does.
        """
        ...


@dataclass(frozen=True, slots=True)
class RegionRows:
    """All regions of one level in ascending code, column by column, all of equal length.

    `parents` is "" for provinces; `bps_codes` is "" where BPS lists none. `items` are the finished JSON objects.
    """

    codes: Sequence[str]
    names: Sequence[str]
    bps_codes: Sequence[str]
    items: Sequence[bytes]


class RegionCatalogue(Protocol):
    """The regions that are served. Reading costs no query; a new import is seen when `version` changes."""

    @property
    def version(self) -> int:
        """Changes when rows changed: what was made from them is to be made anew."""
        ...

    def rows(self, level: str) -> RegionRows:
        """The rows of `provinces`, `cities`, `districts` or `sub-districts`."""
        ...
