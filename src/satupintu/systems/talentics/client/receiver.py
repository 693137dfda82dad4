"""Receiving callbacks of Talentics in a web application of any kind.

Source: https://talentics.id/docs/talentics-callback. Talentics sends each event to an address of yours, with the
account's token in a header, and again after 15, 30 and 45 minutes when nobody answers.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import Lock
from typing import Final, NamedTuple, Protocol

from pydantic import ValidationError

from satupintu.kernel.documents import MalformedJsonError, read_json
from satupintu.kernel.errors import ConfigurationError
from satupintu.systems.talentics.contract.callbacks import MOVED_APPLICANT, TOKEN_HEADER, MovedApplicant
from satupintu.systems.talentics.contract.models import keep_raw

REMEMBERED: Final = 100_000
"""Deliveries that are remembered in memory: far more than come within the 45 minutes in which one is repeated."""


class DeliveryKey(NamedTuple):
    """What makes two deliveries the same."""

    event: str
    applicant_id: int
    job_id: int
    moved_at: str


class SeenDeliveries(Protocol):
    """Which deliveries came before. One of your own can note them beside the work, in the same transaction."""

    def add(self, key: DeliveryKey) -> bool:
        """Note a delivery. False when it was noted before."""
        ...


class MemorySeenDeliveries:
    """Remembers the latest deliveries of this process. Safe with threads."""

    def __init__(self, most: int = REMEMBERED) -> None:
        self._most = most
        self._seen: dict[DeliveryKey, None] = {}
        self._lock = Lock()

    def add(self, key: DeliveryKey) -> bool:
        """Note a delivery, and forget the oldest one when there are too many. False when it was noted before."""
        with self._lock:
            if key in self._seen:
                return False
            self._seen[key] = None
            if len(self._seen) > self._most:
                del self._seen[next(iter(self._seen))]
            return True


class Headers(Protocol):
    """Headers as every web framework has them."""

    def items(self) -> Iterable[tuple[str, str]]:
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
    """Not a callback: 401 without the right token, 400 when the body is no Moved Applicant event."""

    status: int
    reason: str


@dataclass(frozen=True, slots=True)
class TalenticsReceiver:
    """Tells genuine Moved Applicant events from forgeries, and first deliveries from repetitions.

    `token` is the account's callback token, from the Talentics Developer Console. `seen` remembers deliveries; without
    one, this process does. Raises ConfigurationError for an empty token.
    """

    token: str = field(repr=False)
    seen: SeenDeliveries = field(default_factory=MemorySeenDeliveries)

    def __post_init__(self) -> None:
        if not self.token.strip():
            raise ConfigurationError("the callback token is empty; take it from the Talentics Developer Console")

    def receive(self, headers: Headers, body: bytes) -> Received | Refused:
        """Judge one request by its headers and its body as it came."""
        tokens = [value for name, value in headers.items() if name.lower() == TOKEN_HEADER.lower()]
        if not self._is_right(tokens):
            return Refused(401, f"{TOKEN_HEADER} is missing or not the token of this account")
        try:
            event = MovedApplicant.model_validate(read_json(body), extra="allow")
        except MalformedJsonError as error:
            return Refused(400, str(error))
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False)[0]
            place = ".".join(str(part) for part in first["loc"]) or "the body"
            return Refused(400, f"not a Moved Applicant event ({place}: {first['msg']})")
        keep_raw([event], body)
        key = DeliveryKey(MOVED_APPLICANT, event.applicant_id, event.job.job_id, event.moved_at)
        return Received(event, repeated=not self.seen.add(key))

    def _is_right(self, tokens: list[str]) -> bool:
        expected = self.token.strip().encode("utf-8", "surrogatepass")
        # Each is compared in full, so that the time it takes tells nothing about the right one.
        matches = [hmac.compare_digest(token.strip().encode("utf-8", "surrogatepass"), expected) for token in tokens]
        return bool(matches) and all(matches)
