"""The tokens of the Master Wilayah server and the locks after failed attempts, in memory."""

from __future__ import annotations

from datetime import datetime, timedelta
from threading import Lock

from satupintu.store.satusehat_tokens import KEPT_FOR, MOST_LOCKS
from satupintu.systems.satusehat.server.ports import Token


class MemorySatusehatTokens:
    """The twin of `SqlSatusehatTokens`."""

    def __init__(self, *, most_locks: int = MOST_LOCKS) -> None:
        self._most_locks = most_locks
        self._tokens: dict[str, Token] = {}
        self._locks: dict[str, datetime] = {}
        self._one_at_a_time = Lock()

    async def issue(self, token: str, client_id: str, *, issued_at: datetime, expires_at: datetime) -> timedelta | None:
        """Keep a new token. How long the client id is locked still, if it is."""
        with self._one_at_a_time:
            locked_for = self._locked_for(client_id, issued_at)
            if locked_for is None:
                self._tokens[token] = Token(client_id, expires_at)
            return locked_for

    def known(self, token: str) -> Token | None:
        """A token that was issued, expired or not."""
        return self._tokens.get(token)

    async def find(self, token: str) -> Token | None:
        """A token that was issued, expired or not."""
        return self._tokens.get(token)

    async def lock(self, client_id: str, *, now: datetime, until: datetime) -> timedelta | None:
        """Lock a client id, unless it is locked: how long it still is."""
        with self._one_at_a_time:
            locked_for = self._locked_for(client_id, now)
            if locked_for is None:
                self._locks.pop(client_id, None)
                while len(self._locks) >= self._most_locks:
                    del self._locks[min(self._locks, key=self._locks.__getitem__)]
                self._locks[client_id] = until
            return locked_for

    def purge(self, now: datetime) -> int:
        """Forget locks that are past and tokens long expired; returns how many."""
        with self._one_at_a_time:
            past = [client_id for client_id, until in self._locks.items() if until <= now]
            expired = [token for token, kept in self._tokens.items() if kept.expires_at <= now - KEPT_FOR]
            for client_id in past:
                del self._locks[client_id]
            for token in expired:
                del self._tokens[token]
            return len(past) + len(expired)

    def _locked_for(self, client_id: str, now: datetime) -> timedelta | None:
        remaining = self._locks.get(client_id, now) - now
        return remaining if remaining > timedelta() else None
