"""Why a signature is refused: the usual mistakes are tried, and those that reproduce the signature are named.

One mistake is tried before two at once, and plain ones before a body that was written anew. The search is bounded
(about ten thousand HMACs of short texts, `MOST_PAIRS`); each way to write the body is hashed once. Secrets never appear
in what it finds.
"""

from __future__ import annotations

import binascii
import hmac
import re
from base64 import b64decode, urlsafe_b64decode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from itertools import islice
from types import MappingProxyType
from typing import Final

from satupintu.systems.kemnaker.contract.mistake import MISTAKES, Mistake, MistakeKey
from satupintu.systems.kemnaker.contract.mistaken_text import WIB_OFFSET, Slip, body_slips, draft_of, pairs, slips
from satupintu.systems.kemnaker.contract.signing import (
    PROFILES,
    SignatureProfile,
    SignedParts,
    TimestampError,
    encoded,
    parse_timestamp,
    signing_key,
    within_window,
)

MAC_BYTES: Final = 32
MOST_PAIRS: Final = 10_000
"""How many pairs of mistakes are tried for one path."""

_HEX = re.compile(r"[0-9a-fA-F]{64}")
_NO_SECRETS: Final[Mapping[str, str]] = MappingProxyType({})
_NEAR_WIB: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Difference:
    """The first byte in which two texts differ. `offset` counts from 0, `line` from 1; an ended text has no byte."""

    offset: int
    line: int
    expected: bytes
    signed: bytes


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What is known about a signature.

    `valid` speaks of the signature alone, `in_window` of its time (None when no time was given to compare with).
    `mistakes` are those that were found, `signed` is the text that was really signed, where that is known.
    `label` names the other secret that was used. Without a mistake an invalid signature fits no known variant.
    """

    valid: bool
    in_window: bool | None
    mistakes: tuple[Mistake, ...]
    expected: bytes
    signed: bytes | None = None
    label: str | None = None
    skew: timedelta | None = None

    @property
    def accepted(self) -> bool:
        """Whether a server would let the request pass."""
        return self.valid and self.in_window is not False

    @property
    def difference(self) -> Difference | None:
        """Where the signed text leaves the expected one."""
        return None if self.signed is None else first_difference(self.expected, self.signed)


def diagnose(
    profile: SignatureProfile,
    parts: SignedParts,
    secret: str,
    signature: str,
    *,
    now: datetime | None = None,
    other_secrets: Mapping[str, str] = _NO_SECRETS,
    signed: bytes | None = None,
    query: str | None = None,
    host: str | None = None,
    other_target: str | None = None,
    body_digest: bytes | None = None,
) -> Diagnosis:
    """Find out what is wrong with a signature.

    `signed` is the text the caller says was signed, if it is known. `other_secrets` are tried by label, `now` is
    what the timestamp is compared with. `other_target` is a path that the server accepts as well as the one sent.
    `body_digest` is the SHA-256 of a body that is not at hand; then no other spelling of the body is tried.
    Raises SecretError for a secret that cannot be a key.
    """
    in_window, skew, late = _time(profile, parts, now)
    targets = tuple(dict.fromkeys((parts.target, other_target or parts.target)))
    searches = [
        _Search(profile, replace(parts, target=target), targets, secret, other_secrets, query, host, body_digest)
        for target in targets
    ]
    expected = searches[0].right
    if any(search.is_valid(signature) for search in searches):
        return Diagnosis(True, in_window, late, expected, expected, skew=skew)
    if signed is not None:
        searches[0].know(signed)
    spellings = list(_macs(signature, profile))
    for depth in (_Search.single, _Search.of_body, _Search.pairs):
        for search in searches:
            found = _reproduced(depth(search), spellings)
            if found is not None:
                keys, text, label = found
                return Diagnosis(False, in_window, _named(keys) + late, search.right, text, label, skew)
    if signed is not None:
        key = MistakeKey.STRING_RIGHT if signed == expected else searches[0].name_of(signed)
        return Diagnosis(False, in_window, _named((key,)) + late, expected, signed, skew=skew)
    form = () if spellings else _named((MistakeKey.SIGNATURE_FORM,))
    return Diagnosis(False, in_window, form + late, expected, skew=skew)


def first_difference(expected: bytes, signed: bytes) -> Difference | None:
    """The first byte in which two texts differ; None when they are equal."""
    if expected == signed:
        return None
    shorter = min(len(expected), len(signed))
    offset = next((i for i in range(shorter) if expected[i] != signed[i]), shorter)
    line = expected[:offset].count(b"\n") + 1
    return Difference(offset, line, expected[offset : offset + 1], signed[offset : offset + 1])


_Variant = tuple[tuple[MistakeKey, ...], bytes, bytes, str | None]
"""What may have happened: the mistakes, the text they lead to, the key, and whose secret that is."""


class _Search:
    """The bounded list of variants of one request to one target."""

    def __init__(
        self,
        profile: SignatureProfile,
        parts: SignedParts,
        accepted: Sequence[str],
        secret: str,
        other_secrets: Mapping[str, str],
        query: str | None,
        host: str | None,
        body_digest: bytes | None,
    ) -> None:
        self._profile = profile
        self._parts = parts
        self._secret = secret
        self._others = other_secrets
        self._body_digest = body_digest
        self._draft = draft_of(profile, parts, body_digest)
        self.right = self._draft.text()
        self._own = signing_key(profile, secret)
        # A path that is accepted is no mistake; the search that begins with it finds what else there is.
        self._slips = [
            slip
            for slip in slips(profile, parts, query=query, host=host)
            if slip.family != "target" or slip.change(self._draft).value("Request-Target") not in accepted
        ]
        self._known: bytes | None = None

    @cached_property
    def _body_slips(self) -> list[Slip]:
        return body_slips(self._profile, self._parts)

    def is_valid(self, signature: str) -> bool:
        """Whether the signature is right."""
        mac = hmac.digest(self._own, self.right, "sha256")
        right = self._profile.prefix + encoded(mac, self._profile.signature_encoding)
        return hmac.compare_digest(right.encode(), signature.encode("utf-8", "replace"))

    def know(self, signed: bytes) -> None:
        """Take the text that is said to have been signed into the list."""
        if signed != self.right:
            self._known = signed

    def name_of(self, signed: bytes) -> MistakeKey:
        """The mistake that produces this text, if it is a usual one."""
        usual = (*self._slips, *self._body_slips)
        return next((slip.key for slip in usual if self._text(slip) == signed), MistakeKey.STRING_DIFFERS)

    def single(self) -> Iterator[_Variant]:
        """No mistake in the text, or one, with each secret."""
        yield (), self.right, self._own, None
        if self._known is not None:
            yield (self.name_of(self._known),), self._known, self._own, None
        texts = [(slip.key, self._text(slip)) for slip in self._slips]
        for key, text in texts:
            yield (key,), text, self._own, None
        for profile in PROFILES.values():
            if profile.name != self._profile.name:
                other = draft_of(profile, self._parts, self._body_digest).text()
                yield (MistakeKey.OTHER_PROFILE,), other, self._own, None
        for key, secret, label in self._other_keys():
            yield (key,), self.right, secret, label
            for slip, text in texts:
                yield (key, slip), text, secret, label

    def of_body(self) -> Iterator[_Variant]:
        """Another spelling of the body, with each secret."""
        for slip in self._body_slips:
            text = self._text(slip)
            yield (slip.key,), text, self._own, None
            for key, secret, label in self._other_keys():
                yield (key, slip.key), text, secret, label

    def pairs(self) -> Iterator[_Variant]:
        """Two mistakes in the text at once, with the client's own secret."""
        for one, other in islice(pairs((*self._body_slips, *self._slips)), MOST_PAIRS):
            text = other.change(one.change(self._draft)).text()
            yield (one.key, other.key), text, self._own, None

    def _text(self, slip: Slip) -> bytes:
        return slip.change(self._draft).text()

    def _other_keys(self) -> Iterator[tuple[MistakeKey, bytes, str | None]]:
        for variant in (self._secret.strip(), f"{self._secret}\n", f"{self._secret}\r\n"):
            if variant and variant != self._secret:
                yield MistakeKey.SECRET_NEWLINE, variant.encode(), None
        for label, secret in self._others.items():
            yield MistakeKey.OTHER_SECRET, signing_key(self._profile, secret), label


