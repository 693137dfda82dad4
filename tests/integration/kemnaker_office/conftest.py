"""A house on each database, clients of its JOSS and TOSS without a network, and a receiver."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.integration.kemnaker_office.office import Office
from tests.integration.outbox.receiver import Receiver, listening


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, new_url: Callable[[str], str], tmp_path: Path) -> Iterator[Office]:
    """A house on each database."""
    url = None if request.param == "sqlite" else new_url("postgresql")
    with Office.opened(tmp_path / "data", url) as office:
        yield office


@pytest.fixture
def sqlite_office(tmp_path: Path) -> Iterator[Office]:
    """A house where the database makes no difference."""
    with Office.opened(tmp_path / "data", None) as office:
        yield office


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with listening() as found:
        yield found
