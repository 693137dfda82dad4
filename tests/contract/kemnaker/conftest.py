"""A JOSS server under a frozen clock, and everything that calls it without a network."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import httpx2
import pytest

from satupintu.kernel.clock import FrozenClock
from satupintu.kernel.ids import CountingIds
from satupintu.kernel.redaction import Secret
from satupintu.serving.system import SystemApp
from satupintu.store.memory.kemnaker_records import MemoryKemnakerTransactions
from satupintu.systems.kemnaker.client.async_client import AsyncJoss
from satupintu.systems.kemnaker.client.sync_client import Joss
from satupintu.systems.kemnaker.contract.references import References
from satupintu.systems.kemnaker.contract.signing import DOKU, SignedParts, format_timestamp, sign
from satupintu.systems.kemnaker.server.app import KemnakerSystem
from satupintu.systems.kemnaker.server.documents import json_of
from satupintu.systems.kemnaker.server.ports import Caller, Owner, Record
from satupintu.systems.kemnaker.server.settings import KemnakerSettings
from satupintu.testing.in_process import InProcessTransport
from tests.contract.kemnaker.bodies import COMPANY, SMALLEST, changed, id_of, path_of

NOW = datetime(2026, 3, 2, 1, 51, tzinfo=UTC)
ADDRESS = "https://joss.localhost"
EVERYTHING = {f"{kind}.{right}" for kind in ("companies", "vacancies", "institutions", "trainings")
              for right in ("read", "write")}  # fmt: skip
CLIENTS = {
    "main": EVERYTHING,
    "other": EVERYTHING,
    "reader": {"vacancies.read"},
    "writer": {"vacancies.write"},
}
REFERENCES = References.bundled(
    lambda kind: {"province": ["31"], "city": ["3174"], "sub_district": ["317404"], "village": ["3174041001"]}[kind],
    {"31": "DKI Jakarta", "3174": "Kota Administrasi Jakarta Selatan", "317404": "Pasar Minggu"}.get,
)


def secret_of(client: str) -> str:
    return f"SK-{client}"


class KnownClients:
    """Knows the clients above, in staging only."""

    def find(self, environment: str, client_id: str) -> Caller | None:
        if environment != "staging" or client_id not in CLIENTS:
            return None
        secret = Secret(secret_of(client_id))
        return Caller(Owner(environment, client_id), (secret,), frozenset(CLIENTS[client_id]))


@dataclass
class Server:
    """A served JOSS with its clock, its rows and a signing caller."""

    app: Any
    clock: FrozenClock
    transactions: MemoryKemnakerTransactions
    ids: CountingIds = field(default_factory=CountingIds)
    http: httpx2.Client = field(init=False)

    def __post_init__(self) -> None:
        self.http = httpx2.Client(transport=InProcessTransport(self.app))

    def send(
        self,
        method: str,
        target: str,
        body: Any = None,
        *,
        client: str = "main",
        request_id: str | None = None,
        timestamp: str | None = None,
        signed: dict[str, Any] | None = None,
        headers: dict[str, Any] | None = None,
        address: str = ADDRESS,
    ) -> httpx2.Response:
        """Send a signed request. `signed` replaces parts of what is signed, `headers` what is sent (None: left out)."""
        raw = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        parts: dict[str, Any] = {
            "method": method,
            "target": target,
            "client_id": client,
            "request_id": request_id or str(self.ids.new()),
            "timestamp": timestamp or format_timestamp(self.clock.now()),
            "body": raw,
        }
        sent: dict[str, Any] = {
            "Accept": "application/json",
            "Content-Type": "application/json" if method in {"PUT", "POST", "PATCH"} else None,
            "Client-Id": client,
            "Request-Id": parts["request_id"],
            "Request-Timestamp": parts["timestamp"],
            "Signature": sign(DOKU, SignedParts(**parts | (signed or {})), secret_of(client)),
            **(headers or {}),
        }
        present = [(name, value) for name, value in sent.items() if value is not None]
        return self.http.send(httpx2.Request(method, address + target, headers=present, content=raw))

    def put(self, vacancy: int | str, body: Any = SMALLEST, **options: Any) -> httpx2.Response:
        return self.send("PUT", path_of(vacancy), body, **options)

    def get(self, vacancy: int | str, **options: Any) -> httpx2.Response:
        return self.send("GET", path_of(vacancy), **options)

    def delete(self, vacancy: int | str, **options: Any) -> httpx2.Response:
        return self.send("DELETE", path_of(vacancy), **options)

    def filed(self, vacancy: int, base: dict[str, Any] = SMALLEST, /, **changes: Any) -> dict[str, Any]:
        """File a vacancy; the record that was answered."""
        answer = self.put(vacancy, changed(base, **changes))
        assert answer.status_code in {200, 201}, answer.text
        return answer.json()["data"]

    def found(self, vacancy: int) -> dict[str, Any]:
        """A vacancy as it stands now."""
        answer = self.get(vacancy)
        assert answer.status_code == 200, answer.text
        return answer.json()["data"]

    def record(self, method: str, path: str, body: Any = None, **options: Any) -> dict[str, Any]:
        """The record that a request is answered with."""
        answer = self.send(method, path, body, **options)
        assert answer.status_code in {200, 201}, answer.text
        return answer.json()["data"]

    def restart(self, **settings: Any) -> None:
        """Go on over the same rows with other settings."""
        self.http.close()
        self.app = app_of(self.transactions, self.clock, **settings)
        self.http = httpx2.Client(transport=InProcessTransport(self.app))

    def row(self, vacancy: int, client: str = "main") -> Record | None:
        """A vacancy as it is kept."""
        return self._run(lambda records: records.find("vacancy", Owner("staging", client), id_of(vacancy)))

    def company_row(self, client: str = "main") -> Record | None:
        """The sample company as it is kept."""
        return self._run(lambda records: records.find("company", Owner("staging", client), COMPANY["id"]))

    def close_company(self) -> None:
        """Close the sample company, as an officer may while it has open vacancies."""
        known = self.company_row()
        closed = replace(known, status="closed", text=json_of(known.document | {"status": "closed"}))
        self._run(lambda records: records.save("company", Owner("staging", "main"), closed))

    def _run(self, work: Any) -> Any:
        return asyncio.run(self.transactions.run(work, lambda found: found))


class Blocking:
    """The asynchronous client, called like the synchronous one."""

    def __init__(self, client: AsyncJoss, runner: asyncio.Runner) -> None:
        self._client = client
        self._runner = runner

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._client, name)
        return lambda *arguments, **options: self._runner.run(method(*arguments, **options))


def start(references: Any = REFERENCES, **settings: Any) -> Server:
    """A server without any records. Close its `http` after use."""
    clock, transactions = FrozenClock(NOW), MemoryKemnakerTransactions()
    return Server(app_of(transactions, clock, references, **settings), clock, transactions)


def app_of(transactions: Any, clock: FrozenClock, references: Any = REFERENCES, **settings: Any) -> SystemApp[Any]:
    """The application over these rows."""
    return SystemApp(
        KemnakerSystem(transactions, KnownClients(), lambda: references, KemnakerSettings(**settings)), clock
    )


@pytest.fixture
def serve() -> Iterator[Any]:
    """Makes servers."""
    opened: list[Server] = []

    def serve(*arguments: Any, **settings: Any) -> Server:
        opened.append(start(*arguments, **settings))
        return opened[-1]

    yield serve
    for server in opened:
        server.http.close()


@pytest.fixture
def server(serve: Any) -> Server:
    return serve()


@pytest.fixture(params=["sync", "async"])
def connect(request: pytest.FixtureRequest, server: Server) -> Iterator[Any]:
    """Makes clients of both kinds. `pauses` collects how long they would have waited, in seconds."""
    with asyncio.Runner() as runner:
        opened: list[Any] = []

        def connect(client: str = "main", *, app: Any = None, pauses: list[float] | None = None, **options: Any) -> Any:
            waited = [] if pauses is None else pauses
            options = {"base_url": ADDRESS, "clock": server.clock, "ids": server.ids, "retries": 0} | options

            async def sleep(seconds: float) -> None:
                waited.append(seconds)

            if request.param == "async":
                http = httpx2.ASGITransport(app or server.app)
                opened.append(Blocking(AsyncJoss(client, secret_of(client), http=http, sleep=sleep, **options), runner))
            else:
                wire = InProcessTransport(app or server.app)
                opened.append(Joss(client, secret_of(client), http=wire, sleep=waited.append, **options))
            return opened[-1]

        yield connect
        for client in opened:
            client.close()
