"""The bundled table and a resolver over it, loaded once."""

import pytest

from satupintu.regions.resolver import Resolver
from satupintu.regions.snapshot import RegionTable, load_bundled


@pytest.fixture(scope="session")
def table() -> RegionTable:
    return load_bundled()


@pytest.fixture(scope="session")
def resolver(table: RegionTable) -> Resolver:
    return Resolver(table)
