"""The outbox of all systems, in the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Integer, and_, bindparam, delete, exists, func, literal_column, or_, select, text, update

from satupintu.serving.outbox import (
    KEPT_FOR,
    LEASE,
    PER_OWNER,
    SET_BACK,
    Delivery,
    DeliveryAttempt,
    DeliveryState,
    Owner,
    Result,
    RetrySchedule,
    shared_out,
)
from satupintu.store.database import Database
from satupintu.store.moments import from_microseconds, from_microseconds_or_none, to_microseconds
from satupintu.store.statement import Statement, add_if_new, upsert
from satupintu.store.tables import delivery, delivery_attempt
from satupintu.store.transaction import Transaction
from satupintu.store.writer import Writer

_columns: Final = delivery.c
_number: Final = _columns.due_at.type
_now: Final = bindparam("now", type_=_number)
_set_back: Final = bindparam("set_back", type_=_number)
_machine_now: Final = bindparam("machine_now", type_=_number)
_longest_claim: Final = bindparam("longest_claim", type_=_number)
# Left out, SQLite's dialect makes it a parameter without a name.
_NONE: Final = literal_column("0", Integer)
_WAITING: Final = text(f"state = '{DeliveryState.WAITING.value}'")
_FINISHED: Final = text(f"state <> '{DeliveryState.WAITING.value}'")
# `Delivery.is_due` in SQL. Each side of the first `or_` has its index.
_DUE: Final = and_(
    or_(and_(_WAITING, _columns.due_at <= _now), and_(_WAITING, _columns.waits_since > _set_back)),
    or_(
        _columns.claimed_until.is_(None),
        _columns.claimed_until <= _machine_now,
        _columns.claimed_until > _longest_claim,
    ),
)

_ADD: Final = add_if_new(delivery, ("id",))
_SAVE: Final = upsert(delivery)
_FIND: Final = Statement(select(delivery).where(_columns.id == bindparam("id")))
# What is due, by its place among what is due of the same owner.
_PLACED: Final = (
    select(
        _columns.id,
        func.row_number()
        .over(
            partition_by=(_columns.system, _columns.environment, _columns.owner),
            order_by=(_columns.due_at, _columns.id),
        )
        .label("place"),
    )
    .where(_DUE)
    .subquery()
)
_FIND_DUE: Final = Statement(
    select(delivery)
    .join(_PLACED, _PLACED.c.id == _columns.id)
    .where(_PLACED.c.place <= bindparam("per_owner"))
    .order_by(_columns.due_at, _columns.id)
    .limit(bindparam("at_most"))
    .offset(_NONE)
)
_BEGIN: Final = add_if_new(delivery_attempt, ("delivery_id", "number"))
_FINISH: Final = Statement(
    update(delivery_attempt)
    .where(
        delivery_attempt.c.delivery_id == bindparam("of_delivery"),
        delivery_attempt.c.number == bindparam("of_number"),
    )
    .values({name: bindparam(f"new_{name}") for name in ("finished_at", "status", "fault")})
)
_PURGE: Final = Statement(delete(delivery).where(_FINISHED, _columns.finished_at <= _now))


def enqueue(transaction: Transaction, new: Delivery) -> None:
    """Write a delivery within a transaction that changes something else too. A known id is not written again."""
    transaction.execute(_ADD, _row(new))


class SqlOutbox:
    """An `Outbox`. Whatever writes is one durable transaction; the methods that are not `async` block."""

    def __init__(self, database: Database, writer: Writer) -> None:
        self._database = database
        self._writer = writer

    def enqueue(self, new: Delivery) -> None:
        """Write a delivery in a transaction of its own."""
        self._writer.run(lambda transaction: enqueue(transaction, new))

    def has_due(self, now: datetime, machine_now: datetime) -> bool:
        """Whether any delivery is due."""
        with self._database.reading() as connection:
            found = connection.execute(select(exists(select(_columns.id).where(_DUE))), _moments(now, machine_now))
            return bool(found.scalar_one())

    async def claim(
        self, at_most: int, now: datetime, machine_now: datetime, *, under_way: Sequence[Owner] = ()
    ) -> Sequence[Delivery]:
        """Take deliveries that are due, longest due first but few of one owner, and begin a try of each."""
        # Each delivery under way rules out one of those found at most.
        parameters = {
            **_moments(now, machine_now),
            "per_owner": PER_OWNER,
            "at_most": at_most + len(under_way),
        }

        def claiming(transaction: Transaction) -> list[Delivery]:
            found = transaction.execute(_FIND_DUE, parameters).fetchall()
            chosen = shared_out(map(_delivery, found), at_most, under_way)
            claimed = [each.claimed(machine_now) for each in chosen]
            for each in claimed:
                transaction.execute(_SAVE, _row(each))
                transaction.execute(_BEGIN, _attempt_row(each, now))
            return claimed

        return await self._writer.arun(claiming)

    async def settle(self, claimed: Delivery, result: Result, *, started_at: datetime, finished_at: datetime) -> None:
        """Record what came of the try that was begun with the claim."""
        outcome = {
            "of_delivery": str(claimed.id),
            "of_number": claimed.tries,
            "new_finished_at": to_microseconds(finished_at),
            "new_status": result.status,
            "new_fault": result.fault,
        }

        def settling(transaction: Transaction) -> None:
            transaction.execute(_FINISH, outcome)
            row = transaction.execute(_FIND, {"id": str(claimed.id)}).fetchone()
            if row is not None and (kept := _delivery(row)).is_decided_by(claimed):
                settled = kept.settled(result, started_at=started_at, finished_at=finished_at)
                transaction.execute(_SAVE, _row(settled))

        await self._writer.arun(settling)

    def resend(self, delivery_id: UUID, now: datetime) -> Delivery | None:
        """Begin a fresh cycle of tries, whatever became of the last one. None when there is no such delivery."""

        def resending(transaction: Transaction) -> Delivery | None:
            row = transaction.execute(_FIND, {"id": str(delivery_id)}).fetchone()
            if row is None:
                return None
            resent = _delivery(row).resent(now)
            transaction.execute(_SAVE, _row(resent))
            return resent

        return self._writer.run(resending)

    def find(self, delivery_id: UUID) -> Delivery | None:
        """A delivery by its id."""
        with self._database.reading() as connection:
            row = connection.execute(select(delivery).where(_columns.id == str(delivery_id))).one_or_none()
        return None if row is None else _delivery(row)

    def latest(self, limit: int, state: DeliveryState | None = None) -> Sequence[Delivery]:
        """Deliveries, newest first."""
        query = select(delivery).order_by(_columns.created_at.desc(), _columns.id).limit(limit)
        if state is not None:
            query = query.where(_columns.state == state.value)
        with self._database.reading() as connection:
            return [_delivery(row) for row in connection.execute(query)]

    def attempts(self, delivery_id: UUID) -> Sequence[DeliveryAttempt]:
        """The tries of a delivery, in their order."""
        tries = delivery_attempt.c
        query = select(delivery_attempt).where(tries.delivery_id == str(delivery_id)).order_by(tries.number)
        with self._database.reading() as connection:
            return [
                DeliveryAttempt(
                    row.number,
                    from_microseconds(row.started_at),
                    from_microseconds_or_none(row.finished_at),
                    row.status,
                    row.fault,
                )
                for row in connection.execute(query)
            ]

    def purge(self, now: datetime) -> int:
        """Forget deliveries that were finished long ago, with their tries; returns how many."""
        parameters = {"now": to_microseconds(now - KEPT_FOR)}
        return self._writer.run(lambda transaction: transaction.execute(_PURGE, parameters).rowcount)


def _moments(now: datetime, machine_now: datetime) -> dict[str, int]:
    return {
        "now": to_microseconds(now),
        "set_back": to_microseconds(now + SET_BACK),
        "machine_now": to_microseconds(machine_now),
        "longest_claim": to_microseconds(machine_now + LEASE + SET_BACK),
    }


def _row(kept: Delivery) -> dict[str, object]:
    return {
        "id": str(kept.id),
        "system": kept.system,
        "environment": kept.environment,
        "owner": kept.owner,
        "event": kept.event,
        "url": kept.url,
        "body": kept.body,
        "state": kept.state.value,
        "tries": kept.tries,
        "tries_left": kept.tries_left,
        "pauses": " ".join(str(round(pause.total_seconds())) for pause in kept.schedule.pauses),
        "waits_since": to_microseconds(kept.waits_since),
        "due_at": to_microseconds(kept.due_at),
        "claimed_until": to_microseconds(kept.claimed_until),
        "created_at": to_microseconds(kept.created_at),
        "finished_at": to_microseconds(kept.finished_at),
    }


def _attempt_row(claimed: Delivery, started_at: datetime) -> dict[str, object]:
    return {
        "delivery_id": str(claimed.id),
        "number": claimed.tries,
        "started_at": to_microseconds(started_at),
        "finished_at": None,
        "status": None,
        "fault": None,
    }


def _delivery(row: Sequence[Any]) -> Delivery:
    """A delivery from a whole row, in the order of the table's columns."""
    kept = dict(zip(_columns.keys(), row, strict=True))
    return Delivery(
        id=UUID(kept["id"]),
        system=kept["system"],
        environment=kept["environment"],
        owner=kept["owner"],
        event=kept["event"],
        url=kept["url"],
        body=kept["body"],
        schedule=RetrySchedule(tuple(timedelta(seconds=int(pause)) for pause in kept["pauses"].split())),
        created_at=from_microseconds(kept["created_at"]),
        waits_since=from_microseconds(kept["waits_since"]),
        due_at=from_microseconds(kept["due_at"]),
        tries_left=kept["tries_left"],
        state=DeliveryState(kept["state"]),
        tries=kept["tries"],
        claimed_until=from_microseconds_or_none(kept["claimed_until"]),
        finished_at=from_microseconds_or_none(kept["finished_at"]),
    )
