"""Who may call which system: the credentials, in the database and kept in memory."""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, Protocol

from sqlalchemy import bindparam, select

from satupintu.kernel.clock import Clock
from satupintu.kernel.redaction import Secret
from satupintu.store.database import Database
from satupintu.store.moments import from_microseconds_or_none, to_microseconds
from satupintu.store.secrets import KeyRing
from satupintu.store.statement import Statement, upsert
from satupintu.store.tables import credential as credential_table
from satupintu.store.transaction import Transaction
from satupintu.store.writer import Writer
from satupintu.systems.kemnaker.server import ports as kemnaker
from satupintu.systems.talentics.server import ports as talentics

TALENTICS: Final = "talentics"
"""`Credential.system` of Talentics. JOSS and TOSS name theirs when their callers are made."""

LONGEST_ROTATION: Final = 2
"""How many secrets of one credential may be valid at the same time."""


class Keeping(StrEnum):
    """How a secret is stored."""

    DIGEST = "digest"
    """As a keyed digest: it can be compared, never shown again."""
    SEALED = "sealed"
    """Encrypted, because checking a signature needs the secret itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """One credential. `secrets` is oldest first; it is empty on a credential read back whose secret is a digest.

    `environment` stays empty for a system that has one. `tenants` are the ids it may see records of. Of two secrets the
    older one ends at `overlap_ends_at`. `notification_url` is where its owner wants to be told of events.
    """

    system: str
    client_id: str
    environment: str = ""
    secrets: tuple[Secret, ...] = ()
    keeping: Keeping = Keeping.DIGEST
    label: str = ""
    tenants: tuple[str, ...] = ()
    permissions: frozenset[str] = frozenset()
    active: bool = True
    overlap_ends_at: datetime | None = None
    notification_url: str | None = field(default=None, repr=False)

    def secrets_at(self, now: datetime) -> tuple[Secret, ...]:
        """The secrets that are valid at a moment: only the newer one once the overlap is over."""
        is_over = self.overlap_ends_at is not None and self.overlap_ends_at <= now
        return self.secrets[-1:] if is_over else self.secrets


class GenerationClock(Clock, Protocol):
    """A clock that also tells when to read again what is kept in memory."""

    @property
    def generation(self) -> int:
        """Changes whenever data that processes keep in memory was changed."""
        ...

    def bump_generation(self) -> None:
        """Tell every process to read again."""
        ...


@dataclass(frozen=True, slots=True)
class _Known:
    credential: Credential
    digest: bytes = field(repr=False)


_Key = tuple[str, str, str]

_columns: Final = credential_table.c
_SAVE: Final = upsert(credential_table, keep=["created_at"])
_FIND: Final = Statement(
    select(credential_table).where(
        _columns.system == bindparam("system"),
        _columns.environment == bindparam("environment"),
        _columns.client_id == bindparam("client_id"),
    )
)
_SEALED: Final = ("secret_sealed", "next_secret_sealed")


class SqlCredentials:
    """The credentials. They are read once and again when the clock's generation changes."""

    def __init__(self, database: Database, writer: Writer, keys: KeyRing, clock: GenerationClock) -> None:
        self._database = database
        self._writer = writer
        self._keys = keys
        self._clock = clock
        self._kept: tuple[int, dict[_Key, _Known]] | None = None

    def add(self, credential: Credential) -> None:
        """Add or replace a credential. Every process knows it when this returns.

        Raises ValueError unless it has one secret, or up to two that are sealed.
        """
        row = self._row(credential)
        self._writer.run(lambda transaction: transaction.execute(_SAVE, row).rowcount)
        self._clock.bump_generation()

    def change(
        self, system: str, environment: str, client_id: str, change: Callable[[Credential | None], Credential]
    ) -> Credential:
        """Change a credential with sealed secrets, or make one; one change at a time over all processes.

        `change` may run more than once. What it raises leaves everything as it was. Every process knows the new
        credential when this returns.
        """
        key = {"system": system, "environment": environment, "client_id": client_id}

        def changing(transaction: Transaction) -> Credential:
            row = transaction.execute(_FIND, key).fetchone()
            known = None if row is None else self._known(dict(zip(_columns.keys(), row, strict=True))).credential
            changed = change(known)
            transaction.execute(_SAVE, self._row(changed))
            return changed

        changed = self._writer.run(changing)
        self._clock.bump_generation()
        return changed

    def valid_secrets(self, credential: Credential) -> tuple[Secret, ...]:
        """The secrets of a credential that are valid now."""
        return credential.secrets if credential.overlap_ends_at is None else credential.secrets_at(self._clock.now())

    def all(self) -> Sequence[Credential]:
        """Every credential, by system, environment and client id."""
        return [known.credential for known in self._current().values()]

    def find(self, system: str, environment: str, client_id: str) -> Credential | None:
        """One credential, active or not."""
        known = self._current().get((system, environment, client_id))
        return known.credential if known else None

    def verify(self, system: str, environment: str, client_id: str, secret: str) -> Credential | None:
        """The active credential that this secret belongs to, kept as a digest. The same work whatever is wrong."""
        digest = self._keys.digest(secret)
        known = self._current().get((system, environment, client_id))
        expected = known.digest if known else bytes(len(digest))
        matches = hmac.compare_digest(digest, expected)
        return known.credential if known and matches and known.credential.active else None

    def _current(self) -> dict[_Key, _Known]:
        # Asked before the rows are read: a change in between is then noticed the next time.
        generation = self._clock.generation
        kept = self._kept
        if kept is None or kept[0] != generation:
            query = select(credential_table).order_by(*credential_table.primary_key)
            with self._database.reading() as connection:
                rows = connection.execute(query).mappings().all()
            known = {(row["system"], row["environment"], row["client_id"]): self._known(row) for row in rows}
            kept = self._kept = (generation, known)
        return kept[1]

    def _row(self, credential: Credential) -> dict[str, object]:
        most = LONGEST_ROTATION if credential.keeping is Keeping.SEALED else 1
        if not 1 <= len(credential.secrets) <= most:
            raise ValueError(f"credential {credential.client_id} needs 1 to {most} secrets")
        row: dict[str, object] = {
            "system": credential.system,
            "environment": credential.environment,
            "client_id": credential.client_id,
            "label": credential.label,
            "secret_digest": None,
            "secret_sealed": None,
            "next_secret_sealed": None,
            "tenants": json.dumps(credential.tenants),
            "permissions": json.dumps(sorted(credential.permissions)),
            "active": credential.active,
            "created_at": to_microseconds(self._clock.now()),
            "overlap_ends_at": to_microseconds(credential.overlap_ends_at),
            "notification_url": credential.notification_url,
        }
        if credential.keeping is Keeping.DIGEST:
            row["secret_digest"] = self._keys.digest(credential.secrets[0].reveal())
        else:
            for column, secret in zip(_SEALED, credential.secrets, strict=False):
                row[column] = self._keys.seal(secret.reveal(), _context(row, column))
        return row

    def _known(self, row: Mapping[Any, Any]) -> _Known:
        secrets = tuple(
            Secret(self._keys.open(row[column], _context(row, column))) for column in _SEALED if row[column] is not None
        )
        credential = Credential(
            system=row["system"],
            client_id=row["client_id"],
            environment=row["environment"],
            secrets=secrets,
            keeping=Keeping.SEALED if secrets else Keeping.DIGEST,
            label=row["label"],
            tenants=tuple(json.loads(row["tenants"])),
            permissions=frozenset(json.loads(row["permissions"])),
            active=bool(row["active"]),
            overlap_ends_at=from_microseconds_or_none(row["overlap_ends_at"]),
            notification_url=row["notification_url"],
        )
        return _Known(credential, row["secret_digest"] or b"")


