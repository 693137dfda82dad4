"""Signing requests: each attempt gets its own Request-Id, timestamp and signature."""

from __future__ import annotations

from collections.abc import Generator

import httpx2

from satupintu.kernel.clock import Clock
from satupintu.kernel.errors import ConfigurationError
from satupintu.kernel.ids import IdSource
from satupintu.kernel.redaction import Secret
from satupintu.systems.kemnaker.contract.signing import (
    SignatureProfile,
    SignedParts,
    format_timestamp,
    sign,
    signing_key,
)
from satupintu.systems.kemnaker.contract.texts import is_visible_id


class Signature(httpx2.Auth):
    """Signs every request that is sent, with the bytes that go over the wire. Never shows the secret.

    Raises ConfigurationError for a Client-Id that cannot be sent, SecretError for a secret that cannot be a key.
    """

    requires_request_body = True

    def __init__(
        self, client_id: str, secret: Secret, *, profile: SignatureProfile, clock: Clock, ids: IdSource
    ) -> None:
        if not is_visible_id(client_id):
            raise ConfigurationError("client_id must be 1 to 128 visible ASCII characters")
        signing_key(profile, secret.reveal())
        self._client_id = client_id
        self._secret = secret
        self._profile = profile
        self._clock = clock
        self._ids = ids

    def __repr__(self) -> str:
        return f"Signature(client_id={self._client_id!r})"

    def auth_flow(self, request: httpx2.Request) -> Generator[httpx2.Request, httpx2.Response, None]:
        """Add the headers of this attempt. A Request-Id that is set already is kept."""
        request_id = request.headers.get("Request-Id") or str(self._ids.new())
        target, _, query = request.url.raw_path.decode("ascii").partition("?")
        if query and self._profile.target_includes_query:
            target = f"{target}?{query}"
        parts = SignedParts(
            method=request.method,
            target=target,
            client_id=self._client_id,
            request_id=request_id,
            timestamp=format_timestamp(self._clock.now()),
            body=request.content or None,
        )
        request.headers["Client-Id"] = self._client_id
        request.headers["Request-Id"] = request_id
        request.headers["Request-Timestamp"] = parts.timestamp
        request.headers["Signature"] = sign(self._profile, parts, self._secret.reveal())
        yield request
