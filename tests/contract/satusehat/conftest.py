"""A Master Wilayah server with the bundled decree, and clients that reach it without a network."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx2
import pytest

from satupintu.kernel.clock import FrozenClock
from satupintu.kernel.ids import CountingIds
from satupintu.serving.system import SystemApp
from satupintu.store.memory.satusehat_tokens import MemorySatusehatTokens
from satupintu.systems.satusehat.client.async_client import AsyncWilayah
from satupintu.systems.satusehat.client.sync_client import Wilayah
from satupintu.systems.satusehat.server.app import HANDLER_TIME, SatusehatSystem
from satupintu.systems.satusehat.server.ports import Token
from satupintu.systems.satusehat.server.settings import SatusehatSettings
from satupintu.testing.in_process import InProcessTransport
from tests.contract.satusehat.catalogue import MemoryRegions, bundled

NOW = datetime(2022, 12, 15, 13, 10, 5, 593_000, tzinfo=UTC)
"""The moment of the published token."""

BASE = "https://satusehat.localhost"
CLIENT, SECRET = "klinik-1", "rahasia:klinik/1"
FORM = {"client_id": CLIENT, "client_secret": SECRET}
TOKEN_PATH = "/oauth2/v1/accesstoken"
TOKEN_TARGET = f"{TOKEN_PATH}?grant_type=client_credentials"


class OnePair:
    """Accepts one pair."""

    def authenticate(self, client_id: str, client_secret: str) -> bool:
        return (client_id, client_secret) == (CLIENT, SECRET)


@dataclass
class Server:
    """A served system, its clock, and a way to ask it."""

    app: SystemApp[Token]
    clock: FrozenClock
    http: httpx2.Client

    def token(self, form: dict[str, str] = FORM) -> httpx2.Response:
        return self.http.post(TOKEN_TARGET, data=form)

    def bearer(self) -> str:
        return f"Bearer {self.token().json()['access_token']}"

    def get(self, target: str, *, method: str = "GET", **headers: str) -> httpx2.Response:
        bearer = headers.pop("Authorization", None) or self.bearer()
        return self.http.request(method, target, headers={"Authorization": bearer, **headers})

    def page(self, target: str) -> Any:
        answer = self.get(f"/masterdata{target}")
        assert answer.status_code == 200, answer.text
        return answer.json()


@pytest.fixture(scope="session")
def serve() -> Iterator[Any]:
    """Makes servers; each is reached through an event loop of its own."""
    opened: list[httpx2.Client] = []

    def serve(
        regions: MemoryRegions | None = None, tokens: Any = None, handler_time: Any = HANDLER_TIME, **settings: Any
    ) -> Server:
        clock = FrozenClock(NOW)
        system = SatusehatSystem(
            regions or bundled(),
            tokens or MemorySatusehatTokens(),
            OnePair(),
            SatusehatSettings(**settings),
            CountingIds(),
            handler_time,
        )
        app = SystemApp(system, clock)
        opened.append(httpx2.Client(transport=InProcessTransport(app), base_url=BASE))
        return Server(app, clock, opened[-1])

    yield serve
    for client in opened:
        client.close()


@pytest.fixture(scope="session")
def server(serve: Any) -> Server:
    """A server whose clock nobody moves and whose client id nobody locks."""
    return serve()


class Blocking:
    """The asynchronous client, called like the synchronous one; a walk becomes a list of its regions."""

    def __init__(self, client: AsyncWilayah, runner: asyncio.Runner) -> None:
        self._client = client
        self._runner = runner

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._client, name)

        def call(*arguments: Any, **named: Any) -> Any:
            made = method(*arguments, **named)
            if hasattr(made, "__aiter__"):
                return self._runner.run(_listed(made))
            return self._runner.run(_awaited(made))

        return call


async def _awaited(made: Any) -> Any:
    return await made


async def _listed(walk: Any) -> list[Any]:
    return [row async for row in walk]


@pytest.fixture(params=["sync", "async"])
def connect(request: pytest.FixtureRequest, server: Server) -> Iterator[Any]:
    """Makes clients of both kinds. They never sleep: waits are noted in `waits`, and move the server's clock."""
    with asyncio.Runner() as runner:
        opened: list[Any] = []

        def connect(
            to: Server = server, *, secret: str = SECRET, waits: list[float] | None = None, app: Any = None, **more: Any
        ) -> Any:
            noted = [] if waits is None else waits

            async def sleep(seconds: float) -> None:
                noted.append(seconds)

            served = app or to.app
            arguments = {"base_url": BASE, "clock": to.clock, "retries": 0, **more}
            if request.param == "async":
                client = AsyncWilayah(CLIENT, secret, http=httpx2.ASGITransport(served), sleep=sleep, **arguments)
                return Blocking(client, runner)
            opened.append(Wilayah(CLIENT, secret, http=InProcessTransport(served), sleep=noted.append, **arguments))
            return opened[-1]

        yield connect
        for client in opened:
            client.close()


@pytest.fixture(scope="module")
def bearer(server: Server) -> str:
    """A token of the shared server, as the header has it."""
    return server.bearer()


@pytest.fixture
def ask(server: Server, bearer: str) -> Any:
    """Asks the shared server for data, with a token."""

    def ask(target: str, method: str = "GET", **headers: str) -> httpx2.Response:
        return server.get(f"/masterdata{target}", method=method, Authorization=bearer, **headers)

    return ask


def refused(message: str, status: int = 400) -> dict[str, object]:
    """The refusal of a data endpoint."""
    return {"status_code": status, "message": message, "data": None}


def security(text: str) -> dict[str, object]:
    """The refusal for want of a valid token."""
    issue = {"severity": "error", "code": "security", "details": {"text": text}}
    return {"resourceType": "OperationOutcome", "issue": [issue]}
