"""Which changes of a record are told to its client, and how they are worded (contract, section 14).

The passing of time is told once, too: the gateway writes down what has expired (`reviewing.expire`), and an expiry
that is written down is a change like any other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, Protocol

from satupintu.kernel.ids import IdSource
from satupintu.serving.outbox import Delivery, RetrySchedule
from satupintu.systems.kemnaker.contract.notifications import EVENTS, Actor, Notification, NotifiedRecord
from satupintu.systems.kemnaker.server.ports import KindName, Owner, Record, RecordEvent, Records
from satupintu.systems.kemnaker.server.settings import Api

SYSTEMS: Final[Mapping[str, Api]] = {"vacancy": "joss", "company": "joss", "training": "toss"}
"""Which of the two APIs tells about a type of record."""

_EXPIRY: Final = ("expires_at", "expired_date")


def events_of(
    kind: KindName,
    owner: Owner,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any],
    *,
    version: int,
    actor: Actor,
    now: datetime,
) -> Sequence[RecordEvent]:
    """What a change of a record is told as: nothing, or one or two events. `before` is what was stored; None is new.

    An acceptance that no officer gave, and an expiry that nobody asked for, are the system's.
    """
    known = before or {}
    status, verified = after.get("status"), after.get("verification_status")
    events: list[RecordEvent] = []

    def tell(event: str, by: Actor, reason: str | None) -> None:
        if event in EVENTS:
            told = RecordEvent(owner, event, now, kind, after["id"], status, verified, reason, by, version)
            events.append(told)

    if verified != known.get("verification_status"):
        by: Actor = "officer" if actor == "officer" else "system"
        tell(f"{kind}.{verified}", by, after.get("verification_reason"))
    if status != known.get("status"):
        is_asked = status != "expired" or any(after.get(field) != known.get(field) for field in _EXPIRY)
        tell(f"{kind}.{status}", actor if is_asked else "system", after.get("close_reason"))
    return events


def save_and_tell(
    records: Records, kind: KindName, owner: Owner, known: Record | None, record: Record, *, actor: Actor, now: datetime
) -> None:
    """Save a record, and tell its client in the same transaction. `known` is what was stored; None is new."""
    records.save(kind, owner, record)
    if not records.is_told(kind, owner):
        return
    before = known.document if known else None
    for event in events_of(kind, owner, before, record.document, version=record.version, actor=actor, now=now):
        records.notify(event)


class RegisteredUrls(Protocol):
    """Where clients want to be told."""

    def notification_url(self, system: str, owner: Owner) -> str | None:
        """The URL that the operator has registered for a client; None while there is none."""
        ...


class Notices:
    """Makes deliveries of events, for clients that have a URL. `schedules` are those of the two APIs."""

    def __init__(self, urls: RegisteredUrls, ids: IdSource, schedules: Mapping[str, RetrySchedule]) -> None:
        self._urls = urls
        self._ids = ids
        self._schedules = schedules

    def is_told(self, kind: KindName, owner: Owner) -> bool:
        """Whether a client is told of events of such records."""
        system = SYSTEMS.get(kind)
        return system is not None and self._urls.notification_url(system, owner) is not None

    def delivery(self, event: RecordEvent) -> Delivery | None:
        """The message that tells of an event; None when its client is not told."""
        system, owner = SYSTEMS[event.kind], event.owner
        url = self._urls.notification_url(system, owner)
        if url is None:
            return None
        event_id = self._ids.new()
        notification = Notification(
            id=event_id,
            event=event.event,
            occurred_at=event.occurred_at,
            environment=owner.environment,
            data=NotifiedRecord(
                type=event.kind,
                id=event.id,
                status=event.status,
                verification_status=event.verification_status,
                reason=event.reason,
                actor=event.actor,
                version=event.version,
            ),
        )
        return Delivery.queued(
            event_id,
            system=system,
            environment=owner.environment,
            owner=owner.client_id,
            event=event.event,
            url=url,
            body=notification.model_dump_json(),
            schedule=self._schedules[system],
            now=event.occurred_at,
        )
