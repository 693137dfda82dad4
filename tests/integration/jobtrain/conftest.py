"""Sandboxes with a served Jobtrain: one to read from, and copies of a new one to write to."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from satupintu.bootstrap.house import House
from satupintu.bootstrap.sandbox import fill_sandbox
from tests.integration.jobtrain.served import Served, serving


@pytest.fixture(scope="session")
def new_sandbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data directory of a sandbox that was started for the first time. Tests take copies."""
    data = tmp_path_factory.mktemp("jobtrain") / "data"
    with House.open(data) as house:
        fill_sandbox(house)
    return data


@pytest.fixture(scope="session")
def reading(new_sandbox: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A sandbox that tests leave as it is."""
    with serving(shutil.copytree(new_sandbox, tmp_path_factory.mktemp("reading") / "data")) as served:
        yield served


@pytest.fixture
def data(new_sandbox: Path, tmp_path: Path) -> Path:
    """A data directory of this test's own."""
    return shutil.copytree(new_sandbox, tmp_path / "data")


@pytest.fixture
def served(data: Path) -> Iterator[Served]:
    """A sandbox of this test's own."""
    with serving(data) as served:
        yield served
