"""Proving who one is to Talentics: HTTP Basic with App ID and App Secret."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Generator

import httpx2

from satupintu.kernel.errors import ConfigurationError
from satupintu.kernel.redaction import Secret


class BasicCredential(httpx2.Auth):
    """App ID and App Secret from the Talentics Developer Console. The secret shows in no repr.

    Raises ConfigurationError for a pair that HTTP Basic cannot carry.
    """

    def __init__(self, app_id: str, app_secret: str) -> None:
        if not app_id or not app_secret:
            raise ConfigurationError("Talentics needs both: app_id and app_secret")
        if ":" in app_id:
            raise ConfigurationError("app_id must not contain a colon: it ends where the first one stands")
        if not app_id.isprintable() or not app_secret.isprintable():
            raise ConfigurationError("app_id and app_secret must not contain control characters")
        self._app_id = app_id
        self._header = Secret("Basic " + b64encode(f"{app_id}:{app_secret}".encode()).decode())

    def __repr__(self) -> str:
        return f"BasicCredential(app_id={self._app_id!r})"

    def auth_flow(self, request: httpx2.Request) -> Generator[httpx2.Request, httpx2.Response, None]:
        """Put the header on a request."""
        request.headers["Authorization"] = self._header.reveal()
        yield request
