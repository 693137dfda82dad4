"""Reading the answer to a token request, whatever its form: the vendor shows a long text in speech marks, no more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, cast

from satupintu.kernel.documents import MalformedJsonError, read_json
from satupintu.systems.jobtrain.contract.models import Token

LIFETIME_S: Final = 1800
"""Seconds that a token is valid: the published 30 minutes."""

_KEYS: Final = ("access_token", "accessToken", "token", "bearerToken")
_AROUND: Final = " \t\r\n\ufeff\"'“”"


def read_token(body: bytes) -> Token:
    """The token in an object under one of four keys, in a JSON string, or in plain text, without speech marks.

    A lifetime that is not told is the published one. Nothing is read from the token itself. Raises pydantic's
    ValidationError when there is none.
    """
    found: object
    try:
        found = read_json(body)
    except MalformedJsonError:
        found = body.decode("utf-8", "replace")
    told: Mapping[str, object] = {}
    if isinstance(found, dict):
        told = cast("Mapping[str, object]", found)
        found = next((told[key] for key in _KEYS if told.get(key)), None)
    elif isinstance(found, int | float) and not isinstance(found, bool):
        found = body.decode()
    return Token.model_validate(
        {
            "access_token": found.strip(_AROUND) if isinstance(found, str) else found,
            "expires_in": LIFETIME_S if told.get("expires_in") is None else told["expires_in"],
            "token_type": told.get("token_type") or "Bearer",
        }
    )
