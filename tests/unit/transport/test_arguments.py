"""What every client is given is looked at when it is made, not at the first call."""

from __future__ import annotations

from datetime import timedelta

import pytest

from satupintu.kernel.errors import ConfigurationError
from satupintu.systems.jobtrain.client.async_client import AsyncJobtrain
from satupintu.systems.jobtrain.client.sync_client import Jobtrain
from satupintu.systems.kemnaker.client.async_client import AsyncJoss
from satupintu.systems.kemnaker.client.sync_client import Joss
from satupintu.systems.satusehat.client.async_client import AsyncWilayah
from satupintu.systems.satusehat.client.sync_client import Wilayah
from satupintu.systems.talentics.client.async_client import AsyncTalentics
from satupintu.systems.talentics.client.sync_client import Talentics

HERE = "http://127.0.0.1:9"
TALENTICS = {
    "Talentics": lambda **given: Talentics("app", "secret", **given),
    "AsyncTalentics": lambda **given: AsyncTalentics("app", "secret", **given),
}
CLIENTS = TALENTICS | {
    "Wilayah": lambda **given: Wilayah("id", "secret", **given),
    "AsyncWilayah": lambda **given: AsyncWilayah("id", "secret", **given),
    "Jobtrain": lambda **given: Jobtrain(HERE, "id", "secret", "user", "password", **given),
    "AsyncJobtrain": lambda **given: AsyncJobtrain(HERE, "id", "secret", "user", "password", **given),
}
ALL = CLIENTS | {
    "Joss": lambda **given: Joss("id", "secret", base_url=HERE, **given),
    "AsyncJoss": lambda **given: AsyncJoss("id", "secret", base_url=HERE, **given),
}


@pytest.mark.parametrize("timeout", [30, 0.5, None, timedelta(), timedelta(seconds=-1)])
@pytest.mark.parametrize("client", ALL)
def test_a_timeout_that_is_no_time_to_wait_is_refused(client, timeout):
    with pytest.raises(ConfigurationError, match=r"timeout: .*timedelta\(seconds=30\)"):
        ALL[client](timeout=timeout)


@pytest.mark.parametrize("retries", [-1, 1.5, "3", None, True, 10**9])
@pytest.mark.parametrize("client", CLIENTS)
def test_a_number_of_retries_that_is_none_is_refused(client, retries):
    with pytest.raises(ConfigurationError, match=r"retries: .*whole number"):
        CLIENTS[client](retries=retries)


@pytest.mark.parametrize("pace", [None, 5, 1, b"paces"])
@pytest.mark.parametrize("client", TALENTICS)
def test_a_pace_that_nobody_can_keep_is_refused(client, pace):
    with pytest.raises(ConfigurationError, match="pace: "):
        TALENTICS[client](pace=pace)
