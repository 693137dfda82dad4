"""What the synchronous and the asynchronous client share: the address, the signature, what is tried again."""

from __future__ import annotations

from datetime import timedelta

from satupintu.kernel.clock import Clock, SystemClock
from satupintu.kernel.errors import StatusError
from satupintu.kernel.ids import IdSource, RandomIds
from satupintu.kernel.redaction import Secret
from satupintu.kernel.retry import RetryPolicy
from satupintu.systems.kemnaker.client.auth import Signature
from satupintu.systems.kemnaker.contract.errors import read_refusal
from satupintu.systems.kemnaker.contract.signing import DOKU, SignatureProfile
from satupintu.transport.conversation import Received, retry_after
from satupintu.transport.sending import Endpoint

JOSS = "https://joss.kemnaker.go.id"
"""Base address of the ministry's JOSS. Its staging address is https://sandbox.joss.kemnaker.go.id."""

LONGEST_PAUSE = 30
"""Seconds. The pauses before that are 1, 2, 4, 8 and 16."""

RETRIED = frozenset({429, 500, 503, 504})


def endpoint(
    base_url: str,
    client_id: str,
    secret: str,
    *,
    retries: int,
    profile: SignatureProfile | None,
    clock: Clock | None,
    ids: IdSource | None,
) -> Endpoint:
    """Join a client's arguments. Raises ConfigurationError for an address that is not safe."""
    signature = Signature(
        client_id, Secret(secret), profile=profile or DOKU, clock=clock or SystemClock(), ids=ids or RandomIds()
    )
    pauses = tuple(timedelta(seconds=min(2**attempt, LONGEST_PAUSE)) for attempt in range(retries))
    return Endpoint(base_url, signature, _read_error, RetryPolicy(pauses, RETRIED))


def _read_error(received: Received) -> StatusError:
    error = read_refusal(received.status, received.body)
    error.headers = received.headers
    error.retry_after = retry_after(received.headers)
    return error
