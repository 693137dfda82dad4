"""The log of refused requests, in the database, so that every process adds to the same one.

Of each request only its number, its Request-Id and the time stand in clear; all else is sealed with the key of the data
directory. The log is bounded by number and by age, measured with the machine's clock: moving the sandbox's clock
neither loses nor prolongs anything.
"""

from __future__ import annotations

import asyncio
import base64
import json
import logging
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import bindparam, delete, func, insert, or_, select

from satupintu.kernel.clock import Clock
from satupintu.kernel.errors import DataError
from satupintu.store.database import Database
from satupintu.store.moments import from_microseconds, to_microseconds
from satupintu.store.secrets import KeyRing
from satupintu.store.statement import Statement
from satupintu.store.tables import refused_request
from satupintu.store.transaction import Transaction
from satupintu.store.writer import Writer
from satupintu.systems.kemnaker.server.request_log import RefusedRequest

log = logging.getLogger("satupintu.store")

KEPT: Final = 200
"""How many requests are kept; the oldest go first."""

KEPT_FOR: Final = timedelta(hours=24)
"""How long a request is kept."""

MOST_WAITING: Final = 100
"""How many requests may wait to be written. What is refused beyond that is not logged."""

_LONGEST_REQUEST_ID: Final = 128
_MICROSECOND: Final = timedelta(microseconds=1)

_columns: Final = refused_request.c
_number: Final = _columns.number.type
_ADD: Final = Statement(insert(refused_request))
_LATEST: Final = Statement(select(func.max(_columns.number)))
_PURGE: Final = Statement(
    delete(refused_request).where(
        or_(
            _columns.number <= bindparam("below", type_=_number), _columns.noted_at <= bindparam("until", type_=_number)
        )
    )
)


class SqlRequestLog:
    """A `RequestLog`. What is noted is written by the writer in its turn; nobody waits for it."""

    def __init__(self, database: Database, writer: Writer, keys: KeyRing, machine: Clock) -> None:
        self._database = database
        self._writer = writer
        self._keys = keys
        self._machine = machine
        self._waiting: set[asyncio.Task[None]] = set()

    def note(self, refused: RefusedRequest) -> None:
        """Take a request into the log. To be called from an event loop; returns at once."""
        if len(self._waiting) < MOST_WAITING:
            task = asyncio.get_running_loop().create_task(self._write(refused))
            self._waiting.add(task)
            task.add_done_callback(self._waiting.discard)

    async def settled(self) -> None:
        """Wait until all that this process has noted so far is written."""
        loop = asyncio.get_running_loop()
        await asyncio.gather(*(task for task in self._waiting if task.get_loop() is loop), return_exceptions=True)

    def last(self) -> RefusedRequest | None:
        """The request that was refused last. Raises DataError when it was sealed with another key."""
        return self._find()

    def find(self, request_id: str) -> RefusedRequest | None:
        """The request of this id; of several the last one."""
        return self._find(request_id)

    def purge(self) -> int:
        """Forget what is past its time; returns how many."""
        return self._writer.run(lambda transaction: self._forget(transaction, below=0))

    async def _write(self, refused: RefusedRequest) -> None:
        try:
            await self._writer.arun(lambda transaction: self._add(transaction, refused))
        except DataError as error:  # the request itself was answered; it cannot be explained later
            log.warning("a refused request was not logged: %s", error)

    def _add(self, transaction: Transaction, refused: RefusedRequest) -> None:
        row = transaction.execute(_LATEST).fetchone()
        latest: int | None = row[0] if row else None
        number = (latest or 0) + 1
        added = {
            "number": number,
            "noted_at": to_microseconds(self._machine.now()),
            "request_id": refused.request_id[:_LONGEST_REQUEST_ID],
            "sealed": self._keys.seal(json.dumps(_written(refused)), _context(number)),
        }
        transaction.execute(_ADD, added)
        self._forget(transaction, below=number - KEPT)

    def _forget(self, transaction: Transaction, *, below: int) -> int:
        until = to_microseconds(self._machine.now() - KEPT_FOR)
        return transaction.execute(_PURGE, {"below": below, "until": until}).rowcount

    def _find(self, request_id: str | None = None) -> RefusedRequest | None:
        query = (
            select(_columns.number, _columns.sealed)
            .where(_columns.noted_at > to_microseconds(self._machine.now() - KEPT_FOR))
            .order_by(_columns.number.desc())
            .limit(1)
        )
        if request_id is not None:
            query = query.where(_columns.request_id == request_id)
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else _read(json.loads(self._keys.open(row.sealed, _context(row.number))))


def _context(number: int) -> str:
    return f"refused request {number}"


def _written(refused: RefusedRequest) -> dict[str, Any]:
    return {
        "system": refused.system,
        "environment": refused.environment,
        "at": to_microseconds(refused.at),
        "clock_offset": refused.clock_offset // _MICROSECOND,
        "method": refused.method,
        "raw_path": refused.raw_path,
        "mount": refused.mount,
        "query": refused.query,
        "headers": dict(refused.headers),
        "status": refused.status,
        "message": refused.message,
        "errors": {path: list(sentences) for path, sentences in refused.errors.items()},
        "body": None if refused.body is None else base64.b64encode(refused.body).decode(),
        "body_digest": None if refused.body_digest is None else refused.body_digest.hex(),
    }


def _read(kept: dict[str, Any]) -> RefusedRequest:
    values: dict[str, Any] = kept | {
        "at": from_microseconds(kept["at"]),
        "clock_offset": kept["clock_offset"] * _MICROSECOND,
        "errors": {path: tuple(sentences) for path, sentences in kept["errors"].items()},
        "body": None if kept["body"] is None else base64.b64decode(kept["body"]),
        "body_digest": None if kept["body_digest"] is None else bytes.fromhex(kept["body_digest"]),
    }
    return RefusedRequest(**values)
