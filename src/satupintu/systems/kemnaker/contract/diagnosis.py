"""Why a signature is refused: the usual mistakes are tried, and the one that reproduces the signature is named.

The search is bounded (a few hundred HMACs). Secrets never appear in what it finds.
"""

from __future__ import annotations

import binascii
import hmac
import re
from base64 import b64decode, urlsafe_b64decode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from satupintu.systems.kemnaker.contract.mistake import MISTAKES, Mistake, MistakeKey
from satupintu.systems.kemnaker.contract.mistaken_text import WIB_OFFSET, MistakenText, mistaken_texts
from satupintu.systems.kemnaker.contract.signing import (
    PROFILES,
    SignatureProfile,
    SignedParts,
    TimestampError,
    parse_timestamp,
    signing_key,
    string_to_sign,
    verify,
    within_window,
)

MAC_BYTES: Final = 32
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
) -> Diagnosis:
    """Find out what is wrong with a signature.

    `signed` is the text the caller says was signed, if it is known. `other_secrets` are tried by label, `now` is
    what the timestamp is compared with. Raises SecretError for a secret that cannot be a key.
    """
    expected = string_to_sign(profile, parts)
    in_window, skew, late = _time(profile, parts, now)
    valid = verify(profile, parts, [secret], signature)
    if valid:
        return Diagnosis(True, in_window, late, expected, expected, skew=skew)
    search = _Search(profile, parts, secret, other_secrets, query, host, signed)
    found = search.find(signature)
    if found is not None:
        keys, text, label = found
        return Diagnosis(False, in_window, _named(keys) + late, expected, text, label, skew)
    if signed is not None:
        key = MistakeKey.STRING_RIGHT if signed == expected else search.name_of(signed)
        return Diagnosis(False, in_window, _named((key,)) + late, expected, signed, skew=skew)
    form = () if any(_macs(signature, profile)) else _named((MistakeKey.SIGNATURE_FORM,))
    return Diagnosis(False, in_window, form + late, expected, skew=skew)


def first_difference(expected: bytes, signed: bytes) -> Difference | None:
    """The first byte in which two texts differ; None when they are equal."""
    if expected == signed:
        return None
    shorter = min(len(expected), len(signed))
    offset = next((i for i in range(shorter) if expected[i] != signed[i]), shorter)
    line = expected[:offset].count(b"\n") + 1
    return Difference(offset, line, expected[offset : offset + 1], signed[offset : offset + 1])


class _Search:
    """The bounded list of variants of one request."""

    def __init__(
        self,
        profile: SignatureProfile,
        parts: SignedParts,
        secret: str,
        other_secrets: Mapping[str, str],
        query: str | None,
        host: str | None,
        signed: bytes | None,
    ) -> None:
        self._profile = profile
        self._parts = parts
        self._secret = secret
        self._others = other_secrets
        self._texts = mistaken_texts(profile, parts, query=query, host=host)
        if signed is not None and signed != string_to_sign(profile, parts):
            self._texts.insert(0, MistakenText(self.name_of(signed), signed))

    def find(self, signature: str) -> tuple[tuple[MistakeKey, ...], bytes, str | None] | None:
        """The mistakes that together reproduce a signature, the text signed, and whose secret it was."""
        spellings = list(_macs(signature, self._profile))
        for keys, text, key, label in self._variants():
            mac = hmac.digest(key, text, "sha256")
            for spelling, given in spellings:
                if hmac.compare_digest(mac, given):
                    return (*keys, *((spelling,) if spelling else ())), text, label
        return None

    def name_of(self, signed: bytes) -> MistakeKey:
        """The mistake that produces this text, if it is a usual one."""
        return next((each.key for each in self._texts if each.text == signed), MistakeKey.STRING_DIFFERS)

    def _variants(self) -> Iterator[tuple[tuple[MistakeKey, ...], bytes, bytes, str | None]]:
        right = string_to_sign(self._profile, self._parts)
        own = signing_key(self._profile, self._secret)
        yield (), right, own, None
        for each in self._texts:
            yield (each.key,), each.text, own, None
        for profile in PROFILES.values():
            if profile.name != self._profile.name:
                yield (MistakeKey.OTHER_PROFILE,), string_to_sign(profile, self._parts), own, None
        for variant in (self._secret.strip(), f"{self._secret}\n", f"{self._secret}\r\n"):
            if variant and variant != self._secret:
                yield (MistakeKey.SECRET_NEWLINE,), right, variant.encode(), None
        for label, secret in self._others.items():
            key = signing_key(self._profile, secret)
            yield (MistakeKey.OTHER_SECRET,), right, key, label
            for each in self._texts:
                yield (MistakeKey.OTHER_SECRET, each.key), each.text, key, label


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
