"""The tokens of the Master Wilayah server and the locks after failed attempts, in the database."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, delete, select

from satupintu.store.credentials import SqlCredentials
from satupintu.store.database import Database
from satupintu.store.moments import from_microseconds, to_microseconds
from satupintu.store.secrets import KeyRing
from satupintu.store.statement import Statement, upsert
from satupintu.store.tables import satusehat_lock, satusehat_token
from satupintu.store.transaction import Transaction
from satupintu.store.writer import Writer
from satupintu.systems.satusehat.server.ports import Token

SATUSEHAT: Final = "satusehat"
"""`Credential.system` of Master Wilayah."""

KNOWN_TOKENS: Final = 50_000
"""How many tokens are kept in memory; of more the oldest are looked up again."""

MOST_LOCKS: Final = 10_000
"""How many client ids may be locked at the same time."""

KEPT_FOR: Final = timedelta(days=1)
"""How long an expired token is kept: its bearer is told that it expired, and a clock set back finds it again."""

_lock = satusehat_lock.c
_ADD_TOKEN: Final = upsert(satusehat_token)
_ADD_LOCK: Final = upsert(satusehat_lock)
_NOW: Final = bindparam("now", type_=_lock.locked_until.type)
_FIND_LOCK: Final = Statement(select(_lock.locked_until).where(_lock.client_id == bindparam("client_id")))
# The lock that was just set is counted apart: of several set at one moment, it is the one that stays.
_DROP_OLDEST_LOCKS: Final = Statement(
    delete(satusehat_lock).where(
        _lock.client_id.in_(
            select(_lock.client_id)
            .where(_lock.client_id != bindparam("client_id"))
            .order_by(_lock.locked_until.desc())
            .limit(bindparam("at_once"))
            .offset(bindparam("others"))
        )
    )
)
_PURGE_LOCKS: Final = Statement(delete(satusehat_lock).where(_lock.locked_until <= _NOW))
_PURGE_TOKENS: Final = Statement(delete(satusehat_token).where(satusehat_token.c.expires_at <= _NOW))


class SqlSatusehatTokens:
    """`Tokens`: kept as keyed digests, and in a bounded memory, since a token that was issued never changes.

    Only a reset takes a token away: the memory is forgotten when the data `generation` is another one. Unknown tokens
    are not remembered: each costs one look at the primary key, in a worker thread.
    """

    def __init__(
        self,
        database: Database,
        writer: Writer,
        keys: KeyRing,
        *,
        generation: Callable[[], int] = lambda: 0,
        most_known: int = KNOWN_TOKENS,
        most_locks: int = MOST_LOCKS,
    ) -> None:
        self._database = database
        self._writer = writer
        self._keys = keys
        self._most_known = most_known
        self._most_locks = most_locks
        self._generation = generation
        self._known_since = generation()
        self._known: dict[str, Token] = {}

    async def issue(self, token: str, client_id: str, *, issued_at: datetime, expires_at: datetime) -> timedelta | None:
        """Keep a new token; durable when this returns. How long the client id is locked still, if it is."""
        row = {
            "token_digest": self._keys.digest(token),
            "client_id": client_id,
            "issued_at": to_microseconds(issued_at),
            "expires_at": to_microseconds(expires_at),
        }

        def issuing(transaction: Transaction) -> timedelta | None:
            locked_for = _locked_for(transaction, client_id, issued_at)
            if locked_for is None:
                transaction.execute(_ADD_TOKEN, row)
            return locked_for

        locked_for = await self._writer.arun(issuing)
        if locked_for is None:
            self._remember(token, Token(client_id, expires_at))
        return locked_for

    def known(self, token: str) -> Token | None:
        """A token that this process issued or found before; costs no query."""
        if self._known_since != self._generation():
            self._known_since = self._generation()
            self._known.clear()
        return self._known.get(token)

    async def find(self, token: str) -> Token | None:
        """A token that was issued, by whichever process; expired or not."""
        found = self.known(token) or await asyncio.to_thread(self._read, self._keys.digest(token))
        if found is not None:
            self._remember(token, found)
        return found

    async def lock(self, client_id: str, *, now: datetime, until: datetime) -> timedelta | None:
        """Lock a client id, unless it is locked: how long it still is."""
        row = {"client_id": client_id, "locked_until": to_microseconds(until)}
        excess = {"client_id": client_id, "at_once": self._most_locks, "others": self._most_locks - 1}

        def locking(transaction: Transaction) -> timedelta | None:
            locked_for = _locked_for(transaction, client_id, now)
            if locked_for is None:
                transaction.execute(_ADD_LOCK, row)
                transaction.execute(_DROP_OLDEST_LOCKS, excess)
            return locked_for

        return await self._writer.arun(locking)

    def purge(self, now: datetime) -> int:
        """Forget locks that are past and tokens long expired; returns how many. Blocks, so call it in a thread."""

        def purging(transaction: Transaction) -> int:
            locks = transaction.execute(_PURGE_LOCKS, {"now": to_microseconds(now)}).rowcount
            tokens = transaction.execute(_PURGE_TOKENS, {"now": to_microseconds(now - KEPT_FOR)}).rowcount
            return locks + tokens

        return self._writer.run(purging)

    def _read(self, digest: bytes) -> Token | None:
        query = select(satusehat_token.c.client_id, satusehat_token.c.expires_at).where(
            satusehat_token.c.token_digest == digest
        )
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else Token(row.client_id, from_microseconds(row.expires_at))

    def _remember(self, token: str, found: Token) -> None:
        self._known[token] = found
        while len(self._known) > self._most_known:
            self._known.pop(next(iter(self._known)), None)


def _locked_for(transaction: Transaction, client_id: str, now: datetime) -> timedelta | None:
    row = transaction.execute(_FIND_LOCK, {"client_id": client_id}).fetchone()
    if row is None:
        return None
    remaining = from_microseconds(row[0]) - now
    return remaining if remaining > timedelta() else None


class SatusehatCallers:
    """`Callers` of the Master Wilayah server."""

    def __init__(self, credentials: SqlCredentials) -> None:
        self._credentials = credentials

    def authenticate(self, client_id: str, client_secret: str) -> bool:
        """Whether the pair is right. Takes the same time either way."""
        return self._credentials.verify(SATUSEHAT, "", client_id, client_secret) is not None
