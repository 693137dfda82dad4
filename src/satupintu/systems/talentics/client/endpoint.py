"""Talentics as the other side of a call: address, credential, retries, the meaning of a refusal."""

from __future__ import annotations

from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from satupintu.kernel.errors import ConfigurationError, StatusError, status_error
from satupintu.kernel.retry import RetryPolicy
from satupintu.systems.talentics.client.auth import BasicCredential
from satupintu.systems.talentics.contract.errors import read_messages
from satupintu.systems.talentics.contract.operations import QUOTA
from satupintu.transport.conversation import Received, retry_after
from satupintu.transport.sending import Endpoint, pauses

BASE_URL: Final = "https://api.talentics.id"
RETRIES: Final = 3
ZONE: Final = "Asia/Jakarta"


def endpoint(app_id: str, app_secret: str, base_url: str, retries: int) -> Endpoint:
    """Where and how Talentics is called. Raises ConfigurationError."""
    return Endpoint(
        base_url=base_url,
        auth=BasicCredential(app_id, app_secret),
        read_error=read_error,
        retry=retry_policy(retries),
    )


def retry_policy(retries: int) -> RetryPolicy:
    """After 1, 2, 4 … seconds again when no answer came or a 5xx; after a 429 when it says how long to wait."""
    return RetryPolicy(
        pauses=pauses(retries),
        statuses=frozenset({429, *range(500, 600)}),
        only_when_told=frozenset({429}),
        longest_wait=QUOTA.window,
    )


def read_error(received: Received) -> StatusError:
    """What a refusal means. The status alone decides; the messages are taken from wherever they stand."""
    return status_error(received.status)(
        received.status,
        "; ".join(read_messages(received.body)),
        headers=received.headers,
        body=received.body,
        retry_after=retry_after(received.headers),
    )


def time_zone(name: str) -> ZoneInfo:
    """The zone in which dates without one are meant. Raises ConfigurationError for an unknown name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise ConfigurationError(f"{name!r} is not a time zone; write for example Asia/Jakarta") from None
