"""What both clients share: the address, the token, what is tried again, the meaning of a refusal, batches of codes."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from satupintu.kernel.clock import Clock, SystemClock
from satupintu.kernel.errors import StatusError, status_error
from satupintu.kernel.retry import RetryPolicy
from satupintu.systems.satusehat.client.auth import BearerToken
from satupintu.systems.satusehat.contract.errors import read_message
from satupintu.systems.satusehat.contract.operations import Codes
from satupintu.transport.address import checked_base_url
from satupintu.transport.conversation import Received, retry_after
from satupintu.transport.sending import Endpoint, pauses

BASE_URL: Final = "https://api-satusehat.kemkes.go.id"
"""Production. The sandbox of the ministry is https://api-satusehat-stg.dto.kemkes.go.id."""

RETRIES: Final = 3

BATCH: Final = 500
"""Parent codes of one call of version 1."""

PAUSE: Final = timedelta(milliseconds=100)
"""Between two calls of version 1."""


def bearer_token(base_url: str, client_id: str, client_secret: str, clock: Clock | None) -> BearerToken:
    """The token of a client. Raises ConfigurationError."""
    return BearerToken(
        checked_base_url(base_url), client_id, client_secret, clock=clock or SystemClock(), read_error=read_error
    )


def endpoint(base_url: str, token: BearerToken, retries: int) -> Endpoint:
    """Where and how Master Wilayah is called. Raises ConfigurationError."""
    return Endpoint(base_url, token, read_error, retry_policy(retries))


def retry_policy(retries: int) -> RetryPolicy:
    """After 1, 2, 4 … seconds again when no answer came or a 5xx. What was refused is never repeated."""
    return RetryPolicy(pauses(retries), frozenset(range(500, 600)))


def read_error(received: Received) -> StatusError:
    """What a refusal means. The status alone decides; the text is taken from wherever it stands."""
    return status_error(received.status)(
        received.status,
        read_message(received.headers.get("content-type", ""), received.body),
        headers=received.headers,
        body=received.body,
        retry_after=retry_after(received.headers),
    )


def batches(codes: Codes | None) -> list[Codes]:
    """The codes of a filter, each once, as comma lists of at most 500; without codes the filter as it is."""
    parts = codes.split(",") if isinstance(codes, str) else codes or ()
    distinct = list(dict.fromkeys(part.strip() for part in parts if part.strip()))
    if not distinct:
        return ["" if codes is None else codes]
    return [",".join(distinct[start : start + BATCH]) for start in range(0, len(distinct), BATCH)]
