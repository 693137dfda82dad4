"""The served Talentics of a house, without a network, under a clock of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx2

from satupintu.bootstrap.house import House
from satupintu.bootstrap.sandbox import TALENTICS_MAIN, TALENTICS_SECOND, SandboxCredential
from satupintu.kernel.clock import FrozenClock
from satupintu.serving.system import SystemApp
from satupintu.testing.in_process import InProcessTransport

OPENED_AT = datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
"""1,700,000,000 seconds since 1970."""


@dataclass(frozen=True)
class ServedTalentics:
    """A system that is served, and the time it sees."""

    http: httpx2.Client
    clock: FrozenClock
    house: House

    def get(self, target: str, *, second: bool = False, **more: Any) -> httpx2.Response:
        credential: SandboxCredential = TALENTICS_SECOND if second else TALENTICS_MAIN
        pair = (credential.client_id, credential.secret(self.house.keys))
        return self.http.request(more.pop("method", "GET"), target, auth=pair, **more)


@contextmanager
def served_by(house: House) -> Iterator[ServedTalentics]:
    """Serve a house's Talentics while the block runs."""
    clock = FrozenClock(OPENED_AT)
    transport = InProcessTransport(SystemApp(house.talentics(), clock))
    with httpx2.Client(transport=transport, base_url="https://talentics.localhost") as http:
        yield ServedTalentics(http, clock, house)
