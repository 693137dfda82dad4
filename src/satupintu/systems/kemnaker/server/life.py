"""What the life cycles of all kinds of records have in common, and those of trainings and organizations."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, Final, Protocol

from satupintu.kernel.outcome import Refusal
from satupintu.systems.kemnaker.contract.models import TrainingBody
from satupintu.systems.kemnaker.contract.rules import Fault
from satupintu.systems.kemnaker.contract.texts import WIB, utc_text
from satupintu.systems.kemnaker.server.ports import Document

_DAY: Final = timedelta(days=1)


class LifeCycle(Protocol):
    """How the records of one kind come and go: pure rules over what is stored, without clock and database.

    Documents are as they stand at `now`, that is, after `at`.
    """

    @property
    def statuses(self) -> tuple[str, ...]:
        """Every status there is; a list can be asked for some of them."""
        ...

    def at(self, document: Document, now: datetime) -> Document:
        """A record at a later moment: what has an end may have come to it."""
        ...

    def faults(self, before: Document | None, body: Any, now: datetime) -> Iterator[Fault]:
        """What a body asks that cannot be, given the record as it stands (None: a new one)."""
        ...

    def put(self, before: Document | None, body: Any, now: datetime) -> Document | Refusal:
        """The fields of the life after a PUT, or why it cannot be."""
        ...

    def delete(self, document: Document, now: datetime) -> Document:
        """What a DELETE makes of a record; the same document when it changes nothing."""
        ...

    def expires_at(self, document: Document) -> datetime | None:
        """When a record expires by itself; None when it does not."""
        ...

    def takes_content(self, document: Document) -> bool:
        """Whether the content of a record may change still."""
        ...


class OrganizationLife:
    """The life cycle of companies and institutions (contract, section 9): active, closed, and active again."""

    statuses = ("active", "closed")

    def at(self, document: Document, now: datetime) -> Document:
        """Time changes nothing."""
        del now
        return document

    def faults(self, before: Document | None, body: Any, now: datetime) -> Iterator[Fault]:
        """No body asks for what cannot be."""
        del before, body, now
        return iter(())

    def put(self, before: Document | None, body: Any, now: datetime) -> Document | Refusal:
        """Active, whatever it was."""
        del before, body, now
        return {"status": "active"}

    def delete(self, document: Document, now: datetime) -> Document:
        """Closed."""
        del now
        return document if document["status"] == "closed" else document | {"status": "closed"}

    def expires_at(self, document: Document) -> datetime | None:
        """Never."""
        del document
        return None

    def takes_content(self, document: Document) -> bool:
        """Always."""
        del document
        return True


class TrainingLife:
    """The life cycle of trainings (contract, section 12): open until the end of a day, or closed for good."""

    statuses = ("open", "closed", "expired")

    def at(self, document: Document, now: datetime) -> Document:
        """A training at a later moment: it has expired when the day `expired_date` is over in WIB."""
        if document["status"] != "open" or now < (end := _end_of(document["expired_date"])):
            return document
        return document | {"status": "expired", "close_reason": "expired", "closed_at": utc_text(end)}

    def faults(self, before: Document | None, body: TrainingBody, now: datetime) -> Iterator[Fault]:
        """No body asks for what cannot be."""
        del before, body, now
        return iter(())

    def put(self, before: Document | None, body: TrainingBody, now: datetime) -> Document | Refusal:
        """Closed when it was; otherwise open or expired, as the day says."""
        if before is not None and before["status"] == "closed":
            return {name: before[name] for name in ("status", "close_reason", "closed_at")}
        life = {"status": "open", "close_reason": None, "closed_at": None}
        ended = self.at(life | {"expired_date": body.expired_date.isoformat()}, now)
        return {name: ended[name] for name in life}

    def delete(self, document: Document, now: datetime) -> Document:
        """A training that is withdrawn. One that is not open stays as it is."""
        if document["status"] != "open":
            return document
        return document | {"status": "closed", "close_reason": "withdrawn", "closed_at": utc_text(now)}

    def expires_at(self, document: Document) -> datetime | None:
        """When a training expires by itself: with the end of its day."""
        return _end_of(document["expired_date"]) if document["status"] == "open" else None

    def takes_content(self, document: Document) -> bool:
        """Not when it is closed."""
        return document["status"] != "closed"


def _end_of(day: str) -> datetime:
    """The first moment after a day in WIB."""
    midnight = datetime.combine(date.fromisoformat(day), time(), WIB)
    try:
        return midnight + _DAY
    except OverflowError:
        return midnight
