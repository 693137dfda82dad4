"""A sandbox whose refusals are explained."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.joss_sandbox import JossSandbox, joss_sandbox


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[JossSandbox]:
    """One sandbox for all tests of a file that leave it as it is."""
    with joss_sandbox(tmp_path_factory.mktemp("joss") / "data") as opened:
        yield opened


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[JossSandbox]:
    """A sandbox of its own."""
    with joss_sandbox(tmp_path / "data") as opened:
        yield opened
