"""What the JOSS and TOSS server needs from outside. The store satisfies it by shape; `bootstrap` joins the two."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, Final, Literal, Protocol, TypeVar, cast

from pydantic_core import from_json

from satupintu.kernel.redaction import Secret
from satupintu.systems.kemnaker.contract.notifications import Actor
from satupintu.systems.kemnaker.server.quota import Counted

T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose records: one client in one environment. Records of different owners never meet."""

    environment: str
    client_id: str


@dataclass(frozen=True, slots=True)
class Caller:
    """A known client with the secrets that are valid for it now (two while they are rotated)."""

    owner: Owner
    secrets: tuple[Secret, ...]
    permissions: frozenset[str]


class Callers(Protocol):
    """The clients that are known and active."""

    def find(self, environment: str, client_id: str) -> Caller | None:
        """The client of this id in this environment; None when unknown or not active."""
        ...


KindName = Literal["company", "vacancy", "institution", "training"]
"""The kinds of records."""

Document = dict[str, Any]
"""A record as a JSON object, without the company or institution it belongs to. Never changed."""


_SHORT: Final = 4096


# The company of a vacancy is read with each write of one.
@lru_cache(maxsize=512)
def _document_of(text: str) -> Document:
    return from_json(text)


@dataclass(slots=True)  # not frozen: freezing what is made for every request costs more than making it
class Record:
    """A record as it stands.

    `text` is the record as it is answered, as JSON, without the company or institution it belongs to. `parent_id` names
    the company of a vacancy and the institution of a training. `sent` is a body as it was received, byte for byte as
    text, unknown fields and all: the last one, and of a company or institution the last one that changed it.
    `expires_at` is set on what is open and has an end: from then on it counts as expired.
    """

    id: str
    status: str
    version: int
    text: str = field(repr=False)
    sent: str = field(repr=False)
    created_at: datetime
    updated_at: datetime
    expires_at: datetime | None = None
    parent_id: str | None = None
    _document: Document | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def document(self) -> Document:
        """What `text` says."""
        if self._document is None:
            self._document = _document_of(self.text) if len(self.text) <= _SHORT else from_json(self.text)
        return cast("Document", self._document)


@dataclass(frozen=True, slots=True)
class Selection:
    """Which records a list asks for, at which moment, and which page of them. No `statuses` means all."""

    now: datetime
    updated_since: datetime | None = None
    updated_until: datetime | None = None
    statuses: tuple[str, ...] = ()
    page: int = 1
    per_page: int = 20


@dataclass(frozen=True, slots=True)
class Selected:
    """A page of records by their last change and id, what they belong to by id, and how many there are in all."""

    records: Sequence[Record]
    parents: Mapping[str, Record]
    total: int


@dataclass(slots=True)
class RecordEvent:
    """Something about a record that its client is told, such as `vacancy.closed`; see `notifications.events_of`."""

    owner: Owner
    event: str
    occurred_at: datetime
    kind: KindName
    id: str
    status: str | None
    verification_status: str | None
    reason: str | None
    actor: Actor
    version: int


class Records(Protocol):
    """The rows that one transaction sees and changes."""

    def remember_request_id(self, owner: Owner, request_id: str, *, now: datetime, until: datetime) -> bool:
        """Take a Request-Id into memory until `until`. False when it is remembered already (and not yet past)."""
        ...

    def count_request(self, owner: Owner, limit: int, now: datetime) -> Counted:
        """Count a request among those of the last minute, unless they are `limit` already."""
        ...

    def find(self, kind: KindName, owner: Owner, record_id: str) -> Record | None:
        """One record of this owner."""
        ...

    def find_both(
        self, kind: KindName, record_id: str, parent: KindName, parent_id: str, owner: Owner
    ) -> tuple[Record | None, Record | None]:
        """One record of this owner, and another one that it belongs to or is to belong to."""
        ...

    def save(self, kind: KindName, owner: Owner, record: Record) -> None:
        """Add or replace a record."""
        ...

    def has_open(self, kind: KindName, owner: Owner, parent_id: str, now: datetime) -> bool:
        """Whether any record of this kind that belongs to `parent_id` is open."""
        ...

    def is_told(self, kind: KindName, owner: Owner) -> bool:
        """Whether this owner has registered a URL for events of such records. Costs no query."""
        ...

    def notify(self, event: RecordEvent) -> None:
        """Tell the client of an event, if it has registered a URL: queued in this transaction, sent later."""
        ...


class Transactions(Protocol):
    """Runs work in a transaction of its own, one at a time over all processes, durable when it returns."""

    async def run(self, work: Callable[[Records], T], then: Callable[[T], U]) -> U:
        """Run `work` and commit; what `then` makes of its result, once that is durable.

        `work` may be run again after a failed commit, so it must touch nothing but the rows. `then` may be run while
        the commit is under way, so it must touch nothing at all.
        """
        ...

    async def select(self, kind: KindName, parent: KindName | None, owner: Owner, wanted: Selection) -> Selected:
        """A page of an owner's records, with the records of the kind `parent` that they belong to."""
        ...


class ReferenceData(Protocol):
    """The ministry's lists, to check ids against and to read."""

    def knows(self, name: str, reference: str) -> bool:
        """Whether an id stands in the list of this name."""
        ...

    def knows_region(self, kind: str, region_id: str) -> bool:
        """Whether an id names a region of this type."""
        ...

    def entries(self, name: str) -> Sequence[Mapping[str, Any]]:
        """The entries of the list of this name."""
        ...

    def regions(self, *, type: str | None, parent_id: str | None, code: str | None) -> Sequence[str]:
        """The codes of regions, by level and code: all of them, or those that fit what is given."""
        ...

    def region_entry(self, code: str) -> Mapping[str, Any]:
        """A region by its code, as it is answered."""
        ...


CurrentReferences = Callable[[], ReferenceData]
"""The lists as they are now: the same object as long as they are the same."""
