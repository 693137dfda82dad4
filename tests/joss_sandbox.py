"""A served sandbox in this process, and a caller of its JOSS that signs with what it is told to sign with."""

from __future__ import annotations

import json
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2

from satupintu.bootstrap.house import House
from satupintu.bootstrap.sandbox import JOSS_STAGING, fill_sandbox
from satupintu.gateway.assembly import gateway_of
from satupintu.kernel.ids import CountingIds
from satupintu.systems.kemnaker.contract.signing import DOKU, SignedParts, format_timestamp, sign
from satupintu.testing.in_process import InProcessTransport

ADDRESS = "http://127.0.0.1:8765"
MOUNT = "/joss"
CLIENT = JOSS_STAGING.client_id


@dataclass
class JossSandbox:
    """A sandbox of its own. `http` is a program of this machine that calls the gateway."""

    house: House
    http: httpx2.Client
    ids: CountingIds = field(default_factory=CountingIds)

    @property
    def secret(self) -> str:
        return JOSS_STAGING.secret(self.house.keys)

    def parts(self, method: str, path: str, body: bytes | None = None, **other: str) -> SignedParts:
        """What is to be signed of a request to JOSS; `other` replaces client_id, request_id or timestamp."""
        values = {
            "client_id": CLIENT,
            "request_id": f"r-{self.ids.new()}",
            "timestamp": format_timestamp(self.house.clock.now()),
        }
        return SignedParts(method, MOUNT + path, body=body, **values | other)

    def send(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        accept: str | None = "application/json",
        signature: str | None = None,
        headers: dict[str, str | None] | None = None,
        query: str = "",
        host: str | None = None,
        **other: str,
    ) -> httpx2.Response:
        """Send a request that is signed well, unless a `signature` is given. A header that is None is left out."""
        raw = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        return self.deliver(self.parts(method, path, raw, **other), accept, signature, headers or {}, query, host)

    def deliver(
        self,
        parts: SignedParts,
        accept: str | None = "application/json",
        signature: str | None = None,
        headers: dict[str, str | None] | None = None,
        query: str = "",
        host: str | None = None,
    ) -> httpx2.Response:
        """Send a request as its parts say."""
        sent: dict[str, str | None] = {
            "Accept": accept,
            "Content-Type": "application/json" if parts.method in {"PUT", "POST", "PATCH"} else None,
            "Client-Id": parts.client_id,
            "Request-Id": parts.request_id,
            "Request-Timestamp": parts.timestamp,
            "Signature": sign(DOKU, parts, self.secret) if signature is None else signature,
            "Host": host,
            **(headers or {}),
        }
        present = [(name, value) for name, value in sent.items() if value is not None]
        address = ADDRESS + parts.target + (f"?{query}" if query else "")
        return self.http.send(httpx2.Request(parts.method, address, headers=present, content=parts.body))


@contextmanager
def joss_sandbox(data: Path, database: str | None = None) -> Generator[JossSandbox]:
    """A filled sandbox in a data directory of its own."""
    with House.open(data, database) as house:
        fill_sandbox(house)
        with httpx2.Client(transport=InProcessTransport(gateway_of(house))) as http:
            yield JossSandbox(house, http)
