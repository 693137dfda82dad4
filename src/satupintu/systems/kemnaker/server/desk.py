"""Put, find and delete a record of any kind: what happens inside the transaction once a request is permitted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from pydantic import BaseModel

from satupintu.kernel.outcome import Refusal
from satupintu.systems.kemnaker.contract.models import RegionReference
from satupintu.systems.kemnaker.contract.rules import Fault, is_absent, is_at_fault, postal_code_faults, value_of
from satupintu.systems.kemnaker.contract.texts import is_canonical_uuid
from satupintu.systems.kemnaker.server.documents import json_of, merged, whole_seconds
from satupintu.systems.kemnaker.server.drafts import Draft
from satupintu.systems.kemnaker.server.kinds import Kind, Offer, Organization
from satupintu.systems.kemnaker.server.notifications import save_and_tell
from satupintu.systems.kemnaker.server.ports import Document, Owner, Record, Records
from satupintu.systems.kemnaker.server.settings import KemnakerSettings

NOT_FOUND = Refusal(404, "Not found.")


@dataclass(slots=True)
class Standing:
    """What a request came to: a record, and what it belongs to."""

    kind: Kind
    record: Record
    parent: Record | None
    is_new: bool = False


@dataclass(slots=True)
class Desk:
    """Handles the records of one owner within one transaction, at one moment.

    Everything is decided before the first record is written, so a refusal leaves nothing behind.
    """

    records: Records
    owner: Owner
    now: datetime
    settings: KemnakerSettings

    def put(self, kind: Kind, draft: Draft) -> Refusal | Standing:
        """Create (201) or replace (200) a record, and upsert what it belongs to. All or nothing."""
        parent_id: str | None = None
        if isinstance(kind, Offer):
            profile: BaseModel | None = value_of(draft.body, kind.parent_field)
            parent_id = value_of(profile, "id") if profile else None
        known, parent = self._stored_both(kind, draft.record_id, parent_id)
        before = kind.life.at(known.document, self.now) if known else None
        refusal = draft.refusal(self._faults(kind, draft, before, parent))
        if refusal is not None:
            return refusal
        life = kind.life.put(before, draft.body, self.now)
        if isinstance(life, Refusal):
            return life
        has_closed_parent = parent is not None and parent.status == "closed"
        if has_closed_parent and life["status"] == "open":
            return Refusal(400, f"The {parent_kind_of(kind).name} is closed.")
        next_parent: Record | None = None
        content = draft.content
        if isinstance(kind, Offer):
            # What has ended may be reported on when the company is closed; that does not open the company again.
            next_parent = parent if has_closed_parent and parent else self._upserted(kind, draft, parent)
            content = content | {name: next_parent.document[name] for name in kind.inherited if content[name] is None}
        is_new_content = known is None or self._differs(content, before or {}) or known.parent_id != parent_id
        if before is not None and is_new_content and not kind.life.takes_content(before):
            return Refusal(400, f"A {before['status']} {kind.name} cannot be changed; use a new id.")
        document = {
            "id": draft.record_id,
            **content,
            **life,
            **self._verification(kind, before, changed=is_new_content),
        }
        record = self._next(kind, known, before, document, draft.sent, parent_id)
        if next_parent is not None and next_parent is not parent:
            self.records.save(parent_kind_of(kind).name, self.owner, next_parent)
        if record is not known:
            self._save(kind, known, record)
        return Standing(kind, record, next_parent, is_new=known is None)

    def find(self, kind: Kind, record_id: str) -> Refusal | Standing:
        """One record, closed ones included."""
        known = self._stored(kind, record_id.lower() if is_canonical_uuid(record_id) else None)
        return NOT_FOUND if known is None else Standing(kind, known, self._parent_of(kind, known))

    def delete(self, kind: Kind, record_id: str) -> Refusal | Standing:
        """Close a record; one that is closed, or has ended in another way, stays as it is."""
        known = self._stored(kind, record_id.lower() if is_canonical_uuid(record_id) else None)
        if known is None:
            return NOT_FOUND
        before = kind.life.at(known.document, self.now)
        document = kind.life.delete(before, self.now)
        if document is not before:
            if isinstance(kind, Organization) and self.records.has_open(kind.offer, self.owner, known.id, self.now):
                return Refusal(400, f"The {kind.name} has an open {kind.offer}; close that first.")
            known, stored = self._renewed(kind, known, document, known.sent, known.parent_id), known
            self._save(kind, stored, known)
        return Standing(kind, known, self._parent_of(kind, known))

    def _stored(self, kind: Kind, record_id: str | None) -> Record | None:
        return None if record_id is None else self.records.find(kind.name, self.owner, record_id)

    def _stored_both(
        self, kind: Kind, record_id: str | None, parent_id: str | None
    ) -> tuple[Record | None, Record | None]:
        if not isinstance(kind, Offer):
            return self._stored(kind, record_id), None
        if record_id is None or parent_id is None:
            return self._stored(kind, record_id), self._stored(kind.parent, parent_id)
        return self.records.find_both(kind.name, record_id, kind.parent.name, parent_id, self.owner)

    def _parent_of(self, kind: Kind, record: Record) -> Record | None:
        if not isinstance(kind, Offer):
            return None
        parent = self._stored(kind.parent, record.parent_id)
        if parent is None:
            message = f"{kind.name} {record.id} has lost its {kind.parent.name}"
            raise LookupError(message)
        return parent

    def _faults(self, kind: Kind, draft: Draft, before: Document | None, parent: Record | None) -> Iterator[Fault]:
        yield from kind.life.faults(before, draft.body, self.now)
        if isinstance(kind, Offer) and not _is_settled(draft, parent):
            profile: BaseModel | None = value_of(draft.body, kind.parent_field)
            if profile is not None and value_of(profile, "id") is not None:
                yield from _profile_faults(kind, profile, parent.document if parent else None)

    def _upserted(self, kind: Offer, draft: Draft, known: Record | None) -> Record:
        """The company or institution after a PUT of what it offers; the same record when that changes nothing."""
        if draft.profile is None:
            message = "a draft with faults changes nothing"
            raise ValueError(message)
        if known is not None and _is_settled(draft, known):
            return known
        before = known.document if known else None
        content = merged(draft.profile.content, before)
        parent_id: str = value_of(draft.profile.body, "id")
        document = {"id": parent_id, **content, "status": "active", **self._verification(kind.parent, before)}
        if known is not None and document == before:
            draft.profile.settled = known.text
            return known
        return self._next(kind.parent, known, before, document, draft.sent, None)

    def _differs(self, content: Document, before: Document) -> bool:
        return any(before.get(name) != value for name, value in content.items())

    def _verification(self, kind: Kind, before: Document | None, *, changed: bool = False) -> Document:
        """What an officer says of a record, or is to say."""
        if isinstance(kind, Organization):
            return {"verification_status": before["verification_status"] if before else "pending"}
        if before is None:
            return {
                "verification_status": "pending" if self.settings.reviews else "accepted",
                "verification_reason": None,
            }
        status: str = before["verification_status"]
        again = status == "rejected" or (status == "accepted" and changed and self.settings.reverifies)
        if again and kind.life.takes_content(before):
            return {"verification_status": "pending", "verification_reason": None}
        return {name: before[name] for name in ("verification_status", "verification_reason")}

    def _next(
        self,
        kind: Kind,
        known: Record | None,
        before: Document | None,
        document: Document,
        sent: str,
        parent_id: str | None,
    ) -> Record:
        """The record after a PUT. The same one when nothing changes; a body that says the same is kept as it came."""
        if known is None:
            moment = whole_seconds(self.now)
            return Record(
                id=document["id"],
                status=document["status"],
                version=1,
                text=json_of(document),
                sent=sent,
                created_at=moment,
                updated_at=moment,
                expires_at=kind.life.expires_at(document),
                parent_id=parent_id,
            )
        if document != before or known.parent_id != parent_id:
            return self._renewed(kind, known, document, sent, parent_id)
        return known if sent == known.sent else replace(known, sent=sent)

    def _renewed(self, kind: Kind, known: Record, document: Document, sent: str, parent_id: str | None) -> Record:
        return replace(
            known,
            status=document["status"],
            version=known.version + 1,
            text=json_of(document),
            sent=sent,
            updated_at=whole_seconds(self.now),
            expires_at=kind.life.expires_at(document),
            parent_id=parent_id,
        )

    def _save(self, kind: Kind, known: Record | None, record: Record) -> None:
        save_and_tell(self.records, kind.name, self.owner, known, record, actor="client", now=self.now)


def parent_kind_of(kind: Kind) -> Kind:
    """The kind that records of a kind belong to."""
    if not isinstance(kind, Offer):
        message = f"a {kind.name} belongs to nothing"
        raise TypeError(message)
    return kind.parent


def _is_settled(draft: Draft, parent: Record | None) -> bool:
    """Whether what a body tells of a company or an institution is known to be without fault and nothing new."""
    return draft.profile is not None and parent is not None and draft.profile.settled == parent.text


def _profile_faults(kind: Offer, profile: BaseModel, known: Document | None) -> Iterator[Fault]:
    """What an upsert lacks: a new organization its required fields; and what was sent must fit what a known one has."""
    prefix = f"{kind.parent_field}."
    for name in kind.parent.required:
        if is_absent(profile, name) and (known is None or name in profile.model_fields_set):
            yield f"{prefix}{name}", "Required."
    if known is None:
        return
    if is_absent(profile, "region"):
        yield from postal_code_faults(value_of(profile, "postal_code"), RegionReference(**known["region"]), prefix)
    elif is_absent(profile, "postal_code") and not is_at_fault(profile, "region"):
        yield from postal_code_faults(known["postal_code"], value_of(profile, "region"), prefix)
