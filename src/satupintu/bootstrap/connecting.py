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
from satupintu.store.paces import SqlPaces
from satupintu.store.run_lock import run_lock
from satupintu.sync.connection import Connection, SecretPlace, load_connection
from satupintu.sync.normalise_kemnaker import JossComposer
from satupintu.sync.reading import TalenticsReader
from satupintu.sync.running import Sync
from satupintu.sync.submitting import Submitter
from satupintu.systems.kemnaker.client.sync_client import Joss
from satupintu.systems.kemnaker.contract.signing import PROFILES
from satupintu.systems.talentics.client.endpoint import ZONE
from satupintu.systems.talentics.client.sync_client import Talentics
from satupintu.transport.pacing import Pause

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
    on_wait: Callable[[Pause], None] | None = None,
) -> Generator[Sync]:
    """Everything a run needs, under the lock that keeps a second run away. `http` replaces the network.

    `on_wait` is told, about once a second, of a wait for the source's quota.

    Raises ConfigurationError or RunLockedError.
    """
    source, target = connection.source, connection.target
    # A moved sandbox clock must not date what goes to the ministry.
    clock = SystemClock() if target.kind == "ministry" else house.clock
    talentics = talentics_of(
        house,
        source.base_url,
        source.app_id,
        _secret(house, source.app_secret, source.app_id),
        zone=source.timezone,
        http=http,
        sleep=sleep,
        on_wait=on_wait,
    )
    joss = Joss(
        target.client_id,
        _secret(house, target.secret, target.client_id),
        base_url=_address(house, target.base_url, "/joss"),
        environment=target.environment,
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


def talentics_of(
    house: House,
    base_url: str,
    app_id: str,
    app_secret: str,
    *,
    zone: str = ZONE,
    http: httpx2.BaseTransport | None = None,
    sleep: Callable[[float], None] | None = None,
    on_wait: Callable[[Pause], None] | None = None,
) -> Talentics:
    """A client of Talentics that keeps the quota together with every other command on this data.

    In the sandbox it goes by the sandbox's clock, and keeps no quota where none is served.
    """
    is_ours = base_url == SANDBOX
    return Talentics(
        app_id,
        app_secret,
        base_url=_address(house, base_url, "/talentics"),
        zone=zone,
        http=http,
        sleep=sleep or time.sleep,
        pace=False if is_ours and not house.settings.talentics.rate_limit else SqlPaces(house.writer),
        clock=house.clock if is_ours else SystemClock(),
        on_wait=on_wait,
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
