"""A connection profile becomes a sync that can run."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

import httpx2

from satupintu.bootstrap.house import House
from satupintu.bootstrap.sandbox import ALL, connection_path, noted_address
from satupintu.kernel.clock import SystemClock
from satupintu.kernel.errors import ConfigurationError
from satupintu.kernel.ids import RandomIds
from satupintu.store.run_lock import run_lock
from satupintu.sync.connection import Connection, SecretPlace, load_connection
from satupintu.sync.normalise_kemnaker import JossComposer
from satupintu.sync.reading import TalenticsReader
from satupintu.sync.running import Sync
from satupintu.sync.submitting import Submitter
from satupintu.systems.kemnaker.client.sync_client import Joss
from satupintu.systems.kemnaker.contract.signing import PROFILES
from satupintu.systems.talentics.client.sync_client import Talentics

SANDBOX = "sandbox"
"""As a base address: wherever the gateway of this data directory listens."""


def connection_of(house: House, file: Path | None) -> Connection:
    """The connection of a file, or the sandbox's own."""
    return load_connection(file or connection_path(house.directory.path))


@contextmanager
def sync_of(
    house: House,
    connection: Connection,
    *,
    http: httpx2.BaseTransport | None = None,
    sleep: Callable[[float], None] | None = None,
) -> Generator[Sync]:
    """Everything a run needs, under the lock that keeps a second run away. `http` replaces the network.

    Raises ConfigurationError or RunLockedError.
    """
    source, target = connection.source, connection.target
    # A moved sandbox clock must not date what goes to the ministry.
    clock = SystemClock() if target.kind == "ministry" else house.clock
    talentics = Talentics(
        source.app_id,
        _secret(house, source.app_secret, source.app_id),
        base_url=_address(house, source.base_url, "/talentics"),
        zone=source.timezone,
        http=http,
        sleep=sleep or time.sleep,
    )
    joss = Joss(
        target.client_id,
        _secret(house, target.secret, target.client_id),
        base_url=_address(house, target.base_url, "/joss"),
        profile=PROFILES[house.settings.joss.profile if target.base_url == SANDBOX else target.profile],
        clock=clock,
        http=http,
        sleep=sleep or time.sleep,
    )
    with talentics, joss, run_lock(house.database, house.directory, "sync"):
        yield Sync(
            connection,
            TalenticsReader(talentics, connection),
            Submitter(joss, house.ledger, clock, RandomIds(), sleep=sleep),
            house.ledger,
            JossComposer(connection, house.references, house.regions),
            house.resolver,
            clock,
        )


def _address(house: House, base_url: str, path: str) -> str:
    return noted_address(house.directory.path) + path if base_url == SANDBOX else base_url


def _secret(house: House, place: SecretPlace, client_id: str) -> str:
    if (secret := place.read()) is not None:
        return secret.reveal()
    for credential in ALL:
        if credential.client_id == client_id:
            return credential.secret(house.keys)
    raise ConfigurationError(f"the sandbox has no credential {client_id}; it has {', '.join(c.client_id for c in ALL)}")
