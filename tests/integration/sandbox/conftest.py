"""A served sandbox in this process, on both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2
import pytest

from satupintu.bootstrap.house import House
from satupintu.bootstrap.sandbox import fill_sandbox
from satupintu.gateway.assembly import gateway_of
from satupintu.testing.in_process import InProcessTransport


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, new_url: Callable[[str], str]) -> str | None:
    """The URL of a database server; None stands for the file in the data directory."""
    return None if request.param == "sqlite" else new_url("postgresql")


@pytest.fixture
def house(tmp_path: Path, database: str | None) -> Iterator[House]:
    with House.open(tmp_path / "data", database) as opened:
        fill_sandbox(opened)
        yield opened


@pytest.fixture
def http(house: House) -> Iterator[httpx2.Client]:
    """A client of the gateway, as from this machine."""
    with httpx2.Client(transport=InProcessTransport(gateway_of(house)), base_url="http://127.0.0.1:8765") as client:
        yield client