def _reproduced(
    variants: Iterable[_Variant], spellings: Sequence[tuple[MistakeKey | None, bytes]]
) -> tuple[tuple[MistakeKey, ...], bytes, str | None] | None:
    """The first variant that gives the signature: its mistakes with that of the spelling, its text, the secret."""
    if not spellings:
        return None
    for keys, text, key, label in variants:
        mac = hmac.digest(key, text, "sha256")
        for spelling, given in spellings:
            if hmac.compare_digest(mac, given):
                return (*keys, *((spelling,) if spelling else ())), text, label
    return None


def _macs(signature: str, profile: SignatureProfile) -> Iterator[tuple[MistakeKey | None, bytes]]:
    """The 32 bytes a `Signature` value may stand for, each with the mistake in its spelling."""
    text = signature.strip()
    bare, prefix_fault = text, None
    if profile.prefix:
        head, mark, tail = text.partition("=")
        if text.startswith(profile.prefix):
            bare = text[len(profile.prefix) :]
        elif mark and tail.strip("=") and re.fullmatch(r"[A-Za-z0-9-]{2,20}", head):
            bare, prefix_fault = tail, MistakeKey.PREFIX_WRONG
        else:
            prefix_fault = MistakeKey.PREFIX_MISSING
    bare = bare.strip()
    wants_hex = profile.signature_encoding == "hex"
    if _HEX.fullmatch(bare):
        fault = None if wants_hex else MistakeKey.SIGNATURE_HEX
        if wants_hex and bare != bare.lower():
            fault = MistakeKey.SIGNATURE_SPELLING
        yield prefix_fault or fault, bytes.fromhex(bare)
    for raw, spelt_well in _decoded(bare):
        if len(raw) == MAC_BYTES:
            fault = MistakeKey.SIGNATURE_BASE64 if wants_hex else None
            yield prefix_fault or fault or (None if spelt_well else MistakeKey.SIGNATURE_SPELLING), raw
        elif len(raw) == 2 * MAC_BYTES and _HEX.fullmatch(raw.decode("latin-1")):
            yield prefix_fault or MistakeKey.SIGNATURE_HEX_TEXT, bytes.fromhex(raw.decode("ascii"))


