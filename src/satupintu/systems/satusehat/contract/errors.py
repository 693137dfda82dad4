"""How Master Wilayah words a refusal. Three shapes, and plain text for faults of the server.

Published are the OperationOutcome of the token endpoint, the `status_code` body of the data endpoints, and the text
of a 5xx. The gateway in front of the live system has a shape of its own, which is read only.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, cast

from satupintu.kernel.documents import MalformedJsonError, read_json

WRONG_CREDENTIALS: Final = (
    "The user or system was not able to be authenticated "
    "(either client_id or client_secret combination is unacceptable)"
)
LOCKED: Final = (
    "Authentication temporarily cannot be performed due to the rate limit policy. "
    "Rate limit: 1 request per minute after a failed attempt."
)
WRONG_GRANT_TYPE: Final = "grant_type must be client_credentials"
WRONG_CONTENT_TYPE: Final = "Content-Type must be application/x-www-form-urlencoded"
FORM_TOO_LARGE: Final = "the form is too large"
UNKNOWN_BEARER: Final = "Invalid Access Token"
EXPIRED_BEARER: Final = "Access Token expired"
NOT_FOUND: Final = "not found"
METHOD_NOT_ALLOWED: Final = "method not allowed"

SERVER_FAULTS: Final[Mapping[int, str]] = MappingProxyType({500: "Internal Server Error", 504: "Gateway Timeout"})
"""The plain texts of faults of the server. The 504 is published."""

TEXTS: Final[Mapping[int, str]] = MappingProxyType(
    {
        400: "A parameter is missing or unusable; the message names it.",
        401: "The credentials are wrong, or the token is missing, unknown or expired.",
        404: NOT_FOUND,
        405: METHOD_NOT_ALLOWED,
        413: FORM_TOO_LARGE,
        429: LOCKED,
        **SERVER_FAULTS,
    }
)
"""What each refusal means."""

LONGEST_MESSAGE: Final = 500
"""Characters kept of a refusal that is no JSON; the whole body stays with the error."""

_PLACES: Final = (("issue", 0, "details", "text"), ("fault", "faultstring"), ("message",))


def write_outcome(text: str, *, severity: str = "invalid", code: str = "value") -> bytes:
    """An OperationOutcome. The published severity `invalid` is no legal one in FHIR; it is kept."""
    issue = {"severity": severity, "code": code, "details": {"text": text}}
    return _json({"resourceType": "OperationOutcome", "issue": [issue]})


def write_status(status: int, message: str) -> bytes:
    """The refusal of a data endpoint: other keys than a success has."""
    return _json({"status_code": status, "message": message, "data": None})


def read_message(content_type: str, body: bytes) -> str:
    """The text of a refusal, wherever it stands; the beginning of the raw body when it says nothing we know."""
    if "json" in content_type.lower():
        try:
            document: object = read_json(body)
        except MalformedJsonError:
            document = None
        for place in _PLACES:
            found = _at(document, place)
            if isinstance(found, str) and found:
                return found
    return body.decode("utf-8", "replace").strip()[:LONGEST_MESSAGE]


def _at(document: object, place: tuple[str | int, ...]) -> object:
    for step in place:
        if isinstance(step, int):
            entries = cast("list[object]", document) if isinstance(document, list) else []
            document = entries[step] if step < len(entries) else None
        else:
            document = cast("dict[str, object]", document).get(step) if isinstance(document, dict) else None
    return document


def _json(document: object) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
