"""Signing requests: each attempt gets its own Request-Id, timestamp and signature."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from datetime import UTC, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

import httpx2

from satupintu.kernel.clock import Clock, format_duration
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

NOTICED_SKEW: Final = timedelta(seconds=30)
"""Clocks that differ by less are not worth a word: an answer takes time, and `Date` has whole seconds."""


class Signature(httpx2.Auth):
    """Signs every request that is sent, with the bytes that go over the wire. Never shows the secret.

    With `learn_clock` an answer of 401 whose `Date` shows that our clock is wrong corrects the timestamps from then
    on, and the request is sent once more. Raises ConfigurationError for a Client-Id that cannot be sent, SecretError
    for a secret that cannot be a key.
    """

    requires_request_body = True

    def __init__(
        self,
        client_id: str,
        secret: Secret,
        *,
        profile: SignatureProfile,
        clock: Clock,
        ids: IdSource,
        learn_clock: bool = False,
    ) -> None:
        if not is_visible_id(client_id):
            raise ConfigurationError("client_id must be 1 to 128 visible ASCII characters")
        signing_key(profile, secret.reveal())
        self._client_id = client_id
        self._secret = secret
        self._profile = profile
        self._clock = clock
        self._ids = ids
        self._learn_clock = learn_clock
        self._correction = timedelta()

    def __repr__(self) -> str:
        return f"Signature(client_id={self._client_id!r})"

    def auth_flow(self, request: httpx2.Request) -> Generator[httpx2.Request, httpx2.Response, None]:
        """Add the headers of this attempt. A Request-Id that is set already is kept."""
        request_id: str | None = request.headers.get("Request-Id")
        self._sign(request, request_id)
        response = yield request
        # A Request-Id is not used up by a request whose signature was refused.
        if response.status_code == 401 and self._learn_clock and (skew := self.skew(response.headers)):
            self._correction -= skew
            self._sign(request, request_id)
            yield request

    def skew(self, headers: Mapping[str, str]) -> timedelta | None:
        """How far the timestamps are ahead of the other side's clock, by the `Date` of its answer just received.

        None when it is too little to matter, or cannot be told.
        """
        try:
            there = parsedate_to_datetime(headers.get("date", ""))
        except ValueError:
            return None
        ahead = self._clock.now() + self._correction - there.replace(tzinfo=there.tzinfo or UTC)
        return ahead if abs(ahead) >= NOTICED_SKEW else None

    def _sign(self, request: httpx2.Request, request_id: str | None) -> None:
        target, _, query = request.url.raw_path.decode("ascii").partition("?")
        if query and self._profile.target_includes_query:
            target = f"{target}?{query}"
        parts = SignedParts(
            method=request.method,
            target=target,
            client_id=self._client_id,
            request_id=request_id or str(self._ids.new()),
            timestamp=format_timestamp(self._clock.now() + self._correction),
            body=request.content or None,
        )
        request.headers["Client-Id"] = self._client_id
        request.headers["Request-Id"] = parts.request_id
        request.headers["Request-Timestamp"] = parts.timestamp
        request.headers["Signature"] = sign(self._profile, parts, self._secret.reveal())


def skew_in_words(skew: timedelta) -> str:
    """A skew as a person reads it, with the remedy."""
    way = "ahead of" if skew > timedelta() else "behind"
    by = format_duration(abs(skew)).lstrip("+")
    return f"the clock here is {by} {way} the other side's: set it right, or let the client learn it (learn_clock=True)"