def _decoded(text: str) -> Iterator[tuple[bytes, bool]]:
    padded = text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4)
    for decode, spelling, spelt_well in (
        (b64decode, text, True),
        (b64decode, padded, False),
        (urlsafe_b64decode, padded, False),
    ):
        try:
            yield decode(spelling), spelt_well
        except (binascii.Error, ValueError):
            continue


def _time(
    profile: SignatureProfile, parts: SignedParts, now: datetime | None
) -> tuple[bool | None, timedelta | None, tuple[Mistake, ...]]:
    try:
        moment = parse_timestamp(parts.timestamp)
    except TimestampError:
        return False, None, _named((MistakeKey.TIMESTAMP_FORM,))
    if now is None:
        return None, None, ()
    skew = moment - now
    if within_window(profile, now, moment):
        return True, skew, ()
    if abs(skew - WIB_OFFSET) <= _NEAR_WIB:
        return False, skew, _named((MistakeKey.CLOCK_7_HOURS_AHEAD,))
    if abs(skew + WIB_OFFSET) <= _NEAR_WIB:
        return False, skew, _named((MistakeKey.CLOCK_7_HOURS_BEHIND,))
    return False, skew, _named((MistakeKey.CLOCK_OFF,))


def _named(keys: tuple[MistakeKey, ...]) -> tuple[Mistake, ...]:
    return tuple(MISTAKES[key] for key in keys)
