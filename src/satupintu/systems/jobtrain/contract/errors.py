"""How Jobtrain words a refusal. Public is only the word 'unauthorised'; the shapes and texts here are ours.

Everything is a problem document (RFC 9457) but refused credentials, which are worded as OAuth does (RFC 6749, 5.2).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

PROBLEM: Final = "application/problem+json"
INVALID: Final = "One or more validation errors occurred."
"""The title of a 400 that names fields."""

INVALID_CLIENT: Final = "invalid_client"
INVALID_GRANT: Final = "invalid_grant"
UNAUTHORIZED_CLIENT: Final = "unauthorized_client"
INVALID_USER: Final = "invalid_username_or_password"
"""The one description of every refusal of a user: unknown, inactive, without or with another API password."""

CHALLENGE: Final = "Bearer"
STALE_CHALLENGE: Final = 'Bearer error="invalid_token"'
"""`WWW-Authenticate` without a token, and with one that is unknown, expired or revoked."""

TITLES: Final[Mapping[int, str]] = MappingProxyType(
    {
        400: "Bad Request",
        401: "Unauthorized",
        403: "Forbidden",
        404: "Not Found",
        405: "Method Not Allowed",
        409: "Conflict",
        413: "Content Too Large",
        415: "Unsupported Media Type",
        429: "Too Many Requests",
        500: "Internal Server Error",
    }
)
"""The title of each refusal."""

TEXTS: Final[Mapping[int, str]] = MappingProxyType(
    {
        400: "A parameter or field is missing or unusable; `errors` names it. Of the token: refused credentials.",
        401: "The token is missing, unknown, expired or revoked, or its user is no longer active.",
        403: "The role of the user lacks the permission.",
        404: "There is no such record, or not for this user.",
        405: "The path exists for other methods.",
        409: "It contradicts what is held already.",
        413: "The body is too large.",
        415: "The body is not announced as application/json.",
        429: "Too many requests; Retry-After says how long to wait.",
        500: "The server failed.",
    }
)
"""What each refusal means."""

REMEDIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        INVALID_CLIENT: "client ID or client secret is wrong",
        INVALID_GRANT: "the username is unknown or inactive, or the password is not its API password; a generated API "
        "password takes effect once the box is ticked and Save is pressed",
        UNAUTHORIZED_CLIENT: "the API is not enabled for this client; Jobtrain enables it on request",
    }
)
"""What is wrong when credentials are refused with one of the three codes."""

TWO_CAUSES: Final = (
    "refused with a new token too: either the credentials or the token are wrong, "
    "or the user lacks the permission for this call"
)
"""What a 401 can mean, by the vendor's guide."""

LONGEST_MESSAGE: Final = 200
"""Characters kept of a refusal that is no JSON; the whole body stays with the error."""

_EMAIL: Final = re.compile(r"\S*@\S*")


class Problem(BaseModel):
    """A refusal. `errors` has sentences per field; `candidate_application_id` is the one that a 409 collides with."""

    model_config = ConfigDict(populate_by_name=True, frozen=True, hide_input_in_errors=True)

    type: str = "about:blank"
    title: str
    status: int
    trace_id: Annotated[str | None, Field(alias="traceId")] = None
    errors: Annotated[Mapping[str, tuple[str, ...]] | None, Field(repr=False)] = None
    candidate_application_id: Annotated[int | None, Field(alias="candidateApplicationId")] = None


class TokenRefusal(BaseModel):
    """Credentials that were not accepted."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    error: str
    error_description: Annotated[str | None, Field(repr=False)] = None


def write_problem(
    status: int,
    trace_id: str,
    *,
    errors: Mapping[str, tuple[str, ...]] | None = None,
    candidate_application_id: int | None = None,
) -> bytes:
    """The body of a refusal. `trace_id` is the id of the request."""
    problem = Problem(
        title=INVALID if errors else TITLES[status],
        status=status,
        trace_id=trace_id,
        errors=errors or None,
        candidate_application_id=candidate_application_id,
    )
    return problem.model_dump_json(by_alias=True, exclude_none=True).encode()


def write_token_refusal(error: str) -> bytes:
    """The body of refused credentials, by one of the three codes."""
    description = INVALID_USER if error == INVALID_GRANT else None
    return TokenRefusal(error=error, error_description=description).model_dump_json(exclude_none=True).encode()


def read_problem(body: bytes) -> Problem | None:
    """A refusal that is a problem document; None for any other body."""
    try:
        return Problem.model_validate_json(body)
    except ValidationError:
        return None


def read_token_refusal(body: bytes) -> TokenRefusal | None:
    """Refused credentials in the form of OAuth; None for any other body."""
    try:
        return TokenRefusal.model_validate_json(body)
    except ValidationError:
        return None


def read_message(body: bytes) -> str:
    """What a refusal says, fit for a log: the title and the names of fields, or the beginning of a plain text.

    Sentences about fields are left out, as they may quote what was sent; e-mail addresses are masked.
    """
    problem, refusal = read_problem(body), read_token_refusal(body)
    if problem is not None:
        text = f"{problem.title} ({', '.join(problem.errors)})" if problem.errors else problem.title
    elif refusal is not None:
        text = REMEDIES.get(refusal.error, refusal.error)
    elif body.lstrip()[:1] in {b"{", b"["}:
        text = ""  # JSON in a form nobody knows may quote anything.
    else:
        text = body.decode("utf-8", "replace").strip()[:LONGEST_MESSAGE]
    return _EMAIL.sub("********", text)