def _context(row: Mapping[Any, Any], column: str) -> str:
    """What a sealed secret is bound to: its own row and column, so that it opens nowhere else."""
    return json.dumps([row["system"], row["environment"], row["client_id"], column])


class TalenticsCallers:
    """`Callers` of the Talentics server: the tenants of a credential are its organizations."""

    def __init__(self, credentials: SqlCredentials) -> None:
        self._credentials = credentials

    def authenticate(self, app_id: str, app_secret: str) -> talentics.Caller | None:
        """Who this pair belongs to; None for a wrong pair. Takes the same time either way."""
        found = self._credentials.verify(TALENTICS, "", app_id, app_secret)
        return talentics.Caller(app_id, frozenset(map(int, found.tenants))) if found else None


class KemnakerCallers:
    """`Callers` of the JOSS or the TOSS server, whichever `system` says."""

    def __init__(self, credentials: SqlCredentials, system: str) -> None:
        self._credentials = credentials
        self._system = system
        self._made: dict[tuple[str, str], tuple[Credential, kemnaker.Caller]] = {}

    def find(self, environment: str, client_id: str) -> kemnaker.Caller | None:
        """The client of this id in this environment; None when unknown or not active."""
        found = self._credentials.find(self._system, environment, client_id)
        if found is None or not found.active:
            return None
        made = self._made.get((environment, client_id))
        if made is not None and made[0] is found and found.overlap_ends_at is None:
            return made[1]
        secrets = self._credentials.valid_secrets(found)
        caller = kemnaker.Caller(kemnaker.Owner(environment, client_id), secrets, found.permissions)
        self._made[environment, client_id] = found, caller
        return caller

    def newest_secret(self, environment: str, client_id: str) -> Secret | None:
        """What notifications to a client are signed with; None when it is unknown or not active."""
        caller = self.find(environment, client_id)
        return caller.secrets[-1] if caller else None


class KemnakerUrls:
    """`RegisteredUrls`: where the clients of JOSS and TOSS want to be told of events."""

    def __init__(self, credentials: SqlCredentials) -> None:
        self._credentials = credentials

    def notification_url(self, system: str, owner: kemnaker.Owner) -> str | None:
        """The URL that is registered for a client; None while there is none, and when it is not active."""
        found = self._credentials.find(system, owner.environment, owner.client_id)
        return found.notification_url if found and found.active else None
