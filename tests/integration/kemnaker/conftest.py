"""A filled sandbox on either database, and a signing caller of every environment of JOSS and TOSS."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import pytest

from satupintu.bootstrap.house import House
from satupintu.bootstrap.sandbox import SandboxCredential, fill_sandbox
from satupintu.gateway.assembly import gateway_of
from satupintu.kernel.ids import CountingIds
from satupintu.systems.kemnaker.contract.signing import DOKU, SignedParts, format_timestamp, sign

Call = tuple[str, str, Any]
"""Method, path behind the mount, body."""


@dataclass
class Caller:
    """Calls the gateway of a house, many requests at once if need be."""

    house: House
    credential: SandboxCredential
    mount: str = ""
    host: str = "127.0.0.1"
    ids: CountingIds = field(default_factory=CountingIds)

    def request(self, method: str, path: str, body: Any = None, request_id: str | None = None) -> httpx2.Request:
        """A signed request."""
        raw = None if body is None else json.dumps(body).encode()
        identifier = request_id or f"{self.credential.client_id}-{self.ids.new()}"
        stamp = format_timestamp(self.house.clock.now())
        parts = SignedParts(method, self.mount + path, self.credential.client_id, identifier, stamp, raw)
        headers = {
            "Accept": "application/json",
            "Client-Id": self.credential.client_id,
            "Request-Id": identifier,
            "Request-Timestamp": stamp,
            "Signature": sign(DOKU, parts, self.credential.secret(self.house.keys)),
            "Host": self.host,
        }
        if raw is not None:
            headers["Content-Type"] = "application/json"
        return httpx2.Request(method, f"http://{self.host}{parts.target}", headers=headers, content=raw)

    def send(self, method: str, path: str, body: Any = None) -> httpx2.Response:
        """One request, and its answer."""
        return self.together([self.request(method, path, body)])[0]

    def together(self, requests: list[httpx2.Request]) -> list[httpx2.Response]:
        """All requests at the same time."""
        return asyncio.run(_together(self.house, requests))


async def _together(house: House, requests: list[httpx2.Request]) -> list[httpx2.Response]:
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(gateway_of(house))) as client:
        return await asyncio.gather(*(client.send(request) for request in requests))


@pytest.fixture
def open_house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., House]]:
    """Opens filled sandboxes, with settings such as `joss__rate_limit=5`."""
    opened: list[House] = []

    def open_house(url: str | None = None, name: str = "data", **settings: object) -> House:
        for setting, value in settings.items():
            monkeypatch.setenv(f"SATUPINTU_{setting.upper()}", str(value))
        house = House.open(tmp_path / name, url)
        opened.append(house)
        fill_sandbox(house)
        return house

    yield open_house
    for house in opened:
        house.close()
