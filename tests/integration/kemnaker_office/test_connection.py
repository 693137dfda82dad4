"""A sync whose credentials cannot fit its target stops before it sends anything."""

from __future__ import annotations

import pytest

from satupintu.bootstrap.connecting import sync_of
from satupintu.bootstrap.sandbox import fill_sandbox
from satupintu.kernel.errors import ConfigurationError
from tests.integration.sync.sandbox import connection_with


@pytest.mark.parametrize(
    ("target", "words"),
    [
        (
            {"client_id": "JOSS-1", "base_url": "https://joss.kemnaker.go.id", "environment": "staging"},
            "joss.kemnaker.go.id is live, but the credentials are said to be for staging",
        ),
        (
            {"client_id": "JOSS-1", "base_url": "https://sandbox.joss.kemnaker.go.id", "environment": "live"},
            "sandbox.joss.kemnaker.go.id is staging, but the credentials are said to be for live",
        ),
        ({"client_id": "JOSS-1", "base_url": "https://toss.kemnaker.go.id"}, "toss.kemnaker.go.id serves TOSS"),
        ({"base_url": "https://joss.kemnaker.go.id"}, "JOSS-SANDBOX-0001 belongs to a sandbox"),
    ],
)
def test_credentials_and_host_of_different_places_stop_a_run(sqlite_office, monkeypatch, target, words):
    house = sqlite_office.house
    fill_sandbox(house)
    monkeypatch.setenv("JOSS_SECRET", "SK-1")
    connection = connection_with(house, kind="ministry", **target)
    place = connection.target.secret.model_copy(update={"sandbox": False, "env": "JOSS_SECRET"})
    connection = connection.model_copy(update={"target": connection.target.model_copy(update={"secret": place})})
    with pytest.raises(ConfigurationError) as stopped, sync_of(house, connection):
        pass
    assert words in str(stopped.value)
