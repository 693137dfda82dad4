"""The bundled tables, and houses on both databases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from satupintu.bootstrap.house import House
from satupintu.regions.snapshot import RegionTable, load_bundled
from tests.integration.regions.places import made_up, write_csv


@pytest.fixture(scope="session")
def table() -> RegionTable:
    return load_bundled()


@pytest.fixture(scope="session")
def earlier() -> RegionTable:
    return load_bundled("6117-2022")


@pytest.fixture(scope="session")
def codes(table: RegionTable) -> Mapping[str, str]:
    """A made-up BPS code for every region of the 2025 decree."""
    return made_up(table)


@pytest.fixture(scope="session")
def whole_file(table: RegionTable, codes: Mapping[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with these codes."""
    return write_csv(tmp_path_factory.mktemp("regions") / "whole.csv", table, codes)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with House.open(tmp_path / "data") as opened:
        yield opened
