"""What both clients share: the address, the token, what is tried again, the meaning of a refusal."""

from __future__ import annotations

from typing import Final

from satupintu.kernel.clock import Clock, SystemClock
from satupintu.kernel.errors import StatusError, status_error
from satupintu.kernel.retry import RetryPolicy
from satupintu.systems.jobtrain.client.auth import UserToken
from satupintu.systems.jobtrain.contract.errors import TWO_CAUSES, read_message, read_problem
from satupintu.transport.address import checked_base_url
from satupintu.transport.conversation import Received, retry_after
from satupintu.transport.sending import Endpoint, pauses

RETRIES: Final = 3
RETRIED: Final = frozenset({429, 502, 503, 504})


def user_token(
    base_url: str, client_id: str, client_secret: str, username: str, api_password: str, clock: Clock | None
) -> UserToken:
    """The token of a client. Raises ConfigurationError."""
    return UserToken(
        checked_base_url(base_url), client_id, client_secret, username, api_password, clock=clock or SystemClock()
    )


def endpoint(base_url: str, token: UserToken, retries: int) -> Endpoint:
    """Where and how Jobtrain is called. Raises ConfigurationError."""
    return Endpoint(base_url, token, read_error, RetryPolicy(pauses(retries), RETRIED))


def read_error(received: Received) -> StatusError:
    """What a refusal means. The status alone decides. A 401 gets here only when a new token was refused, too.

    Title and names of fields become the message; what is said about the fields is in `errors`, all else in `body`.
    """
    problem = read_problem(received.body)
    return status_error(received.status)(
        received.status,
        read_message(received.body),
        hint=TWO_CAUSES if received.status == 401 else "",
        errors=problem.errors if problem else None,
        headers=received.headers,
        body=received.body,
        retry_after=retry_after(received.headers),
    )
