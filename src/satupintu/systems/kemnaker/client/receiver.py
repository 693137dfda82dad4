"""Receiving notifications of JOSS and TOSS in a web application of any kind.

They are signed the way your own requests are: with your Client-Id and secret, over the path of the URL that the
ministry has registered for you. Source: "Autentikasi" of the JOSS documentation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol
from uuid import UUID

from pydantic import ValidationError

from satupintu.kernel.clock import Clock, SystemClock
from satupintu.kernel.documents import MalformedJsonError, read_json
from satupintu.kernel.errors import ConfigurationError
from satupintu.kernel.seen import MemorySeen, Seen
from satupintu.systems.kemnaker.contract.media import media_type_of
from satupintu.systems.kemnaker.contract.notifications import Notification, read_notification
from satupintu.systems.kemnaker.contract.signing import (
    DOKU,
    LONGEST_ROTATION,
    SignatureProfile,
    SignedParts,
    TimestampError,
    parse_timestamp,
    signing_key,
    verify,
    within_window,
)
from satupintu.systems.kemnaker.contract.texts import is_visible_id

LONGEST_BODY: Final = 1_048_576
"""Bytes, as for requests."""

SIGNED_HEADERS: Final = ("client-id", "request-id", "request-timestamp", "signature")


class Headers(Protocol):
    """Headers as every web framework has them."""

    def items(self) -> Iterable[tuple[str, str]]:
        """Names, in whatever case, and values."""
        ...


@dataclass(frozen=True, slots=True)
class Received:
    """A genuine notification. Answer with `status` at once, and work afterwards, unless it was `repeated`."""

    notification: Notification
    repeated: bool
    status: int = 200


@dataclass(frozen=True, slots=True)
class Refused:
    """Not a notification for you; answer with `status`. 401 means that its signature proves nothing."""

    status: int
    reason: str


@dataclass(frozen=True, slots=True)
class KemnakerReceiver:
    """Tells genuine notifications of JOSS and TOSS from forgeries, and first ones from repetitions.

    `secrets` has the secret of each Client-Id that notifications may come for, or both while one is being replaced.
    `seen` remembers the ids of events; without one, this process does. A notification may be as old or as new as the
    profile's window allows by `clock`. Raises ConfigurationError, or SecretError, for what cannot be checked with.
    """

    secrets: Mapping[str, str | Sequence[str]] = field(repr=False)
    seen: Seen[UUID] = field(default_factory=MemorySeen[UUID])
    clock: Clock = field(default_factory=SystemClock)
    profile: SignatureProfile = DOKU

    def __post_init__(self) -> None:
        if not self.secrets:
            raise ConfigurationError("the receiver needs the secret of at least one Client-Id")
        for client_id in self.secrets:
            secrets = self._secrets_of(client_id)
            if not is_visible_id(client_id) or not 1 <= len(secrets) <= LONGEST_ROTATION:
                raise ConfigurationError("each Client-Id is 1 to 128 visible ASCII characters and has 1 or 2 secrets")
            for secret in secrets:
                signing_key(self.profile, secret)

    def receive(self, method: str, raw_path: str, headers: Headers, body: bytes) -> Received | Refused:
        """Judge one request: its path exactly as it was sent, still encoded, and its body before anything read it."""
        found = {name.lower(): value.strip() for name, value in headers.items()}
        refused = self._of_form(found, body) or self._of_time(found)
        refused = refused or self._of_signature(method, raw_path, found, body)
        if refused is not None:
            return refused
        if method != "POST":
            return Refused(405, "notifications come with POST")
        try:
            read_json(body)
            notification = read_notification(body)
        except MalformedJsonError as error:
            return Refused(400, str(error))
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False)[0]
            place = ".".join(str(part) for part in first["loc"]) or "the body"
            return Refused(422, f"not a notification ({place}: {first['msg']})")
        return Received(notification, repeated=not self.seen.add(notification.id))

    def _of_form(self, headers: Mapping[str, str], body: bytes) -> Refused | None:
        for name in ("Client-Id", "Signature"):
            if not headers.get(name.lower()):
                return Refused(401, f"{name} is missing")
        for name in ("Accept", "Request-Id", "Request-Timestamp", "Content-Type"):
            if not headers.get(name.lower()):
                return Refused(400, f"{name} is missing")
        for name in ("Client-Id", "Request-Id"):
            if not is_visible_id(headers[name.lower()]):
                return Refused(400, f"{name} must be 1 to 128 visible ASCII characters")
        if media_type_of(headers["accept"]) is None:
            return Refused(406, "Accept must allow application/json")
        kind, _, parameters = headers["content-type"].lower().partition(";")
        charset = parameters.partition("charset=")[2].strip().strip('"') or "utf-8"
        if kind.strip() != "application/json" or charset not in {"utf-8", "utf8"}:
            return Refused(415, "Content-Type must be application/json")
        return Refused(413, "the body is over 1 MiB") if len(body) > LONGEST_BODY else None

    def _of_time(self, headers: Mapping[str, str]) -> Refused | None:
        try:
            timestamp = parse_timestamp(headers["request-timestamp"])
        except TimestampError as error:
            return Refused(400, str(error))
        in_window = within_window(self.profile, self.clock.now(), timestamp)
        return None if in_window else Refused(401, "the signature has expired")

    def _of_signature(self, method: str, raw_path: str, headers: Mapping[str, str], body: bytes) -> Refused | None:
        client_id, request_id, timestamp, signature = (headers[name] for name in SIGNED_HEADERS)
        parts = SignedParts(
            method=method,
            target=raw_path,
            client_id=client_id,
            request_id=request_id,
            timestamp=timestamp,
            body=body,
        )
        is_right = verify(self.profile, parts, self._secrets_of(client_id), signature)
        return None if is_right else Refused(401, "the signature is not valid")

    def _secrets_of(self, client_id: str) -> Sequence[str]:
        secrets = self.secrets.get(client_id, ())
        return [secrets] if isinstance(secrets, str) else secrets
