"""Sandboxes that can be copied: their data directory, and their database whichever kind it is."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg
import pytest

from satupintu.bootstrap.house import House
from tests.integration.sync.sandbox import fill, open_house


@dataclass(frozen=True)
class Place:
    """A data directory, and the URL of its database if that is not inside."""

    data: Path
    database: str | None

    def open(self) -> House:
        return open_house(self.data, self.database)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path, new_url: Callable[[str], str]) -> Place:
    """A sandbox with a few open jobs that were never filed, on both databases."""
    found = Place(tmp_path / "data", None if request.param == "sqlite" else new_url("postgresql"))
    with found.open() as house:
        fill(house)
    return found


@pytest.fixture
def house(place: Place) -> Iterator[House]:
    """The place, opened."""
    with place.open() as opened:
        yield opened


@pytest.fixture
def copied(tmp_path: Path, new_url: Callable[[str], str]) -> Callable[[Place], Place]:
    """Copies a place that nobody has open."""
    numbers = count()

    def copy(original: Place) -> Place:
        data = tmp_path / f"copy-{next(numbers)}"
        shutil.copytree(original.data, data)
        if original.database is None:
            return Place(data, None)
        url = new_url("postgresql")
        name, template = (address.partition("?")[0].rpartition("/")[2] for address in (url, original.database))
        with psycopg.connect(url.replace(f"/{name}?", "/postgres?"), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name}")
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return Place(data, url)

    return copy
