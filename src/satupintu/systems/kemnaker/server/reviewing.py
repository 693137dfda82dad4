"""What officers of the ministry decide about records, and what the passing of time does to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final, Protocol

from satupintu.kernel.errors import SatupintuError
from satupintu.systems.kemnaker.contract.texts import utc_text
from satupintu.systems.kemnaker.server.documents import json_of, whole_seconds
from satupintu.systems.kemnaker.server.kinds import COMPANY, INSTITUTION, TRAINING, VACANCY, Kind
from satupintu.systems.kemnaker.server.notifications import save_and_tell
from satupintu.systems.kemnaker.server.ports import Document, KindName, Owner, Record, Records
from satupintu.systems.kemnaker.server.vacancy_life import OPERATOR_DECISION

KINDS: Final[Mapping[KindName, Kind]] = {kind.name: kind for kind in (COMPANY, VACANCY, INSTITUTION, TRAINING)}

EXPIRING: Final[tuple[KindName, ...]] = ("vacancy", "training")
"""The kinds that have an end."""

EXPIRED_AT_ONCE: Final = 200
"""How many records of a kind are written down as expired in one transaction."""


class ReviewError(SatupintuError):
    """What an officer asked for cannot be; the message says why."""


class Decision(StrEnum):
    """What an officer can decide."""

    ACCEPT = "accept"
    REJECT = "reject"
    CLOSE = "close"
    VERIFY = "verify"


@dataclass(frozen=True, slots=True)
class Review:
    """A decision as it is kept: who decided what about which version of a record, when and why."""

    kind: KindName
    owner: Owner
    record_id: str
    version: int
    at: datetime
    officer: str
    decision: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class Held:
    """A record and whose it is."""

    owner: Owner
    record: Record


@dataclass(frozen=True, slots=True)
class Due:
    """A record whose end has come."""

    kind: KindName
    owner: Owner
    record_id: str


class ReviewedRecords(Records, Protocol):
    """The rows of one transaction, of all clients, with the decisions about them."""

    def note(self, review: Review) -> None:
        """Keep a decision."""
        ...

    def due(self, now: datetime, at_most: int) -> Sequence[Due]:
        """Open records whose end has come, of each kind the earliest ones."""
        ...


def decide(
    records: ReviewedRecords,
    kind: Kind,
    owner: Owner,
    record_id: str,
    decision: Decision,
    *,
    officer: str,
    reason: str | None,
    now: datetime,
) -> Record:
    """Carry out a decision and tell the client of it. Raises ReviewError, and then changes nothing."""
    known = records.find(kind.name, owner, record_id)
    if known is None:
        raise ReviewError(f"there is no {kind.name} {record_id} of {owner.client_id} in {owner.environment}")
    standing = kind.life.at(known.document, now)
    record = _changed(kind, known, _DECIDE[decision](kind, standing, reason, now), now)
    save_and_tell(records, kind.name, owner, known, record, actor="officer", now=now)
    review = Review(kind.name, owner, record_id, record.version, now, officer, decision.value, reason)
    records.note(review)
    return record


def expire(records: ReviewedRecords, now: datetime) -> int:
    """Write down what has expired, and tell the clients; returns how many records that were.

    It is told once: what is written down is due no more. Who reads a record before that sees it as expired all the
    same, and who renews it before that is told nothing.
    """
    due = records.due(now, EXPIRED_AT_ONCE)
    for each in due:
        kind, known = KINDS[each.kind], records.find(each.kind, each.owner, each.record_id)
        if known is not None:
            record = _changed(kind, known, kind.life.at(known.document, now), now)
            save_and_tell(records, each.kind, each.owner, known, record, actor="system", now=now)
    return len(due)


def _changed(kind: Kind, known: Record, document: Document, now: datetime) -> Record:
    return replace(
        known,
        status=document["status"],
        version=known.version + 1,
        text=json_of(document),
        updated_at=whole_seconds(now),
        expires_at=kind.life.expires_at(document),
    )


def _accept(kind: Kind, standing: Document, reason: str | None, now: datetime) -> Document:
    del now
    if standing["verification_status"] == "accepted":
        raise ReviewError(f"this {kind.name} is accepted already")
    return standing | {"verification_status": "accepted", "verification_reason": reason}


def _reject(kind: Kind, standing: Document, reason: str | None, now: datetime) -> Document:
    del now
    if not reason:
        raise ReviewError("a rejection needs a reason, which the client is told: --reason TEXT")
    if standing["verification_status"] == "rejected" and standing["verification_reason"] == reason:
        raise ReviewError(f"this {kind.name} is rejected already, for this reason")
    return standing | {"verification_status": "rejected", "verification_reason": reason}


def _close(kind: Kind, standing: Document, reason: str | None, now: datetime) -> Document:
    if standing["status"] != "open":
        raise ReviewError(f"this {kind.name} is {standing['status']}; only an open one can be closed")
    closed = {"status": "closed", "close_reason": OPERATOR_DECISION, "closed_at": utc_text(now)}
    note = {"close_note": reason} if "close_note" in standing else {}
    return standing | closed | note


def _verify(kind: Kind, standing: Document, reason: str | None, now: datetime) -> Document:
    del reason, now
    if standing["verification_status"] == "verified":
        raise ReviewError(f"this {kind.name} is verified already")
    return standing | {"verification_status": "verified"}


_DECIDE: Final[Mapping[Decision, Callable[[Kind, Document, str | None, datetime], Document]]] = {
    Decision.ACCEPT: _accept,
    Decision.REJECT: _reject,
    Decision.CLOSE: _close,
    Decision.VERIFY: _verify,
}
