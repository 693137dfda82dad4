"""Sending notifications: signed like requests, anew at every try, over the path of the registered URL."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Final, Protocol

from satupintu.kernel.errors import ConfigurationError
from satupintu.kernel.ids import IdSource
from satupintu.kernel.redaction import Secret
from satupintu.serving.outbox import Delivery, checked_url
from satupintu.systems.kemnaker.contract.signing import SignatureProfile, SignedParts, format_timestamp, sign
from satupintu.transport.address import is_loopback
from satupintu.transport.posting import host_of, target_of

TIMEOUT: Final = timedelta(seconds=10)
"""How long a receiver may take to answer."""


class NewestSecrets(Protocol):
    """The secrets that notifications are signed with."""

    def newest_secret(self, environment: str, client_id: str) -> Secret | None:
        """The newer of a client's secrets; None when the client is unknown or revoked."""
        ...


class NotificationSender:
    """The `Sender` of one API: Client-Id and secret are the receiver's own."""

    timeout = TIMEOUT
    personal = frozenset[str]()

    def __init__(self, secrets: NewestSecrets, profile: SignatureProfile, ids: IdSource) -> None:
        self._secrets = secrets
        self._profile = profile
        self._ids = ids

    def headers_for(self, delivery: Delivery, now: datetime) -> Mapping[str, str]:
        """The headers of one try. Raises ConfigurationError for a client that is revoked."""
        secret = self._secrets.newest_secret(delivery.environment, delivery.owner)
        if secret is None:
            raise ConfigurationError(f"the client {delivery.owner} is not active")
        parts = SignedParts(
            method="POST",
            target=target_of(delivery.url),
            client_id=delivery.owner,
            request_id=str(self._ids.new()),
            timestamp=format_timestamp(now),
            body=delivery.body.encode(),
        )
        return {
            "Content-Type": "application/json",
            "Accept": "application/json",
            "Client-Id": parts.client_id,
            "Request-Id": parts.request_id,
            "Request-Timestamp": parts.timestamp,
            "Signature": sign(self._profile, parts, secret.reveal()),
        }

    def is_success(self, status: int) -> bool:
        """Any 2xx."""
        return HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES


def checked_notification_url(url: str, environment: str) -> str:
    """A URL that may be registered. Raises ConfigurationError.

    What a live client is told travels over HTTPS, except to this machine.
    """
    checked_url(url, "the notification URL")
    if environment == "live" and not url.lower().startswith("https://") and not is_loopback(host_of(url)):
        raise ConfigurationError("the notification URL of a live client must begin with https://")
    return url
