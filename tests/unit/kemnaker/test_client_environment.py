"""A client of one API and environment is not sent to the host of another."""

from __future__ import annotations

import pytest

from satupintu.kernel.errors import ConfigurationError
from satupintu.systems.kemnaker.client.async_client import AsyncJoss, AsyncToss
from satupintu.systems.kemnaker.client.sync_client import Joss, Toss

SECRET = "SK-demo-secret-0001"


@pytest.mark.parametrize(
    ("client", "options"),
    [
        (Joss, {"base_url": "https://toss.kemnaker.go.id"}),
        (Toss, {"base_url": "https://sandbox.joss.kemnaker.go.id"}),
        (AsyncToss, {"base_url": "https://joss.kemnaker.go.id/"}),
        (Joss, {"environment": "staging"}),
        (Joss, {"base_url": "https://sandbox.joss.kemnaker.go.id", "environment": "live"}),
        (AsyncJoss, {"environment": "staging"}),
    ],
)
def test_credentials_of_another_api_or_environment_than_the_host_stop_everything(client, options):
    with pytest.raises(ConfigurationError, match=r"kemnaker\.go\.id"):
        client("JOSS-1", SECRET, **options)


def test_a_client_of_a_sandbox_is_never_sent_to_the_ministry():
    with pytest.raises(ConfigurationError, match="belongs to a sandbox"):
        Joss("JOSS-SANDBOX-0001", SECRET)


@pytest.mark.parametrize("environment", [None, "live"])
def test_credentials_that_fit_are_taken(environment):
    Joss("JOSS-1", SECRET, environment=environment).close()
    Toss("TOSS-1", SECRET, environment=environment).close()
    Joss("JOSS-SANDBOX-0001", SECRET, base_url="http://127.0.0.1:8765/joss", environment="live").close()
