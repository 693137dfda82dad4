"""Receiving callbacks of Talentics in a web application of any kind.

Source: https://talentics.id/docs/talentics-callback. Talentics sends each event to an address of yours, with the
account's token in a header, and again after 15, 30 and 45 minutes when nobody answers.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC
from typing import NamedTuple, Protocol

from pydantic import ValidationError

from satupintu.kernel.documents import MalformedJsonError, read_json
from satupintu.kernel.errors import ConfigurationError
from satupintu.kernel.seen import MemorySeen, Seen
from satupintu.systems.talentics.contract.callbacks import MOVED_APPLICANT, TOKEN_HEADER, MovedApplicant
from satupintu.systems.talentics.contract.models import keep_raw
from satupintu.systems.talentics.contract.stamps import StampError, parse_stamp


class DeliveryKey(NamedTuple):
    """What makes two deliveries the same. `moved_at` is in one form for one moment, however it was written."""

    event: str
    applicant_id: int
    job_id: int
    moved_at: str


class Headers(Protocol):
    """Headers as most web frameworks have them."""

    def items(self) -> Iterable[tuple[str | bytes, str | bytes]]:
        """Names, in whatever case, and values."""
        ...


@dataclass(frozen=True, slots=True)
class Received:
    """A genuine event. Answer with `status` at once, and work afterwards, unless it was `repeated`."""

    event: MovedApplicant
    repeated: bool
    status: int = 200


@dataclass(frozen=True, slots=True)
class Refused:
    """Not a callback: 401 without the right token, 400 when headers or body are none of a Moved Applicant event."""

    status: int
    reason: str


@dataclass(frozen=True, slots=True)
class TalenticsReceiver:
    """Tells genuine Moved Applicant events from forgeries, and first deliveries from repetitions.

    `token` is the account's callback token, from the Talentics Developer Console. `seen` remembers deliveries; without
    one, this process does. Raises ConfigurationError for an empty token.
    """

    token: str = field(repr=False)
    seen: Seen[DeliveryKey] = field(default_factory=MemorySeen[DeliveryKey])

    def __post_init__(self) -> None:
        if not self.token.strip():
            raise ConfigurationError("the callback token is empty; take it from the Talentics Developer Console")

    def receive(self, headers: Headers | Iterable[tuple[str | bytes, str | bytes]], body: bytes) -> Received | Refused:
        """Judge one request by its headers (a mapping, or pairs as ASGI has them) and its body as it came."""
        try:
            tokens = _tokens(headers)
        except (TypeError, ValueError):
            return Refused(400, "the headers are neither a mapping nor pairs of name and value")
        if not self._is_right(tokens):
            return Refused(401, f"{TOKEN_HEADER} is missing or not the token of this account")
        if not isinstance(body, bytes):  # pyright: ignore[reportUnnecessaryIsInstance]  # not every caller checks types
            return Refused(400, "the body is not given as bytes, as it came")
        try:
            event = MovedApplicant.model_validate(read_json(body), extra="allow")
        except MalformedJsonError as error:
            return Refused(400, str(error))
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False)[0]
            place = ".".join(str(part) for part in first["loc"]) or "the body"
            return Refused(400, f"not a Moved Applicant event ({place}: {first['msg']})")
        keep_raw([event], body)
        key = DeliveryKey(MOVED_APPLICANT, event.applicant_id, event.job.job_id, _moment(event.moved_at))
        return Received(event, repeated=not self.seen.add(key))

    def _is_right(self, tokens: list[str]) -> bool:
        expected = self.token.strip().encode("utf-8", "surrogatepass")
        # Each is compared in full, so that the time it takes tells nothing about the right one.
        matches = [hmac.compare_digest(token.strip().encode("utf-8", "surrogatepass"), expected) for token in tokens]
        return bool(matches) and all(matches)


def _tokens(headers: Headers | Iterable[tuple[str | bytes, str | bytes]]) -> list[str]:
    """The values of the token's header. Raises TypeError or ValueError for what are no headers."""
    items = getattr(headers, "items", None)
    pairs: Iterable[tuple[object, object]] = items() if callable(items) else headers  # pyright: ignore[reportAssignmentType]  # a stranger's
    return [_text(value) for name, value in pairs if _text(name).lower() == TOKEN_HEADER.lower()]


def _text(part: object) -> str:
    """A name or a value; what is neither text nor bytes counts as empty."""
    return part.decode("latin-1") if isinstance(part, bytes) else part if isinstance(part, str) else ""


def _moment(moved_at: str) -> str:
    """A moment in one form; a text that is none stays as it is."""
    try:
        return parse_stamp(moved_at, UTC).isoformat()
    except StampError:
        return moved_at
