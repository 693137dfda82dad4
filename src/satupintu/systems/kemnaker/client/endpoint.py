"""What the synchronous and the asynchronous clients share: the address, the signature, what is tried again."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Final, Literal
from urllib.parse import urlsplit

from satupintu.kernel.clock import Clock, SystemClock
from satupintu.kernel.errors import ConfigurationError, StatusError, status_error
from satupintu.kernel.ids import IdSource, RandomIds
from satupintu.kernel.redaction import Secret
from satupintu.kernel.retry import RetryPolicy
from satupintu.systems.kemnaker.client.auth import Signature, skew_in_words
from satupintu.systems.kemnaker.contract.errors import read_refusal
from satupintu.systems.kemnaker.contract.signing import DOKU, SignatureProfile
from satupintu.transport.conversation import Received, retry_after
from satupintu.transport.sending import Endpoint, pauses

JOSS: Final = "https://joss.kemnaker.go.id"
"""Base address of the ministry's JOSS. Its staging address is https://sandbox.joss.kemnaker.go.id."""

TOSS: Final = "https://toss.kemnaker.go.id"
"""Base address of the ministry's TOSS. Its staging address is https://sandbox.toss.kemnaker.go.id."""

Api = Literal["joss", "toss"]

ADDRESSES: Final[dict[Api, str]] = {"joss": JOSS, "toss": TOSS}

Environment = Literal["staging", "live"]
"""The ministry keeps credentials and records of both apart; `live` is its production."""

HOSTS: Final[dict[str, tuple[Api, Environment]]] = {
    "joss.kemnaker.go.id": ("joss", "live"),
    "sandbox.joss.kemnaker.go.id": ("joss", "staging"),
    "toss.kemnaker.go.id": ("toss", "live"),
    "sandbox.toss.kemnaker.go.id": ("toss", "staging"),
}
"""The ministry's hosts."""

SANDBOX_CLIENTS: Final = ("JOSS-SANDBOX-", "TOSS-SANDBOX-")
"""How the Client-Ids of a sandbox begin; the ministry knows none of them."""

LONGEST_PAUSE: Final = timedelta(seconds=30)
"""The pauses before that are 1, 2, 4, 8 and 16 seconds."""

RETRIED: Final = frozenset({429, 500, 503, 504})


def endpoint(
    base_url: str,
    client_id: str,
    secret: str,
    *,
    retries: int,
    profile: SignatureProfile | None,
    clock: Clock | None,
    ids: IdSource | None,
    api: Api = "joss",
    environment: Environment | None = None,
    learn_clock: bool = False,
) -> Endpoint:
    """Join a client's arguments.

    Raises ConfigurationError for an address that is not safe, or not that of the credentials' API and environment.
    """
    _check_host(base_url, client_id, api, environment)
    signature = Signature(
        client_id,
        Secret(secret),
        profile=profile or DOKU,
        clock=clock or SystemClock(),
        ids=ids or RandomIds(),
        learn_clock=learn_clock,
    )
    waits = tuple(min(pause, LONGEST_PAUSE) for pause in pauses(retries))
    return Endpoint(base_url, signature, partial(_read_error, signature), RetryPolicy(waits, RETRIED))


def _check_host(base_url: str, client_id: str, api: Api, environment: Environment | None) -> None:
    """Stop before the first call when it could only be refused."""
    try:
        host = urlsplit(base_url).hostname or ""
    except ValueError:
        return  # the endpoint says what is wrong with it
    if host not in HOSTS:
        return
    of_api, of_environment = HOSTS[host]
    if of_api != api:
        raise ConfigurationError(f"{host} serves {of_api.upper()}; this is a client of {api.upper()}")
    if environment not in {None, of_environment}:
        raise ConfigurationError(f"{host} is {of_environment}, but the credentials are said to be for {environment}")
    if client_id.startswith(SANDBOX_CLIENTS):
        raise ConfigurationError(f"{client_id} belongs to a sandbox of satupintu; {host} does not know it")


def _read_error(signature: Signature, received: Received) -> StatusError:
    error = read_refusal(received.status, received.body)
    if received.status == 401 and (skew := signature.skew(received.headers)):
        error = status_error(401)(401, error.message, hint=skew_in_words(skew), body=received.body)
    error.headers = received.headers
    error.retry_after = retry_after(received.headers)
    return error
