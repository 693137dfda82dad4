"""The ministry's side of the served JOSS and TOSS: what officers see of records, and what they decide."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from satupintu.kernel.clock import Clock
from satupintu.kernel.errors import DataError
from satupintu.store.kemnaker_office import SqlKemnakerOffice
from satupintu.systems.kemnaker.server.documents import json_of
from satupintu.systems.kemnaker.server.kinds import Kind
from satupintu.systems.kemnaker.server.ports import Owner
from satupintu.systems.kemnaker.server.reviewing import Decision, Held, Review, decide


class KemnakerOffice:
    """Records of all clients, as they stand now."""

    def __init__(self, store: SqlKemnakerOffice, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def all(
        self, kind: Kind, *, environment: str | None = None, client_id: str | None = None, status: str | None = None
    ) -> Sequence[Held]:
        """Records by their last change. `status` is what the employer or what an officer says of them."""
        found = map(self._standing(kind), self._store.records(kind.name, environment=environment))
        return [
            held
            for held in found
            if client_id in {None, held.owner.client_id}
            and status in {None, held.record.status, held.record.document.get("verification_status")}
        ]

    def one(self, kind: Kind, record_id: str, *, environment: str, client_id: str | None = None) -> Held:
        """The record with an id. Raises DataError when there is none, or several clients have one."""
        wanted = record_id.strip().lower()
        found = [
            held
            for held in self._store.records(kind.name, environment=environment, record_id=wanted)
            if client_id in {None, held.owner.client_id}
        ]
        if not found:
            whose = f" of {client_id}" if client_id else ""
            raise DataError(f"There is no {kind.name} {record_id}{whose} in {environment}.")
        if len(found) > 1:
            clients = ", ".join(sorted(held.owner.client_id for held in found))
            raise DataError(f"Several clients have a {kind.name} {record_id}: {clients}. Name one with --client.")
        return self._standing(kind)(found[0])

    def reviews(self, kind: Kind, held: Held) -> Sequence[Review]:
        """What was decided about a record, in the order it was."""
        return self._store.reviews(kind.name, held.owner, held.record.id)

    def parent(self, kind: Kind, owner: Owner, parent_id: str) -> str:
        """The name of a company or an institution; empty when there is none."""
        found = self._store.record(kind.name, owner, parent_id)
        return str(found.document.get("name") or "") if found else ""

    def decide(self, kind: Kind, held: Held, decision: Decision, *, officer: str, reason: str | None) -> Held:
        """Carry out a decision; its client is told. Raises ReviewError when it cannot be."""
        now = self._clock.now()
        record = self._store.run(
            lambda records: decide(
                records, kind, held.owner, held.record.id, decision, officer=officer, reason=reason, now=now
            )
        )
        return Held(held.owner, record)

    def _standing(self, kind: Kind) -> Callable[[Held], Held]:
        now = self._clock.now()

        def standing(held: Held) -> Held:
            document = kind.life.at(held.record.document, now)
            return Held(held.owner, replace(held.record, text=json_of(document), status=document["status"]))

        return standing
