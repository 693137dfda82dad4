"""The error tree. Catch `SatupintuError` for everything, `ApiError` for what a called system answered or failed to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from http import HTTPStatus

from satupintu.kernel.redaction import shown


class SatupintuError(Exception):
    """Root of every error this package raises on purpose."""


class ConfigurationError(SatupintuError):
    """Something the user set cannot work; the message names the setting and the remedy."""


class DataError(SatupintuError):
    """Stored data cannot be used (damaged, newer than this version, not ours); the message names the remedy."""


class ApiError(SatupintuError):
    """A call to a served system did not succeed. `str` has no control characters, and masks personal numbers."""

    def __init__(self, message: str) -> None:
        super().__init__(shown(message))


class ConnectionFailedError(ApiError):
    """No answer came. `may_have_arrived` tells whether the request could have reached the other side."""

    def __init__(self, message: str, *, may_have_arrived: bool) -> None:
        super().__init__(message)
        self.may_have_arrived = may_have_arrived


class UnreadableReplyError(ApiError):
    """The answer came with a success status, but is not what the document describes. The raw body is kept."""

    def __init__(self, message: str, *, status: int, body: bytes) -> None:
        super().__init__(message)
        self.status = status
        self.body = body


class StatusError(ApiError):
    """The other side refused. Carries status, message, field errors, headers and the raw body.

    `message` is what the other side says, `hint` what we know about it; `.message` has both, unmasked. `str` leaves out
    a message that is the raw text of a body: that may quote anything.
    """

    def __init__(
        self,
        status: int,
        message: str,
        *,
        hint: str = "",
        errors: Mapping[str, tuple[str, ...]] | None = None,
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
        retry_after: timedelta | None = None,
    ) -> None:
        said = f"{_phrase(status)}, see .body" if _is_raw(message, body) else message
        told = _joined(said, hint)
        super().__init__(f"{status}: {told}" if told else str(status))
        self.status = status
        self.message = _joined(message, hint)
        self.errors: Mapping[str, tuple[str, ...]] = errors or {}
        self.headers: Mapping[str, str] = headers or {}
        self.body = body
        self.retry_after = retry_after


class BadRequestError(StatusError):
    """400: malformed, or against the logic of the system."""


class AuthenticationFailedError(StatusError):
    """401: credentials or signature not accepted, or expired."""


class PermissionDeniedError(StatusError):
    """403: known, but not allowed."""


class NotFoundError(StatusError):
    """404: does not exist, or not for this credential."""


class ConflictError(StatusError):
    """409: at JOSS and TOSS, a Request-Id that was used before."""


class ValidationFailedError(StatusError):
    """422: the fields named in `errors` are not acceptable."""


class RateLimitedError(StatusError):
    """429: wait `retry_after`, if the other side said how long."""


class ServerFailedError(StatusError):
    """5xx: the other side failed; whether a write arrived is unknown."""


_BY_STATUS: Mapping[int, type[StatusError]] = {
    400: BadRequestError,
    401: AuthenticationFailedError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    422: ValidationFailedError,
    429: RateLimitedError,
}


def status_error(status: int) -> type[StatusError]:
    """The error class for a status; `StatusError` itself for one without a class of its own."""
    return ServerFailedError if status >= 500 else _BY_STATUS.get(status, StatusError)


def _is_raw(message: str, body: bytes) -> bool:
    """Whether a message is the text of its body rather than a part of it.

    A document in JSON or XML begins with a bracket and the messages in it do not; any other body is plain text.
    """
    text = body.decode("utf-8", "replace").strip()
    return bool(message and text) and (text[0] not in "{[<" or message.lstrip().startswith(text[0]))


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "refused"


def _joined(said: str, hint: str) -> str:
    return f"{said} ({hint})" if said and hint else said or hint
