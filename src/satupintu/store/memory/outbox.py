"""The outbox of all systems, in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from threading import Lock
from uuid import UUID

from satupintu.serving.outbox import KEPT_FOR, Delivery, DeliveryAttempt, DeliveryState, Owner, Result, shared_out


class MemoryOutbox:
    """The twin of `SqlOutbox`."""

    def __init__(self) -> None:
        self._deliveries: dict[UUID, Delivery] = {}
        self._attempts: dict[UUID, dict[int, DeliveryAttempt]] = {}
        self._one_at_a_time = Lock()

    def enqueue(self, new: Delivery) -> None:
        """Keep a delivery. A known id is not kept again."""
        with self._one_at_a_time:
            self._deliveries.setdefault(new.id, new)

    def has_due(self, now: datetime, machine_now: datetime) -> bool:
        """Whether any delivery is due."""
        with self._one_at_a_time:
            return any(each.is_due(now, machine_now) for each in self._deliveries.values())

    async def claim(
        self, at_most: int, now: datetime, machine_now: datetime, *, under_way: Sequence[Owner] = ()
    ) -> Sequence[Delivery]:
        """Take deliveries that are due, longest due first but few of one owner, and begin a try of each."""
        with self._one_at_a_time:
            due = [each for each in self._deliveries.values() if each.is_due(now, machine_now)]
            due.sort(key=lambda each: (each.due_at, str(each.id)))
            claimed = [each.claimed(machine_now) for each in shared_out(due, at_most, under_way)]
            for each in claimed:
                self._deliveries[each.id] = each
                self._attempts.setdefault(each.id, {})[each.tries] = DeliveryAttempt(each.tries, now)
            return claimed

    async def settle(self, claimed: Delivery, result: Result, *, started_at: datetime, finished_at: datetime) -> None:
        """Record what came of the try that was begun with the claim."""
        with self._one_at_a_time:
            kept = self._deliveries.get(claimed.id)
            if kept is None:
                return
            tries = self._attempts[claimed.id]
            tries[claimed.tries] = replace(
                tries[claimed.tries], finished_at=finished_at, status=result.status, fault=result.fault
            )
            if kept.is_decided_by(claimed):
                self._deliveries[kept.id] = kept.settled(result, started_at=started_at, finished_at=finished_at)

    def resend(self, delivery_id: UUID, now: datetime) -> Delivery | None:
        """Begin a fresh cycle of tries, whatever became of the last one. None when there is no such delivery."""
        with self._one_at_a_time:
            kept = self._deliveries.get(delivery_id)
            if kept is not None:
                kept = self._deliveries[delivery_id] = kept.resent(now)
            return kept

    def find(self, delivery_id: UUID) -> Delivery | None:
        """A delivery by its id."""
        return self._deliveries.get(delivery_id)

    def latest(self, limit: int, state: DeliveryState | None = None) -> Sequence[Delivery]:
        """Deliveries, newest first."""
        with self._one_at_a_time:
            found = [each for each in self._deliveries.values() if state is None or each.state is state]
        found.sort(key=lambda each: str(each.id))
        return sorted(found, key=lambda each: each.created_at, reverse=True)[:limit]

    def attempts(self, delivery_id: UUID) -> Sequence[DeliveryAttempt]:
        """The tries of a delivery, in their order."""
        with self._one_at_a_time:
            return list(self._attempts.get(delivery_id, {}).values())

    def purge(self, now: datetime) -> int:
        """Forget deliveries that were finished long ago, with their tries; returns how many."""
        with self._one_at_a_time:
            past = [
                each.id
                for each in self._deliveries.values()
                if each.finished_at is not None and each.finished_at <= now - KEPT_FOR
            ]
            for delivery_id in past:
                del self._deliveries[delivery_id]
                self._attempts.pop(delivery_id, None)
            return len(past)
