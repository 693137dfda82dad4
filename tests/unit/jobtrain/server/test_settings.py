"""What an operator may choose about the Jobtrain server."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from satupintu.kernel.errors import ConfigurationError
from satupintu.systems.jobtrain.server.settings import JobtrainSettings


@pytest.mark.parametrize(
    ("named", "values"),
    [
        ("jobtrain.page_size_default", {"page_size_default": 0}),
        ("jobtrain.page_size_max", {"page_size_default": 30, "page_size_max": 20}),
        ("jobtrain.page_size_max", {"page_size_max": 101}),
        ("jobtrain.recent_window_h", {"recent": timedelta()}),
        ("jobtrain.file_max_bytes", {"file_max_bytes": 0}),
        ("jobtrain.file_max_bytes", {"file_max_bytes": 9_000_000}),
        ("jobtrain.public_base_url", {"public_base_url": "jobtrain.example"}),
    ],
)
def test_values_that_cannot_work_are_named(named: str, values: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match=named):
        JobtrainSettings(**values)


def test_a_public_address_may_end_in_a_slash() -> None:
    assert JobtrainSettings(public_base_url="https://jobs.example/").public_base_url == "https://jobs.example"
