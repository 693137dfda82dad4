"""The signature of JOSS and TOSS: made by the caller, checked by the receiver, in both directions.

The recipe is a value, a `SignatureProfile`, because the ministry's pages leave its last step open; `DOKU` is
the default. Nothing here reads a clock or a file: times, ids and secrets are arguments.

Source: "Autentikasi" of the JOSS documentation (the components, their order, the digest, the target); DOKU's
signature documentation, its evident ancestor (the form of the lines, the prefix).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from operator import itemgetter
from types import MappingProxyType
from typing import Final, Literal, get_args

from satupintu.kernel.errors import ConfigurationError, SatupintuError

Component = Literal["Method", "Request-Target", "Client-Id", "Request-Id", "Request-Timestamp", "Digest"]
"""A part of the signed text."""

DigestWhen = Literal["signed-body", "always"]
"""`signed-body`: a body is present and the method is neither GET nor DELETE. `always`: if need be over no bytes."""

TextEncoding = Literal["base64", "hex"]
"""How raw bytes are written: base64 with padding, or lower-case hex."""

SecretEncoding = Literal["utf-8", "base64", "hex"]
"""How the issued secret becomes the key: its own UTF-8 bytes, or the bytes it encodes."""

AS_ISSUED: Final[SecretEncoding] = "utf-8"
"""The secret itself is the key."""

UNSIGNED_BODY_METHODS: Final = frozenset({"GET", "DELETE"})
"""Methods that carry no digest under `signed-body`; a body on them would be unsigned."""

LONGEST_ROTATION: Final = 2
"""How many secrets of one client may be valid at the same time."""

# The order in which `string_to_sign` hands the components to a compiled text.
_COMPONENTS: Final[tuple[Component, ...]] = get_args(Component)
_TIMESTAMP: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,9}))?Z")
# Stands in where a client has no secret, so that its refusal takes as long as any other.
_NO_SECRET: Final = b"no secret"
_KEY_FROM: Final[Mapping[SecretEncoding, Callable[[str], bytes]]] = MappingProxyType(
    {
        "utf-8": str.encode,
        "base64": partial(base64.b64decode, validate=True),
        "hex": bytes.fromhex,
    }
)


class TimestampError(SatupintuError, ValueError):
    """A timestamp that JOSS and TOSS do not accept, or a time that cannot be written as one."""


class SecretError(SatupintuError, ValueError):
    """A secret that cannot be a key. The message never contains it."""


@dataclass(frozen=True, slots=True)
class _Text:
    """The signed text of a profile, compiled: a format string and the choice of the values it takes."""

    template: str
    choose: Callable[[tuple[str, ...]], object]

    def fill(self, values: tuple[str, ...]) -> str:
        return self.template % self.choose(values)


@dataclass(frozen=True, slots=True)
class SignatureProfile:
    """Every part of the signature's recipe, under a name. Checked and compiled when made.

    `line_format` holds `{value}` and may hold `{name}`. `window_seconds` is how far a timestamp may lie from
    the receiver's time, either way; `request_id_ttl_seconds`, how long a Request-Id stays used, is at least
    twice that, so that no request outlives the memory of its id. Raises ConfigurationError for a recipe that
    cannot work.
    """

    name: str
    components: tuple[Component, ...]
    line_format: str = "{name}:{value}"
    separator: str = "\n"
    final_separator: bool = False
    digest_encoding: TextEncoding = "base64"
    digest_when: DigestWhen = "signed-body"
    signature_encoding: TextEncoding = "base64"
    prefix: str = ""
    secret_encoding: SecretEncoding = AS_ISSUED
    target_includes_query: bool = False
    window_seconds: int = 300
    request_id_ttl_seconds: int = 86_400
    with_digest: _Text = field(init=False, repr=False, compare=False)
    without_digest: _Text = field(init=False, repr=False, compare=False)
    window: timedelta = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._check()
        undigested: tuple[Component, ...] = tuple(part for part in self.components if part != "Digest")
        object.__setattr__(self, "with_digest", self._compiled(self.components))
        object.__setattr__(self, "without_digest", self._compiled(undigested))
        object.__setattr__(self, "window", timedelta(seconds=self.window_seconds))

    def _check(self) -> None:
        known = set(self.components) <= set(_COMPONENTS)
        if not known or len(set(self.components)) != len(self.components) or len(self.components) < 2:
            choice = ", ".join(_COMPONENTS)
            raise ConfigurationError(
                f"signature profile {self.name}: components are two or more of {choice}, each once"
            )
        rest = self.line_format.replace("{name}", "").replace("{value}", "", 1)
        if "{value}" not in self.line_format or "{" in rest or "}" in rest:
            raise ConfigurationError(
                f"signature profile {self.name}: line_format needs {{value}} once and may have {{name}}"
            )
        if self.window_seconds <= 0:
            raise ConfigurationError(f"signature profile {self.name}: window_seconds must be above 0")
        if self.request_id_ttl_seconds < 2 * self.window_seconds:
            raise ConfigurationError(
                f"signature profile {self.name}: request_id_ttl_seconds must be at least "
                f"{2 * self.window_seconds}, twice window_seconds"
            )

    def _compiled(self, components: tuple[Component, ...]) -> _Text:
        form = self.line_format.replace("%", "%%").replace("{value}", "%s")
        lines = [form.replace("{name}", component) for component in components]
        template = self.separator.replace("%", "%%").join(lines)
        end = self.separator.replace("%", "%%") if self.final_separator else ""
        return _Text(template + end, itemgetter(*map(_COMPONENTS.index, components)))

    def signs_body(self, method: str, body: bytes | None) -> bool:
        """Whether a request of this method and body has a Digest line. An empty body counts as none."""
        return self.digest_when == "always" or (bool(body) and method not in UNSIGNED_BODY_METHODS)


DOKU: Final = SignatureProfile(
    name="doku",
    components=("Client-Id", "Request-Id", "Request-Timestamp", "Request-Target", "Digest"),
    prefix="HMACSHA256=",
)
"""The default of JOSS and TOSS: the ministry's components in DOKU's form."""

CANONICAL_HEX: Final = SignatureProfile(
    name="canonical-hex",
    components=("Method", "Request-Target", "Client-Id", "Request-Id", "Request-Timestamp", "Digest"),
    line_format="{value}",
    digest_encoding="hex",
    digest_when="always",
    signature_encoding="hex",
)
"""The recipe of a prototype near the ministry. Not that of JOSS; it shows that a recipe can be exchanged."""

PROFILES: Final[Mapping[str, SignatureProfile]] = MappingProxyType(
    {profile.name: profile for profile in (DOKU, CANONICAL_HEX)}
)
"""The profiles a setting can name."""


@dataclass(slots=True)
class SignedParts:
    """What of a request can be signed, exactly as it is on the wire.

    `target` is the raw path, still percent-encoded, with its query if it has one (the profile decides whether
    that is signed). A path that is not ASCII is decoded with `surrogateescape`, so that its bytes survive.
    `method` is upper-case. `body` holds the bytes as sent; None and no bytes both mean that there is none.
    """

    method: str
    target: str
    client_id: str
    request_id: str
    timestamp: str
    body: bytes | None = field(default=None, repr=False)


def encoded(raw: bytes, encoding: TextEncoding) -> str:
    """Raw bytes as text: base64 with padding, or lower-case hex."""
    return raw.hex() if encoding == "hex" else binascii.b2a_base64(raw, newline=False).decode()


def digest(profile: SignatureProfile, body: bytes | None) -> str:
    """SHA-256 of a body's exact bytes, in the profile's encoding. No body counts as no bytes."""
    return encoded(hashlib.sha256(body or b"").digest(), profile.digest_encoding)


def string_to_sign(profile: SignatureProfile, parts: SignedParts) -> bytes:
    """The bytes the signature is made over. Raises UnicodeEncodeError for text that was never on a wire."""
    target = parts.target
    if "?" in target and not profile.target_includes_query:
        target = target.partition("?")[0]
    values = (parts.method, target, parts.client_id, parts.request_id, parts.timestamp)
    if profile.signs_body(parts.method, parts.body):
        text = profile.with_digest.fill((*values, digest(profile, parts.body)))
    else:
        text = profile.without_digest.fill(values)
    return text.encode("utf-8", "surrogateescape")


def signing_key(profile: SignatureProfile, secret: str) -> bytes:
    """The HMAC key an issued secret stands for. Raises SecretError when it is empty or in another encoding."""
    try:
        key = _KEY_FROM[profile.secret_encoding](secret)
    except ValueError:
        # The cause is dropped: its text would quote the secret.
        raise SecretError(f"the secret is not {profile.secret_encoding} text") from None
    if not key:
        raise SecretError("the secret is empty")
    return key


def sign(profile: SignatureProfile, parts: SignedParts, secret: str) -> str:
    """The value of the `Signature` header. Raises SecretError for a secret that cannot be a key."""
    raw = hmac.digest(signing_key(profile, secret), string_to_sign(profile, parts), "sha256")
    return profile.prefix + encoded(raw, profile.signature_encoding)


def verify(profile: SignatureProfile, parts: SignedParts, secrets: Iterable[str], signature: str) -> bool:
    """Whether a `Signature` header is right under one of a client's secrets (two during a rotation).

    The whole value is compared, prefix included, in constant time; no secret at all takes as long as a wrong
    one. Raises SecretError when a secret cannot be a key and ValueError for more than two of them.
    """
    keys = [signing_key(profile, secret) for secret in secrets]
    if len(keys) > LONGEST_ROTATION:
        raise ValueError(f"a client has at most {LONGEST_ROTATION} valid secrets, not {len(keys)}")
    try:
        text = string_to_sign(profile, parts)
        given = signature.encode()
    except UnicodeEncodeError:
        return False
    valid = False
    for key in keys or [_NO_SECRET]:
        right = profile.prefix + encoded(hmac.digest(key, text, "sha256"), profile.signature_encoding)
        valid |= hmac.compare_digest(right.encode(), given)
    return valid and bool(keys)


def format_timestamp(moment: datetime) -> str:
    """A `Request-Timestamp`: UTC, whole seconds (a fraction is cut), final `Z`.

    Raises TimestampError for a time without a zone.
    """
    if moment.tzinfo is None:
        raise TimestampError("a time without a zone cannot become a Request-Timestamp")
    try:
        utc = moment.astimezone(UTC)
    except OverflowError:
        raise TimestampError("the time lies outside the years 1 to 9999") from None
    return utc.replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def parse_timestamp(text: str) -> datetime:
    """Read `YYYY-MM-DDTHH:MM:SS`, an optional fraction of 1 to 9 digits, and the final `Z`; nothing else.

    Digits beyond microseconds are cut. Raises TimestampError, also for an offset such as `+07:00`.
    """
    match = _TIMESTAMP.fullmatch(text)
    if match is None:
        raise TimestampError("Request-Timestamp must be UTC in the form 2022-09-22T01:51:00Z")
    year, month, day, hour, minute, second, fraction = match.groups()
    microsecond = int(fraction.ljust(6, "0")[:6]) if fraction else 0
    try:
        return datetime(int(year), int(month), int(day), int(hour), int(minute), int(second), microsecond, tzinfo=UTC)
    except ValueError as error:
        raise TimestampError(f"Request-Timestamp is not a time: {error}") from None


def within_window(profile: SignatureProfile, now: datetime, timestamp: datetime) -> bool:
    """Whether a request's time is near enough to the receiver's: both edges of the window belong to it."""
    return abs(now - timestamp) <= profile.window
